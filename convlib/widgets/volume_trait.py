"""A trait that holds a small volume (H, W, D) of finite numbers."""

import numpy as np
from traitlets import TraitError, TraitType


class Volume(TraitType):
    """A float64 array (H, W, D) that cannot be written into; (H, W) is taken as one slice.

    Setting an equal array tells nobody, so that a value echoed by the page does not go round in circles.
    """

    info_text = "an array of numbers, (H, W) or (H, W, D)"

    def __init__(self, *, most, depth=4, **kwargs):
        super().__init__(**kwargs)
        self.most = most
        self.depth = depth
        self.tag(sync=True, to_json=_to_json, from_json=_from_json)

    def validate(self, obj, value):
        if value is None:
            self.error(obj, value)
        try:
            given = np.asarray(value)
        except ValueError:
            raise TraitError(f"{self.name} must be an array: its rows have different lengths") from None
        if given.dtype.kind not in "biuf":
            raise TraitError(f"{self.name} must hold real numbers, not {given.dtype}")
        volume = np.array(given[..., np.newaxis] if given.ndim == 2 else given, dtype=np.float64)
        if volume.ndim != 3 or volume.size == 0:
            raise TraitError(
                f"{self.name} must be (H, W) or (H, W, D) and not empty, not of shape {given.shape}"
            )
        rows, cols, depth = volume.shape
        if max(rows, cols) > self.most or depth > self.depth:
            raise TraitError(
                f"{self.name} is {rows}×{cols}×{depth}; with its numbers written out there is room for "
                f"{self.most}×{self.most}×{self.depth}: take a piece of it, such as "
                f"{self.name}[:{self.most}, :{self.most}]"
            )
        if strange := np.count_nonzero(~np.isfinite(volume)):
            raise TraitError(
                f"{self.name} must hold finite numbers; it has {strange} that are not"
            )
        volume.setflags(write=False)
        return volume

    def set(self, obj, value):
        old = obj._trait_values.get(self.name)
        new = self._validate(obj, value)
        if old is None or new is None or not np.array_equal(old, new):
            super().set(obj, new)


def _to_json(volume, _widget):
    if volume is None:
        return None
    return [[[int(v) if v.is_integer() else v for v in pixel] for pixel in row] for row in volume.tolist()]


def _from_json(nested, _widget):
    return None if nested is None else np.asarray(nested, dtype=np.float64)
