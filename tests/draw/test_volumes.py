"""Blocks for volumes, squares for receptive fields: their sizes, their words, what they refuse."""

import numpy as np
import pytest

from convlib.draw import fields, volumes
from convlib.draw.shapes import Box, Pixels, Words


def shapes(part, kind):
    return [shape for shape in part.shapes if isinstance(shape, kind)]


def test_sides_are_square_roots():
    wide, narrow = volumes([(64, 36, 3), (16, 9, 12)]).parts
    fronts = [shapes(part, Box)[-1] for part in (wide, narrow)]
    assert fronts[0].height == 2 * fronts[1].height
    assert fronts[0].width == pytest.approx(2 * fronts[1].width)
    assert fronts[0].height / fronts[0].width == pytest.approx(8 / 6)
    # The back stands away by the depth, here 4 times as much.
    away = [shapes(part, Box)[-1].y - shapes(part, Box)[0].y for part in (wide, narrow)]
    assert away[1] == pytest.approx(2 * away[0])


def test_volumes_have_names_sizes_and_arrows():
    picture = volumes([(227, 227, 3), (55, 55, 96), (4096,)], ["input", "conv1", "fc6"])
    words = [[shape.words for shape in shapes(part, Words)] for part in picture.parts]
    assert words == [["input", "227×227×3"], ["→", "conv1", "55×55×96"], ["→", "fc6", "4,096"]]
    assert picture.alt.endswith(": input 227×227×3, conv1 55×55×96, fc6 4,096.")


def test_the_input_is_blue_and_the_rest_green():
    parts = volumes([(4, 5, 3), (2, 2, 6)]).parts
    assert [{box.line for box in shapes(part, Box)} for part in parts] == [{"input"}, {"output"}]


def test_fields_lie_where_they_are_said_to_lie():
    image = np.zeros((60, 120, 3), np.uint8)
    picture = fields(image, [(10, 20, 30, 40)], ["conv2"])
    (part,) = picture.parts
    (photo,) = shapes(part, Pixels)
    scale = photo.width / 120
    square = shapes(part, Box)[-1]
    assert square.line == "filter"
    assert (square.x - photo.x, square.y - photo.y) == pytest.approx((20 * scale, 10 * scale))
    assert (square.width, square.height) == pytest.approx((40 * scale, 30 * scale))
    assert picture.alt == "A picture of 60×120 with the squares that neurons see: conv2 30×40."


@pytest.mark.parametrize("given", [[], [(3, 3)], [(0, 3, 1)], [(0,)]])
def test_volumes_refuse(given):
    with pytest.raises(ValueError, match="shapes must be"):
        volumes(given)


def test_names_and_pictures_that_do_not_go_together_are_refused():
    with pytest.raises(ValueError, match="names has 1 entries, but there are 2 volumes"):
        volumes([(3, 3, 1), (2,)], ["input"])
    with pytest.raises(ValueError, match="names has 0 entries, but there are 1 boxes"):
        fields(np.zeros((3, 3, 3), np.uint8), [(0, 0, 1, 1)], [])
    with pytest.raises(ValueError, match="image has shape"):
        fields(np.zeros(3), [], [])
