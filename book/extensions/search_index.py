"""What the search page looks through: the sentences and the code of every section, as a page shows them.

Sphinx's own index has no numbers and no two words that stand together, and the digits of a table or a figure
run into one. search.mjs searches this one in its place.
"""

import json
import re
from pathlib import Path

from docutils import nodes

from .lessons import full_title

INDEX = "search_index.json"
# What has no sentences: figures and widgets, and sums that stand in lines of their own.
SILENT = nodes.raw, nodes.image, nodes.math_block, nodes.Invisible
# Said before every question to the reader.
ASIDE = "Predict first. "
IMPORT = re.compile(r"^(?:from|import) (?:[^\n(]*\([^)]*\)|[^\n]*)\n?", re.MULTILINE)
SIGNS = {r"\times": "×", r"\cdot": "·", r"\le": "≤", r"\ge": "≥", r"\to": "→", r"\approx": "≈"}


def spoken(tex):
    r"""A formula as one types it: `W_2 = \frac{7 - 3}{2} + 1` is W2 = (7 − 3)/2 + 1."""
    tex = re.sub(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}", r"(\1)/(\2)", tex)
    tex = re.sub(r"\\(?:text|mathrm|operatorname|mathbf)\{([^{}]*)\}", r"\1", tex)
    for command, sign in SIGNS.items():
        tex = re.sub(re.escape(command) + r"(?![A-Za-z])", sign, tex)
    return re.sub(r"[{}_^\\]", "", tex).replace("-", "−")


def words(node):
    """The text of a part, formulas in words, spaces as one."""
    if isinstance(node, nodes.math):
        return spoken(node.astext())
    if isinstance(node, SILENT):
        return ""
    if isinstance(node, nodes.Text):
        return node.astext()
    return "".join(map(words, node.children))


def _line(node):
    return " ".join(words(node).split()).removeprefix(ASIDE)


def is_heading(paragraph):
    """Whether a paragraph names the slide of a section, all in italics, or the lesson of a slide."""
    in_italics = all(isinstance(part, nodes.emphasis) for part in paragraph if part.astext())
    return in_italics or paragraph.astext().startswith("Lesson: ")


def is_drawn(node):
    """Whether a cell's output is shown as something else than its text: a picture, a widget, a check."""
    kinds = [one["mime_type"] for one in node.children] if node.get("nb_element") == "mime_bundle" else []
    return kinds not in ([], ["text/plain"])


def pieces(node):
    """The parts of a section, without the sections inside it, in order: ("words" or "code", text)."""
    for child in node.children:
        if isinstance(child, (nodes.section, nodes.title, *SILENT)):
            continue
        if isinstance(child, nodes.container) and is_drawn(child):
            continue
        if isinstance(child, nodes.literal_block):
            yield "code", IMPORT.sub("", child.astext()).strip()
        elif isinstance(child, nodes.row):
            yield "words", " · ".join(filter(None, map(_line, child.children)))
        elif isinstance(child, nodes.paragraph) and is_heading(child):
            continue
        elif isinstance(child, (nodes.paragraph, nodes.term, nodes.caption, nodes.line)):
            yield "words", _line(child)
        else:
            yield from pieces(child)


def entry(title, anchor, node):
    found = [piece for piece in pieces(node) if piece[1] not in ("", title)]
    by_kind = {kind: [text for one, text in found if one == kind] for kind in ("words", "code")}
    return {"title": title, "anchor": anchor, **by_kind}


def sections(doctree, docname):
    """Every section of a page, and every term of a glossary as one of its own."""
    for place, section in enumerate(doctree.findall(nodes.section)):
        title = _line(section.next_node(nodes.title))
        yield entry(title if place else full_title(docname, title), section["ids"][0], section)
        for glossary in section.findall(nodes.definition_list):
            if "glossary" in glossary["classes"]:
                for item in glossary.children:
                    term = item.next_node(nodes.term)
                    yield entry(_line(term), term["ids"][0], item)


def _found(env):
    if not hasattr(env, "search_sections"):
        env.search_sections = {}
    return env.search_sections


def collect(app, doctree):
    # A heading with nothing but other headings below it leads nowhere.
    found = [section for section in sections(doctree, app.env.docname) if section["words"] or section["code"]]
    if found:
        _found(app.env)[app.env.docname] = found


def forget(app, env, docname):
    _found(env).pop(docname, None)


def merge(app, env, docnames, other):
    _found(env).update({name: _found(other)[name] for name in docnames if name in _found(other)})


def publish(app, exception):
    if exception:
        return
    pages = [
        {
            "title": full_title(name, app.env.titles[name].astext()),
            "page": app.builder.get_target_uri(name),
            "sections": found,
        }
        for name, found in sorted(_found(app.env).items())
    ]
    text = json.dumps(pages, ensure_ascii=False, separators=(",", ":"))
    Path(app.outdir, "_static", INDEX).write_text(text, encoding="utf-8")


def setup(app):
    app.connect("doctree-read", collect)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("build-finished", publish)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
