"""What a network is built from: each block knows the shape it makes, its parameters, and its way back.

A block holds settings alone, `Conv(6, 5, padding=2)`; the network keeps the numbers that it learns.
Inside a network a batch lies innermost, (D, H, W, N), and after a Dense it is (n, N): the pictures of a batch
then lie side by side and every loop over pixels is one over long rows. Nobody outside sees it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod
from numbers import Integral

import numpy as np

from .. import arguments, layers, written
from ..fast import windows
from ..sizes import fit_pool, fit_rule, fit_windows, pair, span, whole_number


class Block:
    """What every block can do; a block without parameters and without windows says no more than this.

    out_shape   shape in -> shape out, refusing what does not fit
    sizes       shape in -> {name: shape} of its parameters
    start       fresh parameters from a random generator
    forward     x, parameters -> output, and what `backward` will want to know
    backward    upstream gradient, that memory, parameters -> gradient of x, {name: gradient}
    reach       shape in -> (how far its window spans, its stride), each (height, width); None: everything
    macs        shape in -> how often it multiplies and accumulates
    """

    name = None
    kind = None

    def __post_init__(self):
        _name(self.name)

    def out_shape(self, shape):
        return shape

    def sizes(self, shape):
        return {}

    def start(self, shape, rng, dtype):
        return {}

    def reach(self, shape):
        return (1, 1), (1, 1)

    def macs(self, shape):
        return 0

    def neurons(self, shape):
        return 0

    def __str__(self):
        return f"{type(self).__name__}()"


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
        _keep_whole(self, K=1, stride=1, padding=0, dilation=1, groups=1)
        _keep_window(self)

    def __str__(self):
        return _written("Conv", self, ("K", "F"), ("stride", "padding", "dilation", "groups", "fit"))

    def out_shape(self, shape):
        H1, W1, D1 = _volume(shape)
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
        way = layers.fastest(x[np.newaxis], p["filters"], setting)
        way.paint(x[np.newaxis], p["filters"], p["bias"], maps[np.newaxis], setting)
        return maps, x

    def backward(self, dout, x, p, first=False):
        # Nobody asks what the pixels of the photograph should have been.
        dx = None if first else np.empty_like(x)
        owed = None if first else dx[np.newaxis]
        setting = self._setting(x)
        way = layers.fastest(x[np.newaxis], p["filters"], setting, dout[np.newaxis])
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
        return windows.Setting(F, output, stride, self.padding, dilation, self.groups)


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
        _keep_window(self)
        _keep_whole(self, padding=0, **({} if self.stride is None else {"stride": 1}))

    def __str__(self):
        return _written(type(self).__name__, self, ("F",), ("stride", "padding", "fit"))

    def out_shape(self, shape):
        H1, W1, D1 = _volume(shape)
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
        return (_volume(shape)[-1],)

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
        _keep_whole(self, n=1)
        arguments.number_from("k", self.k, 0, above=True)
        arguments.number_from("alpha", self.alpha, 0)
        arguments.number_from("beta", self.beta, 0)

    def __str__(self):
        return _written("LRN", self, (), ("n", "k", "alpha", "beta"))

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
        _keep_whole(self, m=1)

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


class Chain(Block):
    """Blocks one after the other, each with a name of its own."""

    kind = "chain"

    def __init__(self, blocks, what="layers"):
        if isinstance(blocks, (str, Block)) or not isinstance(blocks, Iterable):
            raise TypeError(f"{what} must be a list of layers such as [Conv(6, 5), ReLU()], not {blocks!r}")
        self.blocks = tuple(blocks)
        if not self.blocks:
            where = "" if what == "layers" else f" in {what}"
            raise ValueError(f"there must be at least one layer{where}")
        for place, block in enumerate(self.blocks, 1):
            if not isinstance(block, Block):
                raise TypeError(f"layer {place} must be a layer such as Conv(6, 5) or ReLU(), not {block!r}")
        self.names = _names(self.blocks)

    def __str__(self):
        return "[" + ", ".join(map(str, self.blocks)) + "]"

    def shapes(self, shape):
        """The shape that goes into each block and, last, the one that comes out."""
        shapes = [shape]
        for place, block in enumerate(self.blocks, 1):
            try:
                shapes.append(block.out_shape(shapes[-1]))
            except (ValueError, TypeError) as error:
                advice = ""
                if isinstance(error, _NeedsVolume) and len(shape) == 3:
                    flat = self.blocks[[len(out) for out in shapes].index(1) - 1]
                    advice = f": put it before the {type(flat).__name__}"
                said = written.size(shapes[-1])
                error.args = (f"layer {place}, {block}, on {said}: {error}{advice}",)
                raise
        return shapes

    def steps(self, shape):
        """Each block with its name and the shape that goes in."""
        return zip(self.names, self.blocks, self.shapes(shape)[:-1], strict=True)

    def out_shape(self, shape):
        return self.shapes(shape)[-1]

    def sizes(self, shape):
        return _named({name: block.sizes(taken) for name, block, taken in self.steps(shape)})

    def start(self, shape, rng, dtype):
        return _named({name: block.start(taken, rng, dtype) for name, block, taken in self.steps(shape)})

    def forward(self, x, p, rng=None, see=None):
        memory = []
        for name, block in zip(self.names, self.blocks, strict=True):
            x, remembered = block.forward(x, _own(p, name), rng)
            memory.append(remembered)
            if see is not None:
                see(name, x)
        return x, memory

    def backward(self, dout, memory, p, first=False):
        gradients = {}
        for place in reversed(range(len(self.blocks))):
            name = self.names[place]
            dout, gradients[name] = self.blocks[place].backward(
                dout, memory[place], _own(p, name), first and place == 0
            )
        return dout, _named(gradients)

    def reach(self, shape):
        across, jump = (1, 1), (1, 1)
        for _, block, taken in self.steps(shape):
            own = block.reach(taken)
            if own is None:
                return None
            across, jump = further(across, jump, *own)
        return across, jump

    def macs(self, shape):
        return sum(block.macs(taken) for _, block, taken in self.steps(shape))

    def neurons(self, shape):
        return sum(block.neurons(taken) for _, block, taken in self.steps(shape))


class Concat(Block):
    """Branches that see the same input; their maps are laid on top of each other in depth.

    `Concat([Conv(64, 1), ReLU()], [Conv(64, 3, padding=1), ReLU()])` makes 128 maps, and is what SqueezeNet
    expands with.
    """

    kind = "concat"

    def __init__(self, *branches, name=None):
        self.branches = tuple(Chain(branch, f"branch {place}") for place, branch in enumerate(branches, 1))
        self.name = _name(name)
        if not self.branches:
            raise ValueError("Concat needs one branch or more, each a list of layers")

    def __str__(self):
        return f"Concat({', '.join(map(str, self.branches))})"

    def out_shape(self, shape):
        outs = []
        for place, branch in enumerate(self.branches, 1):
            try:
                outs.append(_volume(branch.out_shape(shape)))
            except (ValueError, TypeError) as error:
                error.args = (f"branch {place}: {error}",)
                raise
        if len({out[:2] for out in outs}) > 1:
            raise ValueError(
                "branches must make maps of one size, but these make " + " and ".join(map(written.size, outs))
            )
        return *outs[0][:2], sum(out[2] for out in outs)

    def sizes(self, shape):
        return _named({f"branch{k}": branch.sizes(shape) for k, branch in enumerate(self.branches, 1)})

    def start(self, shape, rng, dtype):
        return _named(
            {f"branch{k}": branch.start(shape, rng, dtype) for k, branch in enumerate(self.branches, 1)}
        )

    def forward(self, x, p, rng=None):
        outs, memories = zip(
            *(branch.forward(x, _own(p, f"branch{k}"), rng) for k, branch in enumerate(self.branches, 1)),
            strict=True,
        )
        return np.concatenate(outs), (memories, [len(out) for out in outs])

    def backward(self, dout, memory, p, first=False):
        memories, depths = memory
        parts = np.split(dout, np.cumsum(depths)[:-1])
        total, gradients = None, {}
        for k, (branch, part, remembered) in enumerate(zip(self.branches, parts, memories, strict=True), 1):
            own = f"branch{k}"
            dx, gradients[own] = branch.backward(
                np.ascontiguousarray(part), remembered, _own(p, own), first
            )
            if dx is not None:
                total = dx if total is None else total + dx
        return total, _named(gradients)

    def reach(self, shape):
        reaches = [branch.reach(shape) for branch in self.branches]
        if None in reaches:
            return None
        widest = tuple(max(across[axis] for across, _ in reaches) for axis in (0, 1))
        return widest, reaches[0][1]

    def macs(self, shape):
        return sum(branch.macs(shape) for branch in self.branches)

    def neurons(self, shape):
        return sum(branch.neurons(shape) for branch in self.branches)


def further(across, jump, F, stride):
    """Put windows of extent F at some stride upon what reaches `across` pixels and moves by `jump`."""
    across = tuple(a + (f - 1) * j for a, f, j in zip(across, F, jump, strict=True))
    return across, tuple(j * s for j, s in zip(jump, stride, strict=True))


def _volume(shape):
    if len(shape) != 3:
        raise _NeedsVolume(f"it needs a volume (H, W, D), not {written.size(shape)} numbers")
    return shape


class _NeedsVolume(ValueError):
    """A layer with windows comes after one that leaves no height and width."""


def _keep_whole(block, **least):
    """Check a block's whole numbers and keep them as such: numpy's own are not written as one writes them."""
    for name, smallest in least.items():
        object.__setattr__(block, name, whole_number(name, getattr(block, name), smallest))


def _keep_window(block):
    """Check a window's extent and what it does at the edge."""
    Fh, Fw = pair("F", block.F)
    object.__setattr__(block, "F", (Fh, Fw) if isinstance(block.F, (tuple, list)) else Fh)
    fit_rule(block.fit)


