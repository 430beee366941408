"""Pictures of what convlib computes: grids with their numbers, filters, activation maps, photographs.

One colour language: the input blue, the filter and its window orange, the output green, padding dotted grey,
never-read pixels hatched; signed values run from red (negative) over nothing (0) to blue (positive).
Every picture carries a text in words; `alt=` replaces the one made from the numbers.
"""

from math import ceil, floor, log10
from textwrap import wrap

import numpy as np

from .picture import GAP, TEXT, WIDEST, Box, Lines, Part, Picture, Pixels, Signed, Words, text_width

CELL = 34
TITLE = 24
LINE = 17
SIGN = 28
TILE = 158
TINT = 0.4  # numbers stay readable on it
EDGE = 3  # room for outlines, which reach beyond what they surround

SIGNS = {"∗": "With", "·": "Times", "+": "Plus", "−": "Minus", "=": "Gives", "→": "Becomes"}


def grid(
    values,
    *,
    role="input",
    window=None,
    padding=0,
    padded_with=0,
    unread=None,
    title=None,
    alt=None,
):
    """Write an array out as cells with their numbers.

    Numbers that would not fit into their cells give way to tints alone.

    Shapes   values (H, W) or (H, W, 1); window (top, left, height, width), row 0 being the first real one, so
             that windows over a padding of P start at −P; unread (H, W), True where no window reads
    Source   S22–S25, S36
    """
    values = _single_map("values", values)
    if role not in ("input", "filter", "output"):
        raise ValueError(f'role must be "input", "filter" or "output", not {role!r}')
    H, W = values.shape
    unread = np.zeros((H, W), bool) if unread is None else np.asarray(unread, bool)
    if unread.shape != values.shape:
        raise ValueError(f"unread has shape {unread.shape}, but values has {values.shape}")
    if padding < 0:
        raise ValueError(f"padding must be 0 or more, not {padding}")
    if window is not None and len(window) != 4:
        raise ValueError(f"window must be (top, left, height, width), not {window!r}")

    title = f"{role} {H}×{W}" if title is None else title
    texts, cell = _texts(values, W + 2 * padding)
    signed = texts is None or role == "filter" or bool((values < 0).any())
    legend = []
    width, height = (W + 2 * padding) * cell, (H + 2 * padding) * cell
    shapes, x, y, widest = _title(title, role, width)

    def at(row, column):
        return x + (padding + column) * cell, y + (padding + row) * cell

    if padding:
        shapes += _ring(at, cell, H, W, padding, padded_with)
        legend.append(("padding", f"padding with {_number(padded_with)}"))
    shapes += _cells(at, cell, values, texts, signed, unread)
    if signed:
        legend += _tints(values, texts)
    if unread.any():
        legend.append(("unread", "never read"))
    shapes.append(Box(*at(0, 0), W * cell, H * cell, line=role, thickness=2.5))
    if window is not None:
        top, left, window_height, window_width = window
        place = (*at(top, left), window_width * cell, window_height * cell)
        shapes.append(Box(*place, fill="filter", opacity=0.14, line="filter", thickness=3.5))
        legend.append(("filter", "window"))

    part = Part(max(width, widest) + 2 * EDGE, height + y + EDGE, tuple(shapes))
    return _Grids(
        [part], alt or _grid_alt(title or role, values, window, padding, padded_with, unread), legend
    )


def grids(*parts, alt=None):
    """Put grids in a row with signs between: `grids(grid(x), "∗", grid(f, role="filter"), "=", grid(y))`.

    Source   S15, S36
    """
    drawn, words, legend, sign = [], [], [], None
    for part in parts:
        if isinstance(part, str) and sign is None:
            sign = part
            continue
        if not isinstance(part, Picture):
            raise TypeError(f"grids takes pictures such as grid(x), with one sign between, not {part!r}")
        own_parts, entries = (part.own_parts, part.legend) if isinstance(part, _Grids) else (part.parts, [])
        first, *others = own_parts
        drawn += [first if sign is None else _with_sign(sign, first), *others]
        words.append(f"{SIGNS.get(sign, sign)} {part.alt}" if sign else part.alt)
        legend += [entry for entry in entries if entry not in legend]
        sign = None
    if sign is not None or not drawn:
        raise TypeError("grids takes pictures such as grid(x); after a sign another picture has to come")
    return _Grids(drawn, alt or " ".join(words), legend)


