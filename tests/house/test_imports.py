"""Which room of convlib may know which: no import runs upward, and none comes back to where it began."""

import pytest
from extensions.rooms import imports, modules

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
        "arguments",
        "console_bar",
        "fast",
        "layers",
        "pictures",
        "refusal",
        "shown",
        "sizes",
        "written",
    },
    "drawings": {"draw", "shown"},
    "convlib": {"drawings", "layers", "network", "refusal", "sizes"},
    "course": {"layers", "network", "pictures", "running_shell", "sizes", "written"},
    # Of draw a widget takes the colours, and nothing that draws.
    "widgets": {"course", "draw", "layers", "network", "pictures", "refusal", "sizes", "written"},
    "exercise": {"course", "widgets"},
}


def room(parts):
    return parts[1] if len(parts) > 1 else parts[0]


ARROWS = [
    (".".join(parts), ".".join(target), room(parts), room(target))
    for parts, target in imports()
    if room(parts) != room(target)
]


def test_every_room_has_its_line():
    assert {room(parts) for parts in modules()} == MAY_KNOW.keys()


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
    assert taken == {("convlib.widgets.photo_filter.widget", "convlib.draw.shapes")}


def test_no_way_leads_back():
    """Rooms in the order of the table: each knows only those above it."""
    order = list(MAY_KNOW)
    assert [
        (here, there) for here in order for there in MAY_KNOW[here] if order.index(there) >= order.index(here)
    ] == []
