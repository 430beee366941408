"""Grids with their numbers, filters, activation maps and photographs: arrays as they are seen."""

import numpy as np

from .. import written
from ..pictures.pixels import pixels_of, stack_of_pixels
from ..refusal import whole_number
from .alt_texts import filters_alt, grid_alt, maps_alt, whole_numbers
from .parts import (
    EDGE,
    OUTLINE,
    TINT,
    TITLE,
    WASH,
    captioned_part,
    cell_shapes,
    columns_for,
    filter_part,
    grey_scale_part,
    legend_parts,
    number_texts,
    ring_shapes,
    round_scale,
    scale_part,
    tile_part,
    tile_width,
    tint_entries,
    title_shapes,
    with_sign,
)
from .picture import COLUMN, GAP, TWICE, Part, Picture
from .shapes import WIDEST, Box, Pixels, Signed, Words, text_width

MOST_PADDING = 32
# As wide as a phone's page, at least.
NARROW = 290
# A filter before training, the arrow, and the filter after it.
PAIRED, ARROW = 56, 22

SIGNS = {
    "⋆": "Cross-correlated with",
    "∗": "Convolved with",
    "·": "Times",
    "+": "Plus",
    "−": "Minus",
    "=": "Gives",
    "→": "Becomes",
}


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
    padding = whole_number("padding", padding, 0)
    if padding > MOST_PADDING:
        raise ValueError(f"padding is {padding}, but a ring of more than {MOST_PADDING} is too wide to draw")
    if window is not None and len(window) != 4:
        raise ValueError(f"window must be (top, left, height, width), not {window!r}")

    title = f"{role} {H}×{W}" if title is None else title
    texts, cell = number_texts(values, W + 2 * padding)
    signed = texts is None or role == "filter" or bool((values < 0).any())
    legend = []
    width, height = (W + 2 * padding) * cell, (H + 2 * padding) * cell
    shapes, x, y, widest = title_shapes(title, role, width)

    def at(row, column):
        return x + (padding + column) * cell, y + (padding + row) * cell

    if padding:
        shapes += ring_shapes(at, cell, H, W, padding, padded_with)
        legend.append(("padding", f"padding with {written.decimal(padded_with)}"))
    shapes += cell_shapes(at, cell, values, texts, signed, unread)
    if signed:
        legend += tint_entries(values, texts)
    if unread.any():
        legend.append(("unread", "never read"))
    shapes.append(Box(*at(0, 0), W * cell, H * cell, line=role, thickness=2.5))
    if window is not None:
        top, left, window_height, window_width = window
        place = (*at(top, left), window_width * cell, window_height * cell)
        shapes.append(Box(*place, fill="filter", opacity=WASH, line="filter", thickness=3.5))
        legend.append(("window", "window"))

    part = Part(max(width, widest) + 2 * EDGE, height + y + EDGE, tuple(shapes))
    return _Grids(
        [part], alt or grid_alt(title or role, values, window, padding, padded_with, unread), legend
    )


