"""How fast convolution works: every window becomes a column of a table, and one matrix product does the rest.

The arithmetic of `naive.conv` is right, but Python spends its time between the multiplications. So windows
are copied side by side: 5×5 windows on depth 3 make a table 75 numbers high, with a column for every place
where the window stops. The filters, one a row, times this table are all the activation maps at once, and
matrix products are what processors are best at. Three more things make it fast.

- The whole table of a batch would not fit into the cache (it is F² times the input), so it is laid out a
  chunk at a time, multiplied while it is still warm, and overwritten by the next.
- The bias is one more row of the table, all ones: adding it costs no second look at the maps.
- Copying is fast where neighbours stay neighbours: width, and a network's batch, are kept innermost.

    input, 4×4         the table of its 3×3 windows      filters · table = maps

     1  2  3  4         1  2  5  6   one column           w1 w2 … w9     four sums:
     5  6  7  8         2  3  6  7   for each of    ·                    the 2×2 map
     9 10 11 12         3  4  7  8   the 2·2 stops        (K rows)       (K of them)
    13 14 15 16         5  6  9 10
                        …  nine rows, one for each cell of the window

Backward lays the same tables again instead of keeping them: a table times the upstream gradient is the
gradient of the filters, and the filters times the upstream gradient is a table of what every window owes its
pixels, which F² shifted additions bring back to where the windows lay.

Arrays here have five axes (images, depth, height, width, neighbours): the layers in `layers` bring
(N, H, W, D) as N images with one neighbour, a network brings (D, H, W, N) as one image with N neighbours.
"""

import numpy as np

from ..sizes import span

# How many numbers a chunk's table may hold: 2**18 float32 are 1 MiB, what a core's own cache holds.
CHUNK = 2**18


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
    owed = None
    for images, rows, padded, tables in _tables(x, setting):
        for own, dmatrix, table in zip(shares, dmatrices, tables, strict=True):
            dmatrix += table @ _flat(dmaps[images, own, rows]).T
        if dx is None:
            continue
        if rows.start == 0:
            owed = _Owed(padded.shape, setting, x.dtype)
        for group, (own, matrix) in enumerate(zip(shares, matrices, strict=True)):
            owed.settle(group, matrix, dmaps[images, own, rows], rows.start)
        if rows.stop == setting.output[0]:
            dx[images] = owed.pixels(x.shape)
    dfilters = [dmatrix.reshape(depth, *extent, -1).transpose(3, 1, 2, 0) for dmatrix in dmatrices]
    return np.concatenate(dfilters)


class _Owed:
    """What the windows owe the pixels of some images, added up where windows overlap.

    At stride 4 every fourth pixel belongs together: the pixels lie as 4·4 small pictures, in which windows
    that are neighbours read neighbours. Then what all windows owe through one of their cells is a single long
    run of numbers, if only the upstream gradient's rows are made as long as the picture's.
    """

    def __init__(self, shape, setting, dtype):
        self.setting = setting
        D1, images, high, wide, N = shape
        S = setting.stride
        # One row more than there is: what sticks out of the last row is 0, but must lie somewhere.
        self.small = np.zeros((D1, S, S, images, high // S + 1, wide // S, N), dtype)

    def settle(self, group, matrix, upstream, start):
        (Fh, Fw), (_, W2), S, _, dilation, groups = self.setting
        D1, _, _, images, _, wide, N = self.small.shape
        K, stops = upstream.shape[1], upstream.shape[2]
        # As the upstream gradient lies: a network's batch innermost, or else the depth of a volume.
        if N > 1:
            longer = np.zeros((K, images, stops, wide, N), upstream.dtype)
        else:
            longer = np.zeros((images, stops, wide, N, K), upstream.dtype).transpose(4, 0, 1, 2, 3)
        longer[:, :, :, :W2] = upstream.swapaxes(0, 1)
        depth = D1 // groups
        shares = (matrix @ longer.reshape(K, -1)).reshape(depth, Fh, Fw, images, -1)
        if not np.isfinite(matrix).all():
            # Where a row was made longer 0 came in, and infinity times 0 is NaN.
            shares.reshape(depth, Fh, Fw, images, stops, wide, N)[..., W2:, :] = 0
        runs = self.small[group * depth : (group + 1) * depth].reshape(depth, S, S, images, -1)
        for rows, down, row in _together(Fh, S, dilation):
            for columns, along, column in _together(Fw, S, dilation):
                first = ((start + row) * wide + column) * N
                under = runs[:, down, along, :, first : first + stops * wide * N]
                under += shares[:, rows, columns]

    def pixels(self, shape):
        D1, S, _, images, high, wide, N = self.small.shape
        whole = self.small.transpose(0, 3, 4, 1, 5, 2, 6).reshape(D1, images, high * S, wide * S, N)
        return _inside(whole, shape, self.setting.padding)


def _tables(x, setting, ones=0):
    """Lay the windows out a chunk at a time: yields images, rows of the maps, those images padded, and one
    table for each group; what is yielded is overwritten by the next chunk.
    """
    (Fh, Fw), (H2, W2), stride, padding, dilation, groups = setting
    B, D1, H1, W1, N = x.shape
    cells = D1 // groups * Fh * Fw
    height = cells + ones
    some_images, some_rows = _chunk(B, H2, height * groups * W2 * N)
    padded_size = [
        _whole_strides(max(size + 2 * padding, (stops - 1) * stride + span(F, dilation)), stride)
        for size, stops, F in zip((H1, W1), (H2, W2), (Fh, Fw), strict=True)
    ]
    padded = np.zeros((D1, some_images, *padded_size, N), x.dtype)
    deep, image, down, along, each = padded.strides
    # All windows at once, without a copy: numpy is told where the next cell lies, and the next window.
    windows = np.ndarray(
        (D1, Fh, Fw, some_images, H2, W2, N),
        x.dtype,
        padded,
        strides=(deep, down * dilation, along * dilation, image, down * stride, along * stride, each),
    )
    room = np.empty(groups * height * some_images * some_rows * W2 * N, x.dtype)
    for image in range(0, B, some_images):
        images = slice(image, min(image + some_images, B))
        taken = images.stop - images.start
        _inside(padded[:, :taken], x.shape, padding)[...] = x[images]
        for row in range(0, H2, some_rows):
            rows = slice(row, min(row + some_rows, H2))
            chunk = windows[:, :, :, :taken, rows]
            tables = room[: groups * height * chunk[0, 0, 0].size].reshape(groups, height, -1)
            if ones:
                tables[:, -1] = 1
            tables[:, :cells].reshape(groups, -1, *chunk.shape[1:])[...] = chunk.reshape(
                groups, -1, *chunk.shape[1:]
            )
            yield images, rows, padded[:, :taken], tables


def _together(F, S, dilation):
    """Cells of a window that touch different small pictures, so that what they owe can be added at once.

    Yields which cells, which small pictures, and how many windows further on.
    """
    # With dilation, cells that are neighbours do not read neighbours, and go one by one.
    cells = S if dilation == 1 else 1
    for first in range(0, F, cells):
        last = min(first + cells, F)
        further, small = divmod(first * dilation, S)
        yield slice(first, last), slice(small, small + last - first), further


def _whole_strides(size, stride):
    return -(-size // stride) * stride


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
