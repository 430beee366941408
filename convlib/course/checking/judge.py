"""Not attempted, not yet, or correct: how an answer to an exercise is judged, and what is said about it."""

import copy
import inspect
from typing import NamedTuple

import numpy as np

from .compare import Difference, a_or_an, apart, difference, shown
from .declare import Exercise
from .errors import error_words, way_out, where
from .recognise import (
    listed,
    mention_library,
    mistake,
    other_order,
    own_parts,
    parts_of_value,
    same,
    with_the_books,
)
from .watch import Watch

NOT_ATTEMPTED, NOT_YET, CORRECT = "not attempted", "not yet", "correct"
_KEEPS = "does it keep something from before?"


class Trial(NamedTuple):
    """One call of the learner's function, beside what is right; `read` is false where nothing came of it.

    `given_back` is the very object that came, which the learner's code may still hold.
    """

    inputs: dict
    expected: object
    got: object
    difference: Difference | None
    error: BaseException | None = None
    read: bool = True
    printed: str = ""
    changed: str = ""
    given_back: object = None
    asked: bool = False


class Verdict(NamedTuple):
    """What came of a check: `said` are its sentences, `trial` the call to show, if there is one."""

    exercise: Exercise
    outcome: str
    said: tuple[str, ...]
    trial: Trial | None = None
    calls: int = 0
    seed: int | None = None


def judge_function(exercise, answer, seed, known=None):
    """Call the learner's function on fixed and on fresh inputs, and on the first ones again: -> Verdict.

    `known` are all exercises by name: an earlier one of the learner's own may be what is wrong.
    """
    if exercise.untouched(answer):
        return Verdict(exercise, NOT_ATTEMPTED, ())
    if refusal := _not_callable_with(exercise, answer):
        return Verdict(exercise, NOT_YET, (refusal,))

    with Watch(exercise.seconds) as watch:
        trials = _trials(exercise, answer, seed, watch)
        wrong = [trial for trial in trials if trial.difference]
        smallest = min(wrong, key=lambda trial: _size(trial.inputs)) if wrong else None
        unsteady = _unsteady(exercise, answer, trials, smallest, watch)
    if unsteady and not wrong:
        smallest = trials[0]._replace(difference=unsteady)
    if smallest is None:
        said = () if exercise.library else mention_library(answer)
        return Verdict(exercise, CORRECT, said, None, len(trials) + 1, seed)

    said = [_sentence(call(exercise, smallest.inputs), smallest.difference.words)]
    if unsteady and wrong:
        said.append(_sentence("The same call", unsteady.words))
    elif wrong and not smallest.asked:
        said += _cause(exercise, answer, trials, smallest, seed, known or {})
    if smallest.changed:
        said.append(f"It also {smallest.changed}.")
    return Verdict(exercise, NOT_YET, tuple(said), smallest, len(trials), seed)


def _trials(exercise, answer, seed, watch):
    trials = []
    for inputs in exercise.inputs(seed):
        trials.append(_try(exercise, answer, inputs, watch))
        if watch.left <= 0 or trials[-1].asked:
            break
    return trials


def _unsteady(exercise, answer, trials, smallest, watch):
    """What is different when a call is made again, after other calls: a Difference, or None."""
    if watch.left <= 0 or trials[-1].asked:
        return None
    first = smallest or trials[0]
    twins = [trial for trial in trials if trial is not first and _same_inputs(trial.inputs, first.inputs)]
    again = twins[0] if smallest and twins else _try(exercise, answer, first.inputs, watch)
    if not (first.read and again.read):
        return None
    if again.error is not None or first.error is not None:
        if type(again.error) is type(first.error):
            return None
        came, then = (
            f"raised {type(trial.error).__name__}" if trial.error else f"gave {shown(trial.got)}"
            for trial in (first, again)
        )
        return Difference(f"{came} and then {then}: {_KEEPS}")
    steady = not again.difference if smallest is None else watch.call(same, first.got, again.got).value
    if steady is False:
        return Difference(f"gave {_two(first.got, again.got)}: {_KEEPS}")
    if smallest is None:
        if any(watch.call(_is_unchanged, trial).value is False for trial in trials):
            return Difference(
                "gave the right result, but a later call changed it: make a new array in every call"
            )
    return None


def _same_inputs(one, other):
    return all(_same(*pair) for pair in zip(one.values(), other.values(), strict=True))


def _is_unchanged(trial):
    return same(trial.got, _plain(trial.given_back))


def _two(first, then):
    """Two results of one call, or the first number in which they differ: "2 and then 4"."""
    if isinstance(first, np.ndarray) and isinstance(then, np.ndarray) and first.shape == then.shape:
        place = np.unravel_index(int((first != then).argmax()), first.shape)
        one, other = apart(first[place], then[place])
        return f"{one} and then {other} at {list(map(int, place))}" if place else f"{one} and then {other}"
    if isinstance(first, (list, tuple)) and isinstance(then, (list, tuple)) and len(first) == len(then):
        moved = [pair for pair in zip(first, then, strict=True) if not same(*pair)]
        if moved and isinstance(moved[0][0], (float, np.ndarray)):
            return _two(*moved[0])
    if isinstance(first, (float, np.floating)) and isinstance(then, (float, np.floating)):
        return " and then ".join(apart(first, then))
    return f"{shown(first)} and then {shown(then)}"


