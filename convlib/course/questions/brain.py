"""Lesson 07, The brain view."""

from . import Cells, Choice, Number, right, wrong

QUESTIONS = (
    Number(
        "blind",
        "blind",
        "A neuron looks at an input of {H}×{W}×{D} through a window of {F}×{F}. "
        "How many numbers of the input is it not connected to?",
        first={"H": 12, "W": 16, "D": 3, "F": 5},
        draw={"H": range(8, 25), "W": range(8, 29), "D": (2, 3, 4), "F": (3, 4, 5)},
        right="There are {H}·{W}·{D} numbers, and {F}·{F}·{D} of them are in its window: {answer} are left.",
        hint="Count all numbers of the input, then those of the window, through the whole depth.",
        wrong={
            "connected": "Those are its connections. The question is about all the others.",
            "window_flat": "The window reaches through the whole depth: {F}·{F}·{D} connections.",
            "flat": "That counts pixels; each pixel has {D} numbers.",
        },
    ),
    Choice(
        "column",
        (
            "Two neurons are at the same place in two different maps. What do they share?",
            right(
                "The region they look at, but not their weights.",
                "They belong to one depth column: one region, two questions.",
            ),
            wrong(
                "Their weights, but not the region.",
                "It is the other way round: each map has a filter of its own.",
            ),
            wrong(
                "Both.",
                "Then they would always give the same number. Different maps have different filters.",
            ),
        ),
        (
            "Two neurons are at different places in the same map. What do they share?",
            wrong(
                "The region they look at.",
                "Each place has its own window; windows may overlap, but they are not the same.",
            ),
            right(
                "Their weights and their bias.",
                "A map is one question, asked in every region, with the same filter.",
            ),
            wrong(
                "Nothing.",
                "All neurons of a map have the same filter: that is what sharing means.",
            ),
        ),
    ),
    Number(
        "receptive",
        "receptive",
        "A layer of {F1}×{F1} filters at stride {S1} is followed by one of {F2}×{F2} filters at stride 1. "
        "How wide is the part of the picture that a neuron of the second layer sees?",
        first={"F1": 5, "S1": 2, "F2": 3},
        draw={"F1": (3, 4, 5, 7), "S1": (2, 3, 4), "F2": (3, 4, 5)},
        right="{F1} + ({F2} − 1)·{S1} = {answer}: {F2} windows of width {F1}, each {S1} further on than the "
        "one before.",
        hint="It reads {F2} neurons side by side. How far apart are the starts of their windows?",
        wrong={
            "second_filter": "That is how many neurons of the first layer it reads. The picture is "
            "one layer further down.",
            "first_filter": "That is what one neuron of the first layer sees, and this one reads {F2} of "
            "them side by side.",
            "jump_ignored": "The windows of two neighbours begin {S1} pixels apart, not 1.",
            "added": "Each window after the first adds only {S1} pixels, the stride, not a whole window.",
            "multiplied": "The windows overlap: they begin {S1} pixels apart, not {F1}.",
        },
    ),
    Cells(
        "sees",
        "sees",
        "Filters of {F1}×{F1} at stride {S1}, then filters of {F2}×{F2} at stride 1. "
        "Pick all pixels that the second layer's output in its {row:th} row and {col:th} column depends on.",
        first={"H": 9, "W": 11, "F1": 3, "S1": 2, "F2": 2, "row": 1, "col": 0},
        draw={
            "H": (8, 9, 10),
            "W": (8, 9, 10, 11),
            "F1": (2, 3),
            "S1": (1, 2),
            "F2": (2, 3),
            "row": (0, 1, 2),
            "col": (0, 1, 2),
        },
        right="It sees {size}×{size} pixels, and they begin {S1} further on for each row and each column.",
        hint="First find the {F2}×{F2} numbers of the first layer that it reads, then what each of "
        "those reads.",
        wrong={
            "second_filter": "That is as many as it reads in the first layer. Each of those reads a "
            "window of the picture.",
            "first_filter": "That is what one neuron of the first layer sees, and this one reads "
            "{F2}×{F2} of them.",
            "swapped": "Rows come first: that is the {col:th} row and the {row:th} column.",
        },
    ),
    Choice(
        "rim",
        (
            "A neuron of the second layer sees 5×5 pixels through two layers of 3×3 filters. "
            "Do all of them count equally?",
            wrong(
                "Yes: a pixel is in the receptive field or it is not.",
                "The pixel in the middle lies in nine of the windows below, a corner pixel in only one.",
            ),
            right(
                "No: the middle has more paths to the neuron than the rim.",
                "Nine paths lead from the middle pixel, and a single one from a corner.",
            ),
            wrong(
                "No: the rim counts for more.",
                "A corner lies in only one of the windows below, and the middle in all nine.",
            ),
        ),
    ),
)
