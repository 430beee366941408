"""Lesson 03, Sliding a filter."""

from . import Cells, Choice, Number, right, wrong

QUESTIONS = (
    Number(
        "depth",
        "filter_weights",
        "An image is {H}×{W}×{D}. How many weights does a filter of {F}×{F} need for it, without the bias?",
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
        right="Each number of the window times the weight on top of it, all added up, plus the bias: "
        "{answer}.",
        hint="Lay the filter's upper left corner on the {row:th} row and {col:th} column of the input, and "
        "multiply each weight by the number beneath it.",
        wrong={
            "bias_forgotten": "That is the sum of the products; the bias, {b}, is still to be added.",
            "flipped": "You have rotated the filter by 180°. That is true convolution; a CONV layer "
            "lays the filter down as it is.",
            "swapped": "Rows come first: that is the {col:th} row and the {row:th} column.",
            "window_sum": "That adds up the window as it is. Each number is multiplied by its weight first.",
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
        right="The window's upper left corner stands where the output does; from there it covers {F} "
        "columns and {F} rows.",
        hint="The window of the first row and column stands in the upper left corner of the picture. How far "
        "has it moved for the {row:th} row and the {col:th} column?",
        wrong={
            "swapped": "Rows come first: you have picked the window of the {col:th} row and the "
            "{row:th} column.",
            "centred": "The window is not centred on this place: its upper left corner lies there.",
            "one_pixel": "One output number reads a whole window, not one pixel.",
        },
    ),
    Number(
        "maps",
        "maps",
        "{K} filters slide over a volume of {H}×{W}×{D}. How deep is the output?",
        first={"H": 12, "W": 16, "D": 3, "K": 7},
        draw={"H": range(8, 33, 4), "W": range(10, 41, 6), "D": range(3, 13), "K": range(4, 21)},
        right="Each filter reads all {D} slices and makes one map, so there are {answer} maps.",
        hint="How many maps does one filter make?",
        wrong={
            "depth_kept": "The depth of the input goes into the sums. What comes out has one map for "
            "each filter.",
            "multiplied": "A filter does not make a map for each slice: it adds up all {D} slices into one.",
            "added": "The input's {D} slices are not part of the output; only the maps are.",
        },
    ),
    Number(
        "second_layer",
        "second_layer",
        "A layer of {K} filters reads an image of depth {D}. The next layer's filters are {F}×{F}. "
        "How many weights does one of them have, without the bias?",
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
            "A filter slides over a picture that is 0 everywhere except for a single 1. What does the map "
            "show around the 1?",
            wrong(
                "The filter, as it is.",
                "Try it: when the 1 lies under the last weight, the window stands above it and to its left.",
            ),
            right(
                "The filter, rotated by 180°.",
                "The layer lays the filter down as it is; sliding it over a single 1 paints it backwards.",
            ),
            wrong(
                "A single 1.",
                "Each window that holds the 1 gives the weight that lies on it, so every weight of "
                "the filter turns up.",
            ),
        ),
    ),
)
