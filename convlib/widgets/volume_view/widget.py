"""VolumeView: a CONV layer in space, its neurons one by one, and what its parameters would cost otherwise."""

from base64 import b64encode
from math import prod

import numpy as np
import traitlets

from ... import written
from ...pictures.pixels import pixels_of
from ...refusal import DoesNotFit
from ...sizes import conv_shape, dense_parameters, locally_connected_parameters, parameters
from ..shared.open_controls import OpenControls, chosen_examples
from ..shared.page_widget import PageWidget

LIMITS = {"size": 227, "depth": 256, "filters": 256, "window": 15, "stride": 8, "padding": 7}
MOST_SHEETS = 12

SIZES = ("W1", "H1", "D1", "K", "F", "S", "P")

#: What `controls` may name: a size of the layer, or a group of controls beside the picture.
CONTROLS = (*SIZES, "neuron", "look", "flat", "angles", "counts", "examples")

EXAMPLES = {
    "Six 5×5 filters": ((32, 32, 3), 6, 5, 1, 0),
    "Ten 5×5 filters with padding 2": ((32, 32, 3), 10, 5, 1, 2),
    "1×1 filters through 64 slices": ((56, 56, 64), 32, 1, 1, 0),
    "Five neurons for each region": ((32, 32, 3), 5, 5, 1, 0),
    "The first layer of AlexNet": ((227, 227, 3), 96, 11, 4, 0),
}


def _setting(default, least, most, help=""):
    return traitlets.Int(default, min=least, max=most, help=help).tag(sync=True)


