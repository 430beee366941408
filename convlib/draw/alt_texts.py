"""What a picture says in words: numbers as a reader writes them, and texts made from them."""

import numpy as np


def number_text(value, decimals=2):
    """A number as a reader writes it: no trailing zeros, a real minus sign."""
    if not np.isfinite(value):
        return "NaN" if np.isnan(value) else "∞" if value > 0 else "−∞"
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text.replace("-", "−")


def rows_in_words(values):
    return "; ".join(" ".join(number_text(value) for value in row) for row in values)


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
        words += f", from {number_text(np.nanmin(values))} to {number_text(np.nanmax(values))}"
    sentences = [words]
    if padding:
        sentences.append(f"A border of {padding} around it holds {number_text(padded_with)}")
    if window is not None:
        top, left, height, width = window
        if height == width == 1:
            sentences.append(
                f"The cell in row {number_text(top + 1)}, column {number_text(left + 1)} is marked"
            )
        else:
            rows = f"{number_text(top + 1)} to {number_text(top + height)}"
            columns = f"{number_text(left + 1)} to {number_text(left + width)}"
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
                f"{name}, {size}, from {number_text(values.min())} to {number_text(values.max())}"
            )
    return f"{len(names)} filter{'s' if len(names) > 1 else ''}. " + ". ".join(described) + "."


def maps_alt(names, maps, beside):
    H, W, K = maps.shape
    ranges = ", ".join(
        f"{name} from {number_text(maps[:, :, k].min(), 1)} to {number_text(maps[:, :, k].max(), 1)}"
        for k, name in enumerate(names)
    )
    before = "The input and " if beside else ""
    return f"{before}{K} activation map{'s' if K > 1 else ''} of {H}×{W}: {ranges}."
