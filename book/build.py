"""Build the book into _build/html, running every lesson that has changed; a warning is an error."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUILD = "build . --toc book/_toc.yml -W -n --keep-going".split()

# What two builds of the same sources could otherwise differ in: dates, and the order of sets.
ENVIRONMENT = os.environ | {
    "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "315532800"),
    "PYTHONHASHSEED": "0",
    "PYTHONUNBUFFERED": "1",
}


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
    pages = len(list((ROOT / "_build" / "html").rglob("*.html")))
    print(f"  {pages} pages in _build/html after {time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
