"""What Pyodide can load: its own packages, some pure wheels from elsewhere, and convlib."""

import json
import shutil
import zipfile
from pathlib import Path

from replacing import replaced

from .. import content_names
from . import bytecode, convlib_wheel, fetched_wheels, release

# What a lesson's first cell needs: convlib imports these when it is imported or when it draws.
CONVLIB_NEEDS = "numpy", "pillow", "tqdm", "threadpoolctl", "ipywidgets", "anywidget"
NEEDS = {
    "anywidget": ("ipywidgets", "psygnal", "typing-extensions"),
    "ipywidgets": ("ipython", "traitlets", "comm"),
    "comm": ("traitlets",),
}
# Those wheels of wheels.txt that Python loads.
PURE = "anywidget", "comm", "ipywidgets", "psygnal", "tqdm", "typing_extensions"
# The kernel asks for these when it starts, 4.1 MB: connections, which a browser's Python cannot open anyway,
# and completions, of which IPython has its own. Empty wheels stand in their place.
LEFT_OUT = "ssl", "jedi"
# Charts are drawn with it: 8 MB with what it imports, all of which comes when it is first imported.
LATER = "matplotlib"
# The wheel in which IPython finds its settings.
SETTINGS = "settings"
ENVIRONMENT = {"IPYTHONDIR": f"/lib/python3.12/site-packages/{SETTINGS}"}
# All of it arrives while the interpreter starts, rather than one after the other when the kernel asks.
AT_START = (
    "micropip", "piplite", "ipykernel", "comm", "pyodide_kernel", "sqlite3", "ipython", SETTINGS, *LEFT_OUT,
    "convlib", *CONVLIB_NEEDS,
)  # fmt: skip


def collect(root, kernel_wheels, static):
    """Put Pyodide, all wheels and their lock file into a folder of `static`.

    -> the paths of the lock file and of the script to start with
    The folder is named by what comes from elsewhere: with another release of the lessons, browsers still
    have it. What is the book's own lies there too, under names of its own.
    """
    folder = static / "pyodide"
    folder.mkdir(parents=True)
    source = release.fetch()
    for name in release.needed():
        shutil.copyfile(source / name, folder / name)
    packages = {name: dict(package) for name, package in release.LOCK["packages"].items()}
    for path in [*fetched_wheels.wheels(PURE), *kernel_wheels]:
        shutil.copyfile(path, folder / path.name)
        name = path.name.split("-")[0].replace("_", "-")
        packages[name] = entry(folder / path.name, NEEDS.get(name, ()))
    bytecode.compile_wheels(sorted(folder.glob("*.whl")), folder)
    packages |= {name: entry(convlib_wheel.write(folder, name, "0", {})) for name in LEFT_OUT}
    folder = content_names.name(folder)

    convlib, large = convlib_wheel.build(root, folder)
    bytecode.compile_wheels([convlib], folder)
    packages["convlib"] = entry(content_names.name_wheel(convlib), CONVLIB_NEEDS)
    # IPython reads its settings as source.
    text = Path(__file__).with_name("ipython_config.py").read_text(encoding="utf-8")
    places = {name: f"{folder.name}/{file}" for name, file in large.items()}
    wheels = {
        module: (name, f"{folder.name}/{packages[name]['file_name']}")
        for name in sorted(with_needs(packages, LATER) - set(CONVLIB_NEEDS))
        for module in packages[name]["imports"]
    }
    text = filled(text, FILES=places, WHEELS=wheels).encode()
    files = {f"{SETTINGS}/profile_default/ipython_config.py": text}
    config = convlib_wheel.write(folder, SETTINGS, "0", files)
    packages[SETTINGS] = entry(content_names.name_wheel(config))
    for package in packages.values():
        package["sha256"] = release.sha256(folder / package["file_name"])
    lock = folder / "pyodide-lock.json"
    content = {"info": release.LOCK["info"], "packages": packages}
    lock.write_text(json.dumps(content, sort_keys=True), encoding="utf-8")
    start = Path(shutil.copy(Path(__file__).with_name("start.js"), folder))
    return content_names.name(lock), content_names.name(start)


def with_needs(packages, name):
    """The names of a package and of all that it needs."""
    return {name}.union(*(with_needs(packages, need) for need in packages[name]["depends"]))


def filled(text, **tables):
    """A program with its empty tables filled in: the line `NAME = {}` is there once for each."""
    for name, table in tables.items():
        text = replaced(text, f"\n{name} = {{}}\n", f"\n{name} = {table!r}\n", "ipython_config.py")
    return text


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
