"""The way back through the layers: from what the output should do to what every number should do for it.

Each function takes the upstream gradient `dout` first, then what its forward took, and gives a gradient for each.
"""

import numpy as np

from . import checks, speed, windows
from .layers import _border, _shifted, max_pool, softmax
from .windows import Setting


def conv_backward(dout, x, filters, *, stride=1, padding=0, dilation=1, groups=1, fit="exact"):
    """Send the gradient of the maps back: every window owes its pixels the filter, every filter its window.

    Shapes   dout (..., H2, W2, K), x (..., H1, W1, D1), filters (K, Fh, Fw, D1/groups)
             -> dx like x, dfilters like filters, dbias (K,)
    Raises   as `conv`; ValueError when dout has not the shape of conv's output
    """
    dout, x, filters, output = checks.conv_backward_arguments(
        dout, x, filters, stride, padding, dilation, groups, fit
    )
    setting = Setting(filters.shape[1:3], output, stride, padding, dilation, groups)
    dmaps, pictures = _depth_first(dout), _depth_first(x)
    dx = np.empty(x.shape, x.dtype)
    owed = _depth_first(dx)

    def send_back(part):
        return windows.unpaint(dmaps[part], pictures[part], filters, owed[part], setting)

    dfilters = sum(speed.share(len(pictures), send_back, dout.size * filters[0].size))
    return dx, dfilters, dout.sum(axis=tuple(range(dout.ndim - 1)))


def max_pool_backward(dout, x, F=2, *, stride=None, padding=0, fit="exact", ties="first"):
    """Send each window's gradient to the number that won it; windows that overlap add up.

    `ties` says who wins when several are largest: the "first" in reading order, all of them in equal parts
    ("split"), or each with the whole gradient ("all", as a mask `x == x.max()` does it).

    Shapes   dout (..., H2, W2, D), x (..., H1, W1, D) -> dx like x
    Raises   as `max_pool`; ValueError for an unknown `ties` or when dout has not the shape of the output
    """
    dout, x, F, stride, output = checks.pool_backward_arguments(dout, x, F, stride, padding, fit)
    ties = checks.tie_rule(ties)
    cells = list(_shifted(x, F, stride, padding, output, fit, -np.inf))
    largest = max_pool(x, F, stride=stride, padding=padding, fit=fit)
    if ties == "split":
        dout = dout / sum(cell == largest for cell in cells)
    open_ = np.ones(dout.shape, bool)
    dpadded = _border(np.zeros_like(x), padding, padding + (stride - 1 if fit == "ceil" else 0), 0)
    for cell, under in zip(cells, _cells_of(dpadded, F, stride, output), strict=True):
        won = cell == largest
        if ties == "first":
            won &= open_
            open_ &= ~won
        under += dout * won
    return _without_border(dpadded, x.shape, padding)


def avg_pool_backward(dout, x, F=2, *, stride=None, padding=0, fit="exact", count_padding=False):
    """Share each window's gradient among its cells; of x only the shape matters.

    Shapes   dout (..., H2, W2, D), x (..., H1, W1, D) -> dx like x
    Raises   as `avg_pool`; ValueError when dout has not the shape of the output
    """
    dout, x, F, stride, output = checks.pool_backward_arguments(dout, x, F, stride, padding, fit)
    each = dout / _counted(x.shape, F, stride, padding, output, count_padding, dout.dtype)
    dpadded = _border(np.zeros_like(x), padding, padding + (stride - 1 if fit == "ceil" else 0), 0)
    for under in _cells_of(dpadded, F, stride, output):
        under += each
    return _without_border(dpadded, x.shape, padding)


def relu_backward(dout, x):
    """Let the gradient through where x was positive.

    Shapes   dout and x (...) -> dx (...)
    """
    dout, x = checks.relu_backward_arguments(dout, x)
    return dout * (x > 0)


def fully_connected_backward(dout, x, weights):
    """Every weight is owed its input times its output's gradient; every input the weights it went through.

    Shapes   dout (..., m), x (..., n), weights (n, m) -> dx like x, dweights like weights, dbias (m,)
    """
    dout, x, weights = checks.fully_connected_backward_arguments(dout, x, weights)
    n, m = weights.shape
    rows = dout.reshape(-1, m)
    return dout @ weights.T, x.reshape(-1, n).T @ rows, rows.sum(axis=0)


def cross_entropy(scores, labels):
    """How surprised the scores are by the labels: the mean of −log(share of the right class), and its gradient.

    Shapes   scores (N, K), labels (N,) whole numbers from 0 to K − 1 -> a number, dscores (N, K)
    Raises   ValueError or TypeError for labels that are no classes, and for an empty batch
    """
    scores, labels = checks.cross_entropy_arguments(scores, labels)
    right = np.arange(len(scores)), labels
    # With the largest score at 0 nothing overflows, and the log of a share is never taken of 0.
    below = scores - scores.max(axis=1, keepdims=True)
    loss = np.mean(np.log(np.exp(below).sum(axis=1)) - below[right])
    dscores = softmax(scores)
    dscores[right] -= 1
    dscores /= len(scores)
    return float(loss), dscores


def _depth_first(volumes):
    """(..., H, W, D) as the fast path's five axes (images, D, H, W, 1)."""
    *_, H, W, D = volumes.shape
    return volumes.reshape(-1, H, W, D).transpose(0, 3, 1, 2)[..., np.newaxis]


def _cells_of(padded, F, stride, output):
    """For each cell of the window, what lies under it at every stop: a view to add to."""
    H2, W2 = output
    for top in range(F[0]):
        for left in range(F[1]):
            rows = slice(top, top + (H2 - 1) * stride + 1, stride)
            columns = slice(left, left + (W2 - 1) * stride + 1, stride)
            yield padded[..., rows, columns, :]


def _counted(shape, F, stride, padding, output, count_padding, dtype):
    """How many numbers each window's mean is over, as `avg_pool` counts them: (H2, W2, 1)."""
    counted = padding if checks.yes_or_no("count_padding", count_padding) else 0
    cells = []
    for size, extent, windows_along in zip(shape[-3:-1], F, output, strict=True):
        start = np.arange(windows_along) * stride - padding
        cells.append(np.minimum(start + extent, size + counted) - np.maximum(start, -counted))
    return np.outer(*cells)[:, :, np.newaxis].astype(dtype)


def _without_border(padded, shape, padding):
    *_, H, W, _ = shape
    return padded[..., padding : padding + H, padding : padding + W, :]
