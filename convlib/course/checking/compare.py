"""Say in words how a result differs from what is right: type before shape, shape before values.

Numbers are compared with a tolerance that suits their dtype, never for equality of floats, and quoted with
as many digits as tell them apart.
"""

import inspect
import types
from numbers import Integral, Real
from typing import NamedTuple

import numpy as np

from ... import written

_CUTS = np.trunc, np.floor, np.rint


class Difference(NamedTuple):
    """What is wrong in words, such as "gave 2, not 3", and the cell where two arrays first differ."""

    words: str
    place: tuple | None = None
    part: int | None = None


def difference(expected, got, parts=()):
    """How `got` differs from what was expected; None when it is right.

    Expected numbers, arrays and texts are met by their like; a tuple or list by anything with as many parts.
    """
    if got is None and expected is not None:
        return Difference("gave None: is there a return at its end?")
    if isinstance(expected, np.ndarray):
        return _array_difference(expected, got)
    if isinstance(expected, tuple) and parts:
        return _parts_difference(expected, got, parts)
    if isinstance(expected, (tuple, list)):
        return _row_difference(expected, got)
    if isinstance(expected, (bool, np.bool_)) or expected is None or isinstance(expected, str):
        same = type(got) in (type(expected), np.bool_) and bool(got == expected)
        return None if same else Difference(f"gave {shown(got)}, not {shown(expected)}")
    return _number_difference(expected, got)


