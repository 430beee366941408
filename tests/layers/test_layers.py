"""The layers, as loops and fast: against each other, against ONNX Runtime, and against sums done by hand."""

import subprocess
import sys
import tracemalloc

import numpy as np
import oracle
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import correlate

from convlib import DoesNotFit, layers, naive
from convlib.fast import windows as table
from convlib.sizes import fit_windows

BOTH = pytest.mark.parametrize("convlib", [naive, layers], ids=["naive", "layers"])


@st.composite
def windows(draw):
    """Lopsided settings that conv can take with rounding; dilation and depth included."""
    F = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    dilation, padding = draw(st.integers(1, 2)), draw(st.integers(0, 3))
    sizes = tuple(max(1, (f - 1) * dilation + 1 - 2 * padding) + draw(st.integers(0, 6)) for f in F)
    return {
        "sizes": sizes,
        "F": F,
        "stride": draw(st.integers(1, 4)),
        "padding": padding,
        "dilation": dilation,
        "batch": draw(st.sampled_from([(), (0,), (1,), (3,), (2, 2)])),
        "seed": draw(st.integers(0, 2**32 - 1)),
    }


FITS = st.sampled_from(["exact", "floor", "ceil"])
DTYPES = st.sampled_from([np.float32, np.float64])


def same_answer(function, *arguments, **keywords):
    """Both forms give the same array, or refuse in the same words; inputs stay as they are."""
    before = [argument.copy() for argument in arguments if isinstance(argument, np.ndarray)]
    answers = []
    for module in (naive, layers):
        try:
            answers.append(getattr(module, function)(*arguments, **keywords))
        except ValueError as error:
            answers.append(str(error))
    slow, fast = answers
    if isinstance(slow, str) or isinstance(fast, str):
        assert slow == fast
        return
    assert slow.shape == fast.shape
    assert slow.dtype == fast.dtype == arguments[0].dtype
    tolerance = 1e-4 if slow.dtype == np.float32 else 1e-12
    np.testing.assert_allclose(slow, fast, rtol=tolerance, atol=tolerance)
    after = [argument for argument in arguments if isinstance(argument, np.ndarray)]
    for old, new in zip(before, after, strict=True):
        np.testing.assert_array_equal(old, new)


@settings(max_examples=150)
@given(windows(), st.integers(1, 3), st.integers(1, 3), st.integers(1, 3), FITS, DTYPES)
def test_conv_as_loops_and_fast(setting, groups, depth, painted, fit, dtype):
    numbers = np.random.default_rng(setting["seed"])
    x = numbers.normal(size=(*setting["batch"], *setting["sizes"], groups * depth)).astype(dtype)
    filters = numbers.normal(size=(groups * painted, *setting["F"], depth)).astype(dtype)
    bias = numbers.normal(size=groups * painted).astype(dtype)
    keywords = {name: setting[name] for name in ("stride", "padding", "dilation")}
    same_answer("conv", x, filters, bias, groups=groups, fit=fit, **keywords)


@settings(max_examples=100)
@given(windows(), st.integers(1, 3), FITS, DTYPES, st.booleans())
def test_pools_as_loops_and_fast(setting, depth, fit, dtype, count_padding):
    numbers = np.random.default_rng(setting["seed"])
    x = numbers.normal(size=(*setting["batch"], *setting["sizes"], depth)).astype(dtype)
    keywords = {name: setting[name] for name in ("stride", "padding")} | {"fit": fit}
    same_answer("max_pool", x, setting["F"], **keywords)
    same_answer("avg_pool", x, setting["F"], count_padding=count_padding, **keywords)


