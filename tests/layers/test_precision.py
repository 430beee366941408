"""float16, NaN and infinity through every layer and back: what PyTorch gives, with no warning on the way."""

import warnings

import numpy as np
import pytest
import torch
from torch.nn import functional

from convlib import layers, naive
from convlib.fast import threads

BOTH = pytest.mark.parametrize("convlib", [naive, layers], ids=["naive", "layers"])
NAN, INF = np.nan, np.inf


@pytest.fixture(autouse=True)
def no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def volume(*shape, dtype=np.float32, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype(dtype)


def tensor(array):
    """(N, H, W, D) as PyTorch has it, and everything else as it is; gradients are kept."""
    order = (0, 3, 1, 2) if np.ndim(array) == 4 else range(np.ndim(array))
    return torch.tensor(np.ascontiguousarray(np.transpose(array, order))).requires_grad_()


def ours(tensor):
    order = (0, 2, 3, 1) if tensor.ndim == 4 else range(tensor.ndim)
    return tensor.detach().numpy().transpose(tuple(order))


def there_and_back(convlib, layer, arrays, dout=None, **settings):
    """A layer's output and gradients beside PyTorch's: two lists of arrays."""
    theirs = [tensor(array) for array in arrays]
    out = getattr(convlib, layer)(*arrays, **settings)
    if layer == "conv":
        x, filters, *bias = theirs
        expected = functional.conv2d(x, filters, *bias, stride=settings.get("stride", 1),
                                     padding=settings.get("padding", 0))  # fmt: skip
    elif layer == "fully_connected":
        x, weights, *bias = theirs
        expected = functional.linear(x, weights.T, *bias)
    elif layer == "relu":
        expected = torch.relu(*theirs)
    else:
        pool = {"max_pool": functional.max_pool2d, "avg_pool": functional.avg_pool2d}[layer]
        given = {"stride": settings.get("stride"), "padding": settings.get("padding", 0)}
        if layer == "avg_pool":
            given["count_include_pad"] = False
        expected = pool(*theirs, settings["F"], **given)
    if dout is None:
        dout = volume(*out.shape, dtype=out.dtype, seed=9)
    expected.backward(tensor(dout).detach())
    back = {name: value for name, value in settings.items() if name != "bias"}
    first, *others = arrays
    others = others[:1] if layer in ("conv", "fully_connected") else []
    gradients = getattr(convlib, layer + "_backward")(dout, first, *others, **back)
    gradients = gradients if isinstance(gradients, tuple) else (gradients,)
    return [out, *gradients], [ours(expected), *(ours(one.grad) for one in theirs)]


HALF = [
    ("conv", [(2, 6, 7, 8), (5, 3, 3, 8), (5,)], {"padding": 1}),
    ("conv", [(2, 9, 9, 40), (3, 5, 5, 40), (3,)], {"stride": 2}),
    ("fully_connected", [(3, 500), (500, 4), (4,)], {}),
    ("max_pool", [(2, 6, 8, 3)], {"F": 3, "stride": 1}),
    ("avg_pool", [(2, 6, 8, 3)], {"F": 3, "stride": 1, "padding": 1}),
    ("avg_pool", [(1, 48, 48, 2)], {"F": 48}),
    ("relu", [(4, 5)], {}),
]


@BOTH
@pytest.mark.parametrize(("layer", "shapes", "settings"), HALF)
def test_float16_is_summed_in_float32_and_rounded_once(convlib, layer, shapes, settings):
    arrays = [volume(*shape, dtype=np.float16, seed=k) for k, shape in enumerate(shapes)]
    dout = getattr(convlib, layer)(*arrays, **settings)
    found, half = there_and_back(convlib, layer, arrays, dout, **settings)
    _, wide = there_and_back(
        convlib, layer, [np.float64(array) for array in arrays], np.float64(dout), **settings
    )
    for one, exact in zip(found, wide, strict=True):
        assert one.dtype == np.float16
        # One rounding: half a step of float16, and the sums in float32 beside it.
        step = np.spacing(np.abs(exact).astype(np.float16)).astype(float)
        assert (np.abs(one - exact) <= 0.51 * step + 1e-5).all()
    # The way back PyTorch rounds more often.
    np.testing.assert_allclose(found[0], half[0], rtol=1e-3, atol=1e-3)


@BOTH
def test_float16_that_would_stall_or_overflow(convlib):
    # Adding ones in float16 stops at 2048, and 65504 is its largest number.
    assert convlib.avg_pool(np.ones((64, 64, 1), np.float16), 64).item() == 1
    assert convlib.avg_pool(np.full((2, 2, 1), 60000, np.float16), 2).item() == 60000
    ones = np.ones((5000,), np.float16)
    assert convlib.fully_connected(ones, ones[:, np.newaxis]).item() == 5000
    assert convlib.conv(np.ones((64, 64, 1), np.float16), np.ones((1, 64, 64, 1), np.float16)).item() == 4096
    window = np.ones((1, 2, 2, 1), np.float16)
    assert convlib.conv(np.full((2, 2, 1), 60000, np.float16), window).item() == INF
    dout = np.ones((4096, 1), np.float16)
    _, dweights, dbias = convlib.fully_connected_backward(dout, dout, dout[:1])
    assert dweights.item() == dbias.item() == 4096
    shares = convlib.softmax(np.zeros(4096, np.float16))
    assert shares.dtype == np.float16 and (shares == np.float16(1 / 4096)).all()
    scores, labels = np.zeros((3000, 4), np.float16), np.zeros(3000, int)
    loss, dscores = convlib.cross_entropy(scores, labels)
    assert loss == pytest.approx(np.log(4)) and dscores.dtype == np.float16
    np.testing.assert_array_equal(dscores[0], np.float16([-0.75 / 3000, *[0.25 / 3000] * 3]))


@BOTH
@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int16, np.uint64])
def test_whole_numbers_are_summed_as_float64(convlib, dtype):
    x = np.full((20, 20, 1), True if dtype is bool else np.iinfo(dtype).max, dtype)
    exact = float(x[0, 0, 0])
    assert convlib.avg_pool(x, 20).item() == exact
    assert convlib.conv(x, np.ones((1, 20, 20, 1), dtype)).item() == 400 * exact
    assert convlib.max_pool(x, 20).item() == exact


