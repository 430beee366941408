"""Pictures of volumes as blocks, and of what part of a photograph a neuron sees.

As everywhere, the input is blue, what a layer makes of it green, and what looks at the picture orange.
"""

from math import sqrt

import numpy as np

from .. import written
from ..pictures.pixels import pixels_of
from .parts import EDGE, LINE, OUTLINE, SIGN, TITLE, WASH, moved, with_sign
from .picture import Part, Picture
from .shapes import WIDEST, Box, Lines, Pixels, Words, text_width

TALLEST = 104
STICK = 9


def volumes(shapes, names=None, *, alt=None):
    """Draw volumes as blocks with arrows between, the input first; a vector is a stick.

    All sides are drawn as their square roots, so that 4 times as wide is twice as long: between 227 and 6 no
    true scale fits on a page.

    Shapes   shapes: (H, W, D) or (n,) each; names K words, "" for none
    """
    shapes = [tuple(shape) for shape in shapes]
    if not shapes or any(len(shape) not in (1, 3) or min(shape) < 1 for shape in shapes):
        raise ValueError(f"shapes must be (H, W, D) or (n,), of 1 or more, not {shapes!r}")
    names = [""] * len(shapes) if names is None else list(names)
    if len(names) != len(shapes):
        raise ValueError(f"names has {len(names)} entries, but there are {len(shapes)} volumes")
    unit = TALLEST / sqrt(max(max(shape[:2]) if len(shape) == 3 else 1 for shape in shapes))
    longest = max((sqrt(shape[0]) for shape in shapes if len(shape) == 1), default=1)
    parts = []
    for number, (shape, name) in enumerate(zip(shapes, names, strict=True)):
        role = "output" if number else "input"
        if len(shape) == 1:
            solid, width, height = _stick(1.4 * TALLEST * sqrt(shape[0]) / longest, role)
        else:
            solid, width, height = _block(shape, unit, role)
        parts.append(_labelled(solid, width, height, name, written.size(shape), role, bool(number)))
    said = (f"{name} {written.size(shape)}".strip() for name, shape in zip(names, shapes, strict=True))
    return Picture(parts, alt or f"Volumes as blocks, one after the other: {', '.join(said)}.")


def shrink(sizes, *, alt=None):
    """Draw volumes' sizes as squares to scale, an arrow between each and the next.

    Shapes   sizes: whole numbers, or pairs (H, W)
    Source   S27
    """
    sizes = [(size, size) if np.ndim(size) == 0 else tuple(size) for size in sizes]
    if not sizes or any(len(size) != 2 or min(size) < 1 for size in sizes):
        raise ValueError(f"sizes must be numbers or pairs (H, W) of 1 or more, not {sizes!r}")
    # The slide's eight squares stand in one line, inside an answer too.
    scale = 44 / max(max(size) for size in sizes)
    tallest = max(H for H, _ in sizes) * scale
    parts = []
    for number, (H, W) in enumerate(sizes):
        words = f"{H}×{W}"
        width = max(W * scale, text_width(words)) + 2 * EDGE
        role = "output" if number else "input"
        square = Box((width - W * scale) / 2, EDGE + (tallest - H * scale) / 2, W * scale, H * scale,
                     fill=role, opacity=WASH, line=role, thickness=OUTLINE)  # fmt: skip
        label = Words(width / 2, tallest + 2 * EDGE + TITLE / 2, words, role)
        part = Part(width, tallest + 2 * EDGE + TITLE, (square, label))
        parts.append(with_sign("→", part, middle=EDGE + tallest / 2) if number else part)
    return Picture(parts, alt or "Sizes shrink: " + ", ".join(f"{H}×{W}" for H, W in sizes) + ".")


def fields(image, boxes, names, *, alt=None):
    """Draw on a picture which squares of it neurons see.

    Shapes   image whatever `photo` takes; boxes K of (top, left, height, width), in pixels; K names
    Source   S32
    """
    image = pixels_of(image, "image")
    if len(boxes) != len(names):
        raise ValueError(f"names has {len(names)} entries, but there are {len(boxes)} boxes")
    H, W, _ = image.shape
    scale = (WIDEST - 2 * EDGE) / W
    shapes = [Pixels(EDGE, EDGE, W * scale, H * scale, image)]
    shapes.append(Box(EDGE, EDGE, W * scale, H * scale, line="input", thickness=OUTLINE))
    for top, left, height, width in boxes:
        place = EDGE + left * scale, EDGE + top * scale, width * scale, height * scale
        # An edge of the page's own colour sets the line off from any picture.
        shapes.append(Box(*place, line="paper", thickness=4.5))
        shapes.append(Box(*place, fill="filter", opacity=0.05, line="filter", thickness=OUTLINE))
    for (top, left, height, width), name in zip(boxes, names, strict=True):
        # A name stands at the foot of its square, and under one that is too small for it.
        inside = min(height, width) * scale > 4 * TITLE
        x, y = EDGE + (left + width / 2) * scale, EDGE + (top + height) * scale
        shapes.append(Words(x, y + (-10 if inside else 12), name, halo=True))
    said = ", ".join(f"{name} {h}×{w}" for name, (_, _, h, w) in zip(names, boxes, strict=True))
    part = Part(WIDEST, H * scale + 2 * EDGE, tuple(shapes))
    return Picture([part], alt or f"A picture of {H}×{W} with the squares that neurons see: {said}.")


def _block(shape, unit, role):
    """A box seen from the front, its depth going up and to the right: -> shapes, width, height."""
    H, W, D = shape
    high, wide, deep = (max(3, unit * sqrt(H)), max(3, unit * sqrt(W)), 1.5 * sqrt(D))
    front = Box(0, deep, wide, high, fill="cell", line=role, thickness=OUTLINE)
    back = Box(deep, 0, wide, high, fill="cell", line=role, thickness=1)
    corners = [(0, deep), (wide, deep), (wide, deep + high)]
    edges = Lines(tuple(((x, y), (x + deep, y - deep)) for x, y in corners), role, 1)
    tints = [box._replace(fill=role, opacity=opacity) for box, opacity in ((back, 0.1), (front, 0.25))]
    return [back, tints[0], edges, front, tints[1]], wide + deep, high + deep


def _stick(length, role):
    return [Box(0, 0, STICK, length, fill=role, opacity=0.25, line=role, thickness=OUTLINE)], STICK, length


def _labelled(solid, width, height, name, size, role, arrow):
    lines = [line for line in (name, size) if line]
    room = max(width, *(text_width(line) for line in lines)) + 2 * EDGE
    before = SIGN if arrow else 0
    shapes = [moved(shape, before + (room - width) / 2, EDGE) for shape in solid]
    middle, below = before + room / 2, height + 2 * EDGE + TITLE / 2
    words = [
        Words(middle, below + k * LINE, line, role if line is size else "ink") for k, line in enumerate(lines)
    ]
    if arrow:
        # Blocks stand on one line, and so do the arrows.
        shapes.append(Words(before / 2, EDGE + height - min(20, height / 2), "→", size=18))
    return Part(before + room, height + 2 * EDGE + TITLE + LINE * (len(lines) - 1), (*shapes, *words))
