"""Lesson 05: a border of zeros, and what it does to sizes and edges."""

import numpy as np

from ...layers import pad
from ...sizes import output_size, windows_touching
from ..checking.declare import Function, Mistake
from ..lessons import LESSONS
from .inputs import between, numbers, two_sizes

LESSON = LESSONS["padding"]


# ---- Exercise 1: The width with padding ----


def padded_width(W1, F, S, P):
    return (W1 - F + 2 * P) // S + 1


def _padded(generator):
    F, S, P = between(generator, 2, 7), between(generator, 2, 5), between(generator, 1, 3)
    steps = between(generator, 1, 8)
    W1 = F + S * steps - 2 * P
    return {"W1": W1 if W1 > 0 else W1 + 6 * S, "F": F, "S": S, "P": P}


PADDED_WIDTH = Function(
    lesson=LESSON,
    number=1,
    title="The width with padding",
    name="padded_width",
    stub="def padded_width(W1, F, S, P):\n    ...",
    solution=padded_width,
    spec=output_size,
    cases=[
        {"W1": 7, "F": 3, "S": 1, "P": 1},
        {"W1": 7, "F": 3, "S": 3, "P": 1},
        {"W1": 7, "F": 3, "S": 2, "P": 0},
        {"W1": 32, "F": 5, "S": 1, "P": 2},
    ],
    draw=_padded,
    mistakes=[
        Mistake(
            lambda W1, F, S, P: (W1 - F + P) / S + 1,
            "It looks as if P is added once: it is there on the left and on the right, 2·P in all.",
        ),
        Mistake(
            lambda W1, F, S, P: (W1 - F) / S + 1,
            "It looks as if the padding is left out: that is the width without it.",
        ),
        Mistake(
            lambda W1, F, S, P: (W1 - F + 2 * P) / S,
            "It looks as if the + 1 was forgotten: the place where the window starts counts too.",
        ),
        Mistake(
            lambda W1, F, S, P: (W1 - F + 2 * P) / (S + 1),
            "It looks as if the 1 went below the fraction bar: only the steps are divided by the stride.",
        ),
        Mistake(
            lambda W1, F, S, P: W1 - F + 2 * P / S + 1,
            "Mind the brackets: only 2·P was divided by the stride, not all of W1 − F + 2·P.",
        ),
        Mistake(
            lambda W1, F, S, P: W1 - F + 2 * P + 1,
            "It looks as if the stride was left out: that is the width at stride 1.",
        ),
        Mistake(
            lambda W1, F, S, P: (W1 - F - 2 * P) / S + 1,
            "It looks as if the padding is subtracted: it makes the input wider, by 2·P.",
        ),
    ],
    hints=[
        "How wide is the input once it has P columns of zeros on each side?",
        "Use that width for W1 in the rule of the last lesson.",
        "The window travels W1 + 2·P − F columns, S at a time; add 1 for the place where it starts.",
    ],
)


# ---- Exercise 2: Keep the size ----


def padding_to_keep(F):
    if F % 2 == 0:
        return None
    return (F - 1) // 2


PADDING_TO_KEEP = Function(
    lesson=LESSON,
    number=2,
    title="Keep the size",
    name="padding_to_keep",
    stub="def padding_to_keep(F):\n    ...",
    solution=padding_to_keep,
    spec=lambda F: next((P for P in range(F) if output_size(20, F, 1, P) == 20), None),
    cases=[{"F": 3}, {"F": 5}, {"F": 1}, {"F": 4}, {"F": 7}],
    draw=lambda generator: {"F": between(generator, 1, 15)},
    mistakes=[
        Mistake(
            lambda F: None if F % 2 == 0 else F - 1,
            "That is the padding on both sides together: P is for one side.",
        ),
        Mistake(
            lambda F: F - 1,
            "That is the padding on both sides together: P is for one side, and for an even F there is none.",
        ),
        Mistake(
            lambda F: (F - 1) / 2,
            "For an even F that is not a whole number, or it is one column short: no P keeps the size.",
        ),
        Mistake(
            lambda F: F // 2,
            "For an even F this makes the output one column wider: no P keeps the size.",
        ),
        Mistake(
            lambda F: None if F % 2 == 0 else (F + 1) // 2,
            "That is one too many on each side: the output would be two columns wider.",
        ),
    ],
    hints=[
        "At stride 1, a window of F makes the output F − 1 columns narrower.",
        "The padding has to give them back, half of them on each side.",
        "F − 1 can be halved when F is odd, so when F % 2 == 1. For an even F, return None.",
    ],
)


# ---- Exercise 3: A border of zeros ----


def my_pad(x, padding):
    H, W, D = x.shape
    padded = np.zeros((H + 2 * padding, W + 2 * padding, D))
    padded[padding : padding + H, padding : padding + W] = x
    return padded


def _around(x, above, below, **settings):
    return np.pad(x, ((above, below), (above, below), (0, 0)), **settings)


def _volume(generator):
    H, W = two_sizes(generator, 1, 4)
    return {
        "x": numbers(generator, H, W, between(generator, 1, 3)),
        "padding": between(generator, 0, 3),
    }


