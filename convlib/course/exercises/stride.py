"""Lesson 04: count places, take steps, and see what is never read."""

import numpy as np

from ...layers import conv
from ...sizes import output_size, windows_touching
from ..checking.declare import Function, Mistake
from ..lessons import LESSONS
from .extents import one_short, over_windows
from .inputs import between, layer

LESSON = LESSONS["stride"]


# ---- What several of the exercises use ----


def _any(generator):
    F, S = between(generator, 2, 5), between(generator, 1, 7)
    return {"W1": F + between(generator, 0, 20), "F": F, "S": S}


# ---- Exercise 1: Count the places ----


def width_after(W1, F, S):
    return (W1 - F) // S + 1


def _fitting(generator):
    F, S = between(generator, 2, 7), between(generator, 2, 5)
    return {"W1": F + S * between(generator, 2, 8), "F": F, "S": S}


WIDTH_AFTER = Function(
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
            "Mind the brackets: only F was divided by the stride, not the whole way, W1 − F.",
        ),
        Mistake(
            lambda W1, F, S: W1 - F // S + 1,
            "Mind the brackets: only F was divided by the stride, not the whole way, W1 − F.",
        ),
        Mistake(
            lambda W1, F, S: (W1 - F + 1) / S,
            "It looks as if the + 1 was divided by the stride too: it comes after the division.",
        ),
        Mistake(
            lambda W1, F, S: W1 - F + 1,
            "It looks as if the stride was left out: that is the width at stride 1.",
        ),
        Mistake(
            lambda W1, F, S: W1 / S,
            "It looks as if the size of the window was left out: the last places have no room for it.",
        ),
        Mistake(
            lambda W1, F, S: ((W1 - F) / S + 1) ** 2,
            "That counts the places in a whole square: the width alone is asked for.",
        ),
    ],
    hints=[
        "How far can the window travel before its right edge meets the edge of the input?",
        "It travels W1 − F columns, S at a time: how many steps is that?",
        "One place more than steps: divide W1 − F by S with //, and add 1.",
    ],
)


# ---- Exercise 2: Where the window stands ----


def left_edges(W1, F, S):
    edges = []
    left = 0
    while left + F <= W1:
        edges.append(left)
        left += S
    return edges


LEFT_EDGES = Function(
    lesson=LESSON,
    number=2,
    title="Where the window stands",
    name="left_edges",
    stub="def left_edges(W1, F, S):\n    ...",
    solution=left_edges,
    spec=lambda W1, F, S: [place * S for place in range(output_size(W1, F, S, fit="floor"))],
    cases=[
        {"W1": 7, "F": 3, "S": 2},
        {"W1": 7, "F": 3, "S": 3},
        {"W1": 6, "F": 2, "S": 3},
        {"W1": 5, "F": 5, "S": 2},
    ],
    draw=_any,
    mistakes=[
        Mistake(
            lambda W1, F, S: list(range(0, W1 - F, S)),
            "It looks as if a window that ends exactly at the edge is left out: it still fits.",
        ),
        Mistake(
            lambda W1, F, S: list(range(0, W1, S)),
            "The last windows hang over the edge: a window at left needs the columns up to left + F − 1.",
        ),
        Mistake(
            lambda W1, F, S: list(range(W1 - F + 1)),
            "It looks as if the stride was left out: the window moves S columns at a time.",
        ),
        Mistake(
            lambda W1, F, S: list(range(0, W1 - F + 1, F)),
            "It looks as if the window moves by its own width: it moves by the stride.",
        ),
        Mistake(
            lambda W1, F, S: list(range(F - 1, W1, S)),
            "Those are the right edges of the windows: their left edges are asked for.",
        ),
    ],
    hints=[
        "The first window stands at 0, the next ones at S, 2·S, 3·S …",
        "The last one that fits has left + F ≤ W1.",
        "list(range(start, stop, step)) has them all; its stop is the first number that is too large.",
    ],
)


# ---- Exercise 3: Larger steps ----


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


def _at_stride_1(x, filters, bias, stride):
    """As many places as there should be, but next to each other."""
    H2, W2, _ = conv(x, filters, stride=stride).shape
    return conv(x, filters, bias)[:H2, :W2]


