"""What there is to do in each lesson, read from its cells, and the script that shows how much of it is done.

A question or a check says its own name in its output, `data-progress="04_stride/width_after"`; the section
around it gives its line in the panel at the lesson's end. Nothing is listed twice.
"""

import json
import re
from pathlib import Path

from docutils import nodes

LESSONS = "lessons/"
NAME = re.compile(r'data-progress="([^"]+)"')
ITEMS = "progress_items.mjs"


def collect(app, doctree):
    """Note the names in a lesson's outputs, section by section."""
    docname = app.env.docname
    if not docname.startswith(LESSONS):
        return
    groups = {}
    for output in doctree.findall(nodes.raw):
        section = output.parent
        while not isinstance(section, nodes.section):
            section = section.parent
        for name in NAME.findall(output.astext()):
            anchor = section["ids"][0]
            title = section.next_node(nodes.title).astext()
            group = groups.setdefault(anchor, {"title": title, "anchor": anchor, "items": []})
            if name not in group["items"]:
                group["items"].append(name)
    _found(app.env)[docname] = list(groups.values())


def _found(env):
    if not hasattr(env, "progress_items"):
        env.progress_items = {}
    return env.progress_items


def forget(app, env, docname):
    _found(env).pop(docname, None)


def merge(app, env, docnames, other):
    _found(env).update({name: _found(other)[name] for name in docnames if name in _found(other)})


def lessons(app):
    """All lessons that have something to do, in order: name, title, page, and the parts with their names."""
    return [
        {
            "name": docname.removeprefix(LESSONS),
            "title": app.env.titles[docname].astext(),
            "page": app.builder.get_target_uri(docname),
            "groups": groups,
        }
        for docname, groups in sorted(_found(app.env).items())
        if groups
    ]


def publish(app, exception):
    if exception is None:
        text = f"export default {json.dumps(lessons(app), ensure_ascii=False, indent=1)};\n"
        Path(app.outdir, "_static", ITEMS).write_text(text, encoding="utf-8")


def add_to_page(app, pagename, templatename, context, doctree):
    """Every page has the contents beside it; a lesson ends with a panel as well."""
    app.add_css_file("widgets/progress_view.css")
    app.add_css_file("progress.css")
    app.add_js_file("progress.mjs", type="module")
    if _found(app.env).get(pagename):
        name = pagename.removeprefix(LESSONS)
        about = f'data-lesson="{name}" aria-label="Your progress"'
        context["body"] += f'<section class="progress-panel" {about} hidden></section>'


def setup(app):
    app.connect("doctree-read", collect)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("html-page-context", add_to_page)
    app.connect("build-finished", publish)
    return {"parallel_read_safe": True, "parallel_write_safe": True, "env_version": 1}
