"""Publish the book's looks as one style sheet of the parts in book/style: a page asks for one file."""

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "style"
PARTS = "page", "mirrored", "sidebars", "bar", "boxes", "cells"
SHEET = "book.css"


def publish(app):
    target = Path(app.outdir, "_static", SHEET)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("".join((FOLDER / f"{part}.css").read_text("utf-8") for part in PARTS), "utf-8")


def setup(app):
    app.connect("builder-inited", publish)
    app.add_css_file(SHEET)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
