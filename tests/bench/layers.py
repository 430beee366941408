"""How fast convlib is beside PyTorch, an im2col as courses teach it, SciPy and the bare matrix product.

    python tests/bench/layers.py [--rounds 9] [--threads 1 2] [--only conv pool net]

All run in one process, one after the other in shuffled rounds, float32; a ratio is taken within a round and
its median is told. Three things would otherwise decide who wins, and are alike for all: the allocator keeps
what it is given back (PyTorch would else pay for fresh pages), every sample comes after a warm-up, and with
two threads after a rest in which everybody's idle workers go to sleep. A round in which the bare product took
a quarter longer than at its best is dropped as disturbed; if that leaves fewer than three, the three quietest
stay.
"""

import argparse
import ctypes
import random
import time
import tracemalloc
from pathlib import Path


def pin_the_allocator():
    """Never give memory back to the system, and take no block from it by itself: glibc's mallopt."""
    try:
        libc = ctypes.CDLL("libc.so.6")
        kept = libc.mallopt(-1, 2**30), libc.mallopt(-4, 0)
    except OSError:
        return False
    return all(kept)


# Before numpy and PyTorch allocate anything.
PINNED = pin_the_allocator()

import numpy as np  # noqa: E402

import convlib  # noqa: E402
from convlib import Network, fast, layers  # noqa: E402
from convlib.fast import windows, winograd  # noqa: E402
from convlib.network.architectures import alexnet, lenet  # noqa: E402

try:
    import torch
    from torch.nn import functional
except ImportError:
    torch = None

FOLDER = Path(__file__).parents[2] / "_build" / "bench"

# N, H, W, D, K, F, S, P
CONVS = [
    (1, 32, 32, 3, 6, 5, 1, 0),
    (64, 32, 32, 3, 32, 5, 1, 2),
    (64, 16, 16, 32, 64, 3, 1, 1),
    (128, 28, 28, 1, 16, 5, 1, 2),
    (16, 227, 227, 3, 96, 11, 4, 0),
    (16, 27, 27, 96, 256, 5, 1, 2),
]
# N, H, W, D, F, S
POOLS = [(64, 32, 32, 32, 2, 2), (16, 55, 55, 96, 3, 2)]


def numbers(*shape):
    return np.random.default_rng(sum(shape)).standard_normal(shape, np.float32)


def channels_first(x):
    return np.ascontiguousarray(np.moveaxis(x, -1, 1))


def conv_calls(N, H, W, D, K, F, S, P):
    """What is to be timed on one shape: {who: (forward, forward + backward or None)}."""
    x, filters, bias = numbers(N, H, W, D), numbers(K, F, F, D), numbers(K)
    dout = numbers(*layers.conv(x, filters, stride=S, padding=P).shape)
    _, H2, W2, _ = dout.shape
    calls = {}

    def forward():
        return layers.conv(x, filters, bias, stride=S, padding=P)

    def both():
        forward()
        return layers.conv_backward(dout, x, filters, stride=S, padding=P)

    calls["convlib"] = forward, both
    tall, wide = numbers(N * H2 * W2, F * F * D), numbers(F * F * D, K)

    def products():
        tall @ wide
        upstream = dout.reshape(-1, K)
        tall.T @ upstream
        upstream @ wide.T

    calls["bare product"] = (lambda: tall @ wide), products
    first = channels_first(x), channels_first(filters), channels_first(dout)
    calls["im2col"] = Im2col(*first[:2], bias, S, P).calls(first[2])
    if S == 1 and N * K <= 64:
        from scipy.signal import correlate

        padded = np.pad(x, [(0, 0), (P, P), (P, P), (0, 0)])
        calls["SciPy"] = (
            (lambda: [[correlate(one, bank, "valid", "direct") for bank in filters] for one in padded]),
            None,
        )
    if torch:
        tx, tf, tdout = map(torch.from_numpy, first)
        tx.requires_grad_(), tf.requires_grad_()
        tb = torch.from_numpy(bias).requires_grad_()

        def torch_forward():
            with torch.no_grad():
                return functional.conv2d(tx, tf, tb, stride=S, padding=P)

        def torch_both():
            out = functional.conv2d(tx, tf, tb, stride=S, padding=P)
            return torch.autograd.grad(out, (tx, tf, tb), tdout)

        calls["PyTorch"] = torch_forward, torch_both
        close(forward(), np.moveaxis(torch_forward().numpy(), 1, -1))
        for ours, theirs in zip(both()[:2], torch_both()[:2], strict=True):
            close(ours, np.moveaxis(theirs.numpy(), 1, -1))
    return calls


