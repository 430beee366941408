"""Layers put together: a network that checks its shapes, looks at pictures, learns and can be kept.

net = Network([Conv(6, 5, padding=2), ReLU(), MaxPool(2), Dense(10)], input_shape=(28, 28, 1))
net.fit(x, y, epochs=3)
net.predict(x[:5])
"""

import json
import zipfile
from functools import cached_property
from math import prod

import numpy as np

from .. import arguments, written
from ..fast import in_threads
from ..layers import cross_entropy, softmax
from ..refusal import whole_number
from .block import Block
from .blocks import LRN, AvgPool, Conv, Dense, Dropout, GlobalAvgPool, MaxPool, ReLU
from .compose import Chain, Concat
from .summary import Summary
from .training import SGD, Adam, fit

__all__ = [
    "LRN",
    "SGD",
    "Adam",
    "AvgPool",
    "Block",
    "Concat",
    "Conv",
    "Dense",
    "Dropout",
    "GlobalAvgPool",
    "MaxPool",
    "Network",
    "ReLU",
]

# So many pictures at a time look through a network that only looks.
LOOK = 64


class Network:
    """Layers one after the other, for pictures of one shape.

    Shapes   input_shape (H, W, D); x (N, H, W, D), and a single picture (H, W, D) is welcome too
    Raises   DoesNotFit, ValueError or TypeError, naming the layer that does not fit

    `parameters` are the numbers it learns, by name: "conv1.filters" is (K, Fh, Fw, D), "fc1.weights" (n, m).
    They are drawn when first needed, the same for the same `seed`, as He et al. 2015 do it for ReLU.
    """

    def __init__(self, layers, input_shape, *, seed=0, dtype=np.float32):
        if not isinstance(input_shape, (tuple, list)) or len(input_shape) != 3:
            raise ValueError(f"input_shape must be (H, W, D), such as (28, 28, 1), not {input_shape!r}")
        self.input_shape = tuple(whole_number("input_shape", size, 1) for size in input_shape)
        self.seed = whole_number("seed", seed, 0)
        self.dtype = _dtype(dtype)
        self.chain = Chain(layers)
        self.output_shape = self.chain.out_shape(self.input_shape)

    @property
    def names(self):
        """What the layers are called: their own names, or conv1, relu1, pool1, conv2 …"""
        return list(self.chain.names)

    @cached_property
    def parameters(self):
        for name, size in self.chain.sizes(self.input_shape).items():
            arguments.room(name, size)
        return self.chain.start(self.input_shape, np.random.default_rng(self.seed), self.dtype)

    def __repr__(self):
        return f"Network({self.chain}, input_shape={self.input_shape})"

    def summary(self):
        """Show each layer's output, parameters, neurons, MACs, receptive field and jump."""
        sizes = {name: prod(size) for name, size in self.chain.sizes(self.input_shape).items()}
        return Summary(self.chain, self.input_shape, sizes)

    def scores(self, x):
        """What the last layer says of each picture: the higher the score, the likelier the class.

        Shapes   (N, H, W, D) -> (N, K); (H, W, D) -> (K,)
        """
        pictures = self._pictures(x)
        scores = np.empty((len(pictures), *self.output_shape), self.dtype)

        def look(part):
            for start in range(part.start, part.stop, LOOK):
                some = slice(start, min(start + LOOK, part.stop))
                out, _ = self.chain.forward(_inward(pictures[some]), self.parameters)
                scores[some] = _outward(out)

        in_threads(len(pictures), look, self._work(len(pictures)))
        return scores if np.ndim(x) == 4 else scores[0]

    def probabilities(self, x):
        """The scores as shares of 1, by softmax.

        Shapes   (N, H, W, D) -> (N, K); (H, W, D) -> (K,)
        """
        return softmax(self.scores(x))

    def predict(self, x):
        """The number of the class with the highest score.

        Shapes   (N, H, W, D) -> (N,); (H, W, D) -> a whole number
        """
        best = self.scores(x).argmax(axis=-1)
        return best if np.ndim(x) == 4 else int(best)

    def activations(self, x):
        """What every layer makes of x, by the layer's name.

        Shapes   (N, H, W, D) -> {name: (N, H2, W2, K) or (N, m)}; without N for a single picture
        """
        seen = {}
        pictures = self._pictures(x)
        one = np.ndim(x) == 3

        def see(name, out):
            seen[name] = _outward(out)[0] if one else _outward(out)

        self.chain.forward(_inward(pictures), self.parameters, see=see)
        return seen

    def loss_and_gradients(self, x, y, *, rng=None):
        """The mean cross-entropy loss over a batch, and its gradient for every parameter.

        With `rng` the network is in training: that is when Dropout drops.

        Shapes   x (N, H, W, D), y (N,) -> loss, {name: array}
        """
        loss, gradients, _ = self.learn(*self.batch(x, y), rng)
        return loss, gradients

    def batch(self, x, y, names=("x", "y")):
        """Give back pictures and labels as arrays that can be learnt from; an error calls them by `names`.

        Shapes   x (N, H, W, D), y (N,) -> the same
        Raises   ValueError or TypeError for what is no batch, and where the last layer makes no scores
        """
        (pictures,) = arguments.real_arrays(**{names[0]: x})
        if pictures.shape == self.input_shape:
            raise ValueError(
                f"{names[0]} has shape {pictures.shape}, but a batch (N, H, W, D) is needed to learn from: "
                f"{names[0]}[np.newaxis] makes a batch of one"
            )
        if len(self.output_shape) != 1:
            raise ValueError(
                f"the last layer makes {written.size(self.output_shape)}, but scores are needed to learn "
                "from labels: end with Dense(classes) or GlobalAvgPool()"
            )
        pictures = self._pictures(pictures, names[0])
        return pictures, arguments.label_array(y, len(pictures), *self.output_shape, names[1])

    def learn(self, x, y, rng=None):
        """Go forward and back through what `batch` gave: -> loss, gradients by name, how many were right."""
        parameters = self.parameters
        chance = None if rng is None else int(rng.integers(2**32))

        def through(part):
            share = len(y[part]) / len(y)
            # Every thread draws for itself, so that their order does not matter.
            own = None if chance is None else np.random.default_rng((chance, part.start))
            # Steps that are too large end in NaN: the loss says so, once.
            with np.errstate(over="ignore", invalid="ignore"):
                out, memory = self.chain.forward(_inward(x[part]), parameters, own)
                loss, dscores = cross_entropy(out.T, y[part])
                right = int((out.argmax(axis=0) == y[part]).sum())
                upstream = np.ascontiguousarray(dscores.T) * out.dtype.type(share)
                _, gradients = self.chain.backward(upstream, memory, parameters, first=True)
            return loss * share, gradients, right

        shares = in_threads(len(x), through, self._work(len(x)))
        loss, gradients, right = shares[0]
        for other_loss, others, other_right in shares[1:]:
            loss += other_loss
            right += other_right
            for name, gradient in others.items():
                gradients[name] += gradient
        return loss, gradients, right

    fit = fit

    def save(self, path):
        """Write the parameters, and what network they belong to, to an .npz file."""
        with open(path, "wb") as file:
            np.savez(file, _network=np.array(self._description()), **self.parameters)
        return self

    def load(self, path):
        """Read parameters that `save` wrote for a network of the same layers.

        Raises   ValueError when the file is not ours, is damaged, or belongs to another network
        """
        try:
            with open(path, "rb") as raw, np.load(raw, allow_pickle=False) as file:
                stored = {name: file[name] for name in file.files}
        except (ValueError, EOFError, AttributeError, TypeError, zipfile.BadZipFile) as error:
            raise _not_ours(path, f"it cannot be read ({error})") from None
        if "_network" not in stored or stored["_network"].dtype.kind != "U":
            raise _not_ours(path, "it names no network")
        self._compare(path, str(stored.pop("_network")))
        sizes = self.chain.sizes(self.input_shape)
        for name, size in sizes.items():
            if name not in stored or stored[name].shape != size or stored[name].dtype.kind != "f":
                raise ValueError(f"{path} is damaged: {name} is not there as numbers of shape {size}")
        self.parameters = {name: stored[name].astype(self.dtype, copy=False) for name in sizes}
        return self

    def _description(self):
        layers = [[name, str(block)] for name, block in zip(self.names, self.chain.blocks, strict=True)]
        return json.dumps({"input_shape": self.input_shape, "layers": layers})

    def _compare(self, path, description):
        try:
            theirs, ours = json.loads(description), json.loads(self._description())
            shape = theirs["input_shape"]
            layers = [(str(name), str(block)) for name, block in theirs["layers"]]
        except (ValueError, KeyError, TypeError):
            raise _not_ours(path, "the network it names is unreadable") from None
        refusal = f"{path} is of another network: "
        if shape != ours["input_shape"]:
            theirs, ours = written.size(shape), written.size(self.input_shape)
            raise ValueError(f"{refusal}it takes pictures of {theirs}, this one {ours}")
        for place, (their, our) in enumerate(zip(layers, ours["layers"], strict=False), 1):
            if their != tuple(our):
                raise ValueError(f"{refusal}its layer {place} is {', '.join(their)}, ours {', '.join(our)}")
        if len(layers) != len(ours["layers"]):
            raise ValueError(f"{refusal}it has {len(layers)} layers, this one {len(ours['layers'])}")

    def _pictures(self, x, name="x"):
        (pictures,) = arguments.real_arrays(**{name: x})
        if pictures.ndim == 3 and pictures.shape == self.input_shape:
            pictures = pictures[np.newaxis]
        if pictures.ndim != 4 or pictures.shape[1:] != self.input_shape:
            H, W, D = self.input_shape
            raise ValueError(
                f"{name} has shape {pictures.shape}, but this network takes pictures of "
                f"{written.size((H, W, D))}: (N, {H}, {W}, {D}), or {self.input_shape} for a single one"
                + _other_order(name, pictures.shape, self.input_shape)
            )
        arguments.finite(name, pictures, f"np.nan_to_num({name}, posinf=0, neginf=0) puts 0 there")
        with np.errstate(over="ignore"):
            ours = pictures.astype(self.dtype, copy=False)
        if ours is not pictures and not np.isfinite(ours).all():
            largest = np.finfo(self.dtype).max
            raise ValueError(
                f"{name} has numbers up to {np.abs(pictures).max():g}, but {self.dtype} ends at {largest:g}: "
                f"{name} / np.abs({name}).max() lies between −1 and 1"
            )
        return ours

    def _work(self, pictures):
        return pictures * sum(prod(shape) for shape in self.chain.shapes(self.input_shape))


