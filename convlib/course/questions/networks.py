"""Lesson 02, From networks to ConvNets."""

from . import Choice, Number, right, wrong

QUESTIONS = (
    Number(
        "neuron",
        "neuron",
        "A neuron gets the inputs {x}. Its weights are {w}, its bias is {b}, and a ReLU comes last. "
        "What is its output?",
        first={"x": [2, 1, 3, 4], "w": [3, -2, -1, 2], "b": -4},
        draw={"x": range(0, 6), "w": range(-3, 4), "b": range(-5, 6)},
        right="The products add up to {sum}; with the bias that is {answer}, and the ReLU leaves a "
        "positive number as it is.",
        hint="Multiply each input by its weight, add up, then add the bias.",
        wrong={
            "bias_forgotten": "That is the sum of the products. The bias, {b}, is still to be added.",
            "bias_subtracted": "The bias is {b}, and it is added, not subtracted.",
            "relu_early": "The ReLU comes last, after the sum. Negative products take part in the sum "
            "like all the others.",
            "weights_forgotten": "That is the sum of the inputs. Each one is first multiplied by its weight.",
        },
    ),
    Number(
        "dense",
        "dense_parameters",
        "A picture of {H}×{W}×{D} is laid out as a list and goes into a dense layer of {m} neurons. "
        "How many parameters does the layer have, biases included?",
        first={"H": 8, "W": 10, "D": 3, "m": 6},
        draw={"H": range(5, 13), "W": range(5, 13), "D": (2, 3, 4), "m": range(3, 13)},
        right="{n} inputs, so {n} weights and a bias for each neuron: ({n} + 1)·{m} = {answer}.",
        hint="How long is the list? Every neuron has a weight for each of its numbers.",
        wrong={
            "bias_forgotten": "Those are the weights, {n}·{m}. Each of the {m} neurons has a bias as well.",
            "one_bias": "There is not one bias for the whole layer: each of the {m} neurons has its own.",
            "depth_forgotten": "{H}·{W} counts pixels, and each pixel is {D} numbers.",
            "one_neuron": "That is one neuron. There are {m}, and each has weights of its own.",
        },
    ),
    Choice(
        "shuffled",
        (
            "The pixels of all pictures are shuffled, in the same way in each. "
            "A dense layer learns from the shuffled pictures. How well?",
            wrong(
                "Worse: it no longer sees which pixels are neighbours.",
                "It never saw that: to a dense layer the picture was a list all along.",
            ),
            right(
                "As well as before.",
                "Shuffle its weights in the same way, and every sum is what it was.",
            ),
            wrong(
                "Not at all.",
                "People see nothing in such pictures, but to a dense layer the order of its inputs "
                "means nothing.",
            ),
        ),
        (
            "And a CONV layer, on the same shuffled pictures?",
            right(
                "Worse: its windows hold pixels that have nothing to do with each other.",
                "It takes for granted that what belongs together lies close together. Here it does not.",
            ),
            wrong(
                "As well as before: the shuffling is the same in each picture.",
                "Shuffling all pictures in the same way does not bring neighbours back into one window.",
            ),
            wrong(
                "Better: neighbouring pixels are less alike.",
                "It lives on neighbours that belong together, and they are gone.",
            ),
        ),
    ),
    Number(
        "sharing",
        "positions",
        "A layer gives {K} maps of {H2}×{W2}, and every neuron looks through a window with weights of "
        "its own. Now the neurons of each map share their weights. "
        "By what number is the number of weights divided?",
        first={"H2": 12, "W2": 16, "K": 5},
        draw={"H2": range(6, 25), "W2": range(6, 33), "K": range(3, 13)},
        right="Each of the {H2}·{W2} = {answer} neurons of a map had its own weights; "
        "now they share one set.",
        hint="How many neurons now have the same weights?",
        wrong={
            "all_neurons": "That is the number of all neurons. "
            "Each of the {K} maps still has weights of its own.",
            "maps": "{K} is the number of maps. Weights are shared within a map, among its neurons.",
            "added": "A map has {H2} rows of {W2} neurons: multiply.",
        },
    ),
    Choice(
        "bet",
        (
            "For which of these is a ConvNet a bad bet?",
            wrong(
                "A recording of a voice, as a list of numbers in time.",
                "Neighbours in time belong together, and a sound may come at any moment: a good bet, "
                "in one dimension.",
            ),
            right(
                "A table with people's age, height and blood pressure.",
                "The columns could stand in any order, so being neighbours means nothing.",
            ),
            wrong(
                "Photographs from a microscope.",
                "A cell is made of pixels that touch, and it may lie anywhere: both bets hold.",
            ),
        ),
        (
            "Why does a ConvNet have fewer parameters than a dense network with outputs of the same size?",
            wrong(
                "It has fewer neurons.",
                "There are as many: one for each number of the output.",
            ),
            right(
                "Each neuron sees a window, and the neurons of a map share their weights.",
                "These are two assumptions about pictures, and each of them saves a great many weights.",
            ),
            wrong(
                "It leaves out the biases.",
                "It has biases too, one for each filter, and there are few of them in any case.",
            ),
        ),
    ),
)
