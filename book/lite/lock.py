"""What Pyodide can load: its own packages, some pure wheels from elsewhere, and convlib."""

import json
import shutil
import zipfile
from pathlib import Path

from . import bytecode, release, wheel

# What a lesson's first cell needs: convlib imports these when it is imported or when it draws. Matplotlib,
# 10 MB with all that it needs, is loaded by the first cell that imports it.
CONVLIB_NEEDS = "numpy", "pillow", "tqdm", "threadpoolctl", "ipywidgets", "anywidget"
NEEDS = {
    "anywidget": ("ipywidgets", "psygnal", "typing-extensions"),
    "ipywidgets": ("ipython", "traitlets", "comm"),
    "comm": ("traitlets",),
}
# Those wheels of wheels.txt that Python loads.
PURE = "anywidget", "comm", "ipywidgets", "psygnal", "tqdm", "typing_extensions"
# The kernel asks for it when it starts: 2.1 MB for connections, which a browser's Python cannot open anyway.
# An empty wheel stands in its place.
LEFT_OUT = "ssl"
# The wheel in which IPython finds its settings.
SETTINGS = "settings"
ENVIRONMENT = {"IPYTHONDIR": f"/lib/python3.12/site-packages/{SETTINGS}"}
# All of it arrives while the interpreter starts, rather than one after the other when the kernel asks.
AT_START = (
    "micropip", "piplite", LEFT_OUT, "sqlite3", "ipykernel", "comm", "pyodide_kernel", "jedi", "ipython",
    SETTINGS, "convlib", *CONVLIB_NEEDS,
)  # fmt: skip


def collect(root, kernel_wheels, folder):
    """Put Pyodide, its lock file and all wheels into `folder`; `kernel_wheels` are paths."""
    folder.mkdir(parents=True, exist_ok=True)
    source = release.fetch()
    for name in release.needed():
        shutil.copyfile(source / name, folder / name)
    packages = {name: dict(package) for name, package in release.LOCK["packages"].items()}
    for path in [*release.wheels(PURE), *kernel_wheels]:
        shutil.copyfile(path, folder / path.name)
        name = path.name.split("-")[0].replace("_", "-")
        packages[name] = entry(folder / path.name, NEEDS.get(name, ()))
    convlib, large = wheel.build(root, folder)
    packages["convlib"] = entry(convlib, CONVLIB_NEEDS)
    # IPython reads its settings as source: their wheel comes after this.
    bytecode.compile_wheels(sorted(folder.glob("*.whl")), folder)
    text = Path(__file__).with_name("ipython_config.py").read_text(encoding="utf-8")
    text = text.replace("FILES = ()", f"FILES = {large!r}").encode()
    config = wheel.write(folder, SETTINGS, "0", {f"{SETTINGS}/profile_default/ipython_config.py": text})
    packages[SETTINGS] = entry(config)
    packages[LEFT_OUT] = entry(wheel.write(folder, LEFT_OUT, "0", {}))
    for package in packages.values():
        package["sha256"] = release.sha256(folder / package["file_name"])
    lock = {"info": release.LOCK["info"], "packages": packages}
    (folder / "pyodide-lock.json").write_text(json.dumps(lock, sort_keys=True), encoding="utf-8")


def entry(path, depends=()):
    """A wheel as an entry of Pyodide's lock file."""
    name, version, _ = path.name.split("-", 2)
    with zipfile.ZipFile(path) as archive:
        tops = {Path(member).parts[0] for member in archive.namelist()}
    modules = {top.removesuffix(".py") for top in tops if not top.endswith((".dist-info", ".data"))}
    return {
        "name": name.replace("_", "-"),
        "version": version,
        "file_name": path.name,
        "depends": list(depends),
        "imports": sorted(modules),
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }
