"""Measure the lesson pages: bytes by kind, requests, and the time to the first painted widget.

`make bench` serves the built book on the loopback address and
opens each lesson in Chromium as a new reader: nothing is in the browser's cache.
"""

import argparse
import statistics
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "book"), str(ROOT / "tests" / "browser")]

import browsers  # noqa: E402
from serve import serving  # noqa: E402

FLAGS = "--no-sandbox", "--disable-gpu"
KINDS = "page", "style", "theme script", "our script", "MathJax", "other"
OURS = {path.name for path in (ROOT / "book" / "assets").glob("*.*js")}

# The end of the first frame that shows a mounted widget, in the page's own clock: a task set while a frame is
# being made runs once it has been drawn.
WATCH = """
requestAnimationFrame(function look() {
  if (!document.querySelector("SELECTOR.is-live")) return requestAnimationFrame(look);
  setTimeout(() => { window.painted = performance.now(); });
});
"""


def kind(path):
    name = path.rsplit("/", 1)[-1]
    if "/mathjax/" in path:
        return "MathJax"
    if "/_static/widgets/" in path or name in OURS:
        return "our script" if name.endswith(("js", "mjs")) else "style"
    endings = {".html": "page", ".css": "style", ".js": "theme script", ".mjs": "our script"}
    return endings.get(Path(name).suffix, "other")


def weigh(browser, base, path, site):
    """The bytes of a page by kind, as sent and unpacked, and how many requests brought them."""
    context = browser.new_context()
    page, requests = context.new_page(), []
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto(base + path)
    page.evaluate("window.MathJax?.startup?.promise")
    page.wait_for_load_state("networkidle")
    weights = {name: [0, 0] for name in KINDS}
    sent = [request for request in requests if request.url.startswith(base)]
    for request in sent:
        file = urlsplit(request.url).path
        weights[kind(file)][0] += request.sizes()["responseBodySize"]
        weights[kind(file)][1] += (site / file.lstrip("/")).stat().st_size
    context.close()
    return weights, len(sent)


def first_widget(browser, base, path, module=None):
    """Milliseconds from navigation to the first painted widget (of a kind), None on a page without one."""
    figure = f'figure[data-widget="{module}"]' if module else "figure[data-widget]"
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(WATCH.replace('"SELECTOR.is-live"', repr(f"{figure}.is-live")))
    page = context.new_page()
    page.goto(base + path)
    milliseconds = None
    if page.locator(figure).count():
        milliseconds = page.wait_for_function("window.painted").json_value()
    context.close()
    return milliseconds


def spread(times):
    if None in times:
        return "–"
    return f"{statistics.median(times):.0f} ({min(times):.0f}–{max(times):.0f})"


def table(rows):
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        print(
            name.ljust(widths[0]),
            *[cell.rjust(w) for cell, w in zip(cells, widths[1:], strict=True)],
            sep="  ",
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, default=ROOT / "_build" / "html")
    parser.add_argument("--times", type=int, default=9, help="navigations to each page, whose median is told")
    arguments = parser.parse_args()
    rows = [["kB compressed (raw)", *KINDS, "all", "requests", "first widget, ms"]]
    with serving(arguments.site) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsers.chromium(), args=FLAGS)
        for file in sorted((arguments.site / "lessons").glob("*.html")):
            path = f"lessons/{file.name}"
            weights, requests = weigh(browser, base, path, arguments.site)
            times = [first_widget(browser, base, path) for _ in range(arguments.times)]
            totals = [sum(column) for column in zip(*weights.values(), strict=True)]
            sizes = [f"{sent / 1000:.0f} ({raw / 1000:.0f})" for sent, raw in [*weights.values(), totals]]
            rows.append([file.stem, *sizes, str(requests), spread(times)])
        browser.close()
    table(rows)


if __name__ == "__main__":
    main()
