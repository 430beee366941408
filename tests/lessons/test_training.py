"""Lesson 10: its answers, the numbers in its sentences, and what its network has learned."""

import numpy as np
import pytest
from run_and_read import missing, prose, run_through

from convlib.draw import confusions
from convlib.pictures.datasets import FASHION_NAMES


@pytest.fixture(scope="module")
def trained():
    return run_through("10_training")


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
