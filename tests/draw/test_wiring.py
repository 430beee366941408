"""Wiring drawn: the connections and weights of PyTorch's layers, one look for one weight."""

import numpy as np
import pytest
import torch

from convlib.draw import wiring
from convlib.draw.shapes import Lines, Words
from convlib.draw.wiring import SHARED, _connections


def as_matrix(wires, weights, inputs, neurons):
    matrix = torch.zeros(neurons, inputs)
    for i, n, weight in wires:
        matrix[n, i] += weights[weight]
    return matrix


def test_connections_are_those_of_pytorchs_layers():
    x = torch.from_numpy(np.random.default_rng(2).normal(size=(1, 1, 8)).astype(np.float32))
    layer = torch.nn.Conv1d(1, 1, 3, bias=False)
    shared = as_matrix(_connections("shared", 8, 3), layer.weight.detach().flatten(), 8, 6)
    torch.testing.assert_close(shared @ x[0, 0], layer(x)[0, 0].detach())
    dense = torch.nn.Linear(8, 6, bias=False)
    matrix = as_matrix(_connections("dense", 8, 3), dense.weight.detach().flatten(), 8, 6)
    torch.testing.assert_close(matrix, dense.weight.detach())
    # A local layer has the windows of the shared one, and each of its weights only once.
    local = _connections("local", 8, 3)
    assert [wire[:2] for wire in local] == [wire[:2] for wire in _connections("shared", 8, 3)]
    assert len({weight for *_, weight in local}) == len(local) == 18


def test_lines_look_alike_only_where_they_share_a_weight():
    dense, local, shared, *keys = wiring().parts
    strokes = [
        [shape for shape in part.shapes if isinstance(shape, Lines)] for part in (dense, local, shared)
    ]
    assert [[len(lines.strokes) for lines in part] for part in strokes] == [[48], [18], [6, 6, 6]]
    for places in strokes[2]:
        ((x1, _), (x2, _)), *others = places.strokes
        assert all(c - a == x2 - x1 for (a, _), (c, _) in others)
    looks = [(lines.colour, lines.dash) for lines in strokes[2]]
    assert len({colour for colour, _ in looks}) == len({dash for _, dash in looks}) == 3
    assert len({colour for colour, _ in SHARED}) == len({dash for _, dash in SHARED}) == len(SHARED)
    words = [shape.words for key in keys for shape in key.shapes if isinstance(shape, Words)]
    assert words == ["a weight of its own", "weight 1", "weight 2", "weight 3"]


def test_the_text_counts_what_is_drawn():
    assert wiring("shared").alt == (
        "8 inputs and 6 neurons. Local, and shared: each neuron is connected to the 3 inputs above it, "
        "all by the same 3 weights; 18 connections, 3 weights."
    )
    assert "Dense: every neuron is connected to every input; 48 connections, 48 weights." in wiring().alt
    assert "5 inputs and 4 neurons" in wiring("local", inputs=5, window=2).alt


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(ValueError, match='"dense", "local" or "shared" here, not \'sparse\''):
        wiring("sparse")
    with pytest.raises(ValueError, match="window is 6, but of 8 inputs it can have 1 to 5"):
        wiring(window=6)
    with pytest.raises(ValueError, match="inputs is 40, but there is room for 14"):
        wiring(inputs=40)
