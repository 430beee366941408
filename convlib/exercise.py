"""Exercises as a learner meets them: `check` what you wrote, ask for a `hint`, look at the `solution`.

An exercise is known by the name of what is to be written: `check(width_after)`, `hint("width_after")`.
Checks are for learning, not for marks.
"""

import difflib
import secrets
from html import escape

from . import record
from .checking.declare import Function
from .checking.judge import CORRECT, judge_function, judge_value
from .checking.report import Page, Result
from .exercises import ALL

_NOTHING = object()
_hints_given = {}


def check(answer, value=_NOTHING, *, seed=None):
    """Say whether an answer is right, and if not, what is wrong with it.

    A function is found by its name: `check(width_after)`. Anything else, and a function under another name,
    comes with the name of its exercise: `check("stripes", stripes)`. A `seed` repeats an earlier check.
    """
    name = answer if isinstance(answer, str) else getattr(answer, "__name__", None)
    exercise = ALL.get(name)
    if exercise is None:
        return _unknown(name)
    if isinstance(answer, str):
        if value is _NOTHING:
            return _note(f'Hand over what you wrote as well: check("{name}", {name}).')
        answer = value

    if not isinstance(exercise, Function):
        verdict, again = judge_value(exercise, answer), ""
    else:
        seed = secrets.randbelow(100_000) if seed is None else seed
        verdict, again = judge_function(exercise, answer, seed), f"check({name}, seed={seed})"
    if verdict.outcome == CORRECT:
        record.mark(exercise.lesson, exercise.name)
    return Result(verdict, again)


def hint(name):
    """Give a hint, and one more each time; the last ones say nearly everything."""
    exercise = _exercise(name)
    if exercise is None:
        return _unknown(name)
    given = min(_hints_given.get(exercise.name, 0) + 1, len(exercise.hints))
    _hints_given[exercise.name] = given
    numbered = [f"Hint {i} of {len(exercise.hints)}: {words}" for i, words in enumerate(exercise.hints, 1)]

    folded = ""
    for words in reversed(numbered[given:]):
        folded = f"<details><summary>One more hint</summary><p>{escape(words)}</p>{folded}</details>"
    shown = "".join(f"<p>{escape(words)}</p>" for words in numbered[:given])
    body = f"<details open><summary>Hints</summary>{shown}{folded}</details>"
    more = f'\n  One more: hint("{exercise.name}")' if given < len(numbered) else ""
    return Page("\n".join(numbered[:given]) + more, body, "fold")


def solution(name):
    """Show a solution, folded: the very code that the tests of the book run."""
    exercise = _exercise(name)
    if exercise is None:
        return _unknown(name)
    source = exercise.solution_source()
    body = f"<details><summary>A solution</summary><pre><code>{escape(source)}</code></pre></details>"
    return Page(source, body, "fold")


def progress():
    """Show which questions and exercises of the book are done."""
    from .widgets import ProgressView  # the checks themselves need no widget

    return ProgressView()


def _exercise(name):
    return ALL.get(name if isinstance(name, str) else getattr(name, "__name__", None))


def _unknown(name):
    if name is None:
        return _note('What is no function needs its name, as in check("eye_finder", eye_finder).')
    near = difflib.get_close_matches(str(name), ALL, 1, 0.6)
    meant = (
        f'Did you mean "{near[0]}"?' if near else 'Give its name as well, as in check("width_after", mine).'
    )
    return _note(f"There is no exercise called {name!s:.60}. {meant}")


def _note(words):
    return Page(words, f"<p>{escape(words)}</p>", "note")
