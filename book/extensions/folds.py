"""A fold is announced by the words that it shows: myst-nb calls each one "Toggle hidden content"."""

from myst_nb.sphinx_ import HideCodeCellNode
from replacing import replaced

SUMMARY = '<summary aria-label="Toggle hidden content">'


def name_by_words(app, pagename, templatename, context, doctree):
    folds = len(list(doctree.findall(HideCodeCellNode))) if doctree else 0
    if folds:
        where = f"myst-nb's page {pagename}"
        context["body"] = replaced(context["body"], SUMMARY, "<summary>", where, times=folds)


def setup(app):
    app.connect("html-page-context", name_by_words)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
