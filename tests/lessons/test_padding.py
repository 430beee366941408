"""Lesson 05: its answers, the numbers in its sentences, and the rim of a blurred picture."""

import numpy as np
import pytest
from run_and_read import answers, missing, predictions, prose, run_through
from scipy.ndimage import correlate

from convlib import Conv, Network, output_size
from convlib.pictures import samples
from convlib.sizes import same_padding, windows_touching

LESSON = "05_zero_padding"


def test_zero_padding():
    size, reads, rim, keeping, even, shrunk, shape, learned = answers(LESSON)
    assert size == ((7 + 2, 7 + 2, 1), 7)
    assert "row by row: 1 2 3 3 3 2 1" in reads.alt
    assert "padded with zeros" in rim.alt
    assert keeping == "F = 3: P = 1\nF = 5: P = 2\nF = 7: P = 3"
    assert even == f"P = 1: 32 becomes {32 - 4 + 2 + 1}\nP = 2: 32 becomes {32 - 4 + 4 + 1}"
    assert shrunk.startswith("7 layers: [32, 28, 24, 20, 16, 12, 8, 4]\n5×5 windows are larger")
    assert shape == (32, 32, 10)
    assert learned == (750, 10, 760)
    assert not missing(
        prose(LESSON),
        f"The input is {7 + 2 * 1} wide now, and a window of 3 has 9 − 3 = {9 - 3} columns to go: seven",
        "The output is 7×7",
        "Without padding the output is {0}×{0}, and with a padding of 2 it is {1}×{1}".format(
            *(output_size(7, F=3, P=P) for P in (0, 2))
        ),
        f"three places across and three down: 3·3 = {3 * 3} windows in all. The corner is read once",
        "with a border of 1, four windows read it",
        "Without padding the output has F − 1 columns fewer than the input",
        f"(4 − 1)/2 is {(4 - 1) / 2}",
        "padding 1 gives one column too few, padding 2 one too many",
        f"of 33 columns, a 3×3 filter with padding 1 leaves {output_size(33, F=3, S=2, P=1)}",
        "Each layer takes four columns and four rows, until a window of 5 finds a width of 4",
        f"With a padding of 2 in all of them the width stays at {output_size(32, F=5, P=2)}",
        f"(32 − 5 + 2·2)/1 + 1 = {(32 - 5 + 2 * 2) // 1 + 1}",
        f"It has 5·5·3 weights and a bias, {5 * 5 * 3 + 1} numbers; ten filters have {76 * 10}",
        f"- {5 * 5 * 3 * 10}: the biases were forgotten, - {(5 * 5 + 1) * 10}: the depth was forgotten",
        f"- {5 * 5 * 3 * 10 + 32 * 32 * 10:,}: each number of the output got a bias of its own",
    )
    assert all(output_size(32, F) == 32 - (F - 1) for F in (1, 3, 5, 7))
    assert output_size(33, F=3, S=2, P=1) == (33 + 1) // 2, "stride 2 leaves about half of the width"


def test_what_is_right_to_guess():
    right = {one.item.partition("guess-")[2]: one.asked["right"] for one in predictions(LESSON).values()}
    assert {name: value for name, value in right.items() if not isinstance(value, str)} == {
        "border": [7, 7], "centre": 9, "keep": 3, "shrink": 7, "volume": [32, 32, 10], "parameters": 760,
    }  # fmt: skip


def test_which_pixels_are_read_most_at_stride_2_with_padding_2():
    along = windows_touching(7, F=3, S=2, P=2)
    assert [column + 1 for column, count in enumerate(along) if count == max(along)] == [1, 3, 5, 7]
    assert max(along) ** 2 == 4
    assert windows_touching(7, F=3, P=1)[0] ** 2 == 4
    # Columns next to each other are never both read twice: the windows overlap by one.
    assert along == [2, 1, 2, 1, 2, 1, 2]


def test_the_rim_of_a_blurred_picture_is_dark_and_two_pixels_wide():
    # On a white picture only the made-up zeros can darken anything; SciPy blurs it, and the wall.
    gaussian = samples.FILTERS["gaussian"]
    white = correlate(np.ones((12, 9)), gaussian, mode="constant")
    assert np.allclose(white[2:-2, 2:-2], 1)
    rim = np.ones((12, 9), bool)
    rim[2:-2, 2:-2] = False
    assert np.all(white[rim] < 1)
    names = run_through(LESSON)[1]
    wall = names["wall"][:, :, 0]
    assert np.allclose(names["with_zeros"][:, :, 0], correlate(wall, gaussian, mode="constant"))
    assert np.allclose(names["mirrored"][:, :, 0], correlate(wall, gaussian, mode="mirror"))


def test_the_rim_can_be_seen():
    names = run_through(LESSON)[1]
    zeros, mirrored = names["with_zeros"][:, :, 0], names["mirrored"][:, :, 0]
    outermost = np.ones(zeros.shape, bool)
    outermost[1:-1, 1:-1] = False
    assert zeros[outermost].max() < zeros[2:-2, 2:-2].min()
    assert abs(mirrored[outermost].mean() - mirrored[1:-1, 1:-1].mean()) < 0.02


@pytest.mark.parametrize(("mode", "corner"), [("mirror", 16), ("nearest", 7), ("constant", 5)])
def test_the_sum_in_the_corner(mode, corner):
    assert correlate(samples.input_7x7[:, :, 0], np.ones((3, 3), int), mode=mode)[0, 0] == corner
    words = {"mirror": "with the mirror", "nearest": "with the edge repeated", "constant": "with zeros"}
    assert f"{corner} {words[mode]}" in prose(LESSON)


def test_one_padded_layer_gains_one_layer():
    chain = Network([Conv(6, 5, padding=2), *[Conv(6, 5)] * 7], (32, 32, 3))
    assert chain.output_shape == (4, 4, 6)
    assert "the eighth now fits, and leaves 4×4" in prose(LESSON)


def test_what_is_said_of_same():
    words = "an input 4 wide, under a 3×3 filter at stride 2, gets one column of zeros on its right"
    assert f"{words} and none on its left" in prose(LESSON)
    assert same_padding(4, 3, 2) == (0, 1)