def filters(bank, names=None, *, alt=None):
    """Show filters on one diverging scale: one row of slices each, as many as the filter is deep.

    Filters of whole numbers over one number, such as blur's ninths, are written as those whole numbers.

    Shapes   bank (K, F, F, D), or a dict of names and (F, F) arrays
    Source   S14, S20
    """
    if isinstance(bank, dict):
        names = list(bank) if names is None else names
        bank = [np.asarray(values)[..., np.newaxis] for values in bank.values()]
    else:
        bank = np.asarray(bank, float)
        if bank.ndim != 4:
            raise ValueError(f"bank has shape {bank.shape}, but a bank of filters is (K, F, F, D)")
    names = _names(names, len(bank), "filter")
    largest = max(np.abs(values).max() for values in bank) or 1
    written = all(
        values.shape[-1] == 1 and _texts(_whole(values)[0][:, :, 0], values.shape[1])[0] for values in bank
    )
    parts = [_filter_part(name, values, largest, written) for name, values in zip(names, bank, strict=True)]
    parts.append(_scale(largest, strength=TINT if written else 1))
    return Picture(parts, alt or _filters_alt(names, bank))


def maps(maps, names=None, image=None, *, signed=True, role="output", alt=None):
    """Show activation maps, all on one scale centred on zero, beside the picture they were painted from.

    `signed=False` is for maps that are pictures themselves: grey, from the smallest value to the largest.
    `role="input"` outlines the channels of an input in its colour.

    Shapes   maps (H, W, K), image (H, W, 3) or (H, W, 1)
    Source   S16–S20
    """
    maps = np.asarray(maps, float)
    if maps.ndim != 3 or 0 in maps.shape:
        advice = ": maps[..., np.newaxis] makes it a stack of one" if maps.ndim == 2 else ""
        raise ValueError(f"maps has shape {maps.shape}, but activation maps are (H, W, K){advice}")
    names = _names(names, maps.shape[-1], "map")
    tiles = maps.shape[-1] + (image is not None)
    wide = {1: 2 * TILE + GAP, 2: 2 * TILE + GAP, 3: 216}.get(tiles, TILE)
    parts = []
    if image is not None:
        parts.append(_tile("input", "input", wide, image.shape, Pixels, _viewable(image)))
    if signed:
        largest, clipped = _round_scale(np.abs(maps))
        for k, name in enumerate(names):
            parts.append(_tile(name, role, wide, maps.shape, Signed, maps[:, :, k] / largest))
        parts.append(_scale(largest, clipped))
    else:
        low, high = maps.min(), maps.max()
        grey = np.rint((maps - low) / ((high - low) or 1) * 255).astype(np.uint8)
        for k, name in enumerate(names):
            parts.append(_tile(name, role, wide, maps.shape, Pixels, _viewable(grey[:, :, k])))
        parts.append(_grey_scale(low, high))
    return Picture(parts, alt or _maps_alt(names, maps, image is not None))


