"""Lesson 06: the CONV layer, counted and computed."""

from math import prod

import numpy as np

from ...layers import conv, pad
from ...sizes import conv_shape, parameters
from ..checking.declare import Function, Mistake
from ..lessons import LESSONS
from .extents import one_short, over_windows
from .inputs import between, layer, lopsided, not_zero, numbers, two_sizes
from .padding import my_pad

LESSON = LESSONS["conv"]


# ---- What several of the exercises use ----


def _windows(x, F, stride, padding):
    """All windows as (H2, W2, F, F, D)."""
    views = np.lib.stride_tricks.sliding_window_view(pad(x, padding), (F, F), axis=(0, 1))
    return views[::stride, ::stride].transpose(0, 1, 3, 4, 2)


def _table(windows):
    return windows.reshape(prod(windows.shape[:2]), -1)


def _rows_with(by, x, F, stride, padding):
    rows = over_windows(np.ravel, pad(x, padding), F, stride, by)
    return rows.reshape(-1, rows.shape[-1])


def _layer_with(by, x, filters, bias, stride, padding):
    padded, F = pad(x, padding), filters.shape[1]
    return over_windows(
        lambda window: [np.sum(window * weights) for weights in filters] + bias, padded, F, stride, by
    )


def _without_the_last_places(x, F, stride, padding):
    """The windows of loops that end one place too early, along both axes."""
    padded = pad(x, padding)
    H, W, _ = padded.shape
    corners = [(top, left) for top in range(0, H - F, stride) for left in range(0, W - F, stride)]
    return np.array([padded[top : top + F, left : left + F].reshape(-1) for top, left in corners])


def _setting(generator):
    F, S, P, K, D1 = (between(generator, *ends) for ends in ((2, 5), (2, 4), (1, 2), (2, 12), (2, 7)))
    H2, W2 = two_sizes(generator, 3, 9)
    return {"shape": ((H2 - 1) * S + F - 2 * P, (W2 - 1) * S + F - 2 * P, D1), "K": K, "F": F, "S": S, "P": P}


SETTINGS = [
    {"shape": (4, 6, 2), "K": 3, "F": 2, "S": 2, "P": 0},
    {"shape": (5, 7, 2), "K": 3, "F": 3, "S": 2, "P": 1},
    {"shape": (32, 32, 3), "K": 10, "F": 5, "S": 1, "P": 2},
    {"shape": (227, 227, 3), "K": 96, "F": 11, "S": 4, "P": 0},
]
X = np.array([[1, 2, 0], [0, 1, 3]])[:, :, np.newaxis]
DEEP = np.arange(1, 13).reshape(2, 3, 2)


# ---- Exercise 1: The shape of the output ----


def layer_shape(shape, K, F, S, P):
    H1, W1, D1 = shape
    H2 = (H1 - F + 2 * P) // S + 1
    W2 = (W1 - F + 2 * P) // S + 1
    return H2, W2, K


LAYER_SHAPE = Function(
    lesson=LESSON,
    number=1,
    title="The shape of the output",
    name="layer_shape",
    stub="def layer_shape(shape, K, F, S, P):\n    H1, W1, D1 = shape\n    ...",
    solution=layer_shape,
    spec=conv_shape,
    cases=SETTINGS,
    draw=_setting,
    mistakes=[
        Mistake(
            lambda shape, K, F, S, P: (*conv_shape(shape, K, F, S, P)[:2], shape[2]),
            "It looks as if you kept the depth of the input: K filters make K maps.",
        ),
        Mistake(
            lambda shape, K, F, S, P: (*conv_shape(shape, K, F, S, P)[1::-1], K),
            "Height and width have swapped places: the array is (H2, W2, K).",
        ),
        Mistake(
            lambda shape, K, F, S, P: (K, *conv_shape(shape, K, F, S, P)[:2]),
            "The depth comes first here: it belongs last, (H2, W2, K).",
        ),
        Mistake(
            lambda shape, K, F, S, P: (*[conv_shape(shape, K, F, S, P)[1]] * 2, K),
            "It looks as if the height was computed from the width: each follows from its own size.",
        ),
        Mistake(
            lambda shape, K, F, S, P: (*((size - F + P) / S + 1 for size in shape[:2]), K),
            "It looks as if P was added only once: the padding is on both sides, 2·P in all.",
        ),
        Mistake(
            lambda shape, K, F, S, P: (*((size - F + 2 * P) / S for size in shape[:2]), K),
            "It looks as if the + 1 was forgotten: the place where the window starts counts too.",
        ),
        Mistake(
            lambda shape, K, F, S, P: (*conv_shape(shape, K, F, S, P)[:2], K * shape[2]),
            "It looks as if each filter made a map for every slice: the slices are added up in one sum.",
        ),
    ],
    hints=[
        "Height and width follow the same rule, each with its own size: (size − F + 2·P) // S + 1.",
        "The depth of the output is the number of filters.",
        "return H2, W2, K",
    ],
)


