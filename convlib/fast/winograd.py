"""Winograd's shortcut: the same maps with a quarter of the multiplications, or a little more.

A row of 4 outputs of a 3-wide filter takes 12 multiplications. It is also a part of a product of polynomials,
and a polynomial of degree 5 is known from its values at 6 points: 6 numbers made from the 6 pixels, 6 from
the filter, 6 multiplications, and 4 sums of these. On 6×6 pixels that makes 36 multiplications for 16 outputs
of 9 each, and the work in between, sums with small fixed weights, is done once for all filters. A 5-wide
filter gives 2 outputs from the same 6 pixels.

The points are 0, 1, −1, ½, −2 and infinity. Their powers make the sums less exact than windows are: float32
loses some 3e-6 of the largest output, and no more than 2e-5. All pixels of a tile stand in the same sums: one
that outshines the others would cost its neighbours more, and NaN would take them along. Such pictures, and
such filters, stay with `windows`. float64 never comes here, and `fast.using(winograd=False)` keeps all away.

Source   Winograd 1980; Lavin and Gray 2016, "Fast algorithms for convolutional neural networks"
"""

from functools import cache
from math import prod

import numpy as np

from . import threads

TILE = 6
POINTS = (0.0, 1.0, -1.0, 0.5, -2.0)

# A pixel's numbers, as one length, may be so many times as long as those of the others are on average.
EVEN = 16

# How many numbers a chunk may hold: tiles and products of some images together, 4 MiB of float32.
CHUNK = 2**20


def pays(x, filters, setting, dmaps=None):
    """Whether the shortcut is allowed here, and worth its sums; `dmaps` is what is sent back, if anything is.

    Shapes   x (B, D1, H1, W1, N), filters (K, F, F, D1), dmaps (B, K, H2, W2, N)
    """
    K, Fh, Fw, D1 = filters.shape
    return (
        threads.winograd()
        and x.dtype == filters.dtype == np.float32
        and Fh == Fw
        and Fh in (3, 5)
        and setting.stride == setting.dilation == setting.groups == 1
        and min(K, D1) >= 32
        and max(K, D1) >= 64
        and _even(filters.transpose(0, 3, 1, 2)[..., np.newaxis])
        and _even(x)
        and (dmaps is None or _even(dmaps))
    )


def _even(volumes):
    """Whether in every picture (B, D, H, W, N) no pixel outshines the others; NaN and infinity do."""
    with np.errstate(over="ignore", invalid="ignore"):
        lengths = np.sqrt(np.einsum("bdhwn,bdhwn->bhwn", volumes, volumes))
        longest = lengths.max(axis=(1, 2))
        others = lengths.sum(axis=(1, 2)) - longest
        pixels = max(1, lengths[0, :, :, 0].size - 1) if lengths.size else 1
        return bool((np.isfinite(longest) & (longest <= EVEN / pixels * others)).all())


def paint(x, filters, bias, maps, setting):
    """Write into `maps` what conv makes of `x`: `windows.paint` by the shortcut."""
    K, F, _, _ = filters.shape
    pixels_in, filter_in, sums_out = _transforms(F, x.dtype)
    bank = _twice(filter_in, filters.transpose(1, 2, 3, 0)).reshape(TILE * TILE, -1, K)
    for images, tiles in _tiles(x, F, K, setting, pixels_in):
        values = np.matmul(tiles.reshape(TILE * TILE, -1, tiles.shape[-1]), bank)
        outputs = _twice(sums_out, values.reshape(TILE, TILE, -1, K)) + bias
        _lay(outputs, maps[images], tiles.shape)


def unpaint(dmaps, x, filters, dx, setting):
    """The way back of `paint`, from its end: what was summed is handed out, what was handed out is summed.

    Writes the gradient of the input into `dx` (unless it is None) and returns that of the filters.
    """
    K, F, _, D1 = filters.shape
    pixels_in, filter_in, sums_out = _transforms(F, x.dtype)
    bank = _twice(filter_in, filters.transpose(1, 2, 3, 0)).reshape(TILE * TILE, D1, K)
    dbank = np.zeros_like(bank)
    for images, tiles in _tiles(x, F, K, setting, pixels_in):
        outputs = _pick(dmaps[images], tiles.shape, len(sums_out))
        dvalues = _twice(sums_out.T, outputs).reshape(TILE * TILE, -1, K)
        flat = tiles.reshape(TILE * TILE, -1, D1)
        dbank += np.matmul(flat.transpose(0, 2, 1), dvalues)
        if dx is not None:
            dtiles = np.matmul(dvalues, bank.transpose(0, 2, 1)).reshape(tiles.shape)
            _settle(dtiles, pixels_in, dx[images], setting.padding, TILE - F + 1)
    return _twice(filter_in.T, dbank.reshape(TILE, TILE, D1, K)).transpose(3, 0, 1, 2)


