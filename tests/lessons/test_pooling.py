"""Lesson 08: its answers, the numbers in its sentences, and the two pools of its photograph."""

import re

import numpy as np
from run_and_read import answers, missing, prose

from convlib import avg_pool, max_pool
from convlib.pictures import samples


def test_pooling():
    shape, largest, mean, lit, sizes, corner, saved = answers("08_pooling")
    assert shape == (200 // 4, 240 // 4, 2)
    assert np.array_equal(largest, [[6, 8], [3, 4]])
    sums = [[1 + 1 + 5 + 6, 2 + 4 + 7 + 8], [3 + 2 + 1 + 2, 1 + 0 + 3 + 4]]
    assert np.array_equal(mean, np.array(sums) / 4)
    moves = re.findall(r"in column (\d): the map lights up in column (\d)", lit)
    assert moves == [("2", "1"), ("3", "1"), ("4", "2")]
    assert sizes.startswith("27\n3×3 windows at stride 2 do not fit a width of 6: (6 − 3 + 2·0)/2 + 1 = 5/2.")
    assert corner == "with zeros: 0.0\nmax_pool:   -5.0"
    conv_next, pooled_away = 5 * 5 * 6 * 16 + 16, (28 * 28 * 6 * 10 + 10, 14 * 14 * 6 * 10 + 10)
    assert saved == "\n".join(
        f"{side}×{side}×6: CONV {conv_next:,}, FC {fc:,}"
        for side, fc in zip((28, 14), pooled_away, strict=True)
    )
    assert samples.pool_slice.size == 4 * largest.size, "three quarters of the values are dropped"
    assert not missing(
        prose("08_pooling"),
        "After the ReLU the volume is 200×240×2",
        "From 2 to 3 nothing changes, and then from 3 to 4 the light jumps to the next cell",
    )


def test_the_two_pools_of_the_photograph():
    # "The mean gives a smaller photograph; the maximum keeps the brightest speck of each window."
    cat = samples.photo("chelsea", grey=True)[:200, 78:318] / 255
    assert np.isclose(avg_pool(cat, F=8).mean(), cat.mean())
    assert max_pool(cat, F=8).mean() > cat.mean() + 0.1
