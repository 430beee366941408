"""Measure a live lesson: the bytes of a first visit, and the seconds from the click to the first cell,
to the first widget and to the last cell, on a first visit and on the next one.

`make bench` serves the built book on the loopback address, text compressed as web servers send it.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "book"), str(ROOT / "tests" / "browser")]

import chromium  # noqa: E402
import live  # noqa: E402
from serve import serving  # noqa: E402

FLAGS = "--no-sandbox", "--disable-gpu"
KINDS = "Python", "JupyterLab", "convlib", "data", "lesson"
FIRST_RAN = f"[...{live.NOTEBOOK}.model.cells].find(({{ type }}) => type === 'code').executionCount > 0"


def kind(path):
    """What a file of the live lessons belongs to."""
    name = path.rsplit("/", 1)[-1]
    if "/pyodide/data/" in path:
        return "data"
    if name.startswith("convlib-"):
        return "convlib"
    if "/static/pyodide/" in path or path.endswith(".whl"):
        return "Python"
    return "lesson" if "/files/" in path else "JupyterLab"


def visit(context, base, lesson, site):
    """Open a lesson and run all of it: -> seconds by moment, and (compressed, raw) bytes by kind."""
    requests = []
    context.on("requestfinished", lambda request: requests.append(request))
    page = context.new_page()
    # As a reader comes: from the lesson's page, with a click.
    page.goto(f"{base}lessons/{lesson}.html")
    page.wait_for_load_state("networkidle")
    requests.clear()
    start = time.monotonic()
    page.locator(".btn-launch").click()
    moments = {}

    def reached(moment):
        moments[moment] = time.monotonic() - start

    page.wait_for_url("**/lite/notebooks/**")
    live.wait_until_shown(page)
    reached("shown")
    live.wait_until_ready(page)
    live.start_all(page)
    page.wait_for_function(FIRST_RAN, timeout=live.PATIENCE)
    reached("first cell")
    # The book's widgets have native buttons; pictures have none.
    page.locator(".jp-OutputArea-output button").first.wait_for(state="attached", timeout=live.PATIENCE)
    reached("first widget")
    page.wait_for_function("window.ran", timeout=live.PATIENCE * 3)
    reached("all cells")
    weights = {name: [0, 0] for name in KINDS}
    for request in requests:
        path = urlsplit(request.url).path
        file = site / path.lstrip("/")
        if request.url.startswith(base) and "/api/" not in path and file.is_file():
            weights[kind(path)][0] += request.sizes()["responseBodySize"]
            weights[kind(path)][1] += file.stat().st_size
    page.close()
    return moments, weights


def spread(times):
    return f"{statistics.median(times):6.1f} s ({min(times):.1f}–{max(times):.1f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, default=ROOT / "_build" / "html")
    parser.add_argument("--times", type=int, default=3, help="new readers, whose median is told")
    parser.add_argument("lessons", nargs="*", default=["04_stride"])
    arguments = parser.parse_args()
    with serving(arguments.site) as base, sync_playwright() as playwright:
        for lesson in arguments.lessons:
            first, second = [], []
            for _ in range(arguments.times):
                with tempfile.TemporaryDirectory() as profile:
                    # A profile on disk, as a reader has: what the browser keeps is there at the next visit.
                    for results in (first, second):
                        context = playwright.chromium.launch_persistent_context(
                            profile, executable_path=chromium.find(), args=FLAGS
                        )
                        results.append(visit(context, base, lesson, arguments.site))
                        context.close()
            print(f"\n{lesson}, live")
            for name, results in (("first visit", first), ("next visit", second)):
                weights = results[0][1]
                sent, raw = (sum(column) / 1e6 for column in zip(*weights.values(), strict=True))
                parts = ", ".join(
                    f"{kind} {sent / 1e6:.1f} ({raw / 1e6:.1f})" for kind, (sent, raw) in weights.items()
                )
                print(f"  {name}: {sent:.1f} MB compressed ({raw:.1f} raw): {parts}")
                for moment in results[0][0]:
                    print(f"    {moment:14}", spread([moments[moment] for moments, _ in results]))


if __name__ == "__main__":
    main()
