"""The layers as the loops one says aloud: slow, and with nothing to guess.

Every function has a fast twin of the same name in `layers`, and a test holds the two together.
"""

import math

import numpy as np

from . import arguments
from .precision import summed_wide
from .sizes import span


def pad(x, P, *, value=0, mode="constant"):
    """Put a border of P pixels around every map.

    The border holds `value`, or what stands inside: mirrored at the edge (mode="reflect"), or the nearest
    pixel again and again ("replicate").

    Shapes   x (..., H, W, D) -> (..., H + 2P, W + 2P, D)
    Raises   ValueError for a reflection further than x reaches
    Source   S25
    """
    x, P, value = arguments.pad_arguments(x, P, value, mode)
    padded = _border(x, P, P, value)
    if mode == "constant":
        return padded
    *_, H, W, _ = x.shape
    for row in range(H + 2 * P):
        for column in range(W + 2 * P):
            padded[..., row, column, :] = x[..., _seen(row - P, H, mode), _seen(column - P, W, mode), :]
    return padded


@summed_wide
def conv(x, filters, bias=None, *, stride=1, padding=0, dilation=1, groups=1, fit="exact"):
    """Slide every filter over the volume `x`; each one paints one activation map.

    Shapes   x (..., H1, W1, D1), filters (K, Fh, Fw, D1/groups), bias (K,) -> (..., H2, W2, K)
    Raises   DoesNotFit when the windows do not tile the input; ValueError when depths differ
    Source   S14–S18, S30; filters are not flipped, so this is cross-correlation (S21)
    """
    x, filters, bias, (H2, W2), stride, dilation = arguments.conv_arguments(
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
    x, F, stride, output = arguments.pool_arguments(x, F, stride, padding, fit)
    pooled = np.empty((*x.shape[:-3], *output, x.shape[-1]), x.dtype)
    for place, rows, columns in _windows(x.shape, F, stride, padding, output):
        image, row, column, d = place
        pooled[image][row, column, d] = np.max(x[image][rows, columns, d])
    return pooled


@summed_wide
def avg_pool(x, F=2, *, stride=None, padding=0, fit="exact", count_padding=False):
    """Take the mean of every window, on each map by itself; padded zeros count only if asked to.

    What a last window has hanging over the padding (`fit="ceil"`) never counts.

    Shapes   x (..., H1, W1, D), F a whole number or a pair (Fh, Fw) -> (..., H2, W2, D)
    Raises   DoesNotFit when the windows do not tile the input; ValueError when padding is not below F
    Source   S35, S37
    """
    x, F, stride, output = arguments.pool_arguments(x, F, stride, padding, fit)
    count_padding = arguments.yes_or_no("count_padding", count_padding)
    pooled = np.empty((*x.shape[:-3], *output, x.shape[-1]), x.dtype)
    for place, rows, columns in _windows(x.shape, F, stride, padding, output):
        image, row, column, d = place
        window = x[image][rows, columns, d]
        cells = _counted(x.shape, row, column, F, stride, padding) if count_padding else window.size
        pooled[image][row, column, d] = np.sum(window) / cells
    return pooled


def relu(x):
    """Keep what is positive, put 0 for the rest.

    Shapes   x (...) -> (...)
    Source   S19
    """
    (x,) = arguments.real_arrays(x=x)
    kept = x.copy()
    for place in np.ndindex(x.shape):
        if x[place] < 0:
            kept[place] = 0
    return kept


@summed_wide
def fully_connected(x, weights, bias=None):
    """Every output looks at all the inputs: one dot product and one bias each.

    Shapes   x (..., n), weights (n, m), bias (m,) -> (..., m); a volume is flattened by the caller
    Source   S38
    """
    x, weights, bias = arguments.fully_connected_arguments(x, weights, bias)
    n, m = weights.shape
    scores = np.empty((*x.shape[:-1], m), x.dtype)
    for place in np.ndindex(x.shape[:-1]):
        for output in range(m):
            scores[place][output] = np.sum(x[place] * weights[:, output]) + bias[output]
    return scores


@summed_wide
def softmax(scores):
    """Turn scores into shares of 1: exponentiate each, divide by their sum.

    Shapes   scores (..., m) -> (..., m)
    """
    scores = arguments.score_array(scores)
    shares = np.empty_like(scores)
    for place in np.ndindex(scores.shape[:-1]):
        # Shares stay the same when all scores move together; with the largest at 0, exp cannot overflow.
        largest = max(scores[place])
        powers = [math.exp(score - largest) for score in scores[place]]
        shares[place] = [power / sum(powers) for power in powers]
    return shares


@summed_wide
def conv_backward(dout, x, filters, *, stride=1, padding=0, dilation=1, groups=1, fit="exact"):
    """Send the gradient of the maps back: every window owes its pixels the filter, every filter its window.

    Shapes   dout (..., H2, W2, K), x (..., H1, W1, D1), filters (K, Fh, Fw, D1/groups)
             -> dx like x, dfilters like filters, dbias (K,)
    Raises   as `conv`; ValueError when dout has not the shape of conv's output
    """
    dout, x, filters, (H2, W2), stride, dilation = arguments.conv_backward_arguments(
        dout, x, filters, stride, padding, dilation, groups, fit
    )
    *_, H1, W1, _ = x.shape
    K, Fh, Fw, depth = filters.shape
    overhang = stride - 1 if fit == "ceil" else 0
    padded = _border(x, padding, padding + overhang, 0)
    dpadded, dfilters, dbias = np.zeros_like(padded), np.zeros_like(filters), np.zeros(K, x.dtype)

    for image in np.ndindex(x.shape[:-3]):
        for k in range(K):
            group = k // (K // groups)
            seen = slice(group * depth, (group + 1) * depth)
            for row in range(H2):
                for column in range(W2):
                    top, left = row * stride, column * stride
                    rows = slice(top, top + span(Fh, dilation), dilation)
                    columns = slice(left, left + span(Fw, dilation), dilation)
                    upstream = dout[image][row, column, k]
                    dpadded[image][rows, columns, seen] += upstream * filters[k]
                    dfilters[k] += upstream * padded[image][rows, columns, seen]
                    dbias[k] += upstream
    return dpadded[..., padding : padding + H1, padding : padding + W1, :], dfilters, dbias


@summed_wide
def max_pool_backward(dout, x, F=2, *, stride=None, padding=0, fit="exact", ties="first"):
    """Send each window's gradient to the number that won it; windows that overlap add up.

    `ties` says who wins when several are largest: the "first" in reading order, all of them in equal parts
    ("split"), or each with the whole gradient ("all", as `x == x.max()` does it). NaN is the
    largest of all, and as large as any other NaN.

    Shapes   dout (..., H2, W2, D), x (..., H1, W1, D) -> dx like x
    Raises   as `max_pool`; ValueError for an unknown `ties` or when dout has not the shape of the output
    """
    dout, x, F, stride, output = arguments.pool_backward_arguments(dout, x, F, stride, padding, fit)
    ties = arguments.tie_rule(ties)
    dx = np.zeros_like(x)
    for (image, row, column, d), rows, columns in _windows(x.shape, F, stride, padding, output):
        window = x[image][rows, columns, d]
        upstream = dout[image][row, column, d]
        largest = np.max(window)
        # NaN is larger than every number, and equal to none.
        winners = np.argwhere(np.isnan(window) if np.isnan(largest) else window == largest)
        if ties == "first":
            winners = winners[:1]
        for down, along in winners:
            part = upstream / len(winners) if ties == "split" else upstream
            dx[image][rows, columns, d][down, along] += part
    return dx


@summed_wide
def avg_pool_backward(dout, x, F=2, *, stride=None, padding=0, fit="exact", count_padding=False):
    """Share each window's gradient among its cells; of x only the shape matters.

    Shapes   dout (..., H2, W2, D), x (..., H1, W1, D) -> dx like x
    Raises   as `avg_pool`; ValueError when dout has not the shape of the output
    """
    dout, x, F, stride, output = arguments.pool_backward_arguments(dout, x, F, stride, padding, fit)
    count_padding = arguments.yes_or_no("count_padding", count_padding)
    dx = np.zeros_like(x)
    for (image, row, column, d), rows, columns in _windows(x.shape, F, stride, padding, output):
        window = dx[image][rows, columns, d]
        cells = _counted(x.shape, row, column, F, stride, padding) if count_padding else window.size
        window += dout[image][row, column, d] / cells
    return dx


@summed_wide
def relu_backward(dout, x):
    """Let the gradient through where x was positive; NaN lets it through as well.

    Shapes   dout and x (...) -> dx (...)
    """
    dout, x = arguments.relu_backward_arguments(dout, x)
    dx = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        if not x[place] <= 0:
            dx[place] = dout[place]
    return dx


@summed_wide
def fully_connected_backward(dout, x, weights):
    """Every weight is owed its input times its output's gradient; every input the weights it went through.

    Shapes   dout (..., m), x (..., n), weights (n, m) -> dx like x, dweights like weights, dbias (m,)
    """
    dout, x, weights = arguments.fully_connected_backward_arguments(dout, x, weights)
    n, m = weights.shape
    dx, dweights, dbias = np.zeros_like(x), np.zeros_like(weights), np.zeros(m, x.dtype)
    for place in np.ndindex(x.shape[:-1]):
        for output in range(m):
            upstream = dout[place][output]
            dx[place] += upstream * weights[:, output]
            dweights[:, output] += upstream * x[place]
            dbias[output] += upstream
    return dx, dweights, dbias


@summed_wide
def cross_entropy(scores, labels):
    """How much the labels surprise: the mean of −log(share of the right class), and its gradient.

    Shapes   scores (N, K), labels (N,) whole numbers from 0 to K − 1 -> a number, dscores (N, K)
    Raises   ValueError or TypeError for labels that are no classes, and for an empty batch
    """
    scores, labels = arguments.cross_entropy_arguments(scores, labels)
    N, K = scores.shape
    loss, dscores = 0, softmax(scores)
    for n in range(N):
        largest = max(scores[n])
        right = labels[n]
        below = [float(score - largest) for score in scores[n]]
        loss += math.log(sum(math.exp(score) for score in below)) - below[right]
        dscores[n][right] -= 1
    return loss / N, dscores / N


def _border(x, near, far, value):
    """Near is above and left, far is below and right."""
    *batch, H, W, D = x.shape
    padded = np.full((*batch, near + H + far, near + W + far, D), value, x.dtype)
    padded[..., near : near + H, near : near + W, :] = x
    return padded


def _seen(index, size, mode):
    """The index inside 0 … size − 1 whose pixel stands at `index` of the border."""
    if mode == "replicate":
        return min(max(index, 0), size - 1)
    return abs(index) if index < size else 2 * (size - 1) - index


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


def _counted(shape, row, column, F, stride, padding):
    """How many cells of a window lie on the picture and its padding."""
    *_, H1, W1, _ = shape
    top, left = row * stride - padding, column * stride - padding
    return (min(top + F[0], H1 + padding) - top) * (min(left + F[1], W1 + padding) - left)
