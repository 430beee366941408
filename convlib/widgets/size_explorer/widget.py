"""SizeExplorer: a chain of layers to build, with the size, the parameters and the work of each."""

import html
from functools import cache

import traitlets

from ... import written
from ...network import Conv, Network
from ...network.architectures import alexnet, lenet
from ...pictures import samples
from ...pictures.pixels import data_address, middle_square
from ..shared.open_controls import OpenControls, chosen_examples
from ..shared.page_widget import PageWidget
from .layers_trait import Layers, described

LIMITS = {"size": 512, "depth": 1024}

#: What `controls` may name: controls first, then the columns of the table, then pictures.
CONTROLS = (
    "examples", "input_shape", "layers", "pool", "fc", "K", "F", "stride", "padding", "groups", "fit",
    "parameters", "neurons", "macs", "receptive_field", "jump", "neuron", "shares", "claims",
)  # fmt: skip

#: How many pixels the photograph under the receptive fields has along each side.
PHOTO_SIDE = 208


class SizeExplorer(PageWidget):
    """Build a network layer by layer: its volumes, its parameters, its work, and what its neurons see.

    Takes and gives back convlib's blocks: `w.layers` is a tuple of Conv, MaxPool, AvgPool and Dense, and
    `w.summary` what `Network(w.layers, w.input_shape).summary()` says, None while a layer does not fit;
    `w.refusal` then holds the words of the error. ReLU, LRN and Dropout change no size and are left out.

    `controls` names what stands open, the rest lies behind *More settings*; None opens everything:
    "examples" (the lecture's networks) · "input_shape" (height, width and depth of the picture) ·
    "layers" (add a CONV, move, remove) · "pool" and "fc" (add one, and what it asks for) ·
    "K" "F" "stride" "padding" "groups" "fit" (settings of the picked layer) ·
    "parameters" "neurons" "macs" "receptive_field" "jump" (columns of the table, and their sums) ·
    "neuron" (the photograph, and what one neuron sees of it) · "shares" (the two bars) ·
    "claims" (AlexNet's forms beside what the slide says, where the chain began as AlexNet).
    The blocks, their sizes and the sums of the sizes always stand there: with ["K", "F", "stride",
    "padding"] one layer is four steppers, two blocks and three formulas.

    Shapes   input_shape (H, W, D) up to 512×512×1024; up to 24 layers; picked 0 is the picture, k layer k
    Raises   TraitError for a layer that has no place here, a setting out of range, or a control unknown
    Source   S27, S30, S37–S39
    """

    module = "size_explorer"
    settings = ("input_shape", "layers", "preset", "picked", "neuron")
    captioned = ("input_shape", "layers", "preset")
    state_names = (*settings, "controls", "examples", "photo", "initial")

    input_shape = traitlets.Tuple(
        traitlets.Int(min=1, max=LIMITS["size"]),
        traitlets.Int(min=1, max=LIMITS["size"]),
        traitlets.Int(min=1, max=LIMITS["depth"]),
        default_value=(32, 32, 3),
    ).tag(sync=True)
    layers = Layers(default_value=())
    preset = traitlets.Enum(
        ("", "shrink", "lenet", "alexnet"), "", help="the example that the chain began as"
    ).tag(sync=True)
    picked = traitlets.Int(0, min=0, help="the layer that is shown in full").tag(sync=True)
    neuron = traitlets.Enum(("centre", "corner"), "centre", help="whose receptive field").tag(sync=True)
    controls = OpenControls(CONTROLS)
    examples = traitlets.List(help="settings of the lecture to choose from").tag(sync=True)
    photo = traitlets.Unicode(help="a square photograph as a data address").tag(sync=True)
    summary = traitlets.Any(None, read_only=True)
    refusal = traitlets.Unicode("", read_only=True)

    def __init__(self, layers=(), input_shape=(32, 32, 3), *, photo="chelsea", examples=None, **traits):
        offered = chosen_examples(lecture_examples(), examples, type(self).__name__)
        super().__init__(
            layers=layers, input_shape=input_shape, examples=offered, photo=square(photo), **traits
        )
        self._compute()
        self.initial = self.state
        self.observe(self._compute, ("layers", "input_shape", "picked"))

    def _compute(self, _change=None):
        """Keep `summary` and `refusal` true; the picked layer stays in the chain."""
        self.picked = min(self.picked, len(self.layers))
        try:
            summary, refusal = Network(self.layers, self.input_shape).summary(), ""
        except ValueError as error:
            summary, refusal = None, str(error)
        self.set_trait("summary", summary)
        self.set_trait("refusal", refusal)

    def written(self):
        if self.summary is not None:
            return self.summary._repr_html_()
        words = f"<p>{html.escape(self.refusal[0].upper() + self.refusal[1:].removesuffix('.'))}.</p>"
        for count in range(len(self.layers) - 1, 0, -1):
            try:
                return Network(self.layers[:count], self.input_shape).summary()._repr_html_() + words
            except ValueError:
                continue
        return words

    def __repr__(self):
        shape = written.size(self.input_shape)
        if self.refusal:
            result = self.refusal
        else:
            totals = self.summary
            result = f"{written.count(totals.parameters)} parameters, {written.count(totals.macs)} MACs"
        return f"SizeExplorer({len(self.layers)} layers on {shape}: {result})"


def lecture_examples():
    """The lecture's networks as settings: [{"name": …, "state": {trait: value}}], every state complete."""
    return [
        _example("shrink", "5×5 filters again and again", [Conv(6, 5)] * 8, (32, 32, 3), picked=8),
        _example("lenet", "LeNet", lenet(), (28, 28, 1), picked=1),
        _example("alexnet", "AlexNet", alexnet(), (227, 227, 3), picked=1),
    ]


def _example(preset, name, layers, input_shape, picked):
    kept = [described(layer) for layer in Layers().validate(None, layers)]
    state = {"preset": preset, "input_shape": list(input_shape), "layers": kept}
    return {"name": name, "state": state | {"picked": picked, "neuron": "centre"}}


def square(picture):
    """The middle of a photograph of the book, by name, or of any picture: a small JPEG as a data address."""
    if samples.is_name(picture):
        return _square_of_the_books(picture)
    return data_address(middle_square(picture, PHOTO_SIDE, "photo"), "JPEG", quality=60, optimize=True)


@cache
def _square_of_the_books(name):
    return square(samples.photo(name))
