"""The built book, for every test that reads it."""

import os
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest

# How long an example takes says what else the machine has to do.
hypothesis.settings.register_profile(
    "book", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("book")

ROOT = Path(__file__).parents[1]


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
