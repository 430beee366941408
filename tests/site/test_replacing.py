"""What others wrote and the book changes: where nothing is found the build stops, and says where."""

import re
from types import SimpleNamespace

import jinja2
import pytest
from docutils import nodes
from extensions import glossary_tips
from extensions.theme import TEMPLATES, lighter, own_text, page_layout, search_page
from lite import content_names
from replacing import TextHasChanged, replaced, replaced_pattern


def test_what_is_found_is_replaced():
    assert replaced("a.b", ".", r"\1", "x") == r"a\1b"
    assert replaced("a.b.c", ".", "-", "x", times=None) == "a-b-c"
    assert replaced_pattern("a1 b22", r"(\d)\d*", r"<\1>", "x") == "a<1> b<2>"
    assert replaced_pattern("a1 b22", re.compile(r"\d+"), lambda found: str(len(found[0])), "x", 2) == "a1 b2"


@pytest.mark.parametrize("times", [1, 2, None])
def test_what_is_not_found_stops_the_build(times):
    with pytest.raises(TextHasChanged, match="page.html has changed: '<p>' stands in it 0 times"):
        replaced("<b>", "<p>", "", "page.html", times)
    with pytest.raises(TextHasChanged, match=r"page.html has changed: what '\[0-9\]' finds stands in it 0"):
        replaced_pattern("<b>", "[0-9]", "", "page.html", times)


def test_what_is_found_more_often_stops_the_build():
    with pytest.raises(TextHasChanged, match="stands in it 2 times, not once"):
        replaced("<p><p>", "<p>", "", "page.html")
    with pytest.raises(TextHasChanged, match="stands in it 1 times, not 2 times"):
        replaced_pattern("<p>", "<p>", "", "page.html", 2)


def test_another_theme_is_noticed():
    sheet, script = "styles/pydata-sphinx-theme.css", "scripts/sphinx-book-theme.js"
    for change, text in (
        (lighter.without_font_awesome, own_text(sheet).replace("Font Awesome Free", "Font Superb")),
        (lambda text: lighter.silent(text, script), own_text(script).replace("console.", "terminal.")),
        (lambda text: lighter.without_map(text, script), own_text(script).replace("sourceMap", "map")),
    ):
        with pytest.raises(TextHasChanged, match="has changed"):
            change(text)


def test_another_layout_is_noticed():
    ours = (TEMPLATES / "layout.html").read_text(encoding="utf-8")
    for sidebar, fails in (('<div id="pst-primary-sidebar">', False), ('<aside id="pst-primary">', True)):
        theirs = f"{{% block linktags %}}{{% endblock %}}{{% block content %}}{sidebar}{{% endblock %}}"
        loader = jinja2.DictLoader({"layout.html": ours, "!layout.html": theirs})
        environment = jinja2.Environment(loader=loader)
        templates = SimpleNamespace(environment=environment)
        page_layout.add_filter(SimpleNamespace(builder=SimpleNamespace(templates=templates)))
        page = environment.get_template("layout.html")
        words = {"_": str, "pathto": str}
        if fails:
            with pytest.raises(TextHasChanged, match="layout.html has changed"):
                page.render(words)
        else:
            assert '<div id="pst-primary-sidebar" role="region" aria-label="The book">' in page.render(words)


def test_another_sphinx_is_noticed():
    page = {"script_files": [SimpleNamespace(filename="_static/doctools.js")]}
    with pytest.raises(TextHasChanged, match="intro loads no sphinx_highlight.js"):
        search_page.drop_highlights(None, "intro", "page.html", page, None)
    with pytest.raises(TextHasChanged, match="Sphinx has changed"):
        search_page.replace_own(SimpleNamespace(builder=SimpleNamespace(search=False)))


def test_a_term_whose_link_is_written_in_another_way_is_noticed(monkeypatch):
    link = nodes.reference("", "filter", refuri="glossary.html#x", classes=["glossary-term"])
    doctree = nodes.paragraph("", "", link)
    monkeypatch.setattr(glossary_tips, "definitions", lambda env: {"filter": "What slides."})
    monkeypatch.setattr(glossary_tips, "label", lambda app, term: "x")
    app = SimpleNamespace(env=None, add_css_file=lambda *_: None, add_js_file=lambda *_, **__: None)

    def tipped(html):
        page = {"body": html}
        glossary_tips.lay_definitions(app, "lessons/03", "page.html", page, doctree)
        return page["body"]

    as_now = '<a class="glossary-term reference" href="g.html#x">filter</a>'
    assert 'aria-describedby="tip-x"' in tipped(as_now)
    with pytest.raises(TextHasChanged, match="lessons/03 has changed"):
        tipped('<a href="g.html#x" class="reference glossary-term">filter</a>')


def test_another_jupyterlite_is_noticed(tmp_path):
    for part in ("build", "extensions"):
        (tmp_path / part).mkdir()
        (tmp_path / part / "one.js").write_text(part)
    (tmp_path / "static").mkdir()
    (tmp_path / "jupyter-lite.json").write_text('{"url": "/elsewhere/build"}')
    with pytest.raises(TextHasChanged, match="JupyterLite's jupyter-lite.json has changed"):
        content_names.name_app(tmp_path, tmp_path / "static")
