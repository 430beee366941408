"""The lessons on paper: with their answers, with everything, and as a hand-out."""

import io
import re

import pytest
from pypdf import PdfReader
from site_pages import each_lesson, settle

NAMES = {
    "page": "Print or save as PDF",
    "solutions": "Print with hints and solutions",
    "handout": "Print a hand-out without answers",
}
# The text of each answer's output, each hint and each solution, as the page holds it.
TEXTS = """selector => [...document.querySelectorAll(selector)].map((one) => one.textContent)"""
ANSWERS = "details.answer .cell_output :is(pre, figcaption, td, .conv-picture text), details.answer > p"
FOLDED = "[data-outcome=fold] details > p, [data-outcome=fold] details > .highlight pre"


def letters(text):
    """A text as both a page and a PDF have it: without its spaces, which lines end at."""
    return re.sub(r"[\s\u00ad\u200b]+", "", text)


def printed(page, kind="page"):
    """The PDF that the page makes when `kind` has been chosen in its menu: its letters."""
    # A browser without a window has no dialogue: the choice is made, and the PDF asked for here.
    page.evaluate("window.print = () => {}")
    if kind != "page":
        page.get_by_role("button", name="Download this page").click()
        page.get_by_role("button", name=NAMES[kind]).click()
    pdf = page.pdf(format="A4")
    return letters("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages))


def missing(page, selector, paper):
    return [text for text in page.evaluate(TEXTS, selector) if letters(text) not in paper]


@each_lesson
def test_a_lesson_is_printed_with_its_answers(open_page, lesson):
    page = open_page(f"{lesson}.html", theme="dark")
    settle(page)
    # Far down the page, so that what comes before has been seen and rests.
    page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    page.wait_for_function("document.querySelector('.is-resting')")
    before = page.evaluate("document.querySelectorAll('details[open]').length")
    paper = printed(page)
    assert missing(page, ANSWERS, paper) == []
    assert len(missing(page, FOLDED, paper)) > 0 or page.locator(FOLDED).count() == 0
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("document.querySelectorAll('details[open]').length") == before
    page.wait_for_function("document.querySelector('.is-resting')")


@each_lesson
def test_everything_or_nothing_is_printed_as_chosen(open_page, lesson):
    page = open_page(f"{lesson}.html")
    settle(page)
    everything = printed(page, "solutions")
    assert missing(page, f"{ANSWERS}, {FOLDED}", everything) == []
    handout = printed(page, "handout")
    folds = page.locator("details.answer").count()
    assert handout.count("Youranswer") == folds > 0
    solutions = page.evaluate(TEXTS, "[data-outcome=fold] pre")
    hints = page.evaluate(TEXTS, "[data-outcome=fold] p")
    assert not [text for text in [*solutions, *hints] if letters(text) in handout]
    # The next print is an ordinary one again.
    assert page.evaluate("document.documentElement.dataset.print") is None


def test_what_the_reader_has_opened_is_printed(open_page):
    page = open_page("lessons/08_pooling.html")
    settle(page)
    page.get_by_text("Hints", exact=True).first.click()
    hints = page.evaluate(TEXTS, "[data-outcome=fold] details[open] > p")
    assert len(hints) == 1 and letters(hints[0]) in printed(page)
    assert letters(hints[0]) not in printed(page, "handout")


def test_the_prints_are_chosen_by_keyboard_and_only_where_they_differ(open_page):
    page = open_page("lessons/04_stride.html", width=360)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Download this page").focus()
    page.keyboard.press("Enter")
    for name in NAMES.values():
        assert page.get_by_role("button", name=name).is_visible()
    page.get_by_role("button", name=NAMES["handout"]).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("window.printed")
    page = open_page("book/notation.html")
    page.get_by_role("button", name="Download this page").click()
    assert page.get_by_role("button", name=NAMES["page"]).is_visible()
    assert page.get_by_role("button", name=NAMES["handout"]).count() == 0


def test_a_page_is_printed_light_and_nothing_is_folded_or_at_rest(open_page):
    page = open_page("lessons/04_stride.html", theme="dark")
    settle(page)
    page.wait_for_function("document.querySelector('.is-resting')")
    look = """[document.documentElement.dataset.theme,
        document.querySelectorAll(':is(details.answer, details.hide):not([open])').length,
        document.querySelectorAll('.is-resting').length]"""
    before = page.evaluate(look)
    assert before[0] == "dark" and before[1] > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(look) == ["light", 0, 0]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(look)[:2] == before[:2]
    page.wait_for_function("document.querySelector('.is-resting')")


@pytest.mark.parametrize("lesson", ["04_stride", "10_training"])
def test_no_line_of_code_is_cut_off_on_paper(open_page, lesson):
    page = open_page(f"lessons/{lesson}.html", width=700)
    settle(page)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    cut = page.evaluate(
        "[...document.querySelectorAll('.bd-article pre')]"
        ".filter((pre) => pre.scrollWidth > pre.clientWidth + 1).map((pre) => pre.textContent.slice(0, 80))"
    )
    assert cut == []
