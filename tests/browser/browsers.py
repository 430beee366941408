"""Find the three browsers of the tests, or install them: `python tests/browser/browsers.py`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import sync_playwright

NAMES = "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"
NONE = (
    "The browser tests need Chromium, and none is here: install the package `chromium` of your system, "
    "or name the program in the environment variable CHROMIUM."
)
# Without its recommendations Chromium brings no fonts, and a page without fonts cannot be judged.
PACKAGES = {
    "Chromium": ["chromium", "fonts-liberation", "fonts-dejavu-core"],
    "Firefox": ["firefox-esr"],
    "WebKit": ["webkit2gtk-driver", "libwebkit2gtk-4.1-0", "xvfb"],
}


def chromium():
    """The path of a Chromium: the one that CHROMIUM names, one on the PATH, or Playwright's own."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    for name in NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def firefox():
    """The path of a Firefox: the one that FIREFOX names, or one on the PATH, the long-lived release first."""
    names = [os.environ["FIREFOX"]] if "FIREFOX" in os.environ else ["firefox-esr", "firefox"]
    return next(filter(None, map(shutil.which, names)), None)


class WebKit(NamedTuple):
    """Safari's engine takes three programs: what drives it, its small browser, and a screen to draw on."""

    driver: str
    browser: str
    screen: str


def webkit():
    """The three programs of WebKit, or None when one of them is missing."""
    # Every system keeps the small browser in a folder of its own, none of them on the PATH.
    small = next((path for place in ("lib/*", "lib", "libexec")
                  for path in Path("/usr").glob(f"{place}/webkit2gtk-4.1/MiniBrowser")), None)  # fmt: skip
    programs = shutil.which("WebKitWebDriver"), small and str(small), shutil.which("Xvfb")
    return WebKit(*programs) if all(programs) else None


FINDERS = {"Chromium": chromium, "Firefox": firefox, "WebKit": webkit}


def left_out(engine):
    """What is said of an engine that is not here, and how to get it."""
    packages = " ".join(PACKAGES[engine])
    return f"{engine} is left out of the tests, for it is not here; on Debian: apt-get install {packages}"


def installs():
    """Whether this is a machine where packages may be installed without asking: root on Debian."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def must_have_all():
    """Whether a missing engine fails the tests: on a server that runs them and could have installed it."""
    return installs() and os.environ.get("CI") == "true"


def install(engines):
    """Debian's packages where we may install them; for Chromium else Playwright's download."""
    if installs():
        quiet = {
            "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL,
        }  # fmt: skip
        subprocess.run(["apt-get", "update"], **quiet)
        # One by one: a system that has no package of one engine still gets the others.
        for engine in engines:
            subprocess.run(
                ["apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES[engine]], **quiet
            )
    if "Chromium" in engines and not chromium():
        download = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(download, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def missing():
    return [engine for engine, finder in FINDERS.items() if not finder()]


def main():
    """None when all is well, or what to end with: a sentence, or 1."""
    absent = missing()
    if absent and (installs() or "Chromium" in absent):
        print(f"Not here yet: {', '.join(absent)}. Installing for the browser tests.", flush=True)
        install(absent)
        absent = missing()
    if "Chromium" in absent:
        return NONE
    for engine in absent:
        print(left_out(engine), file=sys.stderr)
    return 1 if absent and must_have_all() else None


if __name__ == "__main__":
    sys.exit(main())
