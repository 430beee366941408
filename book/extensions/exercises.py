"""Exercises on a static page: one style sheet for all, and the way to the live lesson.

In a notebook each result brings its style along.
"""

import re
from html import unescape
from pathlib import Path

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from convlib.course.checking.report import style

from .theme.header_buttons import launch_address

SHEET = "exercise.css"
MARK = '<div class="conv-exercise"'
STYLE = re.compile(r'<style class="conv-exercise-style">.*?</style>', re.S)
SOLUTION = re.compile(r"<details><summary>A solution</summary><pre><code>(.*?)</code></pre></details>", re.S)
TRY = '<p class="conv-try" hidden></p>'


def publish(app):
    static = Path(app.outdir) / "_static"
    static.mkdir(parents=True, exist_ok=True)
    (static / SHEET).write_text(style(), encoding="utf-8")


def in_colours(solution):
    """A solution as the page shows code."""
    code = highlight(unescape(solution[1]), PythonLexer(), HtmlFormatter())
    return f"<details><summary>A solution</summary>{code}</details>"


def for_page(body, address):
    """The body of a page with its exercises as they stand where nothing runs."""
    body = STYLE.sub("", body)
    body = SOLUTION.sub(in_colours, body)
    there = f'<p class="conv-try"><a href="{address}">Open this lesson as a live notebook</a> to try it.</p>'
    return body.replace(TRY, there)


def add_to_page(app, pagename, templatename, context, doctree):
    body = context.get("body", "")
    if MARK in body:
        context["body"] = for_page(body, launch_address(context, pagename.rpartition("/")[2]))
        app.add_css_file(SHEET)


def setup(app):
    app.connect("builder-inited", publish)
    app.connect("html-page-context", add_to_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
