"""Wheels from a package index, by pip, which checks the hashes in their list: wheels.txt."""

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

from convlib.pictures.datasets import cache_folder

LIST = Path(__file__).with_name("wheels.txt")


def wheels(names):
    """Those wheels of wheels.txt: -> their paths in the cache folder. pip checks them."""
    wanted = LIST.read_bytes()
    folder = cache_folder() / "lite-wheels" / hashlib.sha256(wanted).hexdigest()[:12]
    if not folder.exists():
        print("  fetching the wheels of book/lite/pyodide/wheels.txt, once", flush=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as place:
            pip_download(LIST, Path(place, "all"))
            Path(place, "all").rename(folder)
    return [path for name in names for path in folder.glob(f"{name}-*.whl")]


def pip_download(requirements, folder):
    """Let pip fetch wheels, from wherever this machine's settings say, made for no machine in particular."""
    command = "-m pip download --disable-pip-version-check --no-deps --require-hashes --only-binary :all:"
    anywhere = "--platform any --implementation py --abi none --python-version 3.12"
    quiet = "" if sys.stderr.isatty() else "--quiet"
    options = f"{command} {anywhere} {quiet}".split()
    subprocess.run([sys.executable, *options, "--dest", folder, "--requirement", requirements], check=True)