@settings(max_examples=50)
@given(
    st.lists(st.integers(0, 4), max_size=3),
    st.integers(1, 6),
    st.integers(1, 5),
    st.integers(0, 10**6),
    DTYPES,
)
def test_the_rest_as_loops_and_fast(batch, n, m, seed, dtype):
    numbers = np.random.default_rng(seed)
    x = numbers.normal(size=(*batch, n)).astype(dtype)
    same_answer("relu", x)
    same_answer("softmax", x)
    same_answer(
        "fully_connected", x, numbers.normal(size=(n, m)).astype(dtype), numbers.normal(size=m).astype(dtype)
    )
    same_answer("pad", numbers.normal(size=(*batch, n, m, 2)).astype(dtype), seed % 4, value=-1.5)


# ONNX Runtime


def volume(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


CONVS = [
    # (H, W, D), (K, Fh, Fw), stride, padding, dilation, groups
    ((7, 9, 3), (4, 3, 3), 2, 1, 1, 1),
    ((8, 11, 3), (4, 3, 2), 3, 0, 1, 1),
    ((9, 6, 4), (6, 2, 3), 2, 2, 1, 2),
    ((13, 10, 3), (3, 3, 3), 2, 1, 3, 3),
    ((12, 9, 2), (5, 1, 1), 2, 0, 1, 1),
    ((6, 14, 6), (4, 3, 4), 4, 3, 2, 2),
    ((5, 8, 3), (4, 5, 8), 1, 0, 1, 1),
    ((10, 7, 3), (4, 4, 2), 3, 1, 2, 1),
]


@BOTH
@pytest.mark.parametrize("fit", ["floor", "ceil"])
@pytest.mark.parametrize(("shape", "bank", "stride", "padding", "dilation", "groups"), CONVS)
def test_conv_against_onnx_runtime(convlib, shape, bank, stride, padding, dilation, groups, fit):
    x = volume(2, *shape)
    filters = volume(*bank, shape[-1] // groups, seed=1)
    bias = volume(bank[0], seed=2)
    settings = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
    overhang = (0, 0)
    if fit == "ceil":
        # ONNX has no ceil for Conv: pad as far as the last window needs, which PyTorch's rule may drop.
        spans = [(f - 1) * dilation + 1 for f in bank[1:]]
        outputs = fit_windows(shape[:2], bank[1:], stride, padding, dilation=dilation, fit="ceil")
        overhang = [
            max(0, (output - 1) * stride + span - size - 2 * padding)
            for output, span, size in zip(outputs, spans, shape, strict=False)
        ]
    expected = oracle.conv(x, filters, bias, overhang=overhang, **settings)
    np.testing.assert_allclose(
        convlib.conv(x, filters, bias, fit=fit, **settings), expected, rtol=1e-4, atol=1e-5
    )


POOLS = [
    # (H, W, D), F, stride, padding
    ((8, 6, 3), (2, 2), 2, 0),
    ((7, 10, 3), (3, 3), 2, 1),
    ((9, 5, 2), (3, 2), 2, 1),
    ((6, 11, 3), (2, 3), 3, 0),
    ((5, 8, 1), (2, 2), 2, 1),
    ((10, 7, 3), (3, 3), 1, 2),
    ((7, 12, 2), (1, 1), 2, 0),
    ((11, 7, 3), (4, 3), 5, 2),
]


@BOTH
@pytest.mark.parametrize("fit", ["floor", "ceil"])
@pytest.mark.parametrize(("shape", "F", "stride", "padding"), POOLS)
def test_pools_against_onnx_runtime(convlib, shape, F, stride, padding, fit):
    x = volume(2, *shape) - 3  # all below zero, so that a max pool padded with 0 would be caught
    ours = {"stride": stride, "padding": padding, "fit": fit}
    theirs = {"stride": stride, "padding": padding, "ceil": fit == "ceil"}
    np.testing.assert_array_equal(convlib.max_pool(x, F, **ours), oracle.max_pool(x, F, **theirs))
    for count_padding in (False, True):
        np.testing.assert_allclose(
            convlib.avg_pool(x, F, count_padding=count_padding, **ours),
            oracle.avg_pool(x, F, count_padding=count_padding, **theirs),
            rtol=1e-5,
        )


@BOTH
def test_fully_connected_and_softmax_against_onnx_runtime(convlib):
    x, weights, bias = volume(4, 5), volume(5, 3, seed=1), volume(3, seed=2)
    scores = convlib.fully_connected(x, weights, bias)
    np.testing.assert_allclose(scores, oracle.fully_connected(x, weights, bias), rtol=1e-5)
    np.testing.assert_allclose(convlib.softmax(scores), oracle.softmax(scores), rtol=1e-5)


@BOTH
def test_conv_against_scipy(convlib):
    # SciPy correlates a whole volume at once; "valid" in the depth leaves one map.
    x, filters = volume(9, 7, 3).astype(float), volume(2, 3, 4, 3, seed=1).astype(float)
    expected = np.concatenate([correlate(x, one, mode="valid") for one in filters], axis=-1)
    np.testing.assert_allclose(convlib.conv(x, filters), expected, rtol=1e-12)


# By hand


@BOTH
def test_one_position_is_one_sum_over_the_depth(convlib):  # S15
    x = np.arange(12.0).reshape(2, 2, 3)
    filters = np.array([[[[1, 0, 2], [0, 1, 0]], [[0, 0, 1], [3, 0, 0]]]])
    expected = 0 * 1 + 2 * 2 + 4 * 1 + 8 * 1 + 9 * 3 + 10
    np.testing.assert_array_equal(convlib.conv(x, filters, [10]), [[[expected]]])


@BOTH
def test_filters_are_not_flipped(convlib):  # S21
    delta = np.zeros((5, 5, 1))
    delta[2, 2] = 1
    nine = np.arange(1, 10).reshape(1, 3, 3, 1)
    expected = [[9, 8, 7], [6, 5, 4], [3, 2, 1]]
    np.testing.assert_array_equal(convlib.conv(delta, nine)[:, :, 0], expected)


@BOTH
def test_padding_of_one_at_stride_two(convlib):
    x = np.arange(16).reshape(4, 4, 1)
    out = convlib.conv(x, np.ones((1, 3, 3, 1)), stride=2, padding=1, fit="floor")
    expected = [[0 + 1 + 4 + 5, 1 + 2 + 3 + 5 + 6 + 7], [51, 5 + 6 + 7 + 9 + 10 + 11 + 13 + 14 + 15]]
    np.testing.assert_array_equal(out[:, :, 0], expected)


@BOTH
def test_the_pool_slice(convlib):  # S36
    x = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])[:, :, np.newaxis]
    np.testing.assert_array_equal(convlib.max_pool(x)[:, :, 0], [[6, 8], [3, 4]])
    means = [[(1 + 1 + 5 + 6) / 4, (2 + 4 + 7 + 8) / 4], [(3 + 2 + 1 + 2) / 4, (1 + 0 + 3 + 4) / 4]]
    np.testing.assert_array_equal(convlib.avg_pool(x)[:, :, 0], means)


