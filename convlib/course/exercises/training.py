"""Lesson 10: every layer's way back; then a network of the learner's own parts that learns to read digits."""

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
    pad,
    relu,
    relu_backward,
    softmax,
)
from ...pictures.datasets import digits
from ..checking.declare import Demand, Function, Mistake, Value
from ..lessons import LESSONS
from .conv import my_conv
from .inputs import between, far_below, layer, lopsided, not_zero, two_sizes
from .pooling import my_max_pool
from .whole import LEARNED, PICTURE, my_fc, my_relu, my_softmax

LESSON = LESSONS["training"]


# ---- What several of the exercises use ----


def _but(right, part, mistaken):
    """The right results, with one of them replaced: `mistaken` gets the right one, then the inputs."""

    def wrong(*inputs):
        results = list(right(*inputs))
        results[part] = mistaken(results[part], *inputs)
        return tuple(results)

    return wrong


def _as_map(rows):
    return np.array(rows)[:, :, np.newaxis]


X = _as_map([[1, 2, 0], [0, 1, 3]])


# ---- Exercise 1: Back through a ReLU ----


def my_relu_backward(dout, x):
    return dout * (x > 0)


def _signs(generator):
    """A gradient and numbers of both signs; none is 0, where a ReLU has a kink."""
    shape = (*two_sizes(generator, 2, 4), between(generator, 1, 3))
    signs = generator.choice([-1, 1], (2, *shape))
    dout, x = signs * (generator.integers(1, 6, (2, *shape)) - 0.5)
    return {"dout": dout, "x": x}


MY_RELU_BACKWARD = Function(
    lesson=LESSON,
    number=1,
    title="Back through a ReLU",
    name="my_relu_backward",
    stub="def my_relu_backward(dout, x):\n    ...",
    solution=my_relu_backward,
    spec=relu_backward,
    cases=[
        {"dout": np.array([3, -1, 2, -5]), "x": np.array([1, 2, -4, -2])},
        {"dout": _as_map([[2, -3, 1], [-4, 5, -1]]), "x": _as_map([[-1, 2, 3], [4, -5, -6]])},
    ],
    draw=_signs,
    mistakes=[
        Mistake(
            lambda dout, x: dout * (dout > 0),
            "It looks as if the gradient was compared with 0: what counts is where x was positive.",
        ),
        Mistake(
            lambda dout, x: dout * (dout > 0) * (x > 0),
            "A negative gradient may pass as well: only the sign of x decides.",
        ),
        Mistake(
            lambda dout, x: dout * 1,
            "It looks as if everything passes: where x was negative, the ReLU gave 0 whatever x was.",
        ),
        Mistake(
            lambda dout, x: dout * np.maximum(x, 0),
            "It looks as if the gradient was multiplied by x: where x was positive it passes as it is.",
        ),
        Mistake(
            lambda dout, x: (x > 0) * 1,
            "That is where the gradient passes: now let the upstream gradient through there.",
        ),
        Mistake(
            lambda dout, x: dout * (x < 0),
            "It is the other way round: it passes where x was positive.",
        ),
    ],
    hints=[
        "Where x was positive, the output moved with it. Where x was negative, the output stayed 0.",
        "x > 0 is True where the gradient passes; in a product, True counts as 1 and False as 0.",
        "return dout * (x > 0)",
    ],
)


# ---- Exercise 2: How wrong, and which way ----


def my_cross_entropy(scores, label):
    shares = my_softmax(scores)
    loss = -np.log(shares[label])
    dscores = shares.copy()
    dscores[label] -= 1
    return loss, dscores


def _surprise(scores, label):
    loss, dscores = cross_entropy(scores[np.newaxis], [label])
    return loss, dscores[0]


def _answer(generator):
    classes = between(generator, 3, 6)
    scores = generator.normal(0, 2, classes).round(1)
    # The right class is seldom the one with the highest score.
    return {"scores": scores, "label": int(scores.argsort()[between(generator, 0, classes - 1)])}


