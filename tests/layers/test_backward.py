"""The way back through the layers: loops and fast form, adjoints, numeric gradients, sums done by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convlib import layers, naive
from convlib.fast import using
from convlib.fast import windows as table

BOTH = pytest.mark.parametrize("convlib", [naive, layers], ids=["naive", "layers"])
TIES = st.sampled_from(["first", "split", "all"])
FITS = st.sampled_from(["floor", "ceil"])
DTYPES = st.sampled_from([np.float32, np.float64])


@st.composite
def settings_of_windows(draw, pool=False):
    F = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    dilation = 1 if pool else draw(st.integers(1, 3))
    padding = draw(st.integers(0, min(F) - 1 if pool else 3))
    sizes = [max(1, (f - 1) * dilation + 1 - 2 * padding) + draw(st.integers(0, 6)) for f in F]
    return {
        "shape": (*draw(st.sampled_from([(), (0,), (1,), (3,), (2, 2)])), *sizes),
        "F": F,
        "stride": draw(st.integers(1, 5)),
        "padding": padding,
        "dilation": dilation,
        "seed": draw(st.integers(0, 2**32 - 1)),
    }


def agree(slow, fast, dtype):
    tolerance = 1e-3 if dtype == np.float32 else 1e-11
    for one, other in zip(slow, fast, strict=True):
        assert one.shape == other.shape
        assert one.dtype == other.dtype == dtype
        np.testing.assert_allclose(one, other, rtol=tolerance, atol=tolerance)


@given(settings_of_windows(), st.sampled_from([1, 2, 3]), st.integers(1, 2), st.integers(1, 2), FITS, DTYPES)
@settings(max_examples=150)
def test_conv_backward_is_the_loops(case, groups, depth, painted, fit, dtype):
    rng = np.random.default_rng(case["seed"])
    x = rng.standard_normal((*case["shape"], groups * depth)).astype(dtype)
    filters = rng.standard_normal((groups * painted, *case["F"], depth)).astype(dtype)
    keywords = {name: case[name] for name in ("stride", "padding", "dilation")}
    keywords |= {"groups": groups, "fit": fit}
    dout = rng.standard_normal(layers.conv(x, filters, **keywords).shape).astype(dtype)
    before = dout.copy(), x.copy(), filters.copy()
    fast = layers.conv_backward(dout, x, filters, **keywords)
    agree(naive.conv_backward(dout, x, filters, **keywords), fast, dtype)
    for old, new in zip(before, (dout, x, filters), strict=True):
        np.testing.assert_array_equal(old, new)


@given(settings_of_windows(pool=True), FITS, DTYPES, TIES, st.booleans())
@settings(max_examples=150)
def test_pools_backward_are_the_loops(case, fit, dtype, ties, count_padding):
    rng = np.random.default_rng(case["seed"])
    # Few different numbers: ties everywhere.
    x = rng.integers(-2, 3, (*case["shape"], 2)).astype(dtype)
    F, keywords = case["F"], {"stride": case["stride"], "padding": case["padding"], "fit": fit}
    dout = rng.standard_normal(layers.max_pool(x, F, **keywords).shape).astype(dtype)
    slow = naive.max_pool_backward(dout, x, F, **keywords, ties=ties)
    agree([slow], [layers.max_pool_backward(dout, x, F, **keywords, ties=ties)], dtype)
    slow = naive.avg_pool_backward(dout, x, F, **keywords, count_padding=count_padding)
    agree([slow], [layers.avg_pool_backward(dout, x, F, **keywords, count_padding=count_padding)], dtype)


@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.integers(1, 5), DTYPES)
@settings(max_examples=40)
def test_the_other_layers_backward_are_the_loops(seed, n, m, dtype):
    rng = np.random.default_rng(seed)
    x, weights, dout = (rng.standard_normal(size).astype(dtype) for size in ((2, 3, n), (n, m), (2, 3, m)))
    agree(
        naive.fully_connected_backward(dout, x, weights),
        layers.fully_connected_backward(dout, x, weights),
        dtype,
    )
    agree([naive.relu_backward(x, -x)], [layers.relu_backward(x, -x)], dtype)
    scores, labels = dout.reshape(6, m), rng.integers(0, m, 6)
    (slow, dslow), (fast, dfast) = naive.cross_entropy(scores, labels), layers.cross_entropy(scores, labels)
    assert slow == pytest.approx(fast, rel=1e-5)
    agree([dslow], [dfast], dtype)


@given(settings_of_windows(), st.sampled_from([1, 2]), FITS)
@settings(max_examples=100)
def test_conv_backward_is_the_adjoint_of_conv(case, groups, fit):
    rng = np.random.default_rng(case["seed"])
    x = rng.standard_normal((*case["shape"], 2 * groups))
    filters = rng.standard_normal((3 * groups, *case["F"], 2))
    keywords = {name: case[name] for name in ("stride", "padding", "dilation")}
    keywords |= {"groups": groups, "fit": fit}
    out = layers.conv(x, filters, **keywords)
    dout = rng.standard_normal(out.shape)
    dx, dfilters, dbias = layers.conv_backward(dout, x, filters, **keywords)
    size = np.abs(out * dout).sum() + 1
    # conv is linear in x and in the filters, so both products are the same number.
    assert abs((out * dout).sum() - (x * dx).sum()) < 1e-12 * size
    assert abs((out * dout).sum() - (filters * dfilters).sum()) < 1e-12 * size
    np.testing.assert_allclose(dbias, dout.sum(axis=tuple(range(dout.ndim - 1))), atol=1e-12)


def numeric(function, array, dout):
    """Central differences of the sum of dout · function()."""
    gradient = np.empty_like(array)
    for place in np.ndindex(array.shape):
        kept = array[place]
        array[place] = kept + 1e-6
        more = (dout * function()).sum()
        array[place] = kept - 1e-6
        gradient[place] = (more - (dout * function()).sum()) / 2e-6
        array[place] = kept
    return gradient


@BOTH
def test_gradients_are_central_differences(convlib):
    rng = np.random.default_rng(3)
    # A shuffled row of distinct numbers: no ties, and no kink within 1e-6.
    x = (rng.permutation(5 * 4 * 4) - 40.5).reshape(1, 5, 4, 4) / 20
    filters, bias = rng.standard_normal((4, 3, 2, 2)), rng.standard_normal(4)
    keywords = {"stride": 2, "padding": 1, "groups": 2, "fit": "floor"}

    def forward():
        return convlib.conv(x, filters, bias, **keywords)

    dout = rng.standard_normal(forward().shape)
    dx, dfilters, dbias = convlib.conv_backward(dout, x, filters, **keywords)
    for gradient, array in ((dx, x), (dfilters, filters), (dbias, bias)):
        np.testing.assert_allclose(gradient, numeric(forward, array, dout), atol=1e-7)

    pools = {"stride": 1, "padding": 1}
    for name, more in (("max_pool", {}), ("avg_pool", {}), ("avg_pool", {"count_padding": True})):

        def pooled(name=name, more=more):
            return getattr(convlib, name)(x, (3, 2), **pools, **more)

        dout = rng.standard_normal(pooled().shape)
        dx = getattr(convlib, name + "_backward")(dout, x, (3, 2), **pools, **more)
        np.testing.assert_allclose(dx, numeric(pooled, x, dout), atol=1e-7)

    dout = rng.standard_normal(x.shape)
    np.testing.assert_allclose(
        convlib.relu_backward(dout, x), numeric(lambda: convlib.relu(x), x, dout), atol=1e-7
    )
    flat, weights, bias = rng.standard_normal((3, 7)), rng.standard_normal((7, 2)), rng.standard_normal(2)
    dout = rng.standard_normal((3, 2))
    gradients = convlib.fully_connected_backward(dout, flat, weights)
    for gradient, array in zip(gradients, (flat, weights, bias), strict=True):
        np.testing.assert_allclose(
            gradient,
            numeric(lambda: convlib.fully_connected(flat, weights, bias), array, dout),
            atol=1e-7,
        )
    scores, labels = rng.standard_normal((3, 4)), np.array([3, 0, 1])
    _, dscores = convlib.cross_entropy(scores, labels)
    expected = numeric(lambda: np.array(convlib.cross_entropy(scores, labels)[0]), scores, 1)
    np.testing.assert_allclose(dscores, expected, atol=1e-7)


@BOTH
def test_conv_backward_by_hand(convlib):
    x = np.array([[1.0, 2, 3], [4, 5, 6]])[..., np.newaxis]
    filters = np.array([[10.0, 20], [30, 40]])[np.newaxis, ..., np.newaxis]
    dout = np.array([[1.0, 2]])[..., np.newaxis]
    dx, dfilters, dbias = convlib.conv_backward(dout, x, filters)
    # The middle column is read by both windows: at the right of the first, at the left of the second.
    np.testing.assert_array_equal(dx[..., 0], [[10, 20 + 2 * 10, 2 * 20], [30, 40 + 2 * 30, 2 * 40]])
    np.testing.assert_array_equal(dfilters[0, ..., 0], [[1 + 2 * 2, 2 + 2 * 3], [4 + 2 * 5, 5 + 2 * 6]])
    np.testing.assert_array_equal(dbias, [1 + 2])


@BOTH
def test_overlapping_windows_add_up(convlib):
    x = np.random.default_rng(0).permutation(64).reshape(8, 8, 1).astype(float)
    dx = convlib.max_pool_backward(np.ones((6, 6, 1)), x, 3, stride=1)
    assert dx.sum() == 36
    # With "=" for "+=" each winner would keep one window's share only.
    assert (dx > 0).sum() < 36
    assert convlib.avg_pool_backward(np.ones((6, 6, 1)), x, 3, stride=1).sum() == pytest.approx(36)


@BOTH
@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("first", [[0, 12, 0], [0, 0, 3]]),
        ("split", [[0, 12 / 3 + 0, 0], [12 / 3, 12 / 3, 3]]),
        ("all", [[0, 12, 0], [12, 12, 3]]),
    ],
)
def test_ties(convlib, ties, expected):
    # 2×2 windows at stride 1: 7 wins three times in the first; in the second 9 wins alone.
    x = np.array([[1.0, 7, 2], [7, 7, 9]])[..., np.newaxis]
    dx = convlib.max_pool_backward(np.array([[12.0, 3]])[..., np.newaxis], x, 2, stride=1, ties=ties)
    np.testing.assert_array_equal(dx[..., 0], expected)


@BOTH
def test_padding_never_wins_a_tie(convlib):
    x = np.full((2, 2, 1), -np.inf)
    dx = convlib.max_pool_backward(np.ones((3, 3, 1)), x, 2, stride=1, padding=1)
    assert dx.sum() == 9


@BOTH
def test_relu_lets_nothing_through_at_0(convlib):
    np.testing.assert_array_equal(
        convlib.relu_backward(np.array([5.0, 6, 7]), np.array([-1.0, 0, 2])), [0, 0, 7]
    )


@BOTH
def test_cross_entropy_by_hand(convlib):
    # Shares 3/4 and 1/4; 1/5 and 4/5.
    scores = np.log(np.array([[3.0, 1], [1, 4]]))
    loss, dscores = convlib.cross_entropy(scores, [0, 0])
    assert loss == pytest.approx((np.log(4 / 3) + np.log(5)) / 2)
    np.testing.assert_allclose(dscores, [[(3 / 4 - 1) / 2, 1 / 8], [(1 / 5 - 1) / 2, 4 / 10]])


@BOTH
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_cross_entropy_of_huge_scores(convlib, dtype):
    scores = np.array([[1e4, -1e4, 0], [-1e4, 1e4, 1e4]], dtype)
    loss, dscores = convlib.cross_entropy(scores, np.array([1, 2], np.uint8))
    assert loss == pytest.approx((2e4 + np.log(2)) / 2)
    np.testing.assert_allclose(dscores, [[0.5, -0.5, 0], [0, 0.25, -0.25]], atol=1e-7)
    assert dscores.dtype == dtype


@BOTH
@pytest.mark.parametrize(
    ("labels", "error", "words"),
    [
        ([0, 3, 1], ValueError, r"labels\[1\] is 3, but with 3 classes labels go from 0 to 2"),
        ([0, -1, 1], ValueError, r"labels\[1\] is -1"),
        ([0.0, 1.0, 2.0], TypeError, "whole numbers, the classes 0 to 2, but holds floats, such as 2.0"),
        ([True, False, True], TypeError, "holds True and False"),
        (["a", "b", "c"], TypeError, "whole numbers"),
        ([0, 1], ValueError, r"labels has shape \(2,\), but 3 pictures need shape \(3,\)"),
        ([[0], [1], [2]], ValueError, r"labels\[:, 0\] has it"),
        (np.eye(3, dtype=int), ValueError, r"argmax\(axis=1\)"),
    ],
)
def test_labels_that_are_none_are_refused(convlib, labels, error, words):
    with pytest.raises(error, match=words):
        convlib.cross_entropy(np.zeros((3, 3)), labels)


@BOTH
def test_an_empty_batch_has_no_loss(convlib):
    with pytest.raises(ValueError, match="the batch is empty"):
        convlib.cross_entropy(np.zeros((0, 3)), np.zeros(0, int))


@BOTH
def test_what_does_not_belong_together_is_refused(convlib):
    x, filters = np.ones((2, 5, 6, 3)), np.ones((4, 3, 3, 3))
    for call in (
        lambda: convlib.conv_backward(np.ones((2, 3, 4, 1)), x, filters),
        lambda: convlib.max_pool_backward(np.ones((2, 2, 3, 3)), x, 2, fit="ceil"),
        lambda: convlib.avg_pool_backward(np.ones((3, 3)), x, 2, fit="floor"),
        lambda: convlib.relu_backward(np.ones(3), x),
        lambda: convlib.fully_connected_backward(np.ones(3), np.ones(4), np.ones((4, 2))),
    ):
        with pytest.raises(ValueError, match="dout has shape .* but must have the shape of the output"):
            call()
    with pytest.raises(ValueError, match='ties must be "first", "split" or "all", not \'last\''):
        convlib.max_pool_backward(np.ones((1, 1, 1)), np.ones((2, 2, 1)), ties="last")


@pytest.mark.parametrize("chunk", [1, 300, 10**6])
@pytest.mark.parametrize("threads", [1, 3])
def test_chunks_and_threads_change_nothing(monkeypatch, chunk, threads):
    rng = np.random.default_rng(5)
    x, filters = rng.standard_normal((7, 9, 8, 4)), rng.standard_normal((6, 3, 2, 2))
    keywords = {"stride": 2, "padding": 1, "groups": 2, "fit": "floor"}
    dout = rng.standard_normal(layers.conv(x, filters, **keywords).shape)
    expected = naive.conv_backward(dout, x, filters, **keywords)
    monkeypatch.setattr(table, "CHUNK", chunk)
    monkeypatch.setattr("convlib.fast.threads.WORTH_A_THREAD", 1)
    with using(threads=threads):
        agree(expected, layers.conv_backward(dout, x, filters, **keywords), np.float64)
        np.testing.assert_allclose(
            layers.conv(x, filters, **keywords), naive.conv(x, filters, **keywords), atol=1e-12
        )
