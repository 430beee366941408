"""Link the first mention of each glossary term in a lesson, and bring its definition along for glossary.js.

Lessons stay plain text: the words are found here. Without JavaScript a term is a link to the glossary.
"""

import re
from html import escape

from docutils import nodes
from replacing import replaced_pattern

GLOSSARY = "book/glossary"
LESSONS = "lessons/"
CLASS = "glossary-term"
# Where a link would disturb: other links, titles, cards and tables, words that are code or formulas.
CLOSED = nodes.reference, nodes.title, nodes.table, nodes.literal, nodes.math, nodes.Invisible, nodes.raw
SLIDES = re.compile(r"\s*\((?:and )?S\d\d(?:, S\d\d)*\)")


def definitions(env):
    """The first paragraph of each definition, as plain text: {term: text}."""
    found = {}
    for item in env.get_doctree(GLOSSARY).findall(nodes.definition_list_item):
        text = next(item.findall(nodes.paragraph)).astext()
        for term in item.findall(nodes.term):
            found[term.astext()] = SLIDES.sub("", " ".join(text.split()))
    return found


def pattern(terms):
    """One expression for all terms, the longest first, in the singular or the plural."""
    words = "|".join(map(re.escape, sorted(terms, key=len, reverse=True)))
    return re.compile(rf"\b({words})(?:s|es)?\b", flags=re.IGNORECASE)


def link_terms(app, doctree, docname):
    if not docname.startswith(LESSONS):
        return
    labels = {
        name: labelid
        for (kind, name), (where, labelid) in app.env.domains["std"].objects.items()
        if kind == "term" and where == GLOSSARY
    }
    if not labels:
        return
    glossary = app.builder.get_relative_uri(docname, GLOSSARY)
    words, linked = pattern(labels), set()
    for text in list(doctree.findall(nodes.Text)):
        if not in_prose(text):
            continue
        parts, end = [], 0
        for match in words.finditer(text):
            term = match[1].lower() if match[1] not in labels else match[1]
            if term not in labels or term in linked:
                continue
            linked.add(term)
            address = f"{glossary}#{labels[term]}"
            link = nodes.reference("", match[0], refuri=address, internal=True, classes=[CLASS])
            parts += [nodes.Text(text[end : match.start()]), link]
            end = match.end()
        if parts:
            text.parent.replace(text, [*parts, nodes.Text(text[end:])])


def in_prose(node):
    """Whether a text is part of a paragraph that is no line naming a slide."""
    paragraph = None
    while node.parent is not None:
        node = node.parent
        if isinstance(node, CLOSED):
            return False
        if isinstance(node, nodes.paragraph):
            paragraph = node
    return paragraph is not None and not paragraph.astext().startswith(("Slide: ", "Slides: "))


def lay_definitions(app, pagename, templatename, context, doctree):
    """Put the definitions at the page's end and name each as its link's description."""
    if doctree is None:
        return
    links = [link for link in doctree.findall(nodes.reference) if CLASS in link["classes"]]
    if not links:
        return
    texts = {label(app, term): (term, text) for term, text in definitions(app.env).items()}
    tips = []

    def describe(match):
        name = match["label"]
        term, text = texts[name]
        tips.append(
            f'<div class="glossary-tip" role="tooltip" id="tip-{name}" hidden>'
            f"<strong>{escape(term)}</strong> {escape(text)}</div>"
        )
        return f'{match[0][:-1]} aria-describedby="tip-{name}">'

    link = re.compile(rf'<a class="{CLASS} [^"]*" href="[^"#]*#(?P<label>[^"]+)">')
    body = replaced_pattern(context["body"], link, describe, f"Sphinx's page {pagename}", len(links))
    context["body"] = f"{body}<div>{''.join(tips)}</div>"
    app.add_css_file("glossary.css")
    app.add_js_file("glossary.js", loading_method="defer")


def label(app, term):
    objects = app.env.domains["std"].objects
    return next(objects[key][1] for key in (("term", term), ("term", term.lower())) if key in objects)


def depend_on_glossary(app, doctree):
    if app.env.docname.startswith(LESSONS):
        app.env.note_dependency(app.env.doc2path(GLOSSARY))


def setup(app):
    app.connect("doctree-read", depend_on_glossary)
    app.connect("doctree-resolved", link_terms)
    app.connect("html-page-context", lay_definitions)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
