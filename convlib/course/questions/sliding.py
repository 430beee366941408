"""Lesson 03, Sliding a filter."""

from . import Cells, Choice, Number, right, wrong

QUESTIONS = (
    Number(
        "depth",
        "filter_weights",
        "An image is {H}×{W}×{D}. How many weights has a filter of {F}×{F} for it, without the bias?",
        first={"H": 24, "W": 32, "D": 3, "F": 5},
        draw={"H": range(16, 41, 4), "W": range(20, 61, 4), "D": range(3, 9), "F": (3, 4, 5, 7)},
        right="{F}·{F}·{D} = {answer}: a filter is as deep as what it slides over.",
        hint="A filter always reaches through the whole depth of its input.",
        wrong={
            "depth_forgotten": "{F}·{F} covers one slice, and the image has {D} of them.",
            "extent_once": "The window is {F} high and {F} wide: multiply by both.",
            "image": "That counts the numbers of the image. A filter is as small as its window.",
        },
    ),
    Number(
        "value",
        "one_position",
        "The filter slides over the input, one pixel at a time; its bias is {b}. "
        "What is the output in the {row:th} row and {col:th} column?",
        first={
            "x": [[1, 0, 2, 3], [2, 1, 0, 1], [0, 3, 1, 2]],
            "filter": [[1, 2], [-1, 3]],
            "b": 2,
            "row": 1,
            "col": 0,
        },
        draw={"b": (-3, -2, -1, 1, 2, 3), "row": (0, 1), "col": (0, 1, 2)},
        right="Each number of the window times the weight above it, added up, and the bias: {answer}.",
        hint="Lay the filter's corner on the {row:th} row and {col:th} column of the input; multiply "
        "what lies on top of each other.",
        wrong={
            "bias_forgotten": "That is the sum of the products; the bias, {b}, is still to be added.",
            "flipped": "You have turned the filter by half. That is true convolution; a CONV layer "
            "lays it on as it is.",
            "swapped": "Rows come first: that is the {col:th} row and the {row:th} column.",
            "window_sum": "That adds up the window as it is. Each number is multiplied with its "
            "weight first.",
        },
    ),
    Cells(
        "reads",
        "reads",
        "A filter of {F}×{F} slides over a picture of {H}×{W}, one pixel at a time. "
        "Pick the pixels that the output in its {row:th} row and {col:th} column reads.",
        first={"H": 6, "W": 8, "F": 3, "S": 1, "P": 0, "row": 2, "col": 4},
        draw={
            "H": (5, 6, 7),
            "W": (6, 7, 8, 9),
            "F": (2, 3),
            "S": (1,),
            "P": (0,),
            "row": (0, 1, 2, 3),
            "col": (0, 1, 2, 3, 4, 5),
        },
        right="The window's corner is where the output is, and it reaches {F} to the right and {F} down.",
        hint="The output is small and the picture is large: the window for the {row:th} row and "
        "{col:th} column begins in just that place.",
        wrong={
            "swapped": "Rows come first: you have picked the window of the {col:th} row and the "
            "{row:th} column.",
            "centred": "The window does not lie around this place: its upper left corner does.",
            "one_pixel": "One output number reads a whole window, not one pixel.",
        },
    ),
    Number(
        "maps",
        "maps",
        "{K} filters slide over a volume of {H}×{W}×{D}. How deep is the output?",
        first={"H": 12, "W": 16, "D": 3, "K": 7},
        draw={"H": range(8, 33, 4), "W": range(10, 41, 6), "D": range(3, 13), "K": range(4, 21)},
        right="Each filter reads all {D} slices and paints one map, so there are {answer} maps.",
        hint="How many maps does one filter paint?",
        wrong={
            "depth_kept": "The depth of the input goes into the sums. What comes out has a map for "
            "each filter.",
            "multiplied": "A filter does not paint a map for each slice: it adds up all {D} slices into one.",
            "added": "The input's {D} slices are not part of the output; only the maps are.",
        },
    ),
    Number(
        "second_layer",
        "second_layer",
        "A layer of {K} filters reads an image of depth {D}. The next layer's filters are {F}×{F}. "
        "How many weights has one of them, without the bias?",
        first={"D": 3, "K": 6, "F": 5},
        draw={"D": (1, 3, 4), "K": range(5, 17), "F": (2, 3, 5, 7)},
        right="The second layer reads {K} maps, so its filters are {K} deep: {F}·{F}·{K} = {answer}.",
        hint="What does the second layer read?",
        wrong={
            "first_input": "{D} is the depth of the image. The second layer does not see the image: "
            "it reads the maps.",
            "depth_forgotten": "{F}·{F} covers one map, and there are {K}.",
            "both": "The {D} slices of the image were added up in the first layer: they are not "
            "counted again.",
        },
    ),
    Choice(
        "flip",
        (
            "A filter slides over a picture that is 0 but for a single 1. What does its map show, "
            "around the 1?",
            wrong(
                "The filter, as it is.",
                "Try it: when the 1 lies under the last weight, the window stands up and to the left of it.",
            ),
            right(
                "The filter, turned by half.",
                "The layer does not flip its filter, and so the picture of a 1 is flipped.",
            ),
            wrong(
                "A single 1.",
                "Each window that holds the 1 gives the weight that lies on it: as many numbers as "
                "the filter has.",
            ),
        ),
    ),
)
