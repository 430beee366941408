"""The book's own search page, in place of Sphinx's, which would bring an index and four scripts of its own.

templates/search.html is the page; search_index.py makes what it looks through.
"""

from replacing import TextHasChanged


def replace_own(app):
    """Sphinx makes neither index nor search page of its own."""
    if not app.builder.search:
        raise TextHasChanged("Sphinx has changed: its builder no longer says that it makes a search.")
    app.builder.search = False


def add_page(app):
    yield "search", {"title": "Search"}, "search.html"


def drop_highlights(app, pagename, templatename, context, doctree):
    """No page is opened with words marked in it, so none needs the script that marks them, nor its button."""
    scripts = context["script_files"]
    kept = [script for script in scripts if "sphinx_highlight" not in (script.filename or "")]
    if len(kept) != len(scripts) - 1:
        raise TextHasChanged(f"Sphinx has changed: {pagename} loads no sphinx_highlight.js to be left out.")
    # In place: others add their own to this very list.
    scripts[:] = kept


def add_style(app, pagename, templatename, context, doctree):
    if pagename == "search":
        app.add_css_file("search.css")


def setup(app):
    app.connect("html-page-context", add_style)
    app.connect("builder-inited", replace_own)
    app.connect("html-collect-pages", add_page)
    app.connect("html-page-context", drop_highlights)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
