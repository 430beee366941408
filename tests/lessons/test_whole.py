"""Lesson 09: its answers, the numbers in its sentences, and what its trained network says."""

import numpy as np
from run_and_read import missing, prose, run_through
from scipy.special import softmax


def test_a_whole_convnet():
    summary, counts, same, _, _, ending, shares, times = run_through("09_whole_convnet")[0]
    shapes = [(28, 28, 6), (28, 28, 6), (14, 14, 6), (10, 10, 16), (10, 10, 16), (5, 5, 16), (10,)]
    assert [row.output for row in summary.rows] == shapes
    convolutions = (5 * 5 * 1 + 1) * 6 + (5 * 5 * 6 + 1) * 16
    assert counts == (5 * 5 * 16 * 10 + 10, convolutions)
    assert same == ((10, 5, 5, 16), True)
    assert ending == "GlobalAvgPool()"
    # The table of the paper's network with its groups: fc6, fc7 and fc8, and conv1 to conv5.
    dense = 37_752_832 + 16_781_312 + 4_097_000
    work = 105_415_200 + 223_948_800 + 149_520_384 + 112_140_288 + 74_760_192
    assert shares == (
        f"{dense / 60_965_224:.1%} of the parameters are in FC layers\n"
        f"{work / 724_406_816:.1%} of the work is done by CONV layers"
    )
    assert times == (round(60_965_224 / 1_235_496, 1), round(724_406_816 / 387_747_520, 1))
    assert not missing(
        prose("09_whole_convnet"),
        "What is the shape after each layer, from 28×28×1 to the ten numbers at the end?",
        f"5·5·16 = {5 * 5 * 16} inputs, each with a weight for each of the 10 outputs, and 10 biases: "
        f"{counts[0]:,}",
        "Ten filters of 5×5×16, as large as the input",
        "a map of 14×14 numbers",
        "Fifty times fewer parameters save only half of the work",
    )
    assert 45 < times[0] < 55 and 1.5 < times[1] < 2.5
    assert counts[0] > counts[1], "more than both CONV layers need"


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
    answers, names = run_through("09_whole_convnet")
    cat, unsure = names["classify"](names["photo"]("chelsea")), names["classify"](names["photo"]("astronaut"))
    assert "astronaut" not in names["class_names"]()
    # "The network is sure that it is a cat, and not at all sure which one."
    assert sum(guess.share for guess in cat if guess.name in ("Egyptian cat", "tabby", "tiger cat")) > 0.98
    assert cat[0].share < 0.6
    # "Often they are then spread thin, as they are here."
    assert unsure[0].share < 0.3
    assert [guess.name for guess in answers[3]] == [guess.name for guess in cat]


def test_what_the_maps_of_the_cat_show():
    _, names = run_through("09_whole_convnet")
    seen = names["seen"]
    # "The first of these three is empty except for two places: … at the eyes." By eye, the pupils are there.
    eyes = seen["fire5/expand"][:, :, 142]
    strong = np.argwhere(eyes > eyes.max() / 2) / len(eyes)
    left, right = strong[strong[:, 1] < 0.5], strong[strong[:, 1] >= 0.5]
    for found, pupil in (left, (0.42, 0.32)), (right, (0.48, 0.82)):
        assert np.abs(found.mean(axis=0) - pupil).max() < 0.12
    assert np.mean(eyes > eyes.max() / 2) < 0.03
    assert "The first of these three is empty except for two places" in prose("09_whole_convnet")
    # Early maps see little, late ones nearly all of the 227 pixels.
    reach = [names["fields"][name][0] for name in ("relu1", "fire3/expand", "fire5/expand", "fire9/expand")]
    assert reach == sorted(reach) and reach[0] == 3 and reach[-1] > 200
    # The map of a cat's class answers to the cat, that of espresso does not.
    egyptian, _, espresso = names["means"][names["places"]]
    assert egyptian > 3 * espresso
    assert np.allclose(names["means"], seen["pool10"], rtol=1e-4)
