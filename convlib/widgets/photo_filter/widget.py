"""PhotoFilter: a 3×3 or 5×5 filter at work on a whole photograph, and the sum at any of its positions."""

import html
from importlib.resources import files

import numpy as np
import traitlets

from ... import written
from ...draw.shapes import COLOURS
from ...layers import avg_pool, conv, max_pool, relu
from ...pictures import samples
from ...pictures.pixels import data_address, pixels_of
from ..shared.array_traits import Volume
from ..shared.open_controls import OpenControls
from ..shared.page_widget import PageWidget

LIMITS = {"longest": 512, "shortest": 40, "number": 999, "stride": 4, "pool": 8}

#: What the filter's weights are multiplied by in the red, the green and the blue slice.
SHARES = {
    "all": (1, 1, 1),
    "red": (1, 0, 0),
    "green": (0, 1, 0),
    "blue": (0, 0, 1),
    "red-blue": (1, 0, -1),
}

#: What `controls` may name: a setting, or "position" for one number of the map with its sum.
CONTROLS = (
    "photo", "filter", "normalise", "bias", "channels", "paint", "padding", "stride", "relu", "pool", "F",
    "position",
)  # fmt: skip

#: The name of a photograph that was given as an array.
GIVEN = "given"

_PHOTOS = {one.name: one for one in samples.photos()}


class PhotoFilter(PageWidget):
    """Slide a filter over a photograph: edit a weight and see the whole map change.

    `photo` is the name of one of convlib's photographs, or any picture that `classify` takes, of which the
    longer side is brought down to 512 pixels.
    `channels` says how the colours go into the sum: "all" of them, one alone, "red-blue", or "each" by
    itself, which is what a photo editor does and a CONV layer does not. `paint` is how the map is painted:
    without one, in "grey" for weights that add up to more than 0, which leave a photograph, else "signed".

    `controls` names what stands open: settings, "photo" with the reader's own picture, "filter" with its
    presets, "position" for one number of the map with its sum. All others lie behind one fold; for
    controls=[] there is nothing but the photograph, its map and Play. `painted` is the share of the map that
    is there at the start: `PhotoFilter("chelsea", edges, controls=[], painted=0.4)` has a window on its way.

    `w.output` is what convlib computes from the current setting; a picture that a reader opens in the page
    never reaches Python.

    Shapes   filter (3, 3) or (5, 5) -> output (H2, W2, 1), or (H2, W2, 3) for channels="each"
    Raises   TraitError for a value out of range, ValueError or TypeError for what is no photograph
    Source   S20
    """

    module = "photo_filter"
    settings = (
        "photo", "filter", "normalise", "bias", "channels", "paint", "padding", "stride", "relu", "pool", "F",
        "position", "painted",
    )  # fmt: skip
    captioned = settings[:-2]
    files = {f"photos/{name}.png": files("convlib") / "data" / "photos" / f"{name}.png" for name in _PHOTOS}

    photo = traitlets.Enum((*_PHOTOS, GIVEN), "chelsea").tag(sync=True)
    filter = Volume(most=5, depth=1)
    normalise = traitlets.Bool(False, help="divide the weights by their sum, unless it is 0").tag(sync=True)
    bias = traitlets.Float(0.0, min=-LIMITS["number"], max=LIMITS["number"]).tag(sync=True)
    channels = traitlets.Enum((*SHARES, "each"), "all").tag(sync=True)
    paint = traitlets.Enum(("signed", "grey"), "signed", help="how one map is painted").tag(sync=True)
    padding = traitlets.Enum(("none", "zero"), "none").tag(sync=True)
    stride = traitlets.Int(1, min=1, max=LIMITS["stride"]).tag(sync=True)
    relu = traitlets.Bool(False).tag(sync=True)
    pool = traitlets.Enum(("none", "max", "avg"), "none").tag(sync=True)
    F = traitlets.Int(2, min=2, max=LIMITS["pool"], help="window and stride of the pool").tag(sync=True)
    position = traitlets.List(
        traitlets.Int(min=0), [0, 0], minlen=2, maxlen=2, help="row and column of the map before pooling"
    ).tag(sync=True)
    painted = traitlets.Float(1.0, min=0, max=1, help="the share of the map that is there").tag(sync=True)
    controls = OpenControls(CONTROLS)
    picture = traitlets.Dict(help="the photograph as a data address, by its name").tag(sync=True)
    photos = traitlets.Dict(help="what each photograph shows").tag(sync=True)
    presets = traitlets.Dict(help="filters to choose from, by name").tag(sync=True)

    def __init__(self, photo="chelsea", filter=None, **settings):
        given = None if samples.is_name(photo) else _photograph(photo)
        self._given = given
        photos = {name: one.shows for name, one in _PHOTOS.items()}
        if given is not None:
            photo, photos = GIVEN, {**photos, GIVEN: "your picture"}
        filter = samples.FILTERS["sobel_x"] if filter is None else filter
        settings.setdefault("position", [74, 116])
        super().__init__(photo=photo, filter=filter, photos=photos, presets=presets(), **settings)
        if "paint" not in settings and self.filter.sum() > 1e-9:
            self.paint = "grey"
            self.initial = self.state
        self._show_photo()
        self.observe(self._show_photo, "photo")

    @property
    def state_names(self):
        """The site publishes the photographs once; only a picture of your own travels with the page."""
        own = ("picture",) if self.photo == GIVEN else ()
        return (*self.settings, "controls", "photos", "presets", *own)

    @property
    def pixels(self):
        """The photograph that `photo` names: (H, W, 3), uint8."""
        return self._given if self.photo == GIVEN else samples.photo(self.photo)

    @property
    def weights(self):
        """The filter as it is used: divided by its sum where `normalise` asks for it and the sum is not 0."""
        total = self.filter.sum()
        return self.filter / total if self.normalise and abs(total) > 1e-9 else self.filter

    @property
    def output(self):
        """What convlib computes: CONV, then the ReLU and the pool if they are on."""
        if self.channels == "each":
            filters, groups = np.repeat(self.weights[np.newaxis], 3, axis=0), 3
        else:
            filters, groups = (self.weights * SHARES[self.channels])[np.newaxis], 1
        P = (len(self.filter) - 1) // 2 if self.padding == "zero" else 0
        maps = conv(
            self.pixels.astype(float), filters, np.full(len(filters), self.bias),
            stride=self.stride, padding=P, groups=groups, fit="floor",
        )  # fmt: skip
        if self.relu:
            maps = relu(maps)
        pool = {"none": None, "max": max_pool, "avg": avg_pool}[self.pool]
        return pool(maps, self.F, fit="floor") if pool else maps

    @traitlets.validate("filter")
    def _three_or_five(self, proposal):
        if proposal["value"].shape[:2] not in ((3, 3), (5, 5)):
            shape = written.size(proposal["value"].shape[:2])
            raise traitlets.TraitError(f"filter must be 3×3 or 5×5 here, not {shape}")
        if np.abs(proposal["value"]).max() > (most := LIMITS["number"]):
            raise traitlets.TraitError(f"filter must hold numbers from −{most} to {most}")
        return proposal["value"]

    @traitlets.validate("photo")
    def _known(self, proposal):
        if proposal["value"] == GIVEN and self._given is None:
            raise traitlets.TraitError(f"photo must be one of {', '.join(_PHOTOS)}: no picture was given")
        return proposal["value"]

    def _show_photo(self, _change=None):
        self.picture = {self.photo: data_address(self.pixels)}

    def written(self):
        output = self.output
        shown = "your picture" if self.photo == GIVEN else _PHOTOS[self.photo].shows
        H, W, depth = output.shape
        scale, seen = "each channel by itself", np.clip(output, 0, 255)
        if depth == 1 and self.paint == "grey":
            shares = sum(share for share in SHARES[self.channels] if share > 0)
            white = 255 * shares * max(1, self.weights.sum())
            scale = f"0 is black, {written.decimal(white, 0)} is white"
            seen = np.repeat(np.clip(output, 0, white) / white * 255, 3, axis=-1)
        elif depth == 1:
            least, most = output.min(), output.max()
            ends = f"from {written.decimal(least, 0)} to {written.decimal(most, 0)}"
            scale = f"blue is positive, red is negative, white is 0; {ends}"
            seen = _signed(output[:, :, 0] / (max(-least, most) or 1))
        caption = html.escape(f"Map {written.size(output.shape)}: {scale}")
        rows = "".join(
            "<tr>" + "".join(f"<td>{written.number(weight, 4)}</td>" for weight in row) + "</tr>"
            for row in self.weights[:, :, 0]
        )
        return (
            f'<div><p>Photograph: {html.escape(shown)}</p><img src="{_address(self.pixels)}" '
            f'alt="{html.escape(shown)}"></div>'
            f"<table><caption>Filter (bias {written.number(self.bias)})</caption>{rows}</table>"
            f'<div><p>{caption}</p><img src="{_address(seen)}" alt="{caption}"></div>'
        )

    def __repr__(self):
        F = len(self.filter)
        return f"PhotoFilter({self.photo}, filter {F}×{F}, channels {self.channels}: {self.output.shape})"