def _cause(exercise, answer, trials, smallest, seed, known):
    """The sentences on what is behind the wrong calls, as far as it can be known."""
    if smallest.error is not None and (words := way_out(smallest.error, answer, known)):
        return [words]
    said = other_order(exercise, answer) or mistake(exercise, trials)
    name = _first_wrong(own_parts(answer, known), known, seed)
    if name is None:
        return said
    with Watch(exercise.seconds) as watch:
        repaired = with_the_books(answer, name, known[name].solution)
        if not _try(exercise, repaired, smallest.inputs, watch).difference:
            return [
                f"It calls your {name}, and with the book's {name} this call comes out right: "
                f"begin there, with check({name})."
            ]
    return [*said, f"It calls your {name}, which is not right yet: begin there, with check({name})."]


def _first_wrong(parts, known, seed=0):
    """The name of the first of these answers that does not pass its own check; None when all do."""
    for name, part in parts.items():
        if judge_function(known[name], part, seed).outcome != CORRECT:
            return name
    return None


def judge_value(exercise, answer, names=None, known=None):
    """Put the demands to the learner's answer, one after the other: -> Verdict.

    `names` are the notebook's own, `known` all exercises by name: what the answer was made with may be wrong.
    """
    if exercise.untouched(answer):
        return Verdict(exercise, NOT_ATTEMPTED, ())
    with Watch(exercise.seconds) as watch:
        for demand in exercise.demands:
            outcome = watch.call(demand.holds, answer)
            if outcome.late:
                return Verdict(exercise, NOT_YET, (_sentence(exercise.name, _late(outcome)),))
            if outcome.error is not None or not outcome.value:
                said = [demand.words]
                if isinstance(outcome.error, Exception):
                    said.append(f"When it is tried out, Python says: {error_words(outcome.error)}.")
                elif wrong := _first_wrong(parts_of_value(exercise, names or {}, known or {}), known):
                    said.append(f"Your {wrong} is not right yet: begin there, with check({wrong}).")
                return Verdict(exercise, NOT_YET, tuple(said))
        remarks = [remark for remark in exercise.remarks if watch.call(remark.holds, answer).value is False]
    return Verdict(exercise, CORRECT, tuple(remark.words for remark in remarks))


def _sentence(subject, words):
    return f"{subject} {words}{'' if words.endswith('?') else '.'}"


def call(exercise, inputs):
    """A call as one writes it, arrays by their names, all else in full: `slide(x, stride=2)`."""
    written = [
        name if isinstance(value, np.ndarray) else f"{name}={shown(value, 400)}"
        for name, value in inputs.items()
    ]
    return f"{exercise.name}({', '.join(written)})"


def _try(exercise, answer, inputs, watch):
    given = copy.deepcopy(list(inputs.values()))
    # What numpy does about an overflow is the learner's to choose for one call, and no business of the spec.
    with np.errstate(all="ignore"):
        expected = exercise.spec(*copy.deepcopy(given))
    with np.errstate():
        outcome = watch.call(answer, *given)
    if outcome.asked:
        words = (
            f"waits at {outcome.asked} for someone to type: "
            f"what it needs comes in through its arguments, {listed(list(inputs))}"
        )
        found = Difference(words)
        return Trial(inputs, expected, None, found, None, False, outcome.printed, asked=True)
    if outcome.late:
        return Trial(inputs, expected, None, Difference(_late(outcome)), None, False, outcome.printed)
    if outcome.error is not None:
        words = f"raised {error_words(outcome.error)}{where(outcome.error, answer)}"
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
    return Trial(
        inputs,
        expected,
        seen.value,
        found,
        printed=outcome.printed,
        changed=changed,
        given_back=outcome.value,
    )


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
        needed = f"{exercise.name} is called with {_counted(len(names), 'input')}, {listed(names)}"
        by_name = [one.name for one in signature.parameters.values() if one.kind is one.KEYWORD_ONLY]
        if by_name and sorted(takes) == sorted(names):
            return (
                f"{needed}, without their names, "
                f"but the * in yours wants {listed(by_name)} by name: leave the * out."
            )
        return f"{needed}, but yours takes {listed(takes) if takes else 'none'}."
    return None


def _late(outcome):
    stopped = f"was stopped after {outcome.late:g} seconds"
    if outcome.waited:
        return f"{stopped}, most of them spent waiting: for what? On a busy computer, check it again"
    return f"{stopped}: is there a loop that never ends, such as a while whose condition stays true?"


def _counted(how_many, what):
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")
    return f"{words[how_many] if how_many < len(words) else how_many} {what}{'s' * (how_many != 1)}"
