"""Pictures to look at, to slide windows over and to learn from."""

from .datasets import DIGIT_NAMES, FASHION_NAMES, digits, fashion, first_of_each
from .samples import FILTERS, delta, filter_bank, input_7x7, photo, photos, pool_slice

__all__ = [
    "DIGIT_NAMES",
    "FASHION_NAMES",
    "FILTERS",
    "delta",
    "digits",
    "fashion",
    "filter_bank",
    "first_of_each",
    "input_7x7",
    "photo",
    "photos",
    "pool_slice",
]
