"""Lesson 09: its answers, the numbers in its sentences, and what its trained network says."""

import numpy as np
import pytest
from run_and_read import missing, predictions, prose, run_through, shown_by
from scipy.special import softmax


def test_a_whole_convnet():
    shown, asked = shown_by("09_whole_convnet"), predictions("09_whole_convnet")
    right = {id: one.asked["right"] for id, one in asked.items()}
    shapes = [(28, 28, 6), (28, 28, 6), (14, 14, 6), (10, 10, 16), (10, 10, 16), (5, 5, 16), (10,)]
    assert [row.output for row in shown["whole-06"].rows] == shapes
    assert right["whole-05-guess"] == list(shapes[-2])
    convolutions = (5 * 5 * 1 + 1) * 6 + (5 * 5 * 6 + 1) * 16
    scores = 5 * 5 * 16 * 10 + 10
    assert shown["whole-08"] == (scores, convolutions)
    assert right["whole-07-guess"] == scores
    # 56 → 56 → 28 → 24 → 12, and the filters as before.
    larger = {row.name: row.parameters for row in shown["whole-09-answer"].rows if row.parameters}
    assert larger["conv1"] + larger["conv2"] == convolutions and larger["fc1"] == 12 * 12 * 16 * 10 + 10
    assert shown["whole-12"] == ((10, 5, 5, 16), True)
    assert shown["whole-36"] == "GlobalAvgPool()"
    assert not missing(
        prose("09_whole_convnet"),
        "28 → 14 → 10 → 5",
        f"5·5·16 = {5 * 5 * 16} inputs, each with a weight for each of the 10 outputs, and 10 biases: "
        f"{scores:,}",
        f"more than the {convolutions:,} of both CONV layers together",
        f"12·12·16 = {12 * 12 * 16:,} numbers now reach the last layer",
        f"its parameters have grown to {larger['fc1']:,}",
        "ten filters of 5×5×16, as large as the input",
        "a map of 14×14 numbers",
    )


def test_a_network_refuses_what_the_lesson_says_it_does():
    _, names = run_through("09_whole_convnet")
    conv, dense = names["Conv"](3, 3), names["Dense"](10)
    for after in conv, names["MaxPool"](2):
        with pytest.raises(ValueError, match="needs a volume"):
            names["Network"]([dense, after], (8, 8, 1))
    with pytest.raises(ValueError, match="11"):
        names["Network"](names["small"].chain.blocks, (30, 30, 1))
    # (30 → 30 → 15 → 11), and windows of 2 at stride 2 do not fit 11.
    assert "with a picture of 30×30 the second pool gets 11×11" in prose("09_whole_convnet")


def test_where_the_parameters_are_and_where_the_work_is():
    shown, asked = shown_by("09_whole_convnet"), predictions("09_whole_convnet")
    # The table of the paper's network with its groups: fc6, fc7 and fc8, and conv1 to conv5.
    dense = 37_752_832 + 16_781_312 + 4_097_000
    work = 105_415_200 + 223_948_800 + 149_520_384 + 112_140_288 + 74_760_192
    assert shown["whole-42"] == (
        f"{dense / 60_965_224:.1%} of the parameters are in FC layers\n"
        f"{work / 724_406_816:.1%} of the work is done by CONV layers"
    )
    fewer, less = 60_965_224 / 1_235_496, 724_406_816 / 387_747_520
    assert shown["whole-46"].endswith(f"{fewer:.1f} times fewer parameters, {less:.1f} times less work")
    assert asked["whole-43-guess"].asked["right"] == round(less, 1)
    # "About fifty times fewer", "only about half of the work", "more than half of the network's parameters".
    assert 45 < fewer < 55 and 1.5 < less < 2.5 and 37_752_832 > 60_965_224 / 2
    assert not missing(
        prose("09_whole_convnet"),
        "AlexNet has 60,965,224 parameters, SqueezeNet 1,235,496, about fifty times fewer",
        "Fifty times fewer parameters save only about half of the work",
    )


def test_softmax_by_hand():
    _, names = run_through("09_whole_convnet")
    one, three = names["powers"]
    assert np.allclose(one, np.e) and np.allclose(three, np.e**3)
    share, other = softmax([1.0, 3.0])
    assert np.allclose(names["powers"] / names["powers"].sum(), (share, other))
    assert not missing(
        prose("09_whole_convnet"),
        f"their powers are {one:.3f} and {three:.3f}, together {one + three:.3f}, so the shares are "
        f"{one:.3f}/{one + three:.3f} = {share:.3f} and {three:.3f}/{one + three:.3f} = {other:.3f}",
    )


def test_what_the_trained_network_says():
    shown, names = shown_by("09_whole_convnet"), run_through("09_whole_convnet")[1]
    coffee, cat, unsure = (shown[f"whole-{cell}"] for cell in ("first", "16", "20"))
    assert "astronaut" not in names["class_names"]()
    assert f'gave "{coffee[0].name}" {100 * coffee[0].share:.1f} %' in prose("09_whole_convnet")
    # "The network is sure that it is a cat, and not at all sure which one"; no other animal has even 1 %.
    cats = [guess.share for guess in cat if guess.name in ("Egyptian cat", "tabby", "tiger cat")]
    assert sum(cats) > 0.99 and max(cats) < 0.6
    # "Often they are then spread thin, as they are here"; "its best guess gets less than a fifth".
    assert unsure[0].share < 0.2


def test_what_the_maps_of_the_cat_show():
    _, names = run_through("09_whole_convnet")
    seen = names["seen"]
    # "The first of these two is empty except for two places: … at the eyes." By eye, the pupils are there.
    eyes = seen["fire5/expand"][:, :, 142]
    strong = np.argwhere(eyes > eyes.max() / 2) / len(eyes)
    left, right = strong[strong[:, 1] < 0.5], strong[strong[:, 1] >= 0.5]
    for found, pupil in (left, (0.42, 0.32)), (right, (0.48, 0.82)):
        assert np.abs(found.mean(axis=0) - pupil).max() < 0.12
    assert np.mean(eyes > eyes.max() / 2) < 0.03
    assert not missing(
        prose("09_whole_convnet"),
        "Map 143 of `fire5/expand` is empty except for two places",
        "The first of these two is empty except for two places",
    )
    # Early maps see little, late ones nearly all of the 227 pixels.
    *reach, last = [names["fields"][name][0] for name in names["names"]]
    assert reach == sorted(reach) and reach[0] == 3 and reach[-1] > 200
    assert last == reach[-1]  # "The last two are alike"
    assert seen["relu1"].shape[-1] == 64  # "three of the 64 maps"
    # The map of a cat's class answers to the cat, that of espresso does not.
    egyptian, _, espresso = names["means"][names["places"]]
    assert egyptian > 3 * espresso
    assert np.allclose(names["means"], seen["pool10"], rtol=1e-4)
