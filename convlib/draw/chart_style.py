"""Charts by matplotlib in the book's style: our colours, the page's letters, and SVG that follows the page.

A chart is painted in the light colours of colours.css. Each of them means one thing, so that its place in the
SVG can be taken by the page's variable: one drawing is right in light and in dark. matplotlib is imported by
the first chart, and by nothing else that is drawn for a page.
"""

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import NamedTuple

from .shapes import COLOURS, RISE, TEXT, Words, colour, num

# What else matplotlib may be set to, by a reader's own style for instance, does not touch our charts.
STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "convlib",
    "text.parse_math": False,
    "text.usetex": False,
    "path.sketch": None,
    "path.effects": [],
    "font.size": TEXT,
    "text.color": COLOURS["ink"],
    "axes.edgecolor": COLOURS["line"],
    "axes.axisbelow": True,
    "axes.titlelocation": "left",
    "axes.titlesize": TEXT,
    "axes.titlecolor": COLOURS["ink"],
    "axes.labelcolor": COLOURS["muted"],
    "patch.linewidth": 0,
}

_ROLES = {value: name for name, value in COLOURS.items()}
_SVG, _LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
_KEPT = "fill-opacity", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-linecap", "opacity"
# How lines join is said once for the whole chart.
_LEFT_OUT = "stroke-linejoin", "stroke-dashoffset"


class Chart(NamedTuple):
    """A chart as a shape of a picture: `plot(axes_at)` draws it.

    plot     gets a function that makes axes at a place, (left, top, width, height) in pixels of the chart
    """

    width: float
    height: float
    plot: Callable
    x: float = 0
    y: float = 0

    def svg(self):
        from matplotlib.figure import Figure

        with _style():
            figure = Figure((self.width / 72, self.height / 72), dpi=72, facecolor="none")
            self.plot(_axes_on(figure, self.x, self.y))
            file = io.StringIO()
            figure.savefig(file, format="svg")
        shapes = "".join(_shapes(ET.fromstring(file.getvalue())))
        return f'<g stroke-linejoin="round">{shapes}</g>'

    def paint(self, axes, dx, dy, order):
        with _style():
            self.plot(_axes_on(axes.figure, self.x + dx, self.y + dy))


def write(axes, x, y, words, role="ink", *, anchor="middle", right=0, down=0, clear=False):
    """Write a line whose middle runs through (x, y) in the numbers of the axes, or some pixels beside it.

    A `clear` line interrupts the lines of the grid behind it.
    """
    side = {"middle": "center", "start": "left", "end": "right"}[anchor]
    # Letters with tails would lift a line that is centred as a whole.
    offset = right, -down - TEXT * RISE
    return axes.annotate(
        words, (x, y), offset, textcoords="offset points", ha=side, va="baseline",
        color=COLOURS[role], fontsize=TEXT, annotation_clip=False,
        bbox={"facecolor": COLOURS["paper"], "edgecolor": "none", "pad": 1} if clear else None,
    )  # fmt: skip


def _style():
    import matplotlib

    own = {name: value for name, value in matplotlib.rcParamsDefault.items() if "backend" not in name}
    return matplotlib.rc_context(own | STYLE)


def _axes_on(figure, dx, dy):
    wide, high = figure.get_size_inches() * 72

    def axes_at(left, top, width, height):
        """Bare axes: no frame, no dashes beside the numbers, which are muted."""
        place = (left + dx) / wide, 1 - (top + dy + height) / high, width / wide, height / high
        axes = figure.add_axes(place, facecolor="none")
        axes.spines[:].set_visible(False)
        # A tick is made when it is drawn, which may be when this style no longer holds.
        axes.tick_params(length=0, pad=6, labelsize=TEXT, labelcolor=COLOURS["muted"])
        axes.tick_params(which="minor", length=0)
        return axes

    return axes_at


def _shapes(tree):
    """What matplotlib drew, shape after shape, in the page's colours and without its ids and style sheet."""
    if any("clip-path" in shape.attrib for shape in tree.iter()):
        raise ValueError("a chart cuts something off at its edges: draw it with clip_on=False")
    stamps = {shape.get("id"): shape.get("d") for shape in tree.iterfind(f".//{_SVG}defs/{_SVG}path")}
    unseen = {
        shape
        for hidden in ("defs", "metadata")
        for found in tree.iter(_SVG + hidden)
        for shape in found.iter()
    }
    for shape in tree.iter():
        kind = shape.tag.removeprefix(_SVG)
        if shape in unseen or kind in ("svg", "g"):
            continue
        if kind == "path":
            yield _path(shape.get("d"), shape)
        elif kind == "use":
            place = f' transform="translate({_number(shape.get("x"))} {_number(shape.get("y"))})"'
            yield _path(stamps[shape.get(_LINK)[1:]], shape, place)
        elif kind == "text" and shape.get("transform", "rotate(-0").startswith("rotate(-0"):
            yield _text(shape)
        else:
            raise ValueError(f"a chart has a {kind} that cannot be brought into a page: {shape.attrib}")


def _path(way, shape, place=""):
    style = _declarations(shape)
    if style.get("fill") == "none" and "stroke" not in style:
        return ""
    way = re.sub(r"-?[\d.]+(e-?\d+)?", lambda number: _number(number[0]), " ".join(way.split()))
    way = re.sub(r" ?([A-Za-z]) ?", r"\1", way)
    return f'<path d="{way}"{place} style="{_css(style)}"/>'


def _text(shape):
    style = _declarations(shape)
    size = float(re.search(r"([\d.]+)px", style.get("font", "") + style.get("font-size", ""))[1])
    # Where letters stand, not their middle.
    middle = float(shape.get("y")) - size * RISE
    words = Words(float(shape.get("x")), middle, shape.text, _role(style.get("fill")), size)
    return words._replace(anchor=style.get("text-anchor", "start")).svg()


def _declarations(shape):
    return dict(re.findall(r"([\w-]+): ?([^;]+)", shape.get("style", "")))


def _css(style):
    """Declarations in the page's colours."""
    # matplotlib leaves out what SVG takes for granted: black.
    style = {"fill": "#000000"} | style
    kept = []
    for name, value in style.items():
        if name in ("fill", "stroke"):
            kept.append(f"{name}:{value if value == 'none' else colour(_role(value))}")
        elif name in _KEPT:
            kept.append(f"{name}:{value}")
        elif name not in _LEFT_OUT:
            raise ValueError(f"a chart has a {name} of {value}, which is not known to follow the page")
    return ";".join(kept)


def _role(value):
    if value not in _ROLES:
        raise ValueError(
            f"a chart has the colour {value}, which is not one of colours.css: {', '.join(_ROLES)}"
        )
    return _ROLES[value]


def _number(text):
    return num(float(text))
