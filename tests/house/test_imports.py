"""Which room of convlib may know which: no import runs upward, and none comes back to where it began."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "convlib"

#: A room, and the rooms it may import from: convlib's own modules by name, and its folders as a whole.
MAY_KNOW = {
    "running_shell": set(),
    "written": set(),
    "shown": set(),
    "precision": set(),
    "refusal": {"written"},
    "sizes": {"refusal"},
    "arguments": {"refusal", "sizes", "written"},
    "console_bar": {"running_shell"},
    "fast": {"refusal", "sizes"},
    "naive": {"arguments", "precision", "sizes"},
    "layers": {"arguments", "fast", "precision"},
    "pictures": {"arguments", "console_bar", "refusal", "written"},
    "draw": {"pictures", "refusal", "written"},
    "network": {
        "arguments", "console_bar", "fast", "layers", "pictures", "refusal", "shown", "sizes", "written",
    },
    "drawings": {"draw", "shown"},
    "convlib": {"drawings", "layers", "network", "refusal", "sizes"},
    "course": {"layers", "network", "pictures", "running_shell", "sizes", "written"},
    # Of draw a widget takes the colours, and nothing that draws.
    "widgets": {"course", "draw", "layers", "network", "pictures", "refusal", "sizes", "written"},
    "exercise": {"course", "widgets"},
}


def modules():
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        if parts[-1] == "__init__":
            yield parts[:-1], True, path
        else:
            yield parts, False, path


EVERYTHING = {parts: path for parts, _, path in modules()}


def imported(parts, package, path):
    """The modules of convlib that a module imports, at its top or in a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found = [tuple(alias.name.split(".")) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = parts[: len(parts) - node.level + package] if node.level else ()
            base = above + tuple(node.module.split(".") if node.module else ())
            found = [(*base, alias.name) for alias in node.names]
            found = [whole if whole in EVERYTHING else base for whole in found]
        else:
            continue
        yield from (target for target in found if target in EVERYTHING)


def room(parts):
    return parts[1] if len(parts) > 1 else parts[0]


ARROWS = [
    (".".join(parts), ".".join(target), room(parts), room(target))
    for parts, package, path in modules()
    for target in imported(parts, package, path)
    if room(parts) != room(target)
]


def test_every_room_has_its_line():
    assert {room(parts) for parts in EVERYTHING} == MAY_KNOW.keys()


@pytest.mark.parametrize("here", MAY_KNOW)
def test_a_room_knows_none_above_it(here):
    known = {
        (module, target)
        for module, target, start, end in ARROWS
        if start == here
        if end not in MAY_KNOW[here]
    }
    assert known == set()


def test_no_line_allows_what_nobody_does():
    assert {(here, there) for here, known in MAY_KNOW.items() for there in known} == {
        (start, end) for _, _, start, end in ARROWS
    }


def test_fast_is_known_by_its_door():
    """How many ways of convolving there are is nobody else's business."""
    assert {target for _, target, _, end in ARROWS if end == "fast"} == {"convlib.fast"}


def test_of_draw_a_widget_takes_the_colours():
    taken = {(here, target) for here, target, start, end in ARROWS if (start, end) == ("widgets", "draw")}
    assert taken == {("convlib.widgets.photo_filter.widget", "convlib.draw.picture")}


def test_no_way_leads_back():
    """Rooms in the order of the table: each knows only those above it."""
    order = list(MAY_KNOW)
    assert [
        (here, there) for here in order for there in MAY_KNOW[here] if order.index(there) >= order.index(here)
    ] == []
