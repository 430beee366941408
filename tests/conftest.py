"""The built book, for every test that reads it; and at the end, how long each part took."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import hypothesis
import pytest

# How long an example takes says what else the machine has to do.
hypothesis.settings.register_profile(
    "book", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("book")

ROOT = Path(__file__).parents[1]
SLOWEST = 8


@pytest.fixture(scope="session", autouse=True)
def own_progress(tmp_path_factory):
    """What tests solve is no progress of the person who runs them."""
    os.environ["CONVLIB_PROGRESS"] = str(tmp_path_factory.mktemp("progress") / "progress.json")


@pytest.fixture(scope="session")
def site():
    """The folder of the built book, which `make test` has just brought up to date; SITE names another one."""
    folder = Path(os.environ.get("SITE", ROOT / "_build" / "html"))
    if not (folder / "index.html").exists():
        subprocess.run([sys.executable, ROOT / "book" / "build.py"], check=True)
    return folder


def pytest_terminal_summary(terminalreporter):
    """Seconds of each folder of tests, and of the files that took longest, whichever process ran them."""
    folders, files = Counter(), Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            # A warning is in these lists too, and took no time.
            if seconds := getattr(report, "duration", 0):
                file = Path(report.nodeid.split("::")[0])
                folders[file.parent.as_posix()] += seconds
                files[file.as_posix()] += seconds
    if len(files) < 2:
        return
    terminalreporter.section("seconds of each part, all processes together")
    for counted in (folders, dict(files.most_common(SLOWEST))):
        parts = sorted(counted.items(), key=lambda part: -part[1])
        terminalreporter.write_line(", ".join(f"{name} {seconds:.0f}" for name, seconds in parts))
