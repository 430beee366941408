"""The same layers as in `naive`, fast: the loops over pixels are left to numpy.

conv lays its windows out as rows of a table and multiplies that table by the filters, a chunk at a time.
Pools need no table: the largest of F·F shifted pictures is the max pool of one.
"""

import numpy as np

from . import checks
from .sizes import span, whole_number

# How many numbers the table of windows may hold: 2**22 float32 are 16 MB.
CHUNK = 2**22


def pad(x, P, *, value=0):
    """Put a border of P pixels around every map.

    Shapes   x (..., H, W, D) -> (..., H + 2P, W + 2P, D)
    Source   S25
    """
    (x,) = checks.real_arrays(x=x)
    checks.volume(x)
    P, value = whole_number("P", P, 0), checks.real_number("value", value)
    return _border(x, P, P, value)


def conv(x, filters, bias=None, *, stride=1, padding=0, dilation=1, groups=1, fit="exact"):
    """Slide every filter over the volume `x`; each one paints one activation map.

    Shapes   x (..., H1, W1, D1), filters (K, Fh, Fw, D1/groups), bias (K,) -> (..., H2, W2, K)
    Raises   DoesNotFit when the windows do not tile the input; ValueError when depths differ
    Source   S14–S18, S30; filters are not flipped, so this is cross-correlation (S21)
    """
    x, filters, bias, (H2, W2) = checks.conv_arguments(
        x, filters, bias, stride, padding, dilation, groups, fit
    )
    K, Fh, Fw, depth = filters.shape
    overhang = stride - 1 if fit == "ceil" else 0
    padded = _border(x, padding, padding + overhang, 0)
    windows = np.lib.stride_tricks.sliding_window_view(
        padded, (span(Fh, dilation), span(Fw, dilation)), axis=(-3, -2)
    )
    # (..., row, column, depth, Fh, Fw), every stride-th window and every dilation-th cell of it
    windows = windows[..., ::stride, ::stride, :, ::dilation, ::dilation][..., :H2, :W2, :, :, :]
    windows = windows.reshape(-1, *windows.shape[-5:])

    maps = np.empty((len(windows), H2, W2, K), x.dtype)
    painted = K // groups
    for group in range(groups):
        seen = slice(group * depth, (group + 1) * depth)
        own = slice(group * painted, (group + 1) * painted)
        table = filters[own].transpose(3, 1, 2, 0).reshape(depth * Fh * Fw, painted)
        for images, rows in _chunks(len(windows), H2, W2 * depth * Fh * Fw):
            cells = windows[images, rows, :, seen].reshape(-1, depth * Fh * Fw)
            part = maps[images, rows, :, own]
            part[...] = (cells @ table + bias[own]).reshape(part.shape)
    return maps.reshape(*x.shape[:-3], H2, W2, K)


def max_pool(x, F=2, *, stride=None, padding=0, fit="exact"):
    """Keep the largest number in every window, on each map by itself; padding is never the largest.

    Shapes   x (..., H1, W1, D), F a whole number or a pair (Fh, Fw) -> (..., H2, W2, D)
    Raises   DoesNotFit when the windows do not tile the input; ValueError when padding is not below F
    Source   S35–S37
    """
    x, F, stride, output = checks.pool_arguments(x, F, stride, padding, fit)
    first, *others = _shifted(x, F, stride, padding, output, fit, -np.inf)
    pooled = first.copy()
    for cell in others:
        np.maximum(pooled, cell, out=pooled)
    return pooled


def avg_pool(x, F=2, *, stride=None, padding=0, fit="exact", count_padding=False):
    """Take the mean of every window, on each map by itself; padded zeros count only if asked to.

    What a last window has hanging over the padding (`fit="ceil"`) never counts.

    Shapes   x (..., H1, W1, D), F a whole number or a pair (Fh, Fw) -> (..., H2, W2, D)
    Raises   DoesNotFit when the windows do not tile the input; ValueError when padding is not below F
    Source   S35, S37
    """
    x, F, stride, output = checks.pool_arguments(x, F, stride, padding, fit)
    counted = padding if checks.yes_or_no("count_padding", count_padding) else 0
    first, *others = _shifted(x, F, stride, padding, output, fit, 0)
    total = first.copy()
    for cell in others:
        total += cell

    def cells(size, extent, windows):
        start = np.arange(windows) * stride - padding
        return np.minimum(start + extent, size + counted) - np.maximum(start, -counted)

    *_, H1, W1, _ = x.shape
    count = np.outer(cells(H1, F[0], output[0]), cells(W1, F[1], output[1]))
    total /= count[:, :, np.newaxis].astype(x.dtype)
    return total


def relu(x):
    """Keep what is positive, put 0 for the rest.

    Shapes   x (...) -> (...)
    Source   S19
    """
    (x,) = checks.real_arrays(x=x)
    return np.maximum(x, 0)


def fully_connected(x, weights, bias=None):
    """Every output looks at all the inputs: one dot product and one bias each.

    Shapes   x (..., n), weights (n, m), bias (m,) -> (..., m); a volume is flattened by the caller
    Source   S38
    """
    x, weights, bias = checks.fully_connected_arguments(x, weights, bias)
    return x @ weights + bias


def softmax(scores):
    """Turn scores into shares of 1: exponentiate each, divide by their sum.

    Shapes   scores (..., m) -> (..., m)
    """
    scores = checks.score_array(scores)
    # Shares stay the same when all scores move together; with the largest at 0, exp cannot overflow.
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _border(x, near, far, value):
    """Near is above and left, far is below and right."""
    edges = [(0, 0)] * (x.ndim - 3) + [(near, far), (near, far), (0, 0)]
    return np.pad(x, edges, constant_values=value)


def _shifted(x, F, stride, padding, output, fit, value):
    """For each cell of the window, the picture of what lies under that cell at every stop."""
    padded = _border(x, padding, padding + (stride - 1 if fit == "ceil" else 0), value)
    H2, W2 = output
    for top in range(F[0]):
        for left in range(F[1]):
            rows = slice(top, top + (H2 - 1) * stride + 1, stride)
            columns = slice(left, left + (W2 - 1) * stride + 1, stride)
            yield padded[..., rows, columns, :]


def _chunks(images, rows, numbers_per_row):
    """Cut the work so that a chunk's table stays within CHUNK: whole images, or some rows of one image."""
    some_rows = max(1, min(rows, CHUNK // numbers_per_row))
    some_images = max(1, CHUNK // (numbers_per_row * rows))
    for image in range(0, images, some_images):
        for row in range(0, rows, some_rows):
            yield slice(image, image + some_images), slice(row, row + some_rows)
