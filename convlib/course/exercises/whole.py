"""Lesson 09: the layers that were missing, and all of them put together."""

import numpy as np

from ...layers import conv, fully_connected, max_pool, relu, softmax
from ...sizes import conv_shape, pool_shape
from ..checking.declare import Function, Mistake
from ..lessons import LESSONS
from .conv import my_conv
from .inputs import between, lopsided, not_zero, numbers, two_sizes
from .pooling import my_max_pool

LESSON = LESSONS["whole"]


# ---- What several of the exercises use ----


def _flat_fc(x, weights, bias):
    return fully_connected(x.reshape(-1), weights, bias)


def _volume(generator):
    H, W = two_sizes(generator, 2, 4)
    return {"x": lopsided(generator, H, W, between(generator, 2, 4)) * 3 - 1}


DEEP = np.array([[[1, -5], [3, 0]], [[-2, 4], [6, 3]], [[0, 2], [-4, 8]]])


# ---- Exercise 1: Your own ReLU ----


def my_relu(x):
    return np.maximum(x, 0)


MAP = np.array([[2, -1, 0], [-3, 4, -2]])[:, :, np.newaxis]

MY_RELU = Function(
    lesson=LESSON,
    number=1,
    title="Your own ReLU",
    name="my_relu",
    stub="def my_relu(x):\n    ...",
    solution=my_relu,
    spec=relu,
    cases=[{"x": MAP}, {"x": DEEP}],
    draw=_volume,
    mistakes=[
        Mistake(np.abs, "It looks as if the minus signs were dropped: a negative number becomes 0."),
        Mistake(
            lambda x: np.minimum(x, 0),
            "It is the other way round: what is positive stays, what is negative becomes 0.",
        ),
        Mistake(
            lambda x: (x > 0) * 1,
            "That says only where x is positive: the positive numbers themselves stay as they are.",
        ),
        Mistake(lambda x: x, "The negative numbers are still there: each of them becomes 0."),
    ],
    hints=[
        "Compare each number with 0: which of the two stays?",
        "np.maximum(a, b) takes the larger one, number by number.",
        "return np.maximum(x, 0)",
    ],
)


# ---- Exercise 2: One number for each map ----


def mean_of_each_map(x):
    return x.mean(axis=(0, 1))


MEAN_OF_EACH_MAP = Function(
    lesson=LESSON,
    number=2,
    title="One number for each map",
    name="mean_of_each_map",
    stub="def mean_of_each_map(x):\n    ...",
    solution=mean_of_each_map,
    spec=lambda x: np.array([x[:, :, d].sum() / x[:, :, d].size for d in range(x.shape[2])]),
    cases=[{"x": DEEP[:1]}, {"x": DEEP}],
    draw=_volume,
    mistakes=[
        Mistake(
            lambda x: x.mean(axis=2),
            "That is the mean through the depth, one for each pixel: each map has its own mean.",
        ),
        Mistake(lambda x: x.mean(), "That is the mean of the whole volume: each map has its own mean."),
        Mistake(
            lambda x: x.sum(axis=(0, 1)),
            "Those are the sums: divide by how many numbers a map has.",
        ),
        Mistake(
            lambda x: x.max(axis=(0, 1)),
            "Those are the largest numbers: the mean of each map is asked for.",
        ),
        Mistake(
            lambda x: x.mean(axis=(0, 1), keepdims=True),
            "The means are right, but two axes of length 1 are left over: return one row of numbers.",
        ),
    ],
    hints=[
        "How many numbers come back from a volume with D maps?",
        "x.mean(axis=…) takes the mean along the axes that are named, and keeps the others.",
        "Height and width are the axes 0 and 1.",
    ],
)


# ---- Exercise 3: Fully connected ----


def my_fc(x, weights, bias):
    return x.reshape(-1) @ weights + bias


def _connected(generator):
    (H, W), (D, m) = two_sizes(generator, 1, 3), two_sizes(generator, 2, 4)
    return {
        "x": lopsided(generator, H, W, D),
        "weights": numbers(generator, H * W * D, m),
        "bias": not_zero(generator, m),
    }