def alike(mistaken, got, parts=()):
    """Whether a mistake leads to this result; a quotient may be left as it is or rounded down."""
    if isinstance(mistaken, Real) and isinstance(got, Real):
        return any(abs(float(got) - value) < 1e-9 for value in (float(mistaken), float(mistaken // 1)))
    if isinstance(mistaken, (tuple, list)) and isinstance(got, (tuple, list)) and not parts:
        return len(mistaken) == len(got) and all(map(alike, mistaken, got))
    return difference(mistaken, got, parts) is None


def shown(value, most=80):
    """A value as a sentence quotes it: short, whatever it is."""
    if isinstance(value, (bool, np.bool_)) or value is None or isinstance(value, str):
        return _cut(repr(value if not isinstance(value, np.bool_) else bool(value)), most)
    if isinstance(value, Integral):
        return written.number(value) if abs(value) < 10**30 else "a huge number"
    if isinstance(value, Real):
        return written.number(float(value)) + ".0" * float(value).is_integer()
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}" if value.ndim else shown(value.item())
    if isinstance(value, (tuple, list)):
        inside = ", ".join(map(shown, value[:12])) + ", …" * (len(value) > 12)
        alone = "," * (len(value) == 1)
        return _cut(f"({inside}{alone})" if isinstance(value, tuple) else f"[{inside}]", most)
    return a_or_an(value)


def digits_apart(one, other):
    """With how many digits two numbers are written differently; six where they are the same."""
    for digits in range(6, 18):
        if float(f"{one:.{digits}g}") != float(f"{other:.{digits}g}"):
            return digits
    return 6


def apart(one, other):
    """Two numbers as one writes them, with as many digits as tell them apart: -> their texts."""
    one, other = float(one), float(other)
    digits = digits_apart(one, other)
    return written.number(one, digits), written.number(other, digits)


def a_or_an(value):
    """The type of a value in words."""
    known = {
        dict: "a dictionary",
        type(...): "three dots",
        range: "a range",
        list: "a list",
        tuple: "a tuple",
        str: "a text",
        complex: "a complex number",
    }
    name = type(value).__name__
    return known.get(type(value), f"{'an' if name[:1] in 'aeiouAEIOU' else 'a'} {name}")


def _cut(text, most):
    return text if len(text) <= most else text[: most - 1] + "…"


def _number_difference(expected, got):
    if isinstance(got, np.ndarray) and got.shape == ():
        got = got.item()
    if isinstance(got, np.ndarray):
        alone = ": .item() takes the number out of it" if got.size == 1 else ""
        return Difference(f"gave an array of shape {got.shape}, not a single number{alone}")
    if isinstance(got, (bool, np.bool_)) or not isinstance(got, Real):
        return Difference(f"gave {shown(got)}, not a number{_made_into(got, 'a number')}")
    if np.isnan(float(got)) and not np.isnan(float(expected)):
        return Difference("gave NaN, which is not a number: was 0 divided by 0?")
    if isinstance(got, Integral) and isinstance(expected, Integral):
        return None if int(got) == int(expected) else Difference(f"gave {shown(got)}, not {shown(expected)}")
    if isinstance(got, Integral) and abs(got) > 10**300:
        return Difference(f"gave {shown(got)}, not {shown(expected)}")
    if isinstance(expected, Integral) and got == expected:
        return Difference(f"gave {shown(got)}, the right number, but as a float: // or int() makes it whole")
    if not isinstance(expected, Integral):
        if _close(np.asarray(float(expected)), np.asarray(got)).all():
            return None
        if (abs(got) > 1 or isinstance(got, Integral)) and got in [cut(expected) for cut in _CUTS]:
            right = written.number(float(expected))
            return Difference(f"gave {shown(got)}, not {right}: everything after the decimal point is lost")
    mine, right = apart(got, expected)
    return Difference(f"gave {mine}, not {right}")


def _row_difference(expected, got):
    if isinstance(got, np.ndarray) and got.ndim == 1:
        got = got.tolist()
    if isinstance(got, range):
        got = list(got)
    if not isinstance(got, (tuple, list)):
        made = _made_into(got, "a list")
        return Difference(f"gave {shown(got)}, not {shown(expected)}{made}")
    if len(got) != len(expected):
        return Difference(
            f"gave {shown(got)}, {_count(len(got))}, not {shown(expected)}, {_count(len(expected))}"
        )
    for right, mine in zip(expected, got, strict=True):
        if found := difference(right, mine):
            if not isinstance(mine, Real):
                return Difference(f"gave {shown(got)}, in which one entry {found.words}")
            if mine == right:
                return Difference(f"gave {shown(got)}, not {shown(expected)}: // or int() makes them whole")
            if shown(got) == shown(expected) or shown(mine) == shown(right):
                return Difference(f"gave {shown(got)}, in which one entry {found.words}")
            return Difference(f"gave {shown(got)}, not {shown(expected)}")
    return None


def _parts_difference(expected, got, parts):
    names = ", ".join(parts)
    if not isinstance(got, (tuple, list)):
        return Difference(f"gave {shown(got)}, not the {len(parts)} results {names}")
    if len(got) != len(parts):
        return Difference(f"gave {_count(len(got), 'result')}, not the {len(parts)} results {names}")
    for index, (right, mine) in enumerate(zip(expected, got, strict=True)):
        if found := difference(right, mine):
            return found._replace(words=f"{found.words}, for {parts[index]}", part=index)
    return None


def _array_difference(expected, got):
    if isinstance(got, (list, tuple)):
        return Difference(f"gave {a_or_an(got)}, not an array: np.array(…) turns it into one")
    if not isinstance(got, (np.ndarray, np.generic)) or got.dtype.kind not in "biuf":
        what = f"an array of {got.dtype}" if isinstance(got, np.ndarray) else shown(got)
        return Difference(f"gave {what}, not an array of real numbers{_made_into(got, 'an array')}")
    if got.shape != expected.shape:
        if got.ndim == 0:
            return Difference(
                f"gave the single number {shown(got.item())}, not an array of shape {expected.shape}"
            )
        return Difference(f"gave an array of shape {got.shape}, not {expected.shape}")
    if got.dtype.kind == "b" and expected.dtype.kind != "b":
        return Difference("gave an array of True and False, not of numbers")
    missing = np.isnan(got) & ~np.isnan(expected)
    if missing.any():
        place = _first(missing)
        return Difference(
            f"gave NaN, which is not a number, in {missing.sum()} of its {_count(got.size, 'cell')}, "
            f"first at {list(place)}",
            place,
        )
    wrong = ~_close(expected, got)
    if not wrong.any():
        return None
    place = _first(wrong)
    mine, right = apart(got[place], expected[place])
    at = f"{mine} instead of {right} at {list(place)}"
    differ = f"{wrong.sum()} of {_count(expected.size, 'cell')} {'differs' if wrong.sum() == 1 else 'differ'}"
    told = f"gave {at}" if expected.size == 1 else f"gave {at}; {differ}"
    if np.array_equal(expected, np.trunc(expected)):
        return Difference(told, place)
    if got.dtype.kind in "iu":
        rest = "" if np.array_equal(got, np.trunc(expected)) else f"{told}. It "
        return Difference(
            f"{rest}gave whole numbers, of dtype {got.dtype}, so everything after the decimal point is lost: "
            f"an array made with a float dtype keeps it",
            place,
        )
    # Of nothing but 0 and 1 it cannot be known: that is also how a largest share is marked.
    if np.any(np.abs(got) > 1) and any(np.array_equal(got, cut(expected)) for cut in _CUTS):
        return Difference(f"{told}: everything after the decimal point is lost", place)
    return Difference(told, place)


def _made_into(got, what):
    """How something of another library, or that is still to be computed, becomes what was asked for."""
    if isinstance(got, types.GeneratorType) and got.gi_code.co_name != "<genexpr>":
        return ": return gives a result back, whereas yield hands it out in pieces"
    if inspect.iscoroutine(got):
        got.close()
        return ": without async in front of def it is a function like any other"
    if isinstance(got, (set, frozenset)):
        return ": sorted(…) turns it into a list" if what == "a list" else ""
    if isinstance(got, (types.GeneratorType, map, filter, zip, range)) and what != "a number":
        return f": {'list(…)' if what == 'a list' else 'np.array(list(…))'} turns it into {what}"
    if type(got).__module__.partition(".")[0] == "torch" and hasattr(got, "detach"):
        plain = ".detach()" if got.requires_grad and what != "a number" else ""
        ways = {"a number": ".item()", "a list": ".tolist()", "an array": f"{plain}.numpy()"}
        return f": {ways[what]} turns it into {what}"
    if hasattr(got, "__array__") and not isinstance(got, (np.ndarray, np.generic)):
        ways = {"a number": "float(…)", "a list": "np.asarray(…).tolist()", "an array": "np.asarray(…)"}
        return f": {ways[what]} turns it into {what}"
    return ""


def _close(expected, got):
    loose = got.dtype.kind == "f" and got.dtype.itemsize < 8
    rtol = 1e-2 if got.dtype == np.float16 else 1e-4 if loose else 1e-7
    scale = float(np.max(np.abs(expected[np.isfinite(expected)]), initial=0)) or 1
    with np.errstate(all="ignore"):
        return np.isclose(
            got.astype(float), expected.astype(float), rtol=rtol, atol=rtol * max(scale, 1e-3), equal_nan=True
        )


def _first(mask):
    return tuple(int(index) for index in np.unravel_index(int(mask.argmax()), mask.shape))


def _count(how_many, of="entry"):
    plural = {"entry": "entries"}.get(of, of + "s")
    return f"{how_many} {of if how_many == 1 else plural}"
