"""Lesson 06, The CONV layer."""

from . import Choice, Number, right, wrong

QUESTIONS = (
    Number(
        "numbers",
        "output_numbers",
        "{K} filters of {F}×{F} slide over {H}×{W}×{D} with stride {S} and padding {P}. "
        "How many numbers does the output volume have?",
        first={"H": 9, "W": 13, "D": 3, "K": 5, "F": 3, "S": 2, "P": 1},
        draw={
            "H": range(7, 18),
            "W": range(8, 22),
            "D": range(2, 7),
            "K": range(4, 13),
            "F": (2, 3, 4, 5),
            "S": (1, 2, 3),
            "P": (0, 1, 2),
        },
        right="The output is {H2}×{W2}×{K}, which makes {answer} numbers.",
        hint="Find the height and the width by the formula, each from its own size; the depth is "
        "the number of filters.",
        wrong={
            "depth_kept": "The depth of the output is the number of filters, {K}, not the {D} of the input.",
            "multiplied": "The {D} slices are added up inside each filter's sum; {K} filters make {K} maps.",
            "one_map": "That is one map, {H2}×{W2}. There is one for each filter.",
            "input_size": "You have kept the height and width of the input; these filters give {H2}×{W2}.",
        },
    ),
    Number(
        "parameters",
        "layer_parameters",
        "A CONV layer has {K} filters of {F}×{F}, and its input is {H}×{W}×{D}. How many parameters "
        "does it have, biases included?",
        first={"H": 14, "W": 18, "D": 4, "K": 6, "F": 3, "S": 1, "P": 1},
        draw={
            "H": range(8, 33, 2),
            "W": range(9, 41, 2),
            "D": range(3, 17),
            "K": range(4, 25),
            "F": (3, 5),
            "S": (1,),
            "P": (1,),
        },
        right="({F}·{F}·{D} + 1)·{K} = {answer}.",
        hint="Count one filter first: its weights through the whole depth, and its bias.",
        wrong={
            "bias_forgotten": "Those are the weights, {F}·{F}·{D}·{K}. Each of the {K} filters has a "
            "bias as well.",
            "depth_forgotten": "A filter is as deep as its input: {F}·{F}·{D} weights, not {F}·{F}.",
            "extent_once": "A filter is {F} high and {F} wide: multiply by both.",
            "bias_per_neuron": "Each filter has one bias. All positions share it, as they share the weights.",
            "one_filter": "That is one filter. There are {K}.",
        },
    ),
    Number(
        "one_by_one",
        "layer_parameters",
        "A layer has {K} filters of 1×1, and its input is {H}×{W}×{D}. How many parameters "
        "does it have, biases included?",
        first={"H": 12, "W": 15, "D": 32, "K": 8, "F": 1, "S": 1, "P": 0},
        draw={
            "H": range(7, 29, 3),
            "W": range(8, 31, 2),
            "D": range(8, 65, 4),
            "K": range(4, 17),
            "F": (1,),
            "S": (1,),
            "P": (0,),
        },
        right="({D} + 1)·{K} = {answer}: a window of a single pixel still reads its whole depth.",
        hint="A filter of 1×1 is as deep as its input, like any other.",
        wrong={
            "bias_forgotten": "Those are the weights, {D}·{K}. Each of the {K} filters has a bias as well.",
            "depth_forgotten": "Only the window is 1×1. The filter reaches through all {D} slices: {D} "
            "weights and a bias.",
            "per_position": "The weights are counted once: all positions share them.",
            "one_bias": "There is a bias for each of the {K} filters.",
        },
    ),
    Number(
        "work",
        "macs",
        "{K} filters of {F}×{F} slide over {H}×{W}×{D} with stride 1 and padding {P}. "
        "How many multiplications does the layer do?",
        first={"H": 8, "W": 10, "D": 3, "K": 4, "F": 3, "S": 1, "P": 1},
        draw={
            "H": range(6, 17),
            "W": range(7, 21),
            "D": (2, 3, 4),
            "K": range(3, 9),
            "F": (3, 5),
            "S": (1,),
            "P": (0, 1),
        },
        right="Each of the {H2}·{W2}·{K} outputs takes {F}·{F}·{D} multiplications: {answer} in all.",
        hint="How many numbers does the output have, and how many multiplications does each of them take?",
        wrong={
            "one_position": "That is the work at one position, one multiplication for each weight. There "
            "are {H2}·{W2} positions.",
            "depth_forgotten": "Each output takes {F}·{F}·{D} multiplications: the window goes through the "
            "whole depth.",
            "one_filter": "That is the work of one filter. There are {K}.",
            "outputs": "That is the number of outputs. Each of them takes {F}·{F}·{D} multiplications.",
        },
    ),
    Choice(
        "moved",
        (
            "A cat moves three pixels to the right. What do the maps of a CONV layer with stride 1 do?",
            wrong(
                "They stay as they are: a ConvNet does not notice when things move.",
                "The same filter finds the same thing in another place, so it shows up in another "
                "place of the map.",
            ),
            right(
                "They move along, three pixels to the right, except at the edges.",
                "Shared weights look for the same thing everywhere: the map moves as the picture does.",
            ),
            wrong(
                "They change in ways that nobody can predict.",
                "The weights are the same everywhere, so the same numbers come out, three pixels along.",
            ),
        ),
        (
            "Two inputs differ in size, 32×32×3 and 640×480×3. Which layer can take both?",
            right(
                "A CONV layer: its filters depend only on the depth.",
                "The same weights are used in more places, and only the output gets larger.",
            ),
            wrong(
                "A dense layer: it takes any list of numbers.",
                "It has a weight for each number of its list, so the list must always have the same length.",
            ),
            wrong(
                "Neither: the number of weights depends on the size of the input.",
                "True of a dense layer. For a CONV layer it depends on F, D and K, not on the size.",
            ),
        ),
    ),
)