MY_FC = Function(
    lesson=LESSON,
    number=3,
    title="Fully connected",
    name="my_fc",
    stub="def my_fc(x, weights, bias):\n    ...",
    solution=my_fc,
    spec=_flat_fc,
    cases=[
        {
            "x": np.array([[[1, 2]]]),
            "weights": np.array([[3, 0, 1], [1, 2, 4]]),
            "bias": np.array([5, 6, 7]),
        },
        {"x": DEEP, "weights": np.arange(-23, 25).reshape(12, 4) % 7 - 3, "bias": np.array([1, 2, 3, 4])},
    ],
    draw=_connected,
    mistakes=[
        Mistake(
            lambda x, weights, bias: _flat_fc(x, weights, np.zeros(len(bias))),
            "It looks as if the bias was forgotten: every output has one.",
        ),
        Mistake(
            lambda x, weights, bias: _flat_fc(x.transpose(2, 0, 1), weights, bias),
            "It looks as if the volume was written out map by map: reshape(-1) keeps our order, "
            "pixel by pixel with its depth.",
        ),
        Mistake(
            lambda x, weights, bias: x @ weights + bias,
            "A volume has to be written out as one row of numbers first: x.reshape(-1).",
        ),
        Mistake(
            lambda x, weights, bias: relu(_flat_fc(x, weights, bias)),
            "It looks as if a ReLU came after it: scores may be negative.",
        ),
    ],
    hints=[
        "First write the volume out as one row of numbers, as the lesson does with reshape.",
        "Each column of weights belongs to an output: it is multiplied by the inputs and added up.",
        "The row @ weights does it for all outputs; then comes the bias.",
    ],
)


# ---- Exercise 4: From scores to shares ----


def my_softmax(scores):
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


def _without_care(scores):
    with np.errstate(all="ignore"):
        return np.exp(scores) / np.exp(scores).sum()


def _powers_from(start):
    """The shares when the largest score is searched for from a fixed number on."""

    def shares(scores):
        with np.errstate(all="ignore"):
            powers = np.exp(scores - max(scores.max(), start))
            return powers / powers.sum()

    return shares


def _to_base(base):
    return lambda scores: softmax(scores * np.log(base))


def _row_of_scores(generator):
    return {"scores": generator.normal(0, 2, between(generator, 2, 6)).round(1)}


MY_SOFTMAX = Function(
    lesson=LESSON,
    number=4,
    title="From scores to shares",
    name="my_softmax",
    stub="def my_softmax(scores):\n    ...",
    solution=my_softmax,
    spec=softmax,
    cases=[
        {"scores": np.array([1.0, 2.0])},
        {"scores": np.array([0.0, 3.0, -1.0])},
        {"scores": np.array([1000.0, 1001.0, 998.0])},
        {"scores": np.array([-100_002.0, -100_000.5])},
    ],
    draw=_row_of_scores,
    mistakes=[
        Mistake(
            _without_care,
            "For large scores exp is too large for a computer: take the largest score away from all of "
            "them first. The shares stay the same.",
        ),
        *(
            Mistake(
                _powers_from(start),
                "It looks as if the search for the largest score begins with a fixed number: "
                "all scores may be smaller.",
            )
            for start in (0, -1, -100, -999)
        ),
        *(
            Mistake(
                _to_base(base),
                f"Those shares come from powers of {base}: softmax takes powers of e, which is np.exp.",
            )
            for base in (2, 10)
        ),
        Mistake(
            lambda scores: scores / scores.sum(),
            "The scores themselves are divided by their sum: softmax takes np.exp of each of them first.",
        ),
        Mistake(
            lambda scores: np.exp(scores - scores.max()),
            "The shares have to add up to 1: divide them by their sum.",
        ),
        Mistake(
            lambda scores: (scores == scores.max()) * 1.0,
            "The largest score takes everything here: softmax gives each its share.",
        ),
        Mistake(
            lambda scores: np.exp(-(scores - scores.min())) / np.exp(-(scores - scores.min())).sum(),
            "It is the other way round: a larger score gets a larger share.",
        ),
    ],
    hints=[
        "np.exp makes every score positive; then divide by the sum.",
        "np.exp(1000) is too large for a computer. What do the shares do when all scores fall alike?",
        "Take scores.max() away from scores, then np.exp of that, and divide by the sum.",
    ],
)


# ---- Exercise 5: The shape after every layer ----


