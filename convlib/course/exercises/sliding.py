"""Lesson 03: from one window to a whole layer, and a filter that finds something."""

from functools import cache

import numpy as np

from ...layers import conv
from ...pictures.samples import photo
from ..checking.declare import Demand, Function, Mistake, Value
from ..lessons import LESSONS
from .extents import one_short, over_windows
from .inputs import between, layer, lopsided, numbers, two_sizes

LESSON = LESSONS["sliding"]


# ---- What several of the exercises use ----


def _map(x, weights, bias):
    return conv(x, weights[np.newaxis], [bias])[:, :, 0]


def _slice(x, weights):
    return _map(x[:, :, np.newaxis], weights[:, :, np.newaxis], 0)


FLIPPED = "It looks as if the filter is rotated by 180° first: the layer lays it down as it is."
NO_BIAS = "It looks as if the bias was forgotten: it is added to every number of the map."
X = np.array([[1, 2, 0, 1], [0, 1, 3, 1], [2, 0, 1, 1]])
CORNER = np.array([[2, 0], [1, -1]])
TWO_SLICES = np.stack([X, [[0, 1, 1, 0], [2, 0, 1, 3], [1, 1, 0, 1]]], axis=-1)
TWO_DEEP = np.stack([CORNER, [[1, 0], [0, 1]]], axis=-1)


# ---- Exercise 1: One window, one number ----


def one_number(window, weights, bias):
    return np.sum(window * weights) + bias


def _draw_window(generator):
    shape = *two_sizes(generator, 2, 4), between(generator, 2, 3)
    return {
        "window": numbers(generator, *shape),
        "weights": lopsided(generator, *shape),
        "bias": between(generator, 1, 4),
    }


ONE_NUMBER = Function(
    lesson=LESSON,
    number=1,
    title="One window, one number",
    name="one_number",
    stub="def one_number(window, weights, bias):\n    ...",
    solution=one_number,
    spec=lambda window, weights, bias: _map(window, weights, bias)[0, 0],
    cases=[
        {"window": TWO_SLICES[:2, :2], "weights": TWO_DEEP, "bias": 1},
        {"window": TWO_SLICES[1:, 1:3], "weights": TWO_DEEP, "bias": 2},
    ],
    draw=_draw_window,
    mistakes=[
        Mistake(
            lambda window, weights, bias: np.sum(window * weights, axis=(0, 1)) + bias,
            "It looks as if each slice has a sum of its own: the sum runs over the depth as well.",
        ),
        Mistake(
            lambda window, weights, bias: window * weights + bias,
            "Those are the products, one by one: they all go into a single sum.",
        ),
        Mistake(lambda window, weights, bias: np.sum(window * weights), NO_BIAS),
        Mistake(
            lambda window, weights, bias: np.sum(window * weights + bias),
            "It looks as if the bias is added to every product: it is added once, to their sum.",
        ),
        Mistake(
            lambda window, weights, bias: np.mean(window * weights) + bias,
            "That is the mean of the products: the layer takes their sum.",
        ),
        Mistake(
            lambda window, weights, bias: np.sum(window) * np.sum(weights) + bias,
            "That multiplies two sums: first multiply number by number, then add up.",
        ),
        Mistake(
            lambda window, weights, bias: np.sum(window * weights[::-1, ::-1]) + bias,
            FLIPPED,
        ),
    ],
    hints=[
        "Two arrays of the same shape: what does * do with them?",
        "window * weights holds all the products; np.sum without an axis adds them all up.",
        "The bias comes last, and only once: np.sum(…) + bias.",
    ],
)


# ---- Exercise 2: Slide with two loops ----


def slide(x, weights):
    F = len(weights)
    H1, W1 = x.shape
    output = np.zeros((H1 - F + 1, W1 - F + 1))
    for row in range(H1 - F + 1):
        for column in range(W1 - F + 1):
            window = x[row : row + F, column : column + F]
            output[row, column] = np.sum(window * weights)
    return output


def _in_a_frame(x, weights):
    framed = np.zeros(x.shape)
    output = _slice(x, weights)
    framed[: output.shape[0], : output.shape[1]] = output
    return framed


def _slide_with(by, x, weights):
    return over_windows(lambda window: np.sum(window * weights), x, len(weights), 1, by)


def _draw_slice(generator):
    F = between(generator, 2, 3)
    H2, W2 = two_sizes(generator, 2, 5)
    return {"x": numbers(generator, H2 + F - 1, W2 + F - 1), "weights": lopsided(generator, F, F)}


