"""Right answers to the exercises by other hands: PyTorch, SciPy, numpy's einsum, and loops one says aloud."""

from math import prod

import numpy as np
import torch
from scipy.signal import convolve2d, correlate2d
from torch.nn import functional

from convlib import Conv, Dense, MaxPool

# A thread of PyTorch's waits long for its turn on a busy machine, and a check does not wait for ever.
torch.set_num_threads(1)


def convolved(x, filters, bias):
    """By SciPy, one slice after the other."""
    maps = [
        sum(correlate2d(x[:, :, d], weights[:, :, d], mode="valid") for d in range(x.shape[-1])) + b
        for weights, b in zip(filters, bias, strict=True)
    ]
    return np.stack(maps, axis=-1)


def by_torch(x, filters, bias, stride=1, padding=0):
    volume = torch.tensor(np.asarray(x, np.float32)).permute(2, 0, 1)[None]
    bank = torch.tensor(np.asarray(filters, np.float32)).permute(0, 3, 1, 2)
    maps = torch.nn.functional.conv2d(
        volume, bank, torch.tensor(np.asarray(bias, np.float32)), stride, padding
    )
    return maps[0].permute(1, 2, 0).numpy()


def by_einsum(x, filters, bias, stride=1, padding=0):
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, filters.shape[1:3], axis=(0, 1))
    return np.einsum("hwdij,kijd->hwk", windows[::stride, ::stride], filters, dtype=float) + bias


def aloud(x, filters, bias, stride=1, padding=0):
    """Seven loops, one product at a time, lists for a start."""
    H1, W1, D1 = x.shape
    K, F = filters.shape[:2]
    maps = []
    for top in range(-padding, H1 + padding - F + 1, stride):
        row = []
        for left in range(-padding, W1 + padding - F + 1, stride):
            place = []
            for k in range(K):
                total = float(bias[k])
                for i in range(F):
                    for j in range(F):
                        for d in range(D1):
                            if 0 <= top + i < H1 and 0 <= left + j < W1:
                                total += float(x[top + i, left + j, d]) * float(filters[k, i, j, d])
                place.append(total)
            row.append(place)
        maps.append(row)
    return np.array(maps)


def turned_and_convolved(x, weights):
    return convolve2d(x, weights[::-1, ::-1], mode="valid").astype(np.float32)


def by_steps(W1, F, S):
    places = 0
    while F + places * S <= W1:
        places += 1
    return np.int64(places)


def on_a_line(W1, F, P):
    return np.convolve(np.ones(W1 + 2 * P - F + 1, int), np.ones(F, int))[P : P + W1]


def pixels_seen(position, layers, width=400):
    """Walk down from the neuron, collecting every number it touches."""
    touched = {position}
    for F, S, P in layers[::-1]:
        touched = {number * S - P + step for number in touched for step in range(F)}
    return min(touched), max(touched)


def unpadded(layers):
    return [(F, S, 0) for F, S in layers]


def windows_by_counting(row, column, F, S):
    top, bottom = pixels_seen(row, [(F, S, 0)])
    left, right = pixels_seen(column, [(F, S, 0)])
    return [top, bottom, left, right]


def weights_by_torch(shape, K, F):
    """PyTorch's own layers, counted."""
    H, W, D = shape
    window, places = F * F * D, (H - F + 1) * (W - F + 1)
    dense = torch.nn.Linear(prod(shape), places * K)
    conv = torch.nn.Conv2d(D, K, F)
    each_its_own = torch.nn.Conv1d(places * K * window, places * K, 1, groups=places * K)
    return tuple(sum(p.numel() for p in layer.parameters()) for layer in (dense, each_its_own, conv))


def width_of_a_nudge(layers):
    """Send a gradient back through ones with PyTorch, and count the pixels that it reaches."""
    width = 1
    for F, S in reversed(layers):
        width = (width - 1) * S + F
    x = torch.zeros(1, 1, width + 7, requires_grad=True)
    y = x
    for F, S in layers:
        y = functional.conv1d(y, torch.ones(1, 1, F), stride=S)
    y[0, 0, 0].backward()
    read = torch.nonzero(x.grad[0, 0])
    return int(read.max() - read.min()) + 1


def volume_of(x):
    return torch.tensor(np.asarray(x, np.float32)).permute(2, 0, 1)


def array_of(volume):
    return volume.permute(1, 2, 0).numpy()


def torch_max_pool(x, F, stride, padding=0):
    return array_of(functional.max_pool2d(volume_of(x), F, stride, padding))


