"""The arithmetic on sizes: how many windows fit, how large the output gets, how many parameters there are.

Nothing here touches an array. One rule, (W1 − F + 2P)/S + 1, is behind all of it, and when its value is not
a whole number, or a setting is none at all, `refusal` has the words.
"""

from math import gcd, prod
from typing import NamedTuple

from .refusal import (
    below_window,
    few_enough,
    fit_rule,
    input_shape,
    own_stride,
    pair,
    refusal,
    volume_shape,
    whole_number,
    window_settings,
)

# So many pixels at most have their windows counted one by one.
COUNTED = 10**6


class Parameters(NamedTuple):
    """What a layer learns: 750 weights + 10 biases = 760."""

    weights: int
    biases: int
    total: int


class ReceptiveField(NamedTuple):
    """What a neuron sees of the picture: number i sees `size` pixels from start + i·jump on."""

    size: int
    jump: int
    start: int


def output_size(W1, F, S=1, P=0, *, dilation=1, fit="exact"):
    """How many windows of width F fit along W1 pixels: (W1 − F + 2P)/S + 1.

    `fit` says what to do when that is no whole number: refuse ("exact"), round down as libraries do
    ("floor"), or let a last window hang over the edge ("ceil", PyTorch's `ceil_mode`).

    Shapes   W1, F, S, P whole numbers -> W2; P is per side, and dilation 1 means none
    Raises   DoesNotFit when the windows do not tile the width, or when F is larger than the padded width
    Source   S22–S25, S30
    """
    W1, F = whole_number("W1", W1, 1), whole_number("F", F, 1)
    (W2,) = fit_windows((W1,), (F,), S, P, dilation=dilation, fit=fit, names=("S", "P"))
    return W2


