"""The few shapes that pictures are made of, in CSS pixels with y downwards, light and dark.

Each is drawn twice: `svg()` for a page, in the variables of colours.css, and `paint()` with matplotlib.
"""

import re
from html import escape
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from ..pictures.pixels import data_address

# Text of this size is still 11 pixels high when a part as wide as WIDEST shrinks to a phone's 330 pixels.
TEXT = 13
WIDEST = 372
HALO = 6
# This share of the size below the middle of a line is where its digits and small letters stand.
RISE = 0.35

_CSS = (files("convlib") / "colours.css").read_text(encoding="utf-8")
_LIGHT, _, DARK_BLOCK = re.sub(r"/\*.*?\*/|\n\s*", "", _CSS, flags=re.S).partition("}")
COLOURS, DARK = (dict(re.findall(r"--conv-(\w+): (#[0-9a-f]{6})", block)) for block in (_LIGHT, DARK_BLOCK))


def colour(name):
    """The CSS colour that follows the page, with the light value where no style sheet is."""
    return f"var(--conv-{name}, {COLOURS[name]})"


def text_width(words, size=TEXT):
    """About how wide words get in a page's usual fonts; a little more rather than less."""
    return len(words) * size * 0.64


class Box(NamedTuple):
    """A rectangle: filled, outlined or both; `dash` is the length of dots and gaps."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    opacity: float = 1
    line: str | None = None
    thickness: float = 1
    dash: float = 0

    def svg(self):
        style = f"fill:{colour(self.fill)};fill-opacity:{num(self.opacity)}" if self.fill else "fill:none"
        if self.line:
            style += f";stroke:{colour(self.line)};stroke-width:{num(self.thickness)}"
        if self.dash:
            style += f";stroke-dasharray:{num(self.dash)}"
        return f'<rect {_place(self)} style="{style}"/>'

    def paint(self, axes, dx, dy, order):
        from matplotlib.colors import to_rgba
        from matplotlib.patches import Rectangle

        axes.add_patch(
            Rectangle(
                (self.x + dx, self.y + dy),
                self.width,
                self.height,
                facecolor=to_rgba(COLOURS[self.fill], self.opacity) if self.fill else "none",
                edgecolor=COLOURS[self.line] if self.line else "none",
                linewidth=self.thickness,
                linestyle=(0, (self.dash, self.dash)) if self.dash else "solid",
                zorder=order,
            )
        )


class Polygon(NamedTuple):
    """A filled outline through (x, y) corners."""

    corners: tuple
    fill: str
    opacity: float = 1

    def svg(self):
        corners = " ".join(f"{num(x)},{num(y)}" for x, y in self.corners)
        return (
            f'<polygon points="{corners}" style="fill:{colour(self.fill)};fill-opacity:{num(self.opacity)}"/>'
        )

    def paint(self, axes, dx, dy, order):
        from matplotlib.patches import Polygon as Patch

        corners = [(x + dx, y + dy) for x, y in self.corners]
        axes.add_patch(
            Patch(corners, facecolor=COLOURS[self.fill], alpha=self.opacity, linewidth=0, zorder=order)
        )


class Lines(NamedTuple):
    """Straight strokes ((x1, y1), (x2, y2)), all alike; `dash` is the lengths of dashes and gaps in turn."""

    strokes: tuple
    colour: str
    thickness: float = 1
    dash: tuple = ()

    def svg(self):
        path = "".join(f"M{num(x1)} {num(y1)}L{num(x2)} {num(y2)}" for (x1, y1), (x2, y2) in self.strokes)
        style = f"stroke:{colour(self.colour)};stroke-width:{num(self.thickness)}"
        if self.dash:
            style += f";stroke-dasharray:{' '.join(map(num, self.dash))}"
        return f'<path d="{path}" style="{style}"/>'

    def paint(self, axes, dx, dy, order):
        for (x1, y1), (x2, y2) in self.strokes:
            ends = (x1 + dx, x2 + dx), (y1 + dy, y2 + dy)
            axes.plot(
                *ends,
                color=COLOURS[self.colour],
                linewidth=self.thickness,
                # matplotlib counts dashes in line widths.
                linestyle=(0, [length / self.thickness for length in self.dash]) if self.dash else "solid",
                solid_capstyle="butt",
                dash_capstyle="butt",
                zorder=order,
            )


class Words(NamedTuple):
    """A line of text whose middle runs through y; a halo of the cell's colour keeps it off a hatching."""

    x: float
    y: float
    words: str
    colour: str = "ink"
    size: float = TEXT
    anchor: str = "middle"
    halo: bool = False

    def svg(self):
        style = f"fill:{colour(self.colour)}"
        if self.halo:
            style += f";stroke:{colour('cell')};stroke-width:{HALO};paint-order:stroke;stroke-linejoin:round"
        return (
            f'<text x="{num(self.x)}" y="{num(self.y + self.size * RISE)}" font-size="{num(self.size)}" '
            f'text-anchor="{self.anchor}" style="{style}">{escape(self.words)}</text>'
        )

    def paint(self, axes, dx, dy, order):
        from matplotlib.patheffects import withStroke

        side = {"middle": "center", "start": "left", "end": "right"}[self.anchor]
        axes.text(
            self.x + dx,
            self.y + dy + self.size * RISE,
            self.words,
            color=COLOURS[self.colour],
            fontsize=self.size,
            ha=side,
            va="baseline",
            parse_math=False,
            zorder=order,
            path_effects=[withStroke(linewidth=HALO, foreground=COLOURS["cell"])] if self.halo else None,
        )


