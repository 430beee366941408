"""Lesson 09, A whole ConvNet."""

from . import Choice, Number, right, wrong

QUESTIONS = (
    Number(
        "chain",
        "chain_width",
        "A picture is {W} wide. It goes through CONV {F1}×{F1} (stride 1, no padding), POOL 2×2 "
        "(stride 2) and "
        "CONV {F2}×{F2} (stride 1, no padding). How wide is the output?",
        first={"W": 30, "F1": 5, "F2": 3},
        draw={"W": range(20, 61), "F1": (3, 4, 5, 7), "F2": (3, 4, 5)},
        right="{W} → {after_first} → {after_pool} → {answer}.",
        hint="Write down the width after each layer.",
        wrong={
            "pool_forgotten": "You have left out the pool, which halves the width.",
            "extent": "A CONV layer takes F − 1 columns away, not F.",
            "last_forgotten": "That is after the pool. One CONV layer is still to come.",
        },
    ),
    Number(
        "dense",
        "dense_parameters",
        "The last maps are {H}×{W}×{D}, and a fully connected layer makes {m} scores of them. "
        "How many parameters does it have, biases included?",
        first={"H": 5, "W": 7, "D": 12, "m": 10},
        draw={"H": range(3, 9), "W": range(3, 10), "D": range(6, 33, 2), "m": range(5, 21)},
        right="{H}·{W}·{D} = {n} inputs, so ({n} + 1)·{m} = {answer}.",
        hint="A fully connected neuron has a weight for every number of the volume.",
        wrong={
            "bias_forgotten": "Those are the weights, {n}·{m}. Each of the {m} outputs has a bias as well.",
            "one_bias": "Each of the {m} outputs has a bias of its own.",
            "depth_forgotten": "{H}·{W} is one map, and there are {D}.",
            "one_neuron": "That is one output. There are {m}, each with weights of its own.",
        },
    ),
    Number(
        "as_conv",
        "whole_filter",
        "A fully connected layer, {m} outputs from {H}×{W}×{D}, is built as a CONV layer "
        "without padding. "
        "How many weights does one of its filters have, not counting the bias?",
        first={"H": 6, "W": 5, "D": 16, "m": 10},
        draw={"H": range(3, 9), "W": range(3, 10), "D": range(6, 33, 2), "m": range(5, 21)},
        right="A filter is as large as the input, {H}·{W}·{D} = {answer}: it fits in one place, and "
        "gives one number.",
        hint="How large must a filter be to see everything?",
        wrong={
            "depth_forgotten": "{H}·{W} is one slice; the filter goes through all {D}.",
            "all_filters": "Those are the weights of all {m} filters.",
            "one_by_one": "A filter of 1×1 has {D} weights, but it sees one pixel, and not everything.",
        },
    ),
    Choice(
        "work",
        (
            "In AlexNet, where are most of the parameters, and where is most of the work?",
            wrong(
                "Both in the CONV layers.",
                "A filter is small and is used at every place: few parameters, a lot of work.",
            ),
            wrong(
                "Both in the fully connected layers.",
                "Each of their weights is used once for a picture: many parameters, little work.",
            ),
            right(
                "Parameters in the fully connected layers, work in the CONV layers.",
                "Sharing explains both: a shared weight is counted once and used at every place.",
            ),
            wrong(
                "Parameters in the CONV layers, work in the fully connected layers.",
                "It is the other way round.",
            ),
        ),
        (
            "SqueezeNet ends without a fully connected layer. How does it get a score for each class?",
            right(
                "A map for each class, and the mean of each map.",
                "A thousand filters of 1×1 say where something of a class is, and the mean says how "
                "much there is in all.",
            ),
            wrong(
                "It gives no scores, only maps.",
                "A mean makes one number of each map, without a single weight.",
            ),
            wrong(
                "It takes the last thousand maps as they are.",
                "A map of 14×14 numbers is not yet a score: it is averaged first.",
            ),
        ),
    ),
    Choice(
        "shares",
        (
            "A trained network sees a photograph that shows none of its classes. What do its shares "
            "add up to?",
            right("1", "Softmax divides 1 among the classes that there are, whatever the picture shows."),
            wrong("0", "Softmax always makes shares that add up to 1."),
            wrong(
                "Less than 1, the rest is “something else”.",
                "There is no such class, unless somebody trained the network on one.",
            ),
        ),
        (
            "A filter that slides and a filter as large as its input: which of them notices where a "
            "thing is?",
            wrong(
                "The one that slides.",
                "It has the same weights everywhere, so it asks the same question everywhere.",
            ),
            right(
                "The one as large as the input.",
                "It has a weight for each place, so the same thing in another place gives another number.",
            ),
            wrong("Neither.", "A filter as large as the input has a weight for each place."),
        ),
    ),
)
