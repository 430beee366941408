"""Definitions beside the words of the glossary: by pointer, keyboard and touch (WCAG 2.2, 1.4.13)."""

import pytest

LESSON = "lessons/03_sliding_a_filter.html"
TIP = ".glossary-tip:visible"
# Longer than the patience of glossary.js.
PATIENTLY = 500


@pytest.fixture
def meet(open_page):
    """Open a lesson at the first mention of a term: -> page, link, the tips that show."""

    def meet(term, **options):
        page = open_page(LESSON, **options)
        link = page.locator("a.glossary-term", has_text=term)
        link.scroll_into_view_if_needed()
        return page, link, page.locator(TIP)

    return meet


def test_a_term_is_a_link_with_its_definition_as_description(meet):
    page, link, tips = meet("activation map")
    assert link.get_attribute("href") == "../book/glossary.html#term-activation-map"
    described = page.locator(f"#{link.get_attribute('aria-describedby')}")
    assert "one number for each position of its window" in described.text_content()
    assert tips.count() == 0


def test_without_javascript_the_term_leads_to_the_glossary(open_without_javascript):
    page = open_without_javascript(LESSON)
    link = page.locator("a.glossary-term", has_text="activation map")
    link.hover()
    assert page.locator(TIP).count() == 0
    link.click()
    page.wait_for_url("**/book/glossary.html#term-activation-map")


def test_the_pointer_may_move_onto_the_definition(meet):
    page, link, tips = meet("activation map")
    link.hover()
    box = tips.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20, steps=8)
    page.wait_for_timeout(PATIENTLY)
    assert tips.count() == 1
    page.mouse.move(2, 2)
    page.wait_for_timeout(PATIENTLY)
    assert tips.count() == 0


def test_escape_puts_it_away_and_the_focus_stays(meet):
    page, link, tips = meet("activation map")
    link.focus()
    assert tips.count() == 1
    page.mouse.move(2, 2)
    page.wait_for_timeout(PATIENTLY)
    assert tips.count() == 1, "it stays as long as the focus does"
    page.keyboard.press("Escape")
    assert tips.count() == 0
    assert link.evaluate("link => link === document.activeElement")


def test_a_tap_shows_it_and_another_one_follows_the_link(meet):
    page, link, tips = meet("activation map", width=360, has_touch=True, is_mobile=True)
    link.tap()
    page.wait_for_timeout(PATIENTLY)
    box = tips.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    link.tap()
    page.wait_for_url("**/book/glossary.html#term-activation-map")


def test_each_term_is_linked_once_and_not_in_titles_or_links(open_page):
    page = open_page(LESSON)
    terms = page.locator("a.glossary-term").evaluate_all("links => links.map(link => link.hash)")
    assert len(terms) == len(set(terms)) > 8
    assert page.locator(":is(h1, h2, h3, table, pre, a a) a.glossary-term").count() == 0