SLIDE = Function(
    lesson=LESSON,
    number=2,
    title="Slide with two loops",
    name="slide",
    stub=(
        "def slide(x, weights):\n"
        "    F = len(weights)\n"
        "    H1, W1 = x.shape\n"
        "    # How large is the output?\n"
        "    # Then one loop over its rows, one over its columns.\n"
        "    ..."
    ),
    solution=slide,
    spec=_slice,
    cases=[
        {"x": X, "weights": CORNER},
        {"x": np.arange(12).reshape(4, 3), "weights": np.array([[0, 1], [0, 2]])},
    ],
    draw=_draw_slice,
    mistakes=[
        Mistake(lambda x, weights: _slice(x, weights[::-1, ::-1]), FLIPPED),
        Mistake(
            lambda x, weights: _slice(x, weights).T,
            "Rows and columns have changed places: an output is written [row, column].",
        ),
        Mistake(
            lambda x, weights: _slice(x, weights)[:-1, :-1],
            "It looks as if the last row and the last column of places are missing: "
            "H1 − F steps make H1 − F + 1 places.",
        ),
        Mistake(
            _in_a_frame,
            "The numbers are right, but the output has the size of the input: "
            "there are only H1 − F + 1 rows and W1 − F + 1 columns of places.",
        ),
        Mistake(
            lambda x, weights: _slice(x, np.ones_like(weights)),
            "It looks as if the numbers of the window are added up without their weights.",
        ),
        one_short(_slide_with),
    ],
    hints=[
        "The window's upper left corner can stand in H1 − F + 1 rows and W1 − F + 1 columns.",
        "Make an array of zeros of that size, and fill in one number for each row and column of it.",
        "The window at row, column is x[row : row + F, column : column + F].",
    ],
)


# ---- Exercise 3: Through the depth ----


def one_map(x, weights, bias):
    F = len(weights)
    H1, W1, D1 = x.shape
    output = np.zeros((H1 - F + 1, W1 - F + 1))
    for row in range(H1 - F + 1):
        for column in range(W1 - F + 1):
            window = x[row : row + F, column : column + F, :]
            output[row, column] = np.sum(window * weights) + bias
    return output


def _each_slice(x, weights, bias):
    return np.stack([_slice(x[:, :, d], weights[:, :, d]) + bias for d in range(x.shape[-1])], axis=-1)


def _map_with(by, x, weights, bias):
    return _slide_with(by, x, weights) + bias


def _draw_map(generator):
    F, D = between(generator, 2, 3), between(generator, 2, 3)
    H2, W2 = two_sizes(generator, 2, 4)
    return {
        "x": numbers(generator, H2 + F - 1, W2 + F - 1, D),
        "weights": lopsided(generator, F, F, D),
        "bias": between(generator, 1, 4),
    }


ONE_MAP = Function(
    lesson=LESSON,
    number=3,
    title="Through the depth",
    name="one_map",
    stub=("def one_map(x, weights, bias):\n    F = len(weights)\n    H1, W1, D1 = x.shape\n    ..."),
    solution=one_map,
    spec=_map,
    cases=[
        {"x": TWO_SLICES, "weights": TWO_DEEP, "bias": 1},
        {"x": TWO_SLICES.transpose(1, 0, 2), "weights": TWO_DEEP, "bias": 3},
    ],
    draw=_draw_map,
    mistakes=[
        Mistake(
            _each_slice,
            "It looks as if every slice gets a map of its own: "
            "a filter fills the depth, so its slices go into one sum.",
        ),
        Mistake(
            lambda x, weights, bias: _slice(x[:, :, 0], weights[:, :, 0]) + bias,
            "It looks as if only the first slice is read.",
        ),
        Mistake(
            lambda x, weights, bias: _map(x, weights, bias * x.shape[-1]),
            "It looks as if the bias is added once for each slice: a filter has one bias.",
        ),
        Mistake(lambda x, weights, bias: _map(x, weights, 0), NO_BIAS),
        Mistake(lambda x, weights, bias: _map(x, weights[::-1, ::-1], bias), FLIPPED),
        Mistake(
            lambda x, weights, bias: _map(x, weights, bias)[:, :, np.newaxis],
            "The numbers are right, but return the map of one filter as rows and columns alone, "
            "without an axis for the depth.",
        ),
        one_short(_map_with),
    ],
    hints=[
        "The loops are the same as in slide: the window moves over rows and columns, never along the depth.",
        "The window is F×F×D1 now: x[row : row + F, column : column + F, :].",
        "Each place is one_number(window, weights, bias).",
    ],
)


# ---- Exercise 4: Many filters ----


def all_maps(x, filters, bias):
    maps = []
    for k in range(len(filters)):
        maps.append(one_map(x, filters[k], bias[k]))
    return np.stack(maps, axis=-1)


def _maps(x, filters, bias):
    return conv(x, filters, bias)


def _draw_layer(generator):
    x, filters, bias, _, _ = layer(generator, strides=(1,))
    return {"x": x, "filters": filters, "bias": bias}


