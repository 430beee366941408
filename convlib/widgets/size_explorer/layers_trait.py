"""A trait that holds a chain of layers: convlib's own blocks in Python, plain dictionaries in the page."""

import re
from collections.abc import Mapping

from traitlets import TraitError, TraitType

from ...network import LRN, AvgPool, Conv, Dense, Dropout, MaxPool, ReLU
from ...network.compose import Chain
from ...refusal import fit_rule

LIMITS = {"layers": 24, "K": 1024, "m": 4096, "F": 15, "S": 16, "P": 7, "groups": 1024}

POOLS = {"max": MaxPool, "avg": AvgPool}
# They change no size and have no parameters, so a picture of sizes does without them.
LEFT_OUT = ReLU, LRN, Dropout

_FIELDS = {
    "conv": ("K", "F", "S", "P", "groups", "fit"),
    "max": ("F", "S", "P", "fit"),
    "avg": ("F", "S", "P", "fit"),
    "fc": ("m",),
}
_LEAST = {"P": 0}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_/]{0,23}")


class Layers(TraitType):
    """A tuple of Conv, MaxPool, AvgPool and Dense; ReLU, LRN and Dropout are left out.

    Given as blocks, or as the dictionaries that the page knows:
    `{"kind": "conv", "name": "", "K": 6, "F": 5, "S": 1, "P": 0, "groups": 1, "fit": "exact"}`.
    """

    info_text = "a list of layers such as [Conv(6, 5), MaxPool(2), Dense(10)]"

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.tag(
            sync=True,
            to_json=lambda layers, _widget: [described(layer) for layer in layers],
            from_json=lambda layers, _widget: layers,
        )

    def validate(self, obj, value):
        if not isinstance(value, (tuple, list)):
            self.error(obj, value)
        kept = [layer for layer in value if not isinstance(layer, LEFT_OUT)]
        if len(kept) > LIMITS["layers"]:
            raise TraitError(f"{self.name} has {len(kept)} layers; there is room for {LIMITS['layers']}")
        try:
            blocks = tuple(_block(described(layer)) for layer in kept)
            # The names that a network would give must be different as well.
            if blocks:
                Chain(blocks)
        except ValueError as error:
            raise TraitError(f"{self.name}: {error}") from None
        return blocks


def described(layer):
    """A layer as the page knows it, a dictionary with every setting.

    Raises   ValueError for another kind of layer, or one with a setting that the picture has no field for
    """
    if isinstance(layer, Mapping):
        return dict(layer)
    name = {"name": getattr(layer, "name", None) or ""}
    if isinstance(layer, Dense):
        return {"kind": "fc", **name, "m": layer.m}
    if isinstance(layer, Conv):
        if layer.dilation != 1:
            raise ValueError(f"{layer} has a dilation, which cannot be set here")
        settings = {"K": layer.K, **_window(layer, layer.stride), "groups": layer.groups, "fit": layer.fit}
        return {"kind": "conv", **name, **settings}
    for kind, pool in POOLS.items():
        if isinstance(layer, pool):
            stride = layer.F if layer.stride is None else layer.stride
            return {"kind": kind, **name, **_window(layer, stride), "fit": layer.fit}
    raise ValueError(f"each layer must be a Conv, a MaxPool, an AvgPool or a Dense, not {layer!r}")


def _window(layer, stride):
    if isinstance(layer.F, (tuple, list)):
        raise ValueError(f"{layer} has a window of two extents, but windows are square here")
    return {"F": layer.F, "S": stride, "P": layer.padding}


def _block(layer):
    """The block that a page's dictionary describes; what is not exactly such a dictionary is refused."""
    kind = layer.get("kind")
    if not isinstance(kind, str) or kind not in _FIELDS:
        raise ValueError(f"a layer's kind must be one of {', '.join(_FIELDS)}, not {kind!r}")
    fields = _FIELDS[kind]
    if set(layer) != {"kind", "name", *fields}:
        raise ValueError(f"a layer of kind {kind} has kind, name, {', '.join(fields)}, not {list(layer)}")
    for field in fields:
        value = layer[field]
        if field == "fit":
            fit_rule(value)
            continue
        least, most = _LEAST.get(field, 1), LIMITS[field]
        if type(value) is not int or not least <= value <= most:
            raise ValueError(f"{field} must be a whole number from {least} to {most} here, not {value!r}")
    name = layer["name"]
    if not isinstance(name, str) or (name and not _NAME.fullmatch(name)):
        raise ValueError(f"a layer's name must be letters, digits, _ and /, not {name!r}")
    named = {"name": name or None}
    if kind == "fc":
        return Dense(layer["m"], **named)
    settings = {"padding": layer["P"], "fit": layer["fit"], **named}
    if kind == "conv":
        return Conv(layer["K"], layer["F"], stride=layer["S"], groups=layer["groups"], **settings)
    # A pool that steps by its own window says so by saying nothing, as one writes it.
    stride = None if layer["S"] == layer["F"] else layer["S"]
    return POOLS[kind](layer["F"], stride=stride, **settings)