STRANGE = [
    # Where it stands in the picture, and what stands there.
    {(0, 1, 1, 0): NAN},
    {(0, 0, 0, 0): NAN, (1, 5, 6, 1): NAN},
    {(0, 2, 2, 0): INF},
    {(0, 2, 2, 0): -INF},
    {(0, 1, 1, 0): INF, (0, 2, 2, 0): -INF},
    {(0, row, column, 0): -INF for row in range(6) for column in range(7)},
]
LAYERS = [
    ("conv", [(2, 3, 3, 2), (2,)], {"padding": 1}),
    ("conv", [(2, 2, 3, 2), (2,)], {"stride": 2}),
    ("max_pool", [], {"F": 2}),
    ("max_pool", [], {"F": 3, "stride": 1, "padding": 1}),
    ("avg_pool", [], {"F": 2}),
    ("avg_pool", [], {"F": 3, "stride": 2, "padding": 1}),
    ("relu", [], {}),
]


@BOTH
@pytest.mark.parametrize("places", STRANGE)
@pytest.mark.parametrize(("layer", "others", "settings"), LAYERS)
def test_nan_and_infinity_as_pytorch(convlib, layer, others, settings, places):
    x = volume(2, 6, 7, 2)
    if settings.get("F") == 2 or settings.get("stride") == 2:
        x = x[:, :, :6] if layer != "conv" else x
    if settings.get("stride") == 2 and layer == "avg_pool":
        x = x[:, :5, :5]
    for place, value in places.items():
        if all(index < size for index, size in zip(place, x.shape, strict=True)):
            x[place] = value
    arrays = [x, *(volume(*shape, seed=k) for k, shape in enumerate(others, 1))]
    found, expected = there_and_back(convlib, layer, arrays, **settings)
    for one, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, theirs, rtol=1e-4, atol=1e-5)


@BOTH
@pytest.mark.parametrize("layer", ["max_pool", "avg_pool", "relu"])
@pytest.mark.parametrize("value", [NAN, INF, -INF])
def test_a_strange_gradient_goes_where_it_belongs(convlib, layer, value):
    x, dout = volume(1, 4, 6, 2), None
    settings = {} if layer == "relu" else {"F": 2}
    dout = volume(*getattr(convlib, layer)(x, **settings).shape, seed=3)
    dout[0, 0, 0, 0] = dout[0, 1, 1, 1] = value
    found, expected = there_and_back(convlib, layer, [x], dout, **settings)
    for one, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, theirs, rtol=1e-5)


@BOTH
@pytest.mark.parametrize("value", [NAN, INF])
def test_a_strange_weight_owes_nothing_to_pixels_that_it_never_reads(convlib, value):
    x, filters = volume(2, 5, 6, 2), volume(3, 3, 3, 2, seed=1)
    filters[1, 2, 2, 0] = value
    dout = volume(2, 3, 4, 3, seed=2)
    dx, _, _ = convlib.conv_backward(dout, x, filters)
    expected = torch.nn.grad.conv2d_input((2, 2, 5, 6), tensor(filters).detach(), tensor(dout).detach())
    # By the sum: the lower right weight never touches the first two rows and columns.
    strange = ~np.isfinite(dx)
    assert not strange[:, :2].any() and not strange[:, :, :2].any() and strange[:, 2:, 2:, 0].all()
    assert not strange[..., 1].any()
    np.testing.assert_allclose(dx[..., 1], ours(expected)[..., 1], rtol=1e-4, atol=1e-5)


@BOTH
def test_the_gradient_of_a_pool_goes_to_the_nan(convlib):
    x = np.array([[1, NAN], [5, 6]])[..., np.newaxis]
    dx = convlib.max_pool_backward(np.ones((1, 1, 1)), x, 2)
    np.testing.assert_array_equal(dx[..., 0], [[0, 1], [0, 0]])
    x = np.array([[NAN, 9, NAN]])[..., np.newaxis]
    for ties, expected in (("first", [6, 0, 0]), ("split", [3, 0, 3]), ("all", [6, 0, 6])):
        dx = convlib.max_pool_backward(np.full((1, 1, 1), 6), x, (1, 3), stride=1, ties=ties)
        np.testing.assert_array_equal(dx[0, :, 0], expected)


@BOTH
@pytest.mark.parametrize(
    "scores",
    [[0, NAN, 1], [NAN, NAN, 2], [INF, 0, 1], [-INF, 0, 1], [-INF, -INF, -INF], [INF, INF, 0], [1, 2, NAN]],
)
def test_shares_and_losses_of_strange_scores(convlib, scores):
    scores = np.array([scores, [1, 2, 3]])
    np.testing.assert_allclose(convlib.softmax(scores), torch.softmax(torch.tensor(scores), -1).numpy())
    for label in range(3):
        theirs = torch.tensor(scores, requires_grad=True)
        expected = functional.cross_entropy(theirs, torch.tensor([label, 1]))
        expected.backward()
        loss, dscores = convlib.cross_entropy(scores, np.array([label, 1]))
        np.testing.assert_allclose(loss, expected.item())
        np.testing.assert_allclose(dscores, theirs.grad.numpy())


@pytest.mark.parametrize("value", [NAN, INF, -INF])
@pytest.mark.parametrize("F", [3, 5])
def test_a_large_convolution_keeps_its_other_outputs_clean(monkeypatch, value, F):
    # As wide and deep as the shortcut likes it, in a network's layout too, and in several threads.
    monkeypatch.setattr(threads, "WORTH_A_THREAD", 1)
    x, filters = volume(3, 9, 11, 32), volume(64, F, F, 32, seed=1)
    clean = layers.conv(np.float64(x), np.float64(filters))
    x[1, 1, 2, 5] = value
    with threads.using(threads=3):
        maps = layers.conv(x, filters)
        dout = volume(*maps.shape, seed=2)
        dout[2, 3, 3, 7] = value
        dx, _, dbias = layers.conv_backward(dout, x, filters)
    touched = np.zeros(maps.shape[:3], bool)
    touched[1, :2, :3] = True
    assert np.isfinite(maps[~touched]).all() and not np.isfinite(maps[touched]).any()
    np.testing.assert_allclose(maps[~touched], clean[~touched], atol=1e-4 * np.abs(clean).max())
    owed = np.zeros(dx.shape[:3], bool)
    owed[2, 3 : 3 + F, 3 : 3 + F] = True
    assert np.isfinite(dx[~owed]).all() and not np.isfinite(dx[owed]).any()
    assert not np.isfinite(dbias[7]) and np.isfinite(np.delete(dbias, 7)).all()
