"""How fast convolution works: every window becomes a column of a table, and one matrix product does the rest.

The arithmetic of `naive.conv` is right, but Python spends its time between the multiplications. So the windows
are copied side by side: 5×5 windows on depth 3 make a table 75 numbers high, with a column for every place where
the window stops. The filters, one a row, times this table are all the activation maps at once, and matrix
products are what processors are best at. Three more things make it fast.

- The whole table of a batch would not fit into the cache (it is F² times the input), so it is laid out a chunk
  at a time, multiplied while it is still warm, and overwritten by the next.
- The bias is one more row of the table, all ones: adding it costs no second look at the maps.
- Copying is fast where neighbours stay neighbours, so a chunk keeps width (and a network's batch) innermost.

Backward lays the same tables again instead of keeping them: a table times the upstream gradient is the gradient
of the filters, and the filters times the upstream gradient is a table of what every window owes its pixels,
which F² shifted additions bring back to where the windows lay.

Arrays here have five axes (images, depth, height, width, neighbours): the layers in `layers` bring
(N, H, W, D) as N images with one neighbour, a network brings (D, H, W, N) as one image with N neighbours.
"""

from typing import NamedTuple

import numpy as np

from .sizes import span

# How many numbers a chunk's table may hold: 2**18 float32 are 1 MiB, what a core's own cache holds.
CHUNK = 2**18


class Setting(NamedTuple):
    """How the windows lie: `output` is (H2, W2), and whatever the last of them need beyond the input is 0."""

    F: tuple[int, int]
    output: tuple[int, int]
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    groups: int = 1


def paint(x, filters, bias, maps, setting):
    """Write into `maps` what conv makes of `x`.

    Shapes   x (B, D1, H1, W1, N), filters (K, Fh, Fw, D1/groups), bias (K,), maps (B, K, H2, W2, N)
    """
    matrices = [
        np.vstack([_matrix(filters[own]), bias[own]]).T for own in _shares(len(filters), setting.groups)
    ]
    for images, rows, _, tables in _tables(x, setting, ones=1):
        for own, matrix, table in zip(_shares(len(filters), setting.groups), matrices, tables, strict=True):
            np.matmul(matrix, table, out=_flat(maps[images, own, rows]))


def unpaint(dmaps, x, filters, dx, setting):
    """Write the gradient of the input into `dx` (unless it is None) and return that of the filters.

    Shapes   dmaps (B, K, H2, W2, N), x and dx (B, D1, H1, W1, N) -> (K, Fh, Fw, D1/groups)
    """
    K, *extent, depth = filters.shape
    shares = _shares(K, setting.groups)
    matrices = [_matrix(filters[own]) for own in shares]
    dmatrices = [np.zeros_like(matrix) for matrix in matrices]
    for images, rows, owed, tables in _tables(x, setting):
        for own, matrix, dmatrix, table in zip(shares, matrices, dmatrices, tables, strict=True):
            upstream = _flat(dmaps[images, own, rows])
            dmatrix += table @ upstream.T
            if dx is not None:
                # The windows have served: their room takes what each of them owes its pixels.
                np.matmul(matrix, upstream, out=table)
        if dx is not None:
            if rows.start == 0:
                owed[...] = 0
            for under, share in _cells(owed, tables, rows, setting):
                under += share
            if rows.stop == setting.output[0]:
                dx[images] = _inside(owed, x.shape, setting.padding)
    dfilters = [dmatrix.reshape(depth, *extent, -1).transpose(3, 1, 2, 0) for dmatrix in dmatrices]
    return np.concatenate(dfilters)


def _tables(x, setting, ones=0):
    """Lay the windows out a chunk at a time: yields images, rows of the maps, an empty copy of the
    padded images to write on, and one table for each group, all of them overwritten by the next chunk.
    """
    (Fh, Fw), (H2, W2), stride, padding, dilation, groups = setting
    B, D1, H1, W1, N = x.shape
    height = (Fh * Fw * D1 // groups) + ones
    some_images, some_rows = _chunk(B, H2, height * groups * W2 * N)
    padded_size = [
        max(size + 2 * padding, (windows - 1) * stride + span(F, dilation))
        for size, windows, F in zip((H1, W1), (H2, W2), (Fh, Fw), strict=True)
    ]
    padded = np.zeros((D1, some_images, *padded_size, N), x.dtype)
    scratch = np.empty_like(padded)
    room = np.empty(groups * height * some_images * some_rows * W2 * N, x.dtype)
    for image in range(0, B, some_images):
        images = slice(image, min(image + some_images, B))
        taken = images.stop - images.start
        _inside(padded[:, :taken], x.shape, padding)[...] = x[images]
        for row in range(0, H2, some_rows):
            rows = slice(row, min(row + some_rows, H2))
            wide = taken * (rows.stop - rows.start) * W2 * N
            tables = room[: groups * height * wide].reshape(groups, height, wide)
            if ones:
                tables[:, -1] = 1
            for under, cell in _cells(padded[:, :taken], tables, rows, setting):
                cell[...] = under
            yield images, rows, scratch[:, :taken], tables


def _cells(padded, tables, rows, setting):
    """For each cell of the window: what lies under it at every stop, and its place in the tables."""
    (Fh, Fw), (_, W2), stride, _, dilation, groups = setting
    D1, taken, *_, N = padded.shape
    depth, stops = D1 // groups, rows.stop - rows.start
    cells = tables[:, : depth * Fh * Fw].reshape(groups, depth, Fh, Fw, taken, stops, W2, N)
    by_group = padded.reshape(groups, depth, *padded.shape[1:])
    for down in range(Fh):
        for along in range(Fw):
            top, left = rows.start * stride + down * dilation, along * dilation
            bottom, right = top + (stops - 1) * stride + 1, left + (W2 - 1) * stride + 1
            yield by_group[..., top:bottom:stride, left:right:stride, :], cells[:, :, down, along]


def _inside(padded, shape, padding):
    """The part of padded images that is picture: (B, D1, H1, W1, N)."""
    _, _, H1, W1, _ = shape
    return padded[:, :, padding : padding + H1, padding : padding + W1].swapaxes(0, 1)


def _matrix(filters):
    """A bank as a matrix, one filter a column: (K, Fh, Fw, D) -> (D·Fh·Fw, K)."""
    return filters.transpose(3, 1, 2, 0).reshape(-1, len(filters))


def _flat(maps):
    """Maps with all stops in one line, without a copy: (b, K, rows, W2, N) -> (K, b·rows·W2·N)."""
    return maps.swapaxes(0, 1).reshape(maps.shape[1], -1)


def _shares(K, groups):
    return [slice(first, first + K // groups) for first in range(0, K, K // groups)]


def _chunk(images, rows, numbers_per_row):
    """How many images, and how many rows of each, have tables that fit: whole images, or rows of one."""
    some_images = min(images, CHUNK // (numbers_per_row * rows))
    if some_images:
        return some_images, rows
    return 1, max(1, min(rows, CHUNK // numbers_per_row))
