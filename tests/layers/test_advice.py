"""Advice leads out: every repair and every other advice that an error gives is followed, and succeeds."""

import re

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import convlib
from convlib import (
    SGD,
    Adam,
    AvgPool,
    Concat,
    Conv,
    Dense,
    DoesNotFit,
    GlobalAvgPool,
    MaxPool,
    Network,
    ReLU,
    layers,
    naive,
    sizes,
)

BOTH = pytest.mark.parametrize("convlib", [naive, layers], ids=["naive", "layers"])

# Repairs of sizes: whatever does not fit, each repair that its error names does

SIZES, EXTENTS = st.integers(1, 40), st.integers(1, 12)
SETTINGS = {"S": st.integers(1, 9), "P": st.integers(0, 6), "dilation": st.integers(1, 4)}


def repairs(call):
    """What the error of a call advises, and that its words say the same; none when the call succeeds."""
    try:
        call()
    except DoesNotFit as error:
        advised = re.search(r"They would fit with (.*?)\.(?: Rounded| ?$)", str(error))[1]
        assert advised.replace(" or ", ", ").split("), ") == [
            repair.words.removesuffix(")") if place < len(error.repairs) - 1 else repair.words
            for place, repair in enumerate(error.repairs)
        ]
        return error.repairs
    return ()


@settings(max_examples=400)
@given(SIZES, EXTENTS, *SETTINGS.values())
def test_output_size(W1, F, S, P, dilation):
    setting = {"W1": W1, "F": F, "S": S, "P": P, "dilation": dilation}
    for repair in repairs(lambda: sizes.output_size(**setting)):
        name = {"padding": "P", "size": "W1", "stride": "S"}[repair.setting]
        assert (sizes.output_size(**setting | {name: repair.value}),) == repair.output


@settings(max_examples=300)
@given(SIZES, SIZES, EXTENTS, EXTENTS, *SETTINGS.values())
def test_conv_and_a_conv_block(H, W, Fh, Fw, S, P, dilation):
    setting = {"stride": S, "padding": P, "dilation": dilation}
    filters = np.ones((2, Fh, Fw, 1), np.float32)

    def conv(size, setting):
        return layers.conv(np.ones((*size, 1), np.float32), filters, **setting)

    for repair in repairs(lambda: conv((H, W), setting)):
        size, changed = (H, W), setting
        if repair.setting == "size":
            size = repair.value
        else:
            changed = setting | {repair.setting: repair.value}
        assert conv(size, changed).shape == (*repair.output, 2)
        assert Network([Conv(2, (Fh, Fw), **changed)], (*size, 1)).output_shape == (*repair.output, 2)
        formula = {"S": changed["stride"], "P": changed["padding"], "dilation": dilation}
        assert sizes.conv_shape((*size, 1), 2, (Fh, Fw), **formula) == (*repair.output, 2)


@settings(max_examples=300)
@given(SIZES, SIZES, EXTENTS, EXTENTS, SETTINGS["S"], SETTINGS["P"])
def test_pools_and_their_blocks(H, W, Fh, Fw, S, P):
    assume(min(Fh, Fw) > P)
    setting = {"stride": S, "padding": P}
    for pool, block in (("max_pool", MaxPool), ("avg_pool", AvgPool)):

        def pooled(size, setting, pool=pool):
            return getattr(layers, pool)(np.ones((*size, 1), np.float32), (Fh, Fw), **setting)

        for repair in repairs(lambda pooled=pooled: pooled((H, W), setting)):
            size, changed = (H, W), setting
            if repair.setting == "size":
                size = repair.value
            else:
                changed = setting | {repair.setting: repair.value}
            assert pooled(size, changed).shape == (*repair.output, 1)
            assert Network([block((Fh, Fw), **changed)], (*size, 1)).output_shape == (*repair.output, 1)
            assert sizes.pool_shape((*size, 1), (Fh, Fw), *changed.values()) == (*repair.output, 1)


@pytest.mark.parametrize("change", [{"dilation": 3000}, {"dilation": 6000}])
def test_no_repair_needs_more_memory_than_there_is(change):
    # A padding of thousands would be right, and its array far too large.
    x, filters = np.ones((50, 20, 20, 3), np.float32), np.ones((2, 3, 3, 3), np.float32)
    with pytest.raises(ValueError) as caught:
        layers.conv(x, filters, **change)
    assert "padding" not in [repair.setting for repair in getattr(caught.value, "repairs", ())]


