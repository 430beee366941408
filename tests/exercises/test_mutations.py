"""Every exercise against its own solution, broken in the ways that learners break theirs.

The mutants are made from any solution, so a new exercise is covered by itself. Where a kind of mutant cannot
be made for an exercise, or where one is right, a table here says so and why; a table out of date fails.
"""

import ast
import copy
import inspect
import re
import textwrap

import numpy as np
import pytest

from convlib.course.checking.declare import Function
from convlib.course.checking.judge import CORRECT, NOT_YET
from convlib.course.exercises import ALL
from convlib.exercise import check

SEEDS = range(2)
#: What a search for the largest begins with, or a border holds, instead of −∞.
SENTINELS = 0, -1, -100, -999
FAR_ENOUGH = -1e9, -np.inf


# ---- How mutants are made ----


def each_number(result, change):
    """The result with `change` done to every array or number of it."""
    if isinstance(result, (tuple, list)):
        return type(result)(each_number(part, change) for part in result)
    return change(result)


def has_fractions(exercise):
    """Whether what is right has anything after the point."""
    return any(_fraction(exercise.spec(*inputs.values())) for inputs in exercise.inputs(0))


def _fraction(result):
    if isinstance(result, (tuple, list)):
        return any(map(_fraction, result))
    return result is not None and not np.array_equal(np.asarray(result, float), np.trunc(np.asarray(result)))


def whole(result):
    return result.astype(int) if isinstance(result, np.ndarray) else int(result)


