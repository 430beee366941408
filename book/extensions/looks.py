"""Classes for what a style sheet cannot ask for in every browser: what a part holds, and what follows it."""

import re

from docutils import nodes

from .exercises import MARK

SLIDE = "#slide-s"
# Numbers with signs between them: on a page that a translator mirrors, 32×32×3 would turn into 3×32×32.
NUMBER = r"[(−]*(?:\d[\d.,]*[A-Z]?|\b[A-Z]\d?\b)\)*"
SUM = re.compile(rf"{NUMBER}(?:\s?[×·+−/=≈]\s?{NUMBER})+(?<![.,])")
WRITTEN = nodes.literal, nodes.literal_block, nodes.math, nodes.math_block, nodes.raw, nodes.title


def is_slide_line(paragraph):
    """Whether a paragraph only names a section's slide, all in italics, or a slide's lesson."""
    if paragraph.astext().startswith("Lesson: "):
        return True
    if len(paragraph) != 1 or not isinstance(paragraph[0], nodes.emphasis):
        return False
    links = [link.get("refuri", "") for link in paragraph[0].findall(nodes.reference)]
    return any(SLIDE in link for link in links)


def is_question(quotation):
    """Whether a quotation asks before it answers: it begins with bold words."""
    # MyST puts an empty text before what is marked.
    words = [part for part in quotation[0] if part.astext()]
    return isinstance(quotation[0], nodes.paragraph) and isinstance(words[0], nodes.strong)


def sums(text):
    """Where the sums of a text begin and end; a bracket that was opened before one does not belong to it."""
    for found in SUM.finditer(text):
        surplus = found[0].count(")") - found[0].count("(")
        written = found[0].removesuffix(")" * surplus) if surplus > 0 else found[0]
        if written.count("(") == written.count(")") and re.search(r"\d", written):
            yield found.start(), found.start() + len(written)


def with_sums(text):
    """A text as nodes, each sum in it a part of its own."""
    end = 0
    for start, stop in sums(text):
        yield nodes.Text(text[end:start])
        yield nodes.inline(text[start:stop], text[start:stop], classes=["sum"])
        end = stop
    yield nodes.Text(text[end:])


def mark_sums(doctree):
    for paragraph in list(doctree.findall(nodes.paragraph)):
        for text in list(paragraph.findall(nodes.Text)):
            if not isinstance(text.parent, WRITTEN) and SUM.search(text):
                text.parent.replace(text, [part for part in with_sums(text) if part.astext()])


def is_cell(node):
    return isinstance(node, nodes.container) and "cell" in node["classes"]


def has_exercise(cell):
    return any(MARK in output.astext() for output in cell.findall(nodes.raw))


def classify(app, doctree, docname):
    mark_sums(doctree)
    for paragraph in doctree.findall(nodes.paragraph):
        if is_slide_line(paragraph):
            paragraph["classes"].append("slide-line")
    for quotation in doctree.findall(nodes.block_quote):
        if is_question(quotation):
            quotation["classes"].append("question")
    for cell in filter(is_cell, doctree.findall(nodes.container)):
        if len(cell) > 1:
            cell["classes"].append("has-output")
        after = cell.next_node(descend=False, siblings=True)
        if after is not None and is_cell(after) and has_exercise(after):
            cell["classes"].append("comes-before-exercise")


def setup(app):
    app.connect("doctree-resolved", classify)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
