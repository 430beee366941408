"""Lesson 02: its answers, the numbers in its sentences, and the shuffled picture."""

import numpy as np
from run_and_read import cells, missing, prose, run_through

LESSON = "02_from_networks_to_convnets"
DENSE, LOCAL, SHARED = 10_240 * (3_072 + 1), 10_240 * (75 + 1), 10 * (75 + 1)


def test_the_neuron():
    (neuron, *_), names = run_through(LESSON)
    assert neuron.alt.endswith("Gives sum, 1×1, row by row: 2. Becomes ReLU, 1×1, row by row: 2.")
    products = 3 * 1, 1 * -2, 0 * 4, 2 * 1
    assert not missing(
        prose(LESSON),
        f"The products are {products[0]}, −{-products[1]}, {products[2]} and {products[3]}, "
        f"their sum is {sum(products)}, and with the bias it is {sum(products) - 1}",
        f"With a bias of −4 the sum would be −{4 - sum(products)}, and the ReLU would make it 0",
    )
    # The slip of the ReLU that comes too early: no negative product, then the bias.
    assert sum(p for p in products if p > 0) - 1 == 4
    assert names["two_neurons"].shape == (4, 2)


def test_the_list_and_the_shuffled_picture():
    (_, apart, shuffled, *_), names = run_through(LESSON)
    assert apart == 32 * 3
    before, after = shuffled.replace(" ", "").split("\n")
    assert before.removeprefix("before:") == after.removeprefix("after:")
    assert names["image"].shape == (32, 32, 3)
    assert not missing(
        prose(LESSON),
        f"its list has {32 * 32 * 3:,} numbers, and every neuron has {32 * 32 * 3:,} weights",
        f"32 pixels of three numbers each, {32 * 3} places",
    )


def test_one_layer_wired_in_three_ways():
    (*_, bars), names = run_through(LESSON)
    assert bars.alt.startswith("Parameters of one layer, bars on a logarithmic scale: dense 31,467,520")
    assert list(names["ladder"].values()) == [DENSE, LOCAL, SHARED]
    assert not missing(
        prose(LESSON),
        f"32·32·10 = {32 * 32 * 10:,} neurons",
        f"each of the 32·32·3 numbers and a bias, {32 * 32 * 3 + 1:,} parameters. "
        f"The 10,240 neurons together have {DENSE:,}",
        f"5·5·3 + 1 = {5 * 5 * 3 + 1} parameters, and 10,240 neurons have {LOCAL:,}",
        f"the same 76, and ten maps have {SHARED}",
        f"a kilometre of weights has shrunk to {round(1e6 * SHARED / DENSE)} millimetres",
        "about 40 times smaller, and sharing the weights a further 1,024 times: one set serves all 32·32",
    )
    assert round(DENSE / LOCAL, -1) == 40 and LOCAL / SHARED == 32 * 32 == 1_024


def test_the_bars_on_a_plain_scale_are_as_long_as_is_said_to_the_guesses():
    source = next("".join(c["source"]) for c in cells(LESSON) if c["id"] == "networks-guess-kilometre")
    assert round(1000 * LOCAL / DENSE) == 25 and '"25 metres": "That is the bar of the local layer' in source
    assert round(2000 / (1e6 * SHARED / DENSE), -1) == 80
    assert round(DENSE / SHARED, -3) == 41_000 and "about 41,000 times as many" in source
    assert '"2 metres": "That is still some eighty times' in source


def test_shuffling_leaves_the_filter_nothing_but_noise():
    _, names = run_through(LESSON)
    on_the_picture, on_the_shuffled = np.abs(names["both"]).mean(axis=(0, 1))
    assert on_the_picture > 1.5 * on_the_shuffled
    # Columns of an upright edge agree with the row below; noise does not.
    alike = [np.corrcoef(m[:-5].ravel(), m[5:].ravel())[0, 1] for m in np.moveaxis(names["both"], -1, 0)]
    assert alike[0] > 0.4 > 0.2 > abs(alike[1])
    assert "the very same pixels, shuffled" in prose(LESSON)
    pixels = [sorted(map(tuple, names[name].reshape(-1, 3))) for name in ("image", "shuffled")]
    assert pixels[0] == pixels[1]
