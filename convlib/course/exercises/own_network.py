"""Lesson 10, second part: all that the learner has written becomes a network, and learns to read digits."""

import numpy as np

from ...layers import (
    avg_pool_backward,
    conv,
    conv_backward,
    cross_entropy,
    fully_connected,
    fully_connected_backward,
    max_pool,
    max_pool_backward,
    relu,
    relu_backward,
)
from ...pictures.datasets import digits
from ..checking.declare import Demand, Function, Mistake, Value
from .conv import my_conv
from .inputs import between, two_sizes
from .pooling import my_max_pool
from .training import (
    LESSON,
    my_conv_backward,
    my_cross_entropy,
    my_fc_backward,
    my_max_pool_backward,
    my_relu_backward,
)
from .whole import LEARNED, PICTURE, my_fc, my_relu

#: The share of the test digits that a trained network gets right, at least.
ENOUGH = 0.8


# ---- Solutions ----


def my_step(values, gradient, rate):
    return values - rate * gradient


def my_network(x, label, filters, bias, weights, fc_bias):
    maps = my_conv(x, filters, bias, 1, 0)
    rectified = my_relu(maps)
    pooled = my_max_pool(rectified, 2, 2)
    scores = my_fc(pooled, weights, fc_bias)
    loss, dscores = my_cross_entropy(scores, label)

    dpooled, dweights, dfc_bias = my_fc_backward(dscores, pooled, weights)
    drectified = my_max_pool_backward(dpooled, rectified, 2, 2)
    dmaps = my_relu_backward(drectified, maps)
    _, dfilters, dbias = my_conv_backward(dmaps, x, filters, 1, 0)
    return loss, dfilters, dbias, dweights, dfc_bias


def trained():
    (x_train, y_train), _ = digits()
    rng = np.random.default_rng(10)
    filters, bias = rng.normal(size=(6, 3, 3, 1)) / 3, np.zeros(6)
    weights, fc_bias = rng.normal(size=(54, 10)) / 10, np.zeros(10)
    for rate in (0.1, 0.03):
        for x, label in zip(x_train[:600], y_train[:600], strict=True):
            _, dfilters, dbias, dweights, dfc_bias = my_network(x, label, filters, bias, weights, fc_bias)
            filters = my_step(filters, dfilters, rate)
            bias = my_step(bias, dbias, rate)
            weights = my_step(weights, dweights, rate)
            fc_bias = my_step(fc_bias, dfc_bias, rate)
    return [filters, bias, weights, fc_bias]


# ---- What is right, and what is often done instead ----


def _to_the_winners(dout, rectified, maps):
    return max_pool_backward(dout, rectified, 2)


def _gradients(
    x, label, filters, bias, weights, fc_bias, *,
    rectify=relu, back_through_relu=relu_backward, back_through_pool=_to_the_winners,
):  # fmt: skip
    """The network with convlib's layers; a few of them may be replaced by a mistake."""
    maps = conv(x, filters, bias)
    rectified = rectify(maps)
    pooled = max_pool(rectified, 2)
    flat = pooled.reshape(-1)
    loss, dscores = cross_entropy(fully_connected(flat, weights, fc_bias)[np.newaxis], [label])
    dflat, dweights, dfc_bias = fully_connected_backward(dscores[0], flat, weights)
    drectified = back_through_pool(dflat.reshape(pooled.shape), rectified, maps)
    _, dfilters, dbias = conv_backward(back_through_relu(drectified, maps), x, filters)
    return loss, dfilters, dbias, dweights, dfc_bias


def _with(**mistaken):
    return lambda *inputs: _gradients(*inputs, **mistaken)


def _everything_passes(dout, x):
    return dout


# ---- Inputs ----


def _picture(generator):
    (H2, W2), (D, K), m = two_sizes(generator, 1, 2), two_sizes(generator, 1, 3), between(generator, 2, 4)
    return {
        # So many digits that no two numbers of a window are the largest together.
        "x": generator.normal(size=(2 * H2 + 2, 2 * W2 + 2, D)).round(3),
        "label": between(generator, 0, m - 1),
        "filters": generator.normal(size=(K, 3, 3, D)).round(3),
        "bias": generator.normal(size=K).round(1),
        "weights": generator.normal(size=(H2 * W2 * K, m)).round(1),
        "fc_bias": generator.normal(size=m).round(1),
    }


