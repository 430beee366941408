"""The quick questions of every lesson: one module for each, named by the lesson's key.

A drawn question has a `kind`, which one of `counting.mjs`, `values.mjs` and `cells.mjs` in
`widgets/quick_questions/` computes, and values to draw from; its sentences live here. `{W}` in a sentence
is a drawn number, `{row:th}` says 1 as "second".
"""

from dataclasses import asdict, dataclass, field
from importlib import import_module

from ..lessons import lesson_of


@dataclass(frozen=True)
class Drawn:
    """A question whose numbers are drawn anew on request.

    `first` are the numbers that a reader meets first and that print shows, `draw` the values to draw from;
    what is a grid in `first` is drawn by the kind. `wrong` names misconceptions, each with its sentence,
    and `hint` is for any other answer.
    """

    id: str
    kind: str
    text: str
    first: dict
    draw: dict
    right: str
    hint: str
    wrong: dict = field(default_factory=dict)


class Number(Drawn):
    """The answer is typed."""


class Cells(Drawn):
    """The answer is a set of cells, picked on a grid."""


@dataclass(frozen=True)
class Option:
    """One answer of a choice and what is said to it."""

    words: str
    said: str
    right: bool = False


def right(words, said):
    """The option that is right."""
    return Option(words, said, right=True)


def wrong(words, said):
    """An option that is wrong, and why."""
    return Option(words, said)


@dataclass(frozen=True)
class Variant:
    """One wording of a choice."""

    text: str
    options: tuple


class Choice:
    """One of several answers is right; `Choice(id, (text, *options), …)`, one variant after the other."""

    def __init__(self, id, *variants):
        self.id = id
        self.variants = tuple(Variant(text, tuple(options)) for text, *options in variants)


def of_lesson(key):
    """The questions of a lesson, in their order.

    Raises   ValueError for a lesson that there is not
    """
    return import_module(f".{lesson_of(key).key}", __name__).QUESTIONS


def item(key, question):
    """What the record of progress calls a question of a lesson, such as "04_stride/question-width"."""
    return lesson_of(key).item(f"question-{question.id}")


def as_data(question):
    """A question as plain lists and dicts, for the widget's module."""
    if isinstance(question, Choice):
        variants = [asdict(variant) for variant in question.variants]
        return {"type": "choice", "id": question.id, "variants": variants}
    data = asdict(question)
    return data | {
        "type": type(question).__name__.lower(),
        "draw": {name: list(values) for name, values in question.draw.items()},
    }