def _with(by, x, filters, bias, stride):
    return over_windows(
        lambda window: [np.sum(window * weights) for weights in filters] + bias,
        x,
        filters.shape[1],
        stride,
        by,
    )


def _layer(generator):
    x, filters, bias, stride, _ = layer(generator)
    return {"x": x, "filters": filters, "bias": bias, "stride": stride}


X = np.array([[1, 2, 0, 1, 3], [0, 1, 1, 2, 0], [2, 1, 0, 1, 1]])[:, :, np.newaxis]
FILTER = np.array([[[1, 0, 2], [0, 1, 0], [0, 0, 1]]])[..., np.newaxis]

STRIDED_MAPS = Function(
    lesson=LESSON,
    number=3,
    title="Larger steps",
    name="strided_maps",
    stub=(
        "def strided_maps(x, filters, bias, stride):\n"
        "    K, F, _, _ = filters.shape\n"
        "    H1, W1, _ = x.shape\n"
        "    ..."
    ),
    solution=strided_maps,
    spec=lambda x, filters, bias, stride: conv(x, filters, bias, stride=stride),
    cases=[
        {"x": X, "filters": FILTER, "bias": np.array([1]), "stride": 2},
        {"x": X, "filters": FILTER, "bias": np.array([2]), "stride": 1},
    ],
    draw=_layer,
    mistakes=[
        Mistake(
            _at_stride_1,
            "There are as many places as there should be, but they stand side by side: "
            "place (row, column) begins at pixel (row·stride, column·stride).",
        ),
        Mistake(
            lambda x, filters, bias, stride: conv(x, filters, bias),
            "It looks as if the stride was left out: that is the map at stride 1.",
        ),
        Mistake(
            lambda x, filters, bias, stride: conv(x, filters, bias)[:, ::stride],
            "It looks as if the stride was used for columns alone: the window steps downwards by it too.",
        ),
        Mistake(
            lambda x, filters, bias, stride: conv(x, filters, stride=stride),
            "It looks as if the bias was forgotten: it is added to every number of a map.",
        ),
        Mistake(
            lambda x, filters, bias, stride: conv(x, filters[:, ::-1, ::-1], bias, stride=stride),
            "It looks as if the filter is rotated by 180° first: the layer lays it down as it is.",
        ),
        one_short(_with),
    ],
    hints=[
        "Height and width shrink by the rule of width_after, each with its own size.",
        "Loop over the places of the output. Where does the window for place (row, column) begin?",
        "At pixel (row·stride, column·stride): x[row * stride : row * stride + F, …].",
    ],
)


# ---- Exercise 4: What is never read ----


def never_read(W1, F, S):
    read = set()
    for left in left_edges(W1, F, S):
        read.update(range(left, left + F))
    return W1 - len(read)


def _unread(W1, F, S):
    return windows_touching(W1, F, S, fit="floor").count(0)


NEVER_READ = Function(
    lesson=LESSON,
    number=4,
    title="What is never read",
    name="never_read",
    stub="def never_read(W1, F, S):\n    ...",
    solution=never_read,
    spec=_unread,
    cases=[
        {"W1": 7, "F": 3, "S": 3},
        {"W1": 7, "F": 3, "S": 2},
        {"W1": 7, "F": 2, "S": 5},
        {"W1": 9, "F": 2, "S": 3},
    ],
    draw=_any,
    mistakes=[
        Mistake(
            lambda W1, F, S: (W1 - F) % S,
            "Those are the columns beyond the last window; "
            "when the stride is larger than the window, columns between two windows are skipped as well.",
        ),
        Mistake(
            lambda W1, F, S: max(S - F, 0) * ((W1 - F) // S),
            "Those are the columns between windows; there may be some beyond the last window as well.",
        ),
        Mistake(
            lambda W1, F, S: W1 - F * ((W1 - F) // S + 1),
            "Windows that overlap read a column twice: count the columns, not how often they are read.",
        ),
        Mistake(
            lambda W1, F, S: W1 - _unread(W1, F, S),
            "Those are the columns that are read: the others are asked for.",
        ),
    ],
    hints=[
        "Which columns does the window at left read? From left to left + F − 1.",
        "Collect them for all windows, each column once: a set is good at that.",
        "Subtract how many you have collected from W1.",
    ],
)
