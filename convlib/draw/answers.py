"""Kinds of answer that a network can give, drawn by hand on photographs and sketches.

Places are in hundredths of a picture's side, from its upper left corner: one drawing does for every size.
"""

from math import cos, pi, sin

from ..pictures import gallery, samples
from ..pictures.pixels import pixels_of
from .parts import EDGE, OUTLINE, TITLE
from .picture import Part, Picture
from .shapes import Box, Lines, Pixels, Polygon, Words, text_width

SMALL, LARGE = 158, 330  # four and two in a row on a page, two and one on a phone

BOXES = {
    "flag": (0, 1, 18, 98),
    "person": (4, 3, 67, 96),
    "shuttle": (69, 1, 24, 55),
    "helmet": (54, 67, 45, 32),
}
# Where the name of a box stands, and which way its words run from there.
BOX_NAMES = {
    "flag": (1, 90, "start"),
    "person": (24, 7, "start"),
    "shuttle": (92, 48, "end"),
    "helmet": (98, 72, "end"),
}

AREAS = (
    ("input", 0.3, [(0, 0), (100, 0), (100, 100), (0, 100)]),
    ("output", 0.8, [(0, 77), (6, 76), (10, 67), (18, 60), (26, 62), (30, 72), (58, 60), (66, 58), (74, 60),
                     (83, 59), (92, 56), (100, 62), (100, 82), (0, 82)]),
    ("cell", 1, [(0, 80), (100, 80), (100, 100), (0, 100)]),
    ("output", 0.35, [(0, 80), (100, 80), (100, 100), (0, 100)]),
    ("filter", 1, [(19, 12), (46, 32), (44, 38), (14, 17)]),
    ("filter", 1, [(74, 14), (78, 20), (57, 40), (53, 35)]),
    ("filter", 1, [(31, 50), (35, 53), (21, 77), (15, 72)]),
    ("filter", 1, [(55, 46), (80, 70), (75, 74), (53, 52)]),
    ("filter", 1, [(34, 47), (36, 41), (41, 38), (47, 38), (53, 42), (55, 50), (60, 80), (60, 86), (26, 86),
                   (26, 77)]),
)  # fmt: skip
AREA_NAMES = {"sky": (86, 34), "mill": (44, 66), "trees": (83, 70), "grass": (50, 93)}

JOINTS = {
    "head": (42, 24),
    "neck": (34, 37),
    "right shoulder": (22, 36),
    "right elbow": (16, 59),
    "right hand": (39, 45),
    "left elbow": (47, 58),
    "left hand": (61, 40),
    "right hip": (17, 76),
    "right knee": (25, 96),
}
BONES = (
    ("head", "neck"),
    ("neck", "right shoulder"),
    ("right shoulder", "right elbow"),
    ("right elbow", "right hand"),
    ("neck", "left elbow"),
    ("left elbow", "left hand"),
    ("right shoulder", "right hip"),
    ("right hip", "right knee"),
)

# Light patches on the heads of three whales, seen from above: (x, y, half a width, half a height).
WHALES = (
    ((0, 16, 7, 3), (-8, 30, 3, 5), (8, 30, 3, 5), (0, 42, 2, 2)),
    ((0, 14, 3, 3), (1, 25, 2, 6), (-9, 38, 4, 2), (9, 34, 2, 6)),
    ((-5, 15, 3, 3), (6, 17, 3, 2), (-10, 34, 2, 6), (4, 40, 6, 2)),
)

ROADS = (
    ((0, 30), (30, 34), (60, 26), (100, 32)),
    ((34, 34), (40, 60), (36, 100)),
    ((38, 62), (70, 70), (100, 66)),
    ((62, 26), (66, 0)),
)
FIELDS = (
    ("output", 0.18, [(0, 0), (64, 0), (60, 26), (30, 34), (0, 30)]),
    ("output", 0.4, [(64, 0), (100, 0), (100, 32), (62, 26)]),
    ("filter", 0.14, [(0, 30), (34, 34), (40, 60), (36, 100), (0, 100)]),
    ("output", 0.3, [(34, 34), (60, 26), (100, 32), (100, 66), (70, 70), (38, 62)]),
    ("output", 0.12, [(38, 62), (70, 70), (100, 66), (100, 100), (36, 100)]),
)
HOUSES = (
    (46, 40, 8, 6),
    (60, 34, 7, 7),
    (74, 40, 9, 6),
    (52, 52, 6, 7),
    (24, 44, 7, 6),
    (46, 76, 8, 7),
    (62, 78, 7, 6),
)
TREES = (
    (12, 16),
    (18, 20),
    (72, 10),
    (80, 16),
    (88, 9),
    (84, 54),
    (90, 50),
    (12, 70),
    (18, 78),
    (82, 86),
    (90, 80),
)