@BOTH
def test_what_an_average_divides_by(convlib):
    x = np.array([[2.0, 4, 6]])[:, :, np.newaxis]
    # Padded: 0 2 4 6 0 between rows of zeros; a third window would start in the far padding.
    keywords = {"F": 2, "stride": 2, "padding": 1, "fit": "ceil"}
    np.testing.assert_array_equal(convlib.avg_pool(x, **keywords)[:, :, 0], [[2 / 1, (4 + 6) / 2]])
    np.testing.assert_array_equal(
        convlib.avg_pool(x, count_padding=True, **keywords)[:, :, 0], [[2 / 4, (4 + 6) / 4]]
    )


@BOTH
def test_the_overhang_never_counts(convlib):
    x = np.array([[3.0, 5, 8]])[:, :, np.newaxis]
    for count_padding in (False, True):
        out = convlib.avg_pool(x, (1, 2), stride=2, fit="ceil", count_padding=count_padding)
        np.testing.assert_array_equal(out[:, :, 0], [[(3 + 5) / 2, 8 / 1]])


@BOTH
def test_conv_sees_zeros_in_the_overhang(convlib):
    x = np.array([[3.0, 5, 8]])[:, :, np.newaxis]
    out = convlib.conv(x, [[[[1], [10]]]], stride=2, fit="ceil")
    np.testing.assert_array_equal(out[:, :, 0], [[3 * 1 + 5 * 10, 8 * 1 + 0 * 10]])


