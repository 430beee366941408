"""What the prose of further lessons says is what the code computes: see test_lessons, whose means these are.

Here too an answer is held against a sum that a person would do, and every number in a sentence is computed
and looked for in the words around it.
"""

from functools import cache

import numpy as np
import pytest
from scipy.signal import convolve, correlate
from test_lessons import cells, missing, prose, run

from convlib import conv, receptive_field, relu
from convlib.network.pretrained import prepare, trained_squeezenet
from convlib.pictures import samples


@cache
def shown(lesson, tag):
    """What the cells with a tag show, in order; and all the lesson's names at its end."""
    names, values = {}, []
    for cell in cells(lesson):
        if cell["cell_type"] == "code":
            value = run("".join(cell["source"]), names)
            if tag in cell["metadata"].get("tags", []):
                values.append(value)
    return values, names


# ---- From networks to ConvNets ----


def test_from_networks_to_convnets():
    (neuron, list_, shuffled, ladder, kilometre), names = shown("02_from_networks_to_convnets", "hide-output")
    assert neuron.alt.endswith("Gives sum, 1×1, row by row: 2. Becomes ReLU, 1×1, row by row: 2.")
    assert list_ == (32 * 32 * 3, 32 * 3)
    before, after = shuffled.replace(" ", "").split("\n")
    assert before.removeprefix("before:") == after.removeprefix("after:")
    dense, local, shared = 10_240 * (3_072 + 1), 10_240 * (75 + 1), 10 * (75 + 1)
    assert [line.split()[-1] for line in ladder.split("\n")] == [f"{n:,}" for n in (dense, local, shared)]
    assert kilometre == f"{round(1e6 * shared / dense)} millimetres"
    assert list(names["ladder"].values()) == [31_467_520, 778_240, 760]
    products = 3 * 1, 1 * -2, 0 * 4, 2 * 1
    assert not missing(
        prose("02_from_networks_to_convnets"),
        f"The products are {products[0]}, −{-products[1]}, {products[2]} and {products[3]}, "
        f"their sum is {sum(products)}, and with the bias it is {sum(products) - 1}",
        f"With a bias of −4 the sum is −{4 - sum(products)}, and the ReLU makes it 0",
        "from 31 million down to 760",
        f"Every neuron has {32 * 32 * 3:,} weights",
        f"moved {32 * 3} places away, a whole row of 32 pixels with three colours",
        f"32·32·10 = {32 * 32 * 10:,} neurons",
        f"32·32·3 + 1 = {32 * 32 * 3 + 1:,} parameters, and 10,240 neurons have {dense:,}",
        f"5·5·3 + 1 = {5 * 5 * 3 + 1}, and 10,240 neurons have {local:,}",
        f"the same 76, and ten maps have {shared}",
        "about 40 times smaller, and sharing the weights a further 1,024 times, once for each of the 32·32",
    )
    assert round(dense / local, -1) == 40 and local / shared == 32 * 32 == 1_024
    assert dense // 10**6 == 31


def test_shuffling_leaves_the_filter_nothing_but_noise():
    _, names = shown("02_from_networks_to_convnets", "hide-output")
    on_the_picture, on_the_shuffled = np.abs(names["both"]).mean(axis=(0, 1))
    assert on_the_picture > 1.5 * on_the_shuffled
    # Columns of an upright edge agree with the row below; noise does not.
    alike = [np.corrcoef(m[:-5].ravel(), m[5:].ravel())[0, 1] for m in np.moveaxis(names["both"], -1, 0)]
    assert alike[0] > 0.4 > 0.2 > abs(alike[1])


# ---- Layer upon layer (S19) ----


def test_layer_upon_layer():
    (shapes,), names = shown("03_sliding_a_filter", "hide-cell")
    assert shapes == ((5, 5, 6), (28 - 5 + 1, 28 - 5 + 1, 10))
    assert names["seen"]["relu1"].shape[-1] == 64
    assert not missing(
        prose("03_sliding_a_filter"),
        "these will be 6 deep. Each of the ten gives a map of 24×24",
        "three of the 64 maps of its first layer",
    )


def test_two_layers_without_a_non_linearity_are_one():
    # Filters of 9×9, each a sum of true convolutions (SciPy) of the two layers' filters, do the work of both.
    rng = np.random.default_rng(19)
    x, first, second = (rng.normal(size=size) for size in ((14, 17, 2), (3, 5, 5, 2), (4, 5, 5, 3)))
    both = np.zeros((4, 9, 9, 2))
    for k in range(4):
        for d in range(2):
            both[k, :, :, d] = sum(convolve(second[k, :, :, j], first[j, :, :, d]) for j in range(3))
    assert np.allclose(conv(conv(x, first), second), conv(x, both))
    assert not np.allclose(conv(relu(conv(x, first)), second), conv(x, both))


