"""Lessons 07 to 11: right answers by other hands, the numbers in the words, a half-trained network."""

import dataclasses
import json
from math import prod
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional

from convlib import Conv, Dense, MaxPool
from convlib.course import exercises
from convlib.course.checking.judge import CORRECT, NOT_YET, judge_function
from convlib.course.exercises import ALL, own_network
from convlib.exercise import check

# A thread of PyTorch's waits long for its turn on a busy machine, and a check does not wait for ever.
torch.set_num_threads(1)
LESSONS = Path(__file__).parents[2] / "lessons"


# ---- Lesson 07: by asking which pixels a neuron depends on ----


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


# ---- Lesson 08 ----


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


# ---- Lessons 09 and 10 ----


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


# ---- Lesson 11: by the blocks that networks are built from ----


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
ANSWERS = [
    pytest.param(name, answer, id=f"{name}-{number}")
    for name, answers in RIGHT.items()
    for number, answer in enumerate(answers, 1)
]


@pytest.mark.parametrize(("name", "answer"), ANSWERS)
def test_right_answers_by_other_hands_are_correct(name, answer):
    for seed in range(3):
        result = check(name, answer, seed=seed)
        assert result.outcome == CORRECT, result.text


# ---- The numbers that the words of an exercise give ----

EXAMPLES = {
    "window_of": [((1, 2, 3, 2), (2, 4, 4, 6), "2, 4, 4, 6")],
    "three_ways": [(((3, 4, 2), 2, 2), (300, 108, 18), "300, 108 and 18")],
    "jump_after": [(([(3, 2), (2, 1)],), 2, "`[(3, 2), (2, 1)]` it is 2")],
    "field_size": [(([(3, 2), (2, 1)],), 5, "`[(3, 2), (2, 1)]` it is 5")],
    "seen_by": [((2, [(3, 2, 1)]), (3, 5), "the pixels 3 to 5")],
    "pooled_shape": [(((4, 6, 3), 2, 2), (2, 3, 3), "becomes `(2, 3, 3)`")],
    "widths_that_fit": [((220, 227, 11, 4), [223, 227], "these are 223 and 227")],
    "grouped_parameters": [((5, 96, 256, 2), 307_456, "has 307,456")],
    "all_parameters": [(((227, 227, 3), exercises.alexnet.ALEXNET), 60_965_224, "60,965,224")],
    "all_macs": [(((227, 227, 3), exercises.alexnet.ALEXNET), 724_406_816, "724,406,816")],
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_numbers_in_the_words_are_right(name):
    exercise = ALL[name]
    cells = json.loads((LESSONS / f"{exercise.lesson}.ipynb").read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells]
    words = sources[sources.index(exercise.stub) - 1]
    for inputs, result, written in EXAMPLES[name]:
        assert exercise.spec(*inputs) == result
        assert written in words


def test_the_digits_are_as_many_as_the_words_say():
    (x_train, _), (x_test, _) = own_network.digits()
    assert (len(x_train), len(x_test)) == (1500, 297)
    assert own_network.ENOUGH == 0.8


# ---- How results are quoted ----


def test_a_list_of_numpys_numbers_is_quoted_as_one():
    result = check("mean_of_each_map", lambda x: [x[:, :, d].mean() for d in range(x.shape[2])], seed=1)
    assert result.said == ("mean_of_each_map(x) gave a list, not an array: np.array(…) turns it into one.",)


def test_a_shape_of_one_axis_is_quoted_as_python_writes_it():
    def shapes_after(shape, layers):
        return [m if kind == "fc" else (0, 0, 0) for kind, *_, m in layers]

    plan = {"shape": (2, 3, 1), "layers": [("fc", 4)]}
    exercise = dataclasses.replace(ALL["shapes_after"], cases=[plan], draws=0)
    said = judge_function(exercise, shapes_after, seed=1).said[0]
    assert said == "shapes_after(shape=(2, 3, 1), layers=[('fc', 4)]) gave [4], not [(4,)]."


# ---- Networks half-way ----


def test_a_network_that_saw_too_few_pictures_has_learned_something():
    (x_train, y_train), _ = own_network.digits()
    rng = np.random.default_rng(10)
    parameters = [
        rng.normal(size=(6, 3, 3, 1)) / 3, np.zeros(6),
        rng.normal(size=(54, 10)) / 10, np.zeros(10),
    ]  # fmt: skip
    for x, label in zip(x_train[:150], y_train[:150], strict=True):
        _, *steps = own_network.my_network(x, label, *parameters)
        parameters = [own_network.my_step(p, step, 0.1) for p, step in zip(parameters, steps, strict=True)]
    result = check("trained", tuple(parameters))
    assert result.outcome == NOT_YET
    assert result.said == (ALL["trained"].demands[-1].words,)


@pytest.mark.parametrize("rate", [-0.1, 1e6])
def test_a_network_trained_the_wrong_way_is_told(rate):
    x, y = own_network.digits()[0]
    parameters = [np.ones(part.shape) / 9 for part in own_network.UNTRAINED]
    with np.errstate(all="ignore"):
        for place in range(20):
            _, *steps = own_network.my_network(x[place], y[place], *parameters)
            parameters = [p - rate * step for p, step in zip(parameters, steps, strict=True)]
    assert check("trained", parameters).outcome == NOT_YET
