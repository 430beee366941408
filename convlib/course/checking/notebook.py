"""What the notebook around a check knows: what its names stand for, its lesson, and which cell never ran."""

import ast
import inspect
import re
import warnings

from ...running_shell import running_shell
from .declare import Function


def names_of(thing, names):
    """The names that stand for this very thing, in a notebook's own."""
    named = dict(names).items()
    return [
        name for name, value in named if value is thing and value is not None and not name.startswith("_")
    ]


def meant(answer, names, exercises):
    """The exercise that an answer without a telling name is for, as far as the notebook knows: or None.

    It is of the lesson whose exercises the notebook defines, takes as many inputs, and is not done yet.
    """
    here = [exercises[name] for name in names if name in exercises and _is_defined_here(names[name])]
    if not here:
        return None
    lessons = [exercise.lesson for exercise in here]
    lesson = max(lessons, key=lessons.count)
    fitting = [
        exercise
        for exercise in exercises.values()
        if exercise.lesson == lesson and isinstance(exercise, Function) == callable(answer)
    ]
    fitting = [one for one in fitting if not callable(answer) or _takes(answer, one)] or fitting
    untouched = [one for one in fitting if one.name in names and one.untouched(names[one.name])]
    return next(iter(untouched or fitting), None)


def _is_defined_here(value):
    home = getattr(value, "__module__", None) or ""
    return not home.startswith("convlib")


def _takes(answer, exercise):
    try:
        inspect.signature(answer).bind(*exercise.cases[0])
    except TypeError:
        return False
    except ValueError:  # what is written in C may not tell
        return True
    return True


def never_ran(name):
    """Whether the last cell that defines this name has a syntax error, so that an older one is judged."""
    shell = running_shell()
    cells = getattr(shell, "user_ns", {}).get("In", ())
    defines = re.compile(rf"^(async\s+)?def\s+{re.escape(name)}\b|^{re.escape(name)}\s*=", re.MULTILINE)
    last = next((cell for cell in reversed(list(cells)) if defines.search(cell)), "")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(last, "cell", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError):
        return True
    return False
