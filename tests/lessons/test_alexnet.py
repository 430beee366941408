"""Lesson 11: its answers, the numbers in its sentences, and the counts of the slide."""

from run_and_read import missing, prose, run_through

CONV = {  # K, F, depth that a filter sees in the paper's two groups, side of the output, padding
    "conv1": (96, 11, 3, 55, 0),
    "conv2": (256, 5, 48, 27, 2),
    "conv3": (384, 3, 256, 13, 1),
    "conv4": (384, 3, 192, 13, 1),
    "conv5": (256, 3, 192, 13, 1),
}
FC = {"fc6": (6 * 6 * 256, 4096), "fc7": (4096, 4096), "fc8": (4096, 1000)}


def test_alexnet():
    answers, names = run_through("11_alexnet")
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
    _, names = run_through("11_alexnet")
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
    _, names = run_through("11_alexnet")
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
