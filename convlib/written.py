"""Numbers, sizes and shares as words: one wording each, whoever writes them and wherever they are read.

Below 0 stands a true minus, as long as a plus, and what is no number is written as one says it: NaN, ∞, −∞.
"""

from math import isfinite, isnan
from numbers import Integral


def size(shape):
    """The sizes of a volume, a map or a window: (32, 32, 3) is 32×32×3; that of a list is a count: 4,096."""
    return count(shape[0]) if len(shape) == 1 else "×".join(map(str, shape))


def count(value):
    """How many there are, in groups of three digits: 1,024."""
    return _true_minus(f"{value:,}")


def decimal(value, places=2):
    """A number for a place in a picture or a table: at most so many decimals, and no 0 at their end."""
    if not isfinite(value):
        return _not_finite(value)
    text = f"{value:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else _true_minus(text)


def number(value, digits=6):
    """A number as one writes it: whole ones whole, others with no more digits than tell them apart."""
    if isinstance(value, Integral):
        return _true_minus(str(int(value)))
    if not isfinite(value):
        return _not_finite(value)
    if value == int(value) and abs(value) < 1e15:
        return _true_minus(str(int(value)))
    # Beyond six digits a 0 at the end stays: 0.6931470 beside 0.6931472.
    text = f"{value:#.{digits}g}" if digits > 6 else f"{value:.{digits}g}"
    return _true_minus(text.rstrip("."))


def share(value):
    """A share of 1 in percent, with one decimal; what would be written as nothing is said to be little."""
    if 0 < value < 0.001:
        return "below 0.1 %"
    return f"{100 * value:.1f} %"


def _not_finite(value):
    return "NaN" if isnan(value) else "∞" if value > 0 else "−∞"


def _true_minus(text):
    return text.replace("-", "−")
