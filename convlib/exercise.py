"""Exercises as a learner meets them: `check` what you wrote, ask for a `hint`, look at the `solution`; and
`predict` before you read on.

An exercise is known by the name of what is to be written: `check(width_after)`, `hint("width_after")`.
Checks are for learning, not for marks.
"""

import difflib
import secrets
import sys
from html import escape
from numbers import Integral

from .course import record
from .course.checking.declare import Function
from .course.checking.judge import CORRECT, judge_function, judge_value
from .course.checking.notebook import meant, names_of, never_ran
from .course.checking.report import Page, Result
from .course.exercises import ALL

_NOTHING = object()
_hints_given = {}


def check(answer, value=_NOTHING, *, seed=None):
    """Say whether an answer is right, and if not, what is wrong with it.

    A function is found by its name: `check(width_after)`. Anything else, and a function under another name,
    comes with the name of its exercise: `check("stripes", stripes)`. A `seed` repeats an earlier check.
    """
    names = sys._getframe(1).f_globals
    name = answer if isinstance(answer, str) else getattr(answer, "__name__", None)
    if not isinstance(answer, str) and name not in ALL:
        # A lambda, or what a decorator made, does not know the name that the notebook has given it.
        name = next((known for known in names_of(answer, names) if known in ALL), name)
    exercise = ALL.get(name)
    if exercise is None:
        return _unknown(name, answer if value is _NOTHING else value, names)
    if isinstance(answer, str):
        if value is _NOTHING:
            return _note(f'Pass what you wrote as well: check("{name}", {name}).')
        answer = value
    if seed is not None and (not isinstance(seed, Integral) or isinstance(seed, bool) or seed < 0):
        return _note(f"A seed is a whole number, 0 or more, such as 7; {seed!r:.40} is not one.")

    if not isinstance(exercise, Function):
        verdict, again = judge_value(exercise, answer, names, ALL), ""
    else:
        seed = secrets.randbelow(100_000) if seed is None else int(seed)
        verdict, again = judge_function(exercise, answer, seed, ALL), f"check({name}, seed={seed})"
    if never_ran(name):
        older = (
            f"The last cell with {name} has a syntax error and never ran: this is about the one before it."
        )
        verdict = verdict._replace(said=(*verdict.said, older))
    if verdict.outcome == CORRECT:
        record.mark(exercise.item)
    return Result(verdict, again)


def hint(name):
    """Give a hint, folded, and one more each time; the last ones say nearly everything."""
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
    # Closed until it is opened: who runs all cells has not asked for anything yet.
    body = f"<details><summary>Hints</summary>{shown}{folded}</details>"
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


def predict(name, **declaration):
    """Ask for a guess before the answer, which the cells tagged `answer` below it give.

    `name` is the lesson's key and a word, as in "stride/places". What is right is one of `number=5` (with
    `about=True` an estimate is good within a quarter), `shape=(5, 5, 10)`, `choice="Yes"` with
    `options={"Yes": "why it is right", "No": "why it is not"}`, `cell=(0, 0)` with `of=(5, 5)`, or
    `words="in a line"`. `slips={4: "why not"}` are wrong answers that are known, each with its sentence.

    Raises   ValueError that says what is missing, or what contradicts itself
    """
    from .widgets import Prediction  # the checks themselves need no widget

    return Prediction(name, **declaration)


def progress():
    """Show which questions and exercises of the book are done."""
    from .widgets import ProgressView  # the checks themselves need no widget

    return ProgressView()


def _exercise(name):
    return ALL.get(name if isinstance(name, str) else getattr(name, "__name__", None))


def _unknown(name, answer=None, names=()):
    """The note on what has the name of no exercise; its example is of the lesson that the names belong to."""
    near = difflib.get_close_matches(str(name), ALL, 1, 0.6)
    if near:
        return _note(f'There is no exercise called {name!s:.60}. Did you mean "{near[0]}"?')
    exercise = meant(answer, names, ALL)
    mine = next(iter(names_of(answer, names)), "…")
    example = f'check("{exercise.name if exercise else "its name"}", {mine})'
    if name is not None:
        called = f"There is no exercise called {name!s:.60}."
        return _note(f"{called} Give the name of the exercise as well, as in {example}.")
    what = "A function without a name of its own" if callable(answer) else "An answer that is not a function"
    return _note(f"{what} needs the exercise's name, as in {example}.")


def _note(words):
    return Page(words, f"<p>{escape(words)}</p>", "note")
