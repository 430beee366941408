"""The drawings of kinds of answer: what is on them, at both sizes, and in words."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from convlib.draw import answer, answers
from convlib.draw.answers import ALONE, BONES, JOINTS, KINDS, SMALL
from convlib.draw.shapes import COLOURS, Box, Pixels, Polygon, Words


def inside(shape, part):
    if isinstance(shape, Polygon):
        xs, ys = zip(*shape.corners, strict=True)
        return min(xs) >= 0 and max(xs) <= part.width and min(ys) >= 0 and max(ys) <= part.height
    if isinstance(shape, Box | Pixels):
        return shape.x >= 0 and shape.x + shape.width <= part.width + 0.01 and shape.y >= 0
    return True


@pytest.mark.parametrize("picture", [answers(), *map(answer, ALONE)], ids=["all", *ALONE])
def test_all_that_is_drawn_stays_on_its_tile(picture):
    for part in picture.parts:
        assert [shape for shape in part.shapes if not inside(shape, part)] == []


def test_eight_kinds_stand_side_by_side_each_with_its_name():
    picture = answers()
    titles = [
        next(shape.words for shape in part.shapes if isinstance(shape, Words)) for part in picture.parts
    ]
    assert titles == [title for title, _, _ in KINDS.values()]
    assert len(titles) == 8 and {part.width for part in picture.parts} == {SMALL}
    assert all(title in picture.alt for title in titles)


def test_a_kind_alone_is_drawn_large_and_told():
    picture = answer("boxes")
    (part,) = picture.parts
    assert part.width > 2 * SMALL
    words = [shape.words for shape in part.shapes if isinstance(shape, Words)]
    assert words == ["flag", "person", "shuttle", "helmet"]
    assert picture.alt.startswith("Drawn by hand: ")
    assert all(word in picture.alt for word in words)


def test_an_unknown_kind_is_refused_with_those_that_there_are():
    with pytest.raises(ValueError, match="no answer 'box' to draw; there are boxes, pixels, steering, "):
        answer("box")


def test_the_joints_are_connected_and_counted():
    assert {joint for bone in BONES for joint in bone} == set(JOINTS)
    assert len(JOINTS) == 9 and "nine joints" in answer("coordinates").alt


def test_a_polygon_is_the_same_on_a_page_and_on_paper():
    from matplotlib.figure import Figure

    shape = Polygon(((0, 0), (10, 0), (10.5, 20)), "output", 0.5)
    (element,) = [ElementTree.fromstring(f"<svg>{shape.svg()}</svg>")[0]]
    assert element.get("points") == "0,0 10,0 10.5,20"
    assert "fill-opacity:0.5" in element.get("style")
    axes = Figure().add_subplot()
    shape.paint(axes, 5, 1, 0)
    (patch,) = axes.patches
    assert np.array_equal(patch.get_xy()[:3], [(5, 1), (15, 1), (15.5, 21)])
    wanted = tuple(int(COLOURS["output"][k : k + 2], 16) / 255 for k in (1, 3, 5))
    assert patch.get_facecolor() == pytest.approx((*wanted, 0.5))
