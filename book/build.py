"""Build the book into _build/html, running every lesson that has changed; a warning is an error."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import http_headers
from lite.build import NotBuilt, put_on
from PIL import Image, ImageDraw
from replacing import TextHasChanged

ROOT = Path(__file__).parents[1]
BUILD = "build . --toc book/_toc.yml -W -n --keep-going".split()

# What two builds of the same sources could otherwise differ in: dates, and the order of sets.
ENVIRONMENT = os.environ | {
    "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "315532800"),
    "PYTHONHASHSEED": "0",
    "PYTHONUNBUFFERED": "1",
}

# Jupyter Book's own page at the site's root names no icon, so browsers would ask for one that is not there.
DOOR = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>ConvNets, one window at a time</title>
<link rel="icon" href="_static/favicon.svg">
<meta http-equiv="refresh" content="0; url=book/intro.html">
<a href="book/intro.html">ConvNets, one window at a time</a>
</html>
"""


def draw_icon(path):
    """The wordmark as an .ico: some browsers ask for one at the root, whatever a page names."""
    image = Image.new("RGBA", (32, 32))
    pen = ImageDraw.Draw(image)
    for place in (1, 11, 21, 30):
        pen.line([(1, place), (30, place)], fill="#1f5fae", width=2)
        pen.line([(place, 1), (place, 30)], fill="#1f5fae", width=2)
    pen.rectangle([11, 11, 30, 30], outline="#b04a00", width=4)
    image.save(path, sizes=[(32, 32)])


def main():
    start = time.monotonic()
    print("Building the book; lessons run when they are new or have changed.", flush=True)
    # Jupyter Book has no `python -m`, and a console script breaks when its folder is moved.
    program = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()"]
    process = subprocess.Popen(
        program + BUILD,
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    log = []
    for line in process.stdout:
        log.append(line)
        if ran := re.search(r"(lessons/\S+): Executed notebook in ([\d.]+) seconds", line):
            print(f"  {ran[1]} ran in {float(ran[2]):.1f} s", flush=True)
    if process.wait():
        sys.exit("".join(log) + "\nThe book was not built: the warnings and errors above say why.")
    site = ROOT / "_build" / "html"
    (site / "index.html").write_text(DOOR, encoding="utf-8")
    draw_icon(site / "favicon.ico")
    pages = len(list(site.rglob("*.html")))
    try:
        put_on(site, ROOT)
    except (NotBuilt, TextHasChanged) as error:
        sys.exit(f"The lessons for the browser were not built: {error}")
    http_headers.write(site)
    print(f"  {pages} pages in _build/html after {time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
