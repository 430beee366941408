"""Lesson 01, What ConvNets do."""

from . import Choice, Number, right, wrong

QUESTIONS = (
    Choice(
        "unknown",
        (
            "A network knows a thousand classes, and none of them is “giraffe”. "
            "You show it a photograph of a giraffe. What does it answer?",
            right(
                "It spreads its 100 % over the thousand classes that it has.",
                "It can only choose among its classes, and the shares make 100 % as always.",
            ),
            wrong(
                "It gives every class a share near 0 %.",
                "The thousand shares always make 100 % together, so they cannot all be near 0.",
            ),
            wrong(
                "It says that the thing is not one of the thousand.",
                "“None of these” is not among its answers, unless somebody trained it as a class of its own.",
            ),
            wrong(
                "It stops with an error.",
                "To the network it is a picture like any other: numbers go in, and a thousand numbers "
                "come out.",
            ),
        ),
        (
            "A network names your photograph with 98 %. What do you know?",
            wrong(
                "There is a 98 % chance that it is right.",
                "That would have to be measured. A share only says how the network divides its 100 %.",
            ),
            right(
                "It prefers this class to all its others.",
                "A share compares the classes on its list with each other, and says nothing about "
                "anything else.",
            ),
            wrong(
                "The thing is certainly one of its classes.",
                "The shares make 100 % for any picture, even for one that shows none of the classes.",
            ),
        ),
    ),
    Choice(
        "body",
        (
            "You have a network that names photographs, and you need one that draws boxes around cars. "
            "What can you keep?",
            wrong(
                "Nothing: boxes need a network of another kind.",
                "The maps that help to name a car also help to find it. The bodies of such networks "
                "are alike.",
            ),
            right(
                "The body: what it finds answers other questions as well.",
                "A new head turns the same maps into boxes, and it is small beside the body.",
            ),
            wrong(
                "The head: it already knows the class “car”.",
                "The head turns maps into names. Boxes are another kind of answer, so the head is the "
                "part to replace.",
            ),
        ),
        (
            "Where does such a network do nearly all of its work?",
            right(
                "In the body, which turns the picture into maps.",
                "It is the part that all the applications have in common, and the part that this book "
                "is about.",
            ),
            wrong(
                "In the head, which decides.",
                "The head is only a few layers at the end; the maps come to it ready-made.",
            ),
            wrong(
                "In both to the same extent.",
                "The body looks at every place of the picture, layer after layer; the head is short.",
            ),
        ),
    ),
    Number(
        "label_map",
        "label_map",
        "A network labels each pixel of a picture with {H}×{W} pixels. "
        "Before it decides, it has a share for each of {C} classes at each pixel. "
        "How many numbers is that?",
        first={"H": 24, "W": 32, "C": 8},
        draw={"H": range(12, 31, 2), "W": range(16, 41, 4), "C": range(5, 34)},
        right="{H}·{W}·{C} = {answer}: the answer is as large as the picture, and as deep as there "
        "are classes.",
        hint="Count the pixels first, then the numbers at each of them.",
        wrong={
            "classes_forgotten": "That is one number for each pixel, {H}·{W}. "
            "At each pixel there are {C} shares.",
            "places_forgotten": "{C} shares are enough to name a whole picture. "
            "Here every pixel gets its own {C}.",
            "added": "Multiply: {H} rows of {W} pixels are {H}·{W} pixels.",
        },
    ),
    Number(
        "boxes",
        "boxes",
        "In each of {h}×{w} places, a detector offers {A} boxes. "
        "A box is four numbers, and it comes with a score for each of {C} classes. "
        "How many numbers does the head give?",
        first={"h": 6, "w": 9, "A": 3, "C": 5},
        draw={"h": range(4, 10), "w": range(7, 15), "A": range(2, 10), "C": range(2, 21)},
        right="{h}·{w}·{A} boxes with 4 + {C} numbers each make {answer}.",
        hint="How many boxes are there altogether, and how many numbers belong to one box?",
        wrong={
            "scores_forgotten": "Those are the boxes without their scores. Each box has {C} more numbers.",
            "boxes_forgotten": "Those are the scores alone. Each box needs four more numbers to say "
            "where it is.",
            "multiplied": "A box has four numbers and {C} scores side by side: add the two.",
            "one_place": "That is what one place gives. There are {h}·{w} of them.",
        },
    ),
    Choice(
        "likeness",
        (
            "Two photographs become two lists of 512 numbers, each brought to length 1. "
            "Their cosine distance is 0. What does that say?",
            right(
                "The network finds the same things in both, in the same proportions.",
                "Lists of length 1 that point the same way are equal. How much it found in all "
                "was lost when they were brought to that length.",
            ),
            wrong(
                "The pictures are the same, pixel by pixel.",
                "The list knows nothing of pixels: each of its numbers is a mean over a whole map.",
            ),
            wrong(
                "They have nothing in common.",
                "That would be a distance of 1: the two lists would stand at a right angle.",
            ),
        ),
        (
            "You ask for pictures like one of scissors with an orange handle, on white. "
            "Hammers on white come first. Why?",
            wrong(
                "The network has made a mistake.",
                "Nobody has said which similarity is meant, and the hammers are similar in colour "
                "and background.",
            ),
            right(
                "The features hold colour and background as well as the kind of thing.",
                "The distance compares all 512 features at once, and the kind of thing is only a "
                "part of them.",
            ),
            wrong(
                "Scissors are not one of its classes.",
                "The search does not ask for classes. It found the windmills, and they are not a "
                "class either.",
            ),
        ),
    ),
)
