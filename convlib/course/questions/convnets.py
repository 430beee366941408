"""Lesson 01, What ConvNets do."""

from . import Choice, Number, right, wrong

QUESTIONS = (
    Choice(
        "unknown",
        (
            "A network knows a thousand classes, and none of them is “giraffe”. "
            "It gets a photograph of a giraffe. What does it answer?",
            right(
                "It spreads its 100 % over the thousand classes it has.",
                "All it can do is choose among its classes, and the shares make 100 % as always.",
            ),
            wrong(
                "It gives every class a share near 0 %.",
                "The thousand shares always make 100 % together, so they cannot all be near 0.",
            ),
            wrong(
                "It says that the thing is none of the thousand.",
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
                "It is right with a probability of 98 %.",
                "Only if it was measured to be so. A share says how the network divides its 100 %.",
            ),
            right(
                "It prefers this class to all the others that it has.",
                "A share compares the classes of the list with each other, and says nothing about "
                "other things.",
            ),
            wrong(
                "The thing is certainly one of its classes.",
                "The shares make 100 % for any picture, also for one that shows none of the classes.",
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
                "The maps that help to name a car help to find it too. The bodies of such networks "
                "are alike.",
            ),
            right(
                "The body: what it finds serves other questions as well.",
                "A new head turns the same maps into boxes, and it is small beside the body.",
            ),
            wrong(
                "The head: it already knows the class “car”.",
                "The head makes names from the maps. Boxes are another kind of answer, so this is the "
                "part to replace.",
            ),
        ),
        (
            "Where is nearly all of the work of such a network done?",
            right(
                "In the body, which makes maps out of the picture.",
                "It is the part that all the applications have in common, and the part that this book "
                "is about.",
            ),
            wrong(
                "In the head, which decides.",
                "The head is a few layers at the end; it gets the maps ready made.",
            ),
            wrong(
                "In both alike.",
                "The body looks at every place of the picture in many layers, the head is short.",
            ),
        ),
    ),
    Number(
        "label_map",
        "label_map",
        "A network labels each pixel of a picture of {H}×{W} pixels. "
        "Before it decides, it has a share for each of {C} classes at each pixel. How many numbers are that?",
        first={"H": 24, "W": 32, "C": 8},
        draw={"H": range(12, 31, 2), "W": range(16, 41, 4), "C": range(5, 34)},
        right="{H}·{W}·{C} = {answer}: the answer is as large as the picture, and as deep as there "
        "are classes.",
        hint="Count the pixels first, then the numbers at each of them.",
        wrong={
            "classes_forgotten": "That is one number a pixel, {H}·{W}. At each pixel there are {C} shares.",
            "places_forgotten": "{C} shares are enough to name a whole picture. Here every pixel gets "
            "its own.",
            "added": "Rows and columns make {H}·{W} pixels; you have added them.",
        },
    ),
    Number(
        "boxes",
        "boxes",
        "In each of {h}×{w} places, a detector offers {A} boxes. "
        "A box is four numbers, and it has a score for each of {C} classes. How many numbers does the "
        "head give?",
        first={"h": 6, "w": 9, "A": 3, "C": 5},
        draw={"h": range(4, 10), "w": range(7, 15), "A": range(2, 10), "C": range(2, 21)},
        right="{h}·{w}·{A} boxes with 4 + {C} numbers each: {answer}.",
        hint="How many boxes are there altogether, and how many numbers belong to one box?",
        wrong={
            "scores_forgotten": "Those are the boxes without their scores. Each one has {C} more numbers.",
            "boxes_forgotten": "Those are the scores alone. Each box needs four more numbers to say "
            "where it is.",
            "multiplied": "A box has four numbers and {C} scores: they stand side by side, so they "
            "are added.",
            "one_place": "That is what one place gives. There are {h}·{w} of them.",
        },
    ),
    Choice(
        "likeness",
        (
            "Two photographs become two lists of 512 numbers, of length 1 each. "
            "Their cosine distance is 0. What does that say?",
            right(
                "The lists are the same: the network finds the same things in both.",
                "Of each of its 512 features it has found the same amount in both.",
            ),
            wrong(
                "The pictures are the same, pixel by pixel.",
                "The list has forgotten the pixels: each number is a mean over a whole map.",
            ),
            wrong(
                "They have nothing in common.",
                "That would be a distance of 1: the two lists stand at a right angle.",
            ),
        ),
        (
            "You search a collection for pictures like a pair of scissors with an orange handle on white. "
            "Hammers on white come first. Why?",
            wrong(
                "The network has made a mistake.",
                "Nobody has said which likeness is meant: the hammers are alike in colour and in background.",
            ),
            right(
                "The features hold colour and background as well as the kind of thing.",
                "The distance asks about all 512 features at once, and the kind of thing is only a "
                "part of them.",
            ),
            wrong(
                "Scissors are none of its classes.",
                "The search does not ask for classes. It found windmills well, and these were no "
                "class either.",
            ),
        ),
    ),
)
