"""The arithmetic on sizes: how many windows fit, how large the output gets, how many parameters there are.

Nothing here touches an array. One rule, (W1 − F + 2P)/S + 1, is behind all of it, and when its value is not
a whole number the error carries the sum, what would be lost by rounding down, and the settings that do fit.
"""

from fractions import Fraction
from math import prod
from numbers import Integral, Real
from typing import NamedTuple

FITS = ("exact", "floor", "ceil")


class Repair(NamedTuple):
    """One setting changed so that all windows fit: `words` reads "padding 1 (→ 3×3)"."""

    setting: str
    value: int | tuple[int, int]
    output: tuple[int, ...]
    words: str


class DoesNotFit(ValueError):
    """The windows do not tile the input; the message is the sum, and the attributes are its parts.

    fractions     {"height": Fraction, "width": Fraction}, of the axes that the message names
    never_read    how many of the `pixels` real input pixels no window reads when the output is rounded down
    rounded_down  the output size that rounding down gives, 0 where not even one window fits
    repairs       the nearest padding, size and stride that fit, each a `Repair`
    """

    fractions: dict[str, Fraction]
    never_read: int
    pixels: int
    rounded_down: tuple[int, ...]
    repairs: tuple[Repair, ...]


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
    H1, W1, _ = _volume(shape)
    H2, W2 = fit_windows((H1, W1), pair("F", F), S, P, dilation=dilation, fit=fit, names=("S", "P"))
    return H2, W2, whole_number("K", K, 1)


def pool_shape(shape, F=2, S=None, P=0, *, fit="exact"):
    """The shape after pooling: smaller maps, and as many of them as before. S=None means F.

    Shapes   (H1, W1, D1), F a whole number or a pair (Fh, Fw) -> (H2, W2, D1)
    Raises   DoesNotFit when the windows do not tile the input; ValueError when P is not below F
    Source   S35, S37
    """
    H1, W1, D1 = _volume(shape)
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
    m = whole_number("m", m, 1)
    weights = prod(whole_number("shape", size, 1) for size in shape) * m
    return Parameters(weights, m, weights + m)


def receptive_field(layers):
    """How much of the picture a number sees through several layers, along one axis.

    Neighbours see as much, a jump further on. Pixels below 0 are padding.

    Shapes   layers, the first one first: (F,), (F, S) or (F, S, P) -> ReceptiveField(size, jump, start)
    Source   S32
    """
    size, jump, start = 1, 1, 0
    for layer in layers:
        if not isinstance(layer, (tuple, list)) or not 1 <= len(layer) <= 3:
            raise ValueError(f"each layer must be (F,), (F, S) or (F, S, P), not {layer!r}")
        F, S, P = (*layer, *(1, 0)[len(layer) - 1 :])
        size += (whole_number("F", F, 1) - 1) * jump
        start -= whole_number("P", P, 0) * jump
        jump *= whole_number("S", S, 1)
    return ReceptiveField(size, jump, start)


