"""The pages obey the policy that `_headers` sends along: a host that enforces it breaks nothing."""

import fnmatch
import re
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import urlopen

import http_headers
import live
import pytest
from as_published import rules
from listening import listen

PATHS = (
    "book/intro.html",
    "book/lecture.html",
    # Photographs are filtered in a worker.
    "lessons/03_sliding_a_filter.html",
    "lessons/04_stride.html",
    # matplotlib drew its charts.
    "lessons/11_alexnet.html",
    "search.html?q=stride",
    "genindex.html",
)


def test_one_rule_for_each_page_and_no_eval(site):
    wanted = rules(site)
    pages = [
        path.relative_to(site).as_posix() for path in site.rglob("*.html") if "_static" not in path.parts
    ]
    for page in pages:
        found = [fields for pattern, fields in wanted.items() if fnmatch.fnmatch(f"/{page}", pattern)]
        assert sum("Content-Security-Policy" in fields for fields in found) == 1, page
    book = wanted["/lessons/*"]["Content-Security-Policy"]
    scripts = re.search(r"script-src ([^;]*)", book)[1].split()
    assert "'unsafe-eval'" not in scripts and "'unsafe-inline'" not in scripts


@pytest.mark.parametrize("path", PATHS)
def test_pages_obey_the_policy(browser, published_url, path):
    complaints = []
    with browser.new_context() as context:
        listen(context, published_url, complaints)
        page = context.new_page()
        page.goto(urljoin(published_url, path))
        page.wait_for_load_state("networkidle")
        if path.startswith("lessons"):
            for widget in page.locator(".convlib-widget").all():
                widget.scroll_into_view_if_needed()
                widget.and_(page.locator(".is-live")).wait_for()
            page.emulate_media(media="print")
        page.evaluate(
            "for (const button of document.querySelectorAll('[onclick]')) button.onclick.toString()"
        )
    assert complaints == []


def test_a_live_lesson_obeys_the_policy(browser, published_url):
    complaints = []
    with browser.new_context() as context:
        listen(context, published_url, complaints)
        page = context.new_page()
        page.goto(live.address(published_url, "03_sliding_a_filter"))
        live.wait_until_ready(page)
        live.run_all(page)
        assert live.faults(page) == []
        photograph = page.locator(".jp-OutputArea-output .conv-photo-work canvas").first
        photograph.scroll_into_view_if_needed()
    assert [complaint for complaint in complaints if not live.CHATTER.match(complaint)] == []


def test_only_what_is_named_by_its_content_is_kept_without_asking(site, base_url):
    def kept(path):
        try:
            with urlopen(urljoin(base_url, path)) as answer:
                return answer.headers["Cache-Control"]
        except HTTPError as refusal:
            return refusal.headers["Cache-Control"]

    assert rules(site)["/lite/static/*"]["Cache-Control"] == http_headers.FOREVER
    (bundle,) = site.glob("lite/static/build-*/notebooks/bundle.js")
    path = bundle.relative_to(site).as_posix()
    assert kept(path) == kept(f"{path}?_=1") == http_headers.FOREVER
    changing = "index.html", "lite/jupyter-lite.json", "lite/lesson_bar.mjs", "lite/files/04_stride.ipynb"
    assert {kept(path) for path in (*changing, "lite/notebooks/", "lite/static/gone.js")} == {"no-cache"}


def test_a_script_from_elsewhere_is_refused(browser, published_url):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{published_url}book/intro.html")
        page.evaluate("""() => { const script = document.createElement("script");
            script.textContent = "window.strange = 1"; document.body.append(script); }""")
        assert page.evaluate("window.strange") is None


def test_scripts_of_a_page_are_found():
    html = '<script>a()</script><script src="b.js"></script><script type="application/json">{}</script>'
    assert http_headers.inline_scripts(f'{html}<b onclick="c()">') == ["a()", "c()"]