def same_padding(W1, F, S=1, *, dilation=1):
    """How many zeros TensorFlow's "SAME" puts before and after W1 pixels, so that W2 is W1/S rounded up.

    An odd one goes after: to the right and to the bottom.

    Shapes   W1, F, S whole numbers -> (before, after)
    Source   S26, for windows and strides that have no (F − 1)/2
    """
    W1, F, S = whole_number("W1", W1, 1), whole_number("F", F, 1), whole_number("S", S, 1)
    stops = -(-W1 // S)
    total = max((stops - 1) * S + span(F, whole_number("dilation", dilation, 1)) - W1, 0)
    return total // 2, total - total // 2


def conv_shape(shape, K, F, S=1, P=0, *, dilation=1, fit="exact"):
    """The shape of the volume that K filters paint: one map each, whatever the depth of the input.

    Shapes   (H1, W1, D1), F a whole number or a pair (Fh, Fw) -> (H2, W2, K)
    Raises   DoesNotFit when the windows do not tile the input
    Source   S18, S28, S30
    """
    H1, W1, _ = volume_shape(shape)
    H2, W2 = fit_windows((H1, W1), pair("F", F), S, P, dilation=dilation, fit=fit, names=("S", "P"))
    return H2, W2, whole_number("K", K, 1)


def pool_shape(shape, F=2, S=None, P=0, *, fit="exact"):
    """The shape after pooling: smaller maps, and as many of them as before. S=None means F.

    Shapes   (H1, W1, D1), F a whole number or a pair (Fh, Fw) -> (H2, W2, D1)
    Raises   DoesNotFit when the windows do not tile the input; ValueError when P is not below F
    Source   S35, S37
    """
    H1, W1, D1 = volume_shape(shape)
    return *fit_pool((H1, W1), F, S, P, fit, names=("S", "P"))[0], D1


def parameters(F, D1, K):
    """Count what K filters of extent F learn on an input of depth D1: F·F·D1 weights each, and one bias each.

    Shapes   F a whole number or a pair (Fh, Fw) -> Parameters(weights, biases, total)
    Source   S29, S30
    """
    K = whole_number("K", K, 1)
    weights = prod(pair("F", F)) * whole_number("D1", D1, 1) * K
    return Parameters(weights, K, weights + K)


def locally_connected_parameters(shape, K, F, S=1, P=0):
    """Count what K maps would learn if every neuron had its window, but weights and bias of its own.

    Shapes   (H1, W1, D1), F a whole number or a pair (Fh, Fw) -> Parameters(weights, biases, total)
    Raises   DoesNotFit when the windows do not tile the input
    Source   S12, S28
    """
    neurons = prod(conv_shape(shape, K, F, S, P))
    weights = neurons * parameters(F, shape[-1], 1).weights
    return Parameters(weights, neurons, weights + neurons)


def dense_parameters(shape, m):
    """Count what m neurons learn when each is connected to the whole input, and has a bias.

    Shapes   shape (n,) or (H1, W1, D1) -> Parameters(weights, biases, total)
    Source   S12, S38
    """
    inputs, m = prod(input_shape(shape)), whole_number("m", m, 1)
    weights = inputs * m
    return Parameters(weights, m, weights + m)


def receptive_field(layers):
    """How much of the picture a number sees through several layers, along one axis.

    Neighbours see as much, a jump further on. Pixels below 0 are padding.

    Shapes   layers, the first one first: (F,), (F, S), (F, S, P) or (F, S, P, dilation)
             -> ReceptiveField(size, jump, start)
    Source   S32
    """
    size, jump, start = 1, 1, 0
    for F, S, P, dilation in window_settings(layers):
        size += (span(F, dilation) - 1) * jump
        start -= P * jump
        jump *= S
    return ReceptiveField(size, jump, start)


def windows_touching(W1, F, S=1, P=0, *, dilation=1, fit="exact"):
    """For each of W1 pixels, how many windows read it; 0 means never read.

    The outer product of the counts down the height and along the width counts for a whole picture.

    Shapes   W1, F, S, P whole numbers -> a list of W1 counts, which may be a million of them
    Raises   DoesNotFit as `output_size` does
    Source   S22–S25
    """
    W2 = output_size(W1, F, S, P, dilation=dilation, fit=fit)
    few_enough("W1", W1, COUNTED)
    # Window i reads with its tap j what stands at i·S + j·dilation; of the windows that reach as far as a
    # pixel, one in so many has a tap there.
    shared = gcd(S, dilation)
    in_so_many = dilation // shared
    back = pow(S // shared, -1, in_so_many)
    touched = []
    for place in range(P, P + W1):
        first, last = max(0, -((span(F, dilation) - 1 - place) // S)), min(W2 - 1, place // S)
        first += (place // shared * back - first) % in_so_many
        touched.append(0 if place % shared else max(0, (last - first) // in_so_many + 1))
    return touched


def fit_windows(sizes, F, S, P, *, dilation=1, fit="exact", most_padding=None, names=("stride", "padding")):
    """Lay windows along one axis (width) or two (height, width): the one place that fits or refuses them.

    `most_padding` keeps the suggested padding legal where there is a limit to it, and `names` are what the
    caller calls S and P, so that an error speaks of the caller's own arguments.

    Shapes   sizes (W1,) or (H1, W1), F (F,) or (Fh, Fw) -> (W2,) or (H2, W2)
    Raises   DoesNotFit; TypeError and ValueError for settings that are no setting at all
    """
    S, P = whole_number(names[0], S, 1), whole_number(names[1], P, 0)
    dilation = whole_number("dilation", dilation, 1)
    fit_rule(fit)
    spans = [span(f, dilation) for f in F]
    room = [size + 2 * P - reach for size, reach in zip(sizes, spans, strict=True)]
    if min(room) < 0 or (fit == "exact" and any(free % S for free in room)):
        raise refusal(sizes, F, spans, S, P, dilation, most_padding)
    if fit == "ceil":
        return tuple(_rounded_up(size, free, S, P) for size, free in zip(sizes, room, strict=True))
    return tuple(free // S + 1 for free in room)


def fit_pool(sizes, F, S, P, fit, names=("stride", "padding"), most=None):
    """Lay pooling windows, whose stride is F unless said: -> (H2, W2), (Fh, Fw), S.

    `most` is the largest padding that may be suggested, if there is a limit besides the window.
    """
    Fh, Fw = pair("F", F)
    S = own_stride(names[0], (Fh, Fw)) if S is None else S
    below_window(names[1], P, min(Fh, Fw))
    most = min(Fh, Fw) - 1 if most is None else min(Fh - 1, Fw - 1, most)
    output = fit_windows(sizes, (Fh, Fw), S, P, fit=fit, most_padding=most, names=names)
    return output, (Fh, Fw), S


def span(F, dilation=1):
    """How many pixels a window reaches across: with dilation 2, 3 taps span 5 pixels."""
    return (F - 1) * dilation + 1


def _rounded_up(size, free, S, P):
    # PyTorch drops a last window that would start beyond the input and its near padding.
    windows = -(-free // S) + 1
    return windows - 1 if (windows - 1) * S >= size + P else windows
