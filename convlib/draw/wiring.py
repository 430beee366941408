"""How a layer is wired, connection by connection: dense, local, and local with shared weights."""

from .. import written
from ..refusal import whole_number
from .parts import EDGE, LINE, OUTLINE, TITLE
from .picture import Part, Picture
from .shapes import WIDEST, Box, Lines, Words, text_width

KINDS = ("dense", "local", "shared")
TITLES = {"dense": "Dense", "local": "Local", "shared": "Local, and shared"}

#: Each weight that neurons share has a colour and a dash of its own: colour is never the only cue.
SHARED = (
    ("filter", ()),
    ("unread", (6, 3)),
    ("input", (2, 2.5)),
    ("negative", (9, 3, 2, 3)),
    ("ink", (1, 4)),
)
CELL = 25  # three rows of eight stand beside each other on a page
FALL = 84  # how far the connections go down, from the inputs to the neurons


def wiring(*kinds, inputs=8, window=3, alt=None):
    """Draw every connection from a row of inputs to a row of neurons: "dense", "local" and "shared", or some.

    A neuron stands below the middle of its window. A grey line has a weight of its own; lines of one colour
    and dash share one weight, so that "shared" has as many weights as a window is wide.

    Shapes   inputs whole numbers in a row, inputs − window + 1 neurons
    Raises   ValueError for another kind, or a window that is wider than the inputs
    Source   S12, S33
    """
    kinds = kinds or KINDS
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise ValueError(f'a layer is wired "dense", "local" or "shared" here, not {unknown[0]!r}')
    inputs, window = whole_number("inputs", inputs, 1), whole_number("window", window, 1)
    if inputs * CELL > WIDEST - 2 * EDGE:
        raise ValueError(f"inputs is {inputs}, but there is room for {int((WIDEST - 2 * EDGE) // CELL)}")
    if window > min(inputs, len(SHARED)):
        most = min(inputs, len(SHARED))
        raise ValueError(f"window is {window}, but of {inputs} inputs it can have 1 to {most}")
    parts = [_wired(kind, inputs, window) for kind in kinds]
    entries = [("own", "a weight of its own")] if set(kinds) - {"shared"} else []
    if "shared" in kinds:
        entries += [(k, f"weight {k + 1}") for k in range(window)]
    keys = [_key(which, words, alone=number == 0) for number, (which, words) in enumerate(entries)]
    return Picture([*parts, *keys], alt or _in_words(kinds, inputs, window))


def _connections(kind, inputs, window):
    """Every connection of a layer: -> [(input, neuron, weight)], counted from 0; one number is one weight."""
    neurons = inputs - window + 1
    if kind == "dense":
        return [(i, n, n * inputs + i) for n in range(neurons) for i in range(inputs)]
    reach = [(n + k, n, k) for n in range(neurons) for k in range(window)]
    return reach if kind == "shared" else [(i, n, number) for number, (i, n, _) in enumerate(reach)]


def _wired(kind, inputs, window):
    wires = _connections(kind, inputs, window)
    top = 2 * LINE + TITLE / 2
    below = top + CELL + FALL
    middle = EDGE + CELL / 2
    shift = (window - 1) / 2 * CELL
    shapes = [
        Words(EDGE, TITLE / 2, TITLES[kind], anchor="start"),
        Words(EDGE, TITLE / 2 + LINE, _counted(wires), "muted", anchor="start"),
    ]
    for which in range(window) if kind == "shared" else ["own"]:
        chosen = [wire for wire in wires if which in ("own", wire[2])]
        ends = (((middle + i * CELL, top + CELL), (middle + shift + n * CELL, below)) for i, n, _ in chosen)
        shapes.append(_line(tuple(ends), which))
    shapes += _row(inputs, EDGE, top, "input") + _row(inputs - window + 1, EDGE + shift, below, "output")
    return Part(inputs * CELL + 2 * EDGE, below + CELL + EDGE, tuple(shapes))


def _row(count, left, top, role):
    """Numbered cells with room between them, in the colour of their role."""
    shapes = []
    for k in range(count):
        x = left + k * CELL
        shapes.append(Box(x + 2, top, CELL - 4, CELL, fill="cell", line=role, thickness=OUTLINE))
        shapes.append(Words(x + CELL / 2, top + CELL / 2, str(k + 1), role))
    return shapes


def _line(strokes, which):
    if which == "own":
        return Lines(strokes, "muted", 1.1)
    colour, dash = SHARED[which]
    return Lines(strokes, colour, 2.2, dash)


def _key(which, words, alone):
    sample = _line((((2, TITLE / 2), (36, TITLE / 2)),), which)
    name = Words(44, TITLE / 2, words, "muted", anchor="start")
    return Part(46 + text_width(words), TITLE, (sample, name), alone)


def _counted(wires):
    weights = len({weight for *_, weight in wires})
    return f"{_many(len(wires), 'connection')}, {_many(weights, 'weight')}"


def _many(count, what):
    return f"{written.count(count)} {what}{'' if count == 1 else 's'}"


def _in_words(kinds, inputs, window):
    neurons = inputs - window + 1
    above = f"each neuron is connected to the {window} inputs above it"
    told = {
        "dense": "every neuron is connected to every input",
        "local": f"{above}, by weights of its own",
        "shared": f"{above}, all by the same {window} weights",
    }
    said = (f"{TITLES[kind]}: {told[kind]}; {_counted(_connections(kind, inputs, window))}" for kind in kinds)
    return f"{inputs} inputs and {neurons} neurons. {'. '.join(said)}."