def _name(name):
    if not (name is None or isinstance(name, str)):
        raise TypeError(f'name must be a word such as "conv1", not {name!r}')
    return name


def _he(sizes, weights, inputs, rng, dtype):
    """He's start for ReLU: spread √(2/inputs), so that maps grow neither louder nor fainter on the way."""
    numbers = rng.standard_normal(sizes[weights], dtype) * dtype.type((2 / inputs) ** 0.5)
    return {weights: numbers, "bias": np.zeros(sizes["bias"], dtype)}


def _names(blocks):
    """conv1, relu1, pool1, conv2 …: what a block is called unless it has a name; no name twice."""
    names, counts = [], {}
    for block in blocks:
        counts[block.kind] = counts.get(block.kind, 0) + 1
        names.append(block.name or f"{block.kind}{counts[block.kind]}")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"no two layers may have one name, but {', '.join(twice)} is there twice")
    return names


def _named(parts):
    return {f"{name}.{key}": value for name, part in parts.items() for key, value in part.items()}


def _own(parameters, name):
    start = name + "."
    return {key.removeprefix(start): value for key, value in parameters.items() if key.startswith(start)}


def _written(word, block, always, unless_default):
    default = type(block).__dataclass_fields__
    parts = [str(getattr(block, field)) for field in always]
    parts += [
        f"{field}={getattr(block, field)!r}"
        for field in unless_default
        if getattr(block, field) != default[field].default
    ]
    return f"{word}({', '.join(parts)})"
