"""What a lesson asks before it answers: one guess, of a number, a shape, a choice, a cell, or in words."""

import re
from numbers import Real

import numpy as np

from .lessons import lesson_of

KINDS = ("number", "shape", "choice", "cell", "words")
NAME = re.compile(r"[a-z][a-z0-9_-]{0,50}")


def item(name):
    """What the record calls the guess of a prediction named "stride/places": "04_stride/guess-places".

    Raises   ValueError for a name that is none, or of a lesson that there is not
    """
    key, slash, own = name.partition("/")
    if not slash or not NAME.fullmatch(own):
        raise ValueError(
            f'a prediction is named by its lesson and a word, as in "stride/places", not {name!r}'
        )
    return lesson_of(key).item(f"guess-{own}")


def declared(*, options=None, of=None, about=False, slips=None, **answers):
    """A prediction as its widget has it: `kind`, what is `right`, and what is said to those who slip.

    Raises   ValueError that says what is missing, or what contradicts itself
    """
    given = {kind: answers[kind] for kind in KINDS if answers.get(kind) is not None}
    if len(given) != 1:
        raise ValueError(
            f"a prediction asks for one of {', '.join(KINDS)}; it was given {list(given) or 'none'}"
        )
    ((kind, answer),) = given.items()
    right = _plain(kind, answer)
    said = [[_plain(kind, value), words] for value, words in (slips or {}).items()]
    if any(value == right for value, _ in said):
        raise ValueError(f"{right!r} is right, so it cannot be a slip as well")
    if about and kind != "number":
        raise ValueError("only a number can be guessed about right")
    if (kind == "choice") != (options is not None):
        raise ValueError(
            "a choice needs its options, as in options={'Yes': 'why', 'No': 'why'}; nothing else does"
        )
    if options is not None and (right not in options or not 2 <= len(options) <= 4):
        raise ValueError(f"a choice has two to four options, and {right!r} is one of them")
    if (kind == "cell") != (of is not None):
        raise ValueError("a cell needs the size of its grid, as in of=(5, 5); nothing else does")
    if of is not None and not all(0 <= place < size for place, size in zip(right, of, strict=True)):
        raise ValueError(f"{right} is no cell of a grid of {of}")
    return {
        "kind": kind,
        "right": right,
        "slips": said,
        "about": about,
        "options": [list(pair) for pair in (options or {}).items()],
        "of": list(of or ()),
    }


def _plain(kind, answer):
    """An answer in the plain numbers, lists and text that a page can hold."""
    if kind == "number":
        if isinstance(answer, bool) or not isinstance(answer, (Real, np.number)) or not np.isfinite(answer):
            raise ValueError(f"number={answer!r} is not a number")
        return int(answer) if answer == int(answer) else float(answer)
    if kind in ("shape", "cell"):
        return [int(size) for size in answer]
    if not isinstance(answer, str) or not answer.strip():
        raise ValueError(f"{kind}={answer!r} is not in words")
    return answer
