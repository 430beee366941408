"""Galleries, and filters before and after a training: what they write, tint and refuse."""

import re

import numpy as np
import pytest

from convlib.draw import before_and_after, captioned, filters, grid, grids, maps, to_scale
from convlib.draw.parts import columns_for
from convlib.draw.shapes import Pixels, Signed, Words


def words(picture):
    return [shape.words for part in picture.parts for shape in part.shapes if isinstance(shape, Words)]


def test_captioned_pictures_have_their_words_below():
    images = np.random.default_rng(2).random((2, 5, 4, 1))
    picture = captioned(images, ["shirt\nsaid: coat", "bag"])
    assert words(picture) == ["shirt", "said: coat", "bag"]
    assert picture.alt == "2 pictures: shirt, said: coat; bag."
    assert len({part.width for part in picture.parts}) == 1


def test_the_star_of_cross_correlation_is_larger_than_its_font_makes_it():
    def size(sign):
        picture = grids(grid([[1]]), sign, grid([[2]]))
        shapes = [shape for part in picture.parts for shape in part.shapes if isinstance(shape, Words)]
        return next(shape.size for shape in shapes if shape.words == sign)

    assert size("⋆") > 1.5 * size("∗") == 1.5 * size("=")


@pytest.mark.parametrize(
    ("shape", "captions", "text"),
    [
        ((2, 5, 4), ["a", "b"], "images has shape (2, 5, 4)"),
        ((0, 5, 4, 1), [], "images has shape (0, 5, 4, 1)"),
        ((2, 5, 4, 5), ["a", "b"], "images has shape (2, 5, 4, 5)"),
        ((2, 5, 4, 1), ["a"], "there are 2 images, but 1 captions"),
    ],
)
def test_captioned_pictures_are_refused_without_their_words(shape, captions, text):
    with pytest.raises(ValueError) as caught:
        captioned(np.zeros(shape), captions)
    assert text in str(caught.value)


def test_filters_before_and_after_share_one_scale():
    before = np.zeros((2, 2, 3, 1))
    after = before.copy()
    after[0, 0, 1], after[1, 1, 2] = -0.5, 0.25
    picture = before_and_after(before, after)
    assert picture.alt == (
        "2 filters before and after. They changed: filter 1 by up to 0.50, filter 2 by up to 0.25."
    )
    assert words(picture) == ["filter 1", "→", "filter 2", "→", "−0.5", "0", "0.5"]
    tints = [shape.array for part in picture.parts for shape in part.shapes if isinstance(shape, Signed)]
    assert tints[1].tolist() == [[0, -1, 0], [0, 0, 0]] and tints[3].tolist() == [[0, 0, 0], [0, 0, 0.5]]


@pytest.mark.parametrize(
    ("before", "after", "names", "text"),
    [
        ((2, 3, 3, 1), (2, 3, 4, 1), None, "before has shape (2, 3, 3, 1) and after (2, 3, 4, 1)"),
        ((2, 3, 3, 3), (2, 3, 3, 3), None, "both must be (K, F, F, 1)"),
        ((3, 3), (3, 3), None, "both must be (K, F, F, 1)"),
        ((2, 3, 3, 1), (2, 3, 3, 1), ["a"], "names has 1 entries, but there are 2 filters"),
    ],
)
def test_before_and_after_refuses(before, after, names, text):
    with pytest.raises(ValueError) as caught:
        before_and_after(np.zeros(before), np.zeros(after), names)
    assert text in str(caught.value)


def test_no_map_stands_alone_below_a_line_of_others():
    for count in range(2, 25):
        columns = columns_for(count)
        assert columns <= count
        assert count % columns != 1 or columns == 1, count
    assert [columns_for(count) for count in (1, 2, 3, 4, 6, 7)] == [1, 2, 3, 2, 3, 4]


def grid_line(picture):
    """The columns and the width of a picture's grid on a page."""
    found = re.search(r"repeat\(auto-fill,minmax\((.*?),1fr\)\);max-width:(\d+)px", picture.html())
    least = re.fullmatch(r"max\(130px, \(100% - (\d+)px\)/(\d+)\)", found[1])
    return int(least[2]), int(least[1]), int(found[2])