MY_CROSS_ENTROPY = Function(
    lesson=LESSON,
    number=2,
    title="How wrong, and which way",
    name="my_cross_entropy",
    stub=(
        "def my_cross_entropy(scores, label):\n"
        "    shares = my_softmax(scores)\n"
        "    ...\n"
        "    return loss, dscores"
    ),
    solution=my_cross_entropy,
    spec=_surprise,
    parts=("loss", "dscores"),
    library=True,
    cases=[
        {"scores": np.array([0.0, 0.0]), "label": 0},
        {"scores": np.array([1.0, 3.0, 0.0]), "label": 0},
        {"scores": np.array([2.0, -1.0, 0.5, 0.0]), "label": 3},
        # So small a share that whatever is added to it, to keep 0 away from the logarithm, shows.
        {"scores": np.array([0.0, 15.0]), "label": 0},
    ],
    draw=_answer,
    mistakes=[
        Mistake(
            _but(_surprise, 1, lambda dscores, scores, label: softmax(scores)),
            "The loss is right; in the gradient, the 1 was not taken away at the right class.",
        ),
        Mistake(
            _but(_surprise, 1, lambda dscores, scores, label: -dscores),
            "The loss is right; the gradient points the other way: the right score has to rise, "
            "so its gradient is negative.",
        ),
        Mistake(
            _but(_surprise, 1, lambda dscores, scores, label: softmax(scores) - 1),
            "The loss is right; in the gradient, every class lost a 1: only the right one does.",
        ),
        Mistake(
            _but(_surprise, 0, lambda loss, scores, label: -loss),
            "The minus is missing in the loss: the logarithm of a share is negative.",
        ),
        *(
            Mistake(
                _but(
                    _surprise,
                    0,
                    lambda loss, scores, label, little=little: -np.log(softmax(scores)[label] + little),
                ),
                "It looks as if a small number was added to the share: that shifts the loss a little, "
                "and no share here is 0.",
            )
            for little in (1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12)
        ),
        *(
            Mistake(
                _but(_surprise, 0, lambda loss, scores, label, base=base: loss / np.log(base)),
                f"It looks as if the logarithm has base {base}: np.log is the natural one, of base e.",
            )
            for base in (2, 10)
        ),
        Mistake(
            _but(_surprise, 0, lambda loss, scores, label: 1 - softmax(scores)[label]),
            "It looks as if the loss is 1 − share: it is minus the logarithm of the share.",
        ),
        Mistake(
            _but(_surprise, 0, lambda loss, scores, label: -np.log(softmax(scores).max())),
            "It looks as if the loss was read at the largest share: read it at the right class, label.",
        ),
        Mistake(
            _but(_surprise, 0, lambda loss, scores, label: -np.log(softmax(scores)).sum()),
            "It looks as if the logarithms of all shares were added: only the right class counts.",
        ),
    ],
    hints=[
        "shares[label] is the share of the right class.",
        "The loss is minus its logarithm, np.log. The gradient is the shares, with one change.",
        "dscores = shares.copy(), and then dscores[label] -= 1.",
    ],
)


# ---- Exercise 3: Back through a fully connected layer ----


def my_fc_backward(dout, x, weights):
    dx = (weights @ dout).reshape(x.shape)
    dweights = np.outer(x.reshape(-1), dout)
    dbias = dout.copy()
    return dx, dweights, dbias


def _fc_back(dout, x, weights):
    dx, dweights, dbias = fully_connected_backward(dout, x.reshape(-1), weights)
    return dx.reshape(x.shape), dweights, dbias


def _map_by_map(dx, dout, x, weights):
    H, W, D = x.shape
    return dx.reshape(D, H, W).transpose(1, 2, 0)


def _connected(generator):
    (H, W), (D, m) = two_sizes(generator, 1, 3), two_sizes(generator, 2, 4)
    return {
        "dout": not_zero(generator, m) * generator.choice([-1, 1], m),
        "x": lopsided(generator, H, W, D),
        "weights": lopsided(generator, H * W * D, m),
    }


