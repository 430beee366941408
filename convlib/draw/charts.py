"""Pictures of what a network says: shares as bars, answers as a table of confusions, pictures with words.

As in `draw`, a colour never stands alone: right answers are on the diagonal, and every bar has its number.
"""

import numpy as np

from ..pictures.pixels import pixels_of, stack_of_pixels
from .picture import WIDEST, Box, Part, Picture, Pixels, Signed, Words, text_width

ROW = 38
BAR = 10
CELL = 26
EDGE = 3
TITLE = 24


def bars(names, shares, title="", *, image=None, alt=None):
    """Draw shares of 1 as bars, a name and a percentage above each, beside the picture they are about.

    Shapes   names K words, shares (K,) from 0 to 1, image whatever `draw.photo` takes
    """
    shares = np.asarray(shares, float)
    if shares.shape != (len(names),) or not ((shares >= 0) & (shares <= 1)).all():
        raise ValueError(f"shares must be {len(names)} numbers from 0 to 1, one for each name, not {shares}")
    top = TITLE if title else 0
    width = WIDEST - 2 * EDGE
    shapes = [Words(EDGE, TITLE / 2, title, "output", anchor="start")] if title else []
    for number, (name, share) in enumerate(zip(names, shares, strict=True)):
        y = top + number * ROW
        shapes.append(Words(EDGE, y + 11, name, anchor="start"))
        shapes.append(Words(EDGE + width, y + 11, percent(share), anchor="end"))
        shapes.append(Box(EDGE, y + 21, width, BAR, fill="cell", line="line", thickness=0.6))
        shapes.append(Box(EDGE, y + 21, width * share, BAR, fill="output"))
    chart = Part(WIDEST, top + len(names) * ROW, tuple(shapes))
    seen = [] if image is None else [_captioned(pixels_of(image, "image"), "what the network sees", 200)]
    words = ", ".join(f"{name} {percent(share)}" for name, share in zip(names, shares, strict=True))
    return Picture([*seen, chart], alt or f"{title or 'Shares'}: {words}.")


def confusion(labels, guesses, names, *, alt=None):
    """Count how often each class was taken for which: a row for what it is, a column for what was said.

    Shapes   labels (N,), guesses (N,) whole numbers below K; names K words
    """
    table = confusions(labels, guesses, len(names))
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    K = len(names)
    titles = [f"{name} {number}" for number, name in enumerate(names)]
    left = EDGE + max(text_width(title) for title in titles) * 0.9
    side = min(CELL, (WIDEST - left - EDGE) / K)
    top = 2 * TITLE
    shapes = [
        Words(left - 6, TITLE / 2, "it is", "muted", anchor="end"),
        Words(left, TITLE / 2, "the network says", "muted", anchor="start"),
    ]
    shapes += [Words(left + (k + 0.5) * side, 1.5 * TITLE, str(k)) for k in range(K)]
    for row in range(K):
        y = top + row * CELL
        shapes.append(Words(left - 6, y + CELL / 2, titles[row], anchor="end"))
        for column in range(K):
            x, right = left + column * side, row == column
            shapes.append(Box(x, y, side, CELL, fill="cell", line="line", thickness=0.6))
            if table[row, column]:
                tint = 0.08 + 0.4 * shares[row, column] ** (1 if right else 0.5)
                shapes.append(Box(x, y, side, CELL, fill="output" if right else "negative", opacity=tint))
                shapes.append(Words(x + side / 2, y + CELL / 2, str(table[row, column])))
    picture = Part(left + K * side + EDGE, top + K * CELL + EDGE, tuple(shapes))
    return Picture(
        [picture, *_legend([("output", "right"), ("negative", "mistaken")])],
        alt or _confusion_in_words(table, names),
    )


def confusions(labels, guesses, classes):
    """Count pairs: entry [i, j] says how often class i was called j.

    Shapes   labels (N,), guesses (N,) whole numbers below `classes` -> (classes, classes)
    """
    labels, guesses = np.asarray(labels), np.asarray(guesses)
    for name, given in (("labels", labels), ("guesses", guesses)):
        if given.ndim != 1 or given.dtype.kind not in "iu":
            raise ValueError(
                f"{name} must be whole numbers of shape (N,), not {given.dtype} of {given.shape}"
            )
        if given.size and not 0 <= given.min() <= given.max() < classes:
            raise ValueError(
                f"{name} must be from 0 to {classes - 1}, but run from {given.min()} to {given.max()}"
            )
    if labels.shape != guesses.shape:
        raise ValueError(f"there are {len(labels)} labels, but {len(guesses)} guesses")
    table = np.zeros((classes, classes), int)
    np.add.at(table, (labels, guesses), 1)
    return table


