"""Lesson 03: its answers, the numbers in its sentences, and what its maps show."""

import numpy as np
from run_and_read import answers, missing, prose, run_through
from scipy.signal import convolve, convolve2d, correlate2d

from convlib import conv, output_size, relu
from convlib.network.pretrained import prepare, trained_squeezenet
from convlib.pictures import samples


def test_sliding_a_filter():
    numbers, products, one_map, stack, bank, backwards = answers("03_sliding_a_filter")
    assert numbers == ((32, 32, 3), 32 * 32 * 3)
    assert products.startswith(f"{5 * 5 * 3} products, one number: ")
    assert one_map == (32 - 5 + 1, 32 - 5 + 1, 1)
    assert stack == (28, 28, 6)
    assert "4 activation maps" in bank.alt
    nine = np.arange(1, 10).reshape(3, 3)
    assert np.array_equal(backwards, correlate2d(samples.delta(5, 5)[:, :, 0], nine, "valid"))
    assert np.array_equal(backwards, [[9, 8, 7], [6, 5, 4], [3, 2, 1]])
    weights = 5 * 5 * 3
    assert not missing(
        prose("03_sliding_a_filter"),
        f"5·5·3 = {weights} products go in",
        f"From 32 columns, a window of 5 leaves 32 − 5 = {32 - 5} to go, and with the first place that makes "
        f"{output_size(32, F=5)}. The depth is 1",
        f"It has its own {weights} weights and its own bias, and it gives its own map of 28×28",
        'a "new image" of 28×28×6',
        "these will be 6 deep",
    )


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
    (shapes,), names = run_through("03_sliding_a_filter", "hide-cell")
    assert shapes == ((5, 5, 6), (28 - 5 + 1, 28 - 5 + 1, 10))
    assert names["seen"]["relu1"].shape[-1] == 64
    assert not missing(
        prose("03_sliding_a_filter"),
        "these will be 6 deep. Each of the ten gives a map of 24×24",
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
