"""Bars of counts: lengths by powers of ten, shares of two totals, and what both refuse."""

import pytest

from convlib.draw import log_bars, two_shares
from convlib.draw.picture import Box, Lines, Words


def shapes(picture, kind):
    return [shape for part in picture.parts for shape in part.shapes if isinstance(shape, kind)]


def test_ten_times_more_is_one_line_further():
    picture = log_bars(["one", "ten", "many"], [1, 10, 1000])
    one, ten, many = [box.width for box in shapes(picture, Box)]
    (lines,) = shapes(picture, Lines)
    places = [x for (x, _), _ in lines.strokes]
    step = places[1] - places[0]
    assert one == 0
    assert ten == pytest.approx(step)
    assert many == pytest.approx(3 * step) == pytest.approx(places[-1] - places[0])


def test_bars_have_their_numbers_and_say_their_scale():
    picture = log_bars(["dense", "shared"], [31_467_520, 760], "Parameters")
    words = [shape.words for shape in shapes(picture, Words)]
    assert ["Parameters", "dense", "31,467,520", "shared", "760"] == words[:5]
    assert words[5:8] == ["1", "1,000", "1,000,000"]
    assert "ten times" in words[-1]
    assert picture.alt == "Parameters, bars on a logarithmic scale: dense 31,467,520, shared 760."


def test_shares_are_of_each_total():
    picture = two_shares(["conv", "fc"], ("parameters", [1, 3]), ("work", [9, 1]))
    frame, *_ = shapes(picture, Box)
    bars = [box.width / frame.width for box in shapes(picture, Box) if box.fill in ("filter", "output")]
    assert bars[:4] == pytest.approx([1 / 4, 9 / 10, 3 / 4, 1 / 10])
    assert picture.alt == (
        "conv: 25.0 % of the parameters and 90.0 % of the work. "
        "fc: 75.0 % of the parameters and 10.0 % of the work."
    )


@pytest.mark.parametrize("counts", [[1], [1, 0], [1, -5], []])
def test_log_bars_refuse(counts):
    with pytest.raises(ValueError, match="counts must be 2 numbers of 1 or more"):
        log_bars(["a", "b"], counts)


@pytest.mark.parametrize("counts", [[1], [1, -1], [0, 0]])
def test_shares_refuse(counts):
    with pytest.raises(ValueError, match="work must be 2 counts"):
        two_shares(["a", "b"], ("parameters", [1, 2]), ("work", counts))
