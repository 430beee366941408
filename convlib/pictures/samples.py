"""Small things to slide windows over: the lecture's inputs, classic filters and five photographs.

Arrays that come from a function are fresh copies; `input_7x7`, `pool_slice` and FILTERS are read-only.
"""

from importlib.resources import files
from typing import NamedTuple

import numpy as np

from .. import written
from ..refusal import whole_number


def _fixed(rows):
    array = np.array(rows)
    array.setflags(write=False)
    return array


# The slides (S22–S25) leave their 7×7 input empty. These numbers are ours: small, and easy to add up.
input_7x7 = _fixed(
    [
        [0, 1, 2, 1, 0, 0, 1],
        [1, 3, 1, 0, 2, 1, 0],
        [2, 1, 0, 1, 3, 1, 2],
        [0, 0, 1, 2, 1, 0, 1],
        [1, 2, 3, 1, 0, 1, 0],
        [0, 1, 1, 0, 1, 2, 3],
        [2, 0, 1, 1, 2, 0, 1],
    ]
)[:, :, np.newaxis]

# The depth slice of S36, whose 2×2 max pool at stride 2 is 6 8 / 3 4.
pool_slice = _fixed([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])[:, :, np.newaxis]

# Written as they lie on the picture: conv does not flip them.
FILTERS = {
    "identity": _fixed([[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
    "edges": _fixed([[0, -1, 0], [-1, 4, -1], [0, -1, 0]]),
    "sobel_x": _fixed([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
    "sobel_y": _fixed([[-1, -2, -1], [0, 0, 0], [1, 2, 1]]),
    "blur": _fixed(np.ones((3, 3)) / 9),
    "gaussian": _fixed(np.outer([1, 4, 6, 4, 1], [1, 4, 6, 4, 1]) / 256),
    "sharpen": _fixed([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    "emboss": _fixed([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]),
}


class Photo(NamedTuple):
    """Who took a photograph, and what may be done with it."""

    name: str
    shows: str
    credit: str
    licence: str


_PHOTOS = (
    Photo("chelsea", "Chelsea the cat", "Stefan van der Walt", "CC0 1.0"),
    Photo("coffee", "a cup of coffee", "Rachel Michetti", "CC0 1.0"),
    Photo("astronaut", "the astronaut Eileen Collins", "NASA", "public domain"),
    Photo("camera", "a photographer with a camera", "Lav Varshney", "CC0 1.0"),
    Photo("brick", "a brick wall", "CC0 Textures", "CC0 1.0"),
)


def filter_bank(*names, depth=1):
    """Stack filters from FILTERS into a bank that conv takes.

    With depth 3 each channel gets a third of the filter, so the sum over depth is the filter's answer to the
    mean of the channels.

    Shapes   K names, all of one size (F, F) -> (K, F, F, depth), float64
    Raises   ValueError for an unknown name, for sizes that differ, for a depth other than 1 or 3
    Source   S14, S20
    """
    for name in names:
        if name not in FILTERS:
            raise ValueError(f"there is no filter {name!r}; there are {', '.join(FILTERS)}")
    if not names:
        raise ValueError(f"name one filter or more, of {', '.join(FILTERS)}")
    if depth not in (1, 3):
        raise ValueError(f"depth is {depth!r}, but must be 1 (grey) or 3 (colour)")
    shapes = {name: written.size(FILTERS[name].shape) for name in names}
    if len(set(shapes.values())) > 1:
        sizes = ", ".join(f"{name} {size}" for name, size in shapes.items())
        raise ValueError(f"filters in one bank have one size, but these differ: {sizes}")
    bank = np.stack([FILTERS[name] for name in names])[..., np.newaxis]
    return np.repeat(bank / depth, depth, axis=-1)


def photos():
    """Name the photographs, with what each shows, its author and its licence."""
    return list(_PHOTOS)


def is_name(photo):
    """Whether a photograph is meant by its name, not by the name of a file, which has an ending."""
    return isinstance(photo, str) and "." not in photo


def photo(name, *, grey=False):
    """Open one of the photographs, in colour or in grey.

    Shapes   -> (H, W, 3), or (H, W, 1) with grey=True; uint8, the longer side 320 pixels
    Raises   ValueError for an unknown name
    """
    # Pillow is slow to import, and most lessons need no photograph.
    from PIL import Image

    names = [photo.name for photo in _PHOTOS]
    if name not in names:
        raise ValueError(f"there is no photograph {name!r}; there are {', '.join(names)}")
    with (files("convlib") / "data" / "photos" / f"{name}.png").open("rb") as file:
        picture = np.array(Image.open(file).convert("L" if grey else "RGB"))
    return picture[:, :, np.newaxis] if grey else picture


def delta(H, W):
    """A single 1 among zeros, in the middle (below and right of it when a side is even).

    What a filter makes of it is the filter itself, turned by half: that shows that conv does not flip (S21).

    Shapes   -> (H, W, 1)
    """
    H, W = whole_number("H", H, 1), whole_number("W", W, 1)
    image = np.zeros((H, W, 1))
    image[H // 2, W // 2] = 1
    return image
