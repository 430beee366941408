"""The parts of `draw`'s pictures: cells with their numbers, tiles, titles, scales and legends."""

from math import ceil, floor, log10
from textwrap import wrap

import numpy as np

from .. import written
from .alt_texts import whole_numbers
from .picture import COLUMN, GAP, NARROWEST, Heading, Part
from .shapes import TEXT, WIDEST, Box, Lines, Pixels, Signed, Words, text_width

CELL = 34
TITLE = 24
LINE = 17
SIGN = 28
TINT = 0.4  # numbers stay readable on it
EDGE = 3  # room for outlines, which reach beyond what they surround
OUTLINE, HAIRLINE = 2, 0.6
WASH = 0.14  # what lies under it is seen through it
SCALE = 300  # as wide as its steps are many
SCREEN, SMALLEST = 560, 158  # how high all maps together are at most, and how wide each is at least


def number_texts(values, columns):
    """The numbers as texts and the cell that holds them; no texts when they do not fit."""
    room = (WIDEST - 2 * EDGE) / columns
    for decimals in (2, 1):
        texts = [[written.decimal(value, decimals) for value in row] for row in values]
        needed = max(text_width(text, TEXT) for row in texts for text in row) + 6
        if needed <= room:
            return texts, min(room, max(CELL, needed))
    return None, min(room, CELL)


def ring_shapes(at, cell, H, W, padding, padded_with):
    for row in range(-padding, H + padding):
        for column in range(-padding, W + padding):
            if not (0 <= row < H and 0 <= column < W):
                x, y = at(row, column)
                yield Box(x + 1.5, y + 1.5, cell - 3, cell - 3, line="padding", thickness=1.2, dash=2)
                if cell >= 20:
                    yield Words(x + cell / 2, y + cell / 2, written.decimal(padded_with), "padding")


def cell_shapes(at, cell, values, texts, signed, unread):
    H, W = values.shape
    x, y = at(0, 0)
    yield Box(x, y, W * cell, H * cell, fill="cell")
    if signed:
        yield Signed(x, y, W * cell, H * cell, _shares(values) * (TINT if texts else 1))
    down = [((x + column * cell, y), (x + column * cell, y + H * cell)) for column in range(1, W)]
    across = [((x, y + row * cell), (x + W * cell, y + row * cell)) for row in range(1, H)]
    yield Lines((*down, *across), "line", HAIRLINE)
    for row, column in np.argwhere(unread):
        yield _hatch(*at(row, column), cell)
    if texts:
        for row in range(H):
            for column in range(W):
                left, top = at(row, column)
                halo = bool(unread[row, column])
                yield Words(left + cell / 2, top + cell / 2, texts[row][column], halo=halo)


def _shares(values):
    """Values as shares of the largest, −1 to 1; what is no number counts as 0."""
    finite = np.where(np.isfinite(values), values, 0)
    return finite / (np.abs(finite).max() or 1)


def tint_entries(values, texts):
    if texts is None:
        return [("scale", np.abs(values[np.isfinite(values)]).max(initial=0))]
    entries = [("negative", "negative")] if (values < 0).any() else []
    return entries + ([("positive", "positive")] if (values > 0).any() else [])


def _hatch(x, y, cell):
    third = cell / 3
    strokes = [((x, y + k * third), (x + k * third, y)) for k in (1, 2, 3)]
    strokes += [((x + k * third, y + cell), (x + cell, y + k * third)) for k in (1, 2)]
    return Lines(tuple(strokes), "unread", 1.4)


def with_sign(sign, part, middle=None):
    size = 18 if len(sign) == 1 else TEXT
    if sign == "⋆":
        # Fonts draw the star of cross-correlation as small as a dot.
        size = 34
    room = max(SIGN, text_width(sign, size) + 10)
    middle = (TITLE + part.height) / 2 if middle is None else middle
    shapes = [moved(shape, room) for shape in part.shapes]
    return Part(part.width + room, part.height, (Words(room / 2, middle, sign, "ink", size), *shapes))


def moved(shape, dx, dy=0):
    if isinstance(shape, Lines):
        strokes = (((a + dx, b + dy), (c + dx, d + dy)) for (a, b), (c, d) in shape.strokes)
        return shape._replace(strokes=tuple(strokes))
    return shape._replace(x=shape.x + dx, y=shape.y + dy)


def legend_parts(entries, opacity=TINT):
    """What marks and colours mean, side by side; ("scale", largest) is a scale of its own."""
    parts, scales = [], []
    for name, words in entries:
        if name == "scale":
            scales.append(scale_part(words))
        else:
            shapes = (*_swatch(name, opacity), Words(26, 12, words, "muted", anchor="start"))
            parts.append(Part(26 + text_width(words), TITLE, shapes, alone=not parts))
    return parts + scales


def _swatch(name, opacity):
    if name == "padding":
        return [Box(2, 4, 16, 16, line="padding", thickness=1.2, dash=2)]
    if name == "unread":
        return [Box(2, 4, 16, 16, fill="cell", line="line", thickness=HAIRLINE), _hatch(2, 4, 16)]
    if name == "window":
        return [Box(3, 5, 14, 14, fill="filter", opacity=WASH, line="filter", thickness=3)]
    return [Box(2, 4, 16, 16, fill=name, opacity=opacity, line="line", thickness=HAIRLINE)]


