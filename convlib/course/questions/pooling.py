"""Lesson 08, Pooling."""

from . import Cells, Choice, Number, right, wrong

QUESTIONS = (
    Number(
        "max",
        "max_pool",
        "The map is max-pooled with windows of {F}×{F} at stride {S}. "
        "What is the output in the {row:th} row and {col:th} column?",
        first={
            "x": [[1, 7, 4, 2, 9, 3], [5, 11, 8, 6, 1, 4], [3, 9, 2, 7, 5, 6], [8, 4, 1, 3, 2, 12]],
            "F": 2,
            "S": 2,
            "row": 0,
            "col": 1,
        },
        draw={"F": (2,), "S": (2,), "row": (0, 1), "col": (0, 1, 2)},
        right="The largest of the four numbers in this window is {answer}.",
        hint="Find the window first: it begins {S} further on for each row and each column of the output.",
        wrong={
            "mean": "That is the mean of the window. Max pooling keeps the largest number.",
            "sum": "That is the sum of the window. Max pooling keeps the largest number.",
            "stride_ignored": "That is the window at stride 1. Here each step goes {S} pixels.",
            "whole": "That is the largest of the whole map. Pooling looks at one window at a time.",
            "smallest": "That is the smallest of the window.",
        },
    ),
    Cells(
        "winner",
        "winner",
        "The map is max-pooled with windows of {F}×{F} at stride {S}. "
        "Pick the pixel that the output in its {row:th} row and {col:th} column comes from.",
        first={
            "x": [[4, 9, 1, 6, 3, 2], [2, 5, 8, 7, 1, 10], [6, 3, 2, 4, 9, 5], [1, 8, 7, 11, 3, 12]],
            "F": 2,
            "S": 2,
            "row": 1,
            "col": 1,
        },
        draw={"F": (2,), "S": (2,), "row": (0, 1), "col": (0, 1, 2)},
        right="It is the largest of its window: the other three leave no trace in the output.",
        hint="Find the window first: it begins {S} further on for each row and each column of the output.",
        wrong={
            "stride_ignored": "That is the winner of the window at stride 1. Here each step goes {S} pixels.",
            "whole": "That is the largest of the whole map. Pooling looks at one window at a time.",
            "smallest": "That is the smallest of the window.",
            "window": "That is the whole window. Only one of its pixels wins.",
        },
    ),
    Number(
        "mean",
        "avg_pool",
        "The map is average-pooled with windows of {F}×{F} at stride {S}. "
        "What is the output in the {row:th} row and {col:th} column?",
        first={
            "x": [[1, 7, 4, 2, 8, 3], [6, 2, 8, 5, 1, 4], [3, 9, 2, 7, 5, 7], [8, 4, 1, 3, 2, 10]],
            "F": 2,
            "S": 2,
            "row": 1,
            "col": 2,
        },
        draw={"F": (2,), "S": (2,), "row": (0, 1), "col": (0, 1, 2)},
        right="The four numbers of the window add up to {sum}, and a quarter of that is {answer}.",
        hint="Find the window, add up its four numbers, and divide by how many there are.",
        wrong={
            "max": "That is the largest of the window: max pooling.",
            "sum": "That is the sum. Divide it by the number of numbers.",
            "extent": "A window of {F}×{F} holds four numbers, so divide by 4, not by {F}.",
            "stride_ignored": "That is the window at stride 1. Here each step goes {S} pixels.",
        },
    ),
    Number(
        "left",
        "pool_numbers",
        "A volume of {H}×{W}×{D} is pooled with windows of {F}×{F} at stride {S}. How many numbers are left?",
        first={"H": 8, "W": 12, "D": 6, "F": 2, "S": 2},
        draw={"H": range(6, 31), "W": range(8, 31), "D": range(3, 17), "F": (2, 3), "S": (2, 3)},
        right="There are {H2}×{W2} in each of the {D} maps: {answer}.",
        hint="Height and width follow from the formula, and each map is pooled by itself.",
        wrong={
            "one_map": "That is one map, {H2}×{W2}. There are {D} of them, and all of them stay.",
            "plus_one": "The + 1 of the formula is missing: the output is {H2}×{W2}.",
            "width_only": "The height shrinks too, not only the width.",
            "unpooled": "That is how many go in.",
        },
    ),
    Choice(
        "parameters",
        (
            "How many parameters does max pooling with windows of 2×2 have?",
            wrong(
                "Four, one for each number of its window.",
                "It has no weights: it compares the four numbers and keeps the largest.",
            ),
            right("None.", "There is nothing to learn in choosing the largest number."),
            wrong(
                "One for each map.",
                "Each map is pooled by itself, and by the same rule: nothing is learned.",
            ),
        ),
        (
            "You put a POOL layer into a network. Which of the layers after it have fewer parameters now?",
            wrong(
                "All of them.",
                "A CONV layer's filters stay as large as they were: their size does not depend on the maps'.",
            ),
            right(
                "The first fully connected layer.",
                "It has a weight for each number of its input, and there are fewer of them now.",
            ),
            wrong(
                "The next CONV layer.",
                "Its filters are F×F, and as deep as there are maps. Pooling changes neither.",
            ),
        ),
        (
            "Max pooling with a border: which value should the border have?",
            wrong(
                "0, as in zero padding.",
                "Where all numbers of a window are negative, the 0 would win, and no pixel has that value.",
            ),
            right("−∞", "It never wins, so the largest number is always that of a real pixel."),
            wrong(
                "The value of the nearest pixel.",
                "It would do no harm, but it is not what libraries do: they take a value that never wins.",
            ),
        ),
    ),
)