def test_maps_stand_in_columns_that_fill_the_line_and_leave_two_on_a_phone():
    six = np.random.default_rng(3).normal(size=(6, 8, 6))
    assert grid_line(maps(six)) == (3, 2 * 14, 688)
    # Four squares in two lines are no higher than a screen; two of them are as large as the line allows.
    columns, gaps, width = grid_line(maps(six[:6, :6, :4]))
    assert (columns, gaps) == (2, 14) and width < 560
    assert grid_line(maps(six[..., :2])) == (2, 14, 688)
    # Within a fold a phone of 360 pixels has 290: two of 130 and a gap.
    assert 2 * 130 + 14 <= 290


def test_filters_with_numbers_stand_in_columns_too():
    bank = {name: np.arange(25).reshape(5, 5) - 12 for name in ("one", "two", "three", "four")}
    assert grid_line(filters(bank))[:2] == (2, 14)
    # Small ones have a size of their own, and are not blown up to fill a column.
    small = filters({"one": np.ones((3, 3)), "two": np.ones((3, 3))})
    assert "display:grid" not in small.html()
    assert words(small)[-2:] == ["0", "1"], "where no weight is negative the scale begins at 0"


@pytest.mark.parametrize(
    ("sizes", "scale"), [((211, 209, 53), 1), ((32, 28, 14), 8), ((600, 300), 284 / 600)]
)
def test_pictures_to_scale_have_pixels_of_one_size(sizes, scale):
    side, *others = sizes
    rng = np.random.default_rng(4)
    drawn = [rng.normal(size=(size, size, 1)) for size in others]
    picture = to_scale(rng.random((side, side, 3)), drawn, [f"stride {size}" for size in others])
    tiles = [
        shape for part in picture.parts[:-1] for shape in part.shapes if isinstance(shape, Pixels | Signed)
    ]
    scales = [tile.width / size for tile, size in zip(tiles, sizes, strict=True)]
    np.testing.assert_allclose(scales, scale)
    assert [tile.height for tile in tiles] == [tile.width for tile in tiles]
    # Beside each other in the book's column, and below each other on a phone without a change of scale.
    assert sum(part.width + 14 for part in picture.parts[:-1]) <= 688 + 14
    assert max(part.width for part in picture.parts[:-1]) <= 290
    said = "; ".join(f"stride {size} {size}×{size}" for size in others)
    assert picture.alt == f"Pictures to scale, beside each other: input {side}×{side}; {said}."


def test_what_cannot_stand_to_scale_is_refused():
    with pytest.raises(ValueError, match="maps is empty"):
        to_scale(np.zeros((4, 4)), [])
    with pytest.raises(ValueError, match=r"maps\[1\] must be numbers of shape \(H, W\)"):
        to_scale(np.zeros((4, 4)), [np.zeros((2, 2)), np.zeros(3)])
    with pytest.raises(ValueError, match="names has 1 entries, but there are 2 maps"):
        to_scale(np.zeros((4, 4)), [np.zeros((2, 2))] * 2, ["one"])


def test_a_map_that_is_a_picture_stands_in_grey_beside_one_with_signs():
    values = np.stack([np.full((2, 2), 3.0), np.array([[-4, 2], [0, 1]])], axis=-1)
    values[0, 0, 0] = 1
    picture = maps(values, ["brightness", "red − blue"], signed=[False, True])
    grey, signed = (part.shapes[0] for part in picture.parts[:2])
    np.testing.assert_array_equal(grey.array[..., 0], [[0, 255], [255, 255]])
    np.testing.assert_array_equal(signed.array, [[-1, 0.5], [0, 0.25]])
    assert words(picture) == ["−4", "0", "4", "1", "3"]
    with pytest.raises(ValueError, match="signed has 1 entries, but there are 2 maps"):
        maps(values, signed=[True])