@BOTH
@pytest.mark.parametrize("mode", ["reflect", "replicate"])
def test_pad_takes_its_border_from_the_picture_as_pytorch_does(convlib, mode):
    x = volume(2, 4, 7, 3)
    theirs = torch.nn.functional.pad(torch.tensor(x).permute(0, 3, 1, 2), (3, 3, 3, 3), mode=mode)
    np.testing.assert_array_equal(convlib.pad(x, 3, mode=mode), theirs.permute(0, 2, 3, 1))
    np.testing.assert_array_equal(convlib.pad(x, 0, mode=mode), x)


@BOTH
def test_what_cannot_be_mirrored_or_filled_is_refused(convlib):
    says(
        ValueError,
        "padding 4 has nothing to mirror in a height of 4: the edge itself is not repeated, so 3 is the most",
        convlib.pad,
        volume(4, 7, 3),
        4,
        mode="reflect",
    )
    says(
        ValueError,
        "padding 2 has nothing to mirror in a width of 2: the edge itself is not repeated, so 1 is the most",
        convlib.pad,
        volume(3, 2, 1),
        2,
        mode="reflect",
    )
    words = 'mode must be "constant", "reflect" or "replicate", not \'edge\''
    says(ValueError, words, convlib.pad, X, 1, mode="edge")
    words = "value is 2, but mode 'replicate' takes its border from x"
    says(ValueError, words, convlib.pad, X, 1, mode="replicate", value=2)


@BOTH
def test_pad_surrounds_every_map(convlib):  # S25
    x = np.array([[1, 2]])[:, :, np.newaxis]
    np.testing.assert_array_equal(convlib.pad(x, 1)[:, :, 0], [[0, 0, 0, 0], [0, 1, 2, 0], [0, 0, 0, 0]])
    assert convlib.pad(x, 2, value=-np.inf)[0, 0, 0] == -np.inf
    assert convlib.pad(x, 0) is not x


@BOTH
def test_relu_and_softmax_by_hand(convlib):
    np.testing.assert_array_equal(convlib.relu([[-2, 0, 3]]), [[0, 0, 3]])
    shares = convlib.softmax([np.log(1), np.log(2), np.log(5)])
    np.testing.assert_allclose(shares, [1 / 8, 2 / 8, 5 / 8])


@BOTH
def test_softmax_of_enormous_scores(convlib):
    np.testing.assert_array_equal(convlib.softmax([1e4, -1e4]), [1, 0])
    np.testing.assert_array_equal(convlib.softmax([-np.inf, 0]), [0, 1])


@BOTH
def test_fully_connected_by_hand(convlib):
    out = convlib.fully_connected([1, 2], [[3, 4, 5], [6, 7, 8]], [100, 200, 300])
    np.testing.assert_array_equal(out, [1 * 3 + 2 * 6 + 100, 1 * 4 + 2 * 7 + 200, 1 * 5 + 2 * 8 + 300])


# NaN, infinity, dtypes, batches, memory


@BOTH
def test_nan_is_not_hidden(convlib):
    x = np.array([[1, np.nan, 2, 3]])[:, :, np.newaxis]
    np.testing.assert_array_equal(convlib.max_pool(x, (1, 2), stride=2)[:, :, 0], [[np.nan, 3]])
    np.testing.assert_array_equal(convlib.relu([np.nan, -1]), [np.nan, 0])


@BOTH
def test_minus_infinity_is_a_number_to_a_max_pool(convlib):
    x = np.full((3, 2, 1), -np.inf)
    np.testing.assert_array_equal(convlib.max_pool(x, 2, stride=1)[:, :, 0], [[-np.inf], [-np.inf]])


