"""Windows that are a number short or one too long: what a slice with the wrong end makes of them."""

from functools import partial

import numpy as np

from ..checking.declare import Mistake

_ENDS = "a slice a : b ends before b, so a : a + F has F numbers."
SHORT = f"It looks as if every window is a row and a column short: {_ENDS}"
LONG = f"It looks as if every window has a row and a column too many: {_ENDS}"


def over_windows(number, x, F, stride, by):
    """What `number` makes of each window, placed as windows of F are, but `by` longer: -> an array."""
    tops, lefts = (range(0, size - F + 1, stride) for size in x.shape[:2])
    extent = F + by
    return np.array([[number(x[top : top + extent, left : left + extent]) for left in lefts] for top in tops])


def one_short(loop):
    """The mistake of windows of F − 1; `loop(by, …)` is the exercise with windows of F + by."""
    return Mistake(partial(loop, -1), SHORT)


def one_long(loop):
    """The mistake of windows of F + 1, which the edge may cut."""
    return Mistake(partial(loop, 1), LONG)
