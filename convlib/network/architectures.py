"""Three networks as lists of layers, to be read beside their papers.

Network(alexnet(), input_shape=(227, 227, 3)).summary()
"""

from ..refusal import whole_number
from .blocks import LRN, Conv, Dense, Dropout, GlobalAvgPool, MaxPool, ReLU
from .compose import Concat


def lenet(classes=10):
    """LeNet-5's plan for 28×28 pictures, with today's ReLU and max pool for its tanh and averages.

    Source   LeCun, Bottou, Bengio, Haffner 1998, figure 2
    """
    classes = whole_number("classes", classes, 1)
    return [
        Conv(6, 5, padding=2), ReLU(), MaxPool(2),
        Conv(16, 5), ReLU(), MaxPool(2),
        Dense(120), ReLU(),
        Dense(84), ReLU(),
        Dense(classes),
    ]  # fmt: skip


def alexnet(classes=1000, *, groups=2, padding=0):
    """AlexNet for 227×227×3; groups=2 is the paper's net on two GPUs, groups=1 lets every layer see all maps.

    The paper says 224, which does not fit: (224 − 11)/4 + 1 = 54.25. With padding=2 conv1 rounds down, as
    libraries do, and 224 gives the same sizes from there on.

    Source   Krizhevsky, Sutskever, Hinton 2012, section 3.5
    """
    classes = whole_number("classes", classes, 1)
    return [
        Conv(96, 11, stride=4, padding=padding, fit="floor" if padding else "exact"), ReLU(), LRN(),
        MaxPool(3, stride=2, name="pool1"),
        Conv(256, 5, padding=2, groups=groups), ReLU(), LRN(),
        MaxPool(3, stride=2, name="pool2"),
        Conv(384, 3, padding=1), ReLU(),
        Conv(384, 3, padding=1, groups=groups), ReLU(),
        Conv(256, 3, padding=1, groups=groups), ReLU(),
        MaxPool(3, stride=2, name="pool5"),
        Dense(4096, name="fc6"), ReLU(), Dropout(0.5),
        Dense(4096, name="fc7"), ReLU(), Dropout(0.5),
        Dense(classes, name="fc8"),
    ]  # fmt: skip


def squeezenet(classes=1000):
    """SqueezeNet 1.1 for 227×227×3: AlexNet's accuracy with a fiftieth of its parameters, no FC layer.

    Pools round up, as in Caffe, where it was trained.

    Source   Iandola et al. 2016, with the changes of its release 1.1
    """
    classes = whole_number("classes", classes, 1)
    return [
        Conv(64, 3, stride=2, name="conv1"), ReLU(), MaxPool(3, stride=2, fit="ceil", name="pool1"),
        *fire("fire2", 16, 64), *fire("fire3", 16, 64), MaxPool(3, stride=2, fit="ceil", name="pool3"),
        *fire("fire4", 32, 128), *fire("fire5", 32, 128), MaxPool(3, stride=2, fit="ceil", name="pool5"),
        *fire("fire6", 48, 192), *fire("fire7", 48, 192),
        *fire("fire8", 64, 256), *fire("fire9", 64, 256), Dropout(0.5),
        Conv(classes, 1, name="conv10"), ReLU(), GlobalAvgPool(name="pool10"),
    ]  # fmt: skip


def fire(name, squeezed, expanded):
    """SqueezeNet's module: 1×1 filters squeeze the depth, then 1×1 and 3×3 filters side by side expand it."""
    return [
        Conv(squeezed, 1, name=f"{name}/squeeze"), ReLU(),
        Concat(
            [Conv(expanded, 1, name="1x1"), ReLU()],
            [Conv(expanded, 3, padding=1, name="3x3"), ReLU()],
            name=f"{name}/expand",
        ),
    ]  # fmt: skip
