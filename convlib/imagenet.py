"""A network that others trained on a million photographs, ready to be asked: `classify(photo)`.

It is SqueezeNet 1.1, small enough to come along; data/squeezenet/README.md says where its weights are from.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np

from . import architectures, charts
from .network import Network
from .sizes import whole_number

SIDE = 227
# The mean of ImageNet's blue, green and red, in this order: the authors trained with Caffe, which reads BGR.
MEAN_BGR = np.array([104.006, 116.669, 122.679], np.float32)


class Guess(NamedTuple):
    """A class and the share of the network's belief that it gets."""

    name: str
    share: float


class Guesses(list):
    """The best guesses, the first one first; shows itself as bars beside what the network saw."""

    def __init__(self, guesses, seen):
        super().__init__(guesses)
        self.seen = seen

    def __str__(self):
        longest = max(len(guess.name) for guess in self)
        return "\n".join(f"{guess.name:{longest}}  {charts.percent(guess.share):>11}" for guess in self)

    __repr__ = __str__

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {**self.picture()._repr_mimebundle_(), "text/plain": str(self)}

    def picture(self):
        names, shares = zip(*self, strict=True)
        return charts.bars(names, shares, "The network's best guesses", image=self.seen)


def classify(photo, *, top=5):
    """Name what is in a photograph: -> the `top` best of ImageNet's thousand classes, with their shares.

    The network looks at the middle square of the photograph and always gives all its belief away, so what is
    none of the thousand classes gets wrong names too.

    Shapes   photo (H, W, 3), (H, W, 4) with alpha, (H, W) or (H, W, 1) in grey; 0 to 255, or floats from
             0 to 1; a file's path or a Pillow image will do as well
    Raises   ValueError for what is no photograph
    """
    top = whole_number("top", top, 1)
    names = class_names()
    if top > len(names):
        raise ValueError(f"top is {top}, but there are only {len(names)} classes")
    seen = middle_square(photo)
    shares = _shared().probabilities(prepare(seen))
    best = np.argsort(-shares, kind="stable")[:top]
    return Guesses([Guess(names[k], float(shares[k])) for k in best], seen)


def prepare(photo):
    """Make of a photograph what the network was trained on: 227×227, blue first, the mean taken away.

    Shapes   anything that `classify` takes -> (227, 227, 3) float32, about −123 to 151
    """
    return middle_square(photo)[:, :, ::-1].astype(np.float32) - MEAN_BGR


def middle_square(photo):
    """Cut the largest square from the middle of a photograph and bring it to 227×227.

    Shapes   anything that `classify` takes -> (227, 227, 3) uint8
    """
    from PIL import Image

    picture = _picture(photo)
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    square = picture.crop((left, top, left + side, top + side))
    return np.array(square.resize((SIDE, SIDE), Image.Resampling.BILINEAR))


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


# Reading the weights takes longer than looking at a photograph.
_shared = cache(trained_squeezenet)


def _picture(photo):
    """Any photograph as a Pillow image in RGB, on white where it is see-through."""
    from PIL import Image, ImageOps

    if isinstance(photo, str | Path):
        photo = _opened(photo)
    if isinstance(photo, Image.Image):
        # Cameras note which way up a picture was taken, and leave the turning to the reader.
        picture = ImageOps.exif_transpose(photo)
        if picture.mode.startswith("I"):
            picture = Image.fromarray(_bytes(np.asarray(picture).clip(0, 2**16 - 1).astype(np.uint16)))
        elif picture.mode == "F":
            picture = Image.fromarray(_bytes(np.asarray(picture)))
    else:
        picture = Image.fromarray(_bytes(_colours(_numbers(photo))))
    white = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(white, picture.convert("RGBA")).convert("RGB")


def _opened(path):
    from PIL import Image

    with open(path, "rb") as file:
        try:
            picture = Image.open(file)
            picture.load()
        except (OSError, SyntaxError):
            raise ValueError(
                f"{path} is no picture that can be read here, such as a .jpg or a .png, or it is damaged"
            ) from None
    return picture


def _numbers(photo):
    array = np.asarray(photo)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"photo must hold real numbers, not {array.dtype}")
    return array


def _colours(array):
    """The array as (H, W) or (H, W, 2, 3 or 4), or words about what is wrong with its shape."""
    wanted = "a photograph is (H, W, 3), (H, W, 4) with alpha, (H, W) or (H, W, 1) in grey"
    if array.ndim == 4:
        raise ValueError(
            f"photo has shape {array.shape}, but one photograph at a time is classified: photo[0]"
        )
    if array.ndim not in (2, 3) or 0 in array.shape:
        raise ValueError(f"photo has shape {array.shape}, but {wanted}")
    if array.ndim == 3 and array.shape[-1] not in (1, 2, 3, 4):
        turned = ": photo.transpose(1, 2, 0) puts the colours last" if array.shape[0] in (1, 3, 4) else ""
        raise ValueError(f"photo has shape {array.shape}, but {wanted}{turned}")
    return array[:, :, 0] if array.ndim == 3 and array.shape[-1] == 1 else array


def _bytes(array):
    """Numbers as 0 to 255: floats up to 1 are shares of white, 16 bits are scaled where they are used."""
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ValueError("photo has numbers that are NaN or infinite")
    if array.dtype.kind == "b" or (array.dtype.kind == "f" and array.max() <= 1):
        array = array * 255.0
    elif array.dtype == np.uint16 and array.max() > 255:
        array = array / 257
    if array.min() < 0 or array.max() > 255:
        low, high = array.min(), array.max()
        raise ValueError(
            f"photo has numbers from {low:g} to {high:g}, but 0 to 255, or 0 to 1 as floats, is needed"
        )
    return np.rint(array).astype(np.uint8)
