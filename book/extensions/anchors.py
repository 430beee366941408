"""Links of the lessons that lead into the book wherever a lesson is opened: `../book/lecture.md#slide-s14`.

JupyterLab opens that file and looks for an element with this id; MyST looks for one of its labels.
"""

import re

ANCHOR = re.compile(r'^<a id="([\w-]+)"></a>$', re.MULTILINE)
LINK = re.compile(r"\]\(\.\./book/[\w-]+\.md(#[\w-]+)\)")


def with_labels(text):
    """A page with its anchors as MyST's labels."""
    return ANCHOR.sub(r"(\1)=", text)


def by_label(lesson):
    """A lesson whose links name the label alone: the build complains of one that leads nowhere."""
    return LINK.sub(r"](\1)", lesson)


def read(app, docname, source):
    source[0] = (by_label if docname.startswith("lessons/") else with_labels)(source[0])


def setup(app):
    app.connect("source-read", read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
