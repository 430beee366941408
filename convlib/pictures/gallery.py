"""Forty small photographs to search through: landmarks, animals and things, some of them twice.

data/gallery/LICENCES.md names the author and the source of each; the table for people is the one read here.
"""

from importlib.resources import files
from typing import NamedTuple

import numpy as np

from .pixels import pixels_of

FOLDER = files("convlib") / "data" / "gallery"


class Entry(NamedTuple):
    """A photograph of the gallery, and what may be done with it."""

    name: str
    shows: str
    author: str
    licence: str
    source: str


def entries():
    """Name the photographs, in the order of `pictures`."""
    table = (FOLDER / "LICENCES.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| `")]
    return [
        Entry(file.strip("`").removesuffix(".jpg"), shows, author, licence, source.strip("<>"))
        for file, shows, author, licence, source in rows
    ]


def pictures():
    """Open all photographs at once.

    Shapes   -> (40, 160, 160, 3), uint8
    """
    return np.stack([picture(entry.name) for entry in entries()])


def picture(name):
    """Open one photograph of the gallery.

    Shapes   -> (160, 160, 3), uint8
    Raises   ValueError for an unknown name
    """
    names = [entry.name for entry in entries()]
    if name not in names:
        raise ValueError(f"there is no picture {name!r} in the gallery; there are {', '.join(names)}")
    with (FOLDER / f"{name}.jpg").open("rb") as file:
        return pixels_of(file)
