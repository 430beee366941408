"""The lessons as JupyterLite shows them: the same cells, with links that lead back to the book.

Each copy knows the text that it was made from: a later release can tell that a reader has an older one.
"""

import hashlib
import json
import re
import shutil

from sphinx.util.inventory import InventoryFile

from .. import NotBuilt

# Not an address: the bar above a lesson turns it into the book's, wherever the site lies.
BOOK = "https://book.invalid/"
KERNEL = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
LINK = re.compile(r"\]\((?:(?P<label>#[\w-]+)|\.\./(?P<file>book/[\w-]+)\.md(?P<place>#[\w-]+)?)\)")
# MyST's own marks, which only the book understands.
UNREADABLE = re.compile(r"^(?::::|```)\{.*|^\([\w-]+\)=$|\{[a-z-]+\}`[^`]*`", re.MULTILINE)


class NotReadable(NotBuilt):
    """A lesson uses something that only the book's pages can show."""


def label_pages(inventory):
    """Where each label of the book stands: label -> page#anchor, from Sphinx's objects.inv."""
    with inventory.open("rb") as stream:
        found = InventoryFile.load(stream, "", lambda base, uri: uri)
    return {name: entry[2] for name, entry in found["std:label"].items()}


def linked(text, labels, lesson):
    """The text with its links into the book made to lead there."""

    def lead(match):
        label, file, place = match["label"], match["file"], match["place"]
        if label:
            raise NotReadable(f"{lesson} links to {label} without its file, which JupyterLab cannot follow")
        page = f"{file}.html"
        if place and labels.get(place[1:]) != page + place:
            raise NotReadable(f"{lesson} links to {place}, which is no label of {file}.md")
        return f"]({BOOK}{page}{place or ''})"

    if found := UNREADABLE.search(text):
        raise NotReadable(f"{lesson} has {found[0]!r}, which JupyterLite cannot show")
    return LINK.sub(lead, text)


def copied(notebook, labels, lesson):
    """A lesson, as nbformat's dict, for JupyterLite: -> a new one."""
    cells = [
        cell | {"source": linked("".join(cell["source"]), labels, lesson)}
        if cell["cell_type"] == "markdown"
        else cell | {"source": "".join(cell["source"]), "outputs": [], "execution_count": None}
        for cell in notebook["cells"]
    ]
    text = json.dumps([[cell["cell_type"], cell["source"]] for cell in cells])
    return notebook | {
        "cells": cells,
        "metadata": {
            "kernelspec": KERNEL,
            "language_info": {"name": "python"},
            "lesson": {
                "text": hashlib.sha256(text.encode()).hexdigest()[:16],
                # Imports alone; run for a reader who comes back, as long as this is what stands there.
                "setUp": next((cell["source"] for cell in cells if cell["cell_type"] == "code"), None),
            },
        },
    }


def copy_lessons(lessons, labels, folder):
    """Write every lesson and its pictures into `folder`: -> the text that each lesson has, by file name."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {}
    for path in sorted(lessons.glob("*.ipynb")):
        notebook = copied(json.loads(path.read_text(encoding="utf-8")), labels, path.name)
        texts[path.name] = notebook["metadata"]["lesson"]["text"]
        written = json.dumps(notebook, indent=1, ensure_ascii=False)
        (folder / path.name).write_text(written, encoding="utf-8")
    shutil.copytree(lessons / "images", folder / "images", dirs_exist_ok=True)
    return texts
