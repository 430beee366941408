"""Lesson 08: pools of several kinds."""

import warnings

import numpy as np

from ...layers import avg_pool, max_pool
from ...sizes import pool_shape
from ..checking.declare import Function, Mistake
from ..lessons import LESSONS
from .extents import one_long, one_short, over_windows
from .inputs import between, far_below, lopsided, two_sizes

LESSON = LESSONS["pooling"]


# ---- What several of the exercises use ----


def _largest(x, F, stride):
    return max_pool(x, F, stride=stride, fit="floor")


def _mean(x, F, stride):
    return avg_pool(x, F, stride=stride, fit="floor")


def _through_the_depth(pool):
    """The pool of each window with all its depth, on every map alike."""

    def deep(x, F, stride):
        volume = x.max(axis=2, keepdims=True) if pool is _largest else x.mean(axis=2, keepdims=True)
        return np.broadcast_to(pool(volume, F, stride), (*pool(volume, F, stride).shape[:2], x.shape[2]))

    return deep


def _side_by_side(pool):
    """The pool with windows that move on by one, cut to the right size."""

    def slow(x, F, stride):
        H2, W2, _ = pooled_shape(x.shape, F, stride)
        return pool(x, F, 1)[:H2, :W2]

    return slow


def _largest_with(by, x, F, stride):
    return over_windows(lambda window: window.max(axis=(0, 1)), x, F, stride, by)


def _mean_with(by, x, F, stride):
    # Of no numbers at all the mean is NaN, and numpy warns of it.
    with warnings.catch_warnings(action="ignore"):
        return over_windows(lambda window: window.mean(axis=(0, 1)), x, F, stride, by)


def _fitting(generator, F, stride, *, padding=0):
    H2, W2 = two_sizes(generator, 2, 4)
    size = ((H2 - 1) * stride + F - 2 * padding, (W2 - 1) * stride + F - 2 * padding)
    # Small numbers meet often; spread apart, every window has one winner.
    return 3 * lopsided(generator, *size, between(generator, 2, 3)) - 4


def _pool(generator):
    F = between(generator, 2, 3)
    stride = between(generator, 1, 3)
    return {"x": _fitting(generator, F, stride), "F": F, "stride": stride}


SLICE = np.array([[1, 1, 2, 4], [5, 6, 7, 8]])[:, :, np.newaxis]
# What is begun with instead of −∞: a case below has only numbers that are smaller.
STARTS = (-1, -10, -100, -999, -1000, -9999, -99_999)
NEVER_FIXED = "fixed number: inputs may be smaller still, but −∞ is below them all."
BELOW_ZERO = np.array([[-5, -3, -4], [-1, -7, -2], [-6, -9, -8]])[:, :, np.newaxis]
FAR_BELOW = BELOW_ZERO - 100_000
DEEP = np.array([[3, -8, 5, 1, 0, 2], [4, 7, -6, 2, 9, 1], [-1, 4, 8, 3, -5, 6]]).reshape(3, 3, 2)
TILES = np.array([[1, 9, 2, 3, 0, 4], [5, 6, 7, 8, 4, 2], [3, 2, 1, 0, 8, 1], [1, 2, 3, 4, 0, 5]])
POOLS = [
    {"x": SLICE, "F": 2, "stride": 2},
    {"x": BELOW_ZERO, "F": 2, "stride": 1},
    {"x": DEEP, "F": 2, "stride": 1},
    {"x": TILES[:3, :5, np.newaxis], "F": 3, "stride": 2},
    {"x": TILES[:, :4, np.newaxis], "F": 1, "stride": 3},
    {"x": FAR_BELOW, "F": 2, "stride": 1},
]


# ---- Exercise 1: The shape after pooling ----


def pooled_shape(shape, F, S):
    H1, W1, D1 = shape
    return (H1 - F) // S + 1, (W1 - F) // S + 1, D1


def _shape(generator):
    S, D1 = between(generator, 2, 4), between(generator, 2, 9)
    F = S + between(generator, 1, 3)
    H2, W2 = two_sizes(generator, 2, 12)
    return {"shape": ((H2 - 1) * S + F, (W2 - 1) * S + F, D1), "F": F, "S": S}