@given(EXTENTS, EXTENTS)
def test_a_lopsided_pool_is_told_a_stride_that_is_one(Fh, Fw):
    assume(Fh != Fw)
    with pytest.raises(ValueError) as caught:
        layers.max_pool(np.ones((12, 12, 1)), (Fh, Fw))
    stride = int(re.search(r"give stride as a whole number, such as (\d+)$", str(caught.value))[1])
    layers.max_pool(np.ones((12, 12, 1)), (Fh, Fw), stride=stride, fit="floor")


# Everything else: the expression that stands in the error is put in the place of what was wrong


def advised(call, **given):
    """Follow the advice in the error that call(**given) makes, expression by expression, and call again."""
    with pytest.raises((ValueError, TypeError)) as caught:
        call(**given)
    words = str(caught.value)
    fixed = dict(given)
    names = "|".join(given)
    after = r"\.T\b|\.\w+\(.*?\)|\[[^\]]*\]|, posinf=0, neginf=0\)| / \S+"
    found = re.findall(rf"(?:np\.\w+\()?\b(?:{names})\b(?:{after})", words)
    expressions = [one for one in found if not re.fullmatch(r"\w+\[[\d, ]*\]", one)]
    assert expressions, words
    for expression in expressions:
        (name,) = {name for name in given if re.search(rf"\b{name}\b", expression)}
        fixed[name] = eval(expression, {"np": np}, given)
    return call(**fixed)


def other(*shape, dtype=np.float32):
    return np.arange(np.prod(shape), dtype=dtype).reshape(shape) % 7 / 7


@BOTH
def test_a_depth_of_1_is_added(convlib):
    for call in (convlib.max_pool, convlib.avg_pool, lambda x: convlib.pad(x, 1)):
        assert advised(call, x=other(6, 8)).ndim == 3
    assert advised(convlib.conv, x=other(6, 8), filters=other(2, 3, 3, 1)).shape == (4, 6, 2)