def grids(*parts, alt=None):
    """Put grids in a row with signs between: `grids(grid(x), "⋆", grid(f, role="filter"), "=", grid(y))`.

    "⋆" is cross-correlation, what a CONV layer does; "∗" is true convolution, with the filter turned round.

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
        drawn += [first if sign is None else with_sign(sign, first), *others]
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
    numbered = all(
        values.shape[-1] == 1 and number_texts(whole_numbers(values)[0][:, :, 0], values.shape[1])[0]
        for values in bank
    )
    parts = [filter_part(name, values, largest, numbered) for name, values in zip(names, bank, strict=True)]
    # Numbers of one slice stay readable in two columns on a phone; slices side by side need the whole line.
    alike = len({part.width for part in parts}) == 1 and parts[0].width >= TWICE
    columns = columns_for(len(parts)) if numbered and alike else None
    negative = any((values < 0).any() for values in bank)
    parts.append(scale_part(largest, strength=TINT if numbered else 1, negative=negative))
    return Picture(parts, alt or filters_alt(names, bank), columns)


def maps(maps, names=None, image=None, *, signed=True, role="output", alt=None):
    """Show activation maps, all on one scale from red over 0 to blue, beside the picture they are of.

    Where no number is below 0, as after a ReLU, the scale begins at 0.
    `signed=False` is for maps that are pictures themselves: grey, from the least value to the most; a list
    says it map by map.
    `role="input"` outlines the channels of an input in its colour.

    Shapes   maps (H, W, K), image whatever `photo` takes
    Source   S16–S20
    """
    maps = _stack(maps)
    names = _names(names, maps.shape[-1], "map")
    tiles = maps.shape[-1] + (image is not None)
    columns = columns_for(tiles)
    wide = tile_width(tiles, columns, maps.shape[0] / maps.shape[1])
    signed = [signed] * len(names) if isinstance(signed, bool) else list(signed)
    if len(signed) != len(names):
        raise ValueError(f"signed has {len(signed)} entries, but there are {len(names)} maps")
    parts, scales = [], []
    if image is not None:
        pixels = pixels_of(image, "image")
        parts.append(tile_part("input", "input", wide, pixels.shape, Pixels, pixels))
    if any(signed):
        own = maps[:, :, np.array(signed)]
        largest, clipped = round_scale(np.abs(own))
        scales.append(scale_part(largest, clipped, negative=own.min() < 0))
    if not all(signed):
        own = maps[:, :, ~np.array(signed)]
        low, high = own.min(), own.max()
        scales.append(grey_scale_part(low, high))
    for k, name in enumerate(names):
        one = maps[:, :, k]
        grey = None if signed[k] else np.rint((one - low) / ((high - low) or 1) * 255).astype(np.uint8)
        kind = (Signed, one / largest) if signed[k] else (Pixels, pixels_of(grey))
        parts.append(tile_part(name, role, wide, maps.shape, *kind))
    parts += scales
    return Picture(parts, alt or maps_alt(names, maps, image is not None), columns)


def to_scale(image, maps, names=None, *, alt=None):
    """Show a picture and maps of it beside each other, one pixel of each as large as one of the others.

    Shapes   image whatever `photo` takes; maps K of (H, W) or (H, W, 1), of any sizes; names K words
    Source   S22, S27
    """
    pixels = pixels_of(image, "image")
    maps = [_single_map(f"maps[{k}]", values) for k, values in enumerate(maps)]
    if not maps:
        raise ValueError("maps is empty, but there must be a map beside the picture")
    names = ["input", *_names(names, len(maps), "map")]
    pictures = [pixels, *maps]
    widths = [picture.shape[1] for picture in pictures]
    room = COLUMN - (GAP + 2 * EDGE) * len(pictures)
    # On a phone they stand below each other, and the widest still keeps the scale.
    scale = min((NARROW - 2 * EDGE) / max(widths), room / sum(widths))
    scale = int(scale) if scale > 1 else scale
    largest, clipped = round_scale(np.abs(np.concatenate([values.ravel() for values in maps])))
    parts = []
    for name, picture in zip(names, pictures, strict=True):
        kind, array, role = Pixels, picture, "input"
        if picture is not pixels:
            kind, array, role = Signed, picture / largest, "output"
        title = f"{name}, {written.size(picture.shape[:2])}"
        parts.append(tile_part(title, role, picture.shape[1] * scale + 2 * EDGE, picture.shape, kind, array))
    negative = any(values.min() < 0 for values in maps)
    said = "; ".join(
        f"{name} {written.size(picture.shape[:2])}" for name, picture in zip(names, pictures, strict=True)
    )
    parts.append(scale_part(largest, clipped, negative=negative))
    return Picture(parts, alt or f"Pictures to scale, beside each other: {said}.")


def photo(image, title=None, *, alt=None):
    """Show a photograph or any other picture; few pixels are shown large and sharp.

    Shapes   (H, W, 3), (H, W, 1) or (H, W), with or without alpha: 0 to 255, or floats from 0 to 1; a file's
             path or bytes, an open file or a Pillow image will do as well
    Raises   ValueError or TypeError in words for what is no picture
    Source   S13
    """
    pixels = pixels_of(image, "image")
    H, W, D = pixels.shape
    if isinstance(image, np.ndarray):
        D = image.shape[2] if image.ndim == 3 else 1
    wide = min(WIDEST - 2 * EDGE, W if W > 64 else W * max(1, 320 // W))
    title = f"{H}×{W}×{D}" if title is None else title
    part = tile_part(title, "input", wide, pixels.shape, Pixels, pixels)
    return Picture([part], alt or f"{title or 'A picture'}: {H} pixels high, {W} wide.")


def captioned(images, captions, *, alt=None):
    """Show small pictures in rows, each with one or two lines of words below it.

    Shapes   images (N, H, W, 1) or (N, H, W, 3): 0 to 255, or floats from 0 to 1; or a list of N pictures
             that `photo` takes, of any sizes; captions N words, with "\\n" before a second line
    Raises   ValueError or TypeError in words for what are no pictures
    """
    images = stack_of_pixels(images, "images")
    captions = list(captions)
    if len(captions) != len(images):
        raise ValueError(f"there are {len(images)} images, but {len(captions)} captions")
    lines = [line for caption in captions for line in caption.split("\n")]
    # All as wide as the widest, so that they stand in columns; a phone has room for three of the smallest.
    side = max(96, *(text_width(line) for line in lines))
    parts = [captioned_part(image, caption, side) for image, caption in zip(images, captions, strict=True)]
    words = "; ".join(caption.replace("\n", ", ") for caption in captions)
    return Picture(parts, alt or f"{len(images)} pictures: {words}.")


def before_and_after(before, after, names=None, *, alt=None):
    """Show what training made of filters: each as it was and as it is, on one scale from red over 0 to blue.

    Shapes   before (K, F, F, 1), after the same; names K words
    """
    before, after = np.asarray(before, float), np.asarray(after, float)
    if before.shape != after.shape or before.ndim != 4 or before.shape[-1] != 1 or before.size == 0:
        raise ValueError(
            f"before has shape {before.shape} and after {after.shape}, but both must be (K, F, F, 1)"
        )
    K, H, W, _ = before.shape
    names = _names(names, K, "filter")
    largest = max(np.abs(before).max(), np.abs(after).max()) or 1
    high = PAIRED * H / W
    parts = []
    for name, *pair in zip(names, before[..., 0], after[..., 0], strict=True):
        shapes = [Words(EDGE, TITLE / 2, name, "filter", anchor="start")]
        for x, values in zip((EDGE, EDGE + PAIRED + ARROW), pair, strict=True):
            shapes.append(Box(x, TITLE, PAIRED, high, fill="cell"))
            shapes.append(Signed(x, TITLE, PAIRED, high, values / largest))
            shapes.append(Box(x, TITLE, PAIRED, high, line="filter", thickness=OUTLINE))
        shapes.append(Words(EDGE + PAIRED + ARROW / 2, TITLE + high / 2, "→", size=18))
        parts.append(Part(2 * PAIRED + ARROW + 2 * EDGE, TITLE + high + 2 * EDGE, tuple(shapes)))
    moved = np.abs(after - before).max(axis=(1, 2, 3))
    words = ", ".join(f"{name} by up to {by:.2f}" for name, by in zip(names, moved, strict=True))
    return Picture(
        [*parts, scale_part(largest)], alt or f"{K} filters before and after. They changed: {words}."
    )


class _Grids(Picture):
    """One or more grids with one legend, which stays one when they are put in a row."""

    line_up = "center"

    def __init__(self, parts, alt, legend):
        self.own_parts, self.legend = parts, legend
        super().__init__([*parts, *legend_parts(legend)], alt)


def _stack(maps):
    maps = np.asarray(maps, float)
    if maps.ndim != 3 or 0 in maps.shape:
        advice = ": maps[..., np.newaxis] makes it a stack of one" if maps.ndim == 2 else ""
        raise ValueError(f"maps has shape {maps.shape}, but activation maps are (H, W, K){advice}")
    return maps


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
