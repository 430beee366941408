"""What the commands stand on: the server, the search for the browsers, the package that pip installs."""

import gzip
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest
from serve import open_server, serving

ROOT = Path(__file__).parents[2]
BROWSERS = ROOT / "tests" / "browser" / "browsers.py"


def test_the_server_takes_the_next_free_port(tmp_path):
    with open_server(tmp_path, 18400) as first, open_server(tmp_path, first.server_port) as second:
        assert second.server_port > first.server_port
        assert first.server_address[0] == second.server_address[0] == "127.0.0.1"


def test_the_server_says_when_no_port_is_free(tmp_path):
    with (
        open_server(tmp_path, 18500) as first,
        pytest.raises(SystemExit, match=f"All ports from {first.server_port}"),
    ):
        open_server(tmp_path, first.server_port, tries=1)


def test_modules_come_as_javascript_and_pages_are_asked_for_again(tmp_path):
    (tmp_path / "host.mjs").write_text("export {};")
    with serving(tmp_path) as address, urllib.request.urlopen(f"{address}host.mjs") as answer:
        assert answer.headers["Content-Type"] == "text/javascript"
        assert answer.headers["Cache-Control"] == "no-cache"


def test_text_comes_compressed_and_once(tmp_path):
    text = "a word, and the same word again " * 500
    (tmp_path / "page.html").write_text(text)
    (tmp_path / "page.whl").write_text(text)
    with serving(tmp_path) as address:

        def ask(name, **headers):
            request = urllib.request.Request(
                f"{address}{name}", headers={"Accept-Encoding": "gzip"} | headers
            )
            with urllib.request.urlopen(request) as answer:
                return answer.headers, answer.read()

        headers, content = ask("page.html")
        assert headers["Content-Encoding"] == "gzip" and len(content) == int(headers["Content-Length"]) < 500
        assert gzip.decompress(content).decode() == text
        assert ask("page.whl")[1].decode() == text
        assert ask("page.html", **{"Accept-Encoding": "identity"})[1].decode() == text
        with pytest.raises(urllib.error.HTTPError, match="304"):
            ask("page.html", **{"If-Modified-Since": headers["Last-Modified"]})
        # A rebuilt page is another one.
        (tmp_path / "page.html").write_text("new")
        os.utime(tmp_path / "page.html", (2e9, 2e9))
        again = ask("page.html", **{"If-Modified-Since": headers["Last-Modified"]})[1]
        assert gzip.decompress(again) == b"new"


def test_without_a_chromium_one_sentence_says_so(tmp_path):
    """Where nothing can be installed: an empty PATH, and nothing that Playwright could reach."""
    elsewhere = {
        "PATH": str(tmp_path),
        "HOME": str(tmp_path),
        "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path),
        "PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:9",
    }
    ended = subprocess.run([sys.executable, BROWSERS], env=elsewhere, capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stderr.startswith("The browser tests need Chromium, and none is here: install")
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize("ci", ["", "true"])
@pytest.mark.parametrize("may_install", [False, True])
def test_each_engine_that_is_left_out_is_told_in_one_line(tmp_path, ci, may_install):
    """A machine with a Chromium alone; its apt-get has no package, and notes what it was asked for."""
    asked = tmp_path / "asked.txt"
    programs = {"chromium": ""} | ({"apt-get": f'echo "$@" >> {asked}'} if may_install else {})
    for name, does in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    elsewhere = {"PATH": str(tmp_path), "HOME": str(tmp_path), "CI": ci}
    ended = subprocess.run([sys.executable, BROWSERS], env=elsewhere, capture_output=True, text=True)
    assert ended.stderr.splitlines() == [
        f"{engine} is left out of the tests, for it is not here; on Debian: apt-get install {packages}"
        for engine, packages in {
            "Firefox": "firefox-esr",
            "WebKit": "webkit2gtk-driver libwebkit2gtk-4.1-0 xvfb",
        }.items()
    ]
    # Only root may install without asking, and only there is a missing engine a failure of the server's.
    installed = may_install and os.geteuid() == 0
    assert ended.returncode == (1 if installed and ci else 0)
    assert asked.exists() == installed
    if installed:
        lines = asked.read_text().splitlines()
        assert lines[0] == "update" and [line.split()[-1] for line in lines[1:]] == ["firefox-esr", "xvfb"]


def test_make_tells_every_command():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = set(re.search(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE)[1].split()) - {"help"}
    assert set(re.findall(r'@echo "make ([\w-]+) ', makefile)) == commands
    assert {"serve", "site", "lab", "test", "test-all", "bench", "lint", "format"} == commands


# Each module as the first one that a fresh Python imports: what runs in a circle fails for some of them only.
IMPORT_EACH = """
import importlib, pkgutil, sys
import convlib
for module in list(pkgutil.walk_packages(convlib.__path__, "convlib.")):
    for known in [name for name in sys.modules if name.partition(".")[0] == "convlib"]:
        del sys.modules[known]
    # The browser's own Python alone has what it asks for.
    if not module.name.endswith("record_browser"):
        importlib.import_module(module.name)
"""


def test_each_module_may_be_imported_before_all_others():
    ended = subprocess.run([sys.executable, "-c", IMPORT_EACH], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr


def test_the_installed_package_is_whole(tmp_path):
    """pip alone must give working widgets: the wheel has every module, style sheet and photograph."""
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "convlib", tmp_path / "convlib", ignore=shutil.ignore_patterns("__pycache__"))
    build = (
        "-m pip wheel --quiet --no-deps --no-build-isolation --disable-pip-version-check --wheel-dir".split()
    )
    subprocess.run([sys.executable, *build, tmp_path / "wheel", tmp_path], check=True)
    (wheel,) = (tmp_path / "wheel").glob("convlib-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    packed = {name for name in names if name.startswith("convlib/")}
    kept = {
        path.relative_to(tmp_path).as_posix() for path in (tmp_path / "convlib").rglob("*") if path.is_file()
    }
    assert packed == kept
    assert {"convlib/colours.css", "convlib/widgets/sliding_window/widget.mjs"} <= packed
    # JupyterLab's part goes where JupyterLab looks.
    place = "convlib-0.1.0.data/data/share/jupyter/labextensions/convlib"
    assert {f"{place}/package.json", f"{place}/static/remoteEntry.js"} <= names
