"""The one table of lessons, held against the notebooks, the contents, and the modules named by its keys."""

import json
import re
from pathlib import Path

import pytest
import yaml

import convlib.course
from convlib.course.exercises import ALL
from convlib.course.lessons import LESSONS, lesson_of

ROOT = Path(__file__).parents[2]
COURSE = Path(convlib.course.__path__[0])
TOC = yaml.safe_load((ROOT / "book" / "_toc.yml").read_text(encoding="utf-8"))
CHAPTERS = {chapter["file"]: chapter for part in TOC["parts"] for chapter in part["chapters"]}
each_lesson = pytest.mark.parametrize("lesson", LESSONS.values(), ids=list(LESSONS))


def stems(folder):
    return {path.stem for path in (COURSE / folder).glob("*.py")} - {"__init__"}


def test_it_has_the_notebooks_and_the_contents_in_their_order():
    notebooks = [lesson.notebook for lesson in LESSONS.values()]
    assert notebooks == sorted(path.stem for path in (ROOT / "lessons").glob("*.ipynb"))
    chapters = [file for file in CHAPTERS if file.startswith("lessons/")]
    assert [f"lessons/{notebook}" for notebook in notebooks] == chapters
    assert [lesson.number for lesson in LESSONS.values()] == [f"{n:02}" for n in range(1, len(notebooks) + 1)]


@each_lesson
def test_its_titles_and_keys_are_those_of_the_notebooks(lesson):
    notebook = ROOT / "lessons" / f"{lesson.notebook}.ipynb"
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    assert "".join(cells[0]["source"]).split("\n")[0] == f"# {lesson.title}"
    assert {cell["id"].partition("-")[0] for cell in cells} == {lesson.key}
    # The contents may give a chapter a shorter title than its page has: ours do not.
    assert CHAPTERS[f"lessons/{lesson.notebook}"].get("title", lesson.title) == lesson.title


def test_questions_and_exercises_have_modules_named_by_its_keys():
    assert stems("questions") == set(LESSONS)
    declared = {exercise.lesson.key for exercise in ALL.values()}
    # Inputs to draw from and windows of a wrong extent serve the exercises of several lessons.
    assert stems("exercises") - {"inputs", "extents"} == declared <= set(LESSONS)
    for exercise in ALL.values():
        assert exercise.lesson is LESSONS[exercise.lesson.key]
        assert exercise.solution.__module__.rpartition(".")[2] == exercise.lesson.key, exercise.name


@pytest.mark.parametrize("key", sorted({exercise.lesson.key for exercise in ALL.values()}))
def test_an_exercise_is_one_place_in_its_module(key):
    source = (COURSE / "exercises" / f"{key}.py").read_text(encoding="utf-8")
    _, *places = re.split(r"^# ---- (?=Exercise )", source, flags=re.MULTILINE)
    exercises = [exercise for exercise in ALL.values() if exercise.lesson.key == key]
    for exercise, place in zip(exercises, places, strict=True):
        assert place.startswith(f"Exercise {exercise.number}: {exercise.title} ----\n")
        assert f"\ndef {exercise.solution.__name__}(" in place
        assert re.search(rf"^{exercise.name.upper()} = (Function|Value)\($", place, flags=re.MULTILINE)


def test_a_lesson_that_there_is_not_is_refused_with_those_that_there_are():
    assert lesson_of("stride").item("width_after") == "04_stride/width_after"
    with pytest.raises(ValueError, match="there is no lesson 'strides'; there are convnets, networks"):
        lesson_of("strides")