def test_what_early_and_deep_maps_light_up_at():
    # The cat's eyes are at rows 80 and 100, columns 70 and 185 of 227, its muzzle below the middle.
    seen = trained_squeezenet().activations(prepare(samples.photo("chelsea")))
    deep = seen["fire9/expand"]
    strongest = deep.std(axis=(0, 1)).argsort()[::-1][:3]
    rows = [np.average(np.arange(14), weights=deep[:, :, k].sum(axis=1)) * 227 / 14 for k in strongest]
    eyes, muzzle = [row for row in rows if 50 < row < 110], [row for row in rows if 120 < row < 200]
    assert (len(eyes), len(muzzle)) == (2, 1)
    # Maps 49 and 55 are edges of two directions: one changes quickly down the picture, the other across it.
    ways = []
    for k in (49, 55):
        steps = [np.abs(np.diff(seen["relu1"][:, :, k], axis=axis)).mean() for axis in (0, 1)]
        ways.append(steps[0] > steps[1])
    assert ways == [True, False]


# ---- A window of a single pixel (S31) ----


def test_one_by_one():
    (product, counts), names = shown("06_conv_layer", "hide-cell")
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


# ---- The brain view ----


def test_the_brain_view():
    answers, names = shown("07_brain_view", "hide-output")
    connections, grid, sharing, two_layers, strided, measured, growing, seven = answers
    assert connections == (5 * 5 * 3, 32 * 32 * 3 - 5 * 5 * 3)
    assert grid == ((28, 28, 5), 28 * 28 * 5)
    assert sharing == (28 * 28, 5 * (75 + 1), 28 * 28 * 5 * (75 + 1)) == (784, 380, 297_920)
    assert two_layers == 3 + 2
    assert strided == (5 + 2 * 2, 2, 0)
    assert measured == "9 rows" and np.any(names["minds"] > 0, axis=0).sum() == 9
    assert growing.split("\n")[0] == "conv1: filter or window 11, receptive field 11"
    assert growing.split("\n")[4] == "conv3: filter or window 3, receptive field 99"
    assert seven == 1 + 7 * 4
    assert names["paths"][:, :, 0].tolist() == np.outer([1, 2, 3, 2, 1], [1, 2, 3, 2, 1]).tolist()
    # AlexNet's middle neurons see squares around the middle of 227 pixels.
    assert [(top, left) for top, left, _, _ in names["boxes"].values()] == [
        ((227 - size) // 2,) * 2 for size in (11, 51, 99, 131, 163)
    ]
    assert not missing(
        prose("07_brain_view"),
        f"blind for {connections[1]:,} of the {32 * 32 * 3:,} numbers",
        f"so together they are 3 + 2 = {3 + 2} wide",
        "The pixel in the middle has nine ways to the neuron, a corner has one",
        f"three of them side by side see 5 + 2·2 = {5 + 2 * 2}",
        "Nine rows and nine columns",
        f"All {28 * 28} neurons of a map share",
        "Filters of 3×3 in `conv3` look at 99×99 pixels",
        "Every layer adds four, the same four that the output loses",
    )


def test_a_green_pixel_is_seen_within_the_window_alone():
    _, names = shown("07_brain_view", "hide-output")
    x, filter = names["x"], names["five"][0]
    expected = correlate(x, filter, "valid")[10, 12, 0]
    assert np.isclose(correlate(names["painted"](12, 17), filter, "valid")[10, 12, 0], expected)
    assert not np.isclose(correlate(names["painted"](12, 14), filter, "valid")[10, 12, 0], expected)


def test_the_rim_of_a_receptive_field_counts_for_less():
    # "The middle has more ways to the neuron than the rim": on average over many random networks.
    rng = np.random.default_rng(7)
    size = receptive_field([(3, 1), (3, 1)]).size
    strength = np.zeros((size, size))
    for _ in range(200):
        filters = rng.normal(size=(3, 3)), rng.normal(size=(3, 3))
        strength += np.abs(convolve(*filters))
    assert strength[2, 2] > 2 * strength[[0, 0, -1, -1], [0, -1, 0, -1]].mean()


# ---- AlexNet ----

CONV = {  # K, F, depth that a filter sees in the paper's two groups, side of the output, padding
    "conv1": (96, 11, 3, 55, 0),
    "conv2": (256, 5, 48, 27, 2),
    "conv3": (384, 3, 256, 13, 1),
    "conv4": (384, 3, 192, 13, 1),
    "conv5": (256, 3, 192, 13, 1),
}
FC = {"fc6": (6 * 6 * 256, 4096), "fc7": (4096, 4096), "fc8": (4096, 1000)}


def test_alexnet():
    answers, names = shown("11_alexnet", "hide-output")
    shapes, fits, layers, neurons, shares, work, total, depths, features = answers
    learned = {name: K * F * F * D + K for name, (K, F, D, _, _) in CONV.items()}
    learned |= {name: n * m + m for name, (n, m) in FC.items()}
    macs = {name: side * side * K * F * F * D for name, (K, F, D, side, _) in CONV.items()}
    macs |= {name: n * m for name, (n, m) in FC.items()}
    cells = {name: side * side * K for name, (K, _, _, side, _) in CONV.items()}
    cells |= {name: m for name, (_, m) in FC.items()}
    assert (names["learns"], names["works"], names["neurons"]) == (learned, macs, cells)
    parameters, products, numbers = sum(learned.values()), sum(macs.values()), sum(cells.values())
    assert (parameters, products, numbers) == (60_965_224, 724_406_816, 659_272)
    assert shapes == (55, 27)
    assert fits == (54.25, 55)
    assert layers == "5 CONV + 3 FC = 8 with weights\nhidden: 7"
    assert neurons.endswith(f"together {numbers:,}")
    in_fc = sum(learned[name] for name in FC)
    percent = f"{100 * in_fc / parameters:.1f} %"
    assert shares == f"CONV {parameters - in_fc:,}, FC {in_fc:,}\nFC has {percent} of them"
    assert "fc6: 61.9 % of the parameters and 5.2 % of the multiplications" in work.alt
    assert sum(macs[name] for name in CONV) / products > 0.9 and in_fc / parameters > 0.9
    assert total == f"{products:,}"
    assert depths == "2 (256, 5, 5, 48)\n1 (256, 5, 5, 96)"
    best = float(features.split("the best class gets ")[1].split(" %")[0])
    assert features.startswith("after fc7: (4096,)") and 0.1 < best < 1
    one_group, saved = names["one_group"], 1 - products / names["one_group"].macs
    assert (one_group.parameters, one_group.macs) == (62_378_344, 1_135_256_096)
    assert not missing(
        prose("11_alexnet"),
        f"there are no {(224 - 11) / 4 + 1} windows",
        "Both give 55×55 after the first layer",
        f"The first layer has 55·55·96 = {cells['conv1']:,}, more than two fifths of them all",
        f"Together we count {numbers:,}",
        f"each of its 4,096 neurons is connected to all the 6·6·256 = {6 * 6 * 256:,} numbers below it",
        f"9,216·4,096 + 4,096 = {learned['fc6']:,} parameters",
        f"All layers together have {parameters:,}",
        f"takes part in 55·55 = {55 * 55:,} products",
        f"we count {products:,}",
        "The nearest, at 643,026,048",
        f"the slide has {630} million, we count {products // 10**6} million",
        "Half as deep: 48 in place of 96",
        f"{100 * (1 - parameters / one_group.parameters):.1f} % fewer",
        f"{100 * saved:.1f} % less",
        f"two groups, {parameters:,}, better than the one with a single group, {one_group.parameters:,}",
        "Four of the five hold",
    )
    assert cells["conv1"] > 0.4 * numbers
    assert learned["fc6"] > parameters / 2


def test_no_count_gives_the_connections_of_the_slide():
    _, names = shown("11_alexnet", "hide-output")
    counts = names["counts"]
    assert len(counts) == 8  # "Here are eight ways to count"
    assert all(abs(count / 630e6 - 1) > 0.02 for count in counts.values())
    nearest = min(counts, key=lambda name: abs(counts[name] - 630e6))
    assert (nearest, counts[nearest]) == ("224 wide, rounded down", 643_026_048)
    # Taps on the padding, one by one: for each stop along a side, how many of its F taps hit a pixel.
    left_out = 0
    for K, F, D, side, P in CONV.values():
        if P:
            taps = sum(0 <= stop - P + tap < side for stop in range(side) for tap in range(F))
            left_out += ((side * F) ** 2 - taps**2) * K * D
    assert counts["every multiplication"] - counts["without padding"] == left_out


def test_the_slide_recomputed():
    _, names = shown("11_alexnet", "hide-output")
    slide, ours = names["slide"], names["ours"]
    assert slide == {
        "hidden layers": 7,
        "neurons": 650_000,
        "parameters": 60_000_000,
        "connections": 630_000_000,
        "last features": 4096,
    }
    off = {name: abs(ours[name] / said - 1) for name, said in slide.items()}
    assert [name for name in slide if off[name] == 0] == ["hidden layers", "last features"]
    assert [name for name in slide if 0 < off[name] < 0.02] == ["neurons", "parameters"]
    assert off["connections"] > 0.1
