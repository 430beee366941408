"""Find a Chromium for the tests, or install one: `python tests/browser/chromium.py`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"
NONE = (
    "The browser tests need Chromium, and none is here: install the package `chromium` of your system, "
    "or name the program in the environment variable CHROMIUM."
)


def find():
    """The path of a Chromium: the one that CHROMIUM names, one on the PATH, or Playwright's own."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    for name in NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install():
    """Debian's package where we may install it, else Playwright's download."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root and shutil.which("apt-get"):
        quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update"], **quiet)
        # Without its recommendations Chromium brings no fonts, and a page without fonts cannot be judged.
        packages = ["chromium", "fonts-liberation", "fonts-dejavu-core"]
        subprocess.run(["apt-get", "install", "--yes", "--no-install-recommends", *packages], **quiet)
    if not find():
        download = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(download, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    if not find():
        print("No Chromium here yet: installing one for the browser tests.", flush=True)
        install()
    sys.exit(None if find() else NONE)
