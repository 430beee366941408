"""SlidingWindow: a filter or a pooling window slides over a small input, one step at a time."""

import html

import numpy as np
import traitlets

from ..layers import avg_pool, conv, max_pool
from . import presets
from .page_widget import PageWidget
from .volume_trait import Volume

LIMITS = {"size": 16, "depth": 4, "window": 7, "stride": 8, "padding": 4, "number": 999}

SETTINGS = ("x", "filter", "bias", "stride", "padding", "op", "F", "fit")


class SlidingWindow(PageWidget):
    """Slide a window over `x` and watch the output fill: sliding, stride, padding and pooling in one picture.

    Every argument is a trait: set it and the picture follows, and what the reader changes can be read back.
    `w.output` is what convlib computes from the current setting, None while the setting does not fit;
    `w.refusal` then holds the words of the error.

    Shapes   x (H, W) or (H, W, D) up to 16×16×4, filter (F, F) or (F, F, D) up to 7×7 -> output (H2, W2, 1),
             or (H2, W2, D) for the pools, whose window is F×F
    Raises   TraitError for a value out of range, or a filter whose depth is not that of x
    Source   S14–S18, S22–S26, S36
    """

    module = "sliding_window"
    settings = (*SETTINGS, "position")
    state_names = (*settings, "examples", "filters")

    x = Volume(most=LIMITS["size"])
    filter = Volume(most=LIMITS["window"])
    bias = traitlets.Float(0.0, min=-LIMITS["number"], max=LIMITS["number"]).tag(sync=True)
    stride = traitlets.Int(1, min=1, max=LIMITS["stride"]).tag(sync=True)
    padding = traitlets.Int(0, min=0, max=LIMITS["padding"]).tag(sync=True)
    op = traitlets.Enum(("conv", "max", "avg"), "conv").tag(sync=True)
    F = traitlets.Int(2, min=1, max=LIMITS["window"], help="the window of a pool").tag(sync=True)
    fit = traitlets.Enum(("exact", "floor", "ceil"), "exact").tag(sync=True)
    position = traitlets.Int(0, min=0, help="the current output cell, in reading order").tag(sync=True)
    examples = traitlets.List(help="settings of the lecture to choose from").tag(sync=True)
    filters = traitlets.Dict(help="filters to choose from, by name").tag(sync=True)
    refusal = traitlets.Unicode("", read_only=True)
    output = traitlets.Any(None, read_only=True)

    def __init__(self, x, filter=None, *, op="conv", stride=None, F=2, **settings):
        if filter is None:
            shape = np.shape(x)
            edge = np.asarray(presets.FIRST_FILTER, dtype=float)
            filter = np.repeat(edge[..., np.newaxis], shape[2] if len(shape) == 3 else 1, axis=2)
        # A pool steps by its own extent unless it is told otherwise, as in max_pool.
        stride = stride if stride is not None else 1 if op == "conv" else F
        super().__init__(
            x=x, filter=filter, op=op, stride=stride, F=F,
            examples=presets.examples(), filters=presets.filters(), **settings,
        )  # fmt: skip
        self._compute()
        self.observe(self._compute, SETTINGS)

    @traitlets.validate("x", "filter")
    def _agree(self, proposal):
        value = proposal["value"]
        volumes = {"x": self._trait_values.get("x"), "filter": self._trait_values.get("filter")}
        x, filter = (volumes | {proposal["trait"].name: value}).values()
        if filter is not None and filter.shape[0] != filter.shape[1]:
            raise traitlets.TraitError(f"filter must be square here, not {filter.shape[0]}×{filter.shape[1]}")
        if x is not None and filter is not None and x.shape[2] != filter.shape[2]:
            raise traitlets.TraitError(
                f"x has depth {x.shape[2]} and the filter has depth {filter.shape[2]}, but a filter always "
                "reaches through the full depth of its input: "
                "set both inside `with w.hold_trait_notifications():`"
            )
        return value

    def _compute(self, _change=None):
        """Keep `output` and `refusal` true; the last position stays inside the output."""
        try:
            output = self._apply()
        except ValueError as error:
            self.set_trait("refusal", str(error))
            self.set_trait("output", None)
            return
        output.setflags(write=False)
        self.set_trait("refusal", "")
        if self.output is None or not np.array_equal(self.output, output):
            self.set_trait("output", output)
        self.position = min(self.position, output.shape[0] * output.shape[1] - 1)

    def _apply(self):
        settings = {"stride": self.stride, "padding": self.padding, "fit": self.fit}
        if self.op == "conv":
            return conv(self.x, self.filter[np.newaxis], np.array([self.bias]), **settings)
        return {"max": max_pool, "avg": avg_pool}[self.op](self.x, self.F, **settings)

    def written(self):
        volumes = [("Input", self.x)]
        if self.op == "conv":
            volumes.append((f"Filter (bias {self.bias:g})", self.filter))
        name = {"conv": "convolution", "max": "max pooling", "avg": "average pooling"}[self.op]
        setting = f"{name}, stride {self.stride}, padding {self.padding}"
        if self.output is None:
            return f"{_tables(volumes)}<p>{html.escape(self.refusal)}</p>"
        return _tables([*volumes, (f"Output of {setting}", self.output)])

    def __repr__(self):
        result = self.refusal or f"output {'×'.join(map(str, self.output.shape))}"
        shape = "×".join(map(str, self.x.shape))
        return f"SlidingWindow({self.op}, x {shape}, stride {self.stride}, padding {self.padding}: {result})"


def _tables(volumes):
    return "".join(
        f"<table><caption>{html.escape(_caption(name, volume, d))}</caption>{_rows(volume[..., d])}</table>"
        for name, volume in volumes
        for d in range(volume.shape[2])
    )


def _caption(name, volume, d):
    rows, cols, depth = volume.shape
    return f"{name}, {rows}×{cols}×{depth}" + (f", slice {d + 1}" if depth > 1 else "")


def _rows(plane):
    cells = ("".join(f"<td>{_number(value)}</td>" for value in row) for row in plane)
    return "".join(f"<tr>{row}</tr>" for row in cells)


def _number(value):
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-", "−")
