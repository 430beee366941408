"""The lecture's own settings, ready to choose in a widget."""

import numpy as np

from ...pictures import samples

#: Light to the left against dark to the right: the filter that a widget starts with.
FIRST_FILTER = [[1, 0, -1], [1, 0, -1], [1, 0, -1]]


def filters():
    """Filters that slide without scrolling, by name: {name: rows of weights}."""
    return {name: weights.tolist() for name, weights in samples.FILTERS.items()}


def examples():
    """The lecture's own cases as settings: [{"name": …, "state": {trait: value}}], every state complete."""
    grey, edge = samples.input_7x7, _slice(FIRST_FILTER)
    deep = samples.input_7x7[:5, :5] * [1, 0, 1] + [0, 1, -1]
    through = edge * [1, 0, -1] + [0, 1, 0]
    turned = edge.transpose(1, 0, 2)
    four = np.stack([edge, turned, _slice(np.ones((3, 3))), _slice(samples.FILTERS["sharpen"])])
    impulse, counting = samples.delta(5, 7), _slice(np.arange(1, 10).reshape(3, 3))
    rising, ones = _slice(np.arange(16).reshape(4, 4)), _slice(np.ones((3, 3)))
    return [
        _example("Stride 1", grey, edge),
        _example("Stride 2", grey, edge, stride=2),
        _example("Stride 3 does not fit", grey, edge, stride=3),
        _example("Padding 1", grey, edge, padding=1),
        _example("5×5 filter, padding 2: the size stays", grey, _slice(np.ones((5, 5))), padding=2),
        _example("Three slices, one sum", deep, through, bias=1),
        _example("Two filters, two maps", grey, np.stack([edge, turned])),
        _example("Four filters, four maps", grey, four, bias=[0, 0, 1, -2]),
        _example("A single 1: the filter comes out rotated", impulse, counting, padding=1),
        _example("True convolution: it comes out as it is", impulse, counting, padding=1, flip=True),
        _example("Padding 1 at stride 2", rising, ones, stride=2, padding=1, fit="floor"),
        _example("SAME at stride 2", rising, ones, stride=2, padding_mode="same"),
        _example("Dilation 2: nine numbers out of 5×5", grey, edge, dilation=2),
        _example("A window 1 high and 3 wide", grey, _slice([[-1, 0, 1]])),
        _example("Max pooling 2×2, stride 2", samples.pool_slice, edge, op="max", stride=2),
    ]


def _slice(rows):
    return np.asarray(rows)[..., np.newaxis]


def _example(name, x, filters, *, bias=0, **settings):
    bank = filters if filters.ndim == 4 else filters[np.newaxis]
    state = {
        "x": x.tolist(), "filters": bank.tolist(), "bias": np.broadcast_to(bias, len(bank)).tolist(),
        "stride": 1, "padding": 0, "padding_mode": "zeros", "dilation": 1, "flip": False, "relu": False,
        "op": "conv", "F": 2, "fit": "exact", "map": 0,
    }  # fmt: skip
    return {"name": name, "state": state | settings}
