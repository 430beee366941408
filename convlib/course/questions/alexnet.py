"""Lesson 11, AlexNet."""

from . import Choice, Number, right, wrong

QUESTIONS = (
    Choice(
        "result",
        (
            "In 2012 the winning entry missed the right class for 15.3 % of the photographs. What was it?",
            wrong("One AlexNet.", "One alone missed 18.2 %."),
            right(
                "The average of seven networks like AlexNet.",
                "Their mistakes differ, so the average makes fewer than each of them.",
            ),
            wrong("The best of seven networks like AlexNet.", "The shares of all seven were averaged."),
        ),
        (
            "What does dropout do while a network learns?",
            wrong(
                "It leaves out photographs.",
                "All photographs are used. What is left out are numbers inside the network.",
            ),
            wrong(
                "It removes weights for good, so that the network gets smaller.",
                "Nothing is removed for good: different numbers are set to 0 each time.",
            ),
            right(
                "It sets half of a layer's numbers to 0, different ones each time.",
                "So no neuron can rely on another one, and the network learns less by heart.",
            ),
        ),
        (
            "Why did networks with ReLUs learn faster than those with tanh?",
            right(
                "Where its input is positive, a ReLU lets the gradient through unchanged.",
                "Tanh is flat at both ends, and where it is flat hardly any gradient gets back.",
            ),
            wrong("A ReLU has fewer parameters.", "Neither of them has any."),
            wrong(
                "A ReLU makes all gradients larger.",
                "It lets them through as they are, or not at all.",
            ),
        ),
    ),
    Number(
        "width",
        "output_width",
        "A picture is {W} wide. The first layer has windows of {F}×{F} at stride {S}, with padding "
        "{P}. How wide are its maps?",
        first={"W": 230, "F": 12, "S": 4, "P": 1},
        draw={"W": range(180, 301), "F": (7, 9, 10, 11, 12), "S": (3, 4, 5), "P": (1, 2, 3)},
        right="({W} − {F} + 2·{P})/{S} + 1 = {answer}.",
        hint="(W − F + 2P)/S + 1, and P counts on each side.",
        wrong={
            "padding_once": "P counts on each side: the picture gets wider by 2·{P}.",
            "padding_ignored": "That is the width without padding.",
            "plus_one": "That is how many steps the window makes. It stands in one place more: where "
            "it starts.",
            "brackets": "The + 1 stands behind the fraction, not below the bar.",
        },
    ),
    Number(
        "groups",
        "grouped_parameters",
        "A layer in {g} groups has {K} filters of {F}×{F}, and {D} maps go in. "
        "How many parameters does it have, biases included?",
        first={"D": 24, "K": 16, "F": 5, "g": 2},
        draw={"D": range(12, 61, 12), "K": range(12, 49, 12), "F": (3, 5), "g": (2, 3, 4)},
        right="A filter sees {D}/{g} = {seen} maps: ({F}·{F}·{seen} + 1)·{K} = {answer}.",
        hint="How many maps does one filter see? And all {K} filters are still there.",
        wrong={
            "groups_ignored": "That is the layer without groups: each filter would see all {D} maps.",
            "bias_forgotten": "Those are the weights. Each of the {K} filters has a bias as well.",
            "all_divided": "Groups divide the weights, not the biases: there are still {K} of these.",
            "filters_divided": "A filter sees fewer maps, but there are as many filters as before: {K}.",
        },
    ),
    Number(
        "neurons",
        "output_numbers",
        "The input is {H}×{W}×{D}. A layer has {K} filters of {F}×{F} at stride {S}, padding {P}. How "
        "many neurons does it have?",
        first={"H": 59, "W": 75, "D": 3, "K": 24, "F": 11, "S": 4, "P": 0},
        draw={
            "H": range(35, 101),
            "W": range(35, 101),
            "D": (3,),
            "K": range(16, 65, 8),
            "F": (7, 9, 11),
            "S": (2, 4),
            "P": (0, 1, 2),
        },
        right="{H2}·{W2}·{K} = {answer}: every number that the layer makes is a neuron.",
        hint="Every number of the output volume is a neuron.",
        wrong={
            "depth_kept": "The output is as deep as there are filters, {K}.",
            "one_map": "That is one map, {H2}×{W2}. There is one for each filter.",
            "input_size": "The maps are smaller than the picture: {H2}×{W2}.",
        },
    ),
    Choice(
        "counts",
        (
            "A weight of the first CONV layer of AlexNet takes part in 55·55 products for every picture. "
            "In how many does a weight of a fully connected layer take part?",
            right("1", "It belongs to one input and one neuron, so it is used once for each picture."),
            wrong("4096", "That is how many neurons the layer has, but each has weights of its own."),
            wrong("1000", "That is how many classes there are, but a weight belongs to one neuron only."),
        ),
        (
            "AlexNet with two groups or with one: which count changes more?",
            wrong(
                "The parameters.",
                "Most of these are in the fully connected layers, which have no groups: 2.3 % fewer.",
            ),
            right(
                "The work.",
                "It is mostly in CONV layers, and three of these have groups: 36.2 % less.",
            ),
            wrong(
                "Both equally.",
                "Parameters and work are in different layers, and only CONV layers have groups.",
            ),
        ),
    ),
)
