"""The same layers as in `naive`, fast: the loops over pixels are left to numpy.

conv leaves its work to the fastest way that `fast` has for it. A pool needs no matrix product: the largest of
F·F shifted pictures is the max pool of one. The way back through a layer takes the upstream gradient `dout`
first, then what its forward took, and gives a gradient for each.
"""

import numpy as np

from . import arguments
from .fast import Setting, fastest, in_threads
from .precision import summed_wide

# How many numbers of a few images a pool looks at before the next: 2**16 float32 are 256 kB.
CACHED = 2**16


def pad(x, P, *, value=0, mode="constant"):
    """Put a border of P pixels around every map.

    The border holds `value`, or what stands inside: mirrored at the edge (mode="reflect"), or the nearest
    pixel again and again ("replicate").

    Shapes   x (..., H, W, D) -> (..., H + 2P, W + 2P, D)
    Raises   ValueError for a reflection further than x reaches
    Source   S25
    """
    x, P, value = arguments.pad_arguments(x, P, value, mode)
    if mode == "constant":
        return _border(x, P, P, value) if P else x.copy()
    edges = [(0, 0)] * (x.ndim - 3) + [(P, P), (P, P), (0, 0)]
    return np.pad(x, edges, mode="reflect" if mode == "reflect" else "edge")


@summed_wide
def conv(x, filters, bias=None, *, stride=1, padding=0, dilation=1, groups=1, fit="exact"):
    """Slide every filter over the volume `x`; each one paints one activation map.

    Shapes   x (..., H1, W1, D1), filters (K, Fh, Fw, D1/groups), bias (K,) -> (..., H2, W2, K)
    Raises   DoesNotFit when the windows do not tile the input; ValueError when depths differ
    Source   S14–S18, S30; filters are not flipped, so this is cross-correlation (S21)
    """
    x, filters, bias, output, stride, dilation = arguments.conv_arguments(
        x, filters, bias, stride, padding, dilation, groups, fit
    )
    setting = Setting(filters.shape[1:3], output, stride, padding, dilation, groups)
    pictures, maps = _depth_first(x), np.empty((*x.shape[:-3], *output, len(filters)), x.dtype)
    painted, way = _depth_first(maps), fastest(pictures, filters, setting)

    def paint(part):
        way.paint(pictures[part], filters, bias, painted[part], setting)

    in_threads(len(pictures), paint, maps.size * filters[0].size)
    return maps


def max_pool(x, F=2, *, stride=None, padding=0, fit="exact"):
    """Keep the largest number in every window, on each map by itself; padding is never the largest.

    Shapes   x (..., H1, W1, D), F a whole number or a pair (Fh, Fw) -> (..., H2, W2, D)
    Raises   DoesNotFit when the windows do not tile the input; ValueError when padding is not below F
    Source   S35–S37
    """
    x, F, stride, output = arguments.pool_arguments(x, F, stride, padding, fit)
    images, pooled = _images(x), np.empty((*x.shape[:-3], *output, x.shape[-1]), x.dtype)
    out = _images(pooled)

    def pool(some):
        _largest(_bordered(images[some], stride, padding, fit, -np.inf), F, stride, out[some])

    _some_at_a_time(pool, images)
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
    count = _counted(x.shape, F, stride, padding, output, count_padding)
    padded = _bordered(x, stride, padding, fit, 0)
    # First down, then along, as for the largest.
    tall = sum(padded[..., rows, :, :] for rows in _stops(F[0], stride, output[0]))
    total = sum(tall[..., columns, :] for columns in _stops(F[1], stride, output[1]))
    return total / count.astype(x.dtype)


def relu(x):
    """Keep what is positive, put 0 for the rest.

    Shapes   x (...) -> (...)
    Source   S19
    """
    (x,) = arguments.real_arrays(x=x)
    return np.maximum(x, 0)


@summed_wide
def fully_connected(x, weights, bias=None):
    """Every output looks at all the inputs: one dot product and one bias each.

    Shapes   x (..., n), weights (n, m), bias (m,) -> (..., m); a volume is flattened by the caller
    Source   S38
    """
    x, weights, bias = arguments.fully_connected_arguments(x, weights, bias)
    return x @ weights + bias


