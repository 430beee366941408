"""The layers that a network is built from: each knows the shape it makes, its parameters, and its way back.

A block holds settings alone, `Conv(6, 5, padding=2)`; the network keeps the numbers that it learns.
Inside a network a batch lies innermost, (D, H, W, N), and after a Dense it is (n, N): the pictures of a batch
then lie side by side and every loop over pixels is one over long rows. Nobody outside sees it.
"""

from dataclasses import dataclass
from math import prod
from numbers import Integral

import numpy as np

from .. import arguments, layers
from ..fast import Setting, fastest
from ..refusal import pair
from ..sizes import fit_pool, fit_windows, span
from .block import Block, volume


@dataclass(frozen=True)
class Conv(Block):
    """K filters of extent F: K activation maps. F is a whole number or a pair (Fh, Fw)."""

    K: int
    F: int | tuple[int, int]
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    groups: int = 1
    fit: str = "exact"
    name: str | None = None
    kind = "conv"

    def __post_init__(self):
        super().__post_init__()
        self._keep_whole(K=1, stride=1, padding=0, dilation=1, groups=1)
        self._keep_window()

    def __str__(self):
        return self._written(("K", "F"), ("stride", "padding", "dilation", "groups", "fit"))

    def out_shape(self, shape):
        H1, W1, D1 = volume(shape)
        if D1 % self.groups or self.K % self.groups:
            raise ValueError(
                f"groups is {self.groups}, but must divide the depth {D1} and the {self.K} filters"
            )
        output = fit_windows(
            (H1, W1), pair("F", self.F), self.stride, self.padding, dilation=self.dilation, fit=self.fit
        )
        return *output, self.K

    def sizes(self, shape):
        return {"filters": (self.K, *pair("F", self.F), shape[-1] // self.groups), "bias": (self.K,)}

    def start(self, shape, rng, dtype):
        return _he(self.sizes(shape), "filters", prod(self.sizes(shape)["filters"][1:]), rng, dtype)

    def forward(self, x, p, rng=None):
        setting = self._setting(x)
        maps = np.empty((self.K, *setting.output, x.shape[-1]), x.dtype)
        way = fastest(x[np.newaxis], p["filters"], setting)
        way.paint(x[np.newaxis], p["filters"], p["bias"], maps[np.newaxis], setting)
        return maps, x

    def backward(self, dout, x, p, first=False):
        # Nobody asks what the pixels of the photograph should have been.
        dx = None if first else np.empty_like(x)
        owed = None if first else dx[np.newaxis]
        setting = self._setting(x)
        way = fastest(x[np.newaxis], p["filters"], setting, dout[np.newaxis])
        dfilters = way.unpaint(dout[np.newaxis], x[np.newaxis], p["filters"], owed, setting)
        return dx, {"filters": dfilters, "bias": dout.sum(axis=(1, 2, 3))}

    def reach(self, shape):
        return tuple(span(F, self.dilation) for F in pair("F", self.F)), (self.stride, self.stride)

    def macs(self, shape):
        return prod(self.out_shape(shape)) * prod(self.sizes(shape)["filters"][1:])

    def neurons(self, shape):
        return prod(self.out_shape(shape))

    def _setting(self, x):
        D1, H1, W1, N = x.shape
        F = pair("F", self.F)
        output, stride, dilation = arguments.conv_windows(
            (N, H1, W1, D1), F, self.K, self.stride, self.padding, self.dilation, self.fit
        )
        return Setting(F, output, stride, self.padding, dilation, self.groups)


@dataclass(frozen=True)
class ReLU(Block):
    """Keep what is positive, put 0 for the rest."""

    name: str | None = None
    kind = "relu"

    def forward(self, x, p, rng=None):
        out = layers.relu(x)
        return out, out

    def backward(self, dout, out, p, first=False):
        # The output is positive exactly where the input is.
        return layers.relu_backward(dout, out), {}


@dataclass(frozen=True)
class _Pool(Block):
    F: int | tuple[int, int] = 2
    stride: int | None = None
    padding: int = 0
    fit: str = "exact"
    name: str | None = None
    kind = "pool"

    def __post_init__(self):
        super().__post_init__()
        self._keep_window()
        self._keep_whole(padding=0, **({} if self.stride is None else {"stride": 1}))

    def __str__(self):
        return self._written(("F",), ("stride", "padding", "fit"))

    def out_shape(self, shape):
        H1, W1, D1 = volume(shape)
        return *fit_pool((H1, W1), self.F, self.stride, self.padding, self.fit)[0], D1

    def reach(self, shape):
        F = pair("F", self.F)
        return F, (F if self.stride is None else (self.stride, self.stride))

    def _settings(self):
        return {"stride": self.stride, "padding": self.padding, "fit": self.fit}


@dataclass(frozen=True)
class MaxPool(_Pool):
    """Keep the largest number in every F×F window, on each map by itself; stride None means F."""

    def forward(self, x, p, rng=None):
        # (D, H, W, N): to a pool the maps are images, and the images of a batch are maps.
        return layers.max_pool(x, self.F, **self._settings()), x

    def backward(self, dout, x, p, first=False):
        return layers.max_pool_backward(dout, x, self.F, **self._settings()), {}


@dataclass(frozen=True)
class AvgPool(_Pool):
    """Take the mean of every F×F window, on each map by itself; stride None means F."""

    def forward(self, x, p, rng=None):
        return layers.avg_pool(x, self.F, **self._settings()), x

    def backward(self, dout, x, p, first=False):
        return layers.avg_pool_backward(dout, x, self.F, **self._settings()), {}


@dataclass(frozen=True)
class GlobalAvgPool(Block):
    """Take the mean of each whole map: one number a map, whatever its size."""

    name: str | None = None
    kind = "pool"

    def out_shape(self, shape):
        return (volume(shape)[-1],)

    def reach(self, shape):
        return None

    def forward(self, x, p, rng=None):
        return x.mean(axis=(1, 2)), x.shape

    def backward(self, dout, shape, p, first=False):
        each = dout / prod(shape[1:3])
        return np.broadcast_to(each[:, np.newaxis, np.newaxis], shape).copy(), {}


@dataclass(frozen=True)
class LRN(Block):
    """Local response normalisation: each number is divided by (k + α · the squares of n neighbours)^β.

    The neighbours are the numbers at the same pixel on n adjacent maps, itself in the middle; the defaults
    are the paper's. Caffe, PyTorch and ONNX mean α/n by α.

    Source   Krizhevsky, Sutskever, Hinton 2012, section 3.3
    """

    n: int = 5
    k: float = 2.0
    alpha: float = 1e-4
    beta: float = 0.75
    name: str | None = None
    kind = "norm"

    def __post_init__(self):
        super().__post_init__()
        whole = isinstance(self.n, Integral) and not isinstance(self.n, bool)
        if not whole or self.n < 1 or self.n % 2 == 0:
            kind = ValueError if whole else TypeError
            raise kind(f"n must be an odd whole number such as 5, one in the middle, not {self.n!r}")
        self._keep_whole(n=1)
        arguments.number_from("k", self.k, 0, above=True)
        arguments.number_from("alpha", self.alpha, 0)
        arguments.number_from("beta", self.beta, 0)

    def __str__(self):
        return self._written((), ("n", "k", "alpha", "beta"))

    def forward(self, x, p, rng=None):
        scale = self._neighbours(x * x)
        scale *= self.alpha
        scale += self.k
        return x * scale**-self.beta, (x, scale)

    def backward(self, dout, memory, p, first=False):
        x, scale = memory
        power = scale**-self.beta
        # Each number also stands in the sums of its neighbours.
        shared = self._neighbours(dout * x * power / scale)
        return dout * power - 2 * self.alpha * self.beta * x * shared, {}

    def _neighbours(self, squares):
        """For each map, the sum of the n maps around it, as far as there are so many."""
        total = squares.copy()
        for away in range(1, min(self.n // 2, len(squares) - 1) + 1):
            total[away:] += squares[:-away]
            total[:-away] += squares[away:]
        return total


@dataclass(frozen=True)
class Dropout(Block):
    """While training, put 0 for a share of the numbers and scale up the rest; otherwise do nothing."""

    share: float = 0.5
    name: str | None = None
    kind = "dropout"

    def __post_init__(self):
        super().__post_init__()
        arguments.number_from("share", self.share, 0, 1)

    def __str__(self):
        return f"Dropout({self.share})"

    def forward(self, x, p, rng=None):
        if rng is None:
            return x, 1
        kept = (rng.random(x.shape, np.float32) >= self.share) / x.dtype.type(1 - self.share)
        return x * kept, kept

    def backward(self, dout, kept, p, first=False):
        return dout * kept, {}


@dataclass(frozen=True)
class Dense(Block):
    """m outputs, each looking at all the inputs (fully connected); a volume is flattened first."""

    m: int
    name: str | None = None
    kind = "fc"

    def __post_init__(self):
        super().__post_init__()
        self._keep_whole(m=1)

    def __str__(self):
        return f"Dense({self.m})"

    def out_shape(self, shape):
        return (self.m,)

    def sizes(self, shape):
        return {"weights": (prod(shape), self.m), "bias": (self.m,)}

    def start(self, shape, rng, dtype):
        return _he(self.sizes(shape), "weights", prod(shape), rng, dtype)

    def forward(self, x, p, rng=None):
        # Weights are in the order of a volume's own axes, (H, W, D).
        flat = x.transpose(1, 2, 0, 3).reshape(-1, x.shape[-1]) if x.ndim == 4 else x
        return p["weights"].T @ flat + p["bias"][:, np.newaxis], (flat, x.shape)

    def backward(self, dout, memory, p, first=False):
        flat, shape = memory
        gradients = {"weights": flat @ dout.T, "bias": dout.sum(axis=1)}
        if first:
            return None, gradients
        dx = p["weights"] @ dout
        if len(shape) == 4:
            D, H, W, N = shape
            dx = np.ascontiguousarray(dx.reshape(H, W, D, N).transpose(2, 0, 1, 3))
        return dx, gradients

    def reach(self, shape):
        return None

    def macs(self, shape):
        return prod(shape) * self.m

    def neurons(self, shape):
        return self.m


def _he(sizes, weights, inputs, rng, dtype):
    """He's start for ReLU: spread √(2/inputs), so that maps grow neither louder nor fainter on the way."""
    numbers = rng.standard_normal(sizes[weights], dtype) * dtype.type((2 / inputs) ** 0.5)
    return {weights: numbers, "bias": np.zeros(sizes["bias"], dtype)}
