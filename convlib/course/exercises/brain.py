"""Lesson 07: which part of a picture a neuron sees, through one layer and through several."""

from math import prod

from ...sizes import conv_shape, dense_parameters, locally_connected_parameters, parameters, receptive_field
from ..checking.declare import Function, Mistake
from ..lessons import LESSONS
from .inputs import between, two_sizes

LESSON = LESSONS["brain"]


# ---- What several of the exercises use ----


def _seen(position, layers):
    size, jump, start = receptive_field(layers)
    return start + position * jump, start + position * jump + size - 1


def _chain(generator):
    """Layers that read every pixel: no stride is larger than its window."""
    extents = [between(generator, 2, 5) for _ in range(between(generator, 2, 5))]
    return [(F, between(generator, 1, min(F, 3))) for F in extents]


CHAINS = [
    {"layers": [(3, 1)]},
    {"layers": [(3, 2), (2, 1)]},
    {"layers": [(5, 2), (3, 3)]},
    {"layers": [(3, 1), (2, 2), (3, 1), (3, 3)]},
    {"layers": [(11, 4), (3, 2), (5, 1), (3, 2)]},
]


# ---- Exercise 1: A neuron's window ----


def window_of(row, column, F, S):
    top, left = row * S, column * S
    return top, top + F - 1, left, left + F - 1


def _place(generator):
    row, column = two_sizes(generator, 1, 12)
    return {"row": row, "column": column, "F": between(generator, 2, 7), "S": between(generator, 2, 5)}


