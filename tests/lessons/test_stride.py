"""Lesson 04: its answers, and the numbers in its sentences."""

import pytest
from run_and_read import answers, missing, prose

from convlib import DoesNotFit, conv
from convlib.pictures import samples


def test_stride():
    one, two, same, refusal, unread, _, touched = answers("04_stride")
    assert one == 7 - 3 + 1
    assert two == (7 - 3) // 2 + 1
    assert same is True
    assert refusal.startswith("3×3 windows at stride 3 do not fit a width of 7: (7 − 3 + 2·0)/3 + 1 = 7/3.")
    # Two windows of 3 read 6 of 7 columns, and 6 of 7 rows.
    assert unread == f"2×2, and {7 * 7 - 6 * 6} pixels are never read"
    assert touched == "stride 1: 1 2 3 3 3 2 1\nstride 2: 1 1 2 1 2 1 1\nstride 4: 1 1 1 0 1 1 1"
    with pytest.raises(DoesNotFit) as refused:
        conv(samples.input_7x7, samples.filter_bank("sobel_x"), stride=3)
    assert not missing(
        prose("04_stride"),
        f"The window has 7 − 3 = {7 - 3} columns to go",
        f"so the output is {one}×{one}",
        f"The windows begin at columns {1}, {1 + 2} and {1 + 2 + 2}, "
        "and the last one ends exactly at the edge, "
        f"at column {1 + 2 + 2 + 3 - 1}",
        f"The output is {two}×{two}",
        f"no window stands in {(7 - 3) / (2 + 1):.2f} places",
        f"Two windows begin at columns {1} and {1 + 3}; a third, from column {1 + 3 + 3} on",
        f"there are no {refused.value.fractions['width']} windows",
        f"{refused.value.never_read} pixels, more than a quarter of the input",
    )
    assert refused.value.never_read * 4 > refused.value.pixels == 49
    assert [repair.setting for repair in refused.value.repairs] == ["padding", "size", "stride"]


def test_a_wrong_number_is_found():
    assert missing(prose("04_stride"), "so the output is 6×6") == ["so the output is 6×6"]