@cache
def _transforms(F, dtype):
    """The three matrices of a filter F wide: pixels (6, 6), filter (6, F), sums (7 − F, 6)."""
    points = np.array(POINTS)
    outputs = TILE - F + 1
    powers = points[:, np.newaxis] ** np.arange(TILE)
    others = [np.delete(points, place) for place in range(len(points))]
    # One point after the other: the polynomial that is 0 at all others, and how large it is here.
    pixels = [np.append(np.poly(other)[::-1], 0) for other in others] + [np.poly(points)[::-1]]
    sizes = np.array([prod(point - other) for point, other in zip(points, others, strict=True)])
    infinity = np.zeros((1, F))
    infinity[0, -1] = 1
    filter_in = np.vstack([powers[:, :F] / sizes[:, np.newaxis], infinity])
    last = np.zeros((outputs, 1))
    last[-1] = 1
    sums = np.hstack([powers[:, :outputs].T, last])
    return tuple(matrix.astype(dtype) for matrix in (np.array(pixels), filter_in, sums))


def _twice(matrix, array):
    """Take the matrix along the first two axes, down and across: (a, a, ...) -> (b, b, ...)."""
    rows, columns, *rest = array.shape
    down = (matrix @ array.reshape(rows, -1)).reshape(len(matrix), columns, -1)
    return np.matmul(matrix, down).reshape(len(matrix), len(matrix), *rest)


def _tiles(x, F, K, setting, pixels_in):
    """Cut some images into 6×6 tiles whose outputs lie side by side, and transform them.

    Yields which images, and (6, 6, images, tiles down, tiles across, D1).
    """
    B, D1, H1, W1, N = x.shape
    step = TILE - F + 1
    down, across = (-(-size // step) for size in setting.output)
    # All threads together hold a chunk.
    some = max(1, CHUNK // threads.threads() // (TILE * TILE * down * across * (D1 + K) * N))
    P = setting.padding
    padded = np.zeros((min(some, B), N, down * step + F - 1, across * step + F - 1, D1), x.dtype)
    for image in range(0, B, some):
        images = slice(image, min(image + some, B))
        taken = padded[: images.stop - images.start]
        # What the last tiles need beyond the padding is 0.
        taken[:, :, P : P + H1, P : P + W1] = x[images].transpose(0, 4, 2, 3, 1)
        yield images, _cut(taken.reshape(-1, *taken.shape[2:]), pixels_in, step)


def _cut(pictures, pixels_in, step):
    """Pictures (n, H, W, D) as transformed tiles: along the height first, then along the width."""
    rows = np.lib.stride_tricks.sliding_window_view(pictures, TILE, axis=1)[:, ::step]
    rows = np.ascontiguousarray(rows.transpose(4, 0, 1, 2, 3))
    rows = (pixels_in @ rows.reshape(TILE, -1)).reshape(rows.shape)
    cells = np.lib.stride_tricks.sliding_window_view(rows, TILE, axis=3)[:, :, :, ::step]
    cells = np.ascontiguousarray(cells.transpose(0, 5, 1, 2, 3, 4))
    return np.matmul(pixels_in, cells.reshape(TILE, TILE, -1)).reshape(cells.shape)


def _settle(dtiles, pixels_in, dx, padding, step):
    """The way back of `_tiles`: add up what every tile owes its pixels."""
    _, _, images, down, across, D1 = dtiles.shape
    cells = np.matmul(pixels_in.T, dtiles.reshape(TILE, TILE, -1)).reshape(dtiles.shape)
    rows = np.zeros((TILE, images, down, (across - 1) * step + TILE, D1), dtiles.dtype)
    for cell in range(TILE):
        rows[:, :, :, cell : cell + (across - 1) * step + 1 : step] += cells[:, cell]
    rows = (pixels_in.T @ rows.reshape(TILE, -1)).reshape(rows.shape)
    owed = np.zeros((images, (down - 1) * step + TILE, rows.shape[3], D1), dtiles.dtype)
    for cell in range(TILE):
        owed[:, cell : cell + (down - 1) * step + 1 : step] += rows[cell]
    B, _, H1, W1, N = dx.shape
    inner = owed[:, padding : padding + H1, padding : padding + W1].reshape(B, N, -1, W1, D1)
    dx[...] = inner.transpose(0, 4, 2, 3, 1)


def _lay(outputs, maps, shape):
    """Put the outputs of all tiles side by side: (m, m, ...) -> maps (b, K, H2, W2, N)."""
    m, _, _, K = outputs.shape
    _, _, _, down, across, _ = shape
    b, _, H2, W2, N = maps.shape
    whole = outputs.reshape(m, m, b, N, down, across, K).transpose(2, 6, 4, 0, 5, 1, 3)
    for row in range(m):
        for column in range(m):
            part = maps[:, :, row::m, column::m]
            part[...] = whole[:, :, : part.shape[2], row, : part.shape[3], column]


def _pick(dmaps, shape, m):
    """The way back of `_lay`; outputs beyond the maps' edge are owed nothing: -> (m, m, ..., K)."""
    b, K, H2, W2, N = dmaps.shape
    _, _, _, down, across, _ = shape
    outputs = np.zeros((m, m, b, N, down, across, K), dmaps.dtype)
    for row in range(m):
        for column in range(m):
            part = dmaps[:, :, row::m, column::m]
            outputs[row, column, :, :, : part.shape[2], : part.shape[3]] = part.transpose(0, 4, 2, 3, 1)
    return outputs