def torch_avg_pool(x, F, stride):
    return array_of(functional.avg_pool2d(volume_of(x), F, stride))


def windows(x, F, stride):
    return np.lib.stride_tricks.sliding_window_view(x, (F, F), axis=(0, 1))[::stride, ::stride]


def pooled_aloud(x, F, stride, of=max):
    """Lists and Python's own max, one number at a time."""
    H, W, D = x.shape
    return np.array(
        [
            [
                [
                    of(x[top + i, left + j, d].item() for i in range(F) for j in range(F))
                    for d in range(D)
                ]
                for left in range(0, W - F + 1, stride)
            ]
            for top in range(0, H - F + 1, stride)
        ]
    )  # fmt: skip


def padded_aloud(x, F, stride, padding):
    H, W, D = x.shape
    tops = range(-padding, H + padding - F + 1, stride)
    lefts = range(-padding, W + padding - F + 1, stride)
    pooled = np.empty((len(tops), len(lefts), D))
    for row, top in enumerate(tops):
        for column, left in enumerate(lefts):
            window = x[max(top, 0) : top + F, max(left, 0) : left + F]
            pooled[row, column] = window.reshape(-1, D).max(axis=0)
    return pooled


def torch_shapes(shape, layers):
    """PyTorch's own layers on a volume of zeros, for their shapes."""
    volume, shapes = torch.zeros(shape).permute(2, 0, 1)[None], []
    for kind, *settings in layers:
        if kind == "conv":
            K, F, S, P = settings
            volume = torch.nn.Conv2d(volume.shape[1], K, F, S, P)(volume)
        elif kind == "pool":
            volume = functional.max_pool2d(volume, *settings)
        else:
            numbers = volume.flatten(1)
            volume = torch.nn.Linear(numbers.shape[1], *settings)(numbers)
        shapes.append((*volume.shape[2:], volume.shape[1]))
    return shapes


def torch_scores(x, filters, bias, weights, fc_bias):
    maps = functional.conv2d(volume_of(x)[None], volumes_of(filters), torch.tensor(bias).float())
    pooled = functional.max_pool2d(functional.relu(maps), 2)[0]
    return (pooled.permute(1, 2, 0).reshape(-1) @ torch.tensor(weights).float()).numpy() + fc_bias


def volumes_of(filters):
    return torch.tensor(np.asarray(filters, np.float32)).permute(0, 3, 1, 2)


def gradients(loss, *of):
    return [part.numpy() for part in torch.autograd.grad(loss, of)]


def asked(array):
    """A double that PyTorch keeps the gradient of."""
    return torch.tensor(np.asarray(array, float), requires_grad=True)


def torch_relu_backward(dout, x):
    tensor = asked(x)
    return gradients((functional.relu(tensor) * torch.tensor(dout)).sum(), tensor)[0]


def torch_cross_entropy(scores, label):
    tensor = asked(scores)
    loss = functional.cross_entropy(tensor[None], torch.tensor([label]))
    return loss.item(), gradients(loss, tensor)[0]


def torch_fc_backward(dout, x, weights):
    x, weights, bias = asked(x), asked(weights), asked(np.zeros(len(dout)))
    return gradients(((x.reshape(-1) @ weights + bias) * torch.tensor(dout)).sum(), x, weights, bias)


def torch_max_pool_backward(dout, x, F, stride):
    tensor = asked(x)
    pooled = functional.max_pool2d(tensor.permute(2, 0, 1), F, stride).permute(1, 2, 0)
    return gradients((pooled * torch.tensor(dout)).sum(), tensor)[0]


def torch_conv_backward(dout, x, filters, stride, padding):
    x, filters, bias = asked(x), asked(filters), asked(np.zeros(len(filters)))
    maps = functional.conv2d(x.permute(2, 0, 1)[None], filters.permute(0, 3, 1, 2), bias, stride, padding)
    return gradients((maps[0].permute(1, 2, 0) * torch.tensor(dout)).sum(), x, filters, bias)


def torch_network(x, label, filters, bias, weights, fc_bias):
    of = filters, bias, weights, fc_bias = [asked(array) for array in (filters, bias, weights, fc_bias)]
    maps = functional.conv2d(torch.tensor(x).permute(2, 0, 1)[None], filters.permute(0, 3, 1, 2), bias)
    pooled = functional.max_pool2d(functional.relu(maps), 2)[0].permute(1, 2, 0)
    loss = functional.cross_entropy((pooled.reshape(-1) @ weights + fc_bias)[None], torch.tensor([label]))
    return loss.item(), *gradients(loss, *of)