ALL_MAPS = Function(
    lesson=LESSON,
    number=4,
    title="Many filters",
    name="all_maps",
    stub="def all_maps(x, filters, bias):\n    ...",
    solution=all_maps,
    spec=_maps,
    cases=[
        {
            "x": X[:, :, np.newaxis],
            "filters": np.stack([CORNER, [[0, 1], [1, 0]]])[..., np.newaxis],
            "bias": np.array([1, 2]),
        },
        {
            "x": TWO_SLICES,
            "filters": np.stack([TWO_DEEP] * 3 + [-TWO_DEEP]),
            "bias": np.array([0, 1, 2, 3]),
        },
    ],
    draw=_draw_layer,
    mistakes=[
        Mistake(
            lambda x, filters, bias: _maps(x, filters, bias).transpose(2, 0, 1),
            "The maps come first, (K, H2, W2): they should be the depth of the volume, (H2, W2, K).",
        ),
        Mistake(
            lambda x, filters, bias: _maps(x, filters, bias).transpose(1, 0, 2),
            "Rows and columns have changed places: a volume is (H2, W2, K).",
        ),
        Mistake(
            lambda x, filters, bias: _maps(x, filters, bias).sum(axis=-1),
            "It looks as if the maps are added up: each filter keeps a map of its own.",
        ),
        Mistake(
            lambda x, filters, bias: _maps(x, filters, [bias[0]] * len(filters)),
            "It looks as if all filters get the bias of the first one: every filter has its own.",
        ),
        Mistake(lambda x, filters, bias: _maps(x, filters, None), NO_BIAS),
        Mistake(lambda x, filters, bias: _maps(x, filters[:, ::-1, ::-1], bias), FLIPPED),
    ],
    hints=[
        "filters[k] is one filter and bias[k] its bias; you already have a function for a single filter.",
        "Make the map of each filter with one_map, and collect the maps in a list.",
        "np.stack(maps, axis=-1) lays the maps of the list one behind the other, along the last axis.",
    ],
)


# ---- Exercise 5: A filter that finds the eyes ----


def eye_finder():
    weights = np.zeros((3, 3, 3))
    weights[:, :, 0] = -1  # red
    weights[:, :, 1] = 2  # green
    weights[:, :, 2] = -1  # blue
    return weights


def _strongest(weights):
    """Where the filter answers most, as the middle of its window."""
    return _place(tuple(np.asarray(weights, float).ravel()), len(weights))


@cache
def _place(weights, F):
    answers = conv(photo("chelsea") / 255, np.reshape(weights, (1, F, F, 3)))[:, :, 0]
    row, column = np.unravel_index(answers.argmax(), answers.shape)
    return row + F // 2, column + F // 2


def _inside(place, boxes):
    return any(top <= place[0] <= bottom and left <= place[1] <= right for top, bottom, left, right in boxes)


# Rows and columns of the photograph, with a little room for the width of a filter.
EYES = (58, 105, 93, 148), (76, 119, 206, 246)
NOSE = ((155, 190, 160, 210),)


def _colours(red, green, blue):
    return np.ones((3, 3, 1)) * np.array([red, green, blue], float)


EYE_FINDER = Value(
    lesson=LESSON,
    number=5,
    title="A filter that finds the eyes",
    name="eye_finder",
    stub="eye_finder = ...",
    solution=eye_finder,
    seconds=20,
    demands=[
        Demand(
            lambda answer: isinstance(answer, np.ndarray) and answer.dtype.kind in "iuf",
            "eye_finder should be an array of numbers: start from np.zeros((3, 3, 3)), say.",
            [[[0, 1, 0]]],
        ),
        Demand(
            lambda answer: answer.ndim == 3 and answer.shape[0] == answer.shape[1] <= 15,
            "eye_finder should be a filter F×F×3, such as 3×3×3, with F no more than 15.",
            np.ones((3, 3)),
        ),
        Demand(
            lambda answer: answer.shape[2] == 3,
            "A filter is as deep as its input, and a colour photograph has a depth of 3.",
            np.ones((3, 3, 1)),
        ),
        Demand(
            lambda answer: np.isfinite(answer).all() and answer.any(),
            "All weights are 0, or some are not finite numbers: such a filter finds nothing.",
            np.zeros((3, 3, 3)),
        ),
        Demand(
            lambda answer: abs(answer.sum()) <= 1e-6 * np.abs(answer).sum(),
            "A grey wall gets an answer too: let the weights add up to 0, so that the colours cancel.",
            _colours(0, 1, 0),
        ),
        Demand(
            lambda answer: not _inside(_strongest(answer), NOSE),
            "It has found the nose, which is red. Which colours speak for a green eye, and which against it?",
            _colours(1, -1, 0),
        ),
        Demand(
            lambda answer: _inside(_strongest(answer), EYES),
            "Its strongest answer is not on an eye yet: green is what is neither very red nor very blue.",
            np.repeat([[[-1], [0], [1]]] * 3, 3, axis=-1),
        ),
    ],
    hints=[
        "Look at the colours: the eyes are the only green thing in the photograph.",
        "Count green as positive, and red and blue as negative, so that they cancel where the "
        "picture is grey.",
        "Take a 3×3×3 filter with −1 for red, 2 for green and −1 for blue in each of its nine places.",
    ],
)
