"""What a picture says in words: numbers as a reader writes them, and texts made from them."""

import numpy as np

from .. import written


def rows_in_words(values):
    return "; ".join(" ".join(written.decimal(value) for value in row) for row in values)


def whole_numbers(values):
    """Values as whole numbers over one number, if a small one does it: -> values · over, over."""
    for over in range(1, 1001):
        if np.allclose(values * over, np.rint(values * over), rtol=0, atol=1e-6 * over):
            return np.rint(values * over), over
    return values, 1


def grid_alt(title, values, window, padding, padded_with, unread):
    H, W = values.shape
    words = title if f"{H}×{W}" in title else f"{title}, {H}×{W}"
    if values.size <= 100:
        words += f", row by row: {rows_in_words(values)}"
    else:
        words += f", from {written.decimal(np.nanmin(values))} to {written.decimal(np.nanmax(values))}"
    sentences = [words]
    if padding:
        sentences.append(f"A border of {padding} around it holds {written.decimal(padded_with)}")
    if window is not None:
        top, left, height, width = window
        if height == width == 1:
            sentences.append(
                f"The cell in row {written.decimal(top + 1)}, column {written.decimal(left + 1)} is marked"
            )
        else:
            rows = f"{written.decimal(top + 1)} to {written.decimal(top + height)}"
            columns = f"{written.decimal(left + 1)} to {written.decimal(left + width)}"
            sentences.append(f"The window is on rows {rows}, columns {columns}")
    if unread.any():
        sentences.append(f"{unread.sum()} of the {unread.size} pixels are never read")
    return ". ".join(sentences) + "."


def filters_alt(names, bank):
    described = []
    for name, values in zip(names, bank, strict=True):
        F, columns, D = values.shape
        size = f"{F}×{columns}" + (f"×{D}" if D > 1 else "")
        if D == 1 and values.size <= 25:
            whole, over = whole_numbers(values[:, :, 0])
            described.append(f"{name}: {rows_in_words(whole)}" + (f", each ÷ {over}" if over > 1 else ""))
        else:
            described.append(
                f"{name}, {size}, from {written.decimal(values.min())} to {written.decimal(values.max())}"
            )
    return f"{len(names)} filter{'s' if len(names) > 1 else ''}. " + ". ".join(described) + "."


def maps_alt(names, maps, beside):
    H, W, K = maps.shape
    ranges = ", ".join(
        f"{name} from {written.decimal(maps[:, :, k].min(), 1)} to {written.decimal(maps[:, :, k].max(), 1)}"
        for k, name in enumerate(names)
    )
    before = "The input and " if beside else ""
    return f"{before}{K} activation map{'s' if K > 1 else ''} of {H}×{W}: {ranges}."


def confusion_alt(table, names):
    right, total = int(np.trace(table)), int(table.sum())
    words = [f"A table of {total} answers, {right} of them right"]
    mistakes = table - np.diag(np.diag(table))
    for place in np.argsort(-mistakes, axis=None, kind="stable")[:3]:
        row, column = divmod(int(place), len(names))
        if mistakes[row, column]:
            words.append(f"{names[row]} was called {names[column]} {mistakes[row, column]} times")
    return ". ".join(words) + "."


def curves_alt(history, asked):
    words = (
        f"Over {len(history)} epochs the loss goes from {history.loss[0]:.3f} to {history.loss[-1]:.3f} and "
        f"the share of right answers from {written.share(history.accuracy[0])} to "
        f"{written.share(history.accuracy[-1])}"
    )
    if asked:
        words += (
            f"; on the validation pictures the loss ends at {history.validation_loss[-1]:.3f} "
            f"and {written.share(history.validation_accuracy[-1])} are right"
        )
    return words + "."