def loops_backward(dout, x, filters, stride, padding):
    """One product at a time."""
    dx, dfilters, dbias = np.zeros(x.shape), np.zeros(filters.shape), [0.0] * len(filters)
    H1, W1, D1 = x.shape
    K, F = filters.shape[:2]
    for row, column, k in np.ndindex(dout.shape):
        dbias[k] += float(dout[row, column, k])
        for i, j, d in np.ndindex(F, F, D1):
            down, along = row * stride - padding + i, column * stride - padding + j
            if 0 <= down < H1 and 0 <= along < W1:
                dx[down, along, d] += dout[row, column, k] * filters[k, i, j, d]
                dfilters[k, i, j, d] += dout[row, column, k] * x[down, along, d]
    return dx, dfilters, np.array(dbias)


def blocks(layers):
    kinds = {
        "conv": lambda K, F, S, P, groups: Conv(K, F, stride=S, padding=P, groups=groups),
        "pool": lambda F, S: MaxPool(F, stride=S),
        "fc": Dense,
    }
    return [kinds[kind](*settings) for kind, *settings in layers]


def learnt_by_blocks(shape, layers):
    total = 0
    for block in blocks(layers):
        total += sum(map(prod, block.sizes(shape).values()))
        shape = block.out_shape(shape)
    return total


def work_of_blocks(shape, layers):
    total = 0
    for block in blocks(layers):
        total += block.macs(shape)
        shape = block.out_shape(shape)
    return np.int64(total)


