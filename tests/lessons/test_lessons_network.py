"""The lessons on whole networks: their answers, and the numbers and claims in their sentences."""

from functools import cache

import numpy as np
import pytest
from scipy.special import softmax
from test_lessons import missing, prose, run_through

from convlib.draw import confusions
from convlib.pictures.datasets import FASHION_NAMES


@cache
def run_once(lesson):
    """The lesson's answers and names; a lesson that trains is run for all tests together."""
    return run_through(lesson)


# ---- 09 A whole ConvNet ----


def test_a_whole_convnet():
    summary, counts, same, _, _, ending, shares, times = run_once("09_whole_convnet")[0]
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
    _, names = run_once("09_whole_convnet")
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
    answers, names = run_once("09_whole_convnet")
    cat, unsure = names["classify"](names["photo"]("chelsea")), names["classify"](names["photo"]("astronaut"))
    assert "astronaut" not in names["class_names"]()
    # "The network is sure that it is a cat, and not at all sure which one."
    assert sum(guess.share for guess in cat if guess.name in ("Egyptian cat", "tabby", "tiger cat")) > 0.98
    assert cat[0].share < 0.6
    # "Often they are then spread thin, as they are here."
    assert unsure[0].share < 0.3
    assert [guess.name for guess in answers[3]] == [guess.name for guess in cat]


def test_what_the_maps_of_the_cat_show():
    _, names = run_once("09_whole_convnet")
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


# ---- 10 Training ----


@pytest.fixture(scope="module")
def trained():
    return run_once("10_training")


def test_training_by_hand(trained):
    blind, no_idea, gradients, padded, nudged, pooled, overlapping = trained[0][:7]
    assert 7 < float(blind.removesuffix("%")) < 13
    assert no_idea == f"{np.log(10):.3f} and −log(1/10) = {np.log(10):.3f}"
    middle = 1 * 4 + 0 * 3 + 2 * 2 + (-1) * 1
    assert f"row by row: 1 2 0; 5 {middle} −2; 6 5 −4" in gradients.alt
    # Each weight meets one pixel in every window: upstream times that pixel, added up.
    weights = [1 * 1 + 2 * 0 - 1 * 1, 1 * 2 + 2 * 1 - 1 * 3, 1 * 0 + 2 * 2 - 1 * 0, 1 * 1 + 2 * 0 - 1 * 1]
    assert "row by row: {} {}; {} {}".format(*weights) in gradients.alt
    # (2 − 2 + 2·P)/1 + 1 for P = 0, 1, 2.
    assert padded.splitlines() == [
        "padding 0 (1, 1, 1) False",
        "padding 1 (3, 3, 1) True",
        "padding 2 (5, 5, 1) False",
    ]
    assert nudged == weights[2]
    assert "row by row: 0 0 0 0; 0 2 0 −1; 5 0 0 0; 0 0 0 7" in pooled.alt
    assert overlapping.startswith(f"{6 * 6} in all, at ")
    assert not missing(
        prose("10_training"),
        f"1·4 + 0·3 + 2·2 + (−1)·1 = {middle}",
        f"There are 6·6 = {6 * 6} windows",
        "12,000 of them are for learning, and 2,000 are kept aside",
    )


def test_the_network_of_the_lesson_reaches_88_percent(trained):
    history, finish = trained[1]["history"], trained[1]["finish"]
    assert finish.validation_accuracy[-1] >= 0.88
    # "Both curves gain a little."
    assert finish.accuracy[-1] > history.accuracy[-1]
    assert finish.validation_accuracy[-1] > history.validation_accuracy[-1]
    # "That is why green begins ahead."
    assert history.validation_accuracy[0] > history.accuracy[0]
    assert trained[0][7].startswith("loss 2.3"), "near enough the loss of no idea"


def test_three_hundred_pictures_are_learned_by_heart(trained):
    by_heart = trained[0][9]
    assert by_heart.accuracy[-1] > 0.99 and by_heart.validation_accuracy[-1] < 0.85
    # "The blue loss goes on falling while the green one turns and rises."
    assert by_heart.loss[-1] < by_heart.loss[9] < by_heart.loss[4]
    assert by_heart.validation_loss[-1] > min(by_heart.validation_loss) + 0.05
    # "Of the others it gets no more right than after a few epochs."
    assert by_heart.validation_accuracy[-1] < max(by_heart.validation_accuracy[:10]) + 0.02


def test_shirts_are_the_hardest_and_trousers_and_bags_easy(trained):
    table = confusions(trained[1]["y_test"], trained[1]["answers"], 10)
    right = dict(zip(FASHION_NAMES, np.diag(table) / table.sum(axis=1), strict=True))
    assert min(right, key=right.get) == "shirt"
    assert right["bag"] > 0.93 and right["trousers"] > 0.93
    shirt = FASHION_NAMES.index("shirt")
    mistakes = np.argsort(-np.where(np.arange(10) == shirt, 0, table[shirt]))[:3]
    assert {FASHION_NAMES[k] for k in mistakes} == {"T-shirt", "pullover", "coat"}


def test_the_filters_named_in_the_lesson_look_for_edges(trained):
    filters = trained[1]["network"].parameters["conv1.filters"][..., 0]
    upper, lower, right = filters[1], filters[6], filters[8]
    # From dark above to bright below, from bright to dark, and from bright on the left to dark on the right.
    assert upper[:2].mean() < -0.05 < 0.05 < upper[3:].mean()
    assert lower[:2].mean() > 0.05 > -0.05 > lower[3:].mean()
    assert right[:, :2].mean() > 0.05 > -0.05 > right[:, 3:].mean()
    before = trained[1]["filters_before"]
    assert np.abs(filters).mean() > 3 * np.abs(before).mean()
