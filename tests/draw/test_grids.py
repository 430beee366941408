"""Galleries, and filters before and after a training: what they write, tint and refuse."""

import numpy as np
import pytest

from convlib.draw import before_and_after, captioned
from convlib.draw.picture import Signed, Words


def words(picture):
    return [shape.words for part in picture.parts for shape in part.shapes if isinstance(shape, Words)]


def test_captioned_pictures_have_their_words_below():
    images = np.random.default_rng(2).random((2, 5, 4, 1))
    picture = captioned(images, ["shirt\nsaid: coat", "bag"])
    assert words(picture) == ["shirt", "said: coat", "bag"]
    assert picture.alt == "2 pictures: shirt, said: coat; bag."
    assert len({part.width for part in picture.parts}) == 1


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
