"""SlidingWindow: filters or a pooling window slide over a small input, one step at a time."""

import html

import numpy as np
import traitlets

from ... import written
from ...layers import avg_pool, conv, max_pool, pad, relu
from ...sizes import conv_shape, same_padding, span
from ..shared.array_traits import Bank, Biases, Volume
from ..shared.open_controls import OpenControls, chosen_examples
from ..shared.page_widget import PageWidget
from . import presets

LIMITS = {
    "size": 16, "depth": 4, "window": 7, "filters": 4, "stride": 8, "padding": 4, "dilation": 4,
    "number": 999,
}  # fmt: skip

#: What decides the output, and then what decides how it is looked at.
SETTINGS = (
    "x", "filters", "bias", "stride", "padding", "padding_mode", "dilation", "flip", "relu", "op", "F", "fit",
)  # fmt: skip
VIEWS = ("position", "map", "counts", "matrix", "predict", "show")

#: What can stand open: "x" is the input's height and width, "filters" how many there are, "choices" the
#: filters to choose from by name.
CONTROLS = (
    "op", "stride", "padding", "F", "x", "bias", "fit", "choices", "examples",
    "depth", "filters", "Fh", "Fw", "dilation", "flip", "relu", "padding_mode",
    "predict", "counts", "matrix",
)  # fmt: skip