MY_FC_BACKWARD = Function(
    lesson=LESSON,
    number=3,
    title="Back through a fully connected layer",
    name="my_fc_backward",
    stub="def my_fc_backward(dout, x, weights):\n    ...\n    return dx, dweights, dbias",
    solution=my_fc_backward,
    spec=_fc_back,
    parts=("dx", "dweights", "dbias"),
    cases=[
        {
            "dout": np.array([2, -1, 3]),
            "x": np.array([[[1, 4]]]),
            "weights": np.array([[1, 0, 2], [3, 1, -1]]),
        },
        {"dout": np.array([1, -2]), "x": X, "weights": np.arange(12).reshape(6, 2) % 5 - 1},
        {
            "dout": np.array([2, 1, -3]),
            "x": np.arange(1, 13).reshape(2, 3, 2),
            "weights": np.arange(36).reshape(12, 3) % 7 - 3,
        },
    ],
    draw=_connected,
    mistakes=[
        Mistake(
            _but(_fc_back, 0, lambda dx, dout, x, weights: dx.reshape(-1)),
            "dx has the right numbers in one row: give it the shape of x.",
        ),
        Mistake(
            _but(_fc_back, 0, _map_by_map),
            "dx was folded up map by map: reshape(x.shape) undoes x.reshape(-1).",
        ),
        Mistake(
            _but(_fc_back, 1, lambda dweights, *_: dweights.T),
            "dweights is transposed: it should have the shape of weights, a row for each input.",
        ),
        Mistake(
            _but(_fc_back, 1, lambda dweights, dout, x, weights: np.outer(x, np.ones(len(dout)))),
            "It looks as if the upstream gradient is missing in dweights: "
            "the gradient of a weight is its input times the gradient of its output.",
        ),
        Mistake(
            _but(_fc_back, 1, lambda dweights, dout, x, weights: weights * dout),
            "It looks as if the weights were multiplied by the gradient in dweights: "
            "what counts for a weight is its input.",
        ),
        Mistake(
            _but(_fc_back, 2, lambda dbias, *_: dbias.sum()),
            "It looks as if dbias was added up: each output has a bias of its own.",
        ),
        Mistake(
            _but(_fc_back, 2, lambda dbias, *_: np.ones(len(dbias))),
            "It looks as if the upstream gradient is missing in dbias: a bias gets that of its output.",
        ),
    ],
    hints=[
        "Call the row of inputs flat, x.reshape(-1). Then output j is the sum of flat[i]·weights[i, j], "
        "plus bias[j].",
        "If flat[i] rises by 1, output j rises by weights[i, j]; and if weights[i, j] does, by flat[i].",
        "weights @ dout, in the shape of x; np.outer(flat, dout); and dout itself.",
    ],
)


# ---- Exercise 4: Back through a max pool ----


def my_max_pool_backward(dout, x, F, stride):
    dx = np.zeros(x.shape)
    H2, W2, D2 = dout.shape
    for row in range(H2):
        for column in range(W2):
            top, left = row * stride, column * stride
            for d in range(D2):
                window = x[top : top + F, left : left + F, d]
                down, along = np.unravel_index(window.argmax(), window.shape)
                dx[top + down, left + along, d] += dout[row, column, d]
    return dx


def _pool_back(dout, x, F, stride):
    return max_pool_backward(dout, x, F, stride=stride)


def _pool_loops(dout, x, F, stride, send, step=None):
    """Window by window; send(what the pixels have, the window, its upstream gradient) -> what they get."""
    dx = np.zeros(x.shape)
    for row, column, d in np.ndindex(dout.shape):
        top, left = row * (step or stride), column * (step or stride)
        cells = slice(top, top + F), slice(left, left + F), d
        dx[cells] = send(dx[cells], x[cells], dout[row, column, d])
    return dx


def _winner_keeps_the_last(has, window, upstream):
    return np.where(window == window.max(), upstream, has)


def _winner_gets_itself(has, window, upstream):
    return np.where(window == window.max(), window, has)


def _winner_adds(has, window, upstream):
    return has + (window == window.max()) * upstream


def _pooled(generator):
    F, stride, D = between(generator, 2, 3), between(generator, 1, 3), between(generator, 1, 2)
    H2, W2 = two_sizes(generator, 2, 4)
    H1, W1 = ((size - 1) * stride + F for size in (H2, W2))
    # No number twice: where two share the first place, several answers are right.
    x = generator.permutation(H1 * W1 * D).reshape(H1, W1, D) / 2 - 9 - far_below(generator)
    return {"dout": not_zero(generator, H2, W2, D), "x": x, "F": F, "stride": stride}


POOLED = _as_map([[4, 9, 1, 2], [3, 5, 6, 8], [7, 0, 10, 11]])
FAR_BELOW = POOLED - 100_020