class Pixels(NamedTuple):
    """A photograph or a grey map: `array` is (h, w, 3), uint8."""

    x: float
    y: float
    width: float
    height: float
    array: np.ndarray

    def svg(self):
        return _image(self, self.array)

    def paint(self, axes, dx, dy, order):
        _show(self, axes, self.array, dx, dy, order)


class Signed(NamedTuple):
    """A map of values from −1 to 1: the cell's colour at 0, the positive or the negative one at the ends.

    The page has it in light and in dark and shows one of them. A mask would follow the page's colours by
    itself, but it is found by its id: a figure that is shown twice would borrow the one that is folded away.
    """

    x: float
    y: float
    width: float
    height: float
    array: np.ndarray

    def painted(self, colours):
        """The map in the colours of a theme: (h, w) values -> (h, w, 3), uint8."""
        cell, positive, negative = (
            np.array(list(bytes.fromhex(colours[name][1:])), float)
            for name in ("cell", "positive", "negative")
        )
        values = np.clip(self.array, -1, 1)[..., np.newaxis]
        ends = np.where(values < 0, negative, positive)
        return np.rint(cell + np.abs(values) * (ends - cell)).astype(np.uint8)

    def svg(self):
        return "".join(
            _image(self, self.painted(colours), f"display:var(--conv-shown-in-{theme}, {otherwise})")
            for theme, colours, otherwise in (("light", COLOURS, "inline"), ("dark", DARK, "none"))
        )

    def paint(self, axes, dx, dy, order):
        _show(self, axes, self.painted(COLOURS), dx, dy, order)


def num(number):
    """A number as short as SVG allows."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _place(shape):
    return f'x="{num(shape.x)}" y="{num(shape.y)}" width="{num(shape.width)}" height="{num(shape.height)}"'


def _show(shape, axes, array, dx, dy, order):
    left, top = shape.x + dx, shape.y + dy
    extent = (left, left + shape.width, top + shape.height, top)
    axes.imshow(array, extent=extent, interpolation="nearest", aspect="auto", zorder=order)


def _image(shape, array, style=""):
    """An <image> with its bytes inside: enlarged pixels stay sharp, few are exact, many become JPEG."""
    from PIL import Image

    image = Image.fromarray(array)
    crisp = shape.width >= 1.5 * image.width
    exact = image.width * image.height <= 10_000
    if not crisp:
        # Half as many pixels again as the page has: a sharp screen shows them, a small file holds them.
        image.thumbnail((round(shape.width * 1.5), round(shape.height * 1.5)), Image.Resampling.LANCZOS)
    quality = {} if exact else {"quality": 85}
    data = data_address(image, "PNG" if exact else "JPEG", optimize=True, **quality)
    style = ";".join(filter(None, ("image-rendering:pixelated" if crisp else "", style)))
    style = f' style="{style}"' if style else ""
    return f'<image {_place(shape)} preserveAspectRatio="none"{style} href="{data}"/>'