def _values(generator):
    shape = two_sizes(generator, 1, 4)
    values, gradient = generator.normal(size=(2, *shape)).round(1)
    return {"values": values, "gradient": gradient, "rate": float(generator.choice([0.5, 0.1, 0.2, 2.0]))}


# ---- What is asked of a trained network ----


def _four_arrays(answer):
    return isinstance(answer, (list, tuple)) and [np.ndim(part) for part in answer] == [4, 1, 2, 1]


def _fitting(answer):
    filters, bias, weights, fc_bias = map(np.asarray, answer)
    K = len(filters)
    shapes = [(K, 3, 3, 1), (K,), (9 * K, 10), (10,)]
    return [part.shape for part in (filters, bias, weights, fc_bias)] == shapes


def _finite(answer):
    return all(np.isfinite(part).all() for part in answer)


def right_answers(answer):
    """The share of the 297 test digits that a network with these parameters gets right."""
    filters, bias, weights, fc_bias = (np.asarray(part, float) for part in answer)
    _, (x_test, y_test) = digits()
    pooled = max_pool(relu(conv(x_test, filters, bias)), 2)
    scores = pooled.reshape(len(x_test), -1) @ weights + fc_bias
    return np.mean(scores.argmax(axis=1) == y_test)


# How much ink the digits from 0 to 9 have in nine parts of their pictures, on average, in tenths.
INK = np.array(
    [
        [5, 6, 4, 4, 3, 4, 4, 6, 5],
        [5, 8, 5, 5, 8, 4, 4, 7, 5],
        [5, 7, 4, 3, 5, 3, 5, 7, 5],
        [4, 7, 5, 2, 6, 5, 3, 6, 6],
        [5, 6, 4, 6, 7, 6, 5, 7, 5],
        [6, 7, 4, 5, 6, 3, 3, 6, 4],
        [5, 5, 1, 6, 7, 4, 6, 7, 6],
        [3, 7, 6, 4, 7, 6, 4, 6, 4],
        [5, 7, 5, 5, 7, 4, 4, 7, 4],
        [5, 7, 6, 4, 6, 5, 2, 5, 5],
    ]
)
# The digit with the nearest ink: right two times out of three, and without any training.
BY_INK = [np.ones((1, 3, 3, 1)) / 9, np.zeros(1), INK.T, -(INK**2).sum(axis=1) / 20]
UNTRAINED = [np.zeros((6, 3, 3, 1)), np.zeros(6), np.zeros((54, 10)), np.zeros(10)]

