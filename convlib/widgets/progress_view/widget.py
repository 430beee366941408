"""ProgressView: what is done, lesson by lesson; in a notebook the same picture as at the end of a page."""

import html

import traitlets

from ...course import questions, record
from ...course.lessons import LESSONS, lesson_of
from ..shared.page_widget import PageWidget


class ProgressView(PageWidget):
    """Show how much of each lesson is done, or of the parts of one; export, import and clear it.

    `w.done` is what is done: names as `convlib.course.record` keeps them. Setting it writes the record.

    Raises   ValueError for a lesson that there is not
    """

    module = "progress_view"
    state_names = ("lessons", "lesson")

    lessons = traitlets.List(help="what there is to do, in the book's order").tag(sync=True)
    lesson = traitlets.Unicode("", help="the notebook's name, empty for all").tag(sync=True)
    done = traitlets.List(traitlets.Unicode()).tag(sync=True)
    guesses = traitlets.Dict(help="what was guessed, by name").tag(sync=True)
    keeps = traitlets.Enum(("page", "kernel"), "kernel", help="who keeps what is done").tag(sync=True)

    def __init__(self, lesson=None):
        notebook = "" if lesson is None else lesson_of(lesson).notebook
        super().__init__(
            lessons=what_there_is(),
            lesson=notebook,
            done=record.done(),
            guesses=record.guesses(),
            keeps="page" if record.in_browser() else "kernel",
        )
        self.observe(self._keep, ("done", "guesses"))

    def _keep(self, change):
        """Write what changed here and leave alone what was done elsewhere since; clearing clears all."""
        old, new = change["old"], change["new"]
        if change["name"] == "guesses":
            record.replace(record.done(), record.guesses() | new if new else {})
        else:
            record.replace((set(record.done()) - (set(old) - set(new))) | set(new) if new else ())

    def written(self):
        counts = ((lesson["title"], len(_items(lesson))) for lesson in self.lessons)
        rows = "".join(f"<li>{html.escape(title)}: {count}</li>" for title, count in counts)
        return f"<p>Questions and exercises in each lesson:</p><ul>{rows}</ul>"

    def __repr__(self):
        lines = []
        for lesson in self.lessons:
            items = _items(lesson)
            count = len(set(items) & set(self.done))
            lines.append(f"{lesson['title']:32} {count:2} of {len(items):2} done")
        return "\n".join(lines)


def _items(lesson):
    return [item for group in lesson["groups"] for item in group["items"]]


def what_there_is():
    """What can be done in each lesson: its quick questions, and each exercise."""
    # Exercises bring all that their solutions need: a question alone need not wait for that.
    from ...course import exercises

    lessons = []
    for key, lesson in LESSONS.items():
        items = [questions.item(key, question) for question in questions.of_lesson(key)]
        groups = [{"title": "Quick questions", "items": items}]
        groups += [
            {"title": f"Exercise {one.number}: {one.title}", "items": [one.item]}
            for one in exercises.of_lesson(key)
        ]
        lessons.append({"name": lesson.notebook, "title": lesson.numbered, "groups": groups})
    return lessons
