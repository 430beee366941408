"""What is said when it does not come out: windows that do not tile an input, and settings that are none.

Of windows it is the sum, what rounding down would lose, and what does fit; of a setting, what it must be.
Every number here is worked out, none is searched for, so that sizes may be as large as they like.
"""

from fractions import Fraction
from math import gcd, isqrt, prod
from numbers import Integral, Real
from typing import NamedTuple

from . import written

FITS = ("exact", "floor", "ceil")

# Beyond the square of this, a stride that fits is found, but not always the nearest one.
DIVISORS = 10**5


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


def refusal(sizes, F, spans, S, P, dilation, most_padding):
    """Make the DoesNotFit whose words every layer and every widget shows."""
    room = _room(sizes, spans, P)
    too_large = min(room) < 0
    failing = [axis for axis in range(len(sizes)) if (room[axis] < 0 if too_large else room[axis] % S)]
    rounded_down = tuple(0 if free < 0 else free // S + 1 for free in room)
    pixels_read = 0 if too_large else prod(
        _pixels_read(size, f, S, P, dilation, windows)
        for size, f, windows in zip(sizes, F, rounded_down, strict=True)
    )  # fmt: skip
    never_read = prod(sizes) - pixels_read
    repairs = _repairs(sizes, spans, S, P, most_padding)

    # Two axes that fail with the same sum are named together.
    same_sum = len(failing) == 2 and (sizes[0], spans[0]) == (sizes[1], spans[1])
    named = [("height and width", 0)] if same_sum else [(_axes(sizes)[axis], axis) for axis in failing]
    windows = written.size(F if len(F) == 2 else F * 2) + " windows"
    if dilation > 1:
        windows += f" with dilation {dilation} (spanning {written.size(spans if len(F) == 2 else spans * 2)})"

    if too_large:
        refused = "are larger than the padded input: " + ", and ".join(
            f"a {name} of {sizes[axis]} + 2·{P} = {sizes[axis] + 2 * P} is less than {spans[axis]}"
            for name, axis in named
        )
        loss = ""
    else:
        windows += f" at stride {S}"
        refused = "do not fit " + ", nor ".join(
            f"a {name} of {sizes[axis]}: ({sizes[axis]} − {spans[axis]} + 2·{P})/{S} + 1 = "
            f"{Fraction(room[axis], S) + 1}"
            for name, axis in named
        )
        everything = "column" if len(sizes) == 1 else "input pixel"
        lost = f"{never_read} of the {prod(sizes)} {everything}s would never be read"
        kept = f"every {everything} would still be read"
        loss = f" Rounded down to {written.size(rounded_down)}, {lost if never_read else kept}."

    *first, last = [repair.words for repair in repairs]
    advice = f"{', '.join(first)} or {last}" if first else last
    error = DoesNotFit(f"{windows} {refused}. They would fit with {advice}.{loss}")
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
        return Repair(setting, value, output, f"{words} (→ {written.size(output)})")

    repairs = []
    padding = _padding(sizes, spans, S, P, most_padding)
    if padding is not None:
        repairs.append(repair("padding", padding, f"padding {padding}", P=padding))

    # A size fits when it is a whole number of strides away from a window and its padding.
    fitting = [
        _nearest(size, reach - 2 * P, S, max(1, reach - 2 * P))
        for size, reach in zip(sizes, spans, strict=True)
    ]
    changed = [axis for axis in range(len(sizes)) if fitting[axis] != sizes[axis]]
    if len(changed) == 2:
        words = f"an input of {written.size(fitting)}"
    else:
        words = f"a {_axes(sizes)[changed[0]]} of {fitting[changed[0]]}"
    value = fitting[0] if len(sizes) == 1 else tuple(fitting)
    repairs.append(repair("size", value, words, sizes=fitting))

    room = _room(sizes, spans, P)
    if min(room) >= 0:
        stride = _nearest_divisor(S, gcd(*room))
        repairs.append(repair("stride", stride, f"stride {stride}", S=stride))
    return tuple(repairs)


def _padding(sizes, spans, S, P, most):
    """The nearest padding with which all windows fit, up to `most`; None when there is none."""
    missing = [reach - size for size, reach in zip(sizes, spans, strict=True)]
    if (missing[0] - missing[-1]) % S or (S % 2 == 0 and missing[0] % 2):
        return None
    # 2P has to leave the same remainder as what is missing; an odd stride can make that even.
    half = (missing[0] if missing[0] % 2 == 0 else missing[0] + S) // 2
    enough = max(0, *((some + 1) // 2 for some in missing))
    return _nearest(P, half, S if S % 2 else S // 2, enough, most)


def _nearest(start, one, step, least, most=None):
    """The number nearest to `start` that is whole steps away from `one`, the smaller of two equally near.

    It is none below `least` or above `most`; None when there is no such number.
    """
    below = start - (start - one) % step
    above = below + step
    if below < least:
        above = least + (one - least) % step
        return above if most is None or above <= most else None
    return below if start - below <= above - start or (most is not None and above > most) else above


def _nearest_divisor(start, number):
    """Of the divisors of a number the nearest to `start`, the smaller of two equally near."""
    small = [one for one in range(1, min(isqrt(number), DIVISORS) + 1) if number % one == 0]
    return min((*small, *(number // one for one in small)), key=lambda one: (abs(one - start), one))


def _pixels_read(size, F, S, P, dilation, windows):
    """How many of `size` pixels the windows read: each is counted with the last window that reads it.

    Window i reads with its tap j what stands at i·S + j·dilation. The same pixel is read some windows later
    by an earlier tap, if there are so many windows and taps; those pairs are taken away again.
    """
    shared = gcd(S, dilation)
    later, earlier = dilation // shared, S // shared

    def pairs(windows, F, start):
        place = P - start
        before, end = (_pairs_below(stop, windows, F, S, dilation) for stop in (place, place + size))
        return end - before

    return pairs(windows, F, 0) - pairs(windows - later, F - earlier, earlier * dilation)


def _pairs_below(end, windows, F, S, dilation):
    """How many pairs of i < windows and j < F have i·S + j·dilation < end."""
    windows = min(windows, -(-end // S))
    if windows <= 0 or F <= 0:
        return 0
    # The first windows lie below the end with all of their taps.
    whole = min(max((end - 1 - (F - 1) * dilation) // S + 1, 0), windows)
    some = windows - whole
    return whole * F + _floor_sum(some, S, end - (windows - 1) * S + dilation - 1, dilation)


def _floor_sum(n, a, b, m):
    """The sum of (a·i + b) // m for i from 0 to n − 1, in as few steps as Euclid needs for a and m."""
    total = 0
    while n > 0:
        total += n * (n - 1) // 2 * (a // m) + n * (b // m)
        a, b = a % m, b % m
        # What is left is a triangle of points: it is counted along its other side.
        n, b = divmod(a * n + b, m)
        a, m = m, a
    return total


def _room(sizes, spans, P):
    """How far a window can travel along each axis; below 0 there is no place for even one."""
    return [size + 2 * P - reach for size, reach in zip(sizes, spans, strict=True)]


def _axes(sizes):
    return ("height", "width")[-len(sizes) :]


def whole_number(name, value, least):
    """Give `value` back as an int, or say what `name` must be; True and 2.0 are no whole numbers here."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        near = int(value) if isinstance(value, Real) and abs(value) < 1e9 else least
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


def fit_rule(fit):
    """Refuse what is no way to treat windows that do not tile their input."""
    if not (isinstance(fit, str) and fit in FITS):
        raise ValueError(f'fit must be "exact", "floor" or "ceil", not {fit!r}')


def volume_shape(shape):
    """Refuse what is no shape of a volume: -> H1, W1, D1."""
    if not isinstance(shape, (tuple, list)) or len(shape) != 3:
        raise ValueError(f"shape must be (H1, W1, D1), such as (32, 32, 3), not {shape!r}")
    axes = zip(("H1", "W1", "D1"), shape, strict=True)
    return tuple(whole_number(f"{axis} in shape", size, 1) for axis, size in axes)


def input_shape(shape):
    """Refuse what is neither a volume's shape nor how many numbers there are: -> whole numbers."""
    if not isinstance(shape, (tuple, list)) or not shape:
        raise ValueError(f"shape must be (H1, W1, D1) or (n,), such as (32, 32, 3), not {shape!r}")
    return tuple(whole_number("shape", size, 1) for size in shape)


def window_settings(layers):
    """Refuse what does not list the windows of layers: -> F, S, P and dilation of each."""
    if not isinstance(layers, (tuple, list)):
        raise ValueError(f"layers must be a list such as [(3, 1), (2, 2)], not {layers!r}")
    for layer in layers:
        if not isinstance(layer, (tuple, list)) or not 1 <= len(layer) <= 4:
            raise ValueError(
                f"each layer must be (F,), (F, S), (F, S, P) or (F, S, P, dilation), not {layer!r}"
            )
        F, S, P, dilation = (*layer, *(1, 0, 1)[len(layer) - 1 :])
        F, dilation = whole_number("F", F, 1), whole_number("dilation", dilation, 1)
        P = whole_number("P", P, 0)
        yield F, whole_number("S", S, 1), P, dilation


def own_stride(name, F):
    """The stride of a pool that was given none: its window's extent, if it has a single one."""
    if F[0] != F[1]:
        raise ValueError(
            f"{name}=None means the window's own extent, but F is {written.size(F)}: "
            f"give {name} as a whole number, such as {min(F)}"
        )
    return F[0]


def below_window(name, P, F):
    """Refuse padding so wide that a pool's window would see nothing else."""
    if whole_number(name, P, 0) >= F:
        raise ValueError(
            f"{name} is {P}, but must be less than F = {F}: "
            "a pooling window in the corner would see only padding"
        )


def few_enough(name, pixels, most):
    """Refuse more pixels than anybody waits for."""
    if pixels > most:
        raise ValueError(
            f"{name} is {written.count(pixels)}, but pixels are counted one by one: "
            f"it may be {written.count(most)} at most"
        )
