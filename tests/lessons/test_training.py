"""Lesson 10: its answers, the numbers in its sentences, and what its network has learned."""

import numpy as np
import pytest
from run_and_read import missing, predictions, prose, run_through, shown_by
from scipy.special import softmax

from convlib.draw import confusions
from convlib.pictures.datasets import FASHION_NAMES
from convlib.widgets import SlidingWindow


@pytest.fixture(scope="module")
def trained():
    return run_through("10_training")


def rows(text):
    return "row by row: " + text.replace("-", "−")


def test_training_by_hand(trained):
    shown = shown_by("10_training")
    right = {id: one.asked["right"] for id, one in predictions("10_training").items()}
    assert 7 < float(shown["training-06"].removesuffix("%")) < 13
    assert right["training-05-guess"] == 100 / 10
    middle = 1 * 4 + 0 * 3 + 2 * 2 + (-1) * 1
    assert right["training-15-guess"] == middle
    assert rows(f"1 2 0; 5 {middle} -2; 6 5 -4") in shown["training-16"].alt
    # What each output sends: its upstream gradient, 1, 0, 2 or −1, times the filter 1 2; 3 4.
    for sent in "1 2 0; 3 4 0; 0 0 0", "0 0 0; 2 4 0; 6 8 0", "0 0 0; 0 -1 -2; 0 -3 -4":
        assert rows(sent) in shown["training-15a"].alt
    # Each weight meets one pixel in every window: upstream times that pixel, added up.
    weights = [1 * 1 + 2 * 0 - 1 * 1, 1 * 2 + 2 * 1 - 1 * 3, 1 * 0 + 2 * 2 - 1 * 0, 1 * 1 + 2 * 0 - 1 * 1]
    assert rows("{} {}; {} {}".format(*weights)) in shown["training-16"].alt
    # (2 − 2 + 2·P)/1 + 1 for P = 0, 1, 2.
    assert shown["training-20"].splitlines() == [
        "padding 0 (1, 1, 1) False",
        "padding 1 (3, 3, 1) True",
        "padding 2 (5, 5, 1) False",
    ]
    assert right["training-19-guess"] == 2 - 1
    assert shown["training-24"] == right["training-23-guess"] == weights[2]
    assert rows("0 0 0 0; 0 2 0 -1; 5 0 0 0; 0 0 0 7") in shown["training-30"].alt
    assert right["training-29-guess"] == [2, 0]
    assert shown["training-34"].startswith(f"{6 * 6} in all, at ")
    assert right["training-33-guess"] == 6 * 6
    assert not missing(
        prose("10_training"),
        f"1·4 + 0·3 + 2·2 + (−1)·1 = {middle}",
        f"1·0 + 0·1 + 2·2 + (−1)·0 = {weights[2]}",
        f"There are 6·6 = {6 * 6} of them",
        f"becomes 0.5 − 0.1·2 = {0.5 - 0.1 * 2}",
        f"2·3 = {2 * 3} for each 1 that the weight rises",
    )


def test_the_way_back_can_be_stepped_through(trained):
    """The window of the lesson computes the gradient of the input, and without its flip something else."""
    shown = shown_by("10_training")
    window = shown["training-back-window"]
    assert window.refusal == "" and window.output[..., 0].tolist() == [[1, 2, 0], [5, 7, -2], [6, 5, -4]]
    plain = SlidingWindow(window.x, window.filters, padding=window.padding)
    wrong = 1 * 1 + 0 * 2 + 2 * 3 + (-1) * 4
    assert plain.output[1, 1, 0] == wrong != window.output[1, 1, 0]
    # The slip that the prediction above it recognises.
    assert wrong in dict(predictions("10_training")["training-15-guess"].asked["slips"])
    assert not missing(prose("10_training"), f"1·1 + 0·2 + 2·3 + (−1)·4 = {wrong}")


def test_back_through_a_fully_connected_layer_by_hand(trained):
    shown = shown_by("10_training")
    # Row by row of 1 0 −2; 3 1 1 with the upstream gradient 1, −1, 2; and inputs 2, 1 times the upstream one.
    first, second = 1 * 1 + 0 * (-1) + (-2) * 2, 3 * 1 + 1 * (-1) + 1 * 2
    of_inputs, of_weights, of_biases = shown["training-fc-answer"].alt.split(". ")
    assert rows(f"{first}; {second}") in of_inputs
    assert rows("2 -2 4; 1 -1 2") in of_weights
    assert rows("1 -1 2") in of_biases
    assert predictions("10_training")["training-fc-guess"].asked["right"] == first
    assert not missing(
        prose("10_training"),
        f"1·1 + 0·(−1) + (−2)·2 = −{-first}",
        f"3·1 + 1·(−1) + 1·2 = {second}",
        "the row of the first input is 2·1, 2·(−1), 2·2",
    )


def test_the_gradient_of_the_loss_is_the_shares_with_1_taken_away(trained):
    shown, asked = shown_by("10_training"), predictions("10_training")
    share, other = softmax([1.0, 3.0])
    assert shown["training-12"] == f"loss {-np.log(share):.3f}, gradient [[{share - 1:.3f}  {other:.3f}]]"
    assert asked["training-11-guess"].asked["right"] == pytest.approx(share - 1, abs=0.0005)
    nudged = [float(line) for line in shown["training-12c"].splitlines()]
    assert nudged == pytest.approx([share - 1, other], abs=1e-5)
    assert asked["training-09-guess"].asked["right"] == pytest.approx(np.log(4))
    assert asked["training-37-guess"].asked["right"] == pytest.approx(np.log(10), abs=0.1)
    assert not missing(
        prose("10_training"),
        f"the shares are {share:.3f} and {other:.3f}",
        f"{share:.3f} − 1 = −{1 - share:.3f}",
        f"−ln(1/10) = {np.log(10):.2f}",
    )


def test_learning_validation_and_test_are_three_sets(trained):
    names = trained[1]
    sizes = [len(names[f"y_{part}"]) for part in ("train", "val", "test")]
    assert sizes == [12_000, 1_000, 1_000]
    assert np.array_equal(np.concatenate([names["x_val"], names["x_test"]]), names["x_aside"])
    assert not missing(
        prose("10_training"),
        f"From {sizes[0]:,} of them the network learns",
        f"On {sizes[1]:,} others, the **validation** pictures",
        f"The last {sizes[2]:,} are the **test**",
    )


def test_the_network_of_the_lesson_reaches_88_percent(trained):
    history, finish = trained[1]["history"], trained[1]["finish"]
    assert finish.validation_accuracy[-1] >= 0.88
    # "A minute later it names nearly nine out of ten."
    right = np.mean(trained[1]["answers"] == trained[1]["y_test"])
    assert 0.88 <= right < 0.9
    assert shown_by("10_training")["training-test"] == f"{right:.1%} of the test pictures are right"
    # "Both curves gain a little."
    assert finish.accuracy[-1] > history.accuracy[-1]
    assert finish.validation_accuracy[-1] > history.validation_accuracy[-1]
    # "That is why green begins ahead."
    assert history.validation_accuracy[0] > history.accuracy[0]
    assert shown_by("10_training")["training-38"].startswith("loss 2.3"), "near enough the loss of no idea"


def test_three_hundred_pictures_are_learned_by_heart(trained):
    by_heart = shown_by("10_training")["training-44"]
    assert by_heart.accuracy[-1] > 0.99
    # "About eight out of ten of the others."
    assert 0.75 < by_heart.validation_accuracy[-1] < 0.85
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
