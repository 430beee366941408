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

ROOT = Path(__file__).parents[2]


def cells(lesson):
    return json.loads((ROOT / "lessons" / f"{lesson}.ipynb").read_text(encoding="utf-8"))["cells"]


@cache
def run_through(lesson, tag="hide-output"):
    """What the cells with a tag show, in order, and every name that the lesson has at its end; run once.

    The tag of the answer cells, which a reader opens after a guess, is hide-output.
    """
    names, shown = {}, []
    for cell in cells(lesson):
        if cell["cell_type"] == "code":
            value = run("".join(cell["source"]), names)
            if tag in cell["metadata"].get("tags", []):
                shown.append(value)
    return shown, names


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