@BOTH
@pytest.mark.parametrize("groups", [1, 2])
@pytest.mark.parametrize("batch", [(), (5,), (2, 3)])
def test_axes_of_other_libraries(convlib, batch, groups):
    x, filters = other(*batch, 9, 8, 6), other(4, 3, 2, 6 // groups)
    expected = convlib.conv(x, filters, groups=groups)
    n = len(batch)
    theirs = x.transpose(*range(n), n + 2, n, n + 1), filters.transpose(0, 3, 1, 2)

    def conv(x, filters):
        return convlib.conv(x, filters, groups=groups)

    for pair in ((x, theirs[1]), (theirs[0], filters), theirs):
        found = advised(conv, x=pair[0], filters=pair[1])
        np.testing.assert_array_equal(found, expected)
    square = other(4, 3, 3, 6 // groups)
    found = advised(conv, x=x, filters=square.transpose(1, 2, 3, 0))
    np.testing.assert_array_equal(found, conv(x, square))


@BOTH
def test_axes_as_tensorflow_and_pytorch_themselves_have_them(convlib):
    import torch

    x, filters = other(2, 3, 9, 8), other(4, 3, 3, 3)[:, :, :, :2]
    theirs = torch.nn.functional.conv2d(torch.tensor(x), torch.tensor(np.ascontiguousarray(filters)))
    found = advised(convlib.conv, x=x, filters=filters)
    np.testing.assert_allclose(found, theirs.permute(0, 2, 3, 1), rtol=1e-5)
    out = torch.nn.functional.linear(torch.tensor(other(2, 5)), torch.tensor(other(3, 5)))
    np.testing.assert_allclose(advised(convlib.fully_connected, x=other(2, 5), weights=other(3, 5)), out)


@BOTH
@pytest.mark.parametrize(("shape", "depth"), [((3, 3), 1), ((3, 3, 4), 4), ((5, 3, 3), 1), ((3, 3, 1), 1)])
def test_filters_that_are_no_bank(convlib, shape, depth):
    maps = advised(convlib.conv, x=other(6, 8, depth), filters=other(*shape))
    assert maps.shape == (4, 6, 5 if shape[0] == 5 else 1)


@BOTH
@pytest.mark.parametrize(("shape", "depth"), [((3, 3), 4), ((3, 3, 2), 4), ((3,), 1), ((2, 3, 3, 3, 4), 4)])
def test_what_cannot_be_helped_gets_no_advice(convlib, shape, depth):
    with pytest.raises(ValueError, match=r"but a bank of filters is \(K, F, F, depth\)$"):
        convlib.conv(other(6, 8, depth), other(*shape))
    with pytest.raises(ValueError, match=r"has height, width and depth, \(H, W, D\)$"):
        convlib.conv(other(6, 8), other(2, 3, 3, 4))


@BOTH
def test_filters_of_a_wrong_depth_are_told_their_shape(convlib):
    for groups in (1, 2):
        with pytest.raises(ValueError) as caught:
            convlib.conv(other(9, 8, 6), other(4, 2, 2, 5), groups=groups)
        shape = eval(re.search(r"shape (\([\d, ]+\))$", str(caught.value))[1])
        assert convlib.conv(other(9, 8, 6), other(*shape), groups=groups).shape == (8, 7, 4)


@BOTH
def test_flattening_scores_and_labels(convlib):
    weights = other(5 * 6 * 2, 3)
    for shape in ((4, 5, 6, 2), (5, 6, 2)):
        found = advised(lambda x: convlib.fully_connected(x, weights), x=other(*shape))  # noqa: B023
        assert found.shape == (*shape[:-3], 3)
    scores = other(6, 4)
    for labels in (np.ones((6, 1), int), np.eye(4)[[0, 1, 2, 3, 0, 1]], np.ones(6), np.ones(6, bool)):
        loss, _ = advised(lambda labels: convlib.cross_entropy(scores, labels), labels=labels)
        assert loss > 0
    assert advised(lambda scores: convlib.cross_entropy(scores, [1]), scores=scores[0])[0] > 0


NETWORKS = [
    ((8, 10, 1), (5, 1, 8, 10)), ((8, 10, 1), (1, 8, 10)), ((8, 10, 1), (5, 8, 10)), ((8, 10, 1), (8, 10)),
    ((28, 28, 1), (5, 1, 28, 28)), ((28, 28, 1), (28, 28, 1, 5)), ((28, 28, 1), (5, 784)),
    ((8, 10, 3), (5, 3, 8, 10)), ((8, 10, 3), (3, 8, 10)), ((8, 10, 3), (8, 10, 3, 5)),
    ((8, 10, 3), (5, 240)), ((8, 10, 3), (240,)), ((1, 1, 8), (5, 8)), ((6, 6, 6), (6, 216)),
]  # fmt: skip


@pytest.mark.parametrize(("input_shape", "shape"), NETWORKS)
def test_pictures_in_another_order(input_shape, shape):
    net = Network([Conv(4, 1), ReLU(), Dense(10)], input_shape)
    for look in (net.predict, net.scores, net.probabilities, net.activations):
        advised(lambda x: look(x), x=np.ones(shape))  # noqa: B023


@pytest.mark.parametrize("shape", [(5, 10, 8, 1), (5, 8, 9, 1), (5, 2, 8, 10), (3, 5, 8, 10, 1), (7,)])
def test_pictures_that_no_order_helps_get_no_advice(shape):
    net = Network([Dense(2)], (8, 10, 1))
    with pytest.raises(ValueError, match=r"or \(8, 10, 1\) for a single one$"):
        net.predict(np.ones(shape))


def test_learning():
    net, labels = Network([Dense(2)], (4, 5, 1)), [0, 1, 1]
    x = other(3, 4, 5, 1)

    def fit(x, y):
        return net.fit(x, y, bar=False)

    assert len(advised(fit, x=x[0], y=[1])) == 1
    assert len(advised(fit, x=x, y=np.eye(2)[labels])) == 1
    assert len(advised(fit, x=x, y=np.array(labels, float))) == 1
    assert len(advised(fit, x=x[..., 0], y=labels)) == 1
    for value in (np.nan, np.inf, -np.inf):
        strange = x.copy()
        strange[1, 2, 3, 0] = value
        assert len(advised(fit, x=strange, y=labels)) == 1
        assert len(advised(lambda x: net.predict(x), x=strange)) == 3
    assert len(advised(fit, x=x * np.float64(1e300), y=labels)) == 1
    given = {"validation": (x, np.eye(2)[labels])}
    with pytest.raises(
        ValueError, match=r"validation\[1\]\.argmax\(axis=1\) turns one-hot rows into numbers"
    ):
        net.fit(x, labels, bar=False, **given)


@pytest.mark.parametrize("layer", [Conv(4, 1), GlobalAvgPool(), MaxPool(1), Concat([ReLU(), Conv(4, 1)])])
@pytest.mark.parametrize("flat", [Dense(4), GlobalAvgPool(name="flat")])
def test_a_layer_that_comes_too_late(layer, flat):
    with pytest.raises(ValueError, match=rf"not \d+ numbers: put it before the {type(flat).__name__}$"):
        Network([flat, layer], (8, 8, 2))
    if not isinstance(layer, GlobalAvgPool):
        Network([layer, flat], (8, 8, 2))
    with pytest.raises(ValueError, match=rf"layer 3, .*: put it before the {type(flat).__name__}$"):
        Network([ReLU(), flat, layer], (8, 8, 2))


def test_maps_that_are_no_scores():
    blocks = [Conv(3, 3)]
    with pytest.raises(ValueError, match=r"end with Dense\(classes\) or GlobalAvgPool\(\)"):
        Network(blocks, (8, 8, 1)).fit(other(2, 8, 8, 1), [0, 1])
    for last in (Dense(3), GlobalAvgPool()):
        Network([*blocks, last], (8, 8, 1)).fit(other(2, 8, 8, 1), [0, 1], bar=False)


@pytest.mark.parametrize("optimizer", [SGD(rate=1e20), SGD(rate=1e12), Adam(rate=1e30)])
def test_steps_that_are_too_large(optimizer):
    rng = np.random.default_rng(0)
    x, y = rng.random((60, 8, 10, 1), np.float32), rng.integers(0, 2, 60)

    def fit(optimizer):
        net = Network([Conv(4, 3), ReLU(), Dense(6), ReLU(), Dense(2)], (8, 10, 1))
        return net.fit(x, y, epochs=6, batch_size=10, optimizer=optimizer, bar=False)

    with pytest.raises(FloatingPointError) as caught:
        fit(optimizer)
    advice = re.search(r"such as (\w+\(rate=[\d.e+-]+\))", str(caught.value))[1]
    assert np.isfinite(fit(eval(advice, {"SGD": SGD, "Adam": Adam})).loss).all()


@BOTH
def test_a_reflection_as_far_as_it_goes(convlib):
    with pytest.raises(ValueError) as caught:
        convlib.pad(other(4, 7, 1), 9, mode="reflect")
    most = int(re.search(r"so (\d+) is the most$", str(caught.value))[1])
    assert convlib.pad(other(4, 7, 1), most, mode="reflect").shape == (4 + 2 * most, 7 + 2 * most, 1)


@pytest.mark.parametrize("value", [3.0, 1.5, True, "2", float("nan"), -1, 0, 1e300])
@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda value: Conv(value, 3), "K"), (lambda value: Conv(3, value), "F"), (Dense, "m"),
        (lambda value: Conv(3, 3, stride=value), "stride"), (lambda value: convlib.LRN(value), "n"),
        (lambda value: layers.max_pool(other(7, 7, 1), 1, stride=value), "stride"),
        (lambda value: sizes.output_size(7, 1, value), "S"),
        (lambda value: sizes.output_size(value, 1), "W1"),
    ],
)  # fmt: skip
def test_a_whole_number_such_as_the_one_that_is_named(call, name, value):
    with pytest.raises((TypeError, ValueError)) as caught:
        call(value)
    words = str(caught.value)
    right = re.search(r"such as (\d+)", words) or re.search(rf"{name} must be (\d+) or more", words)
    call(int(right[1]))


@pytest.mark.parametrize("n", [2, 4, 2.0, 4.0, 0, -2, None, np.int64(4)])
def test_an_odd_number_such_as_the_one_that_is_named(n):
    with pytest.raises(ValueError if isinstance(n, (int, np.integer)) else TypeError) as caught:
        convlib.LRN(n)
    convlib.LRN(int(re.search(r"such as (\d+)", str(caught.value))[1]))
