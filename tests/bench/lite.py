"""Measure a live lesson: the bytes of a first visit, and the seconds from the click to the first cell,
to the first widget and to the last cell, on a first visit and on the next ones.

`make bench` serves the built book on the loopback address, text compressed as web servers send it: at full
speed, and as it comes through a reader's line.
"""

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "book"), str(ROOT / "tests" / "browser")]

import browsers  # noqa: E402
import live  # noqa: E402
from serve import Pages, serving  # noqa: E402

FLAGS = "--no-sandbox", "--disable-gpu"
KINDS = "Python", "JupyterLab", "convlib", "data", "lesson"
VISITS = "first visit", "second visit", "third visit"
FIRST_RAN = f"[...{live.NOTEBOOK}.model.cells].find(({{ type }}) => type === 'code').executionCount > 0"
#: Seconds until an answer begins to arrive through a line.
DELAY = 0.04


class Line:
    """What was sent, in bytes by path; and, where it has a speed, all connections share that."""

    def __init__(self, megabits):
        self.megabits, self.free, self.lock, self.sent = megabits, 0, threading.Lock(), Counter()

    def carry(self, path, count):
        with self.lock:
            self.sent[path] += count
            if not self.megabits:
                return
            until = self.free = max(self.free, time.monotonic()) + count * 8e-6 / self.megabits
        time.sleep(max(0, until - time.monotonic()))


def pages_over(line):
    class LinePages(Pages):
        def send_head(self):
            time.sleep(DELAY if line.megabits else 0)
            return super().send_head()

        def copyfile(self, source, outputfile):
            while block := source.read(2**15):
                line.carry(urlsplit(self.path).path, len(block))
                outputfile.write(block)

    return LinePages


def kind(path):
    """What a file of the live lessons belongs to."""
    name = path.rsplit("/", 1)[-1]
    if name.startswith("convlib-"):
        return "convlib"
    if "/static/pyodide-" in path:
        return "data" if name.endswith(".npz") else "Python"
    return "lesson" if "/files/" in path else "JupyterLab"


def visit(context, base, lesson, site, line):
    """Open a lesson and run all of it: -> seconds by moment, and (compressed, raw) bytes by kind."""
    page = context.new_page()
    # As a reader comes: from the lesson's page, with a click.
    page.goto(f"{base}lessons/{lesson}.html")
    page.wait_for_load_state("networkidle")
    line.sent.clear()
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
    for path, sent in line.sent.items():
        if (file := site / path.lstrip("/")).is_file():
            weights[kind(path)][0] += sent
            weights[kind(path)][1] += file.stat().st_size
    page.close()
    return moments, weights


def readers(playwright, base, lesson, arguments, line):
    """So many new readers, who come back: -> a list of results for each visit."""
    results = {name: [] for name in VISITS[: arguments.visits]}
    for reader in range(1, arguments.times + 1):
        with tempfile.TemporaryDirectory() as profile:
            # A profile on disk, as a reader has: what the browser keeps is there at the next visit.
            for name, found in results.items():
                context = playwright.chromium.launch_persistent_context(
                    profile, executable_path=browsers.chromium(), args=FLAGS
                )
                found.append(visit(context, base, lesson, arguments.site, line))
                context.close()
                told = ", ".join(f"{moment} {seconds:.1f} s" for moment, seconds in found[-1][0].items())
                print(f"  reader {reader}, {name}: {told} (load {os.getloadavg()[0]:.1f})", flush=True)
    return results


def spread(times):
    return f"{statistics.median(times):6.1f} s ({min(times):.1f}–{max(times):.1f})"


def report(results):
    for name, found in results.items():
        weights = found[0][1]
        sent, raw = (sum(column) / 1e6 for column in zip(*weights.values(), strict=True))
        parts = ", ".join(
            f"{kind} {sent / 1e6:.1f} ({raw / 1e6:.1f})" for kind, (sent, raw) in weights.items() if sent
        )
        print(f"  {name}: {sent:.1f} MB compressed ({raw:.1f} raw): {parts}")
        for moment in found[0][0]:
            print(f"    {moment:14}", spread([moments[moment] for moments, _ in found]), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, default=ROOT / "_build" / "html")
    parser.add_argument("--times", type=int, default=3, help="new readers, whose median is told")
    parser.add_argument("--visits", type=int, default=2, choices=(1, 2, 3), help="of each of them")
    parser.add_argument("--line", type=float, action="append", help="megabits per second; 0: no line at all")
    parser.add_argument("lessons", nargs="*", default=["04_stride"])
    arguments = parser.parse_args()
    with sync_playwright() as playwright:
        for lesson in arguments.lessons:
            for line in map(Line, arguments.line or (0, 20)):
                speed = f"{line.megabits:g} Mbit/s, {DELAY * 1e3:.0f} ms" if line.megabits else "loopback"
                print(f"\n{lesson}, live ({speed})", flush=True)
                with serving(arguments.site, handler=pages_over(line)) as base:
                    report(readers(playwright, base, lesson, arguments, line))


if __name__ == "__main__":
    main()