class VolumeView(PageWidget):
    """See a CONV layer as volumes that turn: filters paint maps, and a neuron shows what it is connected to.

    `VolumeView(image=image, maps=conv(image, six), F=5, painted=0, controls=[])` paints the photograph on the
    front of the input, and each map in its numbers while its filter runs over the rows: red, 0, blue, on one
    scale. The shape of the layer is then theirs; as soon as a reader sets another one, its faces are plain.

    `controls` names what stands open: sizes, "neuron" (which one is picked), "look" (what is seen of it),
    "flat", "angles" and "examples", all others behind one fold; "counts" for what the layer would cost dense
    and local. For controls=[] there are the picture and Play. `examples` names some of the lecture's layers.

    Every other argument is a trait. `w.output` is the shape that convlib computes for the current setting,
    None while it does not fit; `w.refusal` then holds the words of the error. `w.counts` has neurons, MACs
    and the parameters three ways. `row`, `column` and `map` pick a neuron, counted from 0 as in the array.

    Shapes   shape (H1, W1, D1) up to 227×227×256 -> output (H2, W2, K);
             image (H1, W1, 3) or (H1, W1, 1): 0 to 255, or floats from 0 to 1; maps (H2, W2, K)
    Raises   TraitError for a value out of range, ValueError for maps that the layer does not give
    Source   S13–S18, S28–S33
    """

    module = "volume_view"
    settings = (*SIZES, "row", "column", "map", "look", "painted", "flat", "turn", "tilt")
    captioned = SIZES
    state_names = (*settings, "controls", "examples", "painting")

    W1 = _setting(32, 1, LIMITS["size"])
    H1 = _setting(32, 1, LIMITS["size"])
    D1 = _setting(3, 1, LIMITS["depth"])
    K = _setting(6, 1, LIMITS["filters"])
    F = _setting(5, 1, LIMITS["window"])
    S = _setting(1, 1, LIMITS["stride"])
    P = _setting(0, 0, LIMITS["padding"])
    row = _setting(10, 0, 2 * LIMITS["size"])
    column = _setting(12, 0, 2 * LIMITS["size"])
    map = _setting(0, 0, LIMITS["filters"])
    look = traitlets.Enum(("weights", "region", "shared"), "weights").tag(sync=True)
    painted = _setting(MOST_SHEETS, 0, MOST_SHEETS, "how many maps are painted; 12 means all of them")
    flat = traitlets.Bool(False).tag(sync=True)
    turn = _setting(38, -180, 180, "degrees; 0 shows the volumes from their side, 90 from the front")
    tilt = _setting(16, 0, 70)
    controls = OpenControls(CONTROLS)
    examples = traitlets.List(help="layers of the lecture to choose from").tag(sync=True)
    painting = traitlets.Dict(help="image and maps as bytes, and the layer they are of").tag(sync=True)

    def __init__(self, shape=None, K=6, F=5, S=1, P=0, *, image=None, maps=None, examples=None, **settings):
        if image is not None:
            shape = _same("shape", shape, np.shape(image), "image")
        if maps is not None:
            maps = _maps(maps, image)
            K = maps.shape[-1]
        sizes = _sizes((32, 32, 3) if shape is None else shape, K, F, S, P)
        examples = chosen_examples(_examples(), examples, "VolumeView")
        super().__init__(**sizes, examples=examples, **settings)
        if image is not None:
            self.painting = self._painted(sizes, image, maps)

    def _painted(self, sizes, image, maps):
        bytes_of = pixels_of(image, "image")[:, :, : 1 if self.D1 == 1 else 3]
        if self.D1 not in (1, 3):
            raise ValueError(f"image is {self.D1} deep, but a picture has 1 or 3 slices")
        painting = {"layer": sizes, "image": _text(bytes_of), "maps": ""}
        if maps is not None:
            if maps.shape != self.output:
                wanted = self.refusal or f"this layer gives {written.size(self.output)}"
                raise ValueError(f"maps is {written.size(maps.shape)}, but {wanted}")
            # As in a figure, of many numbers 1 in 200 may lie beyond the full colour.
            strengths = np.abs(maps)
            largest = np.quantile(strengths, 0.995 if maps.size > 400 else 1) or strengths.max() or 1
            shares = np.rint(np.clip(maps / largest, -1, 1) * 127) + 128
            painting["maps"] = _text(np.moveaxis(shares, -1, 0))
        return painting

    @property
    def output(self):
        """(H2, W2, K), or None while the setting does not fit."""
        return None if self.refusal else conv_shape(self._shape, self.K, self.F, self.S, self.P)

    @property
    def refusal(self):
        """The words of what does not fit, or nothing."""
        try:
            conv_shape(self._shape, self.K, self.F, self.S, self.P)
        except DoesNotFit as error:
            return str(error)
        return ""

    @property
    def counts(self):
        """What the layer has, by name; None while the setting does not fit."""
        if self.refusal:
            return None
        neurons = prod(self.output)
        return {
            "neurons": neurons,
            "macs": neurons * parameters(self.F, self.D1, 1).weights,
            "shared": parameters(self.F, self.D1, self.K).total,
            "local": locally_connected_parameters(self._shape, self.K, self.F, self.S, self.P).total,
            "dense": dense_parameters(self._shape, neurons).total,
        }

    @property
    def _shape(self):
        return self.H1, self.W1, self.D1

    def written(self):
        rows = [
            ("Input", written.size((self.W1, self.H1, self.D1))),
            ("Filters", f"{self.K} of {self._window()}"),
            ("Stride, padding", f"{self.S}, {self.P}"),
        ]
        if self.refusal:
            return f"{_table(rows)}<p>{self.refusal}</p>"
        H2, W2, K = self.output
        counts = {name: written.count(count) for name, count in self.counts.items()}
        rows += [
            ("Output", written.size((W2, H2, K))),
            ("Neurons", counts["neurons"]),
            ("Multiplications (MACs)", counts["macs"]),
            ("Parameters, dense", counts["dense"]),
            ("Parameters, locally connected", counts["local"]),
            ("Parameters, shared: the CONV layer", counts["shared"]),
        ]
        return _table(rows)

    def _window(self):
        return written.size((self.F, self.F, self.D1))

    def __repr__(self):
        result = self.refusal or f"output {written.size(self.output)}"
        setting = f"{self.K} of {self._window()}, stride {self.S}, padding {self.P}"
        return f"VolumeView({written.size(self._shape)}, {setting}: {result})"


def _same(name, given, own, source):
    if given is not None and tuple(given) != tuple(own):
        raise ValueError(f"{name} is {given}, but {source} has {tuple(own)}: leave out the {name}")
    return own


def _maps(maps, image):
    maps = np.asarray(maps, float)
    if image is None:
        raise ValueError("maps need the image that they were computed from: VolumeView(image=…, maps=…)")
    if maps.ndim != 3:
        raise ValueError(f"maps has shape {maps.shape}, but maps are (H2, W2, K)")
    return maps


def _text(numbers):
    """Whole numbers from 0 to 255 as base64."""
    return b64encode(np.ascontiguousarray(numbers, np.uint8).tobytes()).decode()


def _sizes(shape, K, F, S, P):
    if not isinstance(shape, (tuple, list)) or len(shape) != 3:
        raise traitlets.TraitError(f"shape must be (H1, W1, D1), such as (32, 32, 3), not {shape!r}")
    H1, W1, D1 = shape
    return {"W1": W1, "H1": H1, "D1": D1, "K": K, "F": F, "S": S, "P": P}


def _examples():
    return [{"name": name, "state": _sizes(*layer)} for name, layer in EXAMPLES.items()]


def _table(rows):
    lines = "".join(f'<tr><th scope="row">{name}</th><td>{value}</td></tr>' for name, value in rows)
    return f'<table class="conv-layer-table"><caption>A CONV layer</caption>{lines}</table>'
