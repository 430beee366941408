"""The pages of the built site, and what a test does with one before it looks."""

from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
TOC = yaml.safe_load((ROOT / "book" / "_toc.yml").read_text(encoding="utf-8"))
CHAPTERS = [TOC["root"]] + [chapter["file"] for part in TOC["parts"] for chapter in part["chapters"]]
LESSONS = [chapter for chapter in CHAPTERS if chapter.startswith("lessons/")]
PAGES = [f"{chapter}.html" for chapter in CHAPTERS] + ["genindex.html", "search.html"]

each_page = pytest.mark.parametrize("path", PAGES)
each_lesson = pytest.mark.parametrize("lesson", LESSONS)


def settle(page):
    """Wait until the formulas are set and the widgets live."""
    page.evaluate("window.MathJax?.startup?.promise")
    page.wait_for_function("document.querySelectorAll('figure[data-widget]:not(.is-live)').length === 0")


def unfold(page):
    """Open whatever is folded, so that it is judged too."""
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")


def wake(page):
    """Let nothing rest out of sight, nor be cut off at the edge of its part: all of it is judged."""
    page.add_style_tag(
        content=".bd-article * { contain: none !important; content-visibility: visible !important; }"
    )


def page_width(page):
    """How wide the page is, in pixels, with all that reaches beyond the window."""
    wake(page)
    return page.evaluate("document.documentElement.scrollWidth")
