"""Lesson 05, Zero padding."""

from . import Cells, Choice, Number, right, wrong

QUESTIONS = (
    Number(
        "width",
        "output_width",
        "An input is {W} wide. A window of {F}×{F} slides over it with stride {S} and padding {P}. "
        "How wide is the output?",
        first={"W": 15, "F": 5, "S": 3, "P": 1},
        draw={"W": range(7, 31), "F": (3, 4, 5), "S": (2, 3), "P": (1, 2, 3)},
        right="({W} − {F} + 2·{P})/{S} + 1 = {answer}.",
        hint="Widen the input by the padding on both sides. Then count the steps, and the place where the "
        "window starts.",
        wrong={
            "padding_once": "P counts on each side: the input gets wider by 2·{P}, not by {P}.",
            "padding_ignored": "That is the width without padding. The border makes room for more windows.",
            "plus_one": "That is how many steps the window makes. It stands in one place more: where "
            "it starts.",
            "brackets": "The + 1 comes after the fraction, not below the bar: ({W} − {F} + 2·{P})/{S} + 1.",
            "no_brackets": "All of {W} − {F} + 2·{P} is divided by the stride, not the padding alone.",
        },
    ),
    Number(
        "keep",
        "keeping_padding",
        "A filter of {F}×{F} slides with stride 1 over an input {W} wide. How much padding keeps the "
        "width at {W}?",
        first={"W": 32, "F": 7},
        draw={"W": range(20, 65), "F": (5, 7, 9, 11, 13)},
        right="({F} − 1)/2 = {answer}: the window takes {F} − 1 columns away, and half of them come "
        "back on each side.",
        hint="Without padding the output is {F} − 1 columns narrower. P is added on both sides.",
        wrong={
            "both_sides": "That is how much is missing in all. Padding is added on both sides, so "
            "half of it is enough.",
            "extent": "With {F} on each side the output would grow.",
            "half_up": "Count again: the window takes {F} − 1 columns away, not {F} + 1.",
        },
    ),
    Number(
        "shrink",
        "after_layers",
        "An input {W} wide goes through {n} layers of {F}×{F} filters, one after another, at stride 1 and "
        "without padding. How wide is the final output?",
        first={"W": 40, "F": 5, "n": 6},
        draw={"W": range(28, 65), "F": (3, 5, 7), "n": (3, 4, 5, 6, 7, 8)},
        right="Each layer takes {F} − 1 columns: {W} − {n}·({F} − 1) = {answer}.",
        hint="How much narrower does one layer make it? Do that {n} times.",
        wrong={
            "one_layer": "That is after the first layer. There are {n}.",
            "extent": "A layer takes {F} − 1 columns, not {F}: a window of 1 would take none.",
            "one_side": "The window takes ({F} − 1)/2 columns on each side, so {F} − 1 in all.",
        },
    ),
    Cells(
        "reads",
        "reads",
        "A window of {F}×{F} slides over a picture of {H}×{W} with stride {S} and padding {P}. "
        "Pick the real pixels that the output in its {row:th} row and {col:th} column reads.",
        first={"H": 5, "W": 7, "F": 3, "S": 1, "P": 1, "row": 0, "col": 3},
        draw={
            "H": (5, 6, 7),
            "W": (6, 7, 8, 9),
            "F": (3, 4, 5),
            "S": (1, 2),
            "P": (1, 2),
            "row": (0, 1, 2),
            "col": (0, 1, 2, 3, 4),
        },
        right="With padding, every window begins {P} further up and {P} further left; what lies "
        "outside is zeros.",
        hint="The window of the first row and first column begins {P} above the picture and {P} to its left.",
        wrong={
            "padding_ignored": "That is the window without padding. With it, every window begins {P} "
            "further up and {P} further left.",
            "swapped": "Rows come first: you have picked the window of the {col:th} row and the "
            "{row:th} column.",
            "one_pixel": "One output number reads a whole window, not one pixel.",
        },
    ),
    Number(
        "parameters",
        "layer_parameters",
        "{K} filters of {F}×{F} slide over an input of {H}×{W}×{D} with padding {P}. "
        "How many parameters does the layer have, biases included?",
        first={"H": 16, "W": 20, "D": 3, "K": 8, "F": 5, "S": 1, "P": 2},
        draw={
            "H": range(12, 33, 4),
            "W": range(14, 41, 4),
            "D": range(2, 7),
            "K": range(4, 17),
            "F": (3, 4, 5),
            "S": (1,),
            "P": (1, 2),
        },
        right="({F}·{F}·{D} + 1)·{K} = {answer}. Neither the size of the image nor the padding matters.",
        hint="Count one filter first: its weights through the whole depth, and its bias.",
        wrong={
            "bias_forgotten": "Those are the weights. Each of the {K} filters has a bias as well.",
            "depth_forgotten": "A filter is as deep as its input: {F}·{F}·{D} weights, not {F}·{F}.",
            "bias_per_neuron": "Each filter has one bias, and all positions share it, just as they share "
            "the weights.",
            "one_bias": "There is a bias for each of the {K} filters.",
            "per_position": "The weights are counted once: all positions share them.",
        },
    ),
    Choice(
        "rule",
        (
            "When does P = (F − 1)/2 keep the width?",
            wrong(
                "Always.",
                "Try F = 4, where P is not a whole number, or stride 2, where the output is about "
                "half as wide.",
            ),
            right(
                "When F is odd and the stride is 1.",
                "Then W − F + 2·(F − 1)/2 + 1 is W.",
            ),
            wrong(
                "When the stride is 1.",
                "For an even F, (F − 1)/2 is not a whole number of columns.",
            ),
        ),
        (
            "Padding 1 becomes padding 2. What happens to the number of parameters?",
            right(
                "Nothing.",
                "The filters are as large as before; they only stand in more places.",
            ),
            wrong(
                "It grows, as the output does.",
                "The output does grow, but the new places use the same weights.",
            ),
            wrong(
                "It grows by the numbers in the border.",
                "The border holds zeros, and zeros are not learned.",
            ),
        ),
    ),
)
