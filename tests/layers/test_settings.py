"""Every argument of every block, layer and function, given what it is not: refused by its name, in words.

Blocks refuse when they are made, and nothing is refused by numpy or Python themselves.
"""

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import convlib
from convlib import layers, naive
from convlib.fast import threads
from convlib.network.architectures import alexnet, lenet, squeezenet

X, BANK = np.ones((2, 6, 8, 4)), np.ones((2, 3, 3, 4))
MAPS, HALVES = np.ones((2, 4, 6, 2)), np.ones((2, 3, 4, 4))
NAN, INF = float("nan"), float("inf")

NO_NUMBER = [None, "3", "three", 1j, [3], {}, np.array([3]), NAN, INF, -INF]
WHOLE = [*NO_NUMBER, 2.0, 1.5, True, np.True_, np.float32(2), Fraction(3), 1e300, (2, 2), -1]
BAD = {
    "whole": [*WHOLE, 0, np.int64(0)],
    "count": WHOLE,  # may be 0
    "whole or none": [value for value in WHOLE if value is not None] + [0],
    "pair": [*NO_NUMBER, 2.0, True, -1, 0, (), (3,), (3, 3, 3), (3, 2.0), (3, 0), ("3", "3"), (3, None)],
    "share": [*NO_NUMBER, True, 1, 1.5, -0.1],
    "above 0": [*NO_NUMBER, True, 0, -0.1],
    "0 or more": [*NO_NUMBER, True, -0.1],
    "odd": [*WHOLE, 0, 4],
    "fit": [None, "same", "", 1, True, ["floor"], NAN],
    "mode": [None, "edge", 1, True],
    "ties": [None, "last", 1, True],
    "yes or no": [None, 0, 1, "yes", NAN],
    "name": [1, True, ("a",), b"conv", NAN],
    "shape": [None, 3, "abc", (), (3, 3), (3, 3, 3, 3), (3, 3, 0), (3, 3, -1), (3, 2.5, 1), (3, None, 1),
              np.array([3, 3, 1])],
    "sizes": [None, 3, "abc", (), (0,), (3, 2.5), np.array([3, 3, 1])],
    "array": [None, "photo.png", 1j, {}, [[1, 2], [3]], np.array(["a"]), np.array([None]), X + 1j],
    "dtype": [None, "abc", int, np.float16, np.complex64, 3],
    "number": [None, "3", 1j, [3], {}, np.ones(2), True],
}  # fmt: skip

WINDOWS = {"stride": "whole", "padding": "count", "fit": "fit"}
CONV = WINDOWS | {"dilation": "whole", "groups": "whole"}
POOL = WINDOWS | {"F": "pair", "stride": "whole or none"}
S_AND_P = {"S": "whole", "P": "count"}

# What makes a call that succeeds, and of what kind each of its arguments is.
MADE = [
    (convlib.Conv, {"K": 6, "F": 5}, {"K": "whole", "F": "pair", "name": "name"} | CONV),
    (convlib.MaxPool, {}, POOL | {"name": "name"}),
    (convlib.AvgPool, {}, POOL | {"name": "name"}),
    (convlib.Dense, {"m": 3}, {"m": "whole", "name": "name"}),
    (convlib.Dropout, {}, {"share": "share", "name": "name"}),
    (convlib.LRN, {},
     {"n": "odd", "k": "above 0", "alpha": "0 or more", "beta": "0 or more", "name": "name"}),
    (convlib.ReLU, {}, {"name": "name"}),
    (convlib.GlobalAvgPool, {}, {"name": "name"}),
    (lambda name: convlib.Concat([convlib.ReLU()], name=name), {"name": None}, {"name": "name"}),
    (convlib.SGD, {}, {"rate": "above 0", "momentum": "share", "decay": "share"}),
    (convlib.Adam, {}, {"rate": "above 0", "beta1": "share", "beta2": "share", "epsilon": "share"}),
    (
        lambda **given: convlib.Network([convlib.ReLU()], **given),
        {"input_shape": (8, 8, 1)},
        {"input_shape": "shape", "seed": "count", "dtype": "dtype"},
    ),
    (convlib.output_size, {"W1": 7, "F": 3},
     {"W1": "whole", "F": "whole", "dilation": "whole", "fit": "fit"} | S_AND_P),
    (convlib.same_padding, {"W1": 7, "F": 3},
     {"W1": "whole", "F": "whole", "S": "whole", "dilation": "whole"}),
    (convlib.windows_touching, {"W1": 7, "F": 3},
     {"W1": "whole", "F": "whole", "dilation": "whole", "fit": "fit"} | S_AND_P),
    (convlib.conv_shape, {"shape": (7, 7, 2), "K": 4, "F": 3},
     {"shape": "shape", "K": "whole", "F": "pair", "dilation": "whole", "fit": "fit"} | S_AND_P),
    (convlib.pool_shape, {"shape": (8, 8, 2)},
     {"shape": "shape", "F": "pair", "S": "whole or none", "P": "count", "fit": "fit"}),
    (convlib.parameters, {"F": 3, "D1": 2, "K": 4}, {"F": "pair", "D1": "whole", "K": "whole"}),
    (convlib.locally_connected_parameters, {"shape": (7, 7, 2), "K": 4, "F": 3},
     {"shape": "shape", "K": "whole", "F": "pair"} | S_AND_P),
    (convlib.dense_parameters, {"shape": (7, 7, 2), "m": 4}, {"shape": "sizes", "m": "whole"}),
    (lambda F, S=1, P=0, dilation=1: convlib.receptive_field([(F, S, P, dilation)]), {"F": 3},
     {"F": "whole", "dilation": "whole"} | S_AND_P),
    (threads.using, {"threads": 1}, {"threads": "whole or none"}),
    (lenet, {}, {"classes": "whole"}),
    (alexnet, {}, {"classes": "whole", "groups": "whole", "padding": "count"}),
    (squeezenet, {}, {"classes": "whole"}),
]  # fmt: skip
for module in (naive, layers):
    MADE += [
        (module.conv, {"x": X, "filters": BANK}, CONV | dict.fromkeys(("x", "filters"), "array")),
        (module.conv_backward, {"dout": MAPS, "x": X, "filters": BANK},
         CONV | dict.fromkeys(("dout", "x", "filters"), "array")),
        (module.max_pool, {"x": X}, POOL | {"x": "array"}),
        (module.avg_pool, {"x": X}, POOL | {"x": "array", "count_padding": "yes or no"}),
        (module.max_pool_backward, {"dout": HALVES, "x": X},
         POOL | {"x": "array", "dout": "array", "ties": "ties"}),
        (module.avg_pool_backward, {"dout": HALVES, "x": X},
         POOL | {"x": "array", "dout": "array", "count_padding": "yes or no"}),
        (module.pad, {"x": X, "P": 1}, {"x": "array", "P": "count", "value": "number", "mode": "mode"}),
        (module.relu, {"x": X}, {"x": "array"}),
        (module.softmax, {"scores": X}, {"scores": "array"}),
        (module.cross_entropy, {"scores": np.ones((2, 3)), "labels": [0, 1]}, {"scores": "array"}),
        (module.fully_connected, {"x": np.ones(4), "weights": np.ones((4, 2))},
         {"x": "array", "weights": "array"}),
    ]  # fmt: skip