MY_MAX_POOL_BACKWARD = Function(
    lesson=LESSON,
    number=4,
    title="Back through a max pool",
    name="my_max_pool_backward",
    stub=(
        "def my_max_pool_backward(dout, x, F, stride):\n    dx = np.zeros(x.shape)\n    ...\n    return dx"
    ),
    solution=my_max_pool_backward,
    spec=_pool_back,
    cases=[
        {"dout": _as_map([[2, 5]]), "x": POOLED[:2], "F": 2, "stride": 2},
        {"dout": _as_map([[1, 2, 3], [4, 5, 6]]), "x": POOLED, "F": 2, "stride": 1},
        {
            "dout": np.array([[[1, 2], [3, 4]]]),
            "x": np.concatenate([POOLED[:2], -POOLED[1:]], axis=-1)[:, :3],
            "F": 2,
            "stride": 1,
        },
        {"dout": _as_map([[1, 2, 3], [4, 5, 6]]), "x": FAR_BELOW, "F": 2, "stride": 1},
    ],
    draw=_pooled,
    mistakes=[
        Mistake(
            lambda *inputs: _pool_loops(*inputs, send=_winner_keeps_the_last),
            "It looks as if = stands where += is needed: "
            "a pixel that wins in several windows gets the gradient of each.",
        ),
        Mistake(
            lambda *inputs: _pool_loops(*inputs, send=lambda has, window, upstream: has + upstream),
            "It looks as if the whole window got the gradient: only its largest number does.",
        ),
        Mistake(
            lambda dout, x, F, stride: avg_pool_backward(dout, x, F, stride=stride),
            "It looks as if each window's gradient was shared out as by an average pool: "
            "its largest number gets it all.",
        ),
        Mistake(
            lambda *inputs: _pool_loops(*inputs, send=_winner_gets_itself),
            "It looks as if the largest number itself was sent back: its upstream gradient goes back.",
        ),
        Mistake(
            lambda dout, x, F, stride: _pool_loops(dout, x, F, stride, _winner_adds, step=1),
            "It looks as if the stride was left out: the windows have to begin where they began forward.",
        ),
        Mistake(
            lambda dout, x, F, stride: _pool_back(np.ones(dout.shape), x, F, stride),
            "It looks as if each winner got 1: it gets the upstream gradient of its window.",
        ),
    ],
    hints=[
        "Go through the windows, as on the way forward. In each, one number is the largest: where is it?",
        "window.argmax() counts in reading order; "
        "np.unravel_index(window.argmax(), window.shape) gives its row and column within the window.",
        "dx[top + down, left + along, d] += dout[row, column, d]",
    ],
)


# ---- Exercise 5: Back through a CONV layer ----


def my_conv_backward(dout, x, filters, stride, padding):
    H1, W1, _ = x.shape
    H2, W2, _ = dout.shape
    K, F, _, _ = filters.shape
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    dpadded, dfilters = np.zeros(padded.shape), np.zeros(filters.shape)
    for row in range(H2):
        for column in range(W2):
            top, left = row * stride, column * stride
            window = slice(top, top + F), slice(left, left + F)
            for k in range(K):
                upstream = dout[row, column, k]
                dpadded[window] += upstream * filters[k]
                dfilters[k] += upstream * padded[window]
    dx = dpadded[padding : padding + H1, padding : padding + W1]
    return dx, dfilters, dout.sum(axis=(0, 1))


def _conv_back(dout, x, filters, stride, padding):
    return conv_backward(dout, x, filters, stride=stride, padding=padding)


def _conv_loops(
    dout, x, filters, stride, padding, *, to_pixels=np.add, to_weights=np.add, turn=1, step=None, crop=True
):
    """The way back as loops, with a place for each mistake that loops invite."""
    F, padded = filters.shape[1], pad(x, padding).astype(float)
    dpadded, dfilters = np.zeros(padded.shape), np.zeros(filters.shape)
    for row, column, k in np.ndindex(dout.shape):
        top, left = row * (step or stride), column * (step or stride)
        cells, upstream = (slice(top, top + F), slice(left, left + F)), dout[row, column, k]
        dpadded[cells] = to_pixels(dpadded[cells], upstream * filters[k, ::turn, ::turn])
        dfilters[k] = to_weights(dfilters[k], upstream * padded[cells])
    H1, W1, _ = x.shape
    dx = dpadded[padding : padding + H1, padding : padding + W1] if crop else dpadded
    return dx, dfilters, dout.sum(axis=(0, 1))


def _the_last(has, comes):
    return comes


def _loops_with(**mistaken):
    return lambda *inputs: _conv_loops(*inputs, **mistaken)


