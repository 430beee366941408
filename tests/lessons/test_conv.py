"""Lesson 06: its answers, the numbers in its sentences, and the window of a single pixel."""

import numpy as np
import pytest
from run_and_read import answers, missing, prose, run_through

from convlib import DoesNotFit, conv_shape


def test_the_conv_layer():
    shape, runs, counts, moved, first_layer = answers("06_conv_layer")
    assert shape == ((25 - 5 + 4) // 2 + 1, (33 - 5 + 4) // 2 + 1, 8)
    assert runs == (13 * 17 * 8, 75)
    assert list(counts.values()) == [760, 778_240, 31_467_520]
    assert moved is True
    assert first_layer == ((55, 55, 96), (34_848, 96, 34_944))
    with pytest.raises(DoesNotFit) as refused:
        conv_shape((224, 224, 3), K=96, F=11, S=4)
    assert "padding" not in [repair.setting for repair in refused.value.repairs]
    assert not missing(
        prose("06_conv_layer"),
        f"Down: ((25 − 5 + 2·2) / 2) + 1 = {shape[0]}. "
        f"Across: ((33 − 5 + 2·2) / 2) + 1 = {shape[1]}. Deep: 8",
        f"not 3 and not {3 * 8}",
        f"{5 * 5 * 3 + 1} parameters in place of {32 * 32 * 3 + 1:,}",
        f"a further factor of {778_240 // 760:,}, which is the number of positions, 32·32",
    )
    assert 778_240 / 760 == 32 * 32
    assert (224 - 11) % 2 == 1


def test_one_by_one():
    (product, counts), names = run_through("06_conv_layer", "hide-cell")
    assert product == "(68160, 3) times (3, 2) is (68160, 2)"
    assert np.allclose(names["product"].reshape(names["mixed"].shape), names["mixed"])
    assert names["coffee"].shape == (213, 320, 3) and 213 * 320 == 68_160
    assert np.allclose(names["mixed"], np.einsum("hwd,kd->hwk", names["coffee"], names["mix"]))
    assert counts == (256 * 64 + 64, 9 * 256 * 64 + 64)
    red, green, blue = names["pixel"][0]
    assert red > 3 * max(green, blue), "the red saucer"
    assert not missing(
        prose("06_conv_layer"),
        "The photograph is 213×320×3",
        "How many parameters do 64 filters have on a depth of 256",
        "About a ninth",
    )
    assert counts[1] / counts[0] == pytest.approx(9, abs=0.05)