class Im2col:
    """The im2col of CS231n's assignments: an index for each number of the table, add.at on the way back."""

    def __init__(self, x, filters, bias, S, P):
        self.x, self.filters, self.bias, self.P = x, filters, bias, P
        K, D, F, _ = filters.shape
        H2, W2 = ((size + 2 * P - F) // S + 1 for size in x.shape[2:])
        cell_row = np.tile(np.repeat(np.arange(F), F), D)
        cell_column = np.tile(np.arange(F), F * D)
        self.rows = cell_row[:, np.newaxis] + S * np.repeat(np.arange(H2), W2)
        self.columns = cell_column[:, np.newaxis] + S * np.tile(np.arange(W2), H2)
        self.depths = np.repeat(np.arange(D), F * F)[:, np.newaxis]
        self.output = K, H2, W2, len(x)

    def forward(self):
        padded = np.pad(self.x, [(0, 0), (0, 0), (self.P, self.P), (self.P, self.P)])
        table = padded[:, self.depths, self.rows, self.columns]
        table = table.transpose(1, 2, 0).reshape(self.rows.shape[0], -1)
        out = self.filters.reshape(len(self.filters), -1) @ table + self.bias[:, np.newaxis]
        return out.reshape(self.output).transpose(3, 0, 1, 2), table

    def both(self, dout):
        _, table = self.forward()
        N, D, H, W = self.x.shape
        upstream = dout.transpose(1, 2, 3, 0).reshape(len(self.filters), -1)
        dfilters = (upstream @ table.T).reshape(self.filters.shape)
        dtable = self.filters.reshape(len(self.filters), -1).T @ upstream
        shares = dtable.reshape(self.rows.shape[0], -1, N).transpose(2, 0, 1)
        padded = np.zeros((N, D, H + 2 * self.P, W + 2 * self.P), np.float32)
        np.add.at(padded, (slice(None), self.depths, self.rows, self.columns), shares)
        return padded[:, :, self.P : self.P + H, self.P : self.P + W], dfilters, dout.sum(axis=(0, 2, 3))

    def calls(self, dout):
        return self.forward, lambda: self.both(dout)


def pool_calls(N, H, W, D, F, S):
    x = numbers(N, H, W, D)
    dout = numbers(*layers.max_pool(x, F, stride=S).shape)

    def forward():
        return layers.max_pool(x, F, stride=S)

    def both():
        forward()
        return layers.max_pool_backward(dout, x, F, stride=S)

    calls = {"convlib": (forward, both)}
    for name, layout in (("PyTorch", "contiguous_format"), ("PyTorch, channels_last", "channels_last")):
        if torch:
            layout = getattr(torch, layout)
            tx, tdout = (torch.from_numpy(channels_first(array)) for array in (x, dout))
            tx, tdout = tx.contiguous(memory_format=layout), tdout.contiguous(memory_format=layout)
            tx.requires_grad_()

            def torch_forward(tx=tx):
                with torch.no_grad():
                    return functional.max_pool2d(tx, F, S)

            def torch_both(tx=tx, tdout=tdout):
                return torch.autograd.grad(functional.max_pool2d(tx, F, S), tx, tdout)

            calls[name] = torch_forward, torch_both
            close(both(), np.moveaxis(torch_both()[0].numpy(), 1, -1))
    return calls


def alexnet_calls(batch):
    net, x = Network(alexnet(), (227, 227, 3)), numbers(batch, 227, 227, 3)
    calls = {"convlib": (lambda: net.scores(x), None)}
    if torch:
        model, tx = as_torch(net), torch.from_numpy(channels_first(x))

        def torch_forward():
            with torch.no_grad():
                return model(tx)

        calls["PyTorch"] = torch_forward, None
        close(net.scores(x), torch_forward().numpy())
    return calls


def lenet_calls(batch=64):
    """A step of training: forward, loss, backward, SGD."""
    net, x = Network(lenet(), (28, 28, 1)), numbers(batch, 28, 28, 1)
    y = np.random.default_rng(0).integers(0, 10, batch)
    twin = as_torch(net) if torch else None
    optimizer = convlib.SGD(rate=0.01)

    def step():
        _, gradients = net.loss_and_gradients(x, y)
        optimizer.step(net.parameters, gradients)

    calls = {"convlib": (None, step)}
    if torch:
        tx, ty = torch.from_numpy(channels_first(x)), torch.from_numpy(y)
        torch_optimizer = torch.optim.SGD(twin.parameters(), lr=0.01, momentum=0.9)

        def torch_step():
            torch_optimizer.zero_grad()
            functional.cross_entropy(twin(tx), ty).backward()
            torch_optimizer.step()

        calls["PyTorch"] = None, torch_step
    return calls


def as_torch(net):
    """The same network, with the same parameters, made of PyTorch's layers."""
    modules, flat = [], False
    for name, block, (*size, depth) in net.chain.steps(net.input_shape):
        kind = type(block).__name__
        if kind == "Conv":
            module = torch.nn.Conv2d(
                depth, block.K, block.F, block.stride, block.padding, block.dilation, block.groups
            )
            module.weight.data = torch.from_numpy(channels_first(net.parameters[name + ".filters"]))
        elif kind == "Dense":
            weights = net.parameters[name + ".weights"]
            if not flat:
                modules.append(torch.nn.Flatten())
                weights = np.moveaxis(weights.reshape(*size, depth, -1), 2, 0).reshape(weights.shape)
                flat = True
            module = torch.nn.Linear(*weights.shape)
            module.weight.data = torch.from_numpy(np.ascontiguousarray(weights.T))
        elif kind == "MaxPool":
            module = torch.nn.MaxPool2d(block.F, block.stride)
        elif kind == "LRN":
            module = torch.nn.LocalResponseNorm(block.n, block.alpha * block.n, block.beta, block.k)
        else:
            module = {"ReLU": torch.nn.ReLU, "Dropout": torch.nn.Dropout}[kind]()
        if kind in ("Conv", "Dense"):
            module.bias.data = torch.from_numpy(net.parameters[name + ".bias"].copy())
        modules.append(module)
    return torch.nn.Sequential(*modules).eval()


def close(ours, theirs):
    """Nobody is fast who is wrong."""
    assert np.abs(ours - theirs).max() < 5e-5 * np.abs(theirs).max()


def measure(calls, place, threads, rounds):
    """Times in seconds, a row for each round that was kept: {who: array}."""
    calls = {name: pair[place] for name, pair in calls.items() if pair[place]}
    if not calls:
        return {}
    times = {name: [] for name in calls}
    for _ in range(rounds):
        for name in random.sample(list(calls), len(calls)):
            if threads > 1:
                time.sleep(0.06)
            calls[name]()
            start = time.perf_counter()
            calls[name]()
            times[name].append(time.perf_counter() - start)
    times = {name: np.array(samples) for name, samples in times.items()}
    reference = times.get("bare product", sum(times.values()))
    quiet = reference <= 1.25 * reference.min()
    if quiet.sum() < 3:
        quiet = np.isin(np.arange(rounds), reference.argsort()[:3])
    return {name: samples[quiet] for name, samples in times.items()}


def peak(call, given, chunk):
    """The most memory that there is while a call runs, as a multiple of input + output + one chunk."""
    tracemalloc.start()
    out = call()
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    out = out if isinstance(out, tuple) else (out,)
    return (used + given) / (given + sum(array.nbytes for array in out) + 4 * chunk)


def compare(label, calls, threads, rounds, rows):
    for place, way in enumerate(("forward", "forward + backward")):
        times = measure(calls, place, threads, rounds)
        if not times:
            continue
        ours = times.pop("convlib")
        # Rounds differ, so a ratio is taken within each.
        ratios = {name: np.median(theirs / ours) for name, theirs in times.items()}
        spread = np.subtract(*np.percentile(times["PyTorch"] / ours, [75, 25])) if "PyTorch" in times else 0
        rows.append((label, threads, way, np.median(ours) * 1e3, ratios, spread))
        told = ", ".join(f"{name} {ratio:.2f}" for name, ratio in ratios.items())
        print(f"{label}, {in_words(threads)}, {way}: {np.median(ours) * 1e3:.2f} ms; {told}")


def in_words(threads):
    return f"{threads} thread{'s' * (threads > 1)}"


def table(rows):
    """Markdown: a line for each shape, threads and way; a ratio above 1 says how often faster convlib is."""
    names = list(dict.fromkeys(name for row in rows for name in row[4]))
    lines = [
        "| shape | threads | | convlib, ms | " + " | ".join(names) + " | spread |",
        "|---|---|---|---|" + "---|" * len(names) + "---|",
    ]
    for label, threads, way, milliseconds, ratios, spread in rows:
        cells = [f"{ratios[name]:.2f}" if name in ratios else "" for name in names]
        lines.append(
            f"| {label} | {threads} | {way} | {milliseconds:.2f} | {' | '.join(cells)} | ±{spread / 2:.2f} |"
        )
    return "\n".join(lines)


def means(rows):
    """The geometric means over the six convolutions, and the least of them."""
    lines = []
    for threads in sorted({row[1] for row in rows}):
        for way in ("forward", "forward + backward"):
            convs = [row for row in rows if row[0].startswith("conv") and row[1:3] == (threads, way)]
            some = [row[4]["PyTorch"] for row in convs if "PyTorch" in row[4]]
            if some:
                mean = np.exp(np.mean(np.log(some)))
                lines.append(
                    f"- {way}, {in_words(threads)}: {mean:.2f} times PyTorch's speed "
                    f"in the geometric mean of the convolutions, {min(some):.2f} at the least"
                )
    return "\n".join(lines)


def chart(rows, path):
    """Bars of PyTorch's time over ours, from a tie at 1 to the right where convlib is faster."""
    from matplotlib.figure import Figure

    from convlib.draw.shapes import COLOURS

    rows = [row for row in rows if "PyTorch" in row[4]][::-1]
    figure = Figure((9, 0.6 + 0.24 * len(rows)), layout="constrained")
    axes = figure.add_subplot()
    ratios = [row[4]["PyTorch"] for row in rows]
    colours = [COLOURS["input"] if row[1] == 1 else COLOURS["output"] for row in rows]
    axes.barh(range(len(rows)), np.array(ratios) - 1, left=1, color=colours, height=0.75)
    for place, ratio in enumerate(ratios):
        axes.text(max(ratio, 1) * 1.03, place, f"{ratio:.2f}", va="center", fontsize=8)
    names = [f"{label}, {way}, {in_words(threads)}" for label, threads, way, *_ in rows]
    axes.set_yticks(range(len(rows)), names, fontsize=8)
    axes.axvline(1, color=COLOURS["ink"], linewidth=1)
    axes.set(xscale="log", xlabel="PyTorch's time / convlib's time (right of the line convlib is faster)")
    axes.set_xticks([0.5, 1, 2, 5, 10], ["½", "1", "2", "5", "10"])
    axes.minorticks_off()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.savefig(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--only", nargs="+", choices=["conv", "pool", "net"], default=["conv", "pool", "net"])
    asked = parser.parse_args()
    if torch is None:
        print("PyTorch is not installed, so there is nothing to compare with but im2col and SciPy: "
              "pip install -e '.[bench]' brings it.")  # fmt: skip
    if not PINNED:
        print("This system's allocator cannot be pinned; ratios against PyTorch may flatter convlib.")
    random.seed(0)
    rows, memory = [], []
    for threads in asked.threads:
        if torch:
            torch.set_num_threads(threads)
        with fast.using(threads=threads):
            for shape in CONVS if "conv" in asked.only else []:
                label = "conv ({}, {}, {}, {}; {}, {}, {}, {})".format(*shape)
                calls = conv_calls(*shape)
                compare(label, calls, threads, asked.rounds, rows)
                if threads == 1:
                    forward, both = calls["convlib"]
                    taken = 4 * int(np.prod(shape[:4]))
                    # As deep as these are, Winograd's shortcut does them, with chunks of its own.
                    chunk = winograd.CHUNK if shape[3] >= 32 else windows.CHUNK
                    memory.append(
                        (label, peak(forward, taken, chunk), peak(both, taken + forward().nbytes, chunk))
                    )
            for shape in POOLS if "pool" in asked.only else []:
                label = "max-pool ({}, {}, {}, {}; {}, {})".format(*shape)
                compare(label, pool_calls(*shape), threads, asked.rounds, rows)
            if "net" in asked.only:
                compare("LeNet, a training step of 64", lenet_calls(), threads, 3 * asked.rounds, rows)
                for batch in (1, 16):
                    compare(f"AlexNet, batch {batch}", alexnet_calls(batch), threads, asked.rounds, rows)
    FOLDER.mkdir(parents=True, exist_ok=True)
    parts = [
        "Each ratio is the other's time over convlib's, the median of rounds: above 1 convlib is faster. "
        "PyTorch has its default layout unless another is named.",
        table(rows),
    ]
    if torch:
        parts.append(means(rows))
        chart(rows, FOLDER / "layers.svg")
        chart(rows, FOLDER / "layers.png")
    if memory:
        parts.append("Peak memory of a call over (input + output + one chunk):")
        told = (f"- {label}: {one:.2f} forward, {two:.2f} forward + backward" for label, one, two in memory)
        parts.append("\n".join(told))
    (FOLDER / "layers.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print("\n" + "\n\n".join(parts[1:]) + "\n\nWritten to _build/bench/layers.md and layers.svg")


if __name__ == "__main__":
    main()
