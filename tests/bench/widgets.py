"""Measure each widget in Chromium: first paint, answer to a change, frames while playing, memory.

`make bench` serves the built book as bench/pages.py does. A change is a click on one of the widget's own
controls at a random moment, timed until the frame that shows it has been painted; on a screen of 60 frames a
second half a frame, 8 ms, passes before anything can be. Memory is measured after each minute of random
clicking and typing, when the garbage has been collected.
"""

import argparse
import io
import math
import re
import statistics
import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "browser")]

import fuzz  # noqa: E402
from pages import FLAGS, ROOT, browsers, first_widget, spread, table, weigh  # noqa: E402
from serve import serving  # noqa: E402

SCRIPT = (HERE / "in_page.mjs").read_text(encoding="utf-8").replace("export ", "")
# The random actions compare nothing here; and a browser opens no file chooser without a hand.
NOTHING_SHOWN = {"names": [], "shown": "() => null", "skip": ['input[type="file"]']}


def noise(side):
    """A square picture of colour noise as PNG: no two pixels are alike."""
    pixels = np.random.default_rng(0).integers(0, 256, (side, side, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return {"name": "noise.png", "mimeType": "image/png", "buffer": file.getvalue()}


def places(site):
    """The widgets of a site and the first lesson that shows each."""
    found = {}
    for page in sorted((site / "lessons").glob("*.html")):
        for module in re.findall(r'data-widget="(\w+)"', page.read_text(encoding="utf-8")):
            found.setdefault(module, f"lessons/{page.name}")
    return found


def opened(browser, base, path, module):
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(base + path)
    page.locator(f'figure[data-widget="{module}"].is-live').first.wait_for()
    page.evaluate("window.MathJax?.startup?.promise")
    page.wait_for_load_state("networkidle")
    figure = page.locator(f'figure[data-widget="{module}"]').first
    figure.scroll_into_view_if_needed()
    if module == "photo_filter":
        # The largest picture that a reader may bring.
        figure.locator("input[type=file]").set_input_files([noise(512)])
        figure.get_by_text("Your picture").first.wait_for()
    return page


def in_page(page, call):
    return page.evaluate(f"async () => {{ {SCRIPT}\nreturn {call}; }}")


def worst_of(times):
    slowest = max(times, key=lambda one: one["frame"])
    return f"{slowest['frame']:.0f} ({slowest['name']})"


def speeds(browser, base, path, module, arguments):
    """Milliseconds from a change to the frame that shows it, and frames while playing."""
    page = opened(browser, base, path, module)
    times = in_page(page, f"changes({module!r}, {arguments.changes})")
    page.context.close()
    page = opened(browser, base, path, module)
    frames = in_page(page, f"playing({module!r}, {arguments.seconds})")
    page.context.close()
    reply = ["–"] * 4
    if times:
        frame = [one["frame"] for one in times]
        script = statistics.median(one["script"] for one in times)
        late = sum(one > 50 for one in frame)
        median = statistics.median(frame)
        reply = [f"{script:.1f}", f"{median:.1f}", worst_of(times), f"{late} of {len(frame)}"]
    play = ["–"] * 2
    if frames:
        late = sum(one > 50 for one in frames)
        play = [f"{1000 * len(frames) / sum(frames):.0f}", f"{late} of {len(frames)}"]
    return reply + play


def memory(browser, base, path, module, minutes):
    """Heap in kB after each minute of random actions: start, end, growth a minute, actions, errors."""
    page = opened(browser, base, path, module)
    session = page.context.new_cdp_session(page)
    errors = []
    page.on("console", lambda message: errors.append(message.text))

    def heap():
        # What a widget puts into the browser's store is under way for a moment.
        page.wait_for_timeout(4000)
        session.send("HeapProfiler.collectGarbage")
        return session.send("Runtime.getHeapUsage")["usedSize"] / 1000

    kilobytes, actions, seed = [], 0, 0
    # The first actions fill what is kept on purpose: a hundred steps to take back, code that was compiled.
    for minute in range(-1, math.ceil(minutes)):
        until = time.monotonic() + (20 if minute < 0 else 60 * min(1, minutes))
        while time.monotonic() < until:
            seed += 1
            try:
                fuzz.fuzz(page, module, actions=250, seed=seed, every=250, **NOTHING_SHOWN)
            except AssertionError as error:
                errors.append(str(error))
            actions += 250
        kilobytes.append(heap())
    page.context.close()
    return kilobytes, actions, errors


def growth(kilobytes, minutes):
    """How much is added in a minute, by least squares over what was measured after each."""
    return statistics.linear_regression(range(len(kilobytes)), kilobytes).slope / min(1, minutes)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, default=ROOT / "_build" / "html")
    parser.add_argument("--times", type=int, default=9, help="navigations, whose median is told")
    parser.add_argument("--changes", type=int, default=60, help="changes made to each widget")
    parser.add_argument("--seconds", type=float, default=5, help="of playing, in which frames are counted")
    parser.add_argument("--minutes", type=float, default=5, help="of random actions, or 0")
    parser.add_argument("--only", nargs="*", help="names of widgets, such as sliding_window")
    arguments = parser.parse_args()
    heads = "first paint, ms", "change: script", "to frame, ms", "worst", "over 50", "frames/s", "over 50 ms"
    rows, heaps, trouble = [["", *heads, "our script, kB", "all script, kB"]], [], []
    with serving(arguments.site) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsers.chromium(), args=FLAGS)
        for module, path in places(arguments.site).items():
            if arguments.only and module not in arguments.only:
                continue
            weights, _ = weigh(browser, base, path, arguments.site)
            ours, theirs = (weights[name][0] / 1000 for name in ("our script", "theme script"))
            first = [first_widget(browser, base, path, module) for _ in range(arguments.times)]
            measured = speeds(browser, base, path, module, arguments)
            rows.append([module, spread(first), *measured, f"{ours:.0f}", f"{ours + theirs:.0f}"])
            if arguments.minutes:
                print(f"{module}: {arguments.minutes:g} minutes of random clicking and typing …", flush=True)
                kilobytes, actions, errors = memory(browser, base, path, module, arguments.minutes)
                more = growth(kilobytes, arguments.minutes)
                sizes = f"{kilobytes[0]:,.0f}", f"{kilobytes[-1]:,.0f}", f"{more:+,.1f}"
                heaps.append([module, *sizes, f"{actions:,}", str(len(errors))])
                trouble += [f"{module}: {error}" for error in errors]
        browser.close()
    table(rows)
    if heaps:
        print()
        table([["heap, kB", "at first", "at last", "growth a minute", "actions", "errors"], *heaps])
    print(*trouble, sep="\n", end="")


if __name__ == "__main__":
    main()
