"""Blocks made of blocks: one after the other (`Chain`), or side by side on the same input (`Concat`).

Both are blocks themselves, so that a branch may have branches. A parameter's name tells the way to it:
"fire2/expand.branch1.1x1.filters".
"""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from .. import written
from .block import Block, NeedsVolume, layer_name, volume


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
                if isinstance(error, NeedsVolume) and len(shape) == 3:
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
        self.name = layer_name(name)
        if not self.branches:
            raise ValueError("Concat needs one branch or more, each a list of layers")

    def __str__(self):
        return f"Concat({', '.join(map(str, self.branches))})"

    def out_shape(self, shape):
        outs = []
        for place, branch in enumerate(self.branches, 1):
            try:
                outs.append(volume(branch.out_shape(shape)))
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
            dx, gradients[own] = branch.backward(np.ascontiguousarray(part), remembered, _own(p, own), first)
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


def _names(blocks):
    """conv1, relu1, pool1, conv2 …: what a block is called unless it has a name; no name twice."""
    names, kinds = [], Counter()
    for block in blocks:
        kinds[block.kind] += 1
        names.append(block.name or f"{block.kind}{kinds[block.kind]}")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"two layers may not have the same name, but {', '.join(twice)} is used twice")
    return names


def _named(parts):
    return {f"{name}.{key}": value for name, part in parts.items() for key, value in part.items()}


def _own(parameters, name):
    start = name + "."
    return {key.removeprefix(start): value for key, value in parameters.items() if key.startswith(start)}
