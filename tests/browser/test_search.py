"""The search page: what a reader types finds the pages that have it, each once, with a sentence."""

import pytest
from site_pages import page_width

from convlib.course.lessons import LESSONS

# What is typed, the pages that must be among those found, and what must stand in the result.
POOLING, STRIDE = "Lesson 8 · Pooling", "Lesson 4 · Stride"
CONV, WHOLE, ALEXNET = "Lesson 6 · The CONV layer", "Lesson 9 · A whole ConvNet", "Lesson 11 · AlexNet"
QUESTIONS = {
    "3×3": ([POOLING, STRIDE], "3×3"),
    "3x3": ([POOLING, STRIDE], "3×3"),
    "1×1": ([CONV, WHOLE], "1×1"),
    "227": ([ALEXNET, CONV], "227"),
    "60,965,224": ([ALEXNET, WHOLE], "60,965,224"),
    "translation invariance": (["Glossary", POOLING], "invarian"),
    "630,000,000": ([ALEXNET, "The lecture, slide by slide"], "630,000,000"),
    "how to install": (["Setting up"], "install"),
    "chain rule": (["Glossary"], "chain rule"),
    "lesson 4": ([STRIDE], "Stride"),
}
RESULTS = "#search-results li"


def ask(page, question):
    page.get_by_role("searchbox", name="Search this book").last.fill(question)
    said = "(question) => document.querySelector('#search-status').textContent.includes(question)"
    page.wait_for_function(said, arg=question)


@pytest.fixture
def search_page(open_page):
    return open_page("search.html")


@pytest.mark.parametrize(("question", "expected"), QUESTIONS.items())
def test_a_question_finds_the_pages_that_have_it(search_page, question, expected):
    pages, shown = expected
    ask(search_page, question)
    found = {
        hit.locator("a").inner_text().split(" › ")[0]: hit.inner_text()
        for hit in search_page.locator(RESULTS).all()
    }
    assert len(found) == search_page.locator(RESULTS).count(), "a page is listed twice"
    assert set(pages) <= set(found), list(found)
    for page in pages:
        assert shown in found[page], found[page]


def test_a_lesson_is_found_first_by_its_number(search_page):
    for place, lesson in enumerate(LESSONS.values(), start=1):
        ask(search_page, f"lesson {place}")
        first = search_page.locator(f"{RESULTS} a").first.inner_text()
        assert first.split(" › ")[0] == f"Lesson {lesson.numbered}"


def test_excerpts_are_sentences(search_page):
    """No figure, table or cell of which only the digits are left, one after the other."""
    for question in ["pool5", "fc6", "convolution", "image", "layer", "2"]:
        ask(search_page, question)
        for text in search_page.locator(f"{RESULTS} p").all_inner_texts():
            assert "3×25616316" not in text and "11124567832" not in text
            words = text.split()
            assert max(map(len, words), default=0) < 60, text


def test_a_result_leads_to_its_section_and_marks_nothing(search_page):
    ask(search_page, "overlap")
    first = search_page.locator(f"{RESULTS} a").first
    section = first.inner_text().split(" › ")[-1]
    first.click()
    search_page.wait_for_url("**/lessons/**")
    anchor = search_page.evaluate("decodeURIComponent(location.hash.slice(1))")
    assert section in search_page.locator(f"[id='{anchor}'] :is(h1, h2, h3)").first.inner_text()
    assert search_page.get_by_text("Hide Search Matches").count() == 0
    assert search_page.locator(".highlighted").count() == 0


def test_the_page_says_what_it_found_and_keeps_it_in_its_address(search_page):
    assert search_page.title() == "Search — ConvNets, one window at a time"
    status = search_page.get_by_role("status")
    assert status.inner_text() == ""
    ask(search_page, "dilation")
    assert "found for “dilation”" in status.inner_text()
    search_page.reload()
    search_page.wait_for_selector(RESULTS)
    ask(search_page, "xylophone")
    assert status.inner_text().startswith("Nothing found for “xylophone”.")
    ask(search_page, "dilation xylophone")
    assert status.inner_text().startswith("No page has all of “dilation xylophone”")


def test_it_is_used_by_keyboard_and_never_scrolls_sideways(open_page):
    page = open_page("search.html?q=pooling", width=390)
    page.wait_for_selector(RESULTS)
    assert page.evaluate("document.activeElement.id") == "book-search"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#search-results li:first-child') !== null")
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page_width(page) <= width
    ask(page, "x" * 200)
    assert page_width(page) <= 320
