"""What a reader has done, such as "04_stride/width_after": kept in one file on the reader's own computer.

In a browser (JupyterLite) it is kept where the book's pages keep it, so that both know of each other.
Nothing here ever stops a lesson: where the file cannot be written, the names live until Python ends.
"""

import json
import os
import re
import sys
import tempfile
from pathlib import Path

FORMAT = "ConvNets, one window at a time: progress"
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}/[a-z][a-z0-9_-]{0,59}")

#: What this Python has marked, for where no file can be written.
_marked = set()


class NotARecord(ValueError):
    """A text that is no record of what was done."""


def mark(name):
    """Note that what has this name, as a lesson's `item` gives it, is done; noting it twice changes nothing.

    Raises   ValueError for a name that is none: mark("04_stride/width_after") is how one looks
    """
    if not NAME.fullmatch(name):
        raise ValueError(f'{name!r} is no name such as "04_stride/width_after"')
    _marked.add(name)
    if in_browser():
        from . import record_browser

        record_browser.add(name)
    else:
        _write(done())


def done():
    """The names of all that is done, in order."""
    return sorted(_marked | (set() if in_browser() else _read()))


def replace(names):
    """Forget what was done, and note `names` instead: what importing and clearing come down to."""
    _marked.clear()
    _marked.update(names)
    if not in_browser():
        _write(sorted(_marked))


def in_browser():
    """Whether this Python runs in a web page."""
    return sys.platform == "emscripten"


def place():
    """The file: the one that CONVLIB_PROGRESS names, else one in the user's data folder."""
    if named := os.environ.get("CONVLIB_PROGRESS"):
        return Path(named)
    if sys.platform == "win32":
        folder = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Application Support"
    else:
        folder = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(folder, "convlib", "progress.json")


def to_text(names):
    """A record as the text of a file, which the book's pages read and write too."""
    return json.dumps({"format": FORMAT, "done": sorted(names)}, indent=1) + "\n"


def from_text(text):
    """The names in the text of a record.

    Raises   NotARecord, with words for the reader
    """
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotARecord("This is no record of progress: it is not JSON.") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise NotARecord("This is no record of progress of this book.")
    names = record.get("done")
    if not isinstance(names, list) or not all(isinstance(n, str) and NAME.fullmatch(n) for n in names):
        raise NotARecord("This record of progress is damaged: it holds names that are none.")
    return set(names)


def _read():
    path = place()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        if isinstance(error, UnicodeDecodeError):
            _set_aside(path)
        return set()
    try:
        return from_text(text)
    except NotARecord:
        _set_aside(path)
        return set()


def _set_aside(path):
    """Keep a broken file under another name: somebody may still mend it."""
    number = 1
    while (aside := path.with_name(f"{path.stem}-broken-{number}{path.suffix}")).exists():
        number += 1
    try:
        path.rename(aside)
    except OSError:
        pass


def _write(names):
    """Write the file whole or not at all; another Python may be reading it."""
    path, temporary = place(), None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(to_text(names))
        os.replace(temporary, path)
    except OSError:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
