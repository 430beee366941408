"""Lesson 04: count places, take steps, and see what is never read."""

import numpy as np

from ..checking.declare import Function, Mistake
from ..layers import conv
from ..sizes import output_size, windows_touching

LESSON = "04_stride"


def width_after(W1, F, S):
    return (W1 - F) // S + 1


def left_edges(W1, F, S):
    return list(range(0, W1 - F + 1, S))


def strided_maps(x, filters, bias, stride):
    K, F, _, _ = filters.shape
    H1, W1, _ = x.shape
    H2, W2 = (H1 - F) // stride + 1, (W1 - F) // stride + 1
    maps = np.zeros((H2, W2, K))
    for row in range(H2):
        for column in range(W2):
            top, left = row * stride, column * stride
            window = x[top : top + F, left : left + F]
            for k in range(K):
                maps[row, column, k] = np.sum(window * filters[k]) + bias[k]
    return maps


def never_read(W1, F, S):
    read = set()
    for left in range(0, W1 - F + 1, S):
        read.update(range(left, left + F))
    return W1 - len(read)


def _fitting(generator):
    F, S, steps = generator.integers(2, 8), generator.integers(2, 6), generator.integers(1, 9)
    return {"W1": int(F + steps * S), "F": int(F), "S": int(S)}


def _any_width(generator):
    F, S = int(generator.integers(1, 7)), int(generator.integers(1, 7))
    return {"W1": F + int(generator.integers(0, 20)), "F": F, "S": S}


def _volume(generator):
    F, S, D, K = (int(generator.integers(low, high)) for low, high in ((2, 4), (2, 4), (1, 4), (1, 4)))
    H2, W2 = (int(size) for size in generator.permutation([1, 2, 3, 4])[:2])
    return {
        "x": generator.integers(-4, 5, ((H2 - 1) * S + F, (W2 - 1) * S + F, D)),
        "filters": generator.integers(-2, 3, (K, F, F, D)),
        "bias": generator.integers(1, 4, K),
        "stride": S,
    }


def _small():
    x = np.array([[1, 2, 0, 1, 3], [0, 1, 1, 2, 0], [2, 1, 0, 1, 1]])[:, :, np.newaxis]
    filters = np.array([[[1, 0, 2], [0, 1, 0], [1, 0, 0]]])[..., np.newaxis]
    return {"x": x, "filters": filters, "bias": np.array([1]), "stride": 2}


EXERCISES = (
    Function(
        lesson=LESSON,
        number=1,
        title="Count the places",
        name="width_after",
        stub="def width_after(W1, F, S):\n    ...",
        solution=width_after,
        spec=output_size,
        cases=[
            {"W1": 7, "F": 3, "S": 2},
            {"W1": 7, "F": 3, "S": 1},
            {"W1": 9, "F": 5, "S": 4},
            {"W1": 227, "F": 11, "S": 4},
        ],
        draw=_fitting,
        mistakes=[
            Mistake(
                lambda W1, F, S: (W1 - F) / S,
                "It looks as if the + 1 was forgotten: the place where the window starts counts too.",
            ),
            Mistake(
                lambda W1, F, S: (W1 - F) / (S + 1),
                "It looks as if the 1 went below the fraction bar: only the steps are divided by the stride.",
            ),
            Mistake(
                lambda W1, F, S: W1 - F / S + 1,
                "Mind the brackets: // comes before −, so only F was divided by the stride.",
            ),
            Mistake(
                lambda W1, F, S: W1 - F + 1, "It looks as if the stride was left out: that is the width at stride 1."
            ),
            Mistake(
                lambda W1, F, S: ((W1 - F) / S + 1) ** 2,
                "That is the number of places in a whole square: here the width alone is asked for.",
            ),
        ],
        hints=[
            "How far can the window travel before its right edge meets the edge of the input?",
            "It travels W1 − F columns, S at a time: how many steps is that?",
            "One place more than steps: divide W1 − F by S with //, and add 1.",
        ],
    ),
)
