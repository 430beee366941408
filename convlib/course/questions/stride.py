"""Lesson 04, Stride."""

from . import Cells, Choice, Number, right, wrong

QUESTIONS = (
    Number(
        "width",
        "output_width",
        "An input is {W} wide. A window of {F}×{F} slides over it with stride {S}. How wide is the output?",
        first={"W": 15, "F": 3, "S": 2, "P": 0},
        draw={"W": range(7, 31), "F": (2, 3, 4, 5), "S": (2, 3, 4), "P": (0,)},
        right="({W} − {F})/{S} + 1 = {answer}: the steps, and one more for the place where the window "
        "starts.",
        hint="How many steps does the window make, and in how many places does it stand then?",
        wrong={
            "plus_one": "That is how many steps the window makes. It stands in one place more: where "
            "it starts.",
            "brackets": "The + 1 comes after the fraction, not below the bar: ({W} − {F})/{S} + 1.",
            "stride_ignored": "That is the width at stride 1. Here the window leaps by {S}.",
            "squared": "That is how many numbers a square output would have. The question is its width.",
        },
    ),
    Cells(
        "reads",
        "reads",
        "A window of {F}×{F} slides over a picture of {H}×{W} with stride {S}. "
        "Pick the pixels that the output cell in the {row:th} row and {col:th} column reads.",
        first={"H": 7, "W": 9, "F": 3, "S": 2, "P": 0, "row": 1, "col": 2},
        draw={
            "H": (5, 6, 7, 8),
            "W": (7, 8, 9, 10),
            "F": (2, 3),
            "S": (2, 3),
            "P": (0,),
            "row": (0, 1, 2, 3),
            "col": (0, 1, 2, 3),
        },
        right="Its corner lies {S} pixels further for each row and each column of the output.",
        hint="For each step of the output, the window goes {S} pixels.",
        wrong={
            "stride_ignored": "That is the window at stride 1. Here each step goes {S} pixels.",
            "swapped": "Rows come first: you have picked the window of the {col:th} row and the "
            "{row:th} column.",
            "centred": "The window is not centred on this place: its upper left corner lies there.",
            "one_pixel": "One output number reads a whole window, not one pixel.",
        },
    ),
    Cells(
        "never_read",
        "never_read",
        "Windows of {F}×{F} at stride {S} do not fit into a picture of {H}×{W}, and a library rounds down. "
        "Pick the pixels that are never read.",
        first={"H": 6, "W": 8, "F": 3, "S": 2},
        draw={"H": (5, 6, 7, 8), "W": (6, 7, 8, 9, 10), "F": (2, 3, 4), "S": (2, 3, 4)},
        right="The last window ends before the edge, below and on the right, and nobody reads what is "
        "left over.",
        hint="Walk along a row: where does the last window that fits end? Then do the same down a column.",
        wrong={
            "read": "Those are the pixels that are read. The others were asked for.",
            "right_only": "The picture is too wide for the windows, and it is too high as well.",
            "below_only": "The picture is too high for the windows, and it is too wide as well.",
            "corner": "The corner is left over in both directions, but a pixel is lost as soon as it "
            "is left over in one.",
        },
    ),
    Choice(
        "same_map",
        (
            "You know the map at stride 1. Which numbers does the same filter give at stride 2?",
            right(
                "Every second number of that map, in both directions.",
                "The windows stand in fewer places, and in those they compute what they computed before.",
            ),
            wrong(
                "The means of two neighbours.",
                "Nothing is averaged: the window leaps over every second place.",
            ),
            wrong(
                "Other numbers: a larger stride computes something else.",
                "A window that stands in the same place reads the same pixels and gives the same number.",
            ),
        ),
        (
            "The windows fit exactly. Is every pixel read?",
            wrong(
                "Yes, that is what fitting means.",
                "Fitting means that the last window ends at the edge. Between windows there may be gaps.",
            ),
            right(
                "Not if the stride is larger than the window.",
                "Then pixels between two windows are leapt over, although the last window ends at the edge.",
            ),
            wrong(
                "Not if the stride is larger than 1.",
                "At stride 2, windows of 3 still overlap; it takes a stride larger than the window to "
                "leave gaps.",
            ),
        ),
    ),
)