@BOTH
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (np.float16, np.float16),
        (np.float32, np.float32),
        (np.float64, np.float64),
        (np.uint8, np.float64),
        (np.int32, np.float64),
        (bool, np.float64),
    ],
)
def test_dtype_is_kept_and_whole_numbers_become_float64(convlib, given, kept):
    x = np.ones((4, 6, 2), given)
    assert convlib.conv(x, np.ones((3, 2, 2, 2), given), np.ones(3, given)).dtype == kept
    assert convlib.conv(x, np.ones((3, 2, 2, 2), given)).dtype == kept
    for function in (convlib.max_pool, convlib.avg_pool, convlib.relu, convlib.softmax):
        assert function(x).dtype == kept
    assert convlib.pad(x, 1, value=0.5).dtype == kept
    assert convlib.fully_connected(x, np.ones((2, 5), given), np.ones(5, given)).dtype == kept


@BOTH
def test_floating_arguments_decide_the_dtype(convlib):
    x = np.ones((3, 4, 1), np.uint8)
    assert convlib.conv(x, np.ones((1, 2, 2, 1), np.float32), [1]).dtype == np.float32
    assert convlib.conv(x.astype(np.float32), np.ones((1, 2, 2, 1))).dtype == np.float64


@BOTH
def test_sums_of_small_integers_do_not_wrap_around(convlib):
    x = np.full((2, 2, 1), 200, np.uint8)
    assert convlib.conv(x, np.ones((1, 2, 2, 1), np.uint8)).item() == 800


@BOTH
def test_nested_lists_are_arrays(convlib):
    assert convlib.max_pool([[[1], [2]], [[3], [4]]]).tolist() == [[[4.0]]]


@BOTH
@pytest.mark.parametrize("batch", [(), (0,), (2,), (2, 3), (0, 2)])
def test_axes_before_the_volume_are_kept(convlib, batch):
    x = np.ones((*batch, 4, 6, 3))
    assert convlib.conv(x, np.ones((5, 2, 2, 3)), stride=2).shape == (*batch, 2, 3, 5)
    assert convlib.max_pool(x).shape == convlib.avg_pool(x).shape == (*batch, 2, 3, 3)
    assert convlib.pad(x, 1).shape == (*batch, 6, 8, 3)


@BOTH
def test_a_batch_is_its_pictures_one_by_one(convlib):
    x, filters = volume(2, 3, 5, 4, 2), volume(3, 2, 3, 2, seed=1)
    together = convlib.conv(x, filters)
    for image in np.ndindex(2, 3):
        np.testing.assert_allclose(together[image], convlib.conv(x[image], filters), rtol=1e-5)


@BOTH
def test_results_are_new_arrays_that_may_be_changed(convlib):
    x = np.ones((3, 4, 1))
    x.setflags(write=False)
    for out in (convlib.max_pool(x, 1), convlib.avg_pool(x, 1), convlib.relu(x), convlib.pad(x, 0)):
        out[...] = 7
    assert x.max() == 1


@pytest.mark.parametrize("chunk", [1, 40, 500, 10**6])
def test_the_size_of_a_chunk_changes_nothing(monkeypatch, chunk):
    x, filters, bias = volume(3, 9, 7, 4), volume(4, 3, 2, 2, seed=1), volume(4, seed=2)
    settings = {"stride": 2, "padding": 1, "groups": 2, "fit": "floor"}
    monkeypatch.setattr(table, "CHUNK", chunk)
    np.testing.assert_allclose(
        layers.conv(x, filters, bias, **settings), naive.conv(x, filters, bias, **settings), atol=1e-5
    )


