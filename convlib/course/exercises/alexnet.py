"""Lesson 11: the counts of a large network, and a leaner one."""

from math import prod

import numpy as np

from ...network import Block, Conv, Dense, GlobalAvgPool, MaxPool, ReLU
from ...sizes import conv_shape, parameters, pool_shape
from ..checking.declare import Demand, Function, Mistake, Value
from ..lessons import LESSONS
from .inputs import between, two_sizes

LESSON = LESSONS["alexnet"]


# ---- What several of the exercises use ----

PICTURE = (227, 227, 3)


def _counted(shape, layers, conv=None, fc=None, pool=pool_shape):
    """Walk through the layers and add up; `conv` and `fc` say what a layer counts."""
    total = 0
    for kind, *settings in layers:
        if kind == "conv":
            K, F, S, P, groups = settings
            output = conv_shape(shape, K, F, S, P, fit="floor")
            total += conv(shape[2] // groups, output, F) if conv else 0
        elif kind == "pool":
            output = pool(shape, *settings)
        else:
            output = tuple(settings)
            total += fc(shape, *settings) if fc else 0
        shape = output
    return total


def _layer_parameters(D, output, F):
    return parameters(F, D, output[2]).total


def _fc_parameters(shape, m):
    return prod(shape) * m + m


def _fc_macs(shape, m):
    return prod(shape) * m


def _parameters(shape, layers, conv=_layer_parameters, fc=_fc_parameters, **mistaken):
    return _counted(shape, layers, conv, fc, **mistaken)


def _in_one_group(layers):
    return [(*layer[:5], 1) if layer[0] == "conv" else layer for layer in layers]


def _plan(generator):
    H, W = (4 * size + 8 for size in two_sizes(generator, 2, 9))
    K, P = 2 * between(generator, 2, 5), between(generator, 1, 2)
    layers = [
        ("conv", K, 2 * P + 1, 1, P, 1), ("pool", 2, 2),
        ("conv", K + 2, 3, 1, 0, 2), ("pool", 2, 2), ("fc", between(generator, 3, 9)),
    ]  # fmt: skip
    return {
        "shape": (H, W, 2 * between(generator, 1, 3)),
        "layers": [*layers, ("fc", between(generator, 10, 15))],
    }


ALEXNET = [
    ("conv", 96, 11, 4, 0, 1), ("pool", 3, 2),
    ("conv", 256, 5, 1, 2, 2), ("pool", 3, 2),
    ("conv", 384, 3, 1, 1, 1), ("conv", 384, 3, 1, 1, 2), ("conv", 256, 3, 1, 1, 2), ("pool", 3, 2),
    ("fc", 4096), ("fc", 4096), ("fc", 1000),
]  # fmt: skip
NETWORKS = [
    {"shape": (4, 5, 2), "layers": [("conv", 3, 2, 1, 0, 1)]},
    {"shape": (4, 6, 2), "layers": [("conv", 4, 3, 1, 1, 2), ("pool", 2, 2), ("fc", 3)]},
    {"shape": (9, 7, 1), "layers": [("conv", 2, 3, 2, 1, 1), ("fc", 4), ("fc", 2)]},
    {"shape": PICTURE, "layers": ALEXNET},
]


# ---- Exercise 1: 224 and its neighbours ----


def widths_that_fit(lowest, highest, F, S):
    widths = []
    for W1 in range(lowest, highest + 1):
        if W1 >= F and (W1 - F) % S == 0:
            widths.append(W1)
    return widths


def _range(generator):
    lowest = between(generator, 8, 60)
    highest = lowest + between(generator, 4, 12)
    F, S = between(generator, 3, 7), between(generator, 3, 5)
    # Both ends fit, so that leaving one out shows.
    lowest -= (lowest - F) % S
    return {"lowest": lowest, "highest": highest - (highest - F) % S, "F": F, "S": S}


WIDTHS_THAT_FIT = Function(
    lesson=LESSON,
    number=1,
    title="224 and its neighbours",
    name="widths_that_fit",
    stub="def widths_that_fit(lowest, highest, F, S):\n    ...",
    solution=widths_that_fit,
    spec=lambda lowest, highest, F, S: [
        W1 for W1 in range(max(lowest, F), highest + 1) if (W1 - F) // S * S == W1 - F
    ],
    cases=[
        {"lowest": 5, "highest": 9, "F": 3, "S": 2},
        {"lowest": 1, "highest": 10, "F": 4, "S": 3},
        {"lowest": 220, "highest": 227, "F": 11, "S": 4},
    ],
    draw=_range,
    mistakes=[
        Mistake(
            lambda lowest, highest, F, S: [W for W in range(lowest, highest) if W >= F and (W - F) % S == 0],
            "It looks as if the highest width was left out: range ends one before its second number.",
        ),
        Mistake(
            lambda lowest, highest, F, S: [W for W in range(lowest, highest + 1) if W >= F and W % S == 0],
            "It looks as if the width itself was divided by the stride: what the window travels is W1 − F.",
        ),
        Mistake(
            lambda lowest, highest, F, S: [
                W for W in range(lowest, highest + 1) if W >= F and (W - F) % S != 0
            ],
            "Those are the widths that do not fit.",
        ),
        Mistake(
            lambda lowest, highest, F, S: [W for W in range(lowest, highest + 1) if (W - F) % S == 0],
            "A width below F is among them: the window itself needs room.",
        ),
    ],
    hints=[
        "Windows of F fit a width when the distance that they travel, W1 − F, is a whole number of steps.",
        "(W1 − F) % S is what is left over; it has to be 0, and W1 has to be at least F.",
        "Go through range(lowest, highest + 1), and collect the widths that fit in a list.",
    ],
)


# ---- Exercise 2: A layer in groups ----


def grouped_parameters(F, D1, K, groups):
    weights = F * F * (D1 // groups) * K
    return weights + K


def _layer(generator):
    groups = between(generator, 2, 4)
    F, depth, K = between(generator, 2, 7), between(generator, 2, 20), between(generator, 2, 20)
    return {"F": F, "D1": groups * depth, "K": groups * K, "groups": groups}


GROUPED_PARAMETERS = Function(
    lesson=LESSON,
    number=2,
    title="A layer in groups",
    name="grouped_parameters",
    stub="def grouped_parameters(F, D1, K, groups):\n    ...",
    solution=grouped_parameters,
    spec=lambda F, D1, K, groups: prod(Conv(K, F, groups=groups).sizes((F, F, D1))["filters"]) + K,
    cases=[
        {"F": 1, "D1": 4, "K": 2, "groups": 2},
        {"F": 3, "D1": 4, "K": 6, "groups": 1},
        {"F": 3, "D1": 6, "K": 9, "groups": 3},
        {"F": 5, "D1": 96, "K": 256, "groups": 2},
    ],
    draw=_layer,
    mistakes=[
        Mistake(
            lambda F, D1, K, groups: F * F * D1 * K + K,
            "It looks as if the groups were left out: a filter sees D1 / groups maps.",
        ),
        Mistake(
            lambda F, D1, K, groups: (F * F * D1 * K + K) / groups,
            "It looks as if the biases were divided as well: each of the K filters keeps its own.",
        ),
        Mistake(
            lambda F, D1, K, groups: F * F * D1 * K / groups,
            "It looks as if the biases were forgotten: every filter has one.",
        ),
        Mistake(
            lambda F, D1, K, groups: F * F * (D1 // groups) * (K // groups) + K,
            "That counts the weights of one group only: multiply them by the number of groups.",
        ),
        Mistake(
            lambda F, D1, K, groups: (F * F * (D1 // groups) + 1) * (K // groups),
            "That counts one group alone, its weights and its biases: "
            "there are as many groups as groups says, K filters in all.",
        ),
        Mistake(
            lambda F, D1, K, groups: (F * F * D1 * K * groups) + K,
            "It looks as if the groups were multiplied: they make filters shallower, not more of them.",
        ),
    ],
    hints=[
        "How deep is one filter, when each group of filters sees only its own part of the maps?",
        "Each of the K filters has F·F·(D1 / groups) weights.",
        "F * F * (D1 // groups) * K weights and K biases.",
    ],
)


# ---- Exercise 3: All its parameters ----


def all_parameters(shape, layers):
    total = 0
    for kind, *settings in layers:
        if kind == "conv":
            K, F, S, P, groups = settings
            H, W, D = shape
            total = total + F * F * (D // groups) * K + K
            shape = (H - F + 2 * P) // S + 1, (W - F + 2 * P) // S + 1, K
        elif kind == "pool":
            F, S = settings
            H, W, D = shape
            shape = (H - F) // S + 1, (W - F) // S + 1, D
        else:
            (m,) = settings
            n = np.prod(shape)
            total = total + n * m + m
            shape = (m,)
    return total


def _without_pools(layers):
    return [layer for layer in layers if layer[0] != "pool"]


ALL_PARAMETERS = Function(
    lesson=LESSON,
    number=3,
    title="All its parameters",
    name="all_parameters",
    stub=(
        "def all_parameters(shape, layers):\n"
        "    total = 0\n"
        "    for kind, *settings in layers:\n"
        '        # kind is "conv", "pool" or "fc".\n'
        "        ...\n"
        "    return total"
    ),
    solution=all_parameters,
    spec=_parameters,
    cases=NETWORKS,
    draw=_plan,
    mistakes=[
        Mistake(
            lambda shape, layers: _parameters(shape, _in_one_group(layers)),
            "It looks as if the groups were left out: a filter sees D // groups maps.",
        ),
        Mistake(
            lambda shape, layers: _parameters(
                shape, layers, conv=lambda D, output, F: F * F * D * output[2], fc=_fc_macs
            ),
            "It looks as if the biases were forgotten: every filter and every output has one.",
        ),
        Mistake(
            lambda shape, layers: _parameters(shape, layers, fc=_fc_macs),
            "It looks as if the FC layers have no biases here: every output has one.",
        ),
        Mistake(
            lambda shape, layers: _parameters(shape, layers, fc=lambda shape, m: (prod(shape[:2]) + 1) * m),
            "It looks as if the first FC layer sees a single map: it is connected to the whole volume, "
            "height times width times depth.",
        ),
        Mistake(
            lambda shape, layers: _parameters(shape, _without_pools(layers)),
            "It looks as if the pools did not change the shape: they have no parameters, "
            "and they leave fewer inputs to the FC layer.",
        ),
        Mistake(
            lambda shape, layers: _parameters(shape, layers, fc=lambda shape, m: 0),
            "It looks as if only the CONV layers were counted: most parameters are in the FC layers.",
        ),
        Mistake(
            lambda shape, layers: _parameters(
                shape, layers, conv=lambda D, output, F: prod(output) * (F * F * D + 1)
            ),
            "It looks as if a CONV layer had weights of its own at every position: a map shares them.",
        ),
    ],
    hints=[
        "Keep track of two things as you go through the layers: the total, and the shape that comes next.",
        "A CONV layer has F·F·(D // groups)·K weights and K biases. An FC layer of m outputs on n inputs "
        "has n·m and m. A pool has none, and still changes the shape.",
        "For an FC layer n is the product of all the numbers in shape; after it, shape is (m,).",
    ],
)


# ---- Exercise 4: All its work ----


def all_macs(shape, layers):
    total = 0
    for kind, *settings in layers:
        if kind == "conv":
            K, F, S, P, groups = settings
            H, W, D = shape
            shape = (H - F + 2 * P) // S + 1, (W - F + 2 * P) // S + 1, K
            total = total + shape[0] * shape[1] * K * F * F * (D // groups)
        elif kind == "pool":
            F, S = settings
            H, W, D = shape
            shape = (H - F) // S + 1, (W - F) // S + 1, D
        else:
            (m,) = settings
            n = np.prod(shape)
            total = total + n * m
            shape = (m,)
    return total


def _layer_macs(D, output, F):
    return prod(output) * F * F * D


def _macs(shape, layers, conv=_layer_macs, fc=_fc_macs, **mistaken):
    return _counted(shape, layers, conv, fc, **mistaken)


ALL_MACS = Function(
    lesson=LESSON,
    number=4,
    title="All its work",
    name="all_macs",
    stub="def all_macs(shape, layers):\n    ...",
    solution=all_macs,
    spec=_macs,
    cases=NETWORKS,
    draw=_plan,
    mistakes=[
        Mistake(
            lambda shape, layers: _parameters(shape, layers),
            "Those are the parameters: the weights of a CONV layer work at every position.",
        ),
        Mistake(
            lambda shape, layers: _macs(shape, layers, conv=lambda D, output, F: F * F * D * output[2]),
            "It looks as if every weight was used once: those of a CONV layer work at every position.",
        ),
        Mistake(
            lambda shape, layers: _macs(shape, _in_one_group(layers)),
            "It looks as if the groups were left out: a filter sees D // groups maps.",
        ),
        Mistake(
            lambda shape, layers: _macs(
                shape,
                layers,
                conv=lambda D, output, F: prod(output) * (F * F * D + 1),
                fc=_fc_parameters,
            ),
            "It looks as if the biases were counted too: adding one is not a multiplication.",
        ),
        Mistake(
            lambda shape, layers: _macs(shape, layers, fc=lambda shape, m: 0),
            "It looks as if only the CONV layers were counted: FC layers do a little of the work, too.",
        ),
        Mistake(
            lambda shape, layers: _macs(
                shape, layers, conv=lambda D, output, F: prod(output[:2]) * F * F * D
            ),
            "It looks as if one filter of each CONV layer was counted: there are K.",
        ),
    ],
    hints=[
        "It is the function of exercise 3 with another count for each layer.",
        "Every number of a CONV layer's output takes F·F·(D // groups) multiplications.",
        "H2·W2·K·F·F·(D // groups) for a CONV layer, n·m for an FC layer, and no biases.",
    ],
)


# ---- Exercise 5: A leaner network ----


def lean():
    return [
        Conv(96, 11, stride=4),
        ReLU(),
        MaxPool(3, stride=2),
        Conv(256, 5, padding=2),
        ReLU(),
        MaxPool(3, stride=2),
        Conv(384, 3, padding=1),
        ReLU(),
        Conv(384, 3, padding=1),
        ReLU(),
        Conv(256, 3, padding=1),
        ReLU(),
        GlobalAvgPool(),
        Dense(1000),
    ]


#: What the lean network may have at most.
MOST_PARAMETERS = 5_000_000


def _blocks(answer):
    return isinstance(answer, (list, tuple)) and bool(answer) and all(isinstance(b, Block) for b in answer)


def _shape_after(answer, shape=PICTURE):
    for block in answer:
        shape = block.out_shape(shape)
    return shape


def _learnt_by(answer, shape=PICTURE):
    total = 0
    for block in answer:
        total += sum(map(prod, block.sizes(shape).values()))
        shape = block.out_shape(shape)
    return total


def _narrow(K):
    """Five CONV layers of K filters."""
    return [Conv(K, 11, stride=4), *[Conv(K, 3, padding=1)] * 4]


LEAN = Value(
    lesson=LESSON,
    number=5,
    title="A leaner network",
    name="lean",
    stub="lean = [\n    ...\n]",
    solution=lean,
    demands=[
        Demand(
            _blocks,
            "lean should be a list of layers such as Conv(96, 11, stride=4), ReLU() and Dense(1000).",
            wrong=["Conv(96, 11, stride=4)"],
        ),
        Demand(
            lambda answer: bool(_shape_after(answer)),
            "The layers do not fit one after the other, beginning with 227×227×3.",
            wrong=[Conv(96, 11, stride=5)],
        ),
        Demand(
            lambda answer: _shape_after(answer) == (1000,),
            "At the end there should be a thousand scores, one for each class.",
            wrong=[*_narrow(8), MaxPool(55), Dense(10)],
        ),
        Demand(
            lambda answer: sum(isinstance(block, Conv) for block in answer) >= 5,
            "It should have five CONV layers, as many as AlexNet, or more.",
            wrong=[Conv(96, 11, stride=4), GlobalAvgPool(), Dense(1000)],
        ),
        Demand(
            lambda answer: _learnt_by(answer) < MOST_PARAMETERS,
            "It has five million parameters or more: which layer has most of them, "
            "and how many numbers come into it?",
            wrong=[*_narrow(8), Dense(1000)],
        ),
    ],
    remarks=[
        Demand(
            lambda answer: any(isinstance(block, ReLU) for block in answer),
            "There is no ReLU in it, though: without one, layers of weights in a row can do no more than one "
            "such layer alone.",
            wrong=[*_narrow(8), GlobalAvgPool(), Dense(1000)],
        ),
    ],
    hints=[
        "Begin with AlexNet's list: which layers hold nearly all of its parameters?",
        "An FC layer has a weight for each number that comes in: let fewer numbers come in.",
        "GlobalAvgPool() leaves one number of each map. After it, Dense(1000) is small.",
    ],
)
