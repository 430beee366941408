"""Pages as others read them: in colours of their own, mirrored by a translator, in letters twice as large."""

import pytest
from site_pages import each_lesson, each_page, page_width, settle, unfold, wake

WIDGETS = "lessons/03_sliding_a_filter.html", "lessons/07_brain_view.html", "lessons/09_whole_convnet.html"


def mirror(page):
    """What a translator into Arabic or Hebrew does to a page."""
    page.evaluate("document.documentElement.dir = 'rtl'")


@each_page
def test_no_page_scrolls_sideways_with_large_letters_or_mirrored(open_page, path):
    page = open_page(path, width=640)
    settle(page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page_width(page) <= 640
    cut = page.evaluate(
        "[...document.querySelectorAll("
        "  '.conv-widget :is(button, select), .bd-header-article .btn, .conv-name')]"
        ".filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1"
        "  && getComputedStyle(one).overflowX !== 'visible' && one.localName !== 'select')"
        ".map((one) => one.outerHTML.slice(0, 120))"
    )
    assert cut == []
    page.evaluate("document.documentElement.style.fontSize = ''")
    mirror(page)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page_width(page) <= width


@each_lesson
@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_printed_is_read_to_its_end_without_scrolling(open_page, lesson, width):
    """A refusal that is printed is the answer to a question: its second half says what would fit."""
    page = open_page(f"{lesson}.html", width=width)
    unfold(page)
    wake(page)
    cut = page.evaluate(
        "[...document.querySelectorAll("
        "  '.cell_output .output:is(.stream, .text_plain), [role=group]:has(> .conv-summary)')]"
        ".flatMap((one) => [one, ...one.querySelectorAll('pre')])"
        ".filter((one) => one.scrollWidth > one.clientWidth + 1)"
        ".map((one) => one.textContent.slice(0, 80))"
    )
    assert cut == []


@pytest.mark.parametrize("path", WIDGETS)
def test_grids_code_and_sums_are_not_mirrored(open_page, path):
    """The first cell of every row is the leftmost one, and a minus stands before its number."""
    page = open_page(path)
    settle(page)
    unfold(page)
    mirror(page)
    order = page.evaluate(
        "[...document.querySelectorAll("
        "  '.conv-row, .conv-q-row, .conv-size-chain, .conv-fallback tr, .conv-exercise tr, .output tr')]"
        ".filter((row) => row.children.length > 1 && row.checkVisibility())"
        ".map((row) => [row.firstElementChild, row.children[1]].map((one) => one.getBoundingClientRect().x))"
        ".filter(([first, second]) => first >= second).length"
    )
    assert order == 0
    directions = page.evaluate(
        "[...document.querySelectorAll("
        "  '.conv-cell, .bd-article :is(pre, code), .sum, mjx-container, svg text')]"
        ".map((one) => getComputedStyle(one).direction).filter((one) => one !== 'ltr').length"
    )
    assert directions == 0


def test_sizes_in_a_sentence_keep_their_order(open_page):
    page = open_page("lessons/05_zero_padding.html")
    mirror(page)
    ends = page.evaluate(
        "[...document.querySelectorAll('.bd-article p .sum')].map(({ firstChild: text }) => {"
        "  const x = (at) => { const range = document.createRange();"
        "    range.setStart(text, at); range.setEnd(text, at + 1); return range.getBoundingClientRect(); };"
        "  return [x(0), x(text.length - 1)]; }).filter(([a, b]) => a.y === b.y && a.x >= b.x).length"
    )
    assert page.locator(".bd-article p .sum").count() > 20
    assert ends == 0


# What else only a colour or a shadow would say: (page, part of it, how its mark is taken away).
ONLY_LOOKS = """* { font-weight: 400 !important; }
    th { padding-left: 9px !important; }
    .conv-size-segment { font-size: 0; }"""
MARKS = {
    "the number that is worked out": (
        "lessons/03_sliding_a_filter.html",
        ".conv-grid[data-kind=output]",
        "(part) => part.querySelector('.is-now').classList.remove('is-now')",
    ),
    "the window": (
        "lessons/03_sliding_a_filter.html",
        ".conv-grid[data-kind=input]",
        "(part) => { part.querySelector('.conv-frame').hidden = true; }",
    ),
    "the picked layer": (
        "lessons/09_whole_convnet.html",
        ".conv-size-chain",
        "(part) => part.querySelector('[aria-current=true]').setAttribute('aria-current', 'false')",
    ),
    "its row": (
        "lessons/09_whole_convnet.html",
        ".conv-size-table:not(.conv-size-claims)",
        "(part) => part.querySelector('.is-picked').classList.remove('is-picked')",
    ),
    "the shares": (
        "lessons/11_alexnet.html",
        ".conv-size-strip",
        "(part) => { part.firstElementChild.style.visibility = 'hidden'; }",
    ),
    "the ladder": (
        "lessons/06_conv_layer.html",
        ".conv-bar",
        "(part) => { part.firstElementChild.style.visibility = 'hidden'; }",
    ),
}


@pytest.mark.parametrize(("path", "part", "take_away"), MARKS.values(), ids=MARKS)
def test_marks_are_seen_in_colours_of_the_readers_own(open_page, path, part, take_away):
    page = open_page(path, forced_colors="active")
    settle(page)
    page.add_style_tag(content=ONLY_LOOKS)
    shown = page.locator(part).first
    before = shown.screenshot()
    shown.evaluate(take_away)
    assert shown.screenshot() != before


def test_picked_pixels_are_seen_in_colours_of_the_readers_own(open_page):
    page = open_page("lessons/04_stride.html", forced_colors="active")
    settle(page)
    page.add_style_tag(content=ONLY_LOOKS)
    steps, grid = page.locator(".conv-q-step"), page.locator(".conv-q-pick")
    for place in range(steps.count()):
        steps.nth(place).click()
        if grid.count():
            break
    before = grid.screenshot()
    grid.locator("button").first.evaluate("(cell) => cell.setAttribute('aria-pressed', 'true')")
    assert grid.screenshot() != before


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ["book/notation.html", "book/contributing.html"])
def test_no_name_in_a_table_is_broken(open_page, path, width):
    page = open_page(path, width=width)
    broken = page.evaluate(
        "[...document.querySelectorAll('.bd-article table code .pre')]"
        ".filter((name) => name.getClientRects().length > 1).map((name) => name.textContent)"
    )
    assert broken == []
    assert page_width(page) <= width