POOLED_SHAPE = Function(
    lesson=LESSON,
    number=1,
    title="The shape after pooling",
    name="pooled_shape",
    stub="def pooled_shape(shape, F, S):\n    H1, W1, D1 = shape\n    ...",
    solution=pooled_shape,
    spec=pool_shape,
    cases=[
        {"shape": (4, 6, 3), "F": 2, "S": 2},
        {"shape": (5, 7, 2), "F": 3, "S": 2},
        {"shape": (55, 55, 96), "F": 3, "S": 2},
    ],
    draw=_shape,
    mistakes=[
        Mistake(
            lambda shape, F, S: (*pool_shape(shape, F, S)[:2], 1),
            "It looks as if the depth was summed up, as a filter does: each map is pooled by itself.",
        ),
        Mistake(
            lambda shape, F, S: (*((size - F) / S for size in shape[:2]), shape[2]),
            "It looks as if the + 1 was forgotten: the place where the window starts counts too.",
        ),
        Mistake(
            lambda shape, F, S: (*(size / S for size in shape[:2]), shape[2]),
            "It looks as if the extent was left out: size / S is right only where F is S.",
        ),
        Mistake(
            lambda shape, F, S: (*(size // F for size in shape[:2]), shape[2]),
            "It looks as if the stride was left out: the windows begin S pixels apart, not F.",
        ),
        Mistake(
            lambda shape, F, S: tuple((size - F) // S + 1 for size in shape),
            "It looks as if the depth was pooled as well: the window moves only up, down and sideways.",
        ),
        Mistake(
            lambda shape, F, S: (*pool_shape(shape, F, S)[1::-1], shape[2]),
            "Height and width have swapped places: the shape is (H2, W2, D2).",
        ),
    ],
    hints=[
        "Height and width follow the rule that you know from filters without padding.",
        "How many maps come out when each map is pooled by itself?",
        "(H1 − F) // S + 1, the same with W1, and D1.",
    ],
)


# ---- Exercise 2: Your own max pooling ----


def my_max_pool(x, F, stride):
    H2, W2, D2 = pooled_shape(x.shape, F, stride)
    pooled = np.zeros((H2, W2, D2))
    for row in range(H2):
        for column in range(W2):
            top, left = row * stride, column * stride
            window = x[top : top + F, left : left + F]
            pooled[row, column] = window.max(axis=(0, 1))
    return pooled


def _max_pool(generator):
    inputs = _pool(generator)
    return {**inputs, "x": inputs["x"] - far_below(generator)}


MY_MAX_POOL = Function(
    lesson=LESSON,
    number=2,
    title="Your own max pooling",
    name="my_max_pool",
    stub="def my_max_pool(x, F, stride):\n    H1, W1, D1 = x.shape\n    ...",
    solution=my_max_pool,
    spec=_largest,
    cases=POOLS,
    draw=_max_pool,
    mistakes=[
        Mistake(
            _through_the_depth(_largest),
            "It looks as if you took the largest number of all maps together: each map has its own, "
            "and max(axis=(0, 1)) finds it.",
        ),
        Mistake(
            lambda x, F, stride: _largest(x.max(axis=2, keepdims=True), F, stride),
            "It gives a single map, as a filter would: pooling gives as many maps as it gets.",
        ),
        Mistake(
            lambda x, F, stride: np.maximum(_largest(x, F, stride), 0),
            "It looks as if the search begins at 0: where all numbers are negative, 0 is not one of them.",
        ),
        *(
            Mistake(
                lambda x, F, stride, start=start: np.maximum(_largest(x, F, stride), start),
                f"It looks as if the search begins with a {NEVER_FIXED}",
            )
            for start in STARTS
        ),
        Mistake(
            lambda x, F, stride: _largest(x, F, 1),
            "It looks as if the stride was left out: that is pooling at stride 1.",
        ),
        Mistake(
            lambda x, F, stride: _largest(x, F, F),
            "It looks as if the stride was taken to be F: windows may overlap, or leave gaps.",
        ),
        Mistake(
            _side_by_side(_largest),
            "The shape is right, but each window begins one pixel after the last, not one stride after it.",
        ),
        Mistake(
            lambda x, F, stride: -_largest(-x, F, stride),
            "That is the smallest number of each window: the exercise asks for the largest.",
        ),
        Mistake(_mean, "That is the mean of each window: the exercise asks for the largest number."),
        one_short(_largest_with),
        one_long(_largest_with),
    ],
    hints=[
        "Begin with zeros in the shape that pooled_shape gives, and loop over its rows and columns.",
        "The window at [row, column] begins at row·stride and column·stride; it has no weights.",
        "window.max(axis=(0, 1)) is the largest number of each map in the window.",
    ],
)


# ---- Exercise 3: Your own average pooling ----


def my_avg_pool(x, F, stride):
    H2, W2, D2 = pooled_shape(x.shape, F, stride)
    pooled = np.zeros((H2, W2, D2))
    for row in range(H2):
        for column in range(W2):
            top, left = row * stride, column * stride
            window = x[top : top + F, left : left + F]
            pooled[row, column] = window.mean(axis=(0, 1))
    return pooled


MY_AVG_POOL = Function(
    lesson=LESSON,
    number=3,
    title="Your own average pooling",
    name="my_avg_pool",
    stub="def my_avg_pool(x, F, stride):\n    H1, W1, D1 = x.shape\n    ...",
    solution=my_avg_pool,
    spec=_mean,
    cases=POOLS,
    draw=_pool,
    mistakes=[
        Mistake(
            lambda x, F, stride: _mean(x, F, stride) * F * F,
            "That is the sum of each window: divide it by the number of its cells.",
        ),
        Mistake(
            lambda x, F, stride: _mean(x, F, stride) * F,
            "It looks as if the sum was divided by F: a window has F·F numbers, not F.",
        ),
        Mistake(
            lambda x, F, stride: np.floor(_mean(x, F, stride)),
            "It looks as if the means were rounded down: / keeps what comes after the decimal point.",
        ),
        Mistake(
            _through_the_depth(_mean),
            "It looks as if you took the mean over all maps together: each map has its own.",
        ),
        Mistake(
            lambda x, F, stride: _mean(x, F, stride) / x.shape[2],
            "It looks as if the sum was divided by the depth too: a window has F·F numbers on each map.",
        ),
        Mistake(
            lambda x, F, stride: _mean(x, F, F),
            "It looks as if the stride was taken to be F: windows may overlap, or leave gaps.",
        ),
        Mistake(
            _side_by_side(_mean),
            "The shape is right, but each window begins one pixel after the last, not one stride after it.",
        ),
        Mistake(_largest, "That is the largest number of each window: the exercise asks for the mean."),
        one_short(_mean_with),
        one_long(_mean_with),
    ],
    hints=[
        "It is your max pooling again, with one word changed.",
        "The mean of a window is its sum divided by F·F, on each map by itself.",
        "window.mean(axis=(0, 1))",
    ],
)


# ---- Exercise 4: Pooling without loops ----


def pool_by_reshape(x, F):
    H, W, D = x.shape
    windows = x.reshape(H // F, F, W // F, F, D)
    return windows.max(axis=(1, 3))


def _blocks(x, F, axes):
    H, W, D = x.shape
    return x.reshape(H // F, F, W // F, F, D).max(axis=axes)


def _rows_cut_wrongly(x, F):
    H, W, D = x.shape
    return x.reshape(H // F, W // F, F, F, D).max(axis=(2, 3))


def _tiles(generator):
    F = between(generator, 2, 3)
    H2, W2 = two_sizes(generator, 2, 4)
    x = lopsided(generator, H2 * F, W2 * F, between(generator, 2, 3)) - far_below(generator)
    return {"x": x, "F": F}


POOL_BY_RESHAPE = Function(
    lesson=LESSON,
    number=4,
    title="Pooling without loops",
    name="pool_by_reshape",
    stub="def pool_by_reshape(x, F):\n    H, W, D = x.shape\n    ...",
    solution=pool_by_reshape,
    spec=max_pool,
    cases=[
        {"x": SLICE, "F": 2},
        {"x": TILES[:, :, np.newaxis], "F": 2},
        {"x": np.stack([TILES[:3], -TILES[1:]], axis=-1), "F": 3},
        {"x": TILES[:, :, np.newaxis] - 100_020, "F": 2},
    ],
    draw=_tiles,
    mistakes=[
        *(
            Mistake(
                lambda x, F, start=start: np.maximum(max_pool(x, F), start),
                f"It looks as if the search begins with a {NEVER_FIXED}",
            )
            for start in (0, *STARTS)
        ),
        Mistake(
            _rows_cut_wrongly,
            "The shape is right, but numbers that were neighbours have been separated: reshape keeps the "
            "reading order, so the axes are (H // F, F, W // F, F, D).",
        ),
        Mistake(
            lambda x, F: _blocks(x, F, (0, 2)),
            "It looks as if you took the maximum over the windows: the places inside a window "
            "are axes 1 and 3.",
        ),
        Mistake(
            lambda x, F: _blocks(x, F, (1, 3, 4))[:, :, np.newaxis],
            "It looks as if you took the largest number of all maps together: leave the last axis alone.",
        ),
        Mistake(
            lambda x, F: x[::F, ::F],
            "That is the top left number of each window, not the largest.",
        ),
        Mistake(
            lambda x, F: _blocks(x, F, 1).max(axis=1, keepdims=True),
            "It looks as if all windows of a row were mixed: take the maximum over F columns at a time.",
        ),
    ],
    hints=[
        "Windows that do not overlap cut the rows into H // F sets of F, and the columns in the same way.",
        "x.reshape(H // F, F, W // F, F, D) has an axis for each of these; which ones are the axes 1 and 3?",
        "Take the maximum over axes 1 and 3: .max(axis=(1, 3)).",
    ],
)


# ---- Exercise 5: Padding that never wins ----


def padded_max_pool(x, F, stride, padding):
    H, W, D = x.shape
    padded = np.full((H + 2 * padding, W + 2 * padding, D), -np.inf)
    padded[padding : padding + H, padding : padding + W] = x
    return my_max_pool(padded, F, stride)


def _padded(x, padding, value):
    return np.pad(x.astype(float), ((padding, padding), (padding, padding), (0, 0)), constant_values=value)


def _padded_pool(generator):
    stride = between(generator, 1, 2)
    x = _fitting(generator, 3, stride, padding=1) - 14 - far_below(generator)
    return {"x": x, "F": 3, "stride": stride, "padding": 1}


PADDED_MAX_POOL = Function(
    lesson=LESSON,
    number=5,
    title="Padding that never wins",
    name="padded_max_pool",
    stub=(
        "def padded_max_pool(x, F, stride, padding):\n"
        "    H, W, D = x.shape\n"
        "    # np.full((2, 3), -np.inf) is an array that is −∞ everywhere.\n"
        "    ..."
    ),
    solution=padded_max_pool,
    spec=lambda x, F, stride, padding: max_pool(x, F, stride=stride, padding=padding),
    cases=[
        {"x": BELOW_ZERO, "F": 3, "stride": 2, "padding": 1},
        {"x": BELOW_ZERO, "F": 2, "stride": 1, "padding": 0},
        {"x": DEEP[:, 1:] - 9.5, "F": 2, "stride": 1, "padding": 1},
        {"x": FAR_BELOW, "F": 2, "stride": 1, "padding": 1},
    ],
    draw=_padded_pool,
    mistakes=[
        Mistake(
            lambda x, F, stride, padding: _largest(_padded(x, padding, 0), F, stride),
            "It looks as if the border is 0: that wins against negative numbers, and −∞ never does.",
        ),
        *(
            Mistake(
                lambda x, F, stride, padding, start=start: _largest(_padded(x, padding, start), F, stride),
                f"It looks as if the border is a {NEVER_FIXED}",
            )
            for start in STARTS
        ),
        Mistake(
            lambda x, F, stride, padding: _largest(x, F, stride),
            "It looks as if the padding was left out.",
        ),
        Mistake(
            lambda x, F, stride, padding: _largest(_padded(x, padding, np.inf), F, stride),
            "The border is +∞, which wins against every number: the border has to lose, so make it −∞.",
        ),
        Mistake(
            lambda x, F, stride, padding: _largest(_padded(x, padding, -np.inf), F, 1),
            "It looks as if the stride was left out: that is pooling at stride 1.",
        ),
        Mistake(
            lambda x, F, stride, padding: _largest(
                _padded(x, padding, -np.inf)[: x.shape[0] + padding, : x.shape[1] + padding], F, stride
            ),
            "The border is only above and on the left: each of the four sides gets its own.",
        ),
    ],
    hints=[
        "Which number is smaller than every other one? np.full fills an array with it.",
        "Write x into the middle of that array, as you did with the zeros in lesson 5.",
        "What is left is max pooling without padding, and my_max_pool can do that.",
    ],
)
