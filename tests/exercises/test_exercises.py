"""Every exercise of the book: its stub, its solution, its hints, its mistakes, its cells in the lesson."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.signal import convolve2d, correlate2d

from convlib.course.checking.declare import Function, Value
from convlib.course.checking.judge import CORRECT, NOT_ATTEMPTED, NOT_YET
from convlib.course.exercises import ALL
from convlib.exercise import check, hint, solution

# A thread of PyTorch's waits long for its turn on a busy machine, and a check does not wait for ever.
torch.set_num_threads(1)
ROOT = Path(__file__).parents[2]
FUNCTIONS = [exercise for exercise in ALL.values() if isinstance(exercise, Function)]
VALUES = [exercise for exercise in ALL.values() if isinstance(exercise, Value)]
SEED = 7


def each(exercises):
    return pytest.mark.parametrize("exercise", exercises, ids=lambda exercise: exercise.name)


def checked(exercise, answer, seed=SEED):
    return check(exercise.name, answer, seed=seed)


@each(ALL.values())
def test_the_stub_is_not_attempted(exercise):
    assert checked(exercise, exercise.stub_value()).outcome == NOT_ATTEMPTED


@each(ALL.values())
def test_the_solution_that_is_shown_is_correct(exercise):
    # What is shown, run as a learner would who copies it, after the exercises before.
    names = {}
    exec("".join(cells(exercise.lesson)[1]["source"]), names)
    for earlier in ALL.values():
        if earlier.lesson <= exercise.lesson:
            exec(solution(earlier.name).text, names)
    answer = names[exercise.name]
    result = checked(exercise, answer if isinstance(exercise, Function) else answer())
    assert (result.outcome, result.said) == (CORRECT, ())


@each(ALL.values())
def test_every_exercise_has_hints_that_come_one_by_one(exercise, monkeypatch):
    monkeypatch.setattr("convlib.exercise._hints_given", {})
    assert len(exercise.hints) >= 2
    for given in range(1, len(exercise.hints) + 2):
        shown = hint(exercise.name).text
        assert shown.count("Hint ") == min(given, len(exercise.hints))
    assert all(words in shown for words in exercise.hints)


MISTAKES = [
    pytest.param(exercise, mistake, id=f"{exercise.name}-{number}")
    for exercise in FUNCTIONS
    for number, mistake in enumerate(exercise.mistakes, 1)
]


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES)
def test_every_listed_mistake_is_named(exercise, mistake):
    for seed in range(3):
        result = checked(exercise, mistake.function, seed)
        assert result.outcome == NOT_YET
        assert result.said[1:] == (mistake.words,), result.text


DEMANDS = [
    pytest.param(exercise, demand, id=f"{exercise.name}-{number}")
    for exercise in VALUES
    for number, demand in enumerate(exercise.demands, 1)
]


@pytest.mark.parametrize(("exercise", "demand"), DEMANDS)
def test_every_demand_has_its_own_sentence(exercise, demand):
    result = checked(exercise, demand.wrong)
    # Where trying it out raises an error, that is told as well.
    assert (result.outcome, result.said[0]) == (NOT_YET, demand.words)


def test_many_misconceptions_are_recognised():
    words = {mistake.words for exercise in FUNCTIONS for mistake in exercise.mistakes}
    words |= {demand.words for exercise in VALUES for demand in exercise.demands}
    assert len(words) >= 20


def test_every_sentence_is_one():
    for exercise in ALL.values():
        sentences = [*exercise.hints]
        sentences += [mistake.words for mistake in getattr(exercise, "mistakes", ())]
        sentences += [demand.words for demand in getattr(exercise, "demands", ())]
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


# ---- Right answers by other hands ----


def convolved(x, filters, bias):
    """By SciPy, one slice after the other."""
    maps = [
        sum(correlate2d(x[:, :, d], weights[:, :, d], mode="valid") for d in range(x.shape[-1])) + b
        for weights, b in zip(filters, bias, strict=True)
    ]
    return np.stack(maps, axis=-1)


def by_torch(x, filters, bias, stride=1, padding=0):
    volume = torch.tensor(np.asarray(x, np.float32)).permute(2, 0, 1)[None]
    bank = torch.tensor(np.asarray(filters, np.float32)).permute(0, 3, 1, 2)
    maps = torch.nn.functional.conv2d(
        volume, bank, torch.tensor(np.asarray(bias, np.float32)), stride, padding
    )
    return maps[0].permute(1, 2, 0).numpy()


def by_einsum(x, filters, bias, stride=1, padding=0):
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, filters.shape[1:3], axis=(0, 1))
    return np.einsum("hwdij,kijd->hwk", windows[::stride, ::stride], filters, dtype=float) + bias


def aloud(x, filters, bias, stride=1, padding=0):
    """Seven loops, one product at a time, lists for a start."""
    H1, W1, D1 = x.shape
    K, F = filters.shape[:2]
    maps = []
    for top in range(-padding, H1 + padding - F + 1, stride):
        row = []
        for left in range(-padding, W1 + padding - F + 1, stride):
            place = []
            for k in range(K):
                total = float(bias[k])
                for i in range(F):
                    for j in range(F):
                        for d in range(D1):
                            if 0 <= top + i < H1 and 0 <= left + j < W1:
                                total += float(x[top + i, left + j, d]) * float(filters[k, i, j, d])
                place.append(total)
            row.append(place)
        maps.append(row)
    return np.array(maps)


def turned_and_convolved(x, weights):
    return convolve2d(x, weights[::-1, ::-1], mode="valid").astype(np.float32)


def by_steps(W1, F, S):
    places = 0
    while F + places * S <= W1:
        places += 1
    return np.int64(places)


def on_a_line(W1, F, P):
    return np.convolve(np.ones(W1 + 2 * P - F + 1, int), np.ones(F, int))[P : P + W1]


RIGHT = {
    "one_number": [
        lambda window, weights, bias: np.einsum("ijd,ijd->", window, weights) + bias,
        lambda window, weights, bias: window.ravel() @ weights.ravel() + bias,
        lambda window, weights, bias: np.float32(np.vdot(window, weights) + bias),
        lambda window, weights, bias: (
            sum(float(a) * float(b) for a, b in zip(window.flat, weights.flat, strict=True)) + bias
        ),
    ],
    "slide": [
        turned_and_convolved,
        lambda x, weights: aloud(x[..., None], weights[None, ..., None], [0])[..., 0],
    ],
    "one_map": [
        lambda x, weights, bias: aloud(x, weights[None], [bias])[..., 0],
        lambda x, weights, bias: by_torch(x, weights[None], [bias])[..., 0],
    ],
    "all_maps": [convolved, by_torch, by_einsum, aloud],
    "eye_finder": [
        np.ones((5, 5, 3)) * [0, 1, -1],
        np.array([[[-1, 1, 0]]]),
        np.ones((3, 3, 3), int) * [-1, 2, -1],
    ],
    "width_after": [by_steps, lambda W1, F, S: len(range(0, W1 - F + 1, S))],
    "left_edges": [
        lambda W1, F, S: range(0, W1 - F + 1, S),
        lambda W1, F, S: np.arange(0, W1 - F + 1, S),
        lambda W1, F, S: tuple(left for left in range(W1) if left % S == 0 and left + F <= W1),
    ],
    "strided_maps": [by_einsum, by_torch, aloud],
    "never_read": [
        lambda W1, F, S: int(sum(c % S >= F or c >= (W1 - F) // S * S + F for c in range(W1))),
    ],
    "padded_width": [lambda W1, F, S, P: by_steps(W1 + 2 * P, F, S)],
    "padding_to_keep": [lambda F: F // 2 if F % 2 else None],
    "my_pad": [
        lambda x, padding: np.pad(x, [(padding, padding)] * 2 + [(0, 0)]),
        lambda x, padding: np.pad(np.float32(x), [(padding, padding)] * 2 + [(0, 0)]),
    ],
    "layers_until_gone": [lambda W1, F: 0 if W1 < F else 1 + RIGHT["layers_until_gone"][0](W1 - F + 1, F)],
    "windows_on": [on_a_line, lambda W1, F, P: tuple(on_a_line(W1, F, P))],
    "layer_shape": [lambda shape, K, F, S, P: [*(by_steps(n + 2 * P, F, S) for n in shape[:2]), K]],
    "count_parameters": [lambda shape, K, F, S, P: sum(F * F * shape[2] + 1 for _ in range(K))],
    "count_macs": [
        lambda shape, K, F, S, P: (
            np.prod([by_steps(n + 2 * P, F, S) for n in shape[:2]]) * K * F**2 * shape[2]
        )
    ],
    "window_rows": [
        lambda x, F, stride, padding: np.concatenate(
            [by_einsum(x, np.eye(F * F * x.shape[-1]).reshape(-1, F, F, x.shape[-1]), 0, stride, padding)]
        ).reshape(-1, F * F * x.shape[-1])
    ],
    "my_conv": [by_einsum, by_torch, aloud],
    "one_by_one": [
        lambda x, filters, bias: np.einsum("hwd,kd->hwk", x, filters.reshape(len(filters), -1)) + bias,
        by_torch,
    ],
}
ANSWERS = [
    pytest.param(ALL[name], answer, id=f"{name}-{number}")
    for name, answers in RIGHT.items()
    for number, answer in enumerate(answers, 1)
]


@pytest.mark.parametrize(("exercise", "answer"), ANSWERS)
def test_right_answers_by_other_hands_are_correct(exercise, answer):
    for seed in range(3):
        result = checked(exercise, answer, seed)
        assert result.outcome == CORRECT, result.text


# Ten thousand fresh inputs over the book, each exercise having its share.
SHARE = 10_000 // len(FUNCTIONS) + 1


@each(FUNCTIONS)
def test_no_right_answer_is_ever_called_wrong(exercise):
    answer = RIGHT[exercise.name][0] if exercise.name in RIGHT else exercise.solution
    drawn = 0
    for seed in range(1_000_000):
        result = checked(exercise, answer, seed)
        assert result.outcome == CORRECT, result.text
        drawn += exercise.draws
        if drawn >= SHARE:
            break


# ---- In the lessons ----


def cells(lesson):
    return json.loads((ROOT / "lessons" / f"{lesson}.ipynb").read_text(encoding="utf-8"))["cells"]


@each(ALL.values())
def test_the_lesson_has_the_cells_of_the_exercise(exercise):
    found = cells(exercise.lesson)
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
        declared = [(str(e.number), e.title) for e in ALL.values() if e.lesson == path.stem]
        assert written == declared
        assert [int(number) for number, _ in written] == list(range(1, len(written) + 1))
