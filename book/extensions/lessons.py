"""Number the lessons and say how long each takes: in its title, in the contents, in the list of `{lessons}`.

A notebook's own title has no number: who moves a lesson changes the table of `convlib.course.lessons` alone.
"""

import json
import re
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

import convlib.widgets
from convlib.course import exercises, questions
from convlib.course.lessons import LESSONS

from .style_sheet import for_pages_with

FOLDER = "lessons/"
BY_PAGE = {f"{FOLDER}{lesson.notebook}": lesson for lesson in LESSONS.values()}

# Questions are counted with the exercises.
WIDGETS = [one.__name__ for one in convlib.widgets.ALL if one is not convlib.widgets.QuickQuestions]
WIDGET = re.compile(rf"^(?:\w+ = )?(?:{'|'.join(WIDGETS)})\(", re.MULTILINE)
DRAWING = re.compile(r"^draw\.", re.MULTILINE)
WORDS_A_MINUTE = 200
LINES_A_MINUTE = 20
A_PREDICTION, A_WIDGET, A_DRAWING = 0.5, 1, 0.25
A_QUESTION, AN_EXERCISE, A_LINE_OF_IT = 0.5, 4, 1
# Nobody's evening is planned to the minute.
ROUNDED_TO = 5


class Minutes(NamedTuple):
    """How long a lesson takes to read, with its predictions and widgets, and how long its exercises."""

    reading: int
    practice: int
    things: str

    def __str__(self):
        return f"{self.reading} minutes to read · about {self.practice} for the {self.things}"


def reading(cells):
    """Minutes for all that stands above the exercises, as far as a page shows it."""
    total = 0
    for cell in cells:
        source, tags = "".join(cell["source"]), set(cell["metadata"].get("tags", []))
        if cell["cell_type"] == "markdown":
            if source.startswith("## Exercises"):
                break
            total += len(source.split()) / WORDS_A_MINUTE + source.count("Predict first") * A_PREDICTION
            continue
        total += len(WIDGET.findall(source)) * A_WIDGET + len(DRAWING.findall(source)) * A_DRAWING
        if tags.isdisjoint({"hide-input", "remove-input", "hide-cell", "remove-cell"}):
            total += len(source.split("\n")) / LINES_A_MINUTE
    return round(total)


def practice(key):
    """Minutes for a lesson's quick questions and exercises; a longer solution takes longer to find."""
    solutions = [len(one.solution_source().split("\n")) for one in exercises.of_lesson(key)]
    total = len(questions.of_lesson(key)) * A_QUESTION
    total += sum(AN_EXERCISE + lines * A_LINE_OF_IT for lines in solutions)
    return max(ROUNDED_TO, ROUNDED_TO * round(total / ROUNDED_TO))


def minutes(lesson, root):
    text = Path(root, f"{FOLDER}{lesson.notebook}.ipynb").read_text(encoding="utf-8")
    things = "exercises" if exercises.of_lesson(lesson.key) else "questions"
    return Minutes(reading(json.loads(text)["cells"]), practice(lesson.key), things)


def label(lesson):
    """What stands before its title wherever the book names it: "4 · "."""
    parts = {"lesson-number": str(int(lesson.number)), "lesson-dot": " · "}
    return [nodes.inline("", text, classes=[name]) for name, text in parts.items()]


def number(app, doctree):
    """Put a lesson's number into its title, before anything else of the build reads that."""
    if lesson := BY_PAGE.get(app.env.docname):
        doctree.next_node(nodes.title)[0:0] = label(lesson)


def tell_minutes(app, doctree, docname):
    if lesson := BY_PAGE.get(docname):
        words = str(minutes(lesson, app.srcdir))
        title = doctree.next_node(nodes.title)
        title.parent.insert(1, nodes.paragraph("", words, classes=["lesson-minutes"]))


class Lessons(SphinxDirective):
    """`{lessons}` lists them with their minutes; each line below it says in a sentence what one is about."""

    has_content = True

    def run(self):
        about = [line for line in self.content if line]
        if len(about) != len(LESSONS):
            raise self.error(f"{len(about)} lines for {len(LESSONS)} lessons: each lesson has one, in order.")
        items = nodes.enumerated_list(classes=["lesson-list"], enumtype="arabic", prefix="", suffix=".")
        for (page, lesson), words in zip(BY_PAGE.items(), about, strict=True):
            self.env.note_dependency(self.env.doc2path(page))
            lines = [f"[{lesson.title}](../{page}.ipynb)", "", words]
            item = nodes.list_item()
            self.state.nested_parse(StringList(lines), self.content_offset, item)
            item += nodes.paragraph("", str(minutes(lesson, self.env.srcdir)), classes=["lesson-minutes"])
            items += item
        return [items]


def full_title(docname, title):
    """The title of a page as a search shows it: "Lesson 4 · Stride"."""
    return f"Lesson {title}" if docname in BY_PAGE else title


def setup(app):
    app.connect("html-page-context", for_pages_with("lesson-list", "intro.css"))
    app.add_directive("lessons", Lessons)
    # Sphinx's own collectors of titles and contents come at 500.
    app.connect("doctree-read", number, priority=400)
    app.connect("doctree-resolved", tell_minutes)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
