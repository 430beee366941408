"""Traits that hold arrays of finite numbers: a small volume (H, W, D), a bank of filters, a bias for each."""

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
        volume = self._volume(obj, value)
        volume.setflags(write=False)
        return volume

    def _volume(self, obj, value):
        given = _real_numbers(self, obj, value)
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
            raise TraitError(f"{self.name} must hold finite numbers; it has {strange} that are not")
        return volume

    def set(self, obj, value):
        old = obj._trait_values.get(self.name)
        new = self._validate(obj, value)
        if old is None or new is None or not np.array_equal(old, new):
            super().set(obj, new)


class Bank(Volume):
    """Filters (K, Fh, Fw, D) in the same way; (Fh, Fw) and (Fh, Fw, D) are taken as one filter."""

    info_text = "an array of numbers, (Fh, Fw), (Fh, Fw, D) or (K, Fh, Fw, D)"

    def __init__(self, *, count, **kwargs):
        super().__init__(**kwargs)
        self.count = count

    def _volume(self, obj, value):
        given = _real_numbers(self, obj, value)
        if given.ndim != 4:
            return super()._volume(obj, given)[np.newaxis]
        if not 1 <= len(given) <= self.count:
            raise TraitError(f"{self.name} holds {len(given)} filters; there is room for 1 to {self.count}")
        return np.stack([super(Bank, self)._volume(obj, one) for one in given])


class Biases(TraitType):
    """A tuple of finite numbers; a single number is taken as one."""

    info_text = "a number, or one number for each filter"

    def __init__(self, *, most, count, **kwargs):
        super().__init__(**kwargs)
        self.most = most
        self.count = count
        self.tag(sync=True, to_json=lambda biases, _: [_plain(one) for one in biases])

    def validate(self, obj, value):
        given = np.atleast_1d(_real_numbers(self, obj, value))
        if given.ndim != 1 or not 1 <= len(given) <= self.count:
            raise TraitError(f"{self.name} must be a number, or 1 to {self.count} of them")
        if not np.all(np.abs(given) <= self.most):
            raise TraitError(f"{self.name} must hold numbers from −{self.most} to {self.most}")
        return tuple(float(one) for one in given)


def _real_numbers(trait, obj, value):
    if value is None:
        trait.error(obj, value)
    try:
        given = np.asarray(value)
    except ValueError:
        raise TraitError(f"{trait.name} must be an array: its rows have different lengths") from None
    if given.dtype.kind not in "biuf":
        raise TraitError(f"{trait.name} must hold real numbers, not {given.dtype}")
    return given


def _plain(number):
    """A number as JSON has it: whole ones without a decimal point."""
    return int(number) if float(number).is_integer() else float(number)


def _to_json(array, _widget):
    def plain(nested):
        return [plain(one) for one in nested] if isinstance(nested, list) else _plain(nested)

    return None if array is None else plain(array.tolist())


def _from_json(nested, _widget):
    return None if nested is None else np.asarray(nested, dtype=np.float64)