def gallery(images, captions, *, alt=None):
    """Show small pictures in rows, each with one or two lines of words below it.

    Shapes   images (N, H, W, 1) or (N, H, W, 3): 0 to 255, or floats from 0 to 1; or a list of N pictures
             that `draw.photo` takes, of any sizes; captions N words, with "\\n" before a second line
    Raises   ValueError or TypeError in words for what are no pictures
    """
    images = stack_of_pixels(images, "images")
    captions = list(captions)
    if len(captions) != len(images):
        raise ValueError(f"there are {len(images)} images, but {len(captions)} captions")
    lines = [line for caption in captions for line in caption.split("\n")]
    # All as wide as the widest, so that they stand in columns; a phone has room for three of the smallest.
    side = max(96, *(text_width(line) for line in lines))
    parts = [_captioned(image, caption, side) for image, caption in zip(images, captions, strict=True)]
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
    names = [f"filter {k + 1}" for k in range(K)] if names is None else list(names)
    if len(names) != K:
        raise ValueError(f"there are {K} filters, but {len(names)} names")
    largest = max(np.abs(before).max(), np.abs(after).max()) or 1
    side, arrow = 56, 22
    high = side * H / W
    parts = []
    for name, *pair in zip(names, before[..., 0], after[..., 0], strict=True):
        shapes = [Words(EDGE, TITLE / 2, name, "filter", anchor="start")]
        for x, values in zip((EDGE, EDGE + side + arrow), pair, strict=True):
            shapes.append(Box(x, TITLE, side, high, fill="cell"))
            shapes.append(Signed(x, TITLE, side, high, values / largest))
            shapes.append(Box(x, TITLE, side, high, line="filter", thickness=2))
        shapes.append(Words(EDGE + side + arrow / 2, TITLE + high / 2, "→", size=18))
        parts.append(Part(2 * side + arrow + 2 * EDGE, TITLE + high + 2 * EDGE, tuple(shapes)))
    moved = np.abs(after - before).max(axis=(1, 2, 3))
    words = ", ".join(f"{name} by up to {by:.2f}" for name, by in zip(names, moved, strict=True))
    return Picture([*parts, _scale(largest)], alt or f"{K} filters before and after. They changed: {words}.")


def percent(share):
    """A share of 1 as a reader writes it."""
    if 0 < share < 0.001:
        return "below 0.1 %"
    return f"{100 * share:.1f} %"


def _captioned(image, caption, width):
    lines = caption.split("\n")
    height = (width - 2 * EDGE) * image.shape[0] / image.shape[1]
    shapes = [Pixels(EDGE, EDGE, width - 2 * EDGE, height, image)]
    shapes.append(Box(EDGE, EDGE, width - 2 * EDGE, height, line="input", thickness=2))
    y = height + 2 * EDGE
    shapes += [Words(EDGE, y + (n + 0.5) * 18, line, anchor="start") for n, line in enumerate(lines)]
    return Part(width, y + 18 * len(lines), tuple(shapes))


def _legend(entries):
    parts = []
    for colour, words in entries:
        swatch = Box(2, 4, 16, 16, fill=colour, opacity=0.4, line="line", thickness=0.6)
        shapes = (swatch, Words(26, 12, words, "muted", anchor="start"))
        parts.append(Part(26 + text_width(words), TITLE, shapes, alone=not parts))
    return parts


def _scale(largest):
    width, ramp = 300, np.linspace(-1, 1, 300)[np.newaxis]
    shapes = (
        Box(EDGE, EDGE, width, 14, fill="cell"),
        Signed(EDGE, EDGE, width, 14, ramp),
        Box(EDGE, EDGE, width, 14, line="line"),
        Words(EDGE, 30, f"−{largest:.2f}", "muted", anchor="start"),
        Words(EDGE + width / 2, 30, "0", "muted"),
        Words(EDGE + width, 30, f"{largest:.2f}", "muted", anchor="end"),
    )
    return Part(width + 2 * EDGE, 40, shapes, alone=True)


def _confusion_in_words(table, names):
    right, total = int(np.trace(table)), int(table.sum())
    words = [f"A table of {total} answers, {right} of them right"]
    mistakes = table - np.diag(np.diag(table))
    for place in np.argsort(-mistakes, axis=None, kind="stable")[:3]:
        row, column = divmod(int(place), len(names))
        if mistakes[row, column]:
            words.append(f"{names[row]} was called {names[column]} {mistakes[row, column]} times")
    return ". ".join(words) + "."
