"""Sizes of a thousand million, wherever a size can be given: answered or refused in words, at once."""

import time
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convlib
from convlib import DoesNotFit, layers, naive, refusal, sizes

X, BANK = np.ones((2, 7, 9, 2), np.float32), np.ones((3, 3, 3, 2), np.float32)
HUGE = [10**9, 10**9 + 7, 10**18]


def at_once(call):
    """Call it: what it gives, or the error; it took no time and no memory to speak of."""
    tracemalloc.start()
    started = time.process_time()
    try:
        answer = call()
    except ValueError as error:
        answer = error
    seconds, (_, peak) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 0.5 and peak < 2**24
    if isinstance(answer, Exception):
        assert "array is too big" not in str(answer) and "allocate" not in str(answer)
    return answer


SHAPES = {
    "output_size": {"W1": 7, "F": 3, "S": 1, "P": 0, "dilation": 1},
    "same_padding": {"W1": 7, "F": 3, "S": 1, "dilation": 1},
    "windows_touching": {"W1": 7, "F": 3, "S": 1, "P": 0, "dilation": 1},
    "conv_shape": {"shape": (7, 9, 2), "K": 3, "F": 3, "S": 1, "P": 0, "dilation": 1},
    "pool_shape": {"shape": (7, 9, 2), "F": 3, "S": 1, "P": 0},
    "parameters": {"F": 3, "D1": 2, "K": 3},
    "locally_connected_parameters": {"shape": (7, 9, 2), "K": 3, "F": 3, "S": 1, "P": 0},
    "dense_parameters": {"shape": (7, 9, 2), "m": 3},
}


@pytest.mark.parametrize("huge", HUGE)
@pytest.mark.parametrize(
    ("name", "argument"), [(name, argument) for name, given in SHAPES.items() for argument in given]
)
def test_arithmetic(name, argument, huge):
    value = (huge, huge + 1, 2) if argument == "shape" else huge
    for fit in ("exact", "floor", "ceil") if name in ("output_size", "pool_shape") else (None,):
        given = SHAPES[name] | {argument: value} | ({"fit": fit} if fit else {})
        at_once(lambda given=given: getattr(convlib, name)(**given))


