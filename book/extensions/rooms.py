"""The rooms of convlib as a picture and a table, read from its imports: `{rooms}` cannot be out of date.

What a room is for is said here, once; a new room must say it before the book builds.
"""

import ast
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .style_sheet import for_pages_with

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "convlib"

#: Each room by its name: its column in the picture, what it is for, one of its modules to begin with, and
#: what other modules stand in it. On which floor it stands, the imports tell.
ROOMS = {
    "sizes": (0.5, "sizes and their words", "sizes.py", "written", "refusal", "precision", "arguments"),
    "console_bar": (1.5, "long jobs, results on show", "console_bar.py", "running_shell", "shown"),
    "naive": (2, "the layers, said aloud", "naive.py"),
    "fast": (0, "ways to convolve quickly", "fast/__init__.py"),
    "layers": (0, "the same layers, fast", "layers.py"),
    "pictures": (1, "photographs and data", "pictures/samples.py"),
    "network": (0, "networks that learn", "network/training.py"),
    "draw": (1, "every figure", "draw/grids.py"),
    "drawings": (2, "results as pictures", "drawings.py"),
    "course": (0, "questions, exercises, record", "course/exercises/stride.py"),
    "widgets": (1, "what readers move", "widgets/sliding_window/widget.mjs"),
    "exercise": (1, "check, hint, solution", "exercise.py"),
}

WIDE, HIGH, GAP, RISE = 168, 54, 26, 46


def modules():
    """The path of each module by its parts, such as ("convlib", "draw") for draw/__init__.py."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[parts[:-1] if parts[-1] == "__init__" else parts] = path
    return found


def imports():
    """(module, module that it imports) of all in convlib, as parts: at its top or in a function."""
    everything = modules()
    for parts, path in everything.items():
        package = path.stem == "__init__"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found = [tuple(alias.name.split(".")) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                above = parts[: len(parts) - node.level + package] if node.level else ()
                base = above + tuple(node.module.split(".") if node.module else ())
                found = [(*base, alias.name) for alias in node.names]
                found = [whole if whole in everything else base for whole in found]
            else:
                continue
            yield from ((parts, target) for target in found if target in everything)


def room_of(parts):
    """The box that a module stands in; None for the door, `convlib` itself.

    Raises   ValueError for a module that no room has
    """
    if len(parts) == 1:
        return None
    for name, (_, _, _, *others) in ROOMS.items():
        if parts[1] in (name, *others):
            return name
    raise ValueError(f"convlib.{parts[1]} stands in no room: say in book's rooms.py what it is for")


def known():
    """For each room the rooms that it imports from."""
    found = {name: set() for name in ROOMS}
    for parts, target in imports():
        here, there = room_of(parts), room_of(target)
        if here and there and here != there:
            found[here].add(there)
    return found


def floors(knows):
    """Rooms by their height: each stands above all that it knows."""
    height = {}

    def of(room):
        if room not in height:
            height[room] = 1 + max(map(of, knows[room]), default=-1)
        return height[room]

    return [[room for room in ROOMS if of(room) == floor] for floor in range(1 + max(map(of, ROOMS)))]


def direct(knows):
    """The arrows that are drawn: not those that a longer way says already."""

    def reach(room):
        return set().union(*({other} | reach(other) for other in knows[room])) if knows[room] else set()

    return {
        room: {one for one in targets if not any(one in reach(other) for other in targets - {one})}
        for room, targets in knows.items()
    }


def picture(knows):
    """The rooms as SVG: the lowest floor knows nobody, an arrow leads to what a room knows."""
    plan = floors(knows)
    across = WIDE + GAP
    width = max(column for column, *_ in ROOMS.values()) * across + WIDE + 2 * GAP
    height = len(plan) * (HIGH + RISE) - RISE + 2 * GAP
    places = {
        room: (GAP + ROOMS[room][0] * across, height - GAP - HIGH - number * (HIGH + RISE))
        for number, floor in enumerate(plan)
        for room in floor
    }

    def arrow(room, other):
        (x, y), (goal, below) = places[room], places[other]
        # It leaves and arrives on the side that is nearer, so that it meets no other box.
        aside = max(-1, min(1, (goal - x) / across)) * 0.28 * WIDE
        start, end = x + WIDE / 2 + aside, goal + WIDE / 2 - aside
        return f'<path d="M{start:g} {y + HIGH:g}L{end:g} {below - 5:g}" marker-end="url(#rooms-arrow)"/>'

    arrows = [arrow(room, other) for room, others in direct(knows).items() for other in sorted(others)]
    boxes = [
        f'<g transform="translate({x:g} {y:g})"><rect width="{WIDE}" height="{HIGH}" rx="6"/>'
        f'<text x="{WIDE / 2}" y="22" class="rooms-name">{room}</text>'
        f'<text x="{WIDE / 2}" y="41">{escape(ROOMS[room][1])}</text></g>'
        for room, (x, y) in places.items()
    ]
    marker = (
        '<marker id="rooms-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path d="M0 0L8 4L0 8z"/></marker>'
    )
    words = "The rooms of convlib, each above those that it knows; the table below says the same."
    return (
        f'<svg class="rooms" role="img" aria-label="{words}" viewBox="0 0 {width:g} {height:g}">'
        f"<defs>{marker}</defs>{''.join(arrows)}{''.join(boxes)}</svg>"
    )


def table(knows):
    rows = "".join(
        f'<tr><th scope="row"><code>{room}</code></th><td>{escape(purpose)}</td>'
        f"<td><code>{first}</code></td>"
        f"<td>{', '.join(other for other in ROOMS if other in knows[room]) or 'nobody'}</td></tr>"
        for room, (_, purpose, first, *_) in reversed(ROOMS.items())
    )
    head = "".join(f'<th scope="col">{words}</th>' for words in ("Room", "for", "begin with", "knows"))
    return f'<table class="table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


class Rooms(SphinxDirective):
    """`{rooms}` shows the rooms of convlib, the highest first, and which of them knows which."""

    def run(self):
        for path in modules().values():
            self.env.note_dependency(str(path))
        knows = known()
        return [
            nodes.raw("", picture(knows), format="html"),
            nodes.raw("", f'<div class="pst-scrollable-table-container">{table(knows)}</div>', format="html"),
        ]


def setup(app):
    app.add_directive("rooms", Rooms)
    app.connect("html-page-context", for_pages_with('class="rooms"', "rooms.css"))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
