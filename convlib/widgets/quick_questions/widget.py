"""QuickQuestions: some small questions, with a sentence for every wrong answer and new numbers on request."""

import base64
import html
import json
import re

import traitlets

from ... import written
from ...course import questions, record
from ..shared.page_widget import PageWidget

#: The grids that a question may show: the name of the numbers, what the reader sees above them, their colour.
GRIDS = {"x": ("Input", "input"), "filter": ("Filter", "filter"), "upstream": ("Upstream gradient", "output")}

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")

MOST_DRAWS = 999_999


class QuickQuestions(PageWidget):
    """Ask a lesson's quick questions, such as "stride", or any of the book: ["stride/width", "conv/work"].

    `w.at` is the question that is shown, `w.draws` how often each one has drawn new numbers, and `w.done`
    what was answered: names as `convlib.course.record` keeps them.

    Raises   ValueError for a lesson or a question that there is not
    """

    module = "quick_questions"
    settings = ("at", "draws")
    state_names = (*settings, "sheet", "seed", "items")

    at = traitlets.Int(0, min=0).tag(sync=True)
    draws = traitlets.List(traitlets.Int(min=0, max=MOST_DRAWS)).tag(sync=True)
    seed = traitlets.Int(1, min=0, max=MOST_DRAWS).tag(sync=True)
    items = traitlets.List(traitlets.Unicode(), help="the questions' names in the record").tag(sync=True)
    done = traitlets.List(traitlets.Unicode()).tag(sync=True)
    keeps = traitlets.Enum(("page", "kernel"), "kernel", help="who keeps what is done").tag(sync=True)
    sheet = traitlets.Unicode(help="the questions, coded: nobody reads an answer by accident").tag(sync=True)

    def __init__(self, which, **traits):
        self._asked = _questions(which)
        items = [questions.item(lesson, asked) for lesson, asked in self._asked]
        super().__init__(
            items=items,
            draws=[0] * len(items),
            sheet=_coded([asked for _, asked in self._asked]),
            done=sorted(set(record.done()) & set(items)),
            keeps="page" if record.in_browser() else "kernel",
            **traits,
        )
        self.observe(self._mark, "done")

    @traitlets.validate("at")
    def _one_of_them(self, proposal):
        most = len(self.items) - 1
        if proposal["value"] > most:
            raise traitlets.TraitError(f"at must be 0 to {most}, not {proposal['value']}")
        return proposal["value"]

    @traitlets.validate("draws")
    def _one_for_each(self, proposal):
        if len(proposal["value"]) != len(self.items):
            raise traitlets.TraitError(f"draws must be {len(self.items)} numbers, one for each question")
        return proposal["value"]

    def _mark(self, change):
        for item in set(change["new"]) - set(change["old"]):
            record.mark(item)

    def written(self):
        rows = (
            f'<li data-progress="{item}">{_written(asked)}</li>'
            for item, (_, asked) in zip(self.items, self._asked, strict=True)
        )
        return f'<ol class="conv-questions">{"".join(rows)}</ol>'

    def __repr__(self):
        return f"QuickQuestions({len(self.items)} questions, {len(self.done)} answered)"


def filled(sentence, numbers):
    """A sentence with its numbers: `{W}` is a number, `{row:th}` an ordinal counted from 0."""

    def fill(match):
        name, ordinal = match[1], match[2]
        return ORDINALS[numbers[name]] if ordinal else _spoken(numbers[name])

    return re.sub(r"\{(\w+)(:th)?\}", fill, sentence)


def _spoken(value):
    if isinstance(value, list):
        return ", ".join(map(_spoken, value))
    return written.count(value)


def _questions(which):
    """(lesson, question) pairs for a lesson's name or for a list of "lesson/id"."""
    if isinstance(which, str):
        return [(which, asked) for asked in questions.of_lesson(which)]
    found = []
    for name in which:
        lesson, _, id = name.partition("/")
        by_id = {asked.id: asked for asked in questions.of_lesson(lesson)}
        if id not in by_id:
            raise ValueError(f"lesson {lesson!r} has no question {id!r}; it has {', '.join(by_id)}")
        found.append((lesson, by_id[id]))
    return found


def _coded(asked):
    data = [questions.as_data(question) | {"grids": GRIDS} for question in asked]
    return base64.b64encode(json.dumps(data, ensure_ascii=False).encode()).decode()


def _written(asked):
    if isinstance(asked, questions.Choice):
        first = asked.variants[0]
        options = "".join(f"<li>{html.escape(option.words)}</li>" for option in first.options)
        return f"<p>{html.escape(first.text)}</p><ul>{options}</ul>"
    tables = (
        f"<table><caption>{GRIDS[name][0]}</caption>{_rows(rows)}</table>"
        for name, rows in asked.first.items()
        if isinstance(rows, list) and isinstance(rows[0], list)
    )
    return f"<p>{html.escape(filled(asked.text, asked.first))}</p>{''.join(tables)}"


def _rows(rows):
    return "".join(f"<tr>{''.join(f'<td>{_spoken(v)}</td>' for v in row)}</tr>" for row in rows)
