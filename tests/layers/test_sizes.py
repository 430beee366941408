"""The arithmetic on sizes, against the slides' numbers, against counting, and against the words agreed on."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import (
    DoesNotFit,
    conv_shape,
    output_size,
    parameters,
    pool_shape,
    same_padding,
    windows_touching,
)
from convlib.sizes import fit_windows

SIZES = st.integers(1, 20)
EXTENTS = st.integers(1, 7)
STRIDES = st.integers(1, 6)
PADDINGS = st.integers(0, 4)
DILATIONS = st.integers(1, 3)


# What the slides say


@pytest.mark.parametrize(
    ("W1", "F", "S", "P", "W2"),
    [
        (7, 3, 1, 0, 5),  # S22
        (7, 3, 2, 0, 3),  # S23
        (7, 3, 1, 1, 7),  # S25
        (7, 3, 2, 1, 4),
        (7, 3, 3, 1, 3),
        (32, 5, 1, 0, 28),  # S16
        (28, 5, 1, 0, 24),  # S27
        (32, 5, 1, 2, 32),  # S28
        (227, 11, 4, 0, 55),  # S39
        (55, 3, 2, 0, 27),
    ],
)
def test_output_sizes_of_the_lecture(W1, F, S, P, W2):
    assert output_size(W1=W1, F=F, S=S, P=P) == W2


@pytest.mark.parametrize("F", [1, 3, 5, 7])
def test_half_of_an_odd_filter_as_padding_keeps_the_size(F):  # S26
    assert output_size(19, F, 1, (F - 1) // 2) == 19


def test_shapes_of_volumes():
    assert conv_shape((32, 32, 3), K=10, F=5, S=1, P=2) == (32, 32, 10)  # S28
    assert conv_shape((9, 14, 3), K=4, F=(3, 4), S=2, P=1) == (5, 7, 4)
    assert conv_shape((9, 14, 3), K=4, F=3, S=2, dilation=2, fit="floor") == (3, 5, 4)
    assert pool_shape((224, 112, 64)) == (112, 56, 64)  # S37
    assert pool_shape((55, 27, 96), F=3, S=2) == (27, 13, 96)
    # Rounded up, both axes have 5; the fifth down the height would start in the far padding.
    assert pool_shape((7, 8, 5), F=2, P=1, fit="ceil") == (5 - 1, 5, 5)


def test_parameters_of_the_lecture():  # S29
    assert parameters(F=5, D1=3, K=10) == (5 * 5 * 3 * 10, 10, 5 * 5 * 3 * 10 + 10)
    assert parameters(5, 3, 10)._asdict() == {"weights": 750, "biases": 10, "total": 760}
    assert parameters((1, 3), 2, 4) == (1 * 3 * 2 * 4, 4, 28)
    assert parameters(11, 3, 96).total == 34_944  # AlexNet's first layer


def test_same_padding_is_half_the_window_and_an_odd_zero_comes_last():
    assert [same_padding(7, F) for F in (1, 3, 5, 7)] == [(0, 0), (1, 1), (2, 2), (3, 3)]  # S26
    assert same_padding(4, 3, 2) == (0, 1)
    assert same_padding(5, 3, 2) == (1, 1)
    assert same_padding(6, 2, dilation=3) == (1, 2)
    assert same_padding(6, 1, 4) == (0, 0)


@given(SIZES, EXTENTS, STRIDES, DILATIONS)
def test_same_padding_leaves_the_size_divided_by_the_stride(W1, F, S, dilation):
    before, after = same_padding(W1, F, S, dilation=dilation)
    assert 0 <= after - before <= 1
    assert output_size(W1 + before + after, F, S, dilation=dilation, fit="floor") == -(-W1 // S)


def test_windows_touching_a_pixel():
    assert windows_touching(7, 3) == [1, 2, 3, 3, 3, 2, 1]
    assert windows_touching(7, 3, S=2) == [1, 1, 2, 1, 2, 1, 1]
    assert windows_touching(7, 3, P=1) == [2, 3, 3, 3, 3, 3, 2]
    assert windows_touching(7, 3, S=3, fit="floor") == [1, 1, 1, 1, 1, 1, 0]


def test_dilation_leaves_gaps_between_the_pixels_of_a_window():
    # Two taps 3 apart at stops 0, 2 and 4: pixels 0 and 3, 2 and 5, 4 and 7.
    assert windows_touching(8, 2, S=2, dilation=3) == [1, 0, 1, 1, 1, 1, 0, 1]


# What counting says


def starts(W1, reach, S, P):
    """Where windows that lie wholly on the padded input start, found by trying every place."""
    return [start for start in range(-P, W1 + P) if start + reach <= W1 + P and (start + P) % S == 0]


def reach(F, dilation):
    return (F - 1) * dilation + 1


@given(SIZES, EXTENTS, STRIDES, PADDINGS, DILATIONS)
def test_rounding_down_counts_the_windows_that_lie_on_the_input(W1, F, S, P, dilation):
    windows = starts(W1, reach(F, dilation), S, P)
    if windows:
        assert output_size(W1, F, S, P, dilation=dilation, fit="floor") == len(windows)
    else:
        with pytest.raises(DoesNotFit, match="larger than the padded input"):
            output_size(W1, F, S, P, dilation=dilation, fit="floor")


@given(SIZES, EXTENTS, STRIDES, PADDINGS, DILATIONS)
def test_exact_means_that_the_last_window_ends_where_the_input_does(W1, F, S, P, dilation):
    windows = starts(W1, reach(F, dilation), S, P)
    if windows and windows[-1] + reach(F, dilation) == W1 + P:
        assert output_size(W1, F, S, P, dilation=dilation) == len(windows)
    else:
        with pytest.raises(DoesNotFit):
            output_size(W1, F, S, P, dilation=dilation)


@given(SIZES, EXTENTS, STRIDES, st.integers(0, 6))
def test_ceil_adds_a_window_that_starts_on_the_input_or_its_near_padding(W1, F, S, P):
    P = min(P, F - 1)  # beyond that PyTorch has no answer
    windows = starts(W1, F, S, P)
    if windows:
        after = windows[-1] + S
        extra = windows[-1] + F < W1 + P and after < W1
        assert output_size(W1, F, S, P, fit="ceil") == len(windows) + extra


def test_ceil_by_the_published_formula():
    # PyTorch's MaxPool2d: ceil((W + 2P − F)/S) + 1, less one if the last would start in the far padding.
    assert output_size(6, 3, 2, fit="ceil") == 3
    assert output_size(7, 2, 2, fit="ceil") == 4
    assert output_size(5, 2, 2, 1, fit="ceil") == 4 - 1
    assert output_size(112, 3, 2, fit="ceil") == 56
    # The rule to the letter: where the padding is wider than the filter, it also drops a window that fits.
    assert output_size(7, 1, 1, 1, fit="ceil") == 9 - 1


@given(SIZES, EXTENTS, STRIDES, PADDINGS, DILATIONS)
def test_windows_touching_is_what_counting_window_by_window_gives(W1, F, S, P, dilation):
    windows = starts(W1, reach(F, dilation), S, P)
    if windows:
        expected = [0] * W1
        for start in windows:
            for pixel in range(start, start + reach(F, dilation), dilation):
                if pixel in range(W1):
                    expected[pixel] += 1
        assert windows_touching(W1, F, S, P, dilation=dilation, fit="floor") == expected


# What a refusal says


def refusal(sizes, F, S=1, P=0, **settings):
    with pytest.raises(DoesNotFit) as caught:
        fit_windows(sizes, F, S, P, **settings)
    return caught.value


def test_the_words_for_one_width():
    assert str(refusal((7,), (3,), 3)) == (
        "3×3 windows at stride 3 do not fit a width of 7: (7 − 3 + 2·0)/3 + 1 = 7/3. They would fit with "
        "padding 1 (→ 3), a width of 6 (→ 2) or stride 2 (→ 3). Rounded down to 2, 1 of the 7 columns would "
        "never be read."
    )


def test_output_size_says_the_same():
    with pytest.raises(DoesNotFit) as caught:
        output_size(W1=7, F=3, S=3)
    assert str(caught.value) == str(refusal((7,), (3,), 3))


def test_the_words_when_height_and_width_fail_with_one_sum():
    assert str(refusal((7, 7), (3, 3), 3)) == (
        "3×3 windows at stride 3 do not fit a height and width of 7: (7 − 3 + 2·0)/3 + 1 = 7/3. They would "
        "fit with padding 1 (→ 3×3), an input of 6×6 (→ 2×2) or stride 2 (→ 3×3). Rounded down to 2×2, 13 of "
        "the 49 input pixels would never be read."
    )


def test_the_words_when_only_the_width_fails():
    # Rounded down, the windows read 9 rows of 7 columns: the eighth is lost, 9 pixels.
    assert str(refusal((9, 8), (3, 5), 2)) == (
        "3×5 windows at stride 2 do not fit a width of 8: (8 − 5 + 2·0)/2 + 1 = 5/2. They would fit with a "
        "width of 7 (→ 4×2) or stride 1 (→ 7×4). Rounded down to 4×2, 9 of the 72 input pixels would never "
        "be read."
    )


def test_the_words_when_only_the_height_fails():
    assert str(refusal((8, 9), (3, 3), 2)) == (
        "3×3 windows at stride 2 do not fit a height of 8: (8 − 3 + 2·0)/2 + 1 = 7/2. They would fit with a "
        "height of 7 (→ 3×4) or stride 1 (→ 6×7). Rounded down to 3×4, 9 of the 72 input pixels would never "
        "be read."
    )


def test_the_words_when_height_and_width_fail_with_different_sums():
    # 6 rows of 6 columns are read: 56 − 36 are not.
    assert str(refusal((7, 8), (3, 3), 3)) == (
        "3×3 windows at stride 3 do not fit a height of 7: (7 − 3 + 2·0)/3 + 1 = 7/3, nor a width of 8: "
        "(8 − 3 + 2·0)/3 + 1 = 8/3. They would fit with an input of 6×9 (→ 2×3) or stride 1 (→ 5×6). "
        "Rounded down to 2×2, 20 of the 56 input pixels would never be read."
    )


def test_the_words_when_nothing_is_lost():
    assert str(refusal((7, 7), (4, 4), 2, 1)) == (
        "4×4 windows at stride 2 do not fit a height and width of 7: (7 − 4 + 2·1)/2 + 1 = 7/2. They would "
        "fit with an input of 6×6 (→ 3×3) or stride 1 (→ 6×6). Rounded down to 3×3, every input pixel would "
        "still be read."
    )
    assert str(refusal((7,), (4,), 2, 1)).endswith(" Rounded down to 3, every column would still be read.")


def test_the_words_with_dilation():
    # Stops 0, 3 and 6 with taps 0, 2 and 4: of 12 columns 0 2 3 4 5 6 7 8 10 are read, 9 of 12.
    assert str(refusal((12, 12), (3, 3), 3, dilation=2)) == (
        "3×3 windows with dilation 2 (spanning 5×5) at stride 3 do not fit a height and width of 12: "
        "(12 − 5 + 2·0)/3 + 1 = 10/3. They would fit with padding 1 (→ 4×4), an input of 11×11 (→ 3×3) or "
        "stride 1 (→ 8×8). Rounded down to 3×3, 63 of the 144 input pixels would never be read."
    )
    assert str(refusal((12,), (3,), 3, dilation=2)).startswith(
        "3×3 windows with dilation 2 (spanning 5×5) at stride 3 do not fit a width of 12: (12 − 5 + 2·0)/3"
    )


def test_the_words_when_a_window_is_too_wide():
    assert str(refusal((3,), (5,))) == (
        "5×5 windows are larger than the padded input: a width of 3 + 2·0 = 3 is less than 5. They would fit "
        "with padding 1 (→ 1) or a width of 5 (→ 1)."
    )


def test_the_words_when_a_window_is_too_large_both_ways():
    assert str(refusal((3, 3), (5, 5))) == (
        "5×5 windows are larger than the padded input: a height and width of 3 + 2·0 = 3 is less than 5. "
        "They would fit with padding 1 (→ 1×1) or an input of 5×5 (→ 1×1)."
    )
    assert str(refusal((3, 4), (7, 9), 2, 1)) == (
        "7×9 windows are larger than the padded input: a height of 3 + 2·1 = 5 is less than 7, and a width "
        "of 4 + 2·1 = 6 is less than 9. They would fit with an input of 5×7 (→ 1×1)."
    )


def test_a_window_too_high_is_named_first_and_the_size_repaired_on_both_axes():
    assert str(refusal((3, 8), (5, 5), 2)) == (
        "5×5 windows are larger than the padded input: a height of 3 + 2·0 = 3 is less than 5. They would "
        "fit with an input of 5×7 (→ 1×2)."
    )


def test_the_words_when_a_dilated_window_is_too_wide():
    assert str(refusal((4,), (3,), dilation=2)) == (
        "3×3 windows with dilation 2 (spanning 5×5) are larger than the padded input: a width of 4 + 2·0 = 4 "
        "is less than 5. They would fit with padding 1 (→ 2) or a width of 5 (→ 1)."
    )


@pytest.mark.parametrize("fit", ["exact", "floor", "ceil"])
def test_too_large_is_refused_whatever_the_fit(fit):
    with pytest.raises(DoesNotFit, match="larger than the padded input"):
        output_size(3, 5, fit=fit)


def test_a_pool_is_not_told_to_pad_a_whole_window():
    # Padding 2 would make 2×2 windows at stride 3 fit (7 − 2 + 4 = 9), but then they see only padding.
    with pytest.raises(DoesNotFit) as caught:
        pool_shape((7, 7, 1), F=2, S=3)
    assert [repair.setting for repair in caught.value.repairs] == ["size", "stride"]
    assert output_size(7, 2, 3, 2) == 4


def test_the_attributes():
    error = refusal((7, 8), (3, 3), 3)
    assert isinstance(error, ValueError)
    assert error.fractions == {"height": Fraction(7, 3), "width": Fraction(8, 3)}
    assert (error.never_read, error.pixels, error.rounded_down) == (20, 56, (2, 2))
    size, stride = error.repairs
    assert size == ("size", (6, 9), (2, 3), "an input of 6×9 (→ 2×3)")
    assert (stride.setting, stride.value, stride.output) == ("stride", 1, (5, 6))
    assert stride.words == "stride 1 (→ 5×6)"
    assert refusal((7,), (3,), 3).repairs[1].value == 6
    assert refusal((9, 8), (3, 5), 2).fractions == {"width": Fraction(5, 2)}


def test_the_attributes_when_too_large():
    error = refusal((3, 8), (5, 5), 2)
    assert error.fractions == {"height": Fraction(0)}
    assert (error.never_read, error.pixels, error.rounded_down) == (24, 24, (0, 2))


PAIRS = st.tuples(EXTENTS, EXTENTS)
INPUTS = st.tuples(SIZES, SIZES)


def fits(sizes, F, S, P, dilation):
    room = [size + 2 * P - reach(f, dilation) for size, f in zip(sizes, F, strict=True)]
    return min(room) >= 0 and all(free % S == 0 for free in room)


def nearest(now, candidates):
    return min(candidates, key=lambda value: (abs(value - now), value), default=None)


@given(INPUTS, PAIRS, STRIDES, PADDINGS, DILATIONS, st.booleans())
def test_repairs_are_the_nearest_of_all_that_fit(sizes, F, S, P, dilation, pooling):
    limit = min(F) if pooling else 100
    if P >= limit or fits(sizes, F, S, P, dilation):
        return
    error = refusal(sizes, F, S, P, dilation=dilation, most_padding=limit - 1 if pooling else None)
    repairs = {repair.setting: repair for repair in error.repairs}

    padding = nearest(P, [p for p in range(min(limit, 60)) if fits(sizes, F, S, p, dilation)])
    assert (repairs["padding"].value if "padding" in repairs else None) == padding
    wanted = tuple(
        size if fits((size,), (f,), S, P, dilation)
        else nearest(size, [s for s in range(1, 60) if fits((s,), (f,), S, P, dilation)])
        for size, f in zip(sizes, F, strict=True)
    )  # fmt: skip
    assert repairs["size"].value == wanted
    if all(size + 2 * P >= reach(f, dilation) for size, f in zip(sizes, F, strict=True)):
        stride = nearest(S, [s for s in range(1, 60) if fits(sizes, F, s, P, dilation)])
        assert repairs["stride"].value == stride
    else:
        assert "stride" not in repairs

    for repair in error.repairs:
        changed = {"size": sizes, "stride": S, "padding": P} | {repair.setting: repair.value}
        assert repair.output == fit_windows(
            changed["size"], F, changed["stride"], changed["padding"], dilation=dilation
        )
        assert repair.words in str(error)


@given(INPUTS, PAIRS, STRIDES, PADDINGS, DILATIONS)
def test_never_read_is_what_marking_the_picture_leaves_white(sizes, F, S, P, dilation):
    if fits(sizes, F, S, P, dilation):
        return
    error = refusal(sizes, F, S, P, dilation=dilation)
    picture = np.zeros((sizes[0] + 2 * P, sizes[1] + 2 * P), int)
    for top in starts(sizes[0], reach(F[0], dilation), S, P):
        for left in starts(sizes[1], reach(F[1], dilation), S, P):
            rows = slice(top + P, top + P + reach(F[0], dilation), dilation)
            columns = slice(left + P, left + P + reach(F[1], dilation), dilation)
            picture[rows, columns] = 1
    inside = picture[P : P + sizes[0], P : P + sizes[1]]
    assert error.pixels == inside.size
    assert error.never_read == (inside == 0).sum()


# What is no setting at all


@pytest.mark.parametrize("name", ["W1", "F", "S", "P", "dilation"])
@pytest.mark.parametrize(
    "value", [2.0, 1.5, True, "2", None, float("nan"), float("inf"), 2j, [2], np.array([2])]
)
def test_only_whole_numbers_are_settings(name, value):
    settings = {"W1": 7, "F": 3, "S": 1, "P": 0} | {name: value}
    with pytest.raises(TypeError, match=f"{name} must be a whole number such as"):
        output_size(**settings)


def test_a_whole_float_is_told_its_whole_number():
    with pytest.raises(TypeError) as caught:
        output_size(7, 3, S=2.0)
    assert str(caught.value) == "S must be a whole number such as 2, not 2.0"


@pytest.mark.parametrize(
    ("name", "value", "least"),
    [("W1", 0, 1), ("F", 0, 1), ("S", 0, 1), ("P", -1, 0), ("dilation", 0, 1), ("W1", -7, 1)],
)
def test_settings_have_a_least_value(name, value, least):
    settings = {"W1": 7, "F": 3, "S": 1, "P": 0} | {name: value}
    with pytest.raises(ValueError) as caught:
        output_size(**settings)
    assert str(caught.value) == f"{name} must be {least} or more, not {value}"


@pytest.mark.parametrize("fit", ["round", None, 1, ["floor"]])
def test_an_unknown_fit(fit):
    with pytest.raises(ValueError) as caught:
        output_size(7, 3, fit=fit)
    assert str(caught.value) == f'fit must be "exact", "floor" or "ceil", not {fit!r}'


def test_numpy_integers_are_whole_numbers():
    assert output_size(np.int64(7), np.uint8(3), np.int16(2), np.int32(1)) == 4
    assert type(output_size(np.int64(7), np.uint8(3))) is int


@pytest.mark.parametrize("shape", [(32, 32), 32, (1, 32, 32, 3), "abc"])
def test_a_shape_that_is_no_volume(shape):
    with pytest.raises(ValueError, match=r"shape must be \(H1, W1, D1\), such as \(32, 32, 3\)"):
        conv_shape(shape, 10, 5)


def test_an_extent_that_is_neither_a_number_nor_a_pair():
    with pytest.raises(
        ValueError, match=r"F must be a whole number or a pair \(height, width\), not \(3, 3, 3\)"
    ):
        parameters((3, 3, 3), 3, 10)


@pytest.mark.parametrize("name", ["F", "D1", "K"])
def test_parameters_are_counted_for_whole_numbers_only(name):
    with pytest.raises(ValueError, match=f"{name} must be 1 or more, not 0"):
        parameters(**({"F": 5, "D1": 3, "K": 10} | {name: 0}))


def test_pool_padding_must_be_less_than_the_window():
    with pytest.raises(ValueError) as caught:
        pool_shape((8, 6, 3), F=(3, 2), S=1, P=2)
    assert str(caught.value) == (
        "P is 2, but must be less than F = 2: a pooling window in the corner would see only padding"
    )


def test_the_stride_of_a_lopsided_pool_has_to_be_said():
    with pytest.raises(ValueError) as caught:
        pool_shape((8, 6, 3), F=(3, 2))
    assert str(caught.value) == (
        "S=None means the window's own extent, but F is 3×2: give S as a whole number, such as 2"
    )
