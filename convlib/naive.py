"""The layers as the loops one says aloud: slow, and with nothing to guess.

Every function has a fast twin of the same name in `layers`, and a test holds the two together.
"""

import math

import numpy as np

from . import checks
from .sizes import span, whole_number


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
    maps = np.empty((*x.shape[:-3], H2, W2, K), x.dtype)

    for image in np.ndindex(x.shape[:-3]):
        for k in range(K):
            group = k // (K // groups)
            seen = slice(group * depth, (group + 1) * depth)
            for row in range(H2):
                for column in range(W2):
                    top, left = row * stride, column * stride
                    rows = slice(top, top + span(Fh, dilation), dilation)
                    columns = slice(left, left + span(Fw, dilation), dilation)
                    window = padded[image][rows, columns, seen]
                    maps[image][row, column, k] = np.sum(window * filters[k]) + bias[k]
    return maps


def max_pool(x, F=2, *, stride=None, padding=0, fit="exact"):
    """Keep the largest number in every window, on each map by itself; padding is never the largest.

    Shapes   x (..., H1, W1, D), F a whole number or a pair (Fh, Fw) -> (..., H2, W2, D)
    Raises   DoesNotFit when the windows do not tile the input; ValueError when padding is not below F
    Source   S35–S37
    """
    x, F, stride, output = checks.pool_arguments(x, F, stride, padding, fit)
    pooled = np.empty((*x.shape[:-3], *output, x.shape[-1]), x.dtype)
    for place, rows, columns in _windows(x.shape, F, stride, padding, output):
        image, row, column, d = place
        pooled[image][row, column, d] = np.max(x[image][rows, columns, d])
    return pooled


def avg_pool(x, F=2, *, stride=None, padding=0, fit="exact", count_padding=False):
    """Take the mean of every window, on each map by itself; padded zeros count only if asked to.

    What a last window has hanging over the padding (`fit="ceil"`) never counts.

    Shapes   x (..., H1, W1, D), F a whole number or a pair (Fh, Fw) -> (..., H2, W2, D)
    Raises   DoesNotFit when the windows do not tile the input; ValueError when padding is not below F
    Source   S35, S37
    """
    x, F, stride, output = checks.pool_arguments(x, F, stride, padding, fit)
    count_padding = checks.yes_or_no("count_padding", count_padding)
    *_, H1, W1, D = x.shape
    pooled = np.empty((*x.shape[:-3], *output, D), x.dtype)
    for place, rows, columns in _windows(x.shape, F, stride, padding, output):
        image, row, column, d = place
        window = x[image][rows, columns, d]
        cells = window.size
        if count_padding:
            top, left = row * stride - padding, column * stride - padding
            cells = (min(top + F[0], H1 + padding) - top) * (min(left + F[1], W1 + padding) - left)
        pooled[image][row, column, d] = np.sum(window) / cells
    return pooled


def relu(x):
    """Keep what is positive, put 0 for the rest.

    Shapes   x (...) -> (...)
    Source   S19
    """
    (x,) = checks.real_arrays(x=x)
    kept = x.copy()
    for place in np.ndindex(x.shape):
        if x[place] < 0:
            kept[place] = 0
    return kept


def fully_connected(x, weights, bias=None):
    """Every output looks at all the inputs: one dot product and one bias each.

    Shapes   x (..., n), weights (n, m), bias (m,) -> (..., m); a volume is flattened by the caller
    Source   S38
    """
    x, weights, bias = checks.fully_connected_arguments(x, weights, bias)
    n, m = weights.shape
    scores = np.empty((*x.shape[:-1], m), x.dtype)
    for place in np.ndindex(x.shape[:-1]):
        for output in range(m):
            scores[place][output] = np.sum(x[place] * weights[:, output]) + bias[output]
    return scores


def softmax(scores):
    """Turn scores into shares of 1: exponentiate each, divide by their sum.

    Shapes   scores (..., m) -> (..., m)
    """
    scores = checks.score_array(scores)
    shares = np.empty_like(scores)
    for place in np.ndindex(scores.shape[:-1]):
        # Shares stay the same when all scores move together; with the largest at 0, exp cannot overflow.
        largest = max(scores[place])
        powers = [math.exp(score - largest) for score in scores[place]]
        shares[place] = [power / sum(powers) for power in powers]
    return shares


def _border(x, near, far, value):
    """Near is above and left, far is below and right."""
    *batch, H, W, D = x.shape
    padded = np.full((*batch, near + H + far, near + W + far, D), value, x.dtype)
    padded[..., near : near + H, near : near + W, :] = x
    return padded


def _windows(shape, F, stride, padding, output):
    """Each place in the output, with the rows and columns of the input that its window reads."""
    *batch, H1, W1, D = shape
    for image in np.ndindex(*batch):
        for row in range(output[0]):
            for column in range(output[1]):
                top, left = row * stride - padding, column * stride - padding
                rows = slice(max(top, 0), min(top + F[0], H1))
                columns = slice(max(left, 0), min(left + F[1], W1))
                for d in range(D):
                    yield (image, row, column, d), rows, columns