def windows_touching(W1, F, S=1, P=0, *, dilation=1, fit="exact"):
    """For each of W1 pixels, how many windows read it; 0 means never read.

    The outer product of the counts down the height and along the width counts for a whole picture.

    Shapes   W1, F, S, P whole numbers -> a list of W1 counts
    Raises   DoesNotFit as `output_size` does
    Source   S22–S25
    """
    W2 = output_size(W1, F, S, P, dilation=dilation, fit=fit)
    touched = [0] * W1
    for window in range(W2):
        for step in range(F):
            pixel = window * S + step * dilation - P
            if 0 <= pixel < W1:
                touched[pixel] += 1
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
    if not (isinstance(fit, str) and fit in FITS):
        raise ValueError(f'fit must be "exact", "floor" or "ceil", not {fit!r}')
    spans = [span(f, dilation) for f in F]
    room = _room(sizes, spans, P)
    if min(room) < 0 or (fit == "exact" and any(free % S for free in room)):
        raise _does_not_fit(sizes, F, S, P, dilation, most_padding)
    if fit == "ceil":
        return tuple(_rounded_up(size, free, S, P) for size, free in zip(sizes, room, strict=True))
    return tuple(free // S + 1 for free in room)


def fit_pool(sizes, F, S, P, fit, names=("stride", "padding")):
    """Lay pooling windows, whose stride is F unless said: -> (H2, W2), (Fh, Fw), S."""
    Fh, Fw = pair("F", F)
    if S is None and Fh != Fw:
        raise ValueError(
            f"{names[0]}=None means the window's own extent, but F is {Fh}×{Fw}: "
            f"give {names[0]} as a whole number, such as {min(Fh, Fw)}"
        )
    S = Fh if S is None else S
    if whole_number(names[1], P, 0) >= min(Fh, Fw):
        raise ValueError(
            f"{names[1]} is {P}, but must be less than F = {min(Fh, Fw)}: "
            "a pooling window in the corner would see padding only"
        )
    output = fit_windows(sizes, (Fh, Fw), S, P, fit=fit, most_padding=min(Fh, Fw) - 1, names=names)
    return output, (Fh, Fw), S


def span(F, dilation=1):
    """How many pixels a window reaches across: with dilation 2, 3 taps span 5 pixels."""
    return (F - 1) * dilation + 1


def whole_number(name, value, least):
    """Give `value` back as an int, or say what `name` must be; True and 2.0 are no whole numbers here."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        near = int(value) if isinstance(value, Real) and abs(value) < float("inf") else least
        raise TypeError(f"{name} must be a whole number such as {max(near, least)}, not {value!r}")
    if value < least:
        raise ValueError(f"{name} must be {least} or more, not {value}")
    return int(value)


def pair(name, value):
    """A window's extent: 3 means (3, 3), and (3, 5) is 3 high and 5 wide."""
    if not isinstance(value, (tuple, list)):
        value = (value, value)
    if len(value) != 2:
        raise ValueError(f"{name} must be a whole number or a pair (height, width), not {value!r}")
    return tuple(whole_number(name, extent, 1) for extent in value)


def _volume(shape):
    if not isinstance(shape, (tuple, list)) or len(shape) != 3:
        raise ValueError(f"shape must be (H1, W1, D1), such as (32, 32, 3), not {shape!r}")
    return tuple(whole_number(name, size, 1) for name, size in zip(("H1", "W1", "D1"), shape, strict=True))


def _rounded_up(size, free, S, P):
    # PyTorch drops a last window that would start beyond the input and its near padding.
    windows = -(-free // S) + 1
    return windows - 1 if (windows - 1) * S >= size + P else windows


def _room(sizes, spans, P):
    """How far a window can travel along each axis; below 0 there is no place for even one."""
    return [size + 2 * P - reach for size, reach in zip(sizes, spans, strict=True)]


def _all_fit(sizes, spans, S, P):
    return all(room >= 0 and room % S == 0 for room in _room(sizes, spans, P))


def _nearest(start, lowest, highest, fits):
    """The value nearest to `start` that fits, the smaller of two equally near; None when there is none."""
    for distance in range(1, max(start - lowest, highest - start) + 1):
        for value in (start - distance, start + distance):
            if lowest <= value <= highest and fits(value):
                return value
    return None


def _by(numbers):
    return "×".join(map(str, numbers))


def _axes(sizes):
    return ("height", "width")[-len(sizes) :]


def _does_not_fit(sizes, F, S, P, dilation, most_padding):
    """Make the DoesNotFit whose words every layer and every widget shows."""
    spans = tuple(span(f, dilation) for f in F)
    room = _room(sizes, spans, P)
    too_large = min(room) < 0
    failing = [axis for axis in range(len(sizes)) if (room[axis] < 0 if too_large else room[axis] % S)]
    rounded_down = tuple(0 if free < 0 else free // S + 1 for free in room)
    pixels_read = 0 if too_large else prod(
        sum(count > 0 for count in windows_touching(size, f, S, P, dilation=dilation, fit="floor"))
        for size, f in zip(sizes, F, strict=True)
    )  # fmt: skip
    never_read = prod(sizes) - pixels_read
    repairs = _repairs(sizes, spans, S, P, most_padding)

    # Two axes that fail with the same sum are named together.
    same_sum = len(failing) == 2 and (sizes[0], spans[0]) == (sizes[1], spans[1])
    named = [("height and width", 0)] if same_sum else [(_axes(sizes)[axis], axis) for axis in failing]
    windows = _by(F if len(F) == 2 else F * 2) + " windows"
    if dilation > 1:
        windows += f" with dilation {dilation} (spanning {_by(spans if len(F) == 2 else spans * 2)})"

    if too_large:
        refusal = "are larger than the padded input: " + ", and ".join(
            f"a {name} of {sizes[axis]} + 2·{P} = {sizes[axis] + 2 * P} is less than {spans[axis]}"
            for name, axis in named
        )
        loss = ""
    else:
        windows += f" at stride {S}"
        refusal = "do not fit " + ", nor ".join(
            f"a {name} of {sizes[axis]}: ({sizes[axis]} − {spans[axis]} + 2·{P})/{S} + 1 = "
            f"{Fraction(room[axis], S) + 1}"
            for name, axis in named
        )
        everything = "column" if len(sizes) == 1 else "input pixel"
        lost = f"{never_read} of the {prod(sizes)} {everything}s would never be read"
        kept = f"every {everything} would still be read"
        loss = f" Rounded down to {_by(rounded_down)}, {lost if never_read else kept}."

    *first, last = [repair.words for repair in repairs]
    advice = f"{', '.join(first)} or {last}" if first else last
    error = DoesNotFit(f"{windows} {refusal}. They would fit with {advice}.{loss}")
    error.fractions = {_axes(sizes)[axis]: Fraction(room[axis], S) + 1 for axis in failing}
    error.never_read = never_read
    error.pixels = prod(sizes)
    error.rounded_down = rounded_down
    error.repairs = repairs
    return error


def _repairs(sizes, spans, S, P, most_padding):
    """The nearest padding, size and stride, one changed at a time, with which all windows fit."""

    def repair(setting, value, words, *, sizes=sizes, S=S, P=P):
        output = tuple(room // S + 1 for room in _room(sizes, spans, P))
        return Repair(setting, value, output, f"{words} (→ {_by(output)})")

    repairs = []

    # Remainders repeat after S steps, so nothing new comes later than S steps above a padding that is enough.
    enough = max(P, *((reach - size + 1) // 2 for size, reach in zip(sizes, spans, strict=True)))
    most = enough + S if most_padding is None else min(enough + S, most_padding)
    padding = _nearest(P, 0, most, lambda p: _all_fit(sizes, spans, S, p))
    if padding is not None:
        repairs.append(repair("padding", padding, f"padding {padding}", P=padding))

    fitting = list(sizes)
    for axis, (size, reach) in enumerate(zip(sizes, spans, strict=True)):
        if not _all_fit([size], [reach], S, P):
            highest = max(size, reach - 2 * P) + S
            fitting[axis] = _nearest(size, 1, highest, lambda s, reach=reach: _all_fit([s], [reach], S, P))
    changed = [axis for axis in range(len(sizes)) if fitting[axis] != sizes[axis]]
    if len(changed) == 2:
        words = f"an input of {_by(fitting)}"
    else:
        words = f"a {_axes(sizes)[changed[0]]} of {fitting[changed[0]]}"
    value = fitting[0] if len(sizes) == 1 else tuple(fitting)
    repairs.append(repair("size", value, words, sizes=fitting))

    if min(_room(sizes, spans, P)) >= 0:
        stride = _nearest(S, 1, 2 * S, lambda s: _all_fit(sizes, spans, s, P))
        repairs.append(repair("stride", stride, f"stride {stride}", S=stride))
    return tuple(repairs)
