"""Lesson 02: its answers, the numbers in its sentences, and the shuffled picture."""

import numpy as np
from run_and_read import missing, prose, run_through


def test_from_networks_to_convnets():
    (neuron, list_, shuffled, ladder, kilometre), names = run_through("02_from_networks_to_convnets")
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
    _, names = run_through("02_from_networks_to_convnets")
    on_the_picture, on_the_shuffled = np.abs(names["both"]).mean(axis=(0, 1))
    assert on_the_picture > 1.5 * on_the_shuffled
    # Columns of an upright edge agree with the row below; noise does not.
    alike = [np.corrcoef(m[:-5].ravel(), m[5:].ravel())[0, 1] for m in np.moveaxis(names["both"], -1, 0)]
    assert alike[0] > 0.4 > 0.2 > abs(alike[1])
