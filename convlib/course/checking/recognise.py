"""What is behind a wrong result: a listed mistake, one that all loops invite, or an earlier own function."""

import copy
import dis
import inspect
import types
from numbers import Real

import numpy as np

from .compare import alike
from .declare import Function

_ENDS = "range(n) has n numbers, the last of them n − 1."


def mistake(exercise, trials):
    """The sentence of the one listed mistake that does the same in all calls; none when two do."""
    if not all(trial.read for trial in trials):
        return []
    listed = {
        mistake.words for mistake in exercise.mistakes if _does_the_same(mistake.function, trials, exercise)
    }
    if listed:
        return list(listed) if len(listed) == 1 else []
    return _common(exercise, trials)


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


def _alike(made, got, parts=()):
    try:
        return alike(made, got, parts)
    except Exception:  # a result of a type that nobody has thought of is like no mistake
        return False


# ---- What any exercise invites ----


def _common(exercise, trials):
    """What may be wrong with any result, told where all wrong calls agree on it."""
    wrong = [trial for trial in trials if trial.difference]
    if any(trial.error is not None or trial.got is None for trial in wrong):
        return []
    results = [trial.got for trial in trials]
    if _of_numbers(results[0]) and len(results) > 2 and all(same(results[0], got) for got in results[1:]):
        return ["That is the same in all calls, whatever the inputs: does it use them, or keep a result?"]
    if _is_an_earlier_result(wrong[0], trials):
        return ["That is what an earlier call gave, with other inputs: does it keep something from before?"]
    for words, mistaken in _COMMON:
        if all(_does_so(mistaken, trial) for trial in wrong):
            return [words]
    return []


def _of_numbers(result):
    return isinstance(result, (np.ndarray, Real)) or (isinstance(result, (list, tuple)) and len(result) > 0)


def _is_an_earlier_result(trial, trials):
    """Whether arrays came that an earlier call gave; single numbers are the same by chance too often."""
    before = trials[: [one is trial for one in trials].index(True)]
    mine, right = _arrays(trial.got), _arrays(trial.expected)
    if not mine or len(mine) != len(right):
        return False
    return any(same(mine, _arrays(one.got)) and not same(right, _arrays(one.expected)) for one in before)


def _arrays(result):
    parts = result if isinstance(result, (list, tuple)) else [result]
    return [part for part in parts if isinstance(part, np.ndarray) and part.size > 1]


def _does_so(mistaken, trial):
    expected, got = trial.expected, trial.got
    if trial.difference.part is not None:
        expected, got = expected[trial.difference.part], got[trial.difference.part]
    return any(made is not None and _alike(made, got) for made in mistaken(expected))


def _without_the_last(axis, dims):
    """The right array without its last row, column or map, or with zeros there."""

    def mistaken(expected):
        if not isinstance(expected, np.ndarray) or expected.ndim not in dims:
            return ()
        turned = np.moveaxis(expected, axis, 0)
        empty = np.concatenate([turned[:-1], np.zeros_like(turned[:1])])
        return tuple(np.moveaxis(made, 0, axis) for made in (turned[:-1], empty))

    return mistaken


def _without_the_corner(expected):
    """The right array without its last row and its last column, or with zeros there."""
    if not isinstance(expected, np.ndarray) or expected.ndim not in (2, 3):
        return
    yield expected[:-1, :-1]
    empty = np.zeros_like(expected)
    empty[:-1, :-1] = expected[:-1, :-1]
    yield empty


def _turned(expected):
    if isinstance(expected, np.ndarray) and expected.ndim in (2, 3):
        yield np.swapaxes(expected, 0, 1)


def _shortened(expected):
    if isinstance(expected, (list, tuple)) and expected:
        yield expected[:-1]


_COMMON = (
    (f"The last row is left out: {_ENDS}", _without_the_last(0, (2, 3))),
    (f"The last column is left out: {_ENDS}", _without_the_last(1, (2, 3))),
    (f"The last row and the last column are left out: {_ENDS}", _without_the_corner),
    (f"The last map is left out: {_ENDS}", _without_the_last(2, (3,))),
    (f"The last number is left out: {_ENDS}", _without_the_last(0, (1,))),
    (f"The last filter is left out: {_ENDS}", _without_the_last(0, (4,))),
    (f"What comes last on the first axis is left out: {_ENDS}", _without_the_last(0, (1, 2, 3, 4))),
    (f"What comes last on the last axis is left out: {_ENDS}", _without_the_last(-1, (1, 2, 3, 4))),
    ("The last entry is left out.", _shortened),
    ("Rows and columns have swapped places: the row comes first, as in [row, column].", _turned),
)


