"""Lesson 05: its answers, the numbers in its sentences, and the rim of a blurred picture."""

import numpy as np
from run_and_read import answers, missing, prose

from convlib import conv, output_size
from convlib.pictures import samples


def test_zero_padding():
    size, reads, rim, keeping, even, layers, shape, learned = answers("05_zero_padding")
    assert size == ((7 + 2, 7 + 2, 1), 7)
    assert "row by row: 1 2 3 3 3 2 1" in reads.alt
    assert "blurred" in rim.alt
    assert keeping == "F = 3: P = [1]\nF = 5: P = [2]\nF = 7: P = [3]"
    assert even == {1: 32 - 4 + 2 + 1, 2: 32 - 4 + 4 + 1}
    assert layers == "7 layers: [32, 28, 24, 20, 16, 12, 8, 4]"
    assert shape == (32, 32, 10)
    assert learned == (750, 10, 760)
    assert not missing(
        prose("05_zero_padding"),
        f"With its border the input is {7 + 2 * 1} wide, "
        f"and a window of 3 has 9 − 3 = {9 - 3} columns to go: seven",
        "The output is 7×7",
        "The corner is read once and the centre nine times",
        "the corner gets four windows",
        "Without padding, the output has F − 1 columns fewer than the input",
        f"(4 − 1)/2 is {(4 - 1) / 2}",
        "padding 1 gives one number too few, padding 2 one too many",
        "Each layer takes four columns and four rows, until a window of 5 finds a width of 4",
        f"With a padding of 2 the width stays at {output_size(32, F=5, P=2)}",
        f"((32 − 5 + 2·2) / 1) + 1 = {(32 - 5 + 2 * 2) // 1 + 1}",
        f"One filter has 5·5·3 weights and a bias, {5 * 5 * 3 + 1} numbers, and ten filters have {76 * 10}",
    )
    assert all(output_size(32, F) == 32 - (F - 1) for F in (1, 3, 5, 7))
    assert output_size(33, F=3, S=2, P=1) == (33 + 1) // 2, "stride 2 leaves about half of the width"


def test_the_rim_of_a_blurred_picture_is_dark_and_two_pixels_wide():
    # On a white picture only the made-up zeros can darken anything.
    white = conv(np.ones((12, 9, 1)), samples.filter_bank("gaussian"), padding=2)[:, :, 0]
    assert np.all(white[2:-2, 2:-2] == 1)
    rim = np.ones((12, 9), bool)
    rim[2:-2, 2:-2] = False
    assert np.all(white[rim] < 1)
