"""A picture that follows the page: light or dark, wide or narrow, always with its alternative text.

`draw` composes pictures from the shapes of shapes.py. A page gets them as inline SVG, whose colours are the
variables of colours.css; `Picture.figure` paints the same shapes with matplotlib, to be saved or drawn over.
"""

from html import escape
from math import ceil
from typing import NamedTuple

from .shapes import COLOURS, DARK_BLOCK, TEXT, WIDEST, colour, num

GAP = 14
# As wide as the book's text; two maps of at least so many pixels stand beside each other on a phone.
COLUMN, TWICE = 688, 130
# A heading has so much room above a map that is smaller.
NARROWEST = 92


class Heading(NamedTuple):
    """What stands above a part: on a page as text of its own size, in a figure as `shapes` of a `height`."""

    words: str
    role: str
    shapes: tuple
    height: float

    def html(self):
        style = f"color:{colour(self.role)};font-size:{TEXT}px;line-height:1.3;padding:0 0 4px 3px"
        return f'<div class="conv-heading" aria-hidden="true" style="{style}">{escape(self.words)}</div>'


class Part(NamedTuple):
    """A piece of a picture that a narrow page may put on the next line; `alone` always starts a line."""

    width: float
    height: float
    shapes: tuple
    alone: bool = False
    heading: Heading | None = None

    @property
    def whole_height(self):
        return self.height + (self.heading.height if self.heading else 0)


class Picture:
    """What `draw` returns: shown by a notebook and in the book as it stands, light and dark.

    alt      what the picture shows, in words
    figure   a fresh matplotlib Figure of it, in the light colours
    save     write that figure to a file; its ending says in which format
    """

    # Tiles stand on one line, however many lines their titles take.
    line_up = "end"

    def __init__(self, parts, alt, columns=None):
        if not (isinstance(alt, str) and alt.strip()):
            raise ValueError(f"alt must say in words what the picture shows, not {alt!r}")
        self.parts = tuple(parts)
        self.alt = alt
        #: In how many columns parts of one width stand; a narrow page has two, or one where there is one.
        self.columns = columns

    def __repr__(self):
        return self.alt

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": self.html(), "text/plain": self.alt}

    def html(self):
        """The picture as a piece of a page."""
        lines = []
        for number, part in enumerate(self.parts):
            if part.alone or not lines:
                lines.append([])
            # One text stands for the whole picture, so that it is read out once.
            words = 'aria-hidden="true"' if number else f'role="img" aria-label="{escape(self.alt)}"'
            lines[-1].append((part, words))
        drawn = (
            f'<div style="{self._line_style([part for part, _ in line])};align-items:{self.line_up};'
            f'gap:{GAP}px;margin:6px 0">{"".join(self._drawn(*one) for one in line)}</div>'
            for line in lines
        )
        # Each var() brings its light value along; the dark ones are for pages without colours.css.
        return (
            f'<style>{DARK_BLOCK}</style><div class="conv-picture" style="background:{colour("paper")};'
            f'font-variant-numeric:tabular-nums">{"".join(drawn)}</div>'
        )

    def _in_columns(self, part):
        return self.columns is not None and not part.alone

    def _drawn(self, part, words):
        wide = "width:100%" if self._in_columns(part) else "max-width:100%;flex:none"
        svg = (
            f'<svg {words} viewBox="0 0 {num(part.width)} {num(part.height)}" width="{num(part.width)}" '
            f'style="{wide};height:auto" xmlns="http://www.w3.org/2000/svg">'
            f"{''.join(shape.svg() for shape in part.shapes)}</svg>"
        )
        if part.heading is None:
            return svg
        # A heading may be wider than a small map, and no wider than what stands beside it leaves room for.
        room = "" if self._in_columns(part) else f"max-width:100%;width:{num(max(part.width, NARROWEST))}px"
        return f'<div style="min-width:0;{room}">{part.heading.html()}{svg}</div>'

    def _line_style(self, parts):
        if self._in_columns(parts[0]):
            count = self.columns
            least = f"max({TWICE}px, (100% - {GAP * (count - 1)}px)/{count})"
            widest = parts[0].width * count + GAP * (count - 1)
            return (
                f"display:grid;grid-template-columns:repeat(auto-fill,minmax({least},1fr));"
                f"max-width:{num(widest)}px"
            )
        return f"display:flex;flex-wrap:wrap{_balanced([part.width for part in parts])}"

    @property
    def figure(self):
        from matplotlib.figure import Figure

        places, width, height = _lay_out(self.parts, self.line_up)
        # At 72 dots an inch a pixel of the shapes is a point of matplotlib's.
        figure = Figure((width / 72, height / 72), dpi=72, facecolor=COLOURS["paper"])
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        for part, (x, y) in zip(self.parts, places, strict=True):
            if part.heading:
                for order, shape in enumerate(part.heading.shapes):
                    shape.paint(axes, x, y, order)
                y += part.heading.height
            for order, shape in enumerate(part.shapes):
                shape.paint(axes, x, y, order)
        axes.set(xlim=(0, width), ylim=(height, 0))
        return figure

    def save(self, path, *, dpi=200):
        self.figure.savefig(path, dpi=dpi)


def _balanced(widths):
    """Where parts need several lines: lines of about as many each, and no single part below a full one."""
    rows = ceil((sum(widths) + GAP * (len(widths) - 1)) / COLUMN)
    each = ceil(len(widths) / rows)
    if rows == 1 or each < 2:
        return ""
    runs = (widths[start : start + each] for start in range(len(widths) - each + 1))
    return f";max-width:{num(ceil(max(map(sum, runs))) + GAP * (each - 1))}px"


def _lay_out(parts, line_up, widest=2 * WIDEST):
    """Where each part's corner goes when lines are filled from the left: -> places, width, height."""
    lines, x = [], 0
    for part in parts:
        if not lines or part.alone or x + part.width > widest:
            lines.append([])
            x = 0
        lines[-1].append((x, part))
        x += part.width + GAP
    places, top = [], GAP
    for line in lines:
        height = max(part.whole_height for _, part in line)
        share = 1 if line_up == "end" else 0.5
        places += [(GAP + x, top + (height - part.whole_height) * share) for x, part in line]
        top += height + GAP
    width = max(x + part.width for line in lines for x, part in line)
    return places, width + 2 * GAP, top
