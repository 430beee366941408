"""Winograd's shortcut: never off by more than 2e-5 of the largest number, and only where it is allowed."""

import tracemalloc

import numpy as np
import oracle
import pytest

from convlib import Conv, Network, fast, layers
from convlib.fast import Setting, windows, winograd

# N, H, W, D, K, F, P
CASES = [(3, 9, 11, 32, 64, 3, 1), (2, 16, 13, 64, 32, 5, 2), (2, 7, 5, 33, 70, 5, 0),
         (5, 6, 12, 40, 64, 3, 2)]  # fmt: skip


def case(N, H, W, D, K, F, P, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((N, H, W, D), np.float32)
    filters, bias = rng.standard_normal((K, F, F, D), np.float32), rng.standard_normal(K, np.float32)
    dout = rng.standard_normal((N, H + 2 * P - F + 1, W + 2 * P - F + 1, K), np.float32)
    return x, filters, bias, dout


def off(shortcut, exact):
    assert shortcut.dtype == np.float32
    return np.abs(shortcut - exact).max() / np.abs(exact).max()


@pytest.mark.parametrize("numbers", CASES)
@pytest.mark.parametrize("chunk", [1, 2**20])
def test_it_is_exact_to_2e_5(monkeypatch, numbers, chunk):
    monkeypatch.setattr(winograd, "CHUNK", chunk)
    x, filters, bias, dout = case(*numbers)
    P = numbers[-1]
    exact = layers.conv(*(np.float64(array) for array in (x, filters, bias)), padding=P)
    shortcut = layers.conv(x, filters, bias, padding=P)
    assert 0 < off(shortcut, exact) < 2e-5
    assert off(shortcut, oracle.conv(x, filters, bias, padding=P)) < 2e-5
    exact = layers.conv_backward(*(np.float64(array) for array in (dout, x, filters)), padding=P)
    for one, other in zip(layers.conv_backward(dout, x, filters, padding=P), exact, strict=True):
        assert off(one, other) < 2e-5


def test_it_stays_exact_where_sums_are_long():
    # The last convolution of the lecture's AlexNet, and pictures whose numbers are all positive.
    x, filters, _, _ = case(2, 13, 15, 192, 128, 3, 1)
    x = np.abs(x)
    exact = layers.conv(np.float64(x), np.float64(filters), padding=1)
    assert off(layers.conv(x, filters, padding=1), exact) < 2e-5


def test_it_can_be_switched_off(monkeypatch):
    x, filters, bias, _ = case(*CASES[0])
    shortcut = layers.conv(x, filters, bias, padding=1)
    with fast.using(winograd=False):
        tables = layers.conv(x, filters, bias, padding=1)
    assert not np.array_equal(shortcut, tables)
    exact = layers.conv(np.float64(x), np.float64(filters), bias, padding=1)
    assert off(tables, exact) < off(shortcut, exact)
    np.testing.assert_array_equal(layers.conv(x, filters, bias, padding=1), shortcut)


@pytest.mark.parametrize(
    "change",
    [{"stride": 2}, {"dilation": 2}, {"groups": 2}, {"F": (7, 7)}, {"F": (3, 5)}, {"D": 16}, {"K": 16},
     {"dtype": np.float64}],
)  # fmt: skip
def test_it_keeps_to_what_it_can(change):
    plain = {"F": (3, 3), "D": 32, "K": 64, "dtype": np.float32, "stride": 1, "dilation": 1, "groups": 1}
    asked = plain | change
    filters = np.zeros((asked["K"], *asked["F"], asked["D"]), asked["dtype"])
    setting = Setting(asked["F"], (9, 9), asked["stride"], 1, asked["dilation"], asked["groups"])
    x = np.zeros((1, asked["D"], 9, 9, 1), asked["dtype"])
    assert not winograd.pays(x, filters, setting)
    x, filters = np.zeros((1, 32, 9, 9, 1), np.float32), np.zeros((64, 3, 3, 32), np.float32)
    assert winograd.pays(x, filters, Setting((3, 3), (9, 9)))


def test_networks_use_it_too():
    net = Network([Conv(64, 3, padding=1)], (9, 11, 32))
    x = case(*CASES[0])[0]
    with fast.using(winograd=False):
        tables = net.scores(x)
    assert 0 < off(net.scores(x), tables) < 2e-5


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("numbers", [(32, 32, 30, 3, 32, 5, 2), (32, 16, 18, 32, 64, 3, 1)])
def test_memory_stays_below_three_times_input_output_and_one_chunk(numbers, threads):
    x, filters, bias, dout = case(*numbers)
    P = numbers[-1]
    chunk = 4 * (winograd.CHUNK if numbers[3] >= 32 else windows.CHUNK)

    def peak(call):
        tracemalloc.start()
        out = call()
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used, sum(array.nbytes for array in (out if isinstance(out, tuple) else (out,)))

    with fast.using(threads=threads):
        used, out = peak(lambda: layers.conv(x, filters, bias, padding=P))
        assert used + x.nbytes < 3 * (x.nbytes + out + chunk)
        used, out = peak(lambda: layers.conv_backward(dout, x, filters, padding=P))
        given = x.nbytes + dout.nbytes
        assert used + given < 3 * (given + out + chunk)


@pytest.mark.parametrize("across", [1, 64])
@pytest.mark.parametrize("size", [(5, 7), (9, 11), (20, 20)])
@pytest.mark.parametrize("huge", [3, 8, 15, 40, 3e4, 1e30])
def test_one_huge_pixel_costs_the_others_nothing(size, huge, across):
    H, W = size
    rng = np.random.default_rng(7)
    x = rng.random((2, H, W, 64), np.float32)
    filters = rng.standard_normal((64, 3, 3, 64), np.float32)
    for row, column in ((1, 1), (2, 3), (H - 1, W - 2)):
        given = x.copy()
        given[1, row, column, :across] = huge
        maps = layers.conv(given, filters, padding=1)
        exact = layers.conv(np.float64(given), np.float64(filters), padding=1)
        clean = np.ones((2, H, W), bool)
        clean[1, max(0, row - 1) : row + 2, max(0, column - 1) : column + 2] = False
        assert off(maps[clean], exact[clean]) < 2e-5
        assert off(maps, exact) < 2e-5
        # What is sent back: the same numbers as a gradient.
        dx, _, _ = layers.conv_backward(given, x, filters, padding=1)
        exact, _, _ = layers.conv_backward(np.float64(given), np.float64(x), np.float64(filters), padding=1)
        assert off(dx[clean], exact[clean]) < 2e-5


@pytest.mark.parametrize("strange", [np.nan, np.inf, 1e30, 3e4])
@pytest.mark.parametrize("what", ["x", "filters", "dmaps"])
def test_what_is_not_even_stays_with_windows(what, strange):
    arrays = {
        "x": np.ones((2, 32, 9, 11, 3), np.float32),
        "filters": np.ones((64, 3, 3, 32), np.float32),
        "dmaps": np.ones((2, 64, 7, 9, 3), np.float32),
    }
    setting = Setting((3, 3), (7, 9))
    assert winograd.pays(arrays["x"], arrays["filters"], setting, arrays["dmaps"])
    arrays[what][1, 2, 1, 2, ...] = strange
    assert not winograd.pays(arrays["x"], arrays["filters"], setting, arrays["dmaps"])


def test_photographs_and_trained_filters_are_even(monkeypatch):
    from convlib.network import pretrained
    from convlib.pictures.samples import photo

    ways = []
    pays = winograd.pays
    monkeypatch.setattr(winograd, "pays", lambda *given: ways.append(pays(*given)) or ways[-1])
    for name in ("chelsea", "coffee", "astronaut"):
        pretrained.classify(photo(name))
    # Of SqueezeNet's fire modules the last six have 3×3 filters enough, as before.
    assert sum(ways) == 6 * 3
