"""Publish the book's looks as one style sheet of the parts in book/style: a page asks for one file.

What only some pages need is a sheet of its own.
"""

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "style"
PARTS = "page", "mirrored", "sidebars", "bar", "boxes", "cells"
SHEET = "book.css"


def publish(app):
    target = Path(app.outdir, "_static", SHEET)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("".join((FOLDER / f"{part}.css").read_text("utf-8") for part in PARTS), "utf-8")


def for_pages_with(mark, sheet):
    """What adds a sheet to the pages whose body holds `mark`: to be connected to "html-page-context"."""

    def add(app, pagename, templatename, context, doctree):
        if mark in context.get("body", ""):
            app.add_css_file(sheet)

    return add


def setup(app):
    app.connect("builder-inited", publish)
    app.add_css_file(SHEET)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