def presets():
    """Filters by name as whole numbers, with whether they are to be divided by their sum."""
    ready = {}
    for name, weights in samples.FILTERS.items():
        averages = weights.min() > 0
        whole = np.rint(weights / weights.min()) if averages else weights
        ready[name] = {"filter": whole.astype(int).tolist(), "normalise": bool(averages)}
    smooth, slope, ripple = [1, 4, 6, 4, 1], [-1, -2, 0, 2, 1], [-1, 0, 2, 0, -1]
    five = {
        "vertical edges 5×5": np.outer(smooth, slope),
        "horizontal edges 5×5": np.outer(slope, smooth),
        "vertical lines 5×5": np.outer(smooth, ripple),
        "horizontal lines 5×5": np.outer(ripple, smooth),
    }
    return ready | {name: {"filter": rows.tolist(), "normalise": False} for name, rows in five.items()}


def _photograph(picture):
    least, most = LIMITS["shortest"], LIMITS["longest"]
    pixels = pixels_of(picture, "photo", longest=most)
    H, W, _ = pixels.shape
    if min(H, W) < least:
        scaled = f" when its longer side is brought to {most}" if max(H, W) == most else ""
        raise ValueError(f"photo is {H}×{W}{scaled}, but each side must have {least} pixels or more")
    return pixels


def _signed(shares):
    """Shares from −1 to 1 as colours: white at 0, the positive or the negative colour in full at the ends."""
    negative, positive = (list(bytes.fromhex(COLOURS[name][1:])) for name in ("negative", "positive"))
    colours = np.where(shares[..., np.newaxis] < 0, negative, positive)
    strength = np.abs(shares)[..., np.newaxis]
    return 255 + (colours - 255) * strength


def _address(pixels):
    """Pixels as a small data address, not to the last number."""
    return data_address(np.rint(pixels).astype(np.uint8), "WEBP", quality=75)
