"""Exercises on the static pages: one style for all, folds that are closed, and the way to the live lesson."""

import pytest
from bs4 import BeautifulSoup
from extensions.exercises import for_page

from convlib.course.exercises import ALL
from convlib.exercise import check, hint, solution

LESSONS = sorted({exercise.lesson.notebook for exercise in ALL.values()})


def html(page):
    return page._repr_mimebundle_()["text/html"]


def test_results_become_parts_of_a_page():
    stub = ALL["my_conv"].stub_value()
    body = "".join(map(html, (check(stub), hint("my_conv"), solution("my_conv"))))
    page = BeautifulSoup(for_page(body, "../lite/there.html?a=1&b=2"), "html.parser")
    assert page.style is None
    assert not page.select("details[open]")
    assert page.select_one(".conv-try a")["href"] == "../lite/there.html?a=1&b=2"
    assert page.select_one(".highlight").get_text().strip() == solution("my_conv").text
    assert len(page.select(".highlight span")) > 10


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_exercise_stands_on_its_page(site, lesson):
    page = BeautifulSoup((site / "lessons" / f"{lesson}.html").read_text(encoding="utf-8"), "html.parser")
    declared = [exercise for exercise in ALL.values() if exercise.lesson.notebook == lesson]
    results = page.select(".conv-exercise[data-progress]")
    assert [result["data-progress"] for result in results] == [e.item for e in declared]
    assert all(result["data-outcome"] == "not-attempted" for result in results)
    for result in results:
        assert (site / "lessons" / result.a["href"].partition("?")[0]).exists()
    folds = page.select('.conv-exercise[data-outcome="fold"]')
    assert len(folds) == 2 * len(declared) and not page.select(".conv-exercise details[open]")
    shown = [fold.select_one(".highlight").get_text().strip() for fold in folds if fold.select(".highlight")]
    assert shown == [exercise.solution_source() for exercise in declared]
    assert page.select('link[href*="exercise.css"]') and not page.select("style.conv-exercise-style")
