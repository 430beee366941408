"""A fresh link into a page lands where it points, and leaves the reader alone afterwards."""

import pytest
from site_pages import settle

PLACES = [
    ("lessons/03_sliding_a_filter", "exercises"),
    ("lessons/03_sliding_a_filter", "summary"),
    ("lessons/03_sliding_a_filter", "a-bank-of-filters-on-a-photograph"),
    ("lessons/05_zero_padding", "exercises"),
    ("lessons/06_conv_layer", "quick-questions"),
    ("lessons/08_pooling", "summary"),
    ("book/notation", "order-of-axes"),
]
# Where the book's own style lets a heading come to stand.
OFF = """id => document.getElementById(id).getBoundingClientRect().top
    - parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop)
    - parseFloat(getComputedStyle(document.getElementById(id)).scrollMarginTop)"""


def grown(page):
    """Wait until nothing grows any more: two looks at the height of the page, half a second apart, agree."""
    settle(page)
    page.evaluate(
        "async () => { for (let before = 0; before !== document.documentElement.scrollHeight;) {"
        "  before = document.documentElement.scrollHeight;"
        "  await new Promise((done) => { setTimeout(done, 500); }); } }"
    )


@pytest.mark.parametrize(("path", "place"), PLACES)
@pytest.mark.parametrize("width", [1280, 390])
def test_a_fresh_link_lands_where_it_points(open_page, path, place, width):
    page = open_page(f"{path}.html#{place}", width=width)
    grown(page)
    assert abs(page.evaluate(OFF, place)) <= 2


def test_a_reader_who_scrolls_is_left_alone(open_page):
    page = open_page("lessons/03_sliding_a_filter.html#exercises")
    grown(page)
    # Without a wheel or a key, as a screen reader scrolls.
    page.evaluate("scrollBy({ top: -700, behavior: 'instant' })")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    there = page.evaluate("scrollY")
    page.evaluate("document.querySelector('.bd-article').append(document.createElement('hr'))")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("scrollY") == there


def test_what_grows_above_moves_nothing_until_the_reader_acts(open_page):
    page = open_page("lessons/05_zero_padding.html#exercises")
    grown(page)
    grow = "document.querySelector('.bd-article h1').style.paddingBottom = '{}px'"
    page.evaluate(grow.format(500))
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert abs(page.evaluate(OFF, "exercises")) <= 2
    page.mouse.move(640, 400)
    page.mouse.wheel(0, 300)
    page.wait_for_function(f"Math.abs(({OFF})('exercises')) > 200")


def test_a_page_that_is_loaded_again_stands_where_the_reader_left_it(open_page):
    page = open_page("lessons/08_pooling.html#summary")
    grown(page)
    page.mouse.move(640, 400)
    page.mouse.wheel(0, -3000)
    page.wait_for_function(f"({OFF})('summary') > 1000")
    page.reload()
    grown(page)
    assert page.evaluate(OFF, "summary") > 500