class SlidingWindow(PageWidget):
    """Slide a window over `x` and watch the output fill: a whole CONV layer or a pool, number by number.

    Every argument is a trait: set it and the picture follows, and what the reader changes can be read back.
    `w.output` is what convlib computes from the current setting, None while the setting does not fit;
    `w.refusal` then holds the words of the error.

    The border (`padding_mode`) is "zeros", "reflect", "replicate", or "same": as many zeros as TensorFlow's
    SAME takes, whatever `padding` says. `flip` rotates every filter by 180°, as true convolution does.
    `counts`, `matrix` and `predict` ("value" or "size") are ways to look; `show` opens groups of settings:
    "layer", "border", "look".

    `controls` names the settings that stand open, and puts all others behind one fold: controls=["stride",
    "padding"], or [] for the picture and its steps alone. `examples` names those that can be chosen.

    Shapes   x (H, W) or (H, W, D) up to 16×16×4, filters (Fh, Fw), (Fh, Fw, D) or (K, Fh, Fw, D) up to
             4×7×7×4, bias a number or K of them -> output (H2, W2, K), or (H2, W2, D) for the pools,
             whose window is F×F
    Raises   TraitError for a value out of range, or filters whose depth is not that of x
    Source   S14–S18, S21–S26, S36
    """

    module = "sliding_window"
    settings = (*SETTINGS, *VIEWS)
    captioned = (*SETTINGS, "counts", "matrix")
    state_names = (*settings, "examples", "choices", "controls")

    x = Volume(most=LIMITS["size"], depth=LIMITS["depth"])
    filters = Bank(most=LIMITS["window"], depth=LIMITS["depth"], count=LIMITS["filters"])
    bias = Biases(most=LIMITS["number"], count=LIMITS["filters"], default_value=(0.0,))
    stride = traitlets.Int(1, min=1, max=LIMITS["stride"]).tag(sync=True)
    padding = traitlets.Int(0, min=0, max=LIMITS["padding"]).tag(sync=True)
    padding_mode = traitlets.Enum(("zeros", "reflect", "replicate", "same"), "zeros").tag(sync=True)
    dilation = traitlets.Int(1, min=1, max=LIMITS["dilation"]).tag(sync=True)
    flip = traitlets.Bool(False).tag(sync=True)
    relu = traitlets.Bool(False).tag(sync=True)
    op = traitlets.Enum(("conv", "max", "avg"), "conv").tag(sync=True)
    F = traitlets.Int(2, min=1, max=LIMITS["window"], help="the window of a pool").tag(sync=True)
    fit = traitlets.Enum(("exact", "floor", "ceil"), "exact").tag(sync=True)
    position = traitlets.Int(0, min=0, help="the current output cell, in reading order").tag(sync=True)
    map = traitlets.Int(0, min=0, max=LIMITS["filters"] - 1, help="whose sum is written out").tag(sync=True)
    counts = traitlets.Bool(False, help="write how many windows touch each pixel").tag(sync=True)
    matrix = traitlets.Bool(False, help="show the sum as a row times a column").tag(sync=True)
    predict = traitlets.Enum(("", "value", "size"), "", help="what to ask before it is shown").tag(sync=True)
    show = traitlets.List(traitlets.Enum(("layer", "border", "look"))).tag(sync=True)
    examples = traitlets.List(help="settings of the lecture to choose from").tag(sync=True)
    choices = traitlets.Dict(help="filters to choose from, by name").tag(sync=True)
    controls = OpenControls(CONTROLS)
    refusal = traitlets.Unicode("", read_only=True)
    output = traitlets.Any(None, read_only=True)

    def __init__(self, x, filters=None, *, op="conv", stride=None, F=2, examples=None, **settings):
        if filters is None:
            shape = np.shape(x)
            edge = np.asarray(presets.FIRST_FILTER, dtype=float)
            filters = np.repeat(edge[..., np.newaxis], shape[2] if len(shape) == 3 else 1, axis=2)
        # A pool steps by its own extent unless it is told otherwise, as in max_pool.
        stride = stride if stride is not None else 1 if op == "conv" else F
        offered = chosen_examples(presets.examples(), examples, type(self).__name__)
        super().__init__(
            x=x, filters=filters, op=op, stride=stride, F=F,
            examples=offered, choices=presets.filters(), **settings,
        )  # fmt: skip
        self._compute()
        self.initial = self.state
        self.observe(self._compute, (*SETTINGS, "position"))

    @traitlets.validate("x", "filters")
    def _agree(self, proposal):
        value = proposal["value"]
        volumes = {name: self._trait_values.get(name) for name in ("x", "filters")}
        x, filters = (volumes | {proposal["trait"].name: value}).values()
        if x is not None and filters is not None and x.shape[2] != filters.shape[3]:
            raise traitlets.TraitError(
                f"x has depth {x.shape[2]} and the filters have depth {filters.shape[3]}, but a filter "
                "always reaches through the full depth of its input: "
                "set both inside `with w.hold_trait_notifications():`"
            )
        return value

    @traitlets.validate("bias")
    def _one_each(self, proposal):
        """One number is for all filters; several are one for each."""
        bias, filters = proposal["value"], self._trait_values.get("filters")
        K = len(bias) if filters is None else len(filters)
        if len(bias) not in (1, K):
            raise traitlets.TraitError(f"bias has {len(bias)} numbers, but there are {K} filters")
        return bias * K if len(bias) == 1 else bias

    def _compute(self, _change=None):
        """Keep `output` and `refusal` true; the last position stays inside the output."""
        K = len(self.filters)
        if len(self.bias) != K:
            self.bias = (*self.bias, *[0.0] * K)[:K]
        self.map = min(self.map, K - 1)
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
        if self.op != "conv":
            pool = {"max": max_pool, "avg": avg_pool}[self.op]
            return pool(self.x, self.F, stride=self.stride, padding=self.padding, fit=self.fit)
        filters = self.filters[:, ::-1, ::-1] if self.flip else self.filters
        sums = conv(self._bordered(), filters, self.bias, stride=self.stride, dilation=self.dilation)
        return relu(sums) if self.relu else sums

    def _bordered(self):
        """The input as far as the windows reach: its border, and zeros under a last one's overhang."""
        extents = self.filters.shape[1:3]
        spans = [span(F, self.dilation) for F in extents]
        sizes = self.x.shape[:2]
        if self.padding_mode == "same":
            axes = list(zip(sizes, extents, strict=True))
            edges = [same_padding(size, F, self.stride, dilation=self.dilation) for size, F in axes]
            stops = [-(-size // self.stride) for size in sizes]
            bordered = np.pad(self.x, (*edges, (0, 0)))
        else:
            mode = "constant" if self.padding_mode == "zeros" else self.padding_mode
            bordered = pad(self.x, self.padding, mode=mode)
            setting = {"dilation": self.dilation, "fit": self.fit}
            *stops, _ = conv_shape(self.x.shape, 1, extents, self.stride, self.padding, **setting)
        read = [(n - 1) * self.stride + reach for n, reach in zip(stops, spans, strict=True)]
        beyond = [(0, max(0, far - size)) for far, size in zip(read, bordered.shape, strict=False)]
        return np.pad(bordered, (*beyond, (0, 0)))[: read[0], : read[1]]

    def written(self):
        volumes = [("Input", self.x)]
        if self.op == "conv":
            several = len(self.filters) > 1
            volumes += [
                (f"Filter{f' {k + 1}' if several else ''} (bias {written.number(bias)})", filter)
                for k, (filter, bias) in enumerate(zip(self.filters, self.bias, strict=True))
            ]
        if self.output is None:
            return f"{_tables(volumes)}<p>{html.escape(self.refusal)}</p>"
        return _tables([*volumes, (f"Output of {self._in_words()}", self.output)])

    def _in_words(self):
        name = {"conv": "convolution", "max": "max pooling", "avg": "average pooling"}[self.op]
        border = f"padding {self.padding}"
        if self.op == "conv":
            name = "true convolution (filters rotated by 180°)" if self.flip else name
            border = {"zeros": border, "same": "SAME padding"}.get(
                self.padding_mode, f"{border} ({self.padding_mode})"
            )
        words = [name, f"stride {self.stride}", border]
        if self.op == "conv" and self.dilation > 1:
            words.append(f"dilation {self.dilation}")
        return ", ".join(words) + (", then ReLU" if self.op == "conv" and self.relu else "")

    def __repr__(self):
        result = self.refusal or f"output {written.size(self.output.shape)}"
        return f"SlidingWindow({self._in_words()}, x {written.size(self.x.shape)}: {result})"


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
    cells = ("".join(f"<td>{written.decimal(value)}</td>" for value in row) for row in plane)
    return "".join(f"<tr>{row}</tr>" for row in cells)