def answers(*, alt=None):
    """Show eight kinds of answer side by side, small: what lesson 1 is about, on one screen."""
    parts = [_tile(title, draw, SMALL) for title, draw, _ in KINDS.values()]
    told = "; ".join(f"{title}: {words}" for title, _, words in KINDS.values())
    return Picture(parts, alt or f"Eight kinds of answer, drawn by hand. {told}.")


def answer(kind, *, alt=None):
    """Show one kind of answer, large: "boxes", "pixels", "steering", "coordinates", "identity" or "roads".

    Raises   ValueError for an unknown kind
    """
    if kind not in ALONE:
        raise ValueError(f"there is no answer {kind!r} to draw; there are {', '.join(ALONE)}")
    tiles, words = ALONE[kind]
    return Picture([_tile(title, draw, LARGE) for title, draw in tiles], alt or f"Drawn by hand: {words}.")


def _tile(title, draw, side):
    """A square of `side` pixels with what `draw` puts on it, under its title."""
    inner = side - 2 * EDGE
    top = TITLE if title else EDGE
    at = _Square(EDGE, top, inner)
    shapes = [Words(EDGE, TITLE / 2, title, "output", anchor="start")] if title else []
    shapes += [Box(EDGE, top, inner, inner, fill="cell"), *draw(at)]
    shapes.append(Box(EDGE, top, inner, inner, line="line", thickness=1))
    return Part(side, top + inner + EDGE, tuple(shapes))


class _Square:
    """Where things lie on a square that is so many pixels wide: hundredths of its side -> pixels."""

    def __init__(self, left, top, side):
        self.left, self.top, self.side = left, top, side

    def place(self, x, y):
        return self.left + x / 100 * self.side, self.top + y / 100 * self.side

    def box(self, x, y, width, height):
        return *self.place(x, y), width / 100 * self.side, height / 100 * self.side

    def polygon(self, fill, opacity, corners):
        return Polygon(tuple(self.place(*corner) for corner in corners), fill, opacity)

    def oval(self, fill, opacity, x, y, wide, high):
        around = [2 * pi * k / 24 for k in range(24)]
        return self.polygon(fill, opacity, [(x + wide * cos(a), y + high * sin(a)) for a in around])

    def strokes(self, points, colour, thickness):
        places = [self.place(*point) for point in points]
        return Lines(tuple(zip(places, places[1:], strict=False)), colour, thickness)

    def name(self, words, x, y, anchor="middle"):
        """A name on a patch of the page's colour, so that it reads on any picture."""
        x, y = self.place(x, y)
        wide = text_width(words) + 4
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
        return Box(left, y - 9, wide, 18, fill="paper", opacity=0.85), Words(left + wide / 2, y, words)

    def picture(self, image):
        return Pixels(self.left, self.top, self.side, self.side, image)

    @property
    def roomy(self):
        return self.side > 2 * SMALL


# ---- What is drawn on the squares ----


def _a_class(at):
    # Not a picture that the lesson asks about: nothing at its top may tell what it lets the reader guess.
    yield at.picture(gallery.picture("fish_4"))
    yield from at.name("goldfish", 50, 91)


def _neighbours(at):
    half = at.side / 2
    nearest = "eiffel_1", "eiffel_2", "minaret_2", "windmill_2"
    for name, (x, y) in zip(nearest, ((0, 0), (50, 0), (0, 50), (50, 50)), strict=True):
        yield Pixels(*at.place(x, y), half, half, gallery.picture(name))


def _boxes(at):
    yield at.picture(samples.photo("astronaut"))
    for place in BOXES.values():
        # An edge of the page's own colour sets the line off from any picture.
        yield Box(*at.box(*place), line="paper", thickness=4.5)
        yield Box(*at.box(*place), line="output", thickness=OUTLINE)
    for name, (x, y, anchor) in BOX_NAMES.items():
        yield from at.name(name, x, y, anchor)


def _photographed(at):
    yield at.picture(gallery.picture("windmill_2"))


def _labelled(at):
    for area in AREAS:
        yield at.polygon(*area)
    for name, place in AREA_NAMES.items():
        yield from at.name(name, *place)


def _road(at):
    """A road in perspective that bends to the left, and the arc that the car is to drive."""
    yield at.polygon("input", 0.2, [(0, 0), (100, 0), (100, 40), (0, 40)])
    yield at.polygon("output", 0.3, [(0, 40), (100, 40), (100, 100), (0, 100)])
    hills = [(0, 40), (0, 33), (22, 36), (40, 31), (64, 36), (84, 30), (100, 35), (100, 40)]
    yield at.polygon("output", 0.35, hills)
    yield at.polygon("paper", 0.75, _band(-1, 1))
    yield at.polygon("muted", 0.55, _band(-0.95, 0.95))
    for start in (0.05, 0.25, 0.42, 0.57, 0.7, 0.81, 0.9):
        yield at.polygon("paper", 1, _band(-0.03, 0.03, start, start + 0.09 * (1.1 - start)))
    yield at.polygon("filter", 1, _band(0.3, 0.5, 0, 0.61))
    (left, right), tip = (_on_the_road(0.6, share) for share in (-0.05, 0.85)), _on_the_road(0.76, 0.42)
    yield at.polygon("filter", 1, [left, tip, right])
    yield from at.name("left: 1/r = 0.01" if at.roomy else "1/r = 0.01", 50, 14)


