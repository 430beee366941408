"""What the site's scripts, styles and pages ask for, each of the supported browsers has.

MDN's table of browsers says what they have; npm, which comes with Node, brings it once into this folder.
"""

import json
import re
from pathlib import Path

import node
import packages
import pytest
from lite import build

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
# JupyterLab in the live lessons is others' work and brings what it needs; the bar above it is ours.
BAR = tuple(f"lite/{name}" for name in build.BAR)
# MathJax is written in the JavaScript of 2009.
OTHERS = "lite/", "_static/mathjax/"

# What is asked for and may be, as (file, what), and why nothing is lost where it is missing.
THEME = "_static/styles/pydata-sphinx-theme.css"
BOOK_THEME = "_static/styles/sphinx-book-theme.css"
ALLOWED = {
    ("_static/widgets/quick_questions.mjs", ".variants"): "a question's own variants",
    ("lite/lesson_bar.mjs", ".disposed"): "JupyterLab's word for a notebook that was closed",
    ("lite/lesson_keep.mjs", ".disposed"): "the same",
    ("_static/doctools.js", ".messages"): "Sphinx's translations, no name of the browser's",
    ("_static/doctools.js", ".locale"): "the same",
    ("_static/scripts/bootstrap.js", ".userAgentData"): "asked for before it is used, two lines apart",
    ("_static/scripts/bootstrap.js", ".brands"): "goes with it",
    ("_static/scripts/bootstrap.js", ".resize"): "Bootstrap's own name",
    ("_static/copybutton.css", "user-select"): "prompts in code, of which the book has none",
    (BOOK_THEME, "user-select"): "a caption of the margin, which the book does not use",
    (BOOK_THEME, "avoid"): "where a printed page ends",
    ("_static/print.css", "avoid"): "the same",
    (THEME, "user-select"): "buttons' labels may be selected",
    (THEME, "text-decoration with a style, a colour or a thickness"): "abbreviations with a title: none here",
    (THEME, "mask-image"): "a placeholder of a loading page: none here",
    (THEME, "mask-size"): "the same",
    (THEME, "mask-position"): "the same",
    (THEME, ":has"): "a link to code, a table of data, a ring around a box: none here",
    ("_static/mystnb.*.css", ":has"): "space and round corners between the parts of a cell",
}


@pytest.fixture(scope="session")
def table():
    """The parsers and MDN's table, in the versions of package-lock.json."""
    packages.install(HERE)


def findings(paths):
    """(file, what, where) for each thing that a supported browser does not have."""
    lines = node.output(HERE / "check.mjs", *paths).splitlines()
    return [tuple(json.loads(line)) for line in lines]


def files(site):
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.suffix in {".js", ".mjs", ".css", ".html"} and (name in BAR or not name.startswith(OTHERS)):
            yield path


def general(name):
    """The name of a file without the digits of its content."""
    return re.sub(r"\.[0-9a-f]{64}\.", ".*.", name)


def test_the_site_asks_for_nothing_that_a_supported_browser_has_not(site, table):
    paths = list(files(site))
    assert {path.suffix for path in paths} == {".js", ".mjs", ".css", ".html"} and len(paths) > 50
    found = [(general(Path(path).relative_to(site).as_posix()), *rest) for path, *rest in findings(paths)]
    assert [one for one in found if one[:2] not in ALLOWED] == []
    stale = set(ALLOWED) - {one[:2] for one in found}
    assert not stale, "allowed, but no longer there"