def shapes_after(shape, layers):
    shapes = []
    for kind, *settings in layers:
        if kind == "conv":
            K, F, S, P = settings
            H, W, _ = shape
            shape = (H - F + 2 * P) // S + 1, (W - F + 2 * P) // S + 1, K
        elif kind == "pool":
            F, S = settings
            H, W, D = shape
            shape = (H - F) // S + 1, (W - F) // S + 1, D
        else:
            (m,) = settings
            shape = (m,)
        shapes.append(shape)
    return shapes


def _shapes(shape, layers, *, conv=conv_shape, pool=pool_shape, fc=lambda shape, m: (m,)):
    """Walk through the layers; each kind of layer may be replaced by a mistake."""
    of_kind = {"conv": conv, "pool": pool, "fc": fc}
    shapes = []
    for kind, *settings in layers:
        shape = of_kind[kind](shape, *settings)
        shapes.append(shape)
    return shapes


def _with(**mistaken):
    return lambda shape, layers: _shapes(shape, layers, **mistaken)


def _rounded_down(shape, K, F, S, P, *, pads=2):
    H, W, _ = shape
    return (H - F + pads * P) // S + 1, (W - F + pads * P) // S + 1, K


def _plan(generator):
    shape = (*(4 * size + 8 for size in two_sizes(generator, 2, 9)), between(generator, 1, 3))
    K, P = between(generator, 4, 9), between(generator, 1, 2)
    layers = [("conv", K, 2 * P + 1, 1, P), ("pool", 2, 2), ("conv", K + 2, 3, 1, 0), ("pool", 2, 2)]
    return {"shape": shape, "layers": [*layers, ("fc", between(generator, 2, 12))]}


SHAPES_AFTER = Function(
    lesson=LESSON,
    number=5,
    title="The shape after every layer",
    name="shapes_after",
    stub=(
        "def shapes_after(shape, layers):\n"
        "    shapes = []\n"
        "    for kind, *settings in layers:\n"
        '        # kind is "conv", "pool" or "fc".\n'
        "        ...\n"
        "    return shapes"
    ),
    solution=shapes_after,
    spec=_shapes,
    cases=[
        {"shape": (6, 8, 1), "layers": [("conv", 4, 3, 1, 1)]},
        {"shape": (7, 9, 2), "layers": [("conv", 3, 3, 2, 0), ("pool", 3, 1)]},
        {
            "shape": (28, 28, 1),
            "layers": [
                ("conv", 6, 5, 1, 2),
                ("pool", 2, 2),
                ("conv", 16, 5, 1, 0),
                ("pool", 2, 2),
                ("fc", 10),
            ],
        },
    ],
    draw=_plan,
    mistakes=[
        Mistake(
            _with(conv=lambda shape, K, F, S, P: (*conv_shape(shape, K, F, S, P)[:2], shape[2])),
            "It looks as if a CONV layer kept the depth of its input: K filters make K maps.",
        ),
        Mistake(
            _with(pool=lambda shape, F, S: (*pool_shape(shape, F, S)[:2], 1)),
            "It looks as if a pool made a single map: it keeps the depth.",
        ),
        Mistake(
            _with(conv=lambda shape, K, F, S, P: _rounded_down(shape, K, F, S, P, pads=0)),
            "It looks as if the padding of the CONV layers was left out.",
        ),
        Mistake(
            _with(conv=lambda shape, K, F, S, P: _rounded_down(shape, K, F, S, P, pads=1)),
            "It looks as if P was added once: it is there on both sides, 2·P in all.",
        ),
        Mistake(
            _with(fc=lambda shape, m: (1, 1, m)),
            "A fully connected layer gives a list of m numbers, not a volume: its shape is (m,).",
        ),
        Mistake(
            lambda shape, layers: _shapes(shape, layers)[-1],
            "That is the last shape alone: collect the shape after each layer in a list.",
        ),
        Mistake(
            lambda shape, layers: [shape, *_shapes(shape, layers)],
            "The list begins with the input: begin with the shape after the first layer.",
        ),
    ],
    hints=[
        "There are three kinds of layers and three rules: which changes the depth, and which makes a list?",
        'For "conv" the settings are K, F, S, P, for "pool" F, S, and for "fc" m: K, F, S, P = settings.',
        "Each layer's new shape replaces shape, so that the next layer begins with it; then append it.",
    ],
)


# ---- Exercise 6: A whole network ----


