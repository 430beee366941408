"""Numbers and minutes of the lessons: in titles, contents, the list of the first page and the search."""

import json
import re
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from extensions import lessons
from sphinx.errors import ExtensionError

from convlib.course.lessons import LESSONS

TITLES = [lesson.numbered for lesson in LESSONS.values()]


def markdown(source):
    return {"cell_type": "markdown", "metadata": {}, "source": [source]}


def code(source, *tags):
    return {"cell_type": "code", "metadata": {"tags": list(tags)}, "source": [source]}


def page(site, name):
    return BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def test_reading_takes_as_long_as_its_words_predictions_and_pictures():
    # 600 words are 3 minutes, and each of the 2 questions half a one.
    text = [markdown("> **Predict first.** " + "word " * 298)] * 2
    assert lessons.reading(text) == 4
    # 20 lines of code are a minute, but for those that a page does not show; a drawing in it is a quarter.
    lines = "x = 1\n" * 16 + "draw.grid(x)\n" * 4
    assert lessons.reading([*text, code(lines.strip())]) == 6
    assert lessons.reading([*text, code("x = 1\n" * 20, "hide-input")]) == 4
    assert lessons.reading([*text, code("SlidingWindow(x)", "remove-input")] * 2) == 10
    # Questions are told with the exercises, and not twice.
    assert lessons.reading([*text, code('QuickQuestions("stride")', "remove-input")]) == 4
    assert lessons.reading([*text, markdown("## Exercises"), markdown("word " * 600)]) == 4


def test_practice_takes_as_long_as_its_exercises():
    # Longer solutions, and more of them.
    assert lessons.practice("training") > lessons.practice("stride") > lessons.practice("networks") == 5
    assert all(lessons.practice(key) % 5 == 0 for key in LESSONS)


def test_a_number_is_put_before_the_title_of_a_lesson_alone():
    title = nodes.title("", "Stride")
    tree = nodes.section("", title)
    app = SimpleNamespace(env=SimpleNamespace(docname="lessons/04_stride"))
    lessons.number(app, tree)
    assert title.astext() == "4 · Stride"
    other = nodes.section("", nodes.title("", "Notation"))
    lessons.number(SimpleNamespace(env=SimpleNamespace(docname="book/notation")), other)
    assert other.astext() == "Notation"


def test_a_list_with_a_line_too_few_stops_the_build():
    directive = SimpleNamespace(content=["one."], error=ExtensionError)
    with pytest.raises(ExtensionError, match="1 lines for 11 lessons"):
        lessons.Lessons.run(directive)


def test_lessons_are_numbered_wherever_they_are_named(site):
    intro = page(site, "book/intro")
    contents = [link.get_text() for link in intro.select(".bd-sidebar-primary nav.bd-links a")]
    assert [title for title in contents if title in TITLES] == TITLES
    for place, lesson in enumerate(LESSONS.values()):
        own = page(site, f"lessons/{lesson.notebook}")
        assert own.h1.find(string=True, recursive=False).parent.get_text().startswith(TITLES[place])
        assert own.title.get_text().startswith(TITLES[place])
        ways = [link.get_text() for link in own.select(".prev-next-area .prev-next-title")]
        assert [way for way in ways if way in TITLES] == [
            *TITLES[max(0, place - 1) : place],
            *TITLES[place + 1 : place + 2],
        ]


def test_the_first_page_lists_each_lesson_with_its_minutes(site):
    items = page(site, "book/intro").select(".lesson-list > li")
    assert [item.a.get_text() for item in items] == [lesson.title for lesson in LESSONS.values()]
    for item, lesson in zip(items, LESSONS.values(), strict=True):
        told = item.select_one(".lesson-minutes").get_text()
        assert re.fullmatch(r"\d+ minutes to read · about \d+ for the (exercises|questions)", told)
        assert page(site, f"lessons/{lesson.notebook}").select_one("h1 + .lesson-minutes").get_text() == told


def test_a_search_names_a_lesson_by_its_number(site):
    pages = json.loads((site / "_static" / "search_index.json").read_text(encoding="utf-8"))
    told = [one["title"] for one in pages if one["page"].startswith("lessons/")]
    assert told == [f"Lesson {title}" for title in TITLES]
    assert all(one["sections"][0]["title"] == one["title"] for one in pages if one["title"] in told)


def test_folds_are_named_by_their_words(site):
    """What is read out is what is seen (WCAG 2.2, 2.5.3)."""
    for lesson in LESSONS.values():
        folds = page(site, f"lessons/{lesson.notebook}").select("summary")
        assert folds and not [fold for fold in folds if fold.has_attr("aria-label")]
