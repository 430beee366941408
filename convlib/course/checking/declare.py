"""What an exercise consists of: everything about it is declared once, in `convlib/course/exercises`.

A `Function` exercise asks for a function and compares it with a specification on many inputs.
A `Value` exercise asks for a thing, such as a filter, and puts demands to it, one after the other.
"""

import dis
import inspect
import textwrap
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

import numpy as np

from ..lessons import Lesson


class Mistake(NamedTuple):
    """A misconception as the function it leads to, and the sentence that names it."""

    function: Callable
    words: str


class Demand(NamedTuple):
    """One thing that is asked of a value: `words` say what is missing where `holds` is false.

    `wrong` is an answer that fails here and meets every demand before: the tests try it.
    """

    holds: Callable
    words: str
    wrong: object = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Exercise:
    """What every exercise has; its name is the name of what the learner writes.

    stub       the text of the notebook's cell, with `...` where the learner writes
    solution   a real function or value: tests run it, `solution(...)` shows its source
    hints      from a nudge to nearly the answer
    seconds    for how long all calls together may compute
    """

    lesson: Lesson
    number: int
    title: str
    name: str
    stub: str
    hints: Sequence[str]
    solution: object
    seconds: float = 3.0

    @property
    def item(self):
        """What the record of progress calls it, such as "04_stride/width_after"."""
        return self.lesson.item(self.name)

    def solution_source(self):
        """The lines of the solution, as they stand in its module."""
        return inspect.getsource(self.solution).rstrip()

    def stub_value(self):
        """What the untouched stub makes of the name."""
        names = {"np": np}
        exec(compile(self.stub, "stub", "exec"), names)
        return names[self.name]


@dataclass(frozen=True, kw_only=True, eq=False)
class Function(Exercise):
    """An exercise that asks for a function.

    spec       what is right: called with the same inputs, on its own copies
    cases      fixed inputs, the smallest first, each a dict of the arguments by name and in order
    draw       fresh inputs from a numpy Generator; `draws` of them each time
    mistakes   what goes wrong, each with its sentence
    parts      names for the parts of a result that is a tuple
    library    whether calling convlib is part of the exercise; otherwise it is mentioned
    """

    spec: Callable
    cases: Sequence[dict]
    draw: Callable
    draws: int = 12
    mistakes: Sequence[Mistake] = ()
    parts: Sequence[str] = ()
    library: bool = False

    def inputs(self, seed):
        """The inputs of one check: the fixed ones, then those that the seed draws.

        The second call has the sizes of the first and other numbers: what is kept from the first shows.
        """
        generator = np.random.default_rng(seed)
        first, *others = self.cases
        drawn = (self.draw(generator) for _ in range(self.draws))
        return [first, *_turned_round(first), *others, *drawn]

    def untouched(self, answer):
        """Whether the answer still does what the stub does, whatever its comments and docstring say."""
        return _same_code(_code(answer), _code(self.stub_value()))


@dataclass(frozen=True, kw_only=True, eq=False)
class Value(Exercise):
    """An exercise that asks for a thing: an array, a number, a list, a trained network.

    `solution` is a function without arguments that makes the thing; `demands` are put to it in order.
    `remarks` are declared like demands, and are said about an answer that is right all the same.
    """

    demands: Sequence[Demand] = field(default_factory=tuple)
    remarks: Sequence[Demand] = field(default_factory=tuple)

    def solution_source(self):
        """The lines that make the thing, as they stand in a cell: without the function around them."""
        body = super().solution_source().partition("\n")[2]
        lines, _, made = textwrap.dedent(body).rpartition("return ")
        return f"{lines}{self.name} = {made}"

    def untouched(self, answer):
        """Whether the dots are still there, or what else the stub holds."""
        if answer is None or answer is ...:
            return True
        stub = self.stub_value()
        return stub is not ... and type(answer) is type(stub) and bool(np.array_equal(answer, stub))


def _turned_round(inputs):
    """The same inputs with the first array turned round; nothing where no number moves."""
    for name, value in inputs.items():
        if isinstance(value, np.ndarray):
            turned = np.ascontiguousarray(np.flip(value))
            return [] if np.array_equal(turned, value) else [{**inputs, name: turned}]
    return []


def _code(function):
    return getattr(function, "__code__", None)


def _same_code(one, other):
    """Whether two functions do the same step by step, whatever their docstrings and line numbers."""
    if not (isinstance(one, types.CodeType) and isinstance(other, types.CodeType)):
        return one == other
    if one.co_varnames != other.co_varnames:
        return False
    steps = zip_longest(dis.get_instructions(one), dis.get_instructions(other))
    return all(a and b and a.opname == b.opname and _same_code(a.argval, b.argval) for a, b in steps)
