"""Sums in numbers that are wide enough: float16 is added up in float32 and rounded once, at the end.

NaN and infinity go through without a word, as in PyTorch: they stand in every output whose window has them.
"""

from functools import wraps

import numpy as np


def summed_wide(function):
    """Give a layer float32 for its float16 arrays, and its caller float16 again."""

    @wraps(function)
    def wide(*arguments, **settings):
        given = [value.dtype for value in (*arguments, *settings.values()) if isinstance(value, np.ndarray)]
        half = {dtype for dtype in given if dtype.kind == "f"} == {np.dtype(np.float16)}
        with np.errstate(over="ignore", invalid="ignore"):
            if not half:
                return function(*arguments, **settings)
            settings = {name: _wider(value) for name, value in settings.items()}
            answer = function(*map(_wider, arguments), **settings)
            return tuple(map(_narrower, answer)) if isinstance(answer, tuple) else _narrower(answer)

    return wide


def _wider(value):
    half = isinstance(value, np.ndarray) and value.dtype == np.float16
    return value.astype(np.float32) if half else value


def _narrower(value):
    # A list of floats beside float16 has made the answer float64: it stays that.
    wide = isinstance(value, np.ndarray) and value.dtype == np.float32
    return value.astype(np.float16) if wide else value
