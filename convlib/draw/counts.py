"""Pictures of counts that differ by factors: bars on a scale of powers of ten, and shares side by side.

A logarithmic bar tells little by its length alone, so each has its number, and the scale is said in words.
"""

from math import ceil, log10

from .. import written
from .parts import EDGE, TITLE
from .picture import WIDEST, Box, Lines, Part, Picture, Words, text_width

ROW = 40
BAR = 12
PAIR = 9


def log_bars(names, counts, title="", *, alt=None):
    """Draw counts as bars in which every line to the right means ten times as much.

    Shapes   names K words, counts K whole numbers of 1 or more
    """
    if len(names) != len(counts) or not counts or any(count < 1 for count in counts):
        raise ValueError(f"counts must be {len(names)} numbers of 1 or more, one for each name, not {counts}")
    powers = max(1, ceil(log10(max(counts))))
    width = WIDEST - 2 * EDGE
    top = TITLE if title else 0
    bottom = top + len(counts) * ROW
    step = width / powers
    lines = [((EDGE + k * step, top), (EDGE + k * step, bottom)) for k in range(powers + 1)]
    shapes = [Words(EDGE, TITLE / 2, title, anchor="start")] if title else []
    shapes.append(Lines(tuple(lines), "line", 0.5))
    for number, (name, count) in enumerate(zip(names, counts, strict=True)):
        y = top + number * ROW
        shapes.append(Words(EDGE + 5, y + 13, name, anchor="start", halo=True))
        shapes.append(Words(EDGE + width - 5, y + 13, written.count(count), anchor="end", halo=True))
        shapes.append(Box(EDGE, y + 23, width * log10(count) / powers, BAR, fill="filter"))
    # Every third line has its number: there is no room for more.
    for k in range(0, powers + 1, 3):
        anchor = "middle" if 0 < k < powers else "end" if k else "start"
        shapes.append(Words(EDGE + k * step, bottom + 12, written.count(10**k), "muted", anchor=anchor))
    note = "Each line is ten times the one before it."
    shapes.append(Words(EDGE, bottom + 33, note, "muted", anchor="start"))
    words = ", ".join(f"{name} {written.count(count)}" for name, count in zip(names, counts, strict=True))
    picture = Part(WIDEST, bottom + 44, tuple(shapes))
    return Picture([picture], alt or f"{title or 'Counts'}, bars on a logarithmic scale: {words}.")


def two_shares(names, first, second, *, alt=None):
    """Draw for each name its share of two totals, one bar above the other.

    Shapes   names K words; first and second each a pair (what it counts, K counts)
    """
    shares = []
    for what, counts in (first, second):
        if len(counts) != len(names) or min(counts) < 0 or sum(counts) == 0:
            raise ValueError(f"{what} must be {len(names)} counts, one for each name, not {counts}")
        shares.append([count / sum(counts) for count in counts])
    left = EDGE + max(map(text_width, names)) + 4
    right = max(text_width(written.share(share)) for series in shares for share in series)
    width = WIDEST - left - right - EDGE
    shapes, words = [], []
    for number, name in enumerate(names):
        y = number * ROW
        shapes.append(Words(EDGE, y + ROW / 2, name, anchor="start"))
        said = []
        for place, ((what, _), series, fill) in enumerate(
            zip((first, second), shares, ("filter", "output"), strict=True)
        ):
            share = written.share(series[number])
            middle = y + ROW / 2 + (place - 0.5) * 17
            frame = Box(left, middle - PAIR / 2, width, PAIR, fill="cell", line="line", thickness=0.4)
            shapes += [frame, frame._replace(width=width * series[number], fill=fill, line=None)]
            shapes.append(Words(WIDEST - EDGE, middle, share, fill, anchor="end"))
            said.append(f"{share} of the {what}")
        words.append(f"{name}: {' and '.join(said)}")
    chart = Part(WIDEST, len(names) * ROW + EDGE, tuple(shapes))
    legend = []
    for (what, _), place, fill in zip((first, second), ("above", "below"), ("filter", "output"), strict=True):
        line = f"{place}: share of the {what}"
        swatch = Box(2, 6, 24, PAIR, fill=fill)
        shapes = swatch, Words(34, 11, line, "muted", anchor="start")
        legend.append(Part(34 + text_width(line), 22, shapes, alone=not legend))
    return Picture([chart, *legend], alt or ". ".join(words) + ".")
