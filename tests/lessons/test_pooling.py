"""Lesson 08: its answers, the numbers in its sentences, and what pooling leaves of its photograph."""

import re

import numpy as np
from run_and_read import answers, missing, prose, run_through

from convlib import Conv, Dense, MaxPool, avg_pool, conv, max_pool, output_size, pool_shape
from convlib.network import Network
from convlib.pictures import FILTERS, samples
from convlib.sizes import windows_touching

LESSON = "08_pooling"


def test_pooling():
    by_itself, largest, mean, lit, refused, rounded, corner, saved = answers(LESSON)
    assert by_itself is True and pool_shape((200, 240, 2), F=4) == (200 // 4, 240 // 4, 2)
    assert "largest, 2×2, row by row: 6 8; 3 4." in largest.alt
    sums = [[1 + 1 + 5 + 6, 2 + 4 + 7 + 8], [3 + 2 + 1 + 2, 1 + 0 + 3 + 4]]
    assert np.array_equal(avg_pool(samples.pool_slice, F=2)[:, :, 0], np.array(sums) / 4)
    assert "mean, 2×2, row by row: 3.25 5.25; 2 2." in mean.alt
    moves = re.findall(r"pixel in column (\d): light in column (\d)", lit)
    assert moves == [("3", "2"), ("4", "2"), ("5", "3")]
    assert refused.startswith("3×3 windows at stride 2 do not fit a width of 6: (6 − 3 + 2·0)/2 + 1 = 5/2.")
    assert rounded == "rounded down: 2\nrounded up: 3"
    assert windows_touching(6, F=3, S=2, fit="floor") == [1, 1, 2, 1, 1, 0]
    assert corner == "with zeros: 0.0\nmax_pool:   -5.0"
    conv_next, pooled_away = 5 * 5 * 6 * 16 + 16, (28 * 28 * 6 * 10 + 10, 14 * 14 * 6 * 10 + 10)
    assert saved == "\n".join(
        f"{side}×{side}×6: CONV {conv_next:,}, FC {fc:,}"
        for side, fc in zip((28, 14), pooled_away, strict=True)
    )
    assert not missing(
        prose(LESSON),
        "After the ReLU the volume is 200×240×2",
        "The largest of 3, 2, 1 and 2 is 3",
        f"(2 + 4 + 7 + 8)/4 = 21/4 = {21 / 4}",
        "the depth stays, 50×60×2",
        "From column 3 to 4 nothing changes, and then from 4 to 5 the light moves on to the next cell",
        f"(55 − 3)/2 + 1 = {output_size(55, F=3, S=2)}",
        "Rounded down, the second window is the last; it ends at 5, and nothing reads row 6 or column 6",
    )
    assert samples.pool_slice.size == 4 * 2 * 2, "three quarters of the values are dropped"


def test_without_the_pool_the_first_fc_layer_grows_and_no_other():
    after = [Conv(16, 5), Dense(10), Dense(10)]
    with_pool = Network([MaxPool(2), *after], (28, 28, 6)).summary().rows[-3:]
    without = Network(after, (28, 28, 6)).summary().rows[-3:]
    (conv1, first, second), (conv1_alone, first_alone, second_alone) = (
        [row.parameters for row in rows] for rows in (with_pool, without)
    )
    assert conv1 == conv1_alone and second == second_alone
    assert not missing(prose(LESSON), f"it has {first_alone:,} parameters in place of {first:,}")
    places = [np.prod(rows[0].output[:2]) for rows in (with_pool, without)]
    assert 5.5 < places[1] / places[0] < 6, "nearly six times as many places"


def test_the_maps_at_the_top():
    _, names = run_through(LESSON)
    assert names["rectified"].shape == (200, 240, 2) and names["rectified"].size == 16 * names["pooled"].size


def test_the_two_ways_to_pool_the_photograph():
    # "The mean makes a smaller photograph; the maximum keeps the brightest speck of each window."
    cat = samples.photo("chelsea", grey=True)[:200, 78:318] / 255
    assert np.isclose(avg_pool(cat, F=8).mean(), cat.mean())
    assert max_pool(cat, F=8).mean() > cat.mean() + 0.1


def test_little_red_is_left_with_the_relu_off():
    third = FILTERS["sobel_x"][np.newaxis, :, :, np.newaxis] / 3
    found = conv(samples.photo("chelsea").astype(float), third.repeat(3, axis=-1))
    assert 0.4 < (found < 0).mean() < 0.6, "about as much red as blue"
    pooled = max_pool(found, F=4, fit="floor")
    assert (pooled < 0).mean() < 0.15 and -pooled[pooled < 0].sum() < 0.05 * pooled[pooled > 0].sum()
    averaged = avg_pool(found, F=4, fit="floor")
    assert 0.4 < (averaged < 0).mean() < 0.6, "average pooling keeps both signs"
