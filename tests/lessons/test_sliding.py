"""Lesson 03: its answers, the numbers in its sentences, and what its maps show."""

import numpy as np
import pytest
from run_and_read import answers, missing, predictions, prose, run_through
from scipy.signal import convolve, convolve2d, correlate2d

from convlib import conv, output_size, relu
from convlib.network.pretrained import prepare, trained_squeezenet
from convlib.pictures import samples

LESSON = "03_sliding_a_filter"


def test_sliding_a_filter():
    numbers, products, one_map, stack, volumes, bank, backwards = answers(LESSON)
    assert numbers == ((32, 32, 3), 32 * 32 * 3)
    assert products.startswith(f"{5 * 5 * 3} products. A sum for each slice: ")
    assert one_map == (32 - 5 + 1, 32 - 5 + 1, 1)
    assert stack == (28, 28, 6)
    assert "24×24×10" in volumes.alt
    assert "4 activation maps" in bank.alt
    assert "9 8 7" in backwards.alt
    weights = 5 * 5 * 3
    assert not missing(
        prose(LESSON),
        f"32·32·3 = {32 * 32 * 3:,}",
        f"A slice of the filter has {5 * 5}, so 5·5·3 = {weights} products go in",
        f"a window of 5 has 32 − 5 = {32 - 5} columns to go, and with the place where it starts that makes "
        f"{output_size(32, F=5)}. The depth is 1",
        f"It has its own {weights} weights and its own bias",
        "28×28×6",
    )


def test_what_is_right_to_guess():
    right = {one.item.partition("guess-")[2]: one.asked["right"] for one in predictions(LESSON).values()}
    assert {name: value for name, value in right.items() if not isinstance(value, str)} == {
        "numbers": 3072, "products": 75, "map": [28, 28, 1], "stack": [28, 28, 6], "next_layer": [24, 24, 10],
    }  # fmt: skip


def test_the_filter_comes_out_backwards():
    backwards = run_through(LESSON)[1]["backwards"][:, :, 0]
    nine = np.arange(1, 10).reshape(3, 3)
    assert np.array_equal(backwards, correlate2d(samples.delta(5, 5)[:, :, 0], nine, "valid"))
    assert np.array_equal(backwards, [[9, 8, 7], [6, 5, 4], [3, 2, 1]])


def test_the_two_formulas():
    # Each by its own sums, over an f and a g that are 0 outside of their arrays, and by SciPy.
    rng = np.random.default_rng(21)
    f, g = rng.normal(size=(5, 6)), rng.normal(size=(3, 2))

    def at(array, n1, n2):
        H, W = array.shape
        return array[n1, n2] if 0 <= n1 < H and 0 <= n2 < W else 0

    n = [(n1, n2) for n1 in range(6) for n2 in range(7)]
    for x, y in [(0, 0), (2, 1), (4, 5), (6, 6)]:
        true = sum(at(f, n1, n2) * at(g, x - n1, y - n2) for n1, n2 in n)
        assert true == pytest.approx(convolve2d(f, g)[x, y])
    for x, y in [(0, 0), (2, 1), (2, 4)]:
        crossed = sum(at(f, x + n1, y + n2) * at(g, n1, n2) for n1, n2 in n)
        assert crossed == pytest.approx(correlate2d(f, g, "valid")[x, y])
        assert crossed == pytest.approx(conv(f[..., np.newaxis], g[np.newaxis, :, :, np.newaxis])[x, y, 0])


def test_the_first_of_the_six_maps_is_the_one_shown_before():
    names = run_through(LESSON)[1]
    assert np.allclose(names["stack"][:, :, :1], names["orange_map"])


def test_a_changed_sign_changes_the_sign_of_the_map():
    photo, vertical = samples.photo("chelsea") / 1, run_through(LESSON)[1]["vertical"]
    bank = np.repeat(vertical[np.newaxis, :, :, np.newaxis], 3, axis=-1)
    assert np.array_equal(conv(photo, -bank), -conv(photo, bank))


def test_a_turned_filter_makes_a_true_convolution():
    delta, nine = samples.delta(5, 5), np.arange(1, 10).reshape(3, 3)
    turned = conv(delta, nine[::-1, ::-1][np.newaxis, :, :, np.newaxis])[:, :, 0]
    assert np.array_equal(turned, convolve2d(delta[:, :, 0], nine, "valid"))
    assert np.array_equal(turned, nine)


def test_what_the_maps_of_the_astronaut_show():
    # "The suit answers strongly, the face less so, and what is grey or white hardly at all."
    image = samples.photo("astronaut")[::10, ::10] / 255
    redder = np.zeros((1, 5, 5, 3))
    redder[..., 0], redder[..., 2] = 1, -1
    answer = conv(image, redder)[:, :, 0]
    suit, face, wall = answer[24, 6], answer[6, 12], answer[8, 20]
    assert suit > 2 * face > 4 * abs(wall)


def test_the_filters_of_the_bank_add_up_to_nothing():
    level, slope, ripple = np.array([1, 4, 6, 4, 1]), np.array([-1, -2, 0, 2, 1]), np.array([-1, 0, 2, 0, -1])
    for filter in (np.outer(level, slope), np.outer(slope, level), np.outer(level, ripple)):
        assert filter.sum() == 0


def test_layer_upon_layer():
    _, names = run_through(LESSON)
    assert names["ten"][0].shape == (5, 5, 6)
    assert names["next_stack"].shape == (28 - 5 + 1, 28 - 5 + 1, 10)
    assert names["seen"]["relu1"].shape[-1] == 64
    assert not missing(
        prose(LESSON),
        "these ten are 6 deep, not 3. Each makes a map of 24×24, so the output is 24×24×10",
        "three of the 64 maps of its first layer",
    )


def test_two_layers_without_a_non_linearity_are_one():
    # Filters of 9×9, each a sum of true convolutions (SciPy) of the two layers' filters, do the work of both.
    rng = np.random.default_rng(19)
    x, first, second = (rng.normal(size=size) for size in ((14, 17, 2), (3, 5, 5, 2), (4, 5, 5, 3)))
    both = np.zeros((4, 9, 9, 2))
    for k in range(4):
        for d in range(2):
            both[k, :, :, d] = sum(convolve(second[k, :, :, j], first[j, :, :, d]) for j in range(3))
    assert np.allclose(conv(conv(x, first), second), conv(x, both))
    assert not np.allclose(conv(relu(conv(x, first)), second), conv(x, both))


def test_what_early_and_deep_maps_light_up_at():
    # The cat's eyes are at rows 80 and 100, columns 70 and 185 of 227, its muzzle below the middle.
    seen = trained_squeezenet().activations(prepare(samples.photo("chelsea")))
    deep = seen["fire9/expand"]
    strongest = deep.std(axis=(0, 1)).argsort()[::-1][:3]
    rows = [np.average(np.arange(14), weights=deep[:, :, k].sum(axis=1)) * 227 / 14 for k in strongest]
    eyes, muzzle = [row for row in rows if 50 < row < 110], [row for row in rows if 120 < row < 200]
    assert (len(eyes), len(muzzle)) == (2, 1)
    # Maps 49 and 55 are edges of two directions: one changes quickly down the picture, the other across it.
    ways = []
    for k in (49, 55):
        steps = [np.abs(np.diff(seen["relu1"][:, :, k], axis=axis)).mean() for axis in (0, 1)]
        ways.append(steps[0] > steps[1])
    assert ways == [True, False]
