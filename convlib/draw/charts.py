"""Pictures of what a network says: shares as bars, answers as a table of confusions, pictures with words.

As in `draw`, a colour never stands alone: right answers are on the diagonal, and every bar has its number.
"""

import numpy as np

from .. import written
from ..pictures.pixels import pixels_of
from .parts import EDGE, TITLE, captioned_part, legend_parts
from .picture import WIDEST, Box, Part, Picture, Words, text_width

ROW = 38
BAR = 10
CELL = 26


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
        shapes.append(Words(EDGE + width, y + 11, written.share(share), anchor="end"))
        shapes.append(Box(EDGE, y + 21, width, BAR, fill="cell", line="line", thickness=0.6))
        shapes.append(Box(EDGE, y + 21, width * share, BAR, fill="output"))
    chart = Part(WIDEST, top + len(names) * ROW, tuple(shapes))
    seen = [] if image is None else [captioned_part(pixels_of(image, "image"), "what the network sees", 200)]
    words = ", ".join(f"{name} {written.share(share)}" for name, share in zip(names, shares, strict=True))
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
        [picture, *legend_parts([("output", "right"), ("negative", "mistaken")])],
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


def _confusion_in_words(table, names):
    right, total = int(np.trace(table)), int(table.sum())
    words = [f"A table of {total} answers, {right} of them right"]
    mistakes = table - np.diag(np.diag(table))
    for place in np.argsort(-mistakes, axis=None, kind="stable")[:3]:
        row, column = divmod(int(place), len(names))
        if mistakes[row, column]:
            words.append(f"{names[row]} was called {names[column]} {mistakes[row, column]} times")
    return ". ".join(words) + "."