def photo(image, title=None, *, alt=None):
    """Show a photograph or any other picture; few pixels are shown large and sharp.

    Shapes   (H, W, 3), (H, W, 1) or (H, W): 0 to 255, or floats from 0 to 1
    Source   S13
    """
    pixels = _viewable(image)
    H, W, _ = pixels.shape
    wide = min(WIDEST - 2 * EDGE, W if W > 64 else W * max(1, 320 // W))
    title = f"{H}×{W}×{np.shape(image)[2] if np.ndim(image) == 3 else 1}" if title is None else title
    part = _tile(title, "input", wide, pixels.shape, Pixels, pixels)
    return Picture([part], alt or f"{title or 'A picture'}: {H} pixels high, {W} wide.")


def shrink(sizes, *, alt=None):
    """Draw volumes' sizes as squares to scale, an arrow between each and the next.

    Shapes   sizes: whole numbers, or pairs (H, W)
    Source   S27
    """
    sizes = [(size, size) if np.ndim(size) == 0 else tuple(size) for size in sizes]
    if not sizes or any(len(size) != 2 or min(size) < 1 for size in sizes):
        raise ValueError(f"sizes must be numbers or pairs (H, W) of 1 or more, not {sizes!r}")
    scale = 64 / max(max(size) for size in sizes)
    tallest = max(H for H, _ in sizes) * scale
    parts = []
    for number, (H, W) in enumerate(sizes):
        words = f"{H}×{W}"
        width = max(W * scale, text_width(words)) + 2 * EDGE
        role = "output" if number else "input"
        square = Box((width - W * scale) / 2, EDGE + (tallest - H * scale) / 2, W * scale, H * scale,
                     fill=role, opacity=0.14, line=role, thickness=2)  # fmt: skip
        label = Words(width / 2, tallest + 2 * EDGE + TITLE / 2, words, role)
        part = Part(width, tallest + 2 * EDGE + TITLE, (square, label))
        parts.append(_with_sign("→", part, middle=EDGE + tallest / 2) if number else part)
    return Picture(parts, alt or "Sizes shrink: " + ", ".join(f"{H}×{W}" for H, W in sizes) + ".")


class _Grids(Picture):
    """One or more grids with one legend, which stays one when they are put in a row."""

    line_up = "center"

    def __init__(self, parts, alt, legend):
        self.own_parts, self.legend = parts, legend
        super().__init__([*parts, *_legend_parts(legend)], alt)


def _single_map(name, values):
    values = np.asarray(values)
    if values.ndim == 3 and values.shape[-1] == 1:
        values = values[:, :, 0]
    if values.ndim != 2 or values.size == 0 or values.dtype.kind not in "biuf":
        raise ValueError(
            f"{name} must be numbers of shape (H, W), not {values.dtype} of shape {values.shape}"
        )
    return values.astype(float)


def _names(names, count, what):
    names = [f"{what} {k + 1}" for k in range(count)] if names is None else list(names)
    if len(names) != count:
        raise ValueError(f"names has {len(names)} entries, but there are {count} {what}s")
    return names


def _number(value, decimals=2):
    """A number as a reader writes it: no trailing zeros, a real minus sign."""
    if not np.isfinite(value):
        return "NaN" if np.isnan(value) else "∞" if value > 0 else "−∞"
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text.replace("-", "−")


def _texts(values, columns):
    """The numbers as texts and the cell that holds them; no texts when they do not fit."""
    room = (WIDEST - 2 * EDGE) / columns
    for decimals in (2, 1):
        texts = [[_number(value, decimals) for value in row] for row in values]
        needed = max(text_width(text, TEXT) for row in texts for text in row) + 6
        if needed <= room:
            return texts, min(room, max(CELL, needed))
    return None, min(room, CELL)


def _ring(at, cell, H, W, padding, padded_with):
    for row in range(-padding, H + padding):
        for column in range(-padding, W + padding):
            if not (0 <= row < H and 0 <= column < W):
                x, y = at(row, column)
                yield Box(x + 1.5, y + 1.5, cell - 3, cell - 3, line="padding", thickness=1.2, dash=2)
                if cell >= 20:
                    yield Words(x + cell / 2, y + cell / 2, _number(padded_with), "padding")


def _cells(at, cell, values, texts, signed, unread):
    H, W = values.shape
    x, y = at(0, 0)
    yield Box(x, y, W * cell, H * cell, fill="cell")
    if signed:
        yield Signed(x, y, W * cell, H * cell, _shares(values) * (TINT if texts else 1))
    down = [((x + column * cell, y), (x + column * cell, y + H * cell)) for column in range(1, W)]
    across = [((x, y + row * cell), (x + W * cell, y + row * cell)) for row in range(1, H)]
    yield Lines((*down, *across), "line", 0.6)
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


def _tints(values, texts):
    if texts is None:
        return [("scale", np.abs(values[np.isfinite(values)]).max(initial=0))]
    entries = [("negative", "negative")] if (values < 0).any() else []
    return entries + ([("positive", "positive")] if (values > 0).any() else [])


def _hatch(x, y, cell):
    third = cell / 3
    strokes = [((x, y + k * third), (x + k * third, y)) for k in (1, 2, 3)]
    strokes += [((x + k * third, y + cell), (x + cell, y + k * third)) for k in (1, 2)]
    return Lines(tuple(strokes), "unread", 1.4)


def _with_sign(sign, part, middle=None):
    size = 18 if len(sign) == 1 else TEXT
    room = max(SIGN, text_width(sign, size) + 10)
    middle = (TITLE + part.height) / 2 if middle is None else middle
    moved = [_moved(shape, room) for shape in part.shapes]
    return Part(part.width + room, part.height, (Words(room / 2, middle, sign, "ink", size), *moved))


def _moved(shape, dx):
    if isinstance(shape, Lines):
        return shape._replace(strokes=tuple(((a + dx, b), (c + dx, d)) for (a, b), (c, d) in shape.strokes))
    return shape._replace(x=shape.x + dx)


def _legend_parts(entries):
    swatches = {
        "padding": [Box(2, 4, 16, 16, line="padding", thickness=1.2, dash=2)],
        "unread": [Box(2, 4, 16, 16, fill="cell", line="line", thickness=0.6), _hatch(2, 4, 16)],
        "filter": [Box(3, 5, 14, 14, fill="filter", opacity=0.14, line="filter", thickness=3)],
        "negative": [Box(2, 4, 16, 16, fill="negative", opacity=TINT, line="line", thickness=0.6)],
        "positive": [Box(2, 4, 16, 16, fill="positive", opacity=TINT, line="line", thickness=0.6)],
    }
    parts, scales = [], []
    for name, words in entries:
        if name == "scale":
            scales.append(_scale(words))
        else:
            shapes = (*swatches[name], Words(26, 12, words, "muted", anchor="start"))
            parts.append(Part(26 + text_width(words), TITLE, shapes, alone=not parts))
    return parts + scales


def _filter_part(name, values, largest, written):
    F, columns, D = values.shape
    scaled, over = _whole(values)
    # One slice has room for its numbers; slices side by side are read by their tints.
    texts, cell = _texts(scaled[:, :, 0], columns) if written else (None, max(4, min(16, 80 / columns)))
    title = f"{name} (each\N{NO-BREAK SPACE}÷\N{NO-BREAK SPACE}{over})" if texts and over > 1 else name
    title += f", depth 1 to {D}" if D > 1 else ""
    width = min(D, 4) * (columns * cell + 6) - 6
    height = ceil(D / 4) * (F * cell + 6) - 6
    shapes, left, top, widest = _title(title, "filter", width)
    for d in range(D):
        x = left + (d % 4) * (columns * cell + 6)
        y = top + d // 4 * (F * cell + 6)
        shapes.append(Box(x, y, columns * cell, F * cell, fill="cell"))
        strength = TINT if texts else 1
        shapes.append(Signed(x, y, columns * cell, F * cell, values[:, :, d] / largest * strength))
        for row in range(F if texts else 0):
            for column in range(columns):
                place = x + (column + 0.5) * cell, y + (row + 0.5) * cell
                shapes.append(Words(*place, texts[row][column]))
        shapes.append(Box(x, y, columns * cell, F * cell, line="filter", thickness=2))
    return Part(max(width, widest) + 2 * EDGE, top + height + EDGE, tuple(shapes))


def _whole(values):
    """Values as whole numbers over one number, if a small one does it: -> values · over, over."""
    for over in range(1, 1001):
        if np.allclose(values * over, np.rint(values * over), rtol=0, atol=1e-6 * over):
            return np.rint(values * over), over
    return values, 1


def _tile(title, role, width, shape, kind, array):
    inner = width - 2 * EDGE
    height = inner * shape[0] / shape[1]
    shapes, x, y, _ = _title(title, role, inner, narrowest=inner)
    shapes += [kind(x, y, inner, height, array), Box(x, y, inner, height, line=role, thickness=2)]
    return Part(width, y + height + EDGE, tuple(shapes))


def _title(title, role, width, narrowest=220):
    """A title in lines no wider than what stands below it: -> shapes, the corner below it, its width."""
    letters = int(max(width, narrowest) / text_width("n"))
    lines = wrap(title, letters)
    shapes = [
        Words(EDGE, TITLE / 2 + number * LINE, line, role, anchor="start")
        for number, line in enumerate(lines)
    ]
    height = TITLE + (len(lines) - 1) * LINE if lines else 0
    return shapes, EDGE, height + EDGE, max(map(text_width, lines), default=0)


def _viewable(image):
    image = np.asarray(image)
    image = image[:, :, np.newaxis] if image.ndim == 2 else image
    if image.ndim != 3 or image.shape[-1] not in (1, 3) or 0 in image.shape:
        raise ValueError(f"image has shape {image.shape}, but a picture is (H, W, 3), (H, W, 1) or (H, W)")
    if image.dtype.kind == "f" and image.max() <= 1:
        image = image * 255
    return np.repeat(np.clip(np.rint(image), 0, 255).astype(np.uint8), 3 // image.shape[-1], axis=-1)


def _round_scale(strengths):
    """The end of a scale: the largest of few values; of many, a round number that 199 in 200 stay below."""
    largest = strengths.max()
    if strengths.size <= 400 or largest == 0:
        return largest or 1, False
    most = np.quantile(strengths, 0.995) or largest
    digit = 10.0 ** (floor(log10(most)) - 1)
    return ceil(most / digit) * digit, ceil(most / digit) * digit < largest


def _scale(largest, clipped=False, strength=1):
    width, ramp = 300, np.linspace(-1, 1, 300)[np.newaxis]
    ends = ["≤ −" if clipped else "−", "≥ " if clipped else ""]
    end = _number(largest)
    shapes = (
        Box(EDGE, EDGE, width, 14, fill="cell"),
        Signed(EDGE, EDGE, width, 14, ramp * strength),
        Box(EDGE, EDGE, width, 14, line="line"),
        Words(EDGE, 30, ends[0] + end, "muted", anchor="start"),
        Words(EDGE + width / 2, 30, "0", "muted"),
        Words(EDGE + width, 30, ends[1] + end, "muted", anchor="end"),
    )
    return Part(width + 2 * EDGE, 40, shapes, alone=True)


def _grey_scale(low, high):
    width = 300
    ramp = np.repeat(np.linspace(0, 255, 300).astype(np.uint8)[np.newaxis, :, np.newaxis], 3, axis=-1)
    shapes = (
        Pixels(EDGE, EDGE, width, 14, ramp),
        Box(EDGE, EDGE, width, 14, line="line"),
        Words(EDGE, 30, _number(low), "muted", anchor="start"),
        Words(EDGE + width, 30, _number(high), "muted", anchor="end"),
    )
    return Part(width + 2 * EDGE, 40, shapes, alone=True)


def _rows_in_words(values):
    return "; ".join(" ".join(_number(value) for value in row) for row in values)


def _grid_alt(title, values, window, padding, padded_with, unread):
    H, W = values.shape
    words = title if f"{H}×{W}" in title else f"{title}, {H}×{W}"
    if values.size <= 100:
        words += f", row by row: {_rows_in_words(values)}"
    else:
        words += f", from {_number(np.nanmin(values))} to {_number(np.nanmax(values))}"
    sentences = [words]
    if padding:
        sentences.append(f"A border of {padding} around it holds {_number(padded_with)}")
    if window is not None:
        top, left, height, width = window
        if height == width == 1:
            sentences.append(f"The cell in row {_number(top + 1)}, column {_number(left + 1)} is marked")
        else:
            rows = f"{_number(top + 1)} to {_number(top + height)}"
            columns = f"{_number(left + 1)} to {_number(left + width)}"
            sentences.append(f"The window is on rows {rows}, columns {columns}")
    if unread.any():
        sentences.append(f"{unread.sum()} of the {unread.size} pixels are never read")
    return ". ".join(sentences) + "."


def _filters_alt(names, bank):
    described = []
    for name, values in zip(names, bank, strict=True):
        F, columns, D = values.shape
        size = f"{F}×{columns}" + (f"×{D}" if D > 1 else "")
        if D == 1 and values.size <= 25:
            whole, over = _whole(values[:, :, 0])
            described.append(f"{name}: {_rows_in_words(whole)}" + (f", each ÷ {over}" if over > 1 else ""))
        else:
            described.append(f"{name}, {size}, from {_number(values.min())} to {_number(values.max())}")
    return f"{len(names)} filter{'s' if len(names) > 1 else ''}. " + ". ".join(described) + "."


def _maps_alt(names, maps, beside):
    H, W, K = maps.shape
    ranges = ", ".join(
        f"{name} from {_number(maps[:, :, k].min(), 1)} to {_number(maps[:, :, k].max(), 1)}"
        for k, name in enumerate(names)
    )
    before = "The input and " if beside else ""
    return f"{before}{K} activation map{'s' if K > 1 else ''} of {H}×{W}: {ranges}."
