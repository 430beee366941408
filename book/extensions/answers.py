"""Answers that open: the cells tagged `answer` after a question stand in one fold, "Show the answer".

A code cell keeps its tags in the page's tree by itself; a piece of text loses them, so it is put into a
container of that name before it is read. A question, the place for the guess (`convlib.exercise.predict`)
and the answer that it opens stand in one panel.
"""

import json
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

TAG = "answer"
TEXT = "answer-text"
CLASSES = {TEXT, f"tag_{TAG}"}
GUESS = 'data-widget="prediction"'


class Answer(nodes.General, nodes.Element):
    """A fold with all that answers one question."""


def open_fold(translator, _node):
    translator.body.append('<details class="answer"><summary>Show the answer</summary>\n')


def close_fold(translator, _node):
    translator.body.append("</details>\n")


def leave_out(_translator, _node):
    """Formats without folds have the answer as it stands."""


def keep_tags(app, docname, content):
    """Put every text that is tagged `answer` into a container that the tree still knows."""
    if Path(app.env.doc2path(docname)).suffix != ".ipynb":
        return
    notebook = json.loads(content[0])
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown" and TAG in cell["metadata"].get("tags", []):
            text = "".join(cell["source"])
            # More colons than any directive of the text has.
            cell["source"] = f"::::::::{{container}} {TEXT}\n{text}\n::::::::"
    content[0] = json.dumps(notebook)


class Folds(SphinxPostTransform):
    """Neighbours that answer the same question share a fold."""

    # Before the cells' own folds (199) are made.
    default_priority = 190

    def run(self, **_options):
        parents = {id(node.parent): node.parent for node in self.document.findall(_answers)}
        for parent in parents.values():
            self._fold(parent)

    def _fold(self, parent):
        children, fold = [], None
        for child in parent.children:
            if not _answers(child):
                fold = None
            elif fold is None:
                fold = Answer()
                asked = _asked(children)
                del children[len(children) - len(asked) :]
                children.append(nodes.container("", *asked, fold, classes=["prediction"]) if asked else fold)
            if fold is None:
                children.append(child)
            elif TEXT in child["classes"]:
                fold.extend(child.children)
            else:
                fold.append(child)
        parent.children = []
        parent.extend(children)


def _asked(before):
    """The question and the place for the guess, where they stand right before an answer."""
    *_, question, guess = (None, None, *before)
    is_guess = isinstance(guess, nodes.container) and any(
        GUESS in raw.astext() for raw in guess.findall(nodes.raw)
    )
    return [question, guess] if is_guess and isinstance(question, nodes.block_quote) else []


def _answers(node):
    return isinstance(node, nodes.container) and bool(CLASSES & set(node["classes"]))


def setup(app):
    without = (leave_out, leave_out)
    app.add_node(Answer, html=(open_fold, close_fold), latex=without, text=without)
    app.connect("source-read", keep_tags)
    app.add_post_transform(Folds)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
