"""Not attempted, not yet, or correct: how an answer to an exercise is judged, and what is said about it."""

import copy
import dis
import inspect
import linecache
import traceback
import types
from pathlib import Path
from textwrap import shorten
from typing import NamedTuple

import numpy as np

from .compare import Difference, a_or_an, alike, difference, shown
from .declare import Exercise
from .watch import Watch

NOT_ATTEMPTED, NOT_YET, CORRECT = "not attempted", "not yet", "correct"
_PACKAGE = str(Path(__file__).parents[1])


class Trial(NamedTuple):
    """One call of the learner's function, beside what is right; `read` is false where nothing came of it."""

    inputs: dict
    expected: object
    got: object
    difference: Difference | None
    error: BaseException | None = None
    read: bool = True
    printed: str = ""
    changed: str = ""


class Verdict(NamedTuple):
    """What came of a check: `said` are its sentences, `trial` the call to show, if there is one."""

    exercise: Exercise
    outcome: str
    said: tuple[str, ...]
    trial: Trial | None = None
    calls: int = 0
    seed: int | None = None


def judge_function(exercise, answer, seed):
    """Call the learner's function on fixed and on fresh inputs: -> Verdict."""
    if exercise.untouched(answer):
        return Verdict(exercise, NOT_ATTEMPTED, ())
    if refusal := _not_callable_with(exercise, answer):
        return Verdict(exercise, NOT_YET, (refusal,))

    trials = []
    with Watch(exercise.seconds) as watch:
        for inputs in exercise.inputs(seed):
            trials.append(_try(exercise, answer, inputs, watch))
            if watch.left <= 0:
                break
    wrong = [trial for trial in trials if trial.difference]
    if not wrong:
        said = () if exercise.library else _mention_library(answer)
        return Verdict(exercise, CORRECT, said, None, len(trials), seed)
    smallest = min(wrong, key=lambda trial: _size(trial.inputs))
    said = [_sentence(call(exercise, smallest.inputs), smallest.difference.words)]
    said += _mistake(exercise, trials)
    if smallest.changed:
        said.append(f"It has also {smallest.changed}.")
    return Verdict(exercise, NOT_YET, tuple(said), smallest, len(trials), seed)


def judge_value(exercise, answer):
    """Put the demands to the learner's answer, one after the other: -> Verdict."""
    if exercise.untouched(answer):
        return Verdict(exercise, NOT_ATTEMPTED, ())
    with Watch(exercise.seconds) as watch:
        for demand in exercise.demands:
            outcome = watch.call(demand.holds, answer)
            if outcome.late:
                return Verdict(exercise, NOT_YET, (_sentence(exercise.name, _late(exercise)),))
            if outcome.error is not None or not outcome.value:
                said = [demand.words]
                if isinstance(outcome.error, Exception):
                    said.append(f"Trying it out, Python says: {_error_words(outcome.error)}.")
                return Verdict(exercise, NOT_YET, tuple(said))
    return Verdict(exercise, CORRECT, ())


def _sentence(subject, words):
    return f"{subject} {words}{'' if words.endswith('?') else '.'}"


def call(exercise, inputs):
    """A call as one writes it, arrays by their names: `slide(x, stride=2)`."""
    written = [
        name if isinstance(value, np.ndarray) else f"{name}={shown(value)}" for name, value in inputs.items()
    ]
    return f"{exercise.name}({', '.join(written)})"


def _try(exercise, answer, inputs, watch):
    expected = exercise.spec(*copy.deepcopy(list(inputs.values())))
    given = copy.deepcopy(list(inputs.values()))
    outcome = watch.call(answer, *given)
    if outcome.late:
        return Trial(inputs, expected, None, Difference(_late(exercise)), None, False, outcome.printed)
    if outcome.error is not None:
        words = f"raised {_error_words(outcome.error)}{_where(outcome.error, answer)}"
        return Trial(inputs, expected, None, Difference(words), outcome.error, True, outcome.printed)

    # Even looking at a result runs the learner's code when it is an object of their own.
    seen = watch.call(lambda: _plain(outcome.value))
    found = watch.call(difference, expected, seen.value, exercise.parts)
    if seen.error or found.error or seen.late or found.late:
        found = Difference(f"gave {a_or_an(outcome.value)} that cannot be read")
        return Trial(inputs, expected, None, found, None, False, outcome.printed)
    changed = _changed(inputs, given)
    found = found.value
    if changed and not found:
        found, changed = Difference(f"gave the right result, but {changed}"), ""
    return Trial(inputs, expected, seen.value, found, printed=outcome.printed, changed=changed)


def _plain(value, depth=0):
    """A copy that nobody else holds, of plain arrays where it holds arrays."""
    if isinstance(value, np.ndarray):
        return np.array(value, subok=False)
    if isinstance(value, (list, tuple)) and depth < 4:
        plain = [_plain(entry, depth + 1) for entry in value[:10_000]]
        return tuple(plain) if isinstance(value, tuple) else plain
    return value