def _dtype(given):
    """float32 or float64: steps of training are lost in float16, and no matrix product is fast in it."""
    try:
        dtype = np.dtype(given)
    except TypeError:
        dtype = None
    if given is None or dtype not in (np.float32, np.float64):
        raise TypeError(f"dtype must be np.float32 or np.float64, not {given!r}")
    return dtype


def _other_order(name, shape, wanted):
    """How pictures in another library's order become ours, if they do."""
    H, W, D = wanted
    if D == 1 and len(shape) in (2, 3) and shape[-2:] == (H, W):
        return f". {name}[..., np.newaxis] gives it its depth of 1"
    if shape == (D, H, W):
        return f". PyTorch's (D, H, W) becomes ours with {name}.transpose(1, 2, 0)"
    if len(shape) == 4 and shape[1:] == (D, H, W):
        return f". PyTorch's (N, D, H, W) becomes ours with {name}.transpose(0, 2, 3, 1)"
    if shape[:-1] == wanted:
        return f". {name}.transpose(3, 0, 1, 2) puts the batch first"
    if 1 <= len(shape) <= 2 and shape[-1] == prod(wanted):
        return f". {name}.reshape(-1, {H}, {W}, {D}) turns its rows into volumes"
    return ""


def _not_ours(path, reason):
    return ValueError(f"{path} is not a file that Network.save wrote: {reason}")


def _inward(pictures):
    """(N, H, W, D) -> (D, H, W, N): the batch innermost, as blocks want it."""
    return np.ascontiguousarray(pictures.transpose(3, 1, 2, 0))


def _outward(out):
    """(D, H, W, N) -> (N, H, W, D), and (n, N) -> (N, n)."""
    return np.ascontiguousarray(out.transpose(3, 1, 2, 0) if out.ndim == 4 else out.T)