@summed_wide
def softmax(scores):
    """Turn scores into shares of 1: exponentiate each, divide by their sum.

    Shapes   scores (..., m) -> (..., m)
    """
    scores = arguments.score_array(scores)
    # Shares stay the same when all scores move together; with the largest at 0, exp cannot overflow.
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@summed_wide
def conv_backward(dout, x, filters, *, stride=1, padding=0, dilation=1, groups=1, fit="exact"):
    """Send the gradient of the maps back: every window owes its pixels the filter, every filter its window.

    Shapes   dout (..., H2, W2, K), x (..., H1, W1, D1), filters (K, Fh, Fw, D1/groups)
             -> dx like x, dfilters like filters, dbias (K,)
    Raises   as `conv`; ValueError when dout has not the shape of conv's output
    """
    dout, x, filters, output, stride, dilation = arguments.conv_backward_arguments(
        dout, x, filters, stride, padding, dilation, groups, fit
    )
    setting = Setting(filters.shape[1:3], output, stride, padding, dilation, groups)
    dmaps, pictures = _depth_first(dout), _depth_first(x)
    dx = np.empty(x.shape, x.dtype)
    owed, way = _depth_first(dx), fastest(pictures, filters, setting, dmaps)

    def send_back(part):
        return way.unpaint(dmaps[part], pictures[part], filters, owed[part], setting)

    dfilters = sum(in_threads(len(pictures), send_back, dout.size * filters[0].size))
    # A product with ones adds the same numbers as `sum`, in a third of the time.
    dbias = np.ones(dout.size // len(filters), x.dtype) @ dout.reshape(-1, len(filters))
    return dx, dfilters, dbias


@summed_wide
def max_pool_backward(dout, x, F=2, *, stride=None, padding=0, fit="exact", ties="first"):
    """Send each window's gradient to the number that won it; windows that overlap add up.

    `ties` says who wins when several are largest: the "first" in reading order, all of them in equal parts
    ("split"), or each with the whole gradient ("all", as a mask `x == x.max()` does it). NaN is the
    largest of all, and as large as any other NaN.

    Shapes   dout (..., H2, W2, D), x (..., H1, W1, D) -> dx like x
    Raises   as `max_pool`; ValueError for an unknown `ties` or when dout has not the shape of the output
    """
    dout, x, F, stride, output = arguments.pool_backward_arguments(dout, x, F, stride, padding, fit)
    ties = arguments.tie_rule(ties)
    images, upstream, dx = _images(x), _images(dout), np.empty(x.shape, x.dtype)
    out = _images(dx)
    # Padding wins nowhere, not even among pixels of −∞.
    inside = _bordered(np.ones((1, *x.shape[-3:-1], 1), bool), stride, padding, fit, False)

    def send_back(some):
        padded = _bordered(images[some], stride, padding, fit, -np.inf)
        largest = np.empty_like(upstream[some])
        _largest(padded, F, stride, largest)
        due = upstream[some]
        if ties == "split":
            due = due / sum(won.astype(x.dtype) for won in _winners(padded, inside, F, stride, largest))
        dpadded = np.zeros_like(padded)
        waiting = np.ones(largest.shape, bool)
        winners = _winners(padded, inside, F, stride, largest)
        for won, under in zip(winners, _shifted(dpadded, F, stride, output), strict=True):
            if ties == "first":
                won &= waiting
                waiting ^= won
            under += _where(won, due)
        out[some] = _without_border(dpadded, x.shape, padding)

    _some_at_a_time(send_back, images)
    return dx


@summed_wide
def avg_pool_backward(dout, x, F=2, *, stride=None, padding=0, fit="exact", count_padding=False):
    """Share each window's gradient among its cells; of x only the shape matters.

    Shapes   dout (..., H2, W2, D), x (..., H1, W1, D) -> dx like x
    Raises   as `avg_pool`; ValueError when dout has not the shape of the output
    """
    dout, x, F, stride, output = arguments.pool_backward_arguments(dout, x, F, stride, padding, fit)
    each = dout / _counted(x.shape, F, stride, padding, output, count_padding).astype(x.dtype)
    dpadded = _bordered(np.zeros_like(x), stride, padding, fit, 0)
    dtall = np.zeros((*dout.shape[:-2], *dpadded.shape[-2:]), x.dtype)
    for columns in _stops(F[1], stride, output[1]):
        dtall[..., columns, :] += each
    for rows in _stops(F[0], stride, output[0]):
        dpadded[..., rows, :, :] += dtall
    return _without_border(dpadded, x.shape, padding)


@summed_wide
def relu_backward(dout, x):
    """Let the gradient through where x was positive; NaN lets it through as well.

    Shapes   dout and x (...) -> dx (...)
    """
    dout, x = arguments.relu_backward_arguments(dout, x)
    return _where(~(x <= 0), dout)


@summed_wide
def fully_connected_backward(dout, x, weights):
    """Every weight is owed its input times its output's gradient; every input the weights it went through.

    Shapes   dout (..., m), x (..., n), weights (n, m) -> dx like x, dweights like weights, dbias (m,)
    """
    dout, x, weights = arguments.fully_connected_backward_arguments(dout, x, weights)
    n, m = weights.shape
    rows = dout.reshape(-1, m)
    return dout @ weights.T, x.reshape(-1, n).T @ rows, np.ones(len(rows), x.dtype) @ rows


@summed_wide
def cross_entropy(scores, labels):
    """How much the labels surprise: the mean of −log(share of the right class), and its gradient.

    Shapes   scores (N, K), labels (N,) whole numbers from 0 to K − 1 -> a number, dscores (N, K)
    Raises   ValueError or TypeError for labels that are no classes, and for an empty batch
    """
    scores, labels = arguments.cross_entropy_arguments(scores, labels)
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


def _images(x):
    """(..., H, W, D) as (N, H, W, D)."""
    return x.reshape(-1, *x.shape[-3:])


def _some_at_a_time(work, images):
    """Call work(slice) on some images after the other, so that each stays in the cache, and in threads."""
    some = max(1, CACHED // images[:1].size) if len(images) else 1

    def go(part):
        for first in range(part.start, part.stop, some):
            work(slice(first, min(first + some, part.stop)))

    in_threads(len(images), go, images.size)


def _largest(padded, F, stride, out):
    """Write the largest of every window into `out`: first down, then along, F + F looks and not F·F."""
    *_, H2, W2, _ = out.shape
    tall, *others = (padded[:, rows] for rows in _stops(F[0], stride, H2))
    for row in others:
        tall = np.maximum(tall, row)
    first, *others = (tall[:, :, columns] for columns in _stops(F[1], stride, W2))
    out[...] = first
    for column in others:
        np.maximum(out, column, out=out)


def _winners(padded, inside, F, stride, largest):
    """For each cell of the window, at which stops it won; NaN is larger than every number."""
    output = largest.shape[1:3]
    nan = np.isnan(largest)
    either = nan.any()  # NaN is equal to nothing, not to itself
    cells = (_shifted(array, F, stride, output) for array in (padded, inside))
    for cell, real in zip(*cells, strict=True):
        won = cell == largest
        if either:
            won |= nan & np.isnan(cell)
        yield won if real.all() else won & real


def _where(wanted, numbers):
    """The numbers where they are wanted, and 0 elsewhere."""
    # A product is quickest, but infinity times 0 is NaN.
    if np.isfinite(numbers.sum()):
        return numbers * wanted
    return np.where(wanted, numbers, numbers.dtype.type(0))


def _counted(shape, F, stride, padding, output, count_padding):
    """How many numbers each window's mean is over: (H2, W2, 1)."""
    counted = padding if arguments.yes_or_no("count_padding", count_padding) else 0
    cells = []
    for size, extent, stops in zip(shape[-3:-1], F, output, strict=True):
        start = np.arange(stops) * stride - padding
        cells.append(np.minimum(start + extent, size + counted) - np.maximum(start, -counted))
    return np.outer(*cells)[:, :, np.newaxis]


def _bordered(x, stride, padding, fit, value):
    """With the padding, and room for a last window that hangs over it."""
    return _border(x, padding, padding + (stride - 1 if fit == "ceil" else 0), value)


def _without_border(padded, shape, padding):
    *_, H, W, _ = shape
    return padded[..., padding : padding + H, padding : padding + W, :]


def _border(x, near, far, value):
    """Near is above and left, far is below and right; without either it is `x` itself."""
    if near == far == 0:
        return x
    edges = [(0, 0)] * (x.ndim - 3) + [(near, far), (near, far), (0, 0)]
    return np.pad(x, edges, constant_values=value)


def _shifted(padded, F, stride, output):
    """For each cell of the window, a view of what lies under that cell at every stop."""
    for rows in _stops(F[0], stride, output[0]):
        for columns in _stops(F[1], stride, output[1]):
            yield padded[..., rows, columns, :]


def _stops(extent, stride, stops):
    """For each cell along a window's side, where that cell lies at every stop."""
    for first in range(extent):
        yield slice(first, first + (stops - 1) * stride + 1, stride)
