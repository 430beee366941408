"""A network that others trained on a million photographs, ready to be asked: `classify(photo)`.

It is SqueezeNet 1.1, small enough to come along; data/squeezenet/README.md says where its weights are from.
"""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from .. import written
from ..pictures import pixels
from ..refusal import whole_number
from ..shown import Shown
from . import GlobalAvgPool, Network, architectures

SIDE = 227
# The mean of ImageNet's blue, green and red, in this order: the authors trained with Caffe, which reads BGR.
MEAN_BGR = np.array([104.006, 116.669, 122.679], np.float32)


class Guess(NamedTuple):
    """A class and the share of the network's belief that it gets."""

    name: str
    share: float


class Guesses(Shown, list):
    """The best guesses, the first one first; shows itself as bars beside what the network saw."""

    def __init__(self, guesses, seen):
        super().__init__(guesses)
        self.seen = seen

    def __str__(self):
        longest = max(len(guess.name) for guess in self)
        return "\n".join(f"{guess.name:{longest}}  {written.share(guess.share):>11}" for guess in self)

    __repr__ = __str__


def classify(photo, *, top=5):
    """Name what is in a photograph: -> the `top` best of ImageNet's thousand classes, with their shares.

    The network looks at the middle square of the photograph and always gives all its belief away, so what is
    none of the thousand classes gets wrong names too.

    Shapes   photo (H, W, 3), (H, W, 4) with alpha, (H, W) or (H, W, 1) in grey; 0 to 255, or floats from
             0 to 1; a file's path or bytes, an open file, a Pillow image or an upload will do as well
    Raises   ValueError or TypeError in words for what is no photograph
    """
    top = whole_number("top", top, 1)
    names = class_names()
    if top > len(names):
        raise ValueError(f"top is {top}, but there are only {len(names)} classes")
    seen = middle_square(photo)
    shares = _shared().probabilities(prepare(seen))
    best = np.argsort(-shares, kind="stable")[:top]
    return Guesses([Guess(names[k], float(shares[k])) for k in best], seen)


def features(photos):
    """What the body finds in each photograph: the mean of each of its 512 maps, as a list of length 1.

    The dot product of two such lists is the cosine of the angle between them: 1 for photographs in which the
    same things are found in the same proportions.

    Shapes   N of what `classify` takes -> (N, 512)
    """
    found = _headless().scores(np.stack([prepare(photo) for photo in photos]))
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def prepare(photo):
    """Make of a photograph what the network was trained on: 227×227, blue first, the mean taken away.

    Shapes   anything that `classify` takes -> (227, 227, 3) float32, about −123 to 151
    """
    return middle_square(photo)[:, :, ::-1].astype(np.float32) - MEAN_BGR


def middle_square(photo):
    """Cut the largest square from the middle of a photograph and bring it to 227×227.

    Shapes   anything that `classify` takes -> (227, 227, 3) uint8
    """
    return pixels.middle_square(photo, SIDE, "photo")


@cache
def class_names():
    """The thousand classes of ImageNet, in the order of the network's scores."""
    names = (files("convlib") / "data" / "squeezenet" / "classes.txt").read_text(encoding="utf-8")
    return tuple(names.splitlines())


def trained_squeezenet():
    """A SqueezeNet 1.1 of your own with the trained weights, to be looked into or trained further."""
    network = Network(architectures.squeezenet(), input_shape=(SIDE, SIDE, 3))
    with (
        (files("convlib") / "data" / "squeezenet" / "squeezenet.npz").open("rb") as file,
        np.load(file) as trained,
    ):
        # Both in the order of the layers: filters, bias, filters, bias …
        for name, stored in zip(network.parameters, trained.files, strict=True):
            network.parameters[name][...] = trained[stored]
    return network


@cache
def _headless():
    trained = _shared().parameters
    network = Network([*architectures.squeezenet()[:-4], GlobalAvgPool()], input_shape=(SIDE, SIDE, 3))
    for name in network.parameters:
        network.parameters[name] = trained[name]
    return network


# Reading the weights takes longer than looking at a photograph.
_shared = cache(trained_squeezenet)