CASES = [
    pytest.param(make, given, argument, kind, id=f"{getattr(make, '__qualname__', make)}-{argument}")
    for make, given, kinds in MADE
    for argument, kind in kinds.items()
]


def refused_in_words(call, argument, value):
    with pytest.raises((ValueError, TypeError)) as caught:
        call()
    words = str(caught.value)
    assert re.search(rf"\b{argument}\b", words), words
    # The frame that raised is one of convlib's own, not numpy's and not this test's.
    assert Path(caught.traceback[-1].path).is_relative_to(Path(convlib.__file__).parent), words
    said = [repr(value), str(value)]
    if isinstance(value, tuple):
        said += map(repr, value)
    if isinstance(value, (list, np.ndarray)):
        # An array is spoken of by its shape, by what it holds, or by its rows.
        said += ["rows have different lengths", "an array of", "array of shape"]
    assert any(one in words for one in said), words
    assert len(words) < 600


@pytest.mark.parametrize(("make", "given", "argument", "kind"), CASES)
def test_what_an_argument_is_not(make, given, argument, kind):
    for value in BAD[kind]:
        refused_in_words(lambda value=value: _made(make, given | {argument: value}), argument, value)


def _made(make, given):
    made = make(**given)
    if hasattr(made, "__enter__"):
        with made:
            pass


@pytest.mark.parametrize(("make", "given", "kinds"), MADE)
def test_each_of_these_calls_succeeds_otherwise(make, given, kinds):
    _made(make, given)


FIT = {"epochs": "whole", "batch_size": "whole", "seed": "count", "bar": "yes or no", "x": "array"}


@pytest.mark.parametrize("argument", FIT)
def test_what_training_is_not(argument):
    net = convlib.Network([convlib.Dense(2)], (4, 5, 1))
    for value in BAD[FIT[argument]]:
        given = {"x": np.zeros((3, 4, 5, 1)), "y": [0, 1, 1], "bar": False} | {argument: value}
        refused_in_words(lambda given=given: net.fit(**given), argument, value)


@pytest.mark.parametrize("optimizer", ["adam", 0.1, [], {}, True])
def test_an_optimizer(optimizer):
    net = convlib.Network([convlib.Dense(2)], (4, 5, 1))
    refused_in_words(
        lambda: net.fit(np.zeros((3, 4, 5, 1)), [0, 1, 1], optimizer=optimizer), "optimizer", optimizer
    )


@pytest.mark.parametrize("blocks", [None, 3, "conv", convlib.Conv(2, 3), convlib.ReLU])
@pytest.mark.parametrize(("make", "argument"), [
    (lambda blocks: convlib.Network(blocks, (8, 8, 1)), "layers"),
    (lambda blocks: convlib.Concat([convlib.ReLU()], blocks), "branch 2"),
])  # fmt: skip
def test_a_list_of_layers(make, argument, blocks):
    refused_in_words(lambda: make(blocks), argument, blocks)


def test_settings_are_kept_as_they_are_written():
    block = convlib.Conv(np.int64(6), (np.uint8(3), 5), stride=np.int32(2), padding=np.int8(1))
    assert str(block) == "Conv(6, (3, 5), stride=2, padding=1)"
    assert block == convlib.Conv(6, (3, 5), stride=2, padding=1)
    assert str(convlib.MaxPool(np.int64(3), stride=np.int64(2))) == "MaxPool(3, stride=2)"
    assert convlib.MaxPool([2, 3], stride=1).F == (2, 3)


def test_pools_speak_of_stride_and_padding():
    # A block's own names, not those of the formula.
    for make in (convlib.MaxPool, convlib.AvgPool):
        with pytest.raises(ValueError, match="padding is 3, but must be less than F = 2"):
            convlib.Network([make(2, padding=3)], (8, 8, 1))
        with pytest.raises(ValueError, match="stride=None means the window's own extent"):
            convlib.Network([make((2, 4))], (8, 8, 1))
