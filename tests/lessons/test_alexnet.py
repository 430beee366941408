"""Lesson 11: its answers, the numbers in its sentences, and the counts of the slide."""

import numpy as np
import pytest
from run_and_read import missing, predictions, prose, run_through, shown_by

CONV = {  # K, F, depth that a filter sees in the paper's two groups, side of the output, padding
    "conv1": (96, 11, 3, 55, 0),
    "conv2": (256, 5, 48, 27, 2),
    "conv3": (384, 3, 256, 13, 1),
    "conv4": (384, 3, 192, 13, 1),
    "conv5": (256, 3, 192, 13, 1),
}
FC = {"fc6": (6 * 6 * 256, 4096), "fc7": (4096, 4096), "fc8": (4096, 1000)}


def test_alexnet():
    shown, names = shown_by("11_alexnet"), run_through("11_alexnet")[1]
    right = {id: one.asked["right"] for id, one in predictions("11_alexnet").items()}
    learned = {name: K * F * F * D + K for name, (K, F, D, _, _) in CONV.items()}
    learned |= {name: n * m + m for name, (n, m) in FC.items()}
    macs = {name: side * side * K * F * F * D for name, (K, F, D, side, _) in CONV.items()}
    macs |= {name: n * m for name, (n, m) in FC.items()}
    cells = {name: side * side * K for name, (K, _, _, side, _) in CONV.items()}
    cells |= {name: m for name, (_, m) in FC.items()}
    assert (names["learns"], names["works"], names["neurons"]) == (learned, macs, cells)
    parameters, products, numbers = sum(learned.values()), sum(macs.values()), sum(cells.values())
    assert (parameters, products, numbers) == (60_965_224, 724_406_816, 659_272)
    assert shown["alexnet-08"] == (55, 27) and right["alexnet-07-guess"] == 27
    assert shown["alexnet-14"] == (55.25, 55) and right["alexnet-13-guess"] == 55
    assert shown["alexnet-16"] is True
    assert shown["alexnet-18"] == "5 CONV + 3 FC = 8 with weights\nhidden: 7"
    assert right["alexnet-17-guess"] == 5 + 3
    assert shown["alexnet-20-answer"].endswith(f"together {numbers:,}")
    assert right["alexnet-20-guess"] == max(cells, key=cells.get)
    assert right["alexnet-22-guess"] == max(learned, key=learned.get)
    in_fc = sum(learned[name] for name in FC)
    assert "fc6: 61.9 % of the parameters and 5.2 % of the multiplications" in shown["alexnet-24"].alt
    assert sum(macs[name] for name in CONV) / products > 0.9 and in_fc / parameters > 0.9
    assert shown["alexnet-25"] == right["alexnet-24-guess"] == 55 * 55
    assert shown["alexnet-26-answer"] == f"{products:,}"
    assert shown["alexnet-36"] == "2 (256, 5, 5, 48)\n1 (256, 5, 5, 96)" and right["alexnet-35-guess"] == 48
    one_group, saved = names["one_group"], 1 - products / names["one_group"].macs
    assert (one_group.parameters, one_group.macs) == (62_378_344, 1_135_256_096)
    assert not missing(
        prose("11_alexnet"),
        f"(224 − 11)/4 + 1 = {(224 - 11) / 4 + 1}",
        f"(227 − 11)/4 + 1 = {(227 - 11) // 4 + 1} after the CONV layer",
        f"(55 − 3)/2 + 1 = {(55 - 3) // 2 + 1} after the pool",
        f"{(224 - 11 + 2 * 2) / 4 + 1}, rounded down to 55",
        f"The first layer has 55·55·96 = {cells['conv1']:,}, more than two fifths of them all",
        f"Together we count {numbers:,}",
        f"each of its 4,096 neurons is connected to all the 6·6·256 = {6 * 6 * 256:,} numbers below it",
        f"9,216·4,096 + 4,096 = {learned['fc6']:,} parameters",
        f"All layers together have {parameters:,}",
        f"55·55 = {55 * 55:,} of them, and the weight is used once in each",
        f"a file of {round(4 * parameters / 10**6)} megabytes",
        f"we count {products:,}",
        "The nearest, at 643,026,048",
        f"the slide has {630} million, we count {products // 10**6} million",
        "it is half as deep, 48 in place of 96",
        f"two groups have {100 * (1 - parameters / one_group.parameters):.1f} % fewer",
        f"{100 * saved:.1f} % less",
        f"two groups, {parameters:,}, better than the one with a single group, {one_group.parameters:,}",
        "Four of the five hold",
    )
    assert cells["conv1"] > 0.4 * numbers
    assert learned["fc6"] > parameters / 2
    # What the options of two choices say.
    said = dict(predictions("11_alexnet")["alexnet-22-guess"].asked["options"])
    assert f"{learned['conv1']:,} parameters" in said["conv1"]
    assert "most of all CONV layers" in said["conv3"]
    assert max(CONV, key=learned.get) == "conv3"
    said = dict(predictions("11_alexnet")["alexnet-26-guess"].asked["options"])
    assert f"{100 * (products / 630e6 - 1):.0f} % off" in said["Yes, as a round number"]


def test_the_result_of_2012():
    """The shares of wrong answers that the paper's section on results gives for the year 2012."""
    errors = list(run_through("11_alexnet")[1]["errors"].values())
    assert errors == [0.262, 0.182, 0.153]
    drawn = shown_by("11_alexnet")["alexnet-first"].alt
    for error, words in zip(
        errors,
        (
            "The next best entry was no ConvNet, and missed",
            "the network of this lesson, missed",
            "won missed",
        ),
        strict=True,
    ):
        assert f"{words} {100 * error:.1f} %" in prose("11_alexnet")
        assert f"{100 * error:.1f} %" in drawn
    # "Wrong one time in four" before.
    assert 1 / errors[0] == pytest.approx(4, abs=0.25)


def test_the_right_class_may_be_the_second_of_five_guesses():
    guesses = [guess.name for guess in shown_by("11_alexnet")["alexnet-five"]]
    assert len(guesses) == 5 and guesses.index("macaw") == 1


def test_a_mirror_image_has_the_features_of_the_picture():
    names = run_through("11_alexnet")[1]
    (pixels, flipped, coffee), (cat, mirrored, other) = names["pixels"], names["found"]
    assert cat @ mirrored > 0.9 and cat @ other < 0.4
    # "Only a little more alike", and the options of the choice.
    assert 0.4 < pixels @ flipped < 0.6 and 0.1 < pixels @ flipped - pixels @ coffee < 0.2
    assert np.array_equal(names["pictures"][1], np.fliplr(names["pictures"][0]))


def test_a_network_with_the_connections_of_the_slide_loses_its_neurons():
    other = run_through("11_alexnet")[1]["other"]
    K, fewer = 192, 256 - 192
    lost = fewer * 27 * 27 * 5 * 5 * 48 + 384 * 13 * 13 * 3 * 3 * fewer
    assert other.macs == 724_406_816 - lost
    assert other.neurons == 659_272 - fewer * 27 * 27
    assert not missing(
        prose("11_alexnet"),
        f"give `conv2` {K} filters in place of 256",
        f"{other.macs / 1e6:.0f} million connections",
        f"{other.parameters / 1e6:.1f} million",
        f"{other.neurons:,} in place of 650,000",
    )


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
