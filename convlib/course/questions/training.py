"""Lesson 10, Training."""

from . import Cells, Choice, Number, right, wrong

QUESTIONS = (
    Choice(
        "loss",
        (
            "A network gives the right class a share of 1, that is 100 %. What is its loss for this picture?",
            right("0", "The loss is minus the natural logarithm of that share, and ln(1) is 0."),
            wrong("1", "1 is the share. The loss is minus its logarithm."),
            wrong(
                "It depends on the other classes.",
                "The loss looks at one share only, that of the right class.",
            ),
        ),
        (
            "Two networks give the right class 40 %. One is sure of a wrong class, 60 %; "
            "the other spreads its 60 % over nine classes. Whose loss is higher?",
            wrong(
                "The first one's: it is sure of something wrong.",
                "Its answer is wrong, and the other's is right. But the loss looks at the 40 % alone.",
            ),
            right(
                "They are the same.", "The loss looks at the share of the right class, and at nothing else."
            ),
            wrong(
                "The second one's: it is less sure.",
                "How the rest is spread does not enter: the loss looks at the share of the right class.",
            ),
        ),
    ),
    Number(
        "pixel",
        "pixel_gradient",
        "A 2×2 filter has slid over a 3×4 input, and this upstream gradient has come back. "
        "What is the gradient of the pixel in the {row:th} row and {col:th} column?",
        first={"filter": [[1, 3], [-2, 4]], "upstream": [[2, -1, 3], [1, 2, -2]], "row": 1, "col": 1},
        draw={"row": (0, 1, 2), "col": (0, 1, 2, 3)},
        right="{parts} = {answer}: each window that reads the pixel sends its upstream gradient times "
        "the weight above it.",
        hint="Which windows read this pixel? Each sends back its upstream gradient times the weight "
        "above the pixel.",
        wrong={
            "not_flipped": "Look at which weight of each window lies on the pixel: the further right and "
            "down the window stands, the further left and up that weight.",
            "one_window": "That is what one window sends. Several read this pixel, and what they send "
            "is added up.",
            "weights_forgotten": "That adds up the upstream gradients. Each is multiplied by the "
            "weight above the pixel.",
        },
    ),
    Number(
        "bias",
        "bias_gradient",
        "This is the upstream gradient of a map. What is the gradient of the filter's bias?",
        first={"upstream": [[2, -1, 3], [4, 2, -2]]},
        draw={},
        right="The bias was added to every number of the map, so all of the upstream gradient adds "
        "up: {answer}.",
        hint="The bias was added to every number of this map.",
        wrong={
            "mean": "That is the mean. Every output passes on its whole gradient, and it is added up.",
            "max": "That is the largest of them. All outputs have the same bias, and all of them count.",
            "count": "That counts the outputs: it would be right if every upstream gradient were 1.",
        },
    ),
    Cells(
        "winners",
        "winners",
        "This map went through a max pool of {F}×{F} at stride {S}. Pick the pixels that get a gradient.",
        first={
            "x": [[4, 9, 1, 6, 3, 2], [2, 5, 8, 7, 1, 10], [6, 3, 2, 4, 9, 5], [1, 8, 7, 11, 3, 12]],
            "F": 2,
            "S": 2,
        },
        draw={"F": (2,), "S": (2,)},
        right="One in each window, the winner; had another been a little larger, nothing would have changed.",
        hint="Each window sends its gradient to one pixel.",
        wrong={
            "all": "The gradient goes to the winner of each window, and not to the whole window.",
            "whole": "That is the winner of the whole map. Each window has a winner of its own.",
            "smallest": "Those are the smallest of each window; it was the largest that came through.",
        },
    ),
    Number(
        "step",
        "step",
        "A weight is {w}, its gradient is {g}, and the learning rate is {rate}. What is the weight "
        "after one step?",
        first={"w": 2, "g": -3, "rate": 0.1},
        draw={"w": (-3, -2, -1, 1, 2, 3, 4), "g": (-5, -4, -3, -2, 2, 3, 4, 5), "rate": (0.1, 0.2, 0.5)},
        right="{w} − {rate}·({g}) = {answer}: a step against the gradient makes the loss smaller.",
        hint="The weight moves against its gradient, by the rate times the gradient.",
        wrong={
            "uphill": "You went along the gradient: that makes the loss larger. The step goes the other way.",
            "rate_forgotten": "That is a step as large as the whole gradient. Multiply it by the "
            "learning rate, {rate}.",
            "replaced": "That is the step. It is added to the weight that was there.",
        },
    ),
    Choice(
        "by_heart",
        (
            "The loss on the pictures that a network learns from goes on falling; on others it has begun "
            "to rise. "
            "What is happening?",
            right(
                "It learns its pictures by heart.",
                "What it still gains holds for those pictures alone: this is overfitting.",
            ),
            wrong(
                "It gets better, as the falling loss says.",
                "Only on the pictures that it knows already. Ask it about others.",
            ),
            wrong(
                "The learning rate is too small.",
                "That makes everything slow; it does not pull the two curves apart.",
            ),
        ),
        (
            "Who chose what the first layer's filters look for?",
            wrong(
                "Whoever built the network.",
                "The builder chose how many there are and how large. Their numbers began at random.",
            ),
            right(
                "Nobody: many small steps that lower the loss made them.",
                "Edges turned out to be worth finding.",
            ),
            wrong("Chance: they are random.", "They began at random; training has changed them."),
        ),
    ),
)