def _changed(inputs, given):
    """Which input the call has written into, as the end of a sentence; nothing when none."""
    for (name, before), after in zip(inputs.items(), given, strict=True):
        if not _same(before, after):
            advice = f": work on a copy, {name}.copy()" if hasattr(before, "copy") else ""
            return f"changed its input {name}{advice}"
    return ""


def _same(before, after):
    if isinstance(before, np.ndarray):
        return np.array_equal(before, after)
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(_same, before, after))
    return before == after


def _mistake(exercise, trials):
    """The sentence of the one listed mistake that does the same in all calls; none when two do."""
    if not all(trial.read for trial in trials):
        return []
    alike = {
        mistake.words for mistake in exercise.mistakes if _does_the_same(mistake.function, trials, exercise)
    }
    return list(alike) if len(alike) == 1 else []


def _does_the_same(function, trials, exercise):
    for trial in trials:
        try:
            with np.errstate(all="ignore"):
                made = function(*copy.deepcopy(list(trial.inputs.values())))
        except Exception as error:
            same = type(error) is type(trial.error)
        else:
            same = trial.error is None and _alike(made, trial.got, exercise.parts)
        if not same:
            return False
    return True


def _alike(made, got, parts):
    try:
        return alike(made, got, parts)
    except Exception:  # a result of a type that nobody has thought of is like no mistake
        return False


def _size(inputs):
    """How much there is to look at in a call."""
    total = 0
    for value in inputs.values():
        array = np.asarray(value, dtype=object) if isinstance(value, (list, tuple)) else np.asarray(value)
        total += array.size * 10 if array.ndim else abs(value) if isinstance(value, (int, float)) else 1
    return total


def _not_callable_with(exercise, answer):
    if not callable(answer):
        return f"{exercise.name} should be a function, but it is {shown(answer)}."
    names = list(exercise.cases[0])
    try:
        signature = inspect.signature(answer)
    except (TypeError, ValueError):  # what is written in C may not tell
        return None
    try:
        signature.bind(*names)
    except TypeError:
        takes = list(signature.parameters)
        return (
            f"{exercise.name} is called with {_counted(len(names), 'input')}, {_listed(names)}, "
            f"but yours takes {_listed(takes) if takes else 'none'}."
        )
    return None


def _late(exercise):
    return (
        f"was stopped after {exercise.seconds:g} seconds: "
        "is there a loop that never ends, such as a while whose condition stays true?"
    )


def _error_words(error):
    if isinstance(error, RecursionError):
        return "RecursionError: it calls itself again and again"
    if isinstance(error, SystemExit):
        return "SystemExit, which would end Python: a result is given back with return"
    try:
        words = str(error)
    except BaseException:
        words = ""
    name = type(error).__name__
    first = words.strip().split("\n")[0]
    return f"{name}: {shorten(first, 200, placeholder=' …')}" if first else name


def _where(error, answer):
    """The line of the learner's code in which it happened, not ours and not a library's."""
    own = getattr(getattr(answer, "__code__", None), "co_filename", None)
    frames = [
        (frame.f_code.co_filename, line, frame.f_code.co_name)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if not frame.f_code.co_filename.startswith(_PACKAGE)
    ]
    mine = [entry for entry in frames if entry[0] == own]
    if not mine:
        return ""
    file, line, name = mine[-1]
    text = linecache.getline(file, line).strip()
    place = f"line {line}" if name == getattr(answer, "__name__", "") else f"line {line}, in {name}"
    return f" ({place}{': ' + text if text else ''})"


def _mention_library(answer):
    """Which functions of convlib the answer calls: nothing wrong with it, but it is said."""
    names, imported, code = set(), set(), [getattr(answer, "__code__", None)]
    while code:
        if isinstance(part := code.pop(), types.CodeType):
            steps = dis.get_instructions(part)
            for step in steps:
                if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
                    names.add(step.argval)
                elif step.opname == "IMPORT_NAME" and step.argval.partition(".")[0] == "convlib":
                    imported.add(step.argval)
            code += part.co_consts
    known = getattr(answer, "__globals__", {})
    used = sorted(f"convlib's {name}" for name in names if _is_convlibs(known.get(name)))
    used += sorted(imported)
    if _is_convlibs(answer):
        used = [f"convlib's {getattr(answer, '__name__', type(answer).__name__)}"]
    if not used:
        return ()
    return (f"It calls {_listed(used)}: good to compare with, and better still without.",)


def _is_convlibs(thing):
    if isinstance(thing, types.ModuleType):
        return thing.__name__.partition(".")[0] == "convlib"
    home = getattr(thing, "__module__", None) or ""
    return callable(thing) and isinstance(home, str) and home.partition(".")[0] == "convlib"


def _listed(names):
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _counted(how_many, what):
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")
    return f"{words[how_many] if how_many < len(words) else how_many} {what}{'s' * (how_many != 1)}"