@pytest.mark.parametrize("convlib", [naive, layers], ids=["naive", "layers"])
@pytest.mark.parametrize("fit", ["exact", "floor", "ceil"])
@pytest.mark.parametrize("huge", HUGE)
def test_layers(convlib, huge, fit):
    given = [{"stride": huge}, {"padding": huge}, {"padding": 2, "stride": huge}]
    for change in [*given, {"dilation": huge}, {"dilation": huge, "padding": huge}, {"groups": huge}]:
        maps = at_once(lambda change=change: convlib.conv(X, BANK, **change, fit=fit))
        dout = maps if isinstance(maps, np.ndarray) else X
        at_once(lambda change=change, dout=dout: convlib.conv_backward(dout, X, BANK, **change, fit=fit))
    given += [{"F": huge}, {"F": (3, huge), "stride": 1}, {"F": huge, "padding": huge // 2, "stride": 1}]
    for change in given:
        change = {"F": 3} | change
        for pool in ("max_pool", "avg_pool"):
            maps = at_once(lambda: getattr(convlib, pool)(X, **change, fit=fit))  # noqa: B023
            dout = maps if isinstance(maps, np.ndarray) else X
            at_once(lambda: getattr(convlib, pool + "_backward")(dout, X, **change, fit=fit))  # noqa: B023
    for mode in ("constant", "reflect", "replicate"):
        assert isinstance(at_once(lambda mode=mode: convlib.pad(X, huge, mode=mode)), ValueError)


@pytest.mark.parametrize("convlib", [naive, layers], ids=["naive", "layers"])
def test_a_stride_past_the_edge_is_no_stride(convlib):
    # As PyTorch, where a window that stops once never steps.
    one = convlib.conv(X[:, :3, :3], BANK, stride=10**9)
    np.testing.assert_array_equal(one, convlib.conv(X[:, :3, :3], BANK))
    np.testing.assert_array_equal(convlib.max_pool(X, 3, stride=10**9, fit="ceil"), np.ones((2, 1, 1, 2)))
    point = np.ones((3, 1, 1, 2), np.float32)
    np.testing.assert_array_equal(convlib.conv(X, point, dilation=10**18), convlib.conv(X, point))


def test_words():
    for call, words in [
        (lambda: layers.conv(X, BANK, padding=10**9), r"x with padding 1000000000 would be 2×2000000007×"),
        (lambda: layers.conv(X, BANK, dilation=10**9), r"span 2000000001×2000000001 would be"),
        (lambda: layers.max_pool(X, 10**9), r"span 1000000000×1000000000 would be"),
        (lambda: layers.pad(X, 10**9), "no array here may hold more than 1,073,741,824 numbers"),
        (lambda: sizes.windows_touching(10**9, 3), "W1 is 1,000,000,000, but pixels are counted one by one"),
    ]:
        with pytest.raises(ValueError, match=words):
            call()


@pytest.mark.parametrize("huge", HUGE)
@pytest.mark.parametrize(
    "make",
    [
        lambda n: convlib.Conv(n, 3), lambda n: convlib.Conv(2, n), lambda n: convlib.Conv(2, 3, stride=n),
        lambda n: convlib.Conv(2, 3, padding=n), lambda n: convlib.Conv(2, 3, dilation=n),
        lambda n: convlib.Conv(2, 3, dilation=n, padding=n), lambda n: convlib.Conv(2, 3, groups=n),
        lambda n: convlib.Conv(2, 3, stride=n, fit="floor"),
        lambda n: convlib.Conv(2, 3, stride=n, fit="ceil"),
        lambda n: convlib.MaxPool(n), lambda n: convlib.MaxPool(3, stride=n, fit="floor"),
        lambda n: convlib.AvgPool(3, padding=n), lambda n: convlib.AvgPool(n, padding=n // 2, stride=1),
        lambda n: convlib.Dense(n), lambda n: convlib.LRN(n | 1),
    ],
)  # fmt: skip
def test_blocks_in_a_network(make, huge):
    def look():
        net = convlib.Network([make(huge), convlib.Dense(2)], (7, 9, 2))
        assert net.summary().parameters > 0
        return net.scores(X)

    at_once(look)


def test_a_network_for_huge_pictures_sums_itself_up():
    net = convlib.Network([convlib.Conv(4, 3), convlib.Dense(10)], (10**9, 10**9, 3))
    row = at_once(net.summary).rows[0]
    assert row.output == (10**9 - 2, 10**9 - 2, 4)
    with pytest.raises(ValueError, match=r"fc1.weights would be .* but no array here may hold more"):
        net.parameters  # noqa: B018


def test_traits_and_drawings_refuse_them():
    from traitlets import TraitError

    from convlib import draw
    from convlib.widgets import SizeExplorer, SlidingWindow

    for name in ("stride", "padding", "dilation", "F", "position", "map"):
        outcome = at_once(lambda name=name: _trait(SlidingWindow, TraitError, name))
        assert outcome in ("refused", "taken")
    for change in ({"K": 10**9}, {"F": 10**9}, {"stride": 10**9}, {"padding": 10**9}):
        with pytest.raises(TraitError, match="must be a whole number from"):
            SizeExplorer([convlib.Conv(**({"K": 2, "F": 3} | change))])
    with pytest.raises(TraitError):
        SizeExplorer(input_shape=(10**9, 8, 3))
    at_once(lambda: draw.grid(np.ones((3, 3)), padding=10**9))


def _trait(widget, error, name):
    try:
        widget(np.ones((5, 5)), **{name: 10**9})
    except error:
        return "refused"
    return "taken"


# What is worked out is what counting and searching find


@settings(max_examples=400)
@given(*(st.integers(1, 14),) * 4, st.integers(0, 6), st.integers(1, 5))
def test_pixels_read_are_those_that_a_window_touches(W1, F, S, windows, P, dilation):
    stops = {i * S + j * dilation - P for i in range(windows) for j in range(F)}
    expected = len(stops & set(range(W1)))
    assert refusal._pixels_read(W1, F, S, P, dilation, windows) == expected


@given(st.integers(0, 12), st.integers(0, 30), st.integers(0, 30), st.integers(1, 12))
def test_a_sum_of_quotients(n, a, b, m):
    assert refusal._floor_sum(n, a, b, m) == sum((a * i + b) // m for i in range(n))


def test_a_huge_refusal_is_a_small_one_made_larger():
    # 7 and 3 at stride 3, as in the lecture's table: the same with every length a thousand million times.
    with pytest.raises(DoesNotFit) as caught:
        sizes.output_size(7 * 10**9, 3 * 10**9, 3 * 10**9)
    error = caught.value
    assert (error.never_read, error.rounded_down) == (10**9, (2,))
    repairs = {repair.setting: (repair.value, repair.output) for repair in error.repairs}
    assert repairs == {"padding": (10**9, (3,)), "size": (6 * 10**9, (2,)), "stride": (2 * 10**9, (3,))}