# ---- Exercise 2: Count what it learns ----


def count_parameters(shape, K, F, S, P):
    H1, W1, D1 = shape
    weights = F * F * D1 * K
    biases = K
    return weights + biases


COUNT_PARAMETERS = Function(
    lesson=LESSON,
    number=2,
    title="Count what it learns",
    name="count_parameters",
    stub="def count_parameters(shape, K, F, S, P):\n    H1, W1, D1 = shape\n    ...",
    solution=count_parameters,
    spec=lambda shape, K, F, S, P: parameters(F, shape[2], K).total,
    cases=SETTINGS,
    draw=_setting,
    mistakes=[
        Mistake(
            lambda shape, K, F, S, P: F * F * shape[2] * K,
            "It looks as if the biases were forgotten: every filter has one.",
        ),
        Mistake(
            lambda shape, K, F, S, P: (F * F + 1) * K,
            "It looks as if the depth was forgotten: a filter is as deep as its input.",
        ),
        Mistake(
            lambda shape, K, F, S, P: F * F * shape[2] * K + 1,
            "It looks as if all filters had one bias between them: every filter has its own.",
        ),
        Mistake(
            lambda shape, K, F, S, P: (F * F + 1) * shape[2] * K,
            "It looks as if every slice of a filter had a bias: there is one for the whole filter.",
        ),
        Mistake(
            lambda shape, K, F, S, P: F * F * shape[2] * K + prod(conv_shape(shape, K, F, S, P)),
            "It looks as if every number of the output had a bias of its own: a whole map shares one.",
        ),
        Mistake(
            lambda shape, K, F, S, P: (F * F * shape[2] + 1) * prod(conv_shape(shape, K, F, S, P)),
            "It looks as if every position had weights of its own: the whole map shares them.",
        ),
        Mistake(
            lambda shape, K, F, S, P: (F * shape[2] + 1) * K,
            "It looks as if F was counted only once: a filter has F rows and F columns.",
        ),
    ],
    hints=[
        "Which of the numbers that you are given change how many weights a filter has?",
        "One filter is F·F·D1 weights and one bias.",
        "There are K filters; the height, the width, S and P do not matter.",
    ],
)


# ---- Exercise 3: Count the work ----


def count_macs(shape, K, F, S, P):
    H1, W1, D1 = shape
    H2, W2, _ = layer_shape(shape, K, F, S, P)
    return H2 * W2 * K * F * F * D1


def _macs(shape, K, F, S, P):
    return prod(conv_shape(shape, K, F, S, P)) * F * F * shape[2]


COUNT_MACS = Function(
    lesson=LESSON,
    number=3,
    title="Count the work",
    name="count_macs",
    stub="def count_macs(shape, K, F, S, P):\n    H1, W1, D1 = shape\n    ...",
    solution=count_macs,
    spec=_macs,
    cases=SETTINGS,
    draw=_setting,
    mistakes=[
        Mistake(
            lambda shape, K, F, S, P: F * F * shape[2] * K,
            "That is the work at one position: the filters do it again at every other one.",
        ),
        Mistake(
            lambda shape, K, F, S, P: shape[0] * shape[1] * K * F * F * shape[2],
            "It looks as if there were a position at every pixel of the input: there are H2·W2 of them.",
        ),
        Mistake(
            lambda shape, K, F, S, P: prod(conv_shape(shape, K, F, S, P)) * F * F,
            "It looks as if the depth was forgotten: each number of the output takes F·F·D1 multiplications.",
        ),
        Mistake(
            lambda shape, K, F, S, P: prod(conv_shape(shape, 1, F, S, P)) * F * F * shape[2],
            "That is the work of one filter: there are K.",
        ),
        Mistake(
            lambda shape, K, F, S, P: prod(conv_shape(shape, K, F, S, P)) * (F * F * shape[2] + 1),
            "It looks as if the biases were counted too: adding a bias is not a multiplication.",
        ),
    ],
    hints=[
        "How many numbers does the output have? Your layer_shape knows.",
        "How many multiplications does each of them take?",
        "H2·W2·K numbers, F·F·D1 multiplications each.",
    ],
)


