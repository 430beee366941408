"""Turns of phrase that are no English, though each word is: what a translated sentence sounds like.

Each was found in the book by somebody who read it aloud. They are looked for in all that a reader may meet:
lessons, pages, and the words in convlib's modules and in the scripts of widgets and site.
"""

import ast
import json
import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]


class Turn(NamedTuple):
    """A turn of phrase: how it is found, a sentence that has it, and what a native speaker says."""

    pattern: str
    example: str
    better: str


ONE = r"(?:a|an|the|it|its|one|each|this|that|every)"
TURNS = (
    Turn(r"\bgiv(?:e|es|ing) back\b", "Give back the width.", "Return the width."),
    Turn(
        rf"\b(?:how (?:many|much)|what (?:size|shape|width|height|depth|form)) (?:[\w-]+ ){{0,3}}has {ONE}\b",
        "How many weights has a filter?",
        "How many weights does a filter have?",
    ),
    Turn(
        r"\bis told why\b",
        "A wrong answer is told why it is wrong.",
        "If an answer is wrong, you are told why.",
    ),
    Turn(r"\blikeness\b", "Search by likeness.", "Search by similarity."),
    Turn(
        r"\b(?:by )?half a turn\b|\bturned round\b",
        "The filter is turned by half a turn.",
        "It is rotated by 180°.",
    ),
    Turn(
        rf"\bbut for (?:{ONE}|two|its|their)\b",
        "It is 0 everywhere but for a 1.",
        "It is 0 everywhere except for a 1.",
    ),
    Turn(r"# What you can do now\b", "## What you can do now", "## What you will learn"),
    Turn(
        r"\bat the end of this lesson you can\b",
        "At the end of this lesson you can",
        "By the end of this lesson you can",
    ),
    Turn(r"\bso many \w+ there are\b", "So many classes there are.", "That is the number of classes."),
    Turn(
        r"\bof each (?:two|three|four|five|ten)\b",
        "Of each four numbers one is kept.",
        "Of every four numbers one is kept.",
    ),
    Turn(
        r"\bbecomes? a (?:quarter|third|half)\b",
        "The height becomes a quarter.",
        "The height is divided by four.",
    ),
    Turn(r"\bblind for\b", "The neuron is blind for most of it.", "The neuron is blind to most of it."),
    Turn(r"\bis (?:then )?no (?:whole|English)\b", "7/3 is no whole number.", "7/3 is not a whole number."),
    Turn(
        r"\bmultipl(?:y|ies|ied) (?:\w+ )?with\b",
        "Each is multiplied with a weight.",
        "Each is multiplied by a weight.",
    ),
    Turn(r"\bof one's own\b", "A filter of one's own.", "A filter of your own."),
    Turn(r"\banew\b", "Start Python anew.", "Restart Python."),
    Turn(r"\ball else\b", "All else works.", "Everything else works."),
    Turn(r"\b(?:right|left|down|up)wards of\b", "Rightwards of the window.", "To the right of the window."),
    Turn(r"\b(?:which|what) \w+ has (?:it|each)\b", "Which weights has it?", "Which weights does it have?"),
    Turn(r"\b(?:is|are) none of\b", "A cup is none of the classes.", "A cup is not one of the classes."),
    Turn(
        r"(?<!there )\b(?:is|are) no (?:array|list|record|row|table|number)s?\b",
        "This is no list of groups.",
        "This is not a list of groups.",
    ),
    Turn(r"\bthat (?:is|are) none\b", "A name that is none.", "Not a name."),
    Turn(r"\bfound again\b", "A number that cannot be found again.", "A number that cannot be reproduced."),
)
FOUND = re.compile(
    "|".join(f"(?P<t{place}>{turn.pattern})" for place, turn in enumerate(TURNS)), re.IGNORECASE
)

SCRIPT_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`')
SCRIPT_COMMENT = re.compile(r"(?m)^\s*(?://|/?\*).*$|\s//\s.*$")


def in_python(text):
    """The strings of a module that may reach a reader: all but what explains the code itself."""
    tree = ast.parse(text)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef))
        and ast.get_docstring(node) is not None
    }
    for node in ast.walk(tree):
        # A single word is a name in the code, or a key.
        if isinstance(node, ast.Constant) and " " in str(node.value) and id(node) not in docs:
            yield node.lineno, str(node.value)


def in_script(text):
    without = SCRIPT_COMMENT.sub("", text)
    for found in SCRIPT_STRING.finditer(without):
        yield without[: found.start()].count("\n") + 1, found[0]


def in_notebook(text):
    for place, cell in enumerate(json.loads(text)["cells"]):
        yield f"cell {place}", "".join(cell["source"])


READ = {".py": in_python, ".mjs": in_script, ".ipynb": in_notebook, ".md": lambda text: [("", text)]}


def files():
    """All that may hold words for readers."""
    yield from [
        ROOT / "README.md",
        *sorted((ROOT / "book").glob("*.md")),
        *sorted((ROOT / "lessons").glob("*.ipynb")),
    ]
    for folder in ("convlib", "book/lite/bar", "book/assets"):
        yield from sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".mjs"))


def turns(text):
    """What a text has of these: (as it stands there, what is better)."""
    one_line = re.sub(r"\s+", " ", re.sub(r"^> ?", "", text, flags=re.MULTILINE))
    for found in FOUND.finditer(one_line):
        around = one_line[max(0, found.start() - 30) : found.end() + 30].strip()
        yield around, TURNS[int(found.lastgroup[1:])].better


def faults():
    for path in files():
        for where, text in READ[path.suffix](path.read_text(encoding="utf-8")):
            for around, better in turns(text):
                yield f"{path.relative_to(ROOT)}:{where}: “… {around} …” (as in “{better}”)"