def same(one, other, depth=0):
    """Whether two results hold the same numbers; what holds none is as good as the same, if of one type."""
    if (
        isinstance(one, np.ndarray)
        and isinstance(other, np.ndarray)
        and {one.dtype.kind, other.dtype.kind} <= {*"biuf"}
    ):
        return one.shape == other.shape and bool(np.all(np.isclose(one, other, 1e-6, 1e-12, equal_nan=True)))
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)) and depth < 4:
        return len(one) == len(other) and all(same(*pair, depth + 1) for pair in zip(one, other, strict=True))
    if isinstance(one, Real) and isinstance(other, Real):
        return bool(np.isclose(float(one), float(other), 1e-6, 1e-12, equal_nan=True))
    return type(one) is type(other)


def other_order(exercise, answer):
    """The sentence for inputs that are taken under their own names, but in another order."""
    names = list(exercise.cases[0])
    try:
        takes = list(inspect.signature(answer).parameters)
    except (TypeError, ValueError):
        return []
    if takes == names or sorted(takes) != sorted(names):
        return []
    return [f"The inputs come in the order {listed(names)}, but yours takes {listed(takes)}."]


# ---- What the answer calls ----


def own_parts(answer, known):
    """The learner's own versions of exercises that an answer calls, the innermost first: {name: it}."""
    found, seen = {}, set()

    def look(function):
        if not isinstance(function, types.FunctionType) or id(function) in seen or is_convlibs(function):
            return
        seen.add(id(function))
        for name in _names(function.__code__):
            part = function.__globals__.get(name)
            look(part)
            own = callable(part) and part is not answer and not is_convlibs(part)
            if own and isinstance(known.get(name), Function):
                found.setdefault(name, part)

    look(answer)
    return found


def parts_of_value(exercise, names, known):
    """The learner's own versions of what the book's solution is made with, the innermost first."""
    found = {}
    for name in _names(exercise.solution.__code__):
        part = names.get(name)
        if isinstance(known.get(name), Function) and callable(part) and not is_convlibs(part):
            found |= own_parts(part, known) | {name: part}
    return found


def with_the_books(answer, name, books):
    """The answer as it is, but for calling the book's solution under this name."""
    world = {**answer.__globals__, name: books}
    made = types.FunctionType(
        answer.__code__, world, answer.__name__, answer.__defaults__, answer.__closure__
    )
    made.__kwdefaults__ = answer.__kwdefaults__
    return made


def mention_library(answer):
    """Which functions of convlib the answer calls: nothing wrong with it, but it is said."""
    code = getattr(answer, "__code__", None)
    known = getattr(answer, "__globals__", {})
    used = sorted(f"convlib's {name}" for name in set(_names(code)) if is_convlibs(known.get(name)))
    used += sorted({name for name in _names(code, "IMPORT_NAME") if name.partition(".")[0] == "convlib"})
    if is_convlibs(answer):
        used = [f"convlib's {getattr(answer, '__name__', type(answer).__name__)}"]
    if not used:
        return ()
    return (f"It calls {listed(used)}: good to compare with, and better still without.",)


def _names(code, *operations):
    """The names of the notebook that code uses, with those of the functions within it, in their order."""
    found, codes = [], [code]
    while codes:
        if isinstance(part := codes.pop(), types.CodeType):
            steps = dis.get_instructions(part)
            found += [s.argval for s in steps if s.opname in (operations or ("LOAD_GLOBAL", "LOAD_NAME"))]
            codes += part.co_consts
    return found


def is_convlibs(thing):
    if isinstance(thing, types.ModuleType):
        return thing.__name__.partition(".")[0] == "convlib"
    home = getattr(thing, "__module__", None) or ""
    return callable(thing) and isinstance(home, str) and home.partition(".")[0] == "convlib"


def listed(names):
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
