"""The door to fast convolution: how windows lie, which way does it fastest, threads for a batch.

A way of convolving is a module with two functions, on the five axes that `windows` tells of:

    paint(x, filters, bias, maps, setting)     writes into `maps` what conv makes of `x`
    unpaint(dmaps, x, filters, dx, setting)    writes the gradient of the input into `dx`, unless it is None,
                                               and returns that of the filters

`windows` takes whatever comes. Any other way says with `pays(x, filters, setting, dmaps)` where it is exact
enough and faster; `fastest` asks it, so that neither layers nor networks know how many ways there are.
"""

from typing import NamedTuple

from . import windows, winograd
from .threads import in_threads, using

__all__ = ["Setting", "fastest", "in_threads", "using"]


class Setting(NamedTuple):
    """How the windows lie: `output` is (H2, W2), and whatever the last of them need beyond the input is 0."""

    F: tuple[int, int]
    output: tuple[int, int]
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    groups: int = 1


def fastest(x, filters, setting, dmaps=None):
    """The way that does such a convolution fastest; `dmaps` is what is sent back, if anything is.

    Shapes   x (B, D1, H1, W1, N), filters (K, Fh, Fw, D1/groups), dmaps (B, K, H2, W2, N) -> a module
    """
    return winograd if winograd.pays(x, filters, setting, dmaps) else windows
