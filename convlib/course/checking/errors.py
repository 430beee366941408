"""What an error in a learner's code is called, where it arose, and the sentence that leads out of it.

numpy's own words for an array where one number is meant ("truth value … ambiguous") help nobody who does not
know the way out already.
"""

import ast
import itertools
import linecache
import math
import re
from importlib.resources import files

import numpy as np

_PACKAGE = str(files("convlib"))
_LARGEST = {"max": ("np.maximum", "largest"), "min": ("np.minimum", "smallest")}


def error_words(error):
    """An error by its name and the first sentences of its message."""
    if isinstance(error, RecursionError):
        return "RecursionError: it calls itself again and again"
    if isinstance(error, SystemExit):
        return "SystemExit, which would end Python: give a result back with return"
    name = type(error).__name__
    first = _message(error).strip().split("\n")[0]
    return f"{name}: {_first_sentences(first).rstrip('.')}" if first else name


def _message(error):
    try:
        return str(error)
    except BaseException:  # a learner's own error may not even have words
        return ""


def _first_sentences(words, most=300):
    """As many whole sentences as have room; of one that has none, its first words."""
    if len(words) <= most:
        return words
    ends = [end.end() for end in re.finditer(r"[.?!](?= )", words) if end.end() <= most]
    return words[: ends[-1]] if ends else f"{words[:most].rpartition(' ')[0]} …"


def where(error, answer):
    """The line of the learner's code in which it happened, not ours and not a library's."""
    place = _last_place(error, answer)
    if place is None:
        return ""
    frame, line, _ = place
    text, name = _line(error, answer), frame.f_code.co_name
    at = f"line {line}" if name == getattr(answer, "__name__", "") else f"line {line}, in {name}"
    return f" ({at}{': ' + text if text else ''})"


def way_out(error, answer, known=()):
    """The sentence that leads out of an error; nothing where the error's own words do."""
    if isinstance(error, NameError):
        return _missing_name(error, known)
    words = _message(error) if isinstance(error, (TypeError, ValueError)) else ""
    if "truth value of an array" in words:
        return _one_answer(_code_at(error, answer), _line(error, answer))
    if "converted to Python scalars" in words or "setting an array element with a sequence" in words:
        return _one_number(_code_at(error, answer))
    if "Cannot cast ufunc" in words and "to dtype('int" in words:
        return (
            "The array on the left holds only whole numbers: "
            "made with a float dtype, as np.zeros does, it would hold fractions too."
        )
    return ""


def _missing_name(error, known):
    name = error.name
    if name in known:
        exercise = known[name]
        home = exercise.solution.__module__
        return (
            f"{name} is exercise {exercise.number} of lesson {exercise.lesson.number}: run its cell first, "
            f"or take the book's own with from {home} import {name}."
        )
    if name == "np":
        return "np is numpy: run the first cell of the notebook, or import numpy as np."
    return ""


def _one_answer(code, line):
    """Where one yes or no was meant, and an array has many."""
    tree = _tree(code)
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
        name, given = tree.func.id, tree.args
        if name in _LARGEST and len(given) > 1:
            return f"{name} compares whole arrays: {_LARGEST[name][0]} goes number by number."
        if name in _LARGEST and given:
            found = f"np.{name}({ast.unparse(given[0])})"
            return f"{name} compares whole rows of an array: {found} finds its {_LARGEST[name][1]} number."
        if name == "sorted" and given:
            return f"sorted compares whole rows of an array: np.sort({ast.unparse(given[0])}) sorts numbers."
    condition = code if tree is not None and len(code) < 40 else "condition"
    if re.search(r"\b(and|or)\b", line):
        return (
            "and and or need a single answer on each side, and an array has many: "
            "& and | go number by number, with brackets around both sides."
        )
    return (
        "An array has one answer for each number, but a single one is needed here: "
        f"np.where({condition}, a, b) chooses a or b number by number."
    )


def _one_number(code):
    """Where one number was meant, and an array has many."""
    tree = _tree(code)
    if isinstance(tree, ast.Call):
        name = ast.unparse(tree.func).removeprefix("math.")
        array = ast.unparse(tree.args[0]) if tree.args else "x"
        if name in ("int", "float"):
            return f"{name} takes a single number: ({array}).astype({name}) goes number by number."
        if hasattr(math, name) and hasattr(np, name):
            return f"{ast.unparse(tree.func)} takes a single number: np.{name} goes number by number."
    return "One cell holds one number, but here it gets an array: is a sum or a maximum missing?"


def _tree(code):
    try:
        return ast.parse(code, mode="eval").body
    except (SyntaxError, ValueError):
        return None


def _code_at(error, answer):
    """The very piece of the learner's code that raised the error; nothing where it is not known."""
    place = _last_place(error, answer)
    if place is None:
        return ""
    frame, _, instruction = place
    positions = itertools.islice(frame.f_code.co_positions(), instruction // 2, None)
    first, last, begin, end = next(positions, (None,) * 4)
    if None in (first, last, begin, end):
        return ""
    lines = [linecache.getline(frame.f_code.co_filename, line) for line in range(first, last + 1)]
    if len(lines) != 1 or not lines[0]:
        return ""
    # Columns are counted in bytes.
    return lines[0].encode()[begin:end].decode(errors="ignore").strip()


def _line(error, answer):
    """The text of the line, as the learner has written it."""
    place = _last_place(error, answer)
    return linecache.getline(place[0].f_code.co_filename, place[1]).strip() if place else ""


def _last_place(error, answer):
    """The last frame of the learner's own: -> the frame, its line and its instruction."""
    own = getattr(getattr(answer, "__code__", None), "co_filename", None)
    mine, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == own and not own.startswith(_PACKAGE):
            mine = trace.tb_frame, trace.tb_lineno, trace.tb_lasti
        trace = trace.tb_next
    return mine
