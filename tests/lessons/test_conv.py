"""Lesson 06: its answers, the numbers in its sentences, and the window of a single pixel."""

import numpy as np
import pytest
from run_and_read import answers, missing, prose, run_through

from convlib import DoesNotFit, conv_shape, output_size, parameters

LESSON = "06_conv_layer"


def test_the_conv_layer():
    shape, wider, moved, _, product, one_by_one, first_layer, refused = answers(LESSON)
    assert shape == ((25 - 5 + 4) // 2 + 1, (33 - 5 + 4) // 2 + 1, 8)
    assert wider.split("\n") == [
        "32×32×3: shared 760, own weights 778,240, whole image 31,467,520",
        f"32×64×3: shared 760, own weights {32 * 64 * 10 * 76:,}, "
        f"whole image {32 * 64 * 10 * (32 * 64 * 3 + 1):,}",
    ]
    assert moved is True
    assert product == "(68160, 3) times (3, 2) is (68160, 2)\nthe same numbers: True"
    assert one_by_one == f"1×1: {256 * 64 + 64:,}\n3×3: {9 * 256 * 64 + 64:,}"
    assert first_layer == f"output: (55, 55, 96)\nparameters: {34_848 + 96}"
    assert refused.startswith("11×11 windows at stride 4 do not fit a height and width of 224")
    assert not missing(
        prose(LESSON),
        f"The height is (25 − 5 + 2·2)/2 + 1 = {shape[0]}, "
        f"and the width is (33 − 5 + 2·2)/2 + 1 = {shape[1]}. The depth is 8",
        f"not 3, and not {3 * 8}",
        f"13·17·8 = {13 * 17 * 8:,} times",
        f"5·5·3 = {5 * 5 * 3} multiplications, which makes {13 * 17 * 8 * 75:,} in all",
        f"32·32·10 = {32 * 32 * 10:,} neurons, and each has {5 * 5 * 3 + 1} parameters",
        f"weights that a whole map shares | {760}",
        f"with weights of its own | {10_240 * 76:,}",
        f"the whole image, with weights of its own | {10_240 * (32 * 32 * 3 + 1):,}",
        f"{5 * 5 * 3 + 1} parameters instead of {32 * 32 * 3 + 1:,}",
        f"a further factor of {778_240 // 760:,}, which is the number of positions, 32·32",
        "How many parameters do 64 filters of 1×1 have on a depth of 256",
        f"257·64 = {(256 + 1) * 64:,} parameters",
        f"a row for each of the 213·320 = {213 * 320:,} pixels",
        "about nine times as many",
        f"(227 − 11)/4 + 1 = {(227 - 11) // 4 + 1}",
        f"11·11·3·96 = {11 * 11 * 3 * 96:,} weights and 96 biases, {11 * 11 * 3 * 96 + 96:,} parameters",
    )
    assert 778_240 / 760 == 32 * 32
    assert (9 * 256 * 64 + 64) / (256 * 64 + 64) == pytest.approx(9, abs=0.05)


def test_what_each_of_the_four_settings_moves():
    start = {"K": 8, "F": 5, "S": 2, "P": 2}

    def made(**changed):
        K, F, S, P = (start | changed).values()
        H2, W2, D2 = conv_shape((25, 33, 3), K=K, F=F, S=S, P=P)
        return (H2, W2), D2, parameters(F, 3, K).total

    names = {"K": "the number of filters", "F": "their extent", "S": "the stride", "P": "the padding"}
    for name, other in {"K": 9, "F": 9, "S": 4, "P": 4}.items():
        moved = [old != new for old, new in zip(made(), made(**{name: other}), strict=True)]
        row = " | ".join("**change**" if one else "stay" for one in moved)
        assert not missing(prose(LESSON), f"| {name}, {names[name]} | {row} |")
    assert made(F=7, P=3)[0] == made()[0], "F larger by 2 and P by 1: W2 and H2 stay"


def test_why_224_cannot_be_right():
    with pytest.raises(DoesNotFit) as refused:
        conv_shape((224, 224, 3), K=96, F=11, S=4)
    assert "padding" not in [repair.setting for repair in refused.value.repairs]
    assert (224 - 11) % 2 == 1 and (224 - 11) / 4 == 53.25
    assert output_size(224, F=11, S=4, fit="floor") == 54
    # The last of 54 windows ends one column before the edge.
    assert 53 * 4 + 11 == 223


def test_one_by_one():
    _, names = run_through(LESSON)
    assert np.allclose(names["product"].reshape(names["mixed"].shape), names["mixed"])
    assert names["coffee"].shape == (213, 320, 3) and 213 * 320 == 68_160
    assert np.allclose(names["mixed"], np.einsum("hwd,kd->hwk", names["coffee"], names["mix"]))
    red, green, blue = names["pixel"][0]
    assert red > 3 * max(green, blue), "the red saucer"
    assert not missing(prose(LESSON), "The photograph is 213×320×3")