def _whole_layer(generator):
    x, filters, _, stride, padding = layer(generator, paddings=(0, 1))
    K, F, _, _ = filters.shape
    H2, W2 = ((size - F + 2 * padding) // stride + 1 for size in x.shape[:2])
    dout = not_zero(generator, H2, W2, K) * generator.choice([-1, 1], (H2, W2, K))
    return {"dout": dout, "x": x, "filters": filters, "stride": stride, "padding": padding}


BIG = _as_map([[1, 2, 0], [0, 1, 3], [2, 0, 1]])
FILTER = _as_map([[1, 2], [3, 4]])[np.newaxis]

MY_CONV_BACKWARD = Function(
    lesson=LESSON,
    number=5,
    title="Back through a CONV layer",
    name="my_conv_backward",
    stub=(
        "def my_conv_backward(dout, x, filters, stride, padding):\n    ...\n    return dx, dfilters, dbias"
    ),
    solution=my_conv_backward,
    spec=_conv_back,
    parts=("dx", "dfilters", "dbias"),
    cases=[
        {"dout": _as_map([[1, 2]]), "x": X, "filters": FILTER, "stride": 1, "padding": 0},
        {"dout": _as_map([[1, 0], [2, -1]]), "x": BIG, "filters": FILTER, "stride": 1, "padding": 0},
        {
            "dout": np.arange(12).reshape(2, 3, 2) % 5 - 1,
            "x": np.arange(16).reshape(2, 4, 2) % 7,
            "filters": np.arange(16).reshape(2, 2, 2, 2) % 3 + 1,
            "stride": 2,
            "padding": 1,
        },
    ],
    draw=_whole_layer,
    mistakes=[
        Mistake(
            _loops_with(turn=-1),
            "It looks as if the filter was rotated for dx: window by window it is laid down as it is. "
            "It is rotated only when dx is written as one convolution.",
        ),
        Mistake(
            _loops_with(to_pixels=_the_last),
            "In dx, = stands where += is needed: a pixel gets something from every window it lies in.",
        ),
        Mistake(
            _loops_with(to_weights=_the_last),
            "In dfilters, = stands where += is needed: every position adds its window.",
        ),
        Mistake(
            _loops_with(to_pixels=_the_last, to_weights=_the_last),
            "In dx and in dfilters, = stands where += is needed: what arrives at one place is added up.",
        ),
        Mistake(
            _loops_with(crop=False),
            "dx still has the border: cut the padding off again, so that it has the shape of x.",
        ),
        Mistake(
            _loops_with(step=1),
            "It looks as if the stride was left out: the windows have to begin where they began forward.",
        ),
        Mistake(
            _but(_conv_back, 2, lambda dbias, dout, *_: dout.mean(axis=(0, 1))),
            "It looks as if dbias is a mean: the bias was added everywhere, so its gradients add up.",
        ),
        Mistake(
            _but(_conv_back, 2, lambda dbias, dout, *_: dout.sum()),
            "It looks as if all maps were added up in dbias: each filter has a bias of its own.",
        ),
    ],
    hints=[
        "Pad x and go through the windows, as on the way forward: row, column and filter.",
        "Each output sends back its dout[row, column, k], times the filter to the pixels of its window, "
        "and times the window to the filter.",
        "Collect with += in zeros like the padded x and like filters; cut the border off at the end. "
        "dbias is dout summed over rows and columns.",
    ],
)


# ---- Exercise 6: One step ----


def my_step(values, gradient, rate):
    return values - rate * gradient


def _values(generator):
    shape = two_sizes(generator, 1, 4)
    values, gradient = generator.normal(size=(2, *shape)).round(1)
    return {"values": values, "gradient": gradient, "rate": float(generator.choice([0.5, 0.1, 0.2, 2.0]))}


MY_STEP = Function(
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
            "That is the step alone: return where it leads, the values after it.",
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
)


# ---- Exercise 7: Your own ConvNet, there and back ----


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


MY_NETWORK = Function(
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
        "Backward: the same layers, from the last to the first. "
        "Each gets the gradient of its output, and what it got on the way forward.",
        "FC gets dscores, pooled, weights; the pool dpooled, rectified, 2, 2; "
        "the ReLU drectified, maps; CONV dmaps, x, filters, 1, 0.",
    ],
)


# ---- Exercise 8: It learns to read ----


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


#: The share of the test digits that a trained network gets right, at least.
ENOUGH = 0.8


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

TRAINED = Value(
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
            "Some of its numbers are not numbers any more (nan or inf): the steps were probably too large.",
            wrong=[part + np.nan for part in UNTRAINED],
        ),
        Demand(
            lambda answer: right_answers(answer) > 0.3,
            "It gets hardly more digits right than a blind guess: does every one of the four take its step, "
            "and against its gradient?",
            wrong=UNTRAINED,
        ),
        Demand(
            lambda answer: right_answers(answer) >= ENOUGH,
            "It has learned something, but gets fewer than 80 % of the test digits right: "
            "give it more pictures, or a second round with smaller steps.",
            wrong=BY_INK,
        ),
    ],
    hints=[
        "Take the pictures of digits() one by one: my_network gives the gradients, my_step uses them.",
        "A few hundred pictures at a learning rate of 0.1 take it far; "
        "a second round with a smaller rate settles it.",
        "for x, label in zip(x_train[:600], y_train[:600]): the loss and four gradients of my_network, "
        "then my_step for filters, bias, weights and fc_bias.",
    ],
)