# ---- Exercise 4: Windows as rows of a table ----


def window_rows(x, F, stride, padding):
    x = my_pad(x, padding)
    H, W, D = x.shape
    rows = []
    for top in range(0, H - F + 1, stride):
        for left in range(0, W - F + 1, stride):
            window = x[top : top + F, left : left + F]
            rows.append(window.reshape(-1))
    return np.array(rows)


def _volume(generator):
    x, filters, _, stride, padding = layer(generator, paddings=(0, 1))
    return {"x": x, "F": filters.shape[1], "stride": stride, "padding": padding}


WINDOW_ROWS = Function(
    lesson=LESSON,
    number=4,
    title="Windows as rows of a table",
    name="window_rows",
    stub=(
        "def window_rows(x, F, stride, padding):\n"
        "    H1, W1, D1 = x.shape\n"
        "    # np.pad(x, ((2, 2), (2, 2), (0, 0))) has a border of 2 zeros.\n"
        "    ..."
    ),
    solution=window_rows,
    spec=lambda x, F, stride, padding: _table(_windows(x, F, stride, padding)),
    cases=[
        {"x": X, "F": 2, "stride": 1, "padding": 0},
        {"x": X, "F": 2, "stride": 2, "padding": 1},
        {"x": DEEP, "F": 2, "stride": 1, "padding": 0},
    ],
    draw=_volume,
    mistakes=[
        Mistake(
            lambda x, F, stride, padding: _table(_windows(x, F, stride, padding)).T,
            "Each window has become a column: it should be a row.",
        ),
        Mistake(
            lambda x, F, stride, padding: _windows(x, F, stride, padding).reshape(-1, F, F, x.shape[-1]),
            "Each window is still a block: window.reshape(-1) makes it a row.",
        ),
        Mistake(
            lambda x, F, stride, padding: _table(_windows(x, F, stride, 0)),
            "It looks as if the padding was left out.",
        ),
        Mistake(
            lambda x, F, stride, padding: _table(_windows(x, F, 1, padding)),
            "It looks as if the stride was left out: these are the windows at stride 1.",
        ),
        Mistake(
            lambda x, F, stride, padding: _table(_windows(x, F, stride, padding).transpose(0, 1, 4, 2, 3)),
            "The numbers of a window come slice by slice: in reshape the depth runs fastest.",
        ),
        Mistake(
            lambda x, F, stride, padding: _table(_windows(x, F, stride, padding).swapaxes(0, 1)),
            "The windows come column by column: they should come in reading order, row by row.",
        ),
        Mistake(
            _without_the_last_places,
            "The windows at the last row and the last column of places are missing: "
            "range(0, H − F + 1, stride) reaches H − F.",
        ),
        one_short(_rows_with),
    ],
    hints=[
        "Pad first; then loop over the positions as in strided_maps: rows outside, columns inside.",
        "window.reshape(-1) turns a window of F×F×D1 into a row.",
        "Collect the rows in a list, and turn it into an array with np.array.",
    ],
)


# ---- Exercise 5: Your own CONV layer ----


def my_conv(x, filters, bias, stride, padding):
    K, F, _, _ = filters.shape
    H2, W2, _ = layer_shape(x.shape, K, F, stride, padding)
    rows = window_rows(x, F, stride, padding)
    columns = filters.reshape(K, -1).T
    return (rows @ columns + bias).reshape(H2, W2, K)


def _layer(x, filters, bias, stride, padding):
    return conv(x, filters, bias, stride=stride, padding=padding)


def _scrambled(x, filters, bias, stride, padding):
    """The filters reshaped into columns without being turned: the weights of several filters get mixed."""
    windows = _windows(x, filters.shape[1], stride, padding)
    maps = _table(windows) @ filters.reshape(-1, len(filters)) + bias
    return maps.reshape(*windows.shape[:2], len(filters))


def _whole_layer(generator):
    x, filters, bias, stride, padding = layer(generator, paddings=(0, 1))
    return {"x": x, "filters": filters, "bias": bias, "stride": stride, "padding": padding}


FILTER = np.array([[[1, 2], [0, -1]]])[..., np.newaxis]