RIGHT = {
    "one_number": [
        lambda window, weights, bias: np.einsum("ijd,ijd->", window, weights) + bias,
        lambda window, weights, bias: window.ravel() @ weights.ravel() + bias,
        lambda window, weights, bias: np.float32(np.vdot(window, weights) + bias),
        lambda window, weights, bias: (
            sum(float(a) * float(b) for a, b in zip(window.flat, weights.flat, strict=True)) + bias
        ),
    ],
    "slide": [
        turned_and_convolved,
        lambda x, weights: aloud(x[..., None], weights[None, ..., None], [0])[..., 0],
    ],
    "one_map": [
        lambda x, weights, bias: aloud(x, weights[None], [bias])[..., 0],
        lambda x, weights, bias: by_torch(x, weights[None], [bias])[..., 0],
    ],
    "all_maps": [convolved, by_torch, by_einsum, aloud],
    "eye_finder": [
        np.ones((5, 5, 3)) * [0, 1, -1],
        np.array([[[-1, 1, 0]]]),
        np.ones((3, 3, 3), int) * [-1, 2, -1],
    ],
    "width_after": [by_steps, lambda W1, F, S: len(range(0, W1 - F + 1, S))],
    "left_edges": [
        lambda W1, F, S: range(0, W1 - F + 1, S),
        lambda W1, F, S: np.arange(0, W1 - F + 1, S),
        lambda W1, F, S: tuple(left for left in range(W1) if left % S == 0 and left + F <= W1),
    ],
    "strided_maps": [by_einsum, by_torch, aloud],
    "never_read": [
        lambda W1, F, S: int(sum(c % S >= F or c >= (W1 - F) // S * S + F for c in range(W1))),
    ],
    "padded_width": [lambda W1, F, S, P: by_steps(W1 + 2 * P, F, S)],
    "padding_to_keep": [lambda F: F // 2 if F % 2 else None],
    "my_pad": [
        lambda x, padding: np.pad(x, [(padding, padding)] * 2 + [(0, 0)]),
        lambda x, padding: np.pad(np.float32(x), [(padding, padding)] * 2 + [(0, 0)]),
    ],
    "layers_until_gone": [lambda W1, F: 0 if W1 < F else 1 + RIGHT["layers_until_gone"][0](W1 - F + 1, F)],
    "windows_on": [on_a_line, lambda W1, F, P: tuple(on_a_line(W1, F, P))],
    "layer_shape": [lambda shape, K, F, S, P: [*(by_steps(n + 2 * P, F, S) for n in shape[:2]), K]],
    "count_parameters": [lambda shape, K, F, S, P: sum(F * F * shape[2] + 1 for _ in range(K))],
    "count_macs": [
        lambda shape, K, F, S, P: (
            np.prod([by_steps(n + 2 * P, F, S) for n in shape[:2]]) * K * F**2 * shape[2]
        )
    ],
    "window_rows": [
        lambda x, F, stride, padding: np.concatenate(
            [by_einsum(x, np.eye(F * F * x.shape[-1]).reshape(-1, F, F, x.shape[-1]), 0, stride, padding)]
        ).reshape(-1, F * F * x.shape[-1])
    ],
    "my_conv": [by_einsum, by_torch, aloud],
    "one_by_one": [
        lambda x, filters, bias: np.einsum("hwd,kd->hwk", x, filters.reshape(len(filters), -1)) + bias,
        by_torch,
    ],
    "window_of": [windows_by_counting],
    "three_ways": [weights_by_torch],
    "jump_after": [
        lambda layers: pixels_seen(1, unpadded(layers))[0] - pixels_seen(0, unpadded(layers))[0],
        lambda layers: np.prod([S for _, S in layers]),
    ],
    "field_size": [
        width_of_a_nudge,
        lambda layers: 1 + pixels_seen(0, unpadded(layers))[1],
        lambda layers: 1 + sum((F - 1) * prod(S for _, S in layers[:i]) for i, (F, _) in enumerate(layers)),
    ],
    "seen_by": [pixels_seen, lambda position, layers: np.array(pixels_seen(position, layers))],
    "pooled_shape": [
        lambda shape, F, S: torch_max_pool(np.zeros(shape), F, S).shape,
    ],
    "my_max_pool": [
        torch_max_pool,
        pooled_aloud,
        lambda x, F, stride: windows(x, F, stride).max(axis=(-2, -1)),
    ],
    "my_avg_pool": [
        torch_avg_pool,
        lambda x, F, stride: pooled_aloud(x, F, stride, of=lambda numbers: sum(numbers) / F**2),
        lambda x, F, stride: np.einsum("hwdij->hwd", windows(x / F**2, F, stride)),
    ],
    "pool_by_reshape": [
        lambda x, F: torch_max_pool(x, F, F),
        lambda x, F: np.maximum.reduceat(
            np.maximum.reduceat(x, range(0, len(x), F), 0), range(0, x.shape[1], F), 1
        ),
    ],
    "padded_max_pool": [torch_max_pool, padded_aloud],
    "my_relu": [
        lambda x: functional.relu(torch.tensor(x)).numpy(),
        lambda x: np.where(x > 0, x, 0),
        lambda x: (x + abs(x)) / 2,
        lambda x: x.clip(0).astype(np.float32),
    ],
    "mean_of_each_map": [
        lambda x: functional.adaptive_avg_pool2d(volume_of(x), 1).numpy().reshape(-1),
        lambda x: np.array([sum(map(sum, x[:, :, d])) / (len(x) * len(x[0])) for d in range(x.shape[2])]),
    ],
    "my_fc": [
        lambda x, weights, bias: functional.linear(
            *(torch.tensor(a).double() for a in (x.reshape(-1), weights.T, bias))
        ).numpy(),
        lambda x, weights, bias: np.einsum("n,nm->m", x.flatten(), weights) + bias,
    ],
    "my_softmax": [
        lambda scores: torch.softmax(torch.tensor(scores), 0).numpy(),
        lambda scores: torch.softmax(torch.tensor(scores).float(), 0).numpy(),
        lambda scores: 1 / np.exp(np.clip(scores - scores[:, None], None, 700)).sum(axis=1),
    ],
    "shapes_after": [torch_shapes],
    "my_scores": [torch_scores],
    "my_relu_backward": [
        torch_relu_backward,
        lambda dout, x: np.where(x > 0, dout, 0),
        lambda dout, x: dout * np.heaviside(x, 0).astype(np.float32),
    ],
    "my_cross_entropy": [torch_cross_entropy],
    "my_fc_backward": [torch_fc_backward],
    "my_max_pool_backward": [torch_max_pool_backward],
    "my_conv_backward": [torch_conv_backward, loops_backward],
    "my_step": [lambda values, gradient, rate: np.float32(values) - np.float32(rate * gradient)],
    "my_network": [torch_network],
    "widths_that_fit": [
        lambda lowest, highest, F, S: range(lowest + (F - lowest) % S, highest + 1, S)
        if lowest >= F
        else list(range(F, highest + 1, S)),
    ],
    "grouped_parameters": [
        lambda F, D1, K, groups: learnt_by_blocks((F, F, D1), [("conv", K, F, 1, 0, groups)]),
        lambda F, D1, K, groups: sum(
            p.numel() for p in torch.nn.Conv2d(D1, K, F, groups=groups).parameters()
        ),
    ],
    "all_parameters": [learnt_by_blocks],
    "all_macs": [work_of_blocks],
}  # fmt: skip