WINDOW_OF = Function(
    lesson=LESSON,
    number=1,
    title="A neuron's window",
    name="window_of",
    stub="def window_of(row, column, F, S):\n    ...\n    return top, bottom, left, right",
    solution=window_of,
    spec=lambda row, column, F, S: (*_seen(row, [(F, S)]), *_seen(column, [(F, S)])),
    cases=[
        {"row": 0, "column": 1, "F": 3, "S": 1},
        {"row": 1, "column": 2, "F": 3, "S": 2},
        {"row": 10, "column": 12, "F": 5, "S": 1},
    ],
    draw=_place,
    mistakes=[
        Mistake(
            lambda row, column, F, S: (row * S, row * S + F, column * S, column * S + F),
            "Bottom and right are one too large: F rows that begin at top end at top + F − 1.",
        ),
        Mistake(
            lambda row, column, F, S: (row, row + F - 1, column, column + F - 1),
            "It looks as if the stride was left out: the windows of neighbours begin S pixels apart.",
        ),
        Mistake(
            lambda row, column, F, S: (column * S, column * S + F - 1, row * S, row * S + F - 1),
            "Rows and columns have swapped places: the row decides top and bottom.",
        ),
        Mistake(
            lambda row, column, F, S: tuple(end - F // 2 for end in window_of(row, column, F, S)),
            "The window is centred on its place, as if there were padding: without padding, "
            "the window of neuron 0 begins at pixel 0.",
        ),
        Mistake(
            lambda row, column, F, S: (row * F, row * F + F - 1, column * F, column * F + F - 1),
            "It looks as if the windows stood side by side, F apart: they begin S pixels apart.",
        ),
    ],
    hints=[
        "The window of neuron 0 begins at pixel 0. Where do those of neurons 1 and 2 begin?",
        "top is row·S. The window is F rows tall, and the row at top is the first of them.",
        "bottom is top + F − 1; left and right follow from the column in the same way.",
    ],
)


# ---- Exercise 2: Dense, local, shared ----


def three_ways(shape, K, F):
    H1, W1, D1 = shape
    neurons = (H1 - F + 1) * (W1 - F + 1) * K
    window = F * F * D1
    dense = neurons * (H1 * W1 * D1 + 1)
    local = neurons * (window + 1)
    shared = K * (window + 1)
    return dense, local, shared


def _ways(shape, K, F):
    return (
        dense_parameters(shape, prod(conv_shape(shape, K, F))).total,
        locally_connected_parameters(shape, K, F).total,
        parameters(F, shape[2], K).total,
    )


def _without_biases(shape, K, F):
    neurons = prod(conv_shape(shape, K, F))
    return neurons * prod(shape), neurons * F * F * shape[2], K * F * F * shape[2]


def _one_bias_a_map(shape, K, F):
    dense, _, shared = _ways(shape, K, F)
    return dense, prod(conv_shape(shape, K, F)) * F * F * shape[2] + K, shared


def _a_bias_a_neuron(shape, K, F):
    dense, local, _ = _ways(shape, K, F)
    return dense, local, K * F * F * shape[2] + prod(conv_shape(shape, K, F))


def _flat_windows(shape, K, F):
    neurons = prod(conv_shape(shape, K, F))
    return _ways(shape, K, F)[0], neurons * (F * F + 1), K * (F * F + 1)


def _neurons_of_one_map(shape, K, F):
    neurons = prod(conv_shape(shape, 1, F))
    return neurons * (prod(shape) + 1), neurons * (F * F * shape[2] + 1), _ways(shape, K, F)[2]


def _neurons_at_every_pixel(shape, K, F):
    H1, W1, D1 = shape
    neurons = H1 * W1 * K
    return neurons * (prod(shape) + 1), neurons * (F * F * D1 + 1), K * (F * F * D1 + 1)


def _volume(generator):
    F, D1, K = between(generator, 2, 4), between(generator, 2, 5), between(generator, 2, 6)
    H2, W2 = two_sizes(generator, 2, 9)
    return {"shape": (H2 + F - 1, W2 + F - 1, D1), "K": K, "F": F}


THREE_WAYS = Function(
    lesson=LESSON,
    number=2,
    title="Dense, local, shared",
    name="three_ways",
    stub="def three_ways(shape, K, F):\n    H1, W1, D1 = shape\n    ...\n    return dense, local, shared",
    solution=three_ways,
    spec=_ways,
    parts=("dense", "local", "shared"),
    cases=[
        {"shape": (3, 4, 2), "K": 2, "F": 2},
        {"shape": (6, 5, 3), "K": 4, "F": 3},
        {"shape": (32, 32, 3), "K": 5, "F": 5},
    ],
    draw=_volume,
    mistakes=[
        Mistake(
            _without_biases,
            "It looks as if the biases were forgotten: each neuron has one, "
            "and where weights are shared each map has one.",
        ),
        Mistake(
            _one_bias_a_map,
            "It looks as if the local layer had one bias for each map: unshared, each neuron has its own.",
        ),
        Mistake(
            _a_bias_a_neuron,
            "It looks as if each neuron of the shared layer had a bias: a whole map shares one.",
        ),
        Mistake(
            _flat_windows,
            "It looks as if the depth of the windows was forgotten: each has F·F·D1 numbers.",
        ),
        Mistake(
            _neurons_of_one_map,
            "It looks as if the neurons of a single map were counted: there are K maps.",
        ),
        Mistake(
            _neurons_at_every_pixel,
            "It looks as if there were a neuron for each pixel: without padding, a map has "
            "H1 − F + 1 rows and W1 − F + 1 columns.",
        ),
    ],
    hints=[
        "First count the neurons: one for each position of the window, in each of the K maps.",
        "A neuron has a weight for each number that it is connected to, and a bias: "
        "how many numbers is that in the dense layer, and how many in the local one?",
        "Dense and local are neurons · (numbers + 1); shared is one such set for each map, so K of them.",
    ],
)


# ---- Exercise 3: How far apart neighbours look ----


def jump_after(layers):
    jump = 1
    for _, S in layers:
        jump = jump * S
    return jump


JUMP_AFTER = Function(
    lesson=LESSON,
    number=3,
    title="How far apart neighbours look",
    name="jump_after",
    stub="def jump_after(layers):\n    ...",
    solution=jump_after,
    spec=lambda layers: receptive_field(layers).jump,
    cases=CHAINS,
    draw=lambda generator: {"layers": _chain(generator)},
    mistakes=[
        Mistake(
            lambda layers: sum(S for _, S in layers),
            "It looks as if the strides were added: a step of a step is a product.",
        ),
        Mistake(
            lambda layers: layers[-1][1],
            "That is the stride of the last layer alone: the layers below it take steps of their own.",
        ),
        Mistake(
            lambda layers: prod(S for _, S in layers[:-1]),
            "It looks as if the last layer's stride is missing: that is the jump below it.",
        ),
        Mistake(
            lambda layers: prod(F for F, _ in layers),
            "It looks as if the extents were multiplied: the strides say how far apart windows begin.",
        ),
    ],
    hints=[
        "After one layer, neighbours look at places S pixels apart.",
        "One step in the second layer is S steps in the first, and each of those is some pixels wide.",
        "Begin with 1, and multiply by each stride.",
    ],
)


# ---- Exercise 4: The receptive field ----


def field_size(layers):
    size, jump = 1, 1
    for F, S in layers:
        size = size + (F - 1) * jump
        jump = jump * S
    return size


def _field(layers):
    return receptive_field(layers).size


def _field_with_the_new_jump(layers):
    size, jump = 1, 1
    for F, S in layers:
        jump *= S
        size += (F - 1) * jump
    return size


FIELD_SIZE = Function(
    lesson=LESSON,
    number=4,
    title="The receptive field",
    name="field_size",
    stub="def field_size(layers):\n    ...",
    solution=field_size,
    spec=_field,
    cases=CHAINS,
    draw=lambda generator: {"layers": _chain(generator)},
    mistakes=[
        Mistake(
            lambda layers: 1 + sum(F - 1 for F, _ in layers),
            "It looks as if the jump was left out: a layer adds (F − 1) times the jump below it.",
        ),
        Mistake(
            lambda layers: sum(F for F, _ in layers),
            "It looks as if the extents were added: windows overlap, and each layer adds only F − 1 jumps.",
        ),
        Mistake(
            _field_with_the_new_jump,
            "It looks as if the jump was multiplied too early: a stride counts only for the layers above it.",
        ),
        Mistake(
            lambda layers: _field(layers) - 1,
            "It is one too small: before the first layer the size is 1, since a pixel sees itself.",
        ),
        Mistake(
            lambda layers: layers[-1][0],
            "That is what the last filter sees of the layer below: the question is about the picture.",
        ),
        Mistake(
            lambda layers: _field(layers[::-1]),
            "It looks as if you went from the last layer to the first: "
            "the jump grows from the picture upwards.",
        ),
    ],
    hints=[
        "Begin with a size of 1 and a jump of 1, and go through the layers from the picture upwards.",
        "A layer adds F − 1 neighbours; how many pixels further does each of these look?",
        "In the loop: size grows by (F − 1)·jump, and after that jump is multiplied by S.",
    ],
)


# ---- Exercise 5: Back to the pixels ----


def seen_by(position, layers):
    first = last = position
    for F, S, P in reversed(layers):
        first = first * S - P
        last = last * S - P + F - 1
    return first, last


def _seen_the_wrong_way(position, layers):
    return seen_by(position, layers[::-1])


def _seen_from_the_corner(position, layers):
    first = _seen(position, layers)[0]
    return first, first + layers[0][0] - 1


def _seen_inside(position, layers):
    first, last = _seen(position, layers)
    return max(first, 0), last


def _padded_chain(generator):
    layers = [(F, S, between(generator, 0, F - 1)) for F, S in _chain(generator)]
    return {"position": between(generator, 0, 9), "layers": layers}


SEEN_BY = Function(
    lesson=LESSON,
    number=5,
    title="Back to the pixels",
    name="seen_by",
    stub="def seen_by(position, layers):\n    ...\n    return first, last",
    solution=seen_by,
    spec=_seen,
    cases=[
        {"position": 1, "layers": [(3, 1, 0)]},
        {"position": 2, "layers": [(3, 2, 1)]},
        {"position": 3, "layers": [(5, 2, 2), (3, 1, 1)]},
        {"position": 6, "layers": [(11, 4, 0), (3, 2, 0), (5, 1, 2)]},
    ],
    draw=_padded_chain,
    mistakes=[
        Mistake(
            lambda position, layers: _seen(position, [(F, S) for F, S, _ in layers]),
            "It looks as if the padding was left out: it moves every window P numbers towards the start.",
        ),
        Mistake(
            _seen_the_wrong_way,
            "It looks as if you went from the first layer to the last: "
            "begin at the neuron, with the last one.",
        ),
        Mistake(
            lambda position, layers: (_seen(position, layers)[0], _seen(position, layers)[1] + 1),
            "The last pixel is one too far: F numbers that begin at first end at first + F − 1.",
        ),
        Mistake(
            _seen_from_the_corner,
            "The last pixel is too near: that is what the first layer's filter sees, "
            "and every further layer sees more.",
        ),
        Mistake(
            _seen_inside,
            "It looks as if first was kept inside the picture: where the window begins in the padding, "
            "first is negative.",
        ),
    ],
    hints=[
        "In one layer, number i reads the numbers from i·S − P to i·S − P + F − 1.",
        "Begin with first = last = position, and go through reversed(layers).",
        "In the loop: first becomes first·S − P, and last becomes last·S − P + F − 1.",
    ],
)