MY_CONV = Function(
    lesson=LESSON,
    number=5,
    title="Your own CONV layer",
    name="my_conv",
    stub="def my_conv(x, filters, bias, stride, padding):\n    K, F, _, _ = filters.shape\n    ...",
    solution=my_conv,
    spec=_layer,
    cases=[
        {"x": X, "filters": FILTER, "bias": np.array([1]), "stride": 1, "padding": 0},
        {"x": X, "filters": FILTER, "bias": np.array([1]), "stride": 1, "padding": 1},
        {
            "x": DEEP,
            "filters": np.array([FILTER[0], -FILTER[0], FILTER[0]]).repeat(2, axis=-1),
            "bias": np.array([1, 2, 3]),
            "stride": 1,
            "padding": 1,
        },
    ],
    draw=_whole_layer,
    mistakes=[
        Mistake(
            lambda x, filters, bias, stride, padding: _layer(x, filters, bias, stride, 0),
            "It looks as if the padding was left out.",
        ),
        Mistake(
            lambda x, filters, bias, stride, padding: _layer(x, filters, bias, 1, padding),
            "It looks as if the stride was left out: that is the output at stride 1.",
        ),
        Mistake(
            lambda x, filters, bias, stride, padding: _layer(x, filters, None, stride, padding),
            "It looks as if the bias was forgotten: it is added to every number of a map.",
        ),
        Mistake(
            lambda x, filters, bias, stride, padding: _layer(
                x, filters[:, ::-1, ::-1], bias, stride, padding
            ),
            "It looks as if the filter was rotated by 180° first: the layer uses it as it is.",
        ),
        Mistake(
            lambda x, filters, bias, stride, padding: _layer(x, filters, bias, stride, padding).reshape(
                -1, len(filters)
            ),
            "The numbers are right, but in one long table: reshape it to rows, columns and depth.",
        ),
        Mistake(
            _scrambled,
            "The weights of different filters are mixed: "
            "filters.reshape(K, -1) has a filter in each row, and .T turns these rows into columns.",
        ),
        Mistake(
            lambda x, filters, bias, stride, padding: _layer(x, filters, bias, stride, padding).transpose(
                2, 0, 1
            ),
            "The maps come first, (K, H2, W2): they should be the depth of the volume, (H2, W2, K).",
        ),
        Mistake(
            lambda x, filters, bias, stride, padding: _layer(x, filters, bias, stride, padding).transpose(
                1, 0, 2
            ),
            "Rows and columns have swapped places: a volume is (H2, W2, K).",
        ),
        one_short(_layer_with),
    ],
    hints=[
        "In window_rows every window is a row. A filter, laid out in the same way, becomes a column.",
        "rows @ filters.reshape(K, -1).T has a row for each position and a column for each filter.",
        "Add the bias, and reshape to the shape that layer_shape gives.",
    ],
)


# ---- Exercise 6: 1×1, in one line ----


def one_by_one(x, filters, bias):
    return x @ filters[:, 0, 0].T + bias


def _deep(generator):
    H, W = two_sizes(generator, 1, 4)
    D, K = two_sizes(generator, 2, 4)
    return {
        "x": numbers(generator, H, W, D),
        "filters": lopsided(generator, K, 1, 1, D),
        "bias": not_zero(generator, K),
    }


ONE_BY_ONE = Function(
    lesson=LESSON,
    number=6,
    title="1×1, in one line",
    name="one_by_one",
    stub="def one_by_one(x, filters, bias):\n    ...",
    solution=one_by_one,
    spec=conv,
    cases=[
        {
            "x": np.array([[[1, 2], [3, 0]]]),
            "filters": np.array([[1, 0], [0, 1], [2, -1]])[:, np.newaxis, np.newaxis],
            "bias": np.array([1, 2, 3]),
        },
        {"x": DEEP, "filters": np.array([[[[3, -1]]]]), "bias": np.array([1])},
    ],
    draw=_deep,
    mistakes=[
        Mistake(
            lambda x, filters, bias: conv(x, filters),
            "It looks as if the bias was forgotten: it is added to every number of a map.",
        ),
        Mistake(
            lambda x, filters, bias: x * filters[0, 0, 0] + bias[0],
            "The slices were weighted but not added up: a filter sums through the whole depth.",
        ),
        Mistake(
            lambda x, filters, bias: conv(x, filters, bias).transpose(2, 0, 1),
            "The maps come first, (K, H, W): they should be the depth of the volume, (H, W, K).",
        ),
        Mistake(
            lambda x, filters, bias: conv(x, filters, bias).reshape(-1, len(filters)),
            "The numbers are right, but in one long table: return them as rows, columns and depth.",
        ),
    ],
    hints=[
        "Every pixel is a list of D1 numbers, and so is a filter. What does the layer do with the two lists?",
        "filters[:, 0, 0] is a table (K, D1). Its transpose (D1, K) turns D1 numbers into K.",
        "@ works on the last axis of x and keeps the others: x @ … + bias.",
    ],
)
