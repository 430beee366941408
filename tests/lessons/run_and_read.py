"""Run a lesson, read a page: what the tests of all lessons hold against sums that a person would do.

A number that a sentence states is computed, put into the words around it, and looked for.
"""

import ast
import contextlib
import io
import json
import re
from functools import cache
from pathlib import Path

from convlib.widgets import Prediction

ROOT = Path(__file__).parents[2]


def cells(lesson):
    return json.loads((ROOT / "lessons" / f"{lesson}.ipynb").read_text(encoding="utf-8"))["cells"]


@cache
def _ran(lesson):
    """Each code cell of a lesson with what it shows, and every name that there is at its end; run once."""
    names, shown = {}, []
    for cell in cells(lesson):
        if cell["cell_type"] == "code":
            shown.append((cell, run("".join(cell["source"]), names)))
    return shown, names


def run_through(lesson, tag="answer"):
    """What the cells with a tag show, in order, and every name that the lesson has at its end.

    A reader opens the cells with the tag answer after a guess.
    """
    shown, names = _ran(lesson)
    return [value for cell, value in shown if tag in cell["metadata"].get("tags", [])], names


def predictions(lesson):
    """The predictions of a lesson by the ids of their cells."""
    return {cell["id"]: value for cell, value in _ran(lesson)[0] if isinstance(value, Prediction)}


def shown_by(lesson):
    """What each code cell of a lesson shows, by the cell's id."""
    return {cell["id"]: value for cell, value in _ran(lesson)[0]}


def answers(lesson):
    """What the answer cells show, in order: the text that a cell prints, or else its last expression."""
    return run_through(lesson)[0]


def run(source, names):
    statements = ast.parse(source).body
    last = statements.pop() if isinstance(statements[-1], ast.Expr) else None
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(ast.Module(statements, []), "lesson", "exec"), names)  # noqa: S102
        value = last and eval(compile(ast.Expression(last.value), "lesson", "eval"), names)
    return printed.getvalue().rstrip("\n") or value


@cache
def prose(name):
    """The words of a lesson or of a page of the book, links reduced to their text, on one line."""
    if (ROOT / "book" / f"{name}.md").exists():
        text = (ROOT / "book" / f"{name}.md").read_text(encoding="utf-8")
    else:
        text = "\n\n".join("".join(cell["source"]) for cell in cells(name) if cell["cell_type"] == "markdown")
    text = re.sub(r"^> ", "", re.sub(r"\]\([^)]*\)", "]", text), flags=re.MULTILINE)
    return re.sub(r"\s+", " ", text)


def missing(text, *phrases):
    return [phrase for phrase in phrases if phrase not in text]
