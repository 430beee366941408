"""Every exercise of the book: its stub, its solution, its hints, its mistakes, its cells in the lesson."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from convlib.course.checking.declare import Function, Value
from convlib.course.checking.judge import CORRECT, NOT_ATTEMPTED, NOT_YET
from convlib.course.exercises import ALL, alexnet, training
from convlib.exercise import check, hint, solution

ROOT = Path(__file__).parents[2]
FUNCTIONS = [exercise for exercise in ALL.values() if isinstance(exercise, Function)]
VALUES = [exercise for exercise in ALL.values() if isinstance(exercise, Value)]
SEED = 7


def each(exercises):
    return pytest.mark.parametrize("exercise", exercises, ids=lambda exercise: exercise.name)


def checked(exercise, answer, seed=SEED):
    return check(exercise.name, answer, seed=seed)


def cells(lesson):
    return json.loads((ROOT / "lessons" / f"{lesson}.ipynb").read_text(encoding="utf-8"))["cells"]


@each(ALL.values())
def test_the_stub_is_not_attempted(exercise):
    assert checked(exercise, exercise.stub_value()).outcome == NOT_ATTEMPTED


@each(ALL.values())
def test_the_solution_that_is_shown_is_correct(exercise):
    # What is shown, run as a learner would who copies it, after the exercises before.
    names = {}
    exec("".join(cells(exercise.lesson.notebook)[1]["source"]), names)
    for earlier in ALL.values():
        # No later cell uses a thing that an exercise asked for; functions are called again.
        wanted = earlier is exercise or isinstance(earlier, Function)
        if wanted and earlier.lesson.number <= exercise.lesson.number:
            exec(solution(earlier.name).text, names)
    result = checked(exercise, names[exercise.name])
    assert (result.outcome, result.said) == (CORRECT, ())


@each(ALL.values())
def test_every_exercise_has_hints_that_come_one_by_one(exercise, monkeypatch):
    monkeypatch.setattr("convlib.exercise._hints_given", {})
    assert len(exercise.hints) >= 2
    for given in range(1, len(exercise.hints) + 2):
        shown = hint(exercise.name).text
        assert shown.count("Hint ") == min(given, len(exercise.hints))
    assert all(words in shown for words in exercise.hints)


def each_of(field, exercises):
    """A test for each entry of a list that these exercises have, such as their `mistakes`."""
    entries = [
        pytest.param(exercise, entry, id=f"{exercise.name}-{number}")
        for exercise in exercises
        for number, entry in enumerate(getattr(exercise, field), 1)
    ]
    return pytest.mark.parametrize(("exercise", field[:-1]), entries)


@each_of("mistakes", FUNCTIONS)
def test_every_listed_mistake_is_named(exercise, mistake):
    for seed in range(3):
        result = checked(exercise, mistake.function, seed)
        assert result.outcome == NOT_YET
        assert result.said[1:] == (mistake.words,), result.text


@each_of("demands", VALUES)
def test_every_demand_has_its_own_sentence(exercise, demand):
    result = checked(exercise, demand.wrong)
    # Where trying it out raises an error, that is told as well.
    assert (result.outcome, result.said[0]) == (NOT_YET, demand.words)


@each_of("remarks", VALUES)
def test_a_remark_is_made_about_an_answer_that_is_right(exercise, remark):
    result = checked(exercise, remark.wrong)
    assert (result.outcome, result.said) == (CORRECT, (remark.words,))
    assert remark.words in result.text
    assert checked(exercise, exercise.solution()).said == ()


def test_many_misconceptions_are_recognised():
    words = {mistake.words for exercise in FUNCTIONS for mistake in exercise.mistakes}
    words |= {demand.words for exercise in VALUES for demand in exercise.demands}
    assert len(words) >= 20


def test_every_sentence_is_one():
    for exercise in ALL.values():
        sentences = [*exercise.hints]
        sentences += [mistake.words for mistake in getattr(exercise, "mistakes", ())]
        sentences += [demand.words for demand in getattr(exercise, "demands", ())]
        sentences += [remark.words for remark in getattr(exercise, "remarks", ())]
        for words in sentences:
            assert len(words) <= 160, words
            assert "wrong" not in words.lower() and "!" not in words and " - " not in words, words


@each(FUNCTIONS)
def test_the_first_case_is_small_and_pictures_are_lopsided(exercise):
    inputs = exercise.inputs(SEED)
    sizes = [
        sum(len(str(v)) if isinstance(v, list) else np.size(v) for v in given.values()) for given in inputs
    ]
    assert sizes[0] == min(sizes)
    pictures = [given[name] for given in inputs for name in ("x", "window") if np.ndim(given.get(name)) > 1]
    assert not pictures or any(picture.shape[0] != picture.shape[1] for picture in pictures)


@each(ALL.values())
def test_the_lesson_has_the_cells_of_the_exercise(exercise):
    found = cells(exercise.lesson.notebook)
    sources = ["".join(cell["source"]) for cell in found]
    place = sources.index(exercise.stub)
    words, _, checks, hints, solutions = sources[place - 1 : place + 4]
    assert words.startswith(f"### Exercise {exercise.number}: {exercise.title}\n\n")
    given = exercise.name if isinstance(exercise, Function) else f'"{exercise.name}", {exercise.name}'
    assert checks == f"check({given})"
    assert (hints, solutions) == (f'hint("{exercise.name}")', f'solution("{exercise.name}")')
    for cell in found[place + 2 : place + 4]:
        assert cell["metadata"]["tags"] == ["remove-input"]


def test_the_exercises_of_a_lesson_are_numbered_and_all_are_declared():
    for path in sorted((ROOT / "lessons").glob("*.ipynb")):
        text = "\n".join("".join(cell["source"]) for cell in cells(path.stem))
        written = re.findall(r"^### Exercise (\d+): (.+)$", text, flags=re.MULTILINE)
        declared = [(str(e.number), e.title) for e in ALL.values() if e.lesson.notebook == path.stem]
        assert written == declared
        assert [int(number) for number, _ in written] == list(range(1, len(written) + 1))


EXAMPLES = {
    "window_of": [((1, 2, 3, 2), (2, 4, 4, 6), "2, 4, 4, 6")],
    "three_ways": [(((3, 4, 2), 2, 2), (300, 108, 18), "300, 108 and 18")],
    "jump_after": [(([(3, 2), (2, 1)],), 2, "`[(3, 2), (2, 1)]` it is 2")],
    "field_size": [(([(3, 2), (2, 1)],), 5, "`[(3, 2), (2, 1)]` it is 5")],
    "seen_by": [((2, [(3, 2, 1)]), (3, 5), "the pixels 3 to 5")],
    "pooled_shape": [(((4, 6, 3), 2, 2), (2, 3, 3), "becomes `(2, 3, 3)`")],
    "widths_that_fit": [((220, 227, 11, 4), [223, 227], "these are 223 and 227")],
    "grouped_parameters": [((5, 96, 256, 2), 307_456, "has 307,456")],
    "all_parameters": [(((227, 227, 3), alexnet.ALEXNET), 60_965_224, "60,965,224")],
    "all_macs": [(((227, 227, 3), alexnet.ALEXNET), 724_406_816, "724,406,816")],
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_numbers_in_the_words_are_right(name):
    exercise = ALL[name]
    sources = ["".join(cell["source"]) for cell in cells(exercise.lesson.notebook)]
    words = sources[sources.index(exercise.stub) - 1]
    for inputs, result, written in EXAMPLES[name]:
        assert exercise.spec(*inputs) == result
        assert written in words


def test_the_digits_are_as_many_as_the_words_say():
    (x_train, _), (x_test, _) = training.digits()
    assert (len(x_train), len(x_test)) == (1500, 297)
    assert training.ENOUGH == 0.8
