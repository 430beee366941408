"""Lesson 07: its answers, the numbers in its sentences, and what a receptive field sees."""

import numpy as np
from run_and_read import missing, prose, run_through
from scipy.signal import convolve, correlate

from convlib import receptive_field


def test_the_brain_view():
    answers, names = run_through("07_brain_view")
    connections, grid, sharing, two_layers, strided, measured, growing, seven = answers
    assert connections == (5 * 5 * 3, 32 * 32 * 3 - 5 * 5 * 3)
    assert grid == ((28, 28, 5), 28 * 28 * 5)
    assert sharing == (28 * 28, 5 * (75 + 1), 28 * 28 * 5 * (75 + 1)) == (784, 380, 297_920)
    assert two_layers == 3 + 2
    assert strided == (5 + 2 * 2, 2, 0)
    assert measured == "9 rows" and np.any(names["minds"] > 0, axis=0).sum() == 9
    assert growing.split("\n")[0] == "conv1: filter or window 11, receptive field 11"
    assert growing.split("\n")[4] == "conv3: filter or window 3, receptive field 99"
    assert seven == 1 + 7 * 4
    assert names["paths"][:, :, 0].tolist() == np.outer([1, 2, 3, 2, 1], [1, 2, 3, 2, 1]).tolist()
    # AlexNet's middle neurons see squares around the middle of 227 pixels.
    assert [(top, left) for top, left, _, _ in names["boxes"].values()] == [
        ((227 - size) // 2,) * 2 for size in (11, 51, 99, 131, 163)
    ]
    assert not missing(
        prose("07_brain_view"),
        f"blind for {connections[1]:,} of the {32 * 32 * 3:,} numbers",
        f"so together they are 3 + 2 = {3 + 2} wide",
        "The pixel in the middle has nine ways to the neuron, a corner has one",
        f"three of them side by side see 5 + 2·2 = {5 + 2 * 2}",
        "Nine rows and nine columns",
        f"All {28 * 28} neurons of a map share",
        "Filters of 3×3 in `conv3` look at 99×99 pixels",
        "Every layer adds four, the same four that the output loses",
    )


def test_a_green_pixel_is_seen_within_the_window_alone():
    _, names = run_through("07_brain_view")
    x, filter = names["x"], names["five"][0]
    expected = correlate(x, filter, "valid")[10, 12, 0]
    assert np.isclose(correlate(names["painted"](12, 17), filter, "valid")[10, 12, 0], expected)
    assert not np.isclose(correlate(names["painted"](12, 14), filter, "valid")[10, 12, 0], expected)


def test_the_rim_of_a_receptive_field_counts_for_less():
    # "The middle has more ways to the neuron than the rim": on average over many random networks.
    rng = np.random.default_rng(7)
    size = receptive_field([(3, 1), (3, 1)]).size
    strength = np.zeros((size, size))
    for _ in range(200):
        filters = rng.normal(size=(3, 3)), rng.normal(size=(3, 3))
        strength += np.abs(convolve(*filters))
    assert strength[2, 2] > 2 * strength[[0, 0, -1, -1], [0, -1, 0, -1]].mean()