MY_PAD = Function(
    lesson=LESSON,
    number=3,
    title="A border of zeros",
    name="my_pad",
    stub="def my_pad(x, padding):\n    H, W, D = x.shape\n    ...",
    solution=my_pad,
    spec=pad,
    cases=[
        {"x": np.array([[[1], [2]]]), "padding": 1},
        {"x": np.array([[[1], [2]]]), "padding": 0},
        {"x": np.arange(1, 13).reshape(2, 3, 2), "padding": 2},
    ],
    draw=_volume,
    mistakes=[
        Mistake(
            lambda x, padding: np.pad(x, padding),
            "The depth is padded as well: zeros go around every slice, not in front of the first or "
            "behind the last.",
        ),
        Mistake(
            lambda x, padding: _around(x, padding, 0),
            "The zeros are only above and on the left: each side gets P rows or columns.",
        ),
        Mistake(
            lambda x, padding: _around(x, 0, padding),
            "The zeros are only below and on the right: each side gets P rows or columns.",
        ),
        Mistake(
            lambda x, padding: _around(x, padding, padding, mode="edge"),
            "The border repeats the pixels at the edge: in zero padding it holds zeros.",
        ),
        Mistake(
            lambda x, padding: _around(x, padding, padding, constant_values=1),
            "The border holds ones: in zero padding it holds zeros.",
        ),
        Mistake(
            lambda x, padding: np.zeros_like(_around(x, padding, padding)),
            "The shape is right, but everything is 0: the picture has to go into the middle.",
        ),
    ],
    hints=[
        "How many rows and columns does the result have? The depth stays as it is.",
        "Make an array of zeros of that shape, and write x into its middle.",
        "The middle is [padding : padding + H, padding : padding + W]; "
        "with −padding as its end it would be empty for a padding of 0.",
    ],
)


# ---- Exercise 4: How deep can you go? ----


def layers_until_gone(W1, F):
    layers = 0
    while W1 >= F:
        W1 = W1 - F + 1
        layers += 1
    return layers


def _layers(W1, F):
    return (W1 - 1) // (F - 1)


LAYERS_UNTIL_GONE = Function(
    lesson=LESSON,
    number=4,
    title="How deep can you go?",
    name="layers_until_gone",
    stub="def layers_until_gone(W1, F):\n    ...",
    solution=layers_until_gone,
    spec=_layers,
    cases=[
        {"W1": 5, "F": 3},
        {"W1": 7, "F": 4},
        {"W1": 32, "F": 5},
        {"W1": 4, "F": 5},
    ],
    draw=lambda generator: {"W1": between(generator, 1, 40), "F": between(generator, 3, 9)},
    mistakes=[
        Mistake(
            lambda W1, F: _layers(W1, F) + 1,
            "It looks as if a layer is counted that no longer fits: a window of F needs F columns.",
        ),
        Mistake(
            lambda W1, F: max((W1 - 2) // (F - 1), 0),
            "It looks as if the last layer is missing: a window of F fits into F columns once.",
        ),
        Mistake(
            lambda W1, F: -(-W1 // F),
            "It looks as if each layer takes F columns away: it takes F − 1, and needs F to stand on.",
        ),
        Mistake(
            lambda W1, F: W1 // F,
            "It looks as if each layer takes F columns away: it takes F − 1.",
        ),
        Mistake(
            lambda W1, F: W1 // (F - 1),
            "The last layer needs F columns to stand on, and leaves at least one.",
        ),
    ],
    hints=[
        "One layer leaves a width of W1 − F + 1. Do it again and again, and count.",
        "A while loop can go on as long as the window fits: while W1 is at least F.",
        "In the loop, work out the new width and count one layer more. After it, return the count.",
    ],
)


# ---- Exercise 5: How often is a column read? ----


def windows_on(W1, F, P):
    counts = [0] * W1
    for left in range(-P, W1 + P - F + 1):
        for column in range(left, left + F):
            if 0 <= column < W1:
                counts[column] += 1
    return counts


def _with_the_border(W1, F, P):
    return windows_touching(W1 + 2 * P, F)


def _at_stride_1(generator):
    F = between(generator, 2, 5)
    return {"W1": F + between(generator, 1, 6), "F": F, "P": between(generator, 0, F - 1)}


WINDOWS_ON = Function(
    lesson=LESSON,
    number=5,
    title="How often is a column read?",
    name="windows_on",
    stub="def windows_on(W1, F, P):\n    counts = [0] * W1\n    ...",
    solution=windows_on,
    spec=lambda W1, F, P: windows_touching(W1, F, 1, P),
    cases=[
        {"W1": 4, "F": 3, "P": 0},
        {"W1": 4, "F": 3, "P": 1},
        {"W1": 7, "F": 3, "P": 0},
        {"W1": 7, "F": 4, "P": 2},
    ],
    draw=_at_stride_1,
    mistakes=[
        Mistake(
            lambda W1, F, P: windows_touching(W1, F),
            "It looks as if the padding is left out: with it, windows begin at −P and end at W1 + P.",
        ),
        Mistake(
            _with_the_border,
            "The columns of zeros are counted as well: return the counts of the W1 columns of the "
            "input alone.",
        ),
        Mistake(
            lambda W1, F, P: [F] * W1,
            "Only a column far enough from both edges is read F times; the others are read less often.",
        ),
        Mistake(
            lambda W1, F, P: [0 if count == 0 else 1 for count in windows_touching(W1, F, 1, P)],
            "The question is not whether a column is read, but by how many windows.",
        ),
    ],
    hints=[
        "The windows stand at the columns −P, −P + 1, … up to W1 + P − F.",
        "Each window reads F columns: add 1 to the count of each of them.",
        "Leave out the columns of the border: count only those with 0 ≤ column < W1.",
    ],
)
