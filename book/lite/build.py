"""Put the live lessons on the built site: everything below _build/html/lite.

The one door to this folder; README.md says of each step what it buys.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from replacing import replaced

from . import NotBuilt, content_names
from .lessons.copies import copy_lessons, label_pages
from .pyodide import lock
from .pyodide.fetched_wheels import wheels

HERE = Path(__file__).parent
APPS = "notebooks", "lab"
TOOL = "jupyterlite-core"
# Parts of JupyterLab that come in wheels: the kernel, and those of the widgets. Were the kernel installed,
# the reader's own JupyterLab would load it too, and complain.
EXTENSIONS = "jupyterlite_pyodide_kernel", "jupyterlab_widgets", "anywidget"
OWN_EXTENSION = "convlib/labextension"
# It would offer to install JupyterLite as an application of its own.
MANIFEST = '<link rel="manifest" href="../manifest.webmanifest" />'
# What the bar above a lesson consists of, beside the page that it stands on.
BAR = (
    "lesson_bar.mjs", "lesson_begin.mjs", "lesson_copy.mjs", "lesson_keep.mjs", "lesson_python.mjs",
    "lesson_bar.css",
)  # fmt: skip
# Where a page begins to load JupyterLab; the browser is looked at before that.
LOADS = "await import(\n          '../config-utils.js"
BEGIN = "await import('../lesson_begin.mjs');\n        "
HEAD = (
    '<link rel="icon" type="image/svg+xml" href="../favicon.svg">\n    '
    '<link rel="stylesheet" href="../lesson_bar.css">\n'
    '    <script type="module" src="../lesson_bar.mjs"></script>\n  </head>'
)


def put_on(site, root):
    """Build the live lessons of the checkout `root` into `site`/lite; an unchanged build is kept."""
    work = site.parent / "lite"
    inputs_digest = fingerprint(root, site / "objects.inv")
    made = work / "made-from.txt"
    if not (made.exists() and made.read_text() == inputs_digest):
        print("Building the lessons for the browser.", flush=True)
        shutil.rmtree(work, ignore_errors=True)
        build(root, site / "objects.inv", work)
        made.write_text(inputs_digest)
    shutil.rmtree(site / "lite", ignore_errors=True)
    shutil.copytree(work / "site", site / "lite")


def fingerprint(root, inventory):
    """One hash over everything that the live lessons are made from."""
    total = hashlib.sha256(f"{TOOL} {version(TOOL)}".encode())
    folders = root / "convlib", root / "lessons", HERE
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    paths.append(HERE.parent / "replacing.py")
    for path in sorted(path for path in paths if "__pycache__" not in path.parts):
        total.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    total.update(inventory.read_bytes())
    return total.hexdigest()


def build(root, inventory, work):
    """Make the folder work/site."""
    source, site = work / "source", work / "site"
    shutil.copytree(HERE / "app", source)
    texts = copy_lessons(root / "lessons", label_pages(inventory), source / "files")
    settings = {
        "apps": APPS,
        "contents": ["files"],
        "federated_extensions": [str(root / OWN_EXTENSION), *map(str, wheels(EXTENSIONS))],
        "ignore_sys_prefix": True,
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
    }
    (source / "jupyter_lite_config.json").write_text(json.dumps({"LiteBuildConfig": settings}))
    run_jupyterlite(source, site)
    collect_pyodide(root, site)
    content_names.name_app(site, site / "static")
    for app in APPS:
        page = site / app / "index.html"
        html = page.read_text(encoding="utf-8")
        # JupyterLab asks for a lesson's pictures beside its own page before it looks beside the lesson.
        shutil.copytree(root / "lessons" / "images", site / app / "images")
        for old, new in (MANIFEST, ""), ("</head>", HEAD), (LOADS, BEGIN + LOADS):
            html = replaced(html, old, new, f"JupyterLite's {app}/index.html")
        page.write_text(html, encoding="utf-8")
    for name in BAR:
        shutil.copyfile(HERE / "bar" / name, site / name)
    shutil.copyfile(root / "book" / "assets" / "favicon.svg", site / "favicon.svg")
    (site / "lessons.json").write_text(json.dumps(texts, indent=1))


def run_jupyterlite(source, site):
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", source, "--output-dir", site]
    # The date of its files is taken from here, so that two builds agree.
    environment = os.environ | {"SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "315532800")}
    done = subprocess.run(
        command, cwd=source, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        raise NotBuilt(f"JupyterLite says\n{done.stdout}")


def collect_pyodide(root, site):
    """Pyodide and its packages, the kernel's own among them, and the setting that loads them."""
    folder = site / "extensions" / "@jupyterlite" / "pyodide-kernel-extension" / "static" / "pypi"
    names = "ipykernel", "piplite", "pyodide_kernel"
    kernel_wheels = [path for name in names for path in folder.glob(f"{name}-*.whl")]
    paths = lock.collect(root, kernel_wheels, site / "static")
    lock_file, start = (f"./{path.relative_to(site).as_posix()}" for path in paths)
    path = site / "jupyter-lite.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    plugins = settings["jupyter-config-data"]["litePluginSettings"]
    kernel = plugins["@jupyterlite/pyodide-kernel-extension:kernel"]
    kernel["pyodideUrl"] = start
    # The lock file has all that there is.
    kernel["pipliteUrls"] = []
    kernel["loadPyodideOptions"] = {
        "lockFileURL": lock_file,
        "packages": list(lock.AT_START),
        "env": lock.ENVIRONMENT,
    }
    path.write_text(json.dumps(settings, indent=2), encoding="utf-8")