def _on_the_road(far, share):
    """A place across the road, from −1 at its left edge to 1 at its right."""
    return 52 - 40 * far**2.2 + share * (44 * (1 - far) + 1), 100 - 60 * far


def _band(left, right, near=0.0, far=1.0, steps=24):
    """A strip along the road between two places across it; 0 is at the car, 1 at the horizon."""
    way = [near + (far - near) * k / steps for k in range(steps + 1)]
    return [_on_the_road(s, left) for s in way] + [_on_the_road(s, right) for s in reversed(way)]


def _joints(at):
    yield at.picture(pixels_of(samples.photo("camera")))
    bones = tuple((at.place(*JOINTS[a]), at.place(*JOINTS[b])) for a, b in BONES)
    yield Lines(bones, "paper", 5)
    yield Lines(bones, "filter", 2.5)
    for place in JOINTS.values():
        yield at.oval("paper", 1, *place, 2.6, 2.6)
        yield at.oval("filter", 1, *place, 1.9, 1.9)


def _whales(at):
    yield at.polygon("input", 0.35, [(0, 0), (100, 0), (100, 100), (0, 100)])
    for k, patches in enumerate(WHALES):
        middle = 17.5 + 32.5 * k
        body = [(3, 7), (7, 10), (10, 15), (12, 22), (13, 32), (13, 42), (12, 52), (10, 61), (7, 70), (4, 77),
                (2.5, 84), (6, 88), (13, 91), (14, 95), (7, 95), (0, 91)]  # fmt: skip
        fin = [(11, 44), (16, 52), (17, 58), (12, 55)]
        whole = body + [(-x, y) for x, y in body[-2::-1]]
        for side in (-1, 1):
            yield at.polygon("ink", 0.75, [(middle + side * x, y) for x, y in fin])
        yield at.polygon("ink", 0.75, [(middle + x, y) for x, y in whole])
        for x, y, wide, high in patches:
            yield at.oval("paper", 1, middle + x * 0.8, y, wide * 0.8, high)
        yield from at.name(f"no. {7 + 5 * k}" if at.roomy else f"{7 + 5 * k}", middle, 62)


def _sentence(at):
    yield at.picture(gallery.picture("cat"))
    yield from at.name("a cat with wool", 50, 91)


def _from_the_air(at):
    for field in FIELDS:
        yield at.polygon(*field)
    yield from _network_of_roads(at, "muted")
    for x, y, wide, high in HOUSES:
        yield Box(*at.box(x, y, wide, high), fill="filter", opacity=0.75)
    for x, y in TREES:
        yield at.oval("output", 0.9, x, y, 3, 3)


def _roads(at):
    yield from _network_of_roads(at, "filter")


def _network_of_roads(at, colour, wide=3.6):
    for road in ROADS:
        yield at.strokes(road, colour, wide / 100 * at.side)
        # Strokes end bluntly: a disc closes the gap in each bend.
        for bend in road[1:-1]:
            yield at.oval(colour, 1, *bend, wide / 2, wide / 2)


KINDS = {
    "class": ("a class", _a_class, "a fish is called “goldfish”"),
    "neighbours": ("neighbours", _neighbours, "the Eiffel Tower, and three pictures like it"),
    "boxes": ("boxes", _boxes, "around a person, a flag, a model of the space shuttle and a helmet"),
    "pixels": (
        "a label per pixel",
        _labelled,
        "a picture of a windmill in four flat colours for sky, mill, trees and grass",
    ),
    "steering": ("a steering angle", _road, "an arc on a road that bends to the left, and 1/r = 0.01"),
    "coordinates": ("coordinates", _joints, "points on a photographer's joints, connected by lines"),
    "identity": ("an identity", _whales, "three whales with different heads, and a number for each"),
    "sentence": ("a sentence", _sentence, "below a kitten stands “a cat with wool”"),
}

ALONE = {
    "boxes": ([("", _boxes)], "boxes around a person, a flag, a model of the space shuttle and a helmet"),
    "pixels": (
        [("photograph", _photographed), ("a label per pixel", _labelled)],
        "a photograph of a windmill, beside it the scene in flat colours for sky, mill, trees and grass",
    ),
    "steering": ([("", _road)], "a road that bends to the left, on it the arc to drive, and 1/r = 0.01"),
    "coordinates": ([("", _joints)], "nine joints of a photographer as points, connected by lines"),
    "identity": ([("", _whales)], "three whales from above, each with its own patches and its number"),
    "roads": (
        [("from the air", _from_the_air), ("road or not", _roads)],
        "fields, houses and trees from above, and beside it the roads alone",
    ),
}
