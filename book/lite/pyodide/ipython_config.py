"""What Python in the browser does before the first cell; lock.py fills in where the files are.

Large data of convlib are fetched from the book's site when a lesson first opens them, and matplotlib when a
chart is first drawn.
"""

import importlib
import io
import logging
import sys
import sysconfig
import zipfile
from importlib.machinery import PathFinder
from importlib.resources import files
from pathlib import Path

import js
import pyodide_js
from tqdm import tqdm

# Path in convlib → path on the site, in the folder that has JupyterLite's extensions too.
FILES = {}
# Name of a module → the package that has it, and the path of its wheel on the site.
WHEELS = {}

# Python runs in a worker, whose script lies among those extensions.
_static = js.location.href.rsplit("/extensions-", 1)[0]
_waiting = {str(files("convlib") / name): f"{_static}/{place}" for name, place in FILES.items()}


def _fetch(event, arguments):
    """Bring a file before Python opens it."""
    if event != "open" or str(arguments[0]) not in _waiting:
        return
    path = str(arguments[0])
    address = _waiting.pop(path)
    try:
        content = _content(address)
    except Exception as error:
        _waiting[path] = address
        raise OSError(f"{address} could not be fetched: go online, or reload the page") from error
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(content)


def _content(address):
    # A worker may wait for an answer; whoever opens a file cannot do anything else.
    request = js.XMLHttpRequest.new()
    request.open("GET", address, False)
    request.responseType = "arraybuffer"
    request.send()
    if request.status != 200:
        raise OSError(f"the server answered {request.status}")
    return request.response.to_py().tobytes()


sys.addaudithook(_fetch)


class _FromWheels:
    """Bring a package when it is first imported. The kernel brings only what a cell itself imports."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name not in WHEELS:
            return None
        package, place = WHEELS[name]
        address = f"{_static}/{place}"
        try:
            content = _content(address)
        except Exception as error:
            raise ImportError(f"{address} could not be fetched: go online, or reload the page") from error
        with zipfile.ZipFile(io.BytesIO(content)) as wheel:
            wheel.extractall(sysconfig.get_path("purelib"))
        importlib.invalidate_caches()
        # A cell that imports it does not bring it again.
        js.Reflect.set(pyodide_js.loadedPackages, package, "default channel")
        return PathFinder.find_spec(name)


# Behind what finds packages that are there, before what says how a missing one could be had.
sys.meta_path.insert(sys.meta_path.index(PathFinder) + 1, _FromWheels)

# Modules are looked for in the notebook's folder last: each look there asks the page, and waits.
c = get_config()  # noqa: F821
c.InteractiveShellApp.ignore_cwd = True
sys.path.append("")
c.InteractiveShellApp.exec_lines = [
    # Every lesson needs it, and a reader begins with the words.
    "__import__('convlib.widgets')",
    # The kernel would have completions by a package that is left out.
    "get_ipython().Completer.use_jedi = False",
    # What can be stopped is a cell: start.js.
    "get_ipython().events.register('pre_run_cell', lambda info: __import__('js').lessonStop.enter())",
    "get_ipython().events.register('post_run_cell', lambda result: __import__('js').lessonStop.leave())",
]
# Its watchman is a thread, which a browser's Python does not have.
tqdm.monitor_interval = 0
# It would say in red that it builds its font cache.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
