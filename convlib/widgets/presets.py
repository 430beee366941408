"""The lecture's own settings, ready to choose in a widget."""

from .. import samples

#: Light to the left against dark to the right: the filter that a widget starts with.
FIRST_FILTER = [[1, 0, -1], [1, 0, -1], [1, 0, -1]]


def filters():
    """Filters that slide without scrolling, by name: {name: rows of weights}."""
    return {name: weights.tolist() for name, weights in samples.FILTERS.items()}


def examples():
    """Slides as settings: [{"name": …, "state": {trait: value}}], every state complete."""
    grey = samples.input_7x7
    deep = samples.input_7x7[:5, :5] * [1, 0, 1] + [0, 1, -1]
    impulse = samples.delta(5, 7)
    counting = [[[3 * row + col + 1] for col in range(3)] for row in range(3)]
    first = [[[weight] for weight in row] for row in FIRST_FILTER]
    through = [[[weight, 1, -weight] for weight in row] for row in FIRST_FILTER]
    five = [[[1] for _ in range(5)] for _ in range(5)]
    return [
        _example("Stride 1 (S22)", grey, first),
        _example("Stride 2 (S23)", grey, first, stride=2),
        _example("Stride 3 does not fit (S24)", grey, first, stride=3),
        _example("Zero padding 1 (S25)", grey, first, padding=1),
        _example("5×5 keeps the size with padding 2 (S26)", grey, five, padding=2),
        _example("Three slices deep (S15)", deep, through, bias=1),
        _example("An impulse shows the filter turned round (S21)", impulse, counting, padding=1),
        _example("Max pooling (S36)", samples.pool_slice, first, op="max", stride=2),
    ]


def _example(name, x, filter, *, bias=0, stride=1, padding=0, op="conv"):
    state = {"x": x.tolist(), "filter": filter, "bias": bias, "stride": stride, "padding": padding, "op": op}
    return {"name": name, "state": state | {"F": 2, "fit": "exact"}}
