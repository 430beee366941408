"""The quick questions of every lesson: one module for each, named as the lesson's cells are.

A drawn question has a `kind`, which one of `widgets/question_*.mjs` computes, and values to draw
from; its sentences live here. `{W}` in a sentence is a drawn number, `{row:th}` says 1 as "second".
"""

from dataclasses import asdict, dataclass, field
from importlib import import_module
from typing import NamedTuple


class Lesson(NamedTuple):
    """A lesson's notebook and title."""

    notebook: str
    title: str


#: The lessons in their order, by the word that their cells' ids begin with.
LESSONS = {
    "convnets": Lesson("01_what_convnets_do", "What ConvNets do"),
    "networks": Lesson("02_from_networks_to_convnets", "From networks to ConvNets"),
    "sliding": Lesson("03_sliding_a_filter", "Sliding a filter"),
    "stride": Lesson("04_stride", "Stride"),
    "padding": Lesson("05_zero_padding", "Zero padding"),
    "conv": Lesson("06_conv_layer", "The CONV layer"),
    "brain": Lesson("07_brain_view", "The brain view"),
    "pooling": Lesson("08_pooling", "Pooling"),
    "whole": Lesson("09_whole_convnet", "A whole ConvNet"),
    "training": Lesson("10_training", "Training"),
    "alexnet": Lesson("11_alexnet", "AlexNet"),
}


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


def lesson(name):
    """The lesson of a name.

    Raises   ValueError for a lesson that there is not
    """
    if name not in LESSONS:
        raise ValueError(f"there is no lesson {name!r}; there are {', '.join(LESSONS)}")
    return LESSONS[name]


def of_lesson(name):
    """The questions of a lesson, in their order.

    Raises   ValueError for a lesson that there is not
    """
    lesson(name)
    return import_module(f".{name}", __name__).QUESTIONS


def item(name, question):
    """The name of a question in the record of progress, such as "04_stride/question-width"."""
    return f"{LESSONS[name].notebook}/question-{question.id}"


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