EXERCISES = (
    Function(
        lesson=LESSON,
        number=6,
        title="One step",
        name="my_step",
        stub="def my_step(values, gradient, rate):\n    ...",
        solution=my_step,
        spec=lambda values, gradient, rate: values - rate * gradient,
        cases=[
            {"values": np.array([1.0, 2.0]), "gradient": np.array([3.0, -1.0]), "rate": 0.5},
            {"values": np.array([[1.0, 0.0, -2.0]]), "gradient": np.array([[-1.0, 2.0, 0.5]]), "rate": 0.1},
        ],
        draw=_values,
        mistakes=[
            Mistake(
                lambda values, gradient, rate: values + rate * gradient,
                "That steps up the gradient, where the loss rises: the step goes against it.",
            ),
            Mistake(
                lambda values, gradient, rate: values - gradient,
                "It looks as if the rate was left out: it scales the step.",
            ),
            Mistake(
                lambda values, gradient, rate: -rate * gradient,
                "That is the step alone: give back where it leads, the values after it.",
            ),
            Mistake(
                lambda values, gradient, rate: values - rate * np.sign(gradient),
                "It looks as if only the sign of the gradient counts: a steep slope makes a longer step.",
            ),
            Mistake(
                lambda values, gradient, rate: values - gradient / rate,
                "It looks as if the gradient was divided by the rate: a small rate makes small steps.",
            ),
        ],
        hints=[
            "The gradient says which way the loss rises. Which way do you want to go?",
            "The step is rate times the gradient.",
            "Take rate * gradient away from values, and return that; with -= the input itself would change.",
        ],
    ),
    Function(
        lesson=LESSON,
        number=7,
        title="Your own ConvNet, there and back",
        name="my_network",
        stub=(
            "def my_network(x, label, filters, bias, weights, fc_bias):\n"
            "    maps = my_conv(x, filters, bias, 1, 0)\n"
            "    ...\n"
            "    return loss, dfilters, dbias, dweights, dfc_bias"
        ),
        solution=my_network,
        spec=_gradients,
        parts=("loss", "dfilters", "dbias", "dweights", "dfc_bias"),
        library=True,
        cases=[
            {
                "x": PICTURE * 1.0,
                "label": 1,
                "filters": LEARNED[:1, :, :, np.newaxis],
                "bias": np.array([-3.0]),
                "weights": np.array([[0.5, -0.25], [0.25, 1.0]]),
                "fc_bias": np.array([0.0, 0.5]),
            },
        ],
        draw=_picture,
        mistakes=[
            Mistake(
                _with(back_through_relu=_everything_passes),
                "It looks as if the ReLU was left out on the way back: "
                "the gradient passes only where maps was positive.",
            ),
            Mistake(
                _with(
                    back_through_relu=_everything_passes,
                    back_through_pool=lambda dout, rectified, maps: max_pool_backward(dout, maps, 2),
                ),
                "The ReLU was left out on the way back: the gradient passes only where maps was positive.",
            ),
            Mistake(
                _with(rectify=lambda maps: maps, back_through_relu=_everything_passes),
                "It looks as if there is no ReLU in it: it comes between the CONV layer and the pool.",
            ),
            Mistake(
                _with(back_through_pool=lambda dout, rectified, maps: avg_pool_backward(dout, rectified, 2)),
                "It looks as if the gradient went back through an average pool: "
                "in a max pool the largest number gets it all.",
            ),
        ],
        hints=[
            "Forward: CONV, ReLU, pool, FC, and the loss. Give each result a name; the way back asks for it.",
            "Backward, the same stations from the last to the first. "
            "Each gets the gradient of its output, and what it took forward.",
            "FC gets dscores, pooled, weights; the pool dpooled, rectified, 2, 2; "
            "the ReLU drectified, maps; CONV dmaps, x, filters, 1, 0.",
        ],
    ),
    Value(
        lesson=LESSON,
        number=8,
        title="It learns to read",
        name="trained",
        stub=(
            "rng = np.random.default_rng(10)\n"
            "filters, bias = rng.normal(size=(6, 3, 3, 1)) / 3, np.zeros(6)\n"
            "weights, fc_bias = rng.normal(size=(54, 10)) / 10, np.zeros(10)\n"
            "# Train them here; in the end, trained = [filters, bias, weights, fc_bias].\n"
            "trained = ..."
        ),
        solution=trained,
        demands=[
            Demand(
                _four_arrays,
                "trained should hold four arrays: filters, bias, weights and fc_bias, in this order.",
                wrong=UNTRAINED[:3],
            ),
            Demand(
                _fitting,
                "The shapes do not fit together: for 6 filters they are (6, 3, 3, 1), (6,), (54, 10), (10,).",
                wrong=[*UNTRAINED[:2], np.zeros((10, 54)), UNTRAINED[3]],
            ),
            Demand(
                _finite,
                "There are numbers in it that are no numbers any more: the steps were probably too large.",
                wrong=[part + np.nan for part in UNTRAINED],
            ),
            Demand(
                lambda answer: right_answers(answer) > 0.3,
                "It hardly gets more digits right than by guessing: is every one of the four stepped, "
                "and against its gradient?",
                wrong=UNTRAINED,
            ),
            Demand(
                lambda answer: right_answers(answer) >= ENOUGH,
                "It has learned something, but gets less than 80 % of the test digits right: "
                "give it more pictures, or a second round with smaller steps.",
                wrong=BY_INK,
            ),
        ],
        hints=[
            "Take the pictures of digits() one by one: my_network gives the gradients, my_step uses them.",
            "A few hundred pictures at a rate of 0.1 bring it far; "
            "a second round with a smaller rate settles it.",
            "for x, label in zip(x_train[:600], y_train[:600]): the loss and four gradients of my_network, "
            "then my_step for filters, bias, weights and fc_bias.",
        ],
    ),
)
