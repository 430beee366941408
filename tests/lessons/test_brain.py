"""Lesson 07: its answers, the numbers in its sentences, and what a receptive field sees."""

import numpy as np
from run_and_read import missing, prose, run_through
from scipy.signal import convolve, correlate

from convlib import output_size, receptive_field

LESSON = "07_brain_view"


def test_the_brain_view():
    answers, names = run_through(LESSON)
    _, sharing, _, strided, growing, _ = answers
    assert names["stack"].shape == (28, 28, 5)
    assert sharing.split("\n") == [
        f"parameters, shared: {5 * (75 + 1):,}",
        f"parameters, each neuron its own: {28 * 28 * 5 * (75 + 1):,}",
    ]
    assert strided == (5 + 2 * 2, 2, 0)
    assert np.any(names["effect"] > 0, axis=1).sum() == np.any(names["effect"] > 0, axis=0).sum() == 9
    assert growing.split("\n")[0] == "conv1: filter or window 11, receptive field 11"
    assert growing.split("\n")[4] == "conv3: filter or window 3, receptive field 99"
    assert names["paths"][:, :, 0].tolist() == np.outer([1, 2, 3, 2, 1], [1, 2, 3, 2, 1]).tolist()
    assert not missing(
        prose(LESSON),
        f"32·32·3 = {32 * 32 * 3:,} numbers, and the window has 5·5·3 = {5 * 5 * 3} of them",
        f"The neuron is blind to the other {32 * 32 * 3 - 5 * 5 * 3:,}",
        f"(32 − 5)/1 + 1 = {32 - 5 + 1}, and each of the five filters makes a map",
        f"a grid of 28·28·5 = {28 * 28 * 5:,} neurons",
        f"so together they are 3 + 2 = {3 + 2} wide",
        "The pixel in the middle has nine paths to the neuron, a corner has one",
        "Nine rows and nine columns",
        f"All {28 * 28} neurons of a map share",
        f"So five filters need {5 * 76} parameters; if each of the {28 * 28 * 5:,} neurons had weights of "
        f"its own, they would need {28 * 28 * 5 * 76:,}",
        "filters of 3×3 in `conv3` look at 99×99 pixels",
        "Each layer adds four, the same four that the output loses",
        f"seven layers later it is 1 + 7·4 = {1 + 7 * 4}",
    )
    assert receptive_field([(5, 1)] * 7).size == 1 + 7 * 4


def test_the_table_by_hand_is_what_the_recursion_makes():
    size, jump, layers = 1, 1, []
    for name, F, S in (("first", 5, 2), ("second", 3, 1)):
        below = size, jump
        size, jump = size + (F - 1) * jump, jump * S
        layers.append((F, S))
        assert receptive_field(layers)[:2] == (size, jump)
        told = f"**{size}**" if name == "second" else size
        grown = f"{below[0]} + ({F} − 1)·{below[1]} = {told}"
        row = f"| {name} layer | {F} | {S} | {grown} | {below[1]}·{S} = {jump} |"
        assert not missing(prose(LESSON), row)


def test_the_neurons_in_the_middle_see_squares_in_the_middle():
    _, names = run_through(LESSON)
    width, settings = 227, []
    for name, (F, S, P) in names["layers"].items():
        settings.append((F, S, P))
        width = output_size(width, F, S, P)
        size, jump, start = receptive_field(settings)
        if name.startswith("conv"):
            corner = start + width // 2 * jump
            assert names["boxes"][name] == (corner, corner, size, size)
    assert list(names["boxes"]) == ["conv1", "conv2", "conv3", "conv4", "conv5"]


def test_a_bright_spot_filter_answers_nothing_to_an_even_surface():
    _, names = run_through(LESSON)
    sums = names["five"].sum(axis=(1, 2, 3))
    assert np.allclose(sums, 0)
    assert np.count_nonzero(names["five"][4, :, :, 0] == -9 / 16) == 16
    assert np.count_nonzero(names["five"][4, :, :, 0] == 1) == 9


def test_a_green_pixel_is_seen_within_the_window_alone():
    _, names = run_through(LESSON)
    x, filter = names["x"], names["five"][0]
    expected = correlate(x, filter, "valid")[10, 12, 0]
    assert np.isclose(correlate(names["painted"](12, 17), filter, "valid")[10, 12, 0], expected)
    assert not np.isclose(correlate(names["painted"](12, 14), filter, "valid")[10, 12, 0], expected)


def test_the_rim_of_a_receptive_field_counts_for_less():
    # "The middle has more paths to the neuron than the rim": on average over many random networks.
    rng = np.random.default_rng(7)
    size = receptive_field([(3, 1), (3, 1)]).size
    strength = np.zeros((size, size))
    for _ in range(200):
        filters = rng.normal(size=(3, 3)), rng.normal(size=(3, 3))
        strength += np.abs(convolve(*filters))
    assert strength[2, 2] > 2 * strength[[0, 0, -1, -1], [0, -1, 0, -1]].mean()