def my_scores(x, filters, bias, weights, fc_bias):
    maps = my_conv(x, filters, bias, 1, 0)
    pooled = my_max_pool(my_relu(maps), 2, 2)
    return my_fc(pooled, weights, fc_bias)


def _network(x, filters, bias, weights, fc_bias, *, rectify=relu, finish=lambda scores: scores):
    rectified = rectify(conv(x, filters, bias))
    return finish(_flat_fc(max_pool(rectified, 2), weights, fc_bias))


def _network_with(**mistaken):
    return lambda *inputs: _network(*inputs, **mistaken)


def _small_net(generator):
    (H2, W2), D, K, m = two_sizes(generator, 1, 3), *two_sizes(generator, 1, 3), between(generator, 2, 4)
    return {
        "x": numbers(generator, 2 * H2 + 2, 2 * W2 + 2, D),
        "filters": lopsided(generator, K, 3, 3, D),
        "bias": not_zero(generator, K),
        "weights": lopsided(generator, H2 * W2 * K, m),
        "fc_bias": not_zero(generator, m),
    }


# With LEARNED[0] and a bias of −3, the first pooling window has negative numbers only.
PICTURE = np.array([[0, 1, 0, 2, 1, 0], [1, 3, 2, 0, 1, 2], [0, 2, 3, 1, 0, 1], [1, 0, 1, 1, 2, 0]])[
    ..., None
]
LEARNED = np.array([[[0, 1, 0], [1, -2, 1], [0, -1, 0]], [[1, 0, -1], [2, 0, -2], [1, 0, -1]]])

MY_SCORES = Function(
    lesson=LESSON,
    number=6,
    title="A whole network",
    name="my_scores",
    stub=(
        "def my_scores(x, filters, bias, weights, fc_bias):\n"
        "    # my_conv(x, filters, bias, stride, padding) and my_max_pool(x, F, stride)\n"
        "    # are here, too.\n"
        "    ..."
    ),
    solution=my_scores,
    spec=_network,
    library=True,
    cases=[
        {
            "x": PICTURE,
            "filters": LEARNED[:1, :, :, np.newaxis],
            "bias": np.array([-3]),
            "weights": np.array([[2, -3], [1, 4]]),
            "fc_bias": np.array([1, 4]),
        },
        {
            "x": (np.arange(48).reshape(6, 8) % 5 - 2)[:, :, np.newaxis],
            "filters": LEARNED[:, :, :, np.newaxis],
            "bias": np.array([-1, 2]),
            "weights": np.arange(36).reshape(12, 3) % 7 - 3,
            "fc_bias": np.array([1, 2, 3]),
        },
    ],
    draw=_small_net,
    mistakes=[
        Mistake(
            _network_with(rectify=lambda maps: maps),
            "It looks as if the ReLU was forgotten: it comes between the CONV layer and the pool.",
        ),
        Mistake(
            _network_with(finish=relu),
            "It looks as if a ReLU follows the last layer as well: scores may be negative.",
        ),
        Mistake(
            _network_with(rectify=lambda maps: maps, finish=relu),
            "It looks as if the ReLU comes at the very end: it belongs after the CONV layer.",
        ),
        Mistake(
            _network_with(finish=softmax),
            "Those are shares: the scores are asked for, before the softmax.",
        ),
        Mistake(
            lambda x, filters, bias, weights, fc_bias: _network(x, filters, bias * 0, weights, fc_bias),
            "It looks as if the bias of the CONV layer was forgotten.",
        ),
        Mistake(
            lambda x, filters, bias, weights, fc_bias: _network(x, filters, bias, weights, fc_bias * 0),
            "It looks as if the bias of the FC layer was forgotten.",
        ),
        Mistake(
            lambda x, filters, bias, weights, fc_bias: _flat_fc(
                relu(conv(x, filters, bias)), weights, fc_bias
            ),
            "It looks as if the pool is missing: the FC layer gets more numbers than it has weights for.",
        ),
    ],
    hints=[
        "Four steps: CONV at stride 1 without padding, ReLU, a 2×2 max pool at stride 2, FC.",
        "What one step gives is the x of the next one: maps = my_conv(x, filters, bias, 1, 0).",
        "my_fc(my_max_pool(my_relu(maps), 2, 2), weights, fc_bias)",
    ],
)
