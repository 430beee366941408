"""Right answers by other hands are correct, on ten thousand fresh inputs over the book."""

import pytest
from other_hands import RIGHT

from convlib.course.checking.declare import Function
from convlib.course.checking.judge import CORRECT
from convlib.course.exercises import ALL
from convlib.exercise import check

FUNCTIONS = [exercise for exercise in ALL.values() if isinstance(exercise, Function)]
# Ten thousand fresh inputs over the book, each exercise having its share.
SHARE = 10_000 // len(FUNCTIONS) + 1
ANSWERS = [
    pytest.param(name, answer, id=f"{name}-{number}")
    for name, answers in RIGHT.items()
    for number, answer in enumerate(answers, 1)
]


@pytest.mark.parametrize(("name", "answer"), ANSWERS)
def test_right_answers_by_other_hands_are_correct(name, answer):
    for seed in range(3):
        result = check(name, answer, seed=seed)
        assert result.outcome == CORRECT, result.text


def test_other_hands_have_an_answer_to_every_function():
    assert {exercise.name for exercise in FUNCTIONS} <= set(RIGHT)


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda exercise: exercise.name)
def test_no_right_answer_is_ever_called_wrong(exercise):
    answer = RIGHT[exercise.name][0]
    drawn = 0
    for seed in range(1_000_000):
        result = check(exercise.name, answer, seed=seed)
        assert result.outcome == CORRECT, result.text
        drawn += exercise.draws
        if drawn >= SHARE:
            break