def test_memory_stays_within_a_few_chunks(monkeypatch):
    monkeypatch.setattr(table, "CHUNK", 2**15)
    x, filters = np.ones((8, 40, 44, 6)), np.ones((3, 5, 5, 6))
    tracemalloc.start()
    out = layers.conv(x, filters)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    whole_table = 8 * 36 * 40 * 5 * 5 * 6 * 8
    padded_and_out = x.nbytes + out.nbytes
    assert peak < padded_and_out + 4 * 2**15 * 8 < whole_table / 5


def test_importing_convlib_brings_neither_matplotlib_nor_pillow():
    code = """
import sys, convlib, convlib.draw, convlib.pictures.samples
print("matplotlib" in sys.modules, "PIL" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


# Refusals: each says what is wrong and what would be right

X = np.ones((6, 8, 4))
BANK = np.ones((2, 3, 3, 4))


def says(error_type, words, call, *arguments, **keywords):
    with pytest.raises(error_type) as caught:
        call(*arguments, **keywords)
    assert str(caught.value) == words


@BOTH
def test_conv_that_does_not_fit(convlib):
    with pytest.raises(DoesNotFit) as caught:
        convlib.conv(np.ones((7, 7, 1)), np.ones((1, 3, 3, 1)), stride=3)
    assert str(caught.value) == (
        "3×3 windows at stride 3 do not fit a height and width of 7: (7 − 3 + 2·0)/3 + 1 = 7/3. They would "
        "fit with padding 1 (→ 3×3), an input of 6×6 (→ 2×2) or stride 2 (→ 3×3). Rounded down to 2×2, 13 of "
        "the 49 input pixels would never be read."
    )


@BOTH
@pytest.mark.parametrize("pool", ["max_pool", "avg_pool"])
def test_a_pool_that_does_not_fit(convlib, pool):
    says(
        DoesNotFit,
        "2×2 windows at stride 2 do not fit a height of 7: (7 − 2 + 2·0)/2 + 1 = 7/2. They would fit with a "
        "height of 6 (→ 3×4) or stride 1 (→ 6×7). Rounded down to 3×4, 8 of the 56 input pixels would never "
        "be read.",
        getattr(convlib, pool),
        np.ones((7, 8, 3)),
    )


@BOTH
def test_a_picture_without_depth(convlib):
    words = (
        "x has shape (7, 8), but a volume has height, width and depth, (H, W, D): x[..., np.newaxis] gives "
        "it a depth of 1"
    )
    for call in (
        lambda x: convlib.conv(x, BANK[..., :1]),
        convlib.max_pool,
        convlib.avg_pool,
        lambda x: convlib.pad(x, 1),
    ):
        says(ValueError, words, call, np.ones((7, 8)))
    # A depth of 1 would be no depth for these filters.
    says(ValueError, words.split(": ")[0], convlib.conv, np.ones((7, 8)), BANK)


@BOTH
def test_a_row_is_no_volume(convlib):
    says(
        ValueError,
        "x has shape (7,), but a volume has height, width and depth, (H, W, D)",
        convlib.max_pool,
        np.ones(7),
    )


@BOTH
def test_a_volume_without_pixels(convlib):
    says(
        ValueError,
        "x has shape (0, 7, 1), but its height, width and depth must be 1 or more",
        convlib.max_pool,
        np.ones((0, 7, 1)),
    )


@BOTH
def test_one_filter_that_is_no_bank(convlib):
    says(
        ValueError,
        "filters has shape (3, 3, 4), but a bank of filters is (K, F, F, depth): filters[np.newaxis] makes a "
        "bank of one",
        convlib.conv,
        X,
        BANK[0],
    )


@BOTH
def test_filters_of_another_depth(convlib):
    says(
        ValueError,
        "filters has shape (2, 3, 3, 1), depth 1, but x has depth 4 and a filter extends the full depth of "
        "its input: shape (2, 3, 3, 4)",
        convlib.conv,
        X,
        BANK[..., :1],
    )


@BOTH
def test_filters_in_pytorchs_order(convlib):
    says(
        ValueError,
        "filters has shape (2, 4, 3, 3), depth 3, but x has depth 4 and a filter extends the full depth of "
        "its input: PyTorch's (K, D, F, F) becomes ours with filters.transpose(0, 2, 3, 1)",
        convlib.conv,
        X,
        BANK.transpose(0, 3, 1, 2),
    )


@BOTH
def test_filters_that_ignore_the_groups(convlib):
    says(
        ValueError,
        "filters has shape (2, 3, 3, 4), depth 4, but x has depth 4 and each of the 2 groups sees 2 of them: "
        "shape (2, 3, 3, 2)",
        convlib.conv,
        X,
        BANK,
        groups=2,
    )


@BOTH
@pytest.mark.parametrize(("groups", "K", "depth"), [(3, 3, 1), (2, 3, 2)])
def test_groups_that_do_not_divide(convlib, groups, K, depth):
    words = f"groups is {groups}, but must divide the depth of x, 4, and the {K} filters"
    says(ValueError, words, convlib.conv, X, np.ones((K, 3, 3, depth)), groups=groups)


@BOTH
@pytest.mark.parametrize("shape", [(1,), (3,), (2, 1), ()])
def test_a_bias_is_not_broadcast(convlib, shape):
    words = f"bias has shape {shape}, but 2 filters need 2 biases: shape (2,)"
    says(ValueError, words, convlib.conv, X, BANK, np.ones(shape))


@BOTH
def test_a_bias_of_length_one_for_four_filters(convlib):
    words = "bias has shape (1,), but 4 filters need 4 biases: shape (4,)"
    says(ValueError, words, convlib.conv, X, np.ones((4, 3, 3, 4)), [0.5])


@BOTH
@pytest.mark.parametrize("name", ["stride", "padding", "dilation", "groups"])
@pytest.mark.parametrize("value", [2.0, 1.5, True, "1", None, (1, 1)])
def test_settings_are_whole_numbers(convlib, name, value):
    with pytest.raises(TypeError, match=f"^{name} must be a whole number such as "):
        convlib.conv(X, BANK, **{name: value})


@BOTH
@pytest.mark.parametrize(
    ("name", "value", "least"), [("stride", 0, 1), ("padding", -1, 0), ("dilation", 0, 1), ("groups", 0, 1)]
)
def test_settings_have_a_least_value(convlib, name, value, least):
    says(ValueError, f"{name} must be {least} or more, not {value}", convlib.conv, X, BANK, **{name: value})


@BOTH
def test_pool_settings(convlib):
    says(TypeError, "stride must be a whole number such as 2, not 2.0", convlib.max_pool, X, 2, stride=2.0)
    says(TypeError, "F must be a whole number such as 1, not True", convlib.max_pool, X, True)
    says(ValueError, "F must be 1 or more, not 0", convlib.avg_pool, X, 0)
    says(ValueError, "stride must be 1 or more, not 0", convlib.avg_pool, X, 2, stride=0)
    says(TypeError, "P must be a whole number such as 1, not 1.0", convlib.pad, X, 1.0)
    says(ValueError, "P must be 0 or more, not -1", convlib.pad, X, -1)


@BOTH
@pytest.mark.parametrize("pool", ["max_pool", "avg_pool"])
def test_a_pool_that_would_see_padding_only(convlib, pool):
    words = "padding is 2, but must be less than F = 2: a pooling window in the corner would see only padding"
    says(ValueError, words, getattr(convlib, pool), X, 2, padding=2)


@BOTH
def test_a_lopsided_pool_needs_its_stride(convlib):
    says(
        ValueError,
        "stride=None means the window's own extent, but F is 2×3: give stride as a whole number, such as 2",
        convlib.max_pool,
        X,
        (2, 3),
    )


@BOTH
def test_a_filter_larger_than_the_padded_input(convlib):
    for fit in ("exact", "floor", "ceil"):
        says(
            DoesNotFit,
            "9×9 windows are larger than the padded input: a height of 6 + 2·1 = 8 is less than 9. They "
            "would fit with padding 2 (→ 2×4) or a height of 7 (→ 1×2).",
            convlib.conv,
            X,
            np.ones((2, 9, 9, 4)),
            padding=1,
            fit=fit,
        )


@BOTH
def test_an_unknown_fit(convlib):
    says(
        ValueError,
        'fit must be "exact", "floor" or "ceil", not \'same\'',
        convlib.conv,
        X,
        BANK,
        fit="same",
    )


@BOTH
@pytest.mark.parametrize(
    ("value", "what"),
    [
        (X + 1j, "an array of complex128"),
        (np.array([[["a"]]]), "an array of <U1"),
        (X.astype(object), "an array of object"),
        (np.zeros((2, 2, 2), "datetime64[s]"), "an array of datetime64[s]"),
        (None, "None"),
        ("photo.png", "'photo.png'"),
    ],
)
def test_arrays_hold_real_numbers(convlib, value, what):
    words = f"x must hold real numbers, not {what}"
    if value is not None:
        says(TypeError, words, convlib.max_pool, value)
        says(TypeError, words.replace("x", "scores", 1), convlib.softmax, value)
        says(TypeError, words.replace("x", "filters", 1), convlib.conv, X, value)
        says(TypeError, words.replace("x", "bias", 1), convlib.conv, X, BANK, value)
        says(TypeError, words.replace("x", "weights", 1), convlib.fully_connected, X, value, np.ones(2))
    for call in (convlib.max_pool, convlib.avg_pool, convlib.relu):
        says(TypeError, words, call, value)


@BOTH
def test_rows_of_different_lengths(convlib):
    says(ValueError, "x must be an array: its rows have different lengths", convlib.relu, [[1, 2], [3]])


@BOTH
def test_a_volume_has_to_be_flattened(convlib):
    says(
        ValueError,
        "x has shape (5, 6, 8, 4), but weights of shape (192, 10) need 192 numbers on its last axis: "
        "x.reshape(5, 192) flattens a volume",
        convlib.fully_connected,
        np.ones((5, 6, 8, 4)),
        np.ones((192, 10)),
        np.ones(10),
    )


@BOTH
def test_a_wrong_number_of_inputs(convlib):
    says(
        ValueError,
        "x has shape (5, 7), but weights of shape (6, 10) need 6 numbers on its last axis",
        convlib.fully_connected,
        np.ones((5, 7)),
        np.ones((6, 10)),
        np.ones(10),
    )


@BOTH
def test_weights_and_bias_of_a_fully_connected_layer(convlib):
    says(
        ValueError,
        "weights has shape (6,), but (inputs, outputs) is needed",
        convlib.fully_connected,
        np.ones(6),
        np.ones(6),
        np.ones(1),
    )
    says(
        ValueError,
        "bias has shape (1,), but 3 outputs need 3 biases: shape (3,)",
        convlib.fully_connected,
        np.ones(6),
        np.ones((6, 3)),
        np.ones(1),
    )


@BOTH
def test_softmax_of_nothing(convlib):
    words = "scores has shape (4, 0), but (..., classes) with 1 class or more is needed"
    says(ValueError, words, convlib.softmax, np.ones((4, 0)))


@BOTH
@pytest.mark.parametrize("value", [1, 0, "yes", None])
def test_count_padding_is_true_or_false(convlib, value):
    words = f"count_padding must be True or False, not {value!r}"
    says(TypeError, words, convlib.avg_pool, X, count_padding=value)


@BOTH
def test_the_value_of_padding_is_one_real_number(convlib):
    says(TypeError, "value must hold real numbers, not 'a'", convlib.pad, X, 1, value="a")
    says(TypeError, "value must hold real numbers, not None", convlib.pad, X, 1, value=None)
    says(
        ValueError,
        "value must be a single number such as 0, not an array of shape (2,)",
        convlib.pad,
        X,
        1,
        value=[1, 2],
    )