def filter_part(name, values, largest, numbered):
    F, columns, D = values.shape
    scaled, over = whole_numbers(values)
    # One slice has room for its numbers; slices side by side are read by their tints.
    texts, cell = (
        number_texts(scaled[:, :, 0], columns) if numbered else (None, max(4, min(16, 80 / columns)))
    )
    title = f"{name} (each\N{NO-BREAK SPACE}÷\N{NO-BREAK SPACE}{over})" if texts and over > 1 else name
    title += f", depth 1 to {D}" if D > 1 else ""
    width = min(D, 4) * (columns * cell + 6) - 6
    height = ceil(D / 4) * (F * cell + 6) - 6
    shapes = []
    for d in range(D):
        x = EDGE + (d % 4) * (columns * cell + 6)
        y = EDGE + d // 4 * (F * cell + 6)
        shapes.append(Box(x, y, columns * cell, F * cell, fill="cell"))
        strength = TINT if texts else 1
        shapes.append(Signed(x, y, columns * cell, F * cell, values[:, :, d] / largest * strength))
        for row in range(F if texts else 0):
            for column in range(columns):
                place = x + (column + 0.5) * cell, y + (row + 0.5) * cell
                shapes.append(Words(*place, texts[row][column]))
        shapes.append(Box(x, y, columns * cell, F * cell, line="filter", thickness=OUTLINE))
    heading = _heading(title, "filter", max(width, NARROWEST))
    return Part(width + 2 * EDGE, height + 2 * EDGE, tuple(shapes), heading=heading)


def tile_part(title, role, width, shape, kind, array):
    inner = width - 2 * EDGE
    place = EDGE, EDGE, inner, inner * shape[0] / shape[1]
    shapes = kind(*place, array), Box(*place, line=role, thickness=OUTLINE)
    return Part(width, place[3] + 2 * EDGE, shapes, heading=_heading(title, role, inner))


def _heading(title, role, width):
    if not title:
        return None
    shapes, _, below, _ = title_shapes(title, role, width, narrowest=width)
    return Heading(title, role, tuple(shapes), below - EDGE)


def columns_for(count):
    """In how many columns so many maps stand: few are large, and none is left alone in the last line."""
    if count <= 4:
        return 2 if count == 4 else count
    return min((3, 4, 5), key=lambda columns: (count % columns == 1, -count % columns, columns))


def tile_width(count, columns, aspect):
    """As wide as the columns allow, unless the maps, `aspect` times as high, were more than a screen then."""
    rows = ceil(count / columns)
    return min((COLUMN - GAP * (columns - 1)) / columns, max(SMALLEST, (SCREEN / rows - TITLE) / aspect))


def captioned_part(image, caption, width):
    """A picture with lines of words below it: (h, w, 3) bytes, `width` wide."""
    lines = caption.split("\n")
    height = (width - 2 * EDGE) * image.shape[0] / image.shape[1]
    shapes = [Pixels(EDGE, EDGE, width - 2 * EDGE, height, image)]
    shapes.append(Box(EDGE, EDGE, width - 2 * EDGE, height, line="input", thickness=OUTLINE))
    y = height + 2 * EDGE
    shapes += [Words(EDGE, y + (n + 0.5) * LINE, line, anchor="start") for n, line in enumerate(lines)]
    return Part(width, y + LINE * len(lines), tuple(shapes))


def title_shapes(title, role, width, narrowest=220):
    """A title in lines no wider than what stands below it: -> shapes, the corner below it, its width."""
    letters = int(max(width, narrowest) / text_width("n"))
    lines = wrap(title, letters)
    shapes = [
        Words(EDGE, TITLE / 2 + number * LINE, line, role, anchor="start")
        for number, line in enumerate(lines)
    ]
    height = TITLE + (len(lines) - 1) * LINE if lines else 0
    return shapes, EDGE, height + EDGE, max(map(text_width, lines), default=0)


def round_scale(strengths):
    """The end of a scale: the largest of few values; of many, a round number that 199 in 200 stay below."""
    largest = strengths.max()
    if strengths.size <= 400 or largest == 0:
        return largest or 1, False
    most = np.quantile(strengths, 0.995) or largest
    digit = 10.0 ** (floor(log10(most)) - 1)
    return ceil(most / digit) * digit, ceil(most / digit) * digit < largest


def scale_part(largest, clipped=False, strength=1, *, negative=True):
    """The signed scale; without `negative` its right half, for numbers that a ReLU or a mean has left."""
    end = written.decimal(largest)
    most = ("≥ " if clipped else "") + end
    if not negative:
        return _scale_part(Signed, np.linspace(0, 1, SCALE)[np.newaxis] * strength, ("0", most))
    ends = ("≤ −" if clipped else "−") + end, most
    return _scale_part(Signed, np.linspace(-1, 1, SCALE)[np.newaxis] * strength, ends, "0")


def grey_scale_part(low, high):
    ramp = np.repeat(np.linspace(0, 255, SCALE).astype(np.uint8)[np.newaxis, :, np.newaxis], 3, axis=-1)
    return _scale_part(Pixels, ramp, (written.decimal(low), written.decimal(high)))


def _scale_part(kind, ramp, ends, middle=None):
    place = EDGE, EDGE, SCALE, 14
    shapes = [
        Box(*place, fill="cell"),
        kind(*place, ramp),
        Box(*place, line="line"),
        Words(EDGE, 30, ends[0], "muted", anchor="start"),
        Words(EDGE + SCALE, 30, ends[1], "muted", anchor="end"),
    ]
    if middle is not None:
        shapes.insert(-1, Words(EDGE + SCALE / 2, 30, middle, "muted"))
    return Part(SCALE + 2 * EDGE, 40, tuple(shapes), alone=True)
