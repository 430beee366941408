"""Bars, confusions and galleries: what they count, what they write, what they refuse."""

import numpy as np
import pytest

from convlib.draw import bars, before_and_after, confusion, confusions, gallery
from convlib.draw.picture import Signed, Words


def words(picture):
    return [shape.words for part in picture.parts for shape in part.shapes if isinstance(shape, Words)]


def test_bars_write_each_share():
    picture = bars(["cat", "dog"], [0.984, 0.016], "Guesses")
    assert words(picture) == ["Guesses", "cat", "98.4 %", "dog", "1.6 %"]
    assert picture.alt == "Guesses: cat 98.4 %, dog 1.6 %."
    assert '<svg role="img"' in picture.html()


def test_a_bar_is_as_long_as_its_share():
    (chart,) = bars(["cat", "dog"], [0.75, 0.25]).parts
    frame, cat, _, dog = [shape.width for shape in chart.shapes if not isinstance(shape, Words)]
    assert cat == 0.75 * frame and dog == 0.25 * frame


@pytest.mark.parametrize("shares", [[0.5], [0.5, 1.5], [0.5, -0.1], [0.5, np.nan], [[0.5, 0.5]]])
def test_bars_refuse_what_is_no_share(shares):
    with pytest.raises(ValueError, match="shares must be 2 numbers from 0 to 1"):
        bars(["cat", "dog"], shares)


def test_confusions_count_rows_by_label_and_columns_by_guess():
    labels, guesses = [0, 0, 0, 1, 2, 2], [0, 1, 1, 1, 0, 2]
    assert confusions(labels, guesses, 3).tolist() == [[1, 2, 0], [0, 1, 0], [1, 0, 1]]


def test_confusions_are_scipys():
    from scipy.sparse import coo_matrix

    rng = np.random.default_rng(4)
    labels, guesses = rng.integers(0, 7, (2, 500))
    other = coo_matrix((np.ones(500), (labels, guesses)), shape=(7, 7)).toarray()
    assert (confusions(labels, guesses, 7) == other).all()


def test_a_confusion_names_the_commonest_mistakes():
    picture = confusion([0, 0, 0, 1, 2, 2], [0, 1, 1, 1, 0, 2], ["coat", "shirt", "bag"])
    assert picture.alt == (
        "A table of 6 answers, 3 of them right. coat was called shirt 2 times. bag was called coat 1 times."
    )
    assert words(picture)[:5] == ["it is", "the network says", "0", "1", "2"]
    assert words(picture)[5:9] == ["coat 0", "1", "2", "shirt 1"]


def test_an_empty_confusion_draws():
    assert "0 answers" in confusion(np.array([], int), np.array([], int), ["coat", "shirt"]).alt


@pytest.mark.parametrize(
    ("labels", "guesses", "text"),
    [
        ([0, 3], [0, 1], "labels must be from 0 to 2, but run from 0 to 3"),
        ([0, 1], [0, -1], "guesses must be from 0 to 2, but run from -1 to 0"),
        ([0.0, 1.0], [0, 1], "labels must be whole numbers of shape (N,)"),
        ([[0], [1]], [0, 1], "labels must be whole numbers of shape (N,)"),
        ([0, 1], [0], "there are 2 labels, but 1 guesses"),
    ],
)
def test_confusions_refuse(labels, guesses, text):
    with pytest.raises(ValueError) as caught:
        confusions(labels, guesses, 3)
    assert text in str(caught.value)


def test_a_gallery_puts_words_below():
    images = np.random.default_rng(2).random((2, 5, 4, 1))
    picture = gallery(images, ["shirt\nsaid: coat", "bag"])
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
def test_a_gallery_refuses(shape, captions, text):
    with pytest.raises(ValueError) as caught:
        gallery(np.zeros(shape), captions)
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