TOO_NEW = {
    "a.css": [
        ("a { color: red; & b { color: blue; } }", "a rule inside a rule"),
        (".a { .b { color: blue; } }", "no CSS"),
        (".a { @media (width > 1px) { color: blue; } }", "a rule inside a rule"),
        ("p:has(> em) { color: red; }", ":has"),
        ("a { color: light-dark(red, blue); }", "light-dark()"),
        ("a { color: rgb(from red r g b); }", "rgb(from …)"),
        ("@starting-style { a { opacity: 0; } }", "@starting-style"),
        ("@scope (.a) { b { color: red; } }", "@scope"),
        ("a { field-sizing: content; }", "field-sizing"),
        ("a { height: 1lh; }", "lh"),
        ("a { user-select: none; }", "user-select"),
        ("a { text-decoration: underline dotted; }", "text-decoration with a style, a colour or a thickness"),
        ("a::after { content: 'x' / ''; }", "content: … / …"),
        ("a { zoom: 1.5; }", "zoom"),
    ],
    "a.mjs": [
        ("URL.canParse('a');", ".canParse"),
        ("export const f = (x) => Object.groupBy(x, (y) => y);", ".groupBy"),
        ("const { promise } = Promise.withResolvers();", ".withResolvers"),
        ("export const f = (a, b) => a.union(b);", ".union"),
        ("export const f = (a) => Array.fromAsync(a);", ".fromAsync"),
        ("export const f = (a) => Iterator.from(a);", ".from"),
        ("export const f = (a) => a['isWellFormed']();", ".isWellFormed"),
        ("export const f = (text) => /[\\p{L}--a]/v.test(text);", "not ECMAScript 2022"),
        ("import data from './a.json' with { type: 'json' };", "not ECMAScript 2022"),
        ("document.startViewTransition(() => {});", ".startViewTransition"),
        ("export const f = (el) => el.togglePopover();", ".togglePopover"),
        ("new CloseWatcher();", "CloseWatcher"),
    ],
    "a.html": [
        ('<p popover="auto">x</p>', "popover="),
        ("<script>URL.canParse('a')</script>", ".canParse"),
        ('<a onclick="Promise.withResolvers()">x</a>', ".withResolvers"),
        ("<style>a { & b { color: red; } }</style>", "a rule inside a rule"),
        ('<p style="color: light-dark(red, blue)">x</p>', "light-dark()"),
    ],
}
GOOD = {
    "a.css": [
        "a { height: 1.5em; height: 1lh; }",
        "a { -webkit-user-select: none; user-select: none; }",
        "@supports selector(p:has(em)) { p:has(em) { color: red; } }",
        "@supports (zoom: 2) { a { zoom: 2; } }",
        "@media (width > 1px) { a { color: color-mix(in srgb, red 10%, blue); } }",
        "@container (max-width: 30rem) { a:is(b, c):not(:focus-visible) { inset: 0; } }",
        "a { text-decoration-line: underline; text-decoration-style: dotted; }",
        "a::after { content: 'x'; content: 'x' / ''; }",
    ],
    "a.mjs": [
        "export const f = (a) => a.findLast(Boolean) ?? a.toSorted().with(0, 1).at(-1);",
        "export const f = (text) => (URL.canParse ? URL.canParse(text) : false);",
        "export const f = (text) => URL.canParse?.(text);",
        "if ('startViewTransition' in document) document.startViewTransition(() => {});",
        "const union = (a, b) => [...a, ...b]; export const f = { union }; f.union([], []);",
        "export const pair = structuredClone([1, 2]);",
        "export const f = (text) => /(?<=a)b/u.test(text);",
    ],
    "a.html": ['<p inert title="x">x</p><script type="application/json">{"a": 1}</script>'],
}


@pytest.mark.parametrize(
    ("name", "text", "what"), [(name, *case) for name, cases in TOO_NEW.items() for case in cases]
)
def test_what_is_too_new_is_found(tmp_path, table, name, text, what):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert what in {one[1] for one in findings([tmp_path / name])}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name in GOOD for text in GOOD[name]])
def test_what_they_have_and_what_has_another_way_is_let_through(tmp_path, table, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert findings([tmp_path / name]) == []


def test_a_file_that_has_too_much_is_found_in_the_site(tmp_path, table):
    """The whole way, as for the site: from the folder to the finding."""
    folder = tmp_path / "_static" / "widgets"
    folder.mkdir(parents=True)
    (folder / "a.mjs").write_text("export const f = (text) => URL.canParse(text);", encoding="utf-8")
    assert [one[1] for one in findings(list(files(tmp_path)))] == [".canParse"]


def test_the_book_names_these_browsers(table):
    address = json.dumps((HERE / "floor.mjs").as_uri())
    script = f"import {{ FLOOR }} from {address}; console.log(JSON.stringify(FLOOR))"
    floor = json.loads(node.output("--input-type=module", "-e", script))
    said = (ROOT / "book" / "setup.md").read_text(encoding="utf-8")
    sentence = re.search(
        r"Chromium, Chrome and Edge from version (\d+), Firefox from (\d+) and Safari from ([\d.]+)", said
    )
    assert sentence, "setup.md does not name the browsers"
    chrome, firefox, safari = map(float, sentence.groups())
    assert floor == {"chrome": chrome, "edge": chrome, "firefox": firefox, "safari": safari}
