"""The picture of convlib's rooms in the guide for contributors: what it draws is what the imports say."""

import re

import pytest
from extensions import rooms


def test_every_module_stands_in_a_room_and_every_room_begins_with_a_module_that_is_there():
    placed = {rooms.room_of(parts) for parts in rooms.modules()}
    assert placed == {None, *rooms.ROOMS}
    for _, _, first, *_ in rooms.ROOMS.values():
        assert (rooms.PACKAGE / first).is_file()
    with pytest.raises(ValueError, match="convlib.cellar stands in no room"):
        rooms.room_of(("convlib", "cellar", "wine"))


def test_the_arrows_are_imports_and_lead_down():
    knows = rooms.known()
    # By hand, from the imports at the top of these modules.
    assert knows["sizes"] == set()
    assert knows["fast"] == {"sizes"}
    assert {"fast", "layers", "pictures"} <= knows["network"] and "draw" not in knows["network"]
    height = {room: floor for floor, names in enumerate(rooms.floors(knows)) for room in names}
    assert set(height) == set(rooms.ROOMS)
    assert all(height[other] < height[room] for room, others in knows.items() for other in others)


def test_what_a_longer_way_says_is_not_drawn_again():
    knows = {"top": {"middle", "ground"}, "middle": {"ground"}, "ground": set()}
    assert rooms.direct(knows) == {"top": {"middle"}, "middle": {"ground"}, "ground": set()}


def test_no_arrow_of_the_picture_runs_through_a_box():
    knows = rooms.known()
    svg = rooms.picture(knows)
    boxes = [tuple(map(float, at)) for at in re.findall(r"translate\(([\d.]+) ([\d.]+)\)", svg)]
    lines = re.findall(r'd="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)" marker', svg)
    assert len(lines) == sum(map(len, rooms.direct(knows).values())) and len(boxes) == len(rooms.ROOMS)
    for x1, y1, x2, y2 in (map(float, line) for line in lines):
        for left, top in boxes:
            # The middle half of a box: a corner may be touched.
            for share in (0.25, 0.5, 0.75):
                y = top + share * rooms.HIGH
                if y1 < y < y2:
                    x = x1 + (x2 - x1) * (y - y1) / (y2 - y1)
                    assert not left + 10 < x < left + rooms.WIDE - 10