def changed_source(exercise, transformer):
    """The solution with its source transformed: -> the function, or None where nothing was to be changed."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(exercise.solution)))
    before = ast.dump(tree)
    tree = ast.fix_missing_locations(transformer.visit(tree))
    if ast.dump(tree) == before:
        return None
    world = dict(exercise.solution.__globals__)
    world |= {"largest_above": largest_above, "np": np}
    exec(compile(tree, f"<{exercise.name}>", "exec"), world)
    return world[exercise.name]


class Dtype(ast.NodeTransformer):
    """np.zeros(…), np.full(…) and the like make whole numbers."""

    def visit_Call(self, node):
        self.generic_visit(node)
        if ast.unparse(node.func) in ("np.zeros", "np.ones", "np.array"):
            node.keywords.append(ast.keyword("dtype", ast.Name("int", ast.Load())))
        return node


class Sentinel(ast.NodeTransformer):
    """A search for the largest begins at a fixed number, and a border holds it."""

    def __init__(self, value):
        self.value = float(value)

    def visit_Call(self, node):
        self.generic_visit(node)
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if called == "max":
            return ast.Call(ast.parse("np.maximum", mode="eval").body, [node, ast.Constant(self.value)], [])
        if called == "argmax":
            window = node.func.value
            return ast.Call(ast.Name("largest_above", ast.Load()), [ast.Constant(self.value), window], [])
        if ast.unparse(node.func) == "np.pad":
            node.keywords.append(ast.keyword("constant_values", ast.Constant(self.value)))
        if ast.unparse(node.func) == "np.maximum":
            node.args[1] = ast.Constant(self.value)
        return node

    def visit_UnaryOp(self, node):
        return ast.Constant(self.value) if ast.unparse(node) == "-np.inf" else self.generic_visit(node)


class Border(ast.NodeTransformer):
    """Where zeros are the border, it holds another number."""

    def __init__(self, value):
        self.value = float(value)

    def visit_Assign(self, node):
        made = node.value
        padded = "padded" in ast.unparse(node.targets[0])
        if padded and isinstance(made, ast.Call) and ast.unparse(made.func) == "np.zeros":
            made.func.attr = "full"
            made.args.append(ast.Constant(self.value))
        return node


def largest_above(start, window):
    """The place of the largest number, found by a loop that begins with a fixed one."""
    best, place = start, 0
    for index, value in enumerate(np.ravel(window)):
        if value > best:
            best, place = value, index
    return place


class Shorter(ast.NodeTransformer):
    """The loop number `which` ends one too early."""

    def __init__(self, which):
        self.which, self.seen = which, -1

    def shortened(self, iterable):
        self.seen += 1
        if self.seen != self.which:
            return iterable
        listed = ast.Call(ast.Name("list", ast.Load()), [iterable], [])
        return ast.Subscript(listed, ast.Slice(upper=ast.Constant(-1)), ast.Load())

    def visit_For(self, node):
        self.generic_visit(node)
        node.iter = self.shortened(node.iter)
        return node


def of_result(exercise, change):
    return lambda *inputs: change(exercise.solution(*inputs))


def of_inputs(exercise, name, change):
    """The solution on inputs of which one was changed."""
    place = list(exercise.cases[0]).index(name)

    def answer(*inputs):
        inputs = list(inputs)
        inputs[place] = change(copy.deepcopy(inputs[place]))
        return exercise.solution(*inputs)

    return answer


def arrays(exercise):
    return {name: value for name, value in exercise.cases[0].items() if isinstance(value, np.ndarray)}


def parts_of(exercise):
    """The results as (name, how to change that one alone)."""
    if not exercise.parts:
        return [("", lambda change: lambda result: change(result))]

    def one(index):
        def changing(change):
            def changed(result):
                return tuple(change(part) if i == index else part for i, part in enumerate(result))

            return changed

        return changing

    return [(part, one(index)) for index, part in enumerate(exercise.parts)]


# ---- The six kinds ----


def cut(exercise):
    """Cut to whole numbers."""
    if not isinstance(exercise, Function):
        value = exercise.solution()
        if isinstance(value, list) and isinstance(value[0], np.ndarray):
            yield "all", [part.astype(int) for part in value]
        return
    if not has_fractions(exercise):
        return
    yield "at the end", of_result(exercise, lambda result: each_number(result, whole))
    for name, change in parts_of(exercise):
        if name and any(
            _fraction(dict(zip(exercise.parts, exercise.spec(*i.values()), strict=True))[name])
            for i in exercise.inputs(0)
        ):
            yield f"{name} at the end", of_result(exercise, change(whole))
    for name, rounding in (("down", np.floor), ("to the nearest", np.rint)):
        yield f"rounded {name}", of_result(exercise, lambda r, by=rounding: each_number(r, by))
    if made := changed_source(exercise, Dtype()):
        yield "arrays of whole numbers", made


def sentinel(exercise):
    """Begun with a fixed number, or padded with one."""
    if not isinstance(exercise, Function):
        return
    for value in SENTINELS:
        if made := changed_source(exercise, Sentinel(value)):
            yield str(value), made
        if made := changed_source(exercise, Border(value)):
            yield f"border {value}", made


def state(exercise):
    """With something kept between calls."""
    if not isinstance(exercise, Function):
        return

    def forever():
        kept = []

        def answer(*inputs):
            kept.append(exercise.solution(*inputs))
            return copy.deepcopy(kept[0])

        return answer

    def late():
        kept = []

        def answer(*inputs):
            kept.append(exercise.solution(*inputs))
            return kept[-2] if len(kept) > 1 else kept[-1]

        return answer

    def counting():
        calls = []

        def answer(*inputs):
            calls.append(1)
            result = exercise.solution(*inputs)
            return each_number(result, lambda n: None if n is None else n + len(calls) - 1)

        return answer

    def once_only():
        """Right when it is first asked, wrong when asked the same again."""
        known = set()

        def answer(*inputs):
            result = exercise.solution(*inputs)
            asked = repr(inputs)
            again = asked in known
            known.add(asked)
            return each_number(result, lambda n: 7 if n is None else n + 1) if again else result

        return answer

    def by_sizes():
        kept = {}

        def answer(*inputs):
            sizes = repr([np.shape(i) if isinstance(i, np.ndarray) else i for i in inputs])
            kept.setdefault(sizes, exercise.solution(*inputs))
            return copy.deepcopy(kept[sizes])

        return answer

    def one_buffer():
        kept = {}

        def answer(*inputs):
            result = exercise.solution(*inputs)
            buffer = kept.setdefault(result.shape, np.zeros(result.shape))
            buffer[...] = result
            return buffer

        return answer

    yield "the first result for ever", forever
    yield "the result before", late
    yield "a count of calls", counting
    yield "right only once", once_only
    if arrays(exercise):
        yield "a result by sizes", by_sizes
        if isinstance(exercise.spec(*exercise.cases[0].values()), np.ndarray):
            yield "one array for all results", one_buffer


def without_last(axis, *, shape=False):
    def change(array):
        if np.ndim(array) <= axis:  # another call of the same exercise may have fewer axes
            return array
        turned = np.moveaxis(np.asarray(array), axis, 0).copy()
        if shape:
            turned = turned[:-1]
        else:
            turned[-1] = 0
        return np.moveaxis(turned, 0, axis)

    return change


def left_out(exercise):
    """With the last row, column or item left out."""
    if not isinstance(exercise, Function):
        value = exercise.solution()
        yield "item", value[:-1]
        if isinstance(value, list) and isinstance(value[0], np.ndarray):
            for index, part in enumerate(value):
                yield f"row of {index}", [*value[:index], part[:-1], *value[index + 1 :]]
        return
    expected = exercise.spec(*exercise.cases[-1].values())
    if isinstance(expected, (list, tuple)) and not exercise.parts:
        yield "item", of_result(exercise, lambda result: result[:-1])
    for index, (name, change) in enumerate(parts_of(exercise)):
        part = expected[index] if exercise.parts else expected
        for axis in range(np.ndim(part) if isinstance(part, np.ndarray) else 0):
            yield f"{name} axis {axis}", of_result(exercise, change(without_last(axis, shape=True)))
            yield f"{name} axis {axis} at 0", of_result(exercise, change(without_last(axis)))
    for name, value in arrays(exercise).items():
        for axis in range(value.ndim):
            yield f"of {name}, axis {axis}", of_inputs(exercise, name, without_last(axis))
    loops = sum(
        isinstance(node, ast.For) for node in ast.walk(ast.parse(inspect.getsource(exercise.solution)))
    )
    for which in range(loops):
        yield f"of loop {which}", changed_source(exercise, Shorter(which))


def swapped_pair(values, one, other):
    values = list(values)
    values[one], values[other] = values[other], values[one]
    return tuple(values)


def swapped(exercise):
    """With one axis swapped for another: height for width, or two sizes."""
    if not isinstance(exercise, Function):
        value = exercise.solution()
        if isinstance(value, np.ndarray):
            yield "row and depth", value.swapaxes(0, 2)
        else:
            yield "items", list(swapped_pair(value, 0, -1))
        return
    expected = exercise.spec(*exercise.cases[-1].values())
    for index, (name, change) in enumerate(parts_of(exercise)):
        part = expected[index] if exercise.parts else expected
        if isinstance(part, np.ndarray) and part.ndim > 1:
            for other in range(1, part.ndim):
                yield (
                    f"{name} {other - 1} and {other}",
                    of_result(
                        exercise, change(lambda a, o=other: np.swapaxes(a, o - 1, o) if a.ndim > o else a)
                    ),
                )
    if isinstance(expected, tuple) and len(expected) > 1:
        yield "of the result", of_result(exercise, lambda result: swapped_pair(result, 0, 1))
    for name, value in exercise.cases[0].items():
        if isinstance(value, np.ndarray) and value.ndim > 1:
            first = value.ndim - 3 if value.ndim > 2 else 0
            yield f"of {name}", of_inputs(exercise, name, lambda a, f=first: a.swapaxes(f, f + 1))
        if name == "shape":
            yield "height and width", of_inputs(exercise, name, lambda shape: swapped_pair(shape, 0, 1))
            yield "height and depth", of_inputs(exercise, name, lambda shape: swapped_pair(shape, 0, 2))
        if name == "layers" and not isinstance(value[0][0], str):
            yield (
                "window and stride",
                of_inputs(exercise, name, lambda layers: [swapped_pair(layer, 0, 1) for layer in layers]),
            )
    numbers = [name for name, value in exercise.cases[0].items() if isinstance(value, int)]
    for one, other in zip(numbers, numbers[1:], strict=False):
        places = [list(exercise.cases[0]).index(name) for name in (one, other)]
        yield f"{one} and {other}", lambda *inputs, p=places: exercise.solution(*swapped_pair(inputs, *p))


def writing(exercise):
    """Writing into an input."""
    if not isinstance(exercise, Function):
        return
    for name, value in exercise.cases[0].items():
        place = list(exercise.cases[0]).index(name)
        if isinstance(value, np.ndarray):

            def answer(*inputs, place=place):
                result = copy.deepcopy(exercise.solution(*inputs))
                inputs[place].flat[-1] += 1
                return result

            yield name, answer
        elif isinstance(value, list):

            def answer(*inputs, place=place):
                result = exercise.solution(*inputs)
                inputs[place].pop()
                return result

            yield name, answer


KINDS = {
    "cut": cut,
    "sentinel": sentinel,
    "state": state,
    "left out": left_out,
    "swapped": swapped,
    "writing": writing,
}

# ---- Where there is no mutant, and where one is right ----

ARITHMETIC = "it is one formula, without a loop and without an array"
WHOLE = "what is right is whole numbers"
NO_SEARCH = "it neither searches for a largest number nor makes a border of its own"
NUMBERS = "its inputs are numbers and tuples, which nobody can write into"
A_THING = "it is a thing and no function: it is called with nothing"
_WHOLE = (
    "width_after", "left_edges", "never_read", "padded_width", "padding_to_keep", "layers_until_gone",
    "windows_on", "layer_shape", "count_parameters", "count_macs", "window_of", "three_ways", "jump_after",
    "field_size", "seen_by", "pooled_shape", "shapes_after", "widths_that_fit", "grouped_parameters",
    "all_parameters", "all_macs",
)  # fmt: skip
_NO_SEARCH = (
    "one_number", "slide", "one_map", "all_maps", "strided_maps", "window_rows", "my_conv", "one_by_one",
    "my_avg_pool", "mean_of_each_map", "my_fc", "my_scores", "my_relu_backward", "my_cross_entropy",
    "my_fc_backward", "my_step", "my_network", *_WHOLE,
)  # fmt: skip
_ARITHMETIC = (
    "width_after", "padded_width", "padding_to_keep", "count_parameters", "count_macs", "grouped_parameters",
    "layers_until_gone", "three_ways",
)  # fmt: skip
_THINGS = "eye_finder", "trained", "lean"
_LISTS = ("jump_after", "field_size", "seen_by", "shapes_after", "all_parameters", "all_macs")
NONE = {
    "cut": dict.fromkeys(_WHOLE, WHOLE)
    | {"eye_finder": "weights of whole numbers are right", "lean": "layers are no numbers"},
    "sentinel": dict.fromkeys(_NO_SEARCH, NO_SEARCH)
    | dict.fromkeys(_THINGS, A_THING),
    "state": dict.fromkeys(_THINGS, A_THING),
    "left out": dict.fromkeys(_ARITHMETIC, ARITHMETIC),
    "swapped": {
        "padding_to_keep": "it has a single input, and gives a single number",
        "my_softmax": "it has a single row of numbers",
    },
    "writing": {name: NUMBERS for name in _WHOLE if name not in _LISTS}
    | dict.fromkeys(_THINGS, A_THING),
}  # fmt: skip
BOTH_ALIKE = "the count is the same when height and width are exchanged"
RIGHT = {
    ("my_pad", "sentinel", "border 0"): "a border of 0 is what is asked for",
    ("my_conv_backward", "sentinel", "0"): "a border of 0 is what is asked for",
    ("my_relu", "sentinel", "0"): "0 is what is asked for",
    ("count_parameters", "swapped", "height and width"): BOTH_ALIKE,
    ("count_parameters", "swapped", "S and P"): "neither is in the count",
    ("count_macs", "swapped", "height and width"): BOTH_ALIKE,
    ("three_ways", "swapped", "height and width"): BOTH_ALIKE,
    ("all_parameters", "swapped", "height and width"): BOTH_ALIKE,
    ("all_macs", "swapped", "height and width"): BOTH_ALIKE,
    ("one_by_one", "swapped", "of filters"): "both axes have one place",
    ("mean_of_each_map", "swapped", "of x"): "a mean over both axes is the same either way",
}
MUTANTS = [
    pytest.param(exercise, kind, name, made, id=f"{exercise.name}-{kind}-{name}")
    for exercise in ALL.values()
    for kind, make in KINDS.items()
    for name, made in make(exercise)
]


@pytest.mark.parametrize(("exercise", "kind", "name", "made"), MUTANTS)
def test_a_broken_solution_is_refused_with_a_sentence(exercise, kind, name, made):
    right = (exercise.name, kind, name) in RIGHT
    for seed in SEEDS:
        with np.errstate(all="ignore"):
            result = check(exercise.name, made() if kind == "state" else made, seed=seed)
        assert result.outcome == (CORRECT if right else NOT_YET), result.text
        assert right or all(words.endswith((".", "?")) for words in result.said)
        # A mutant that only crashes would prove nothing; with other inputs, or shorter loops, some have to.
        crashes = "raised" in result.text and not name.startswith("of ") and name != "arrays of whole numbers"
        assert not crashes or kind == "swapped", result.text
        assert right or SAID[kind](exercise, name, result), result.text


def _says_state(exercise, name, result):
    # A single number may be that of an earlier call by chance, so nothing is said of it.
    by_chance = name in ("the result before", "a result by sizes") and not isinstance(
        exercise.spec(*exercise.cases[0].values()), np.ndarray
    )
    said = ("does it keep something from before?", "or keep a result?", "a later call changed it")
    return by_chance or any(words in result.text for words in said)


def _says_cut(exercise, name, result):
    # Of numbers that were rounded it is not known what rounded them, and what is below 1 becomes just 0.
    if exercise.name == "trained" or "rounded" in name:
        return True
    return (
        "everything after the decimal point is lost" in result.text
        or "it would hold fractions too" in result.text
    )


def _says_left_out(exercise, name, result):
    # What lies deep within filters, or was left out of an input, is told in numbers alone.
    return not re.match(r"\w* ?axis", name) or name.startswith("dfilters") or len(result.said) > 1


SAID = {
    "cut": _says_cut,
    "sentinel": lambda exercise, name, result: result.said,
    "state": _says_state,
    "left out": _says_left_out,
    "swapped": lambda exercise, name, result: result.said,
    "writing": lambda exercise, name, result: "changed its input" in result.text,
}


@pytest.mark.parametrize("kind", KINDS)
def test_where_there_is_no_mutant_the_table_says_why(kind):
    without = {exercise.name for exercise in ALL.values() if not list(KINDS[kind](exercise))}
    assert without == set(NONE[kind])


def test_every_mutant_that_is_right_is_there():
    assert set(RIGHT) <= {
        (exercise.name, kind, name) for exercise, kind, name, _ in (m.values for m in MUTANTS)
    }


@pytest.mark.parametrize(
    "name", ["my_max_pool", "pool_by_reshape", "padded_max_pool", "my_max_pool_backward"]
)
def test_what_is_far_enough_below_everything_is_right(name):
    for value in FAR_ENOUGH:
        answer = changed_source(ALL[name], Sentinel(value))
        assert check(name, answer, seed=1).outcome == CORRECT
