"""What a reader has done, such as "04_stride/width_after", and guessed: a file on the reader's own computer.

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

#: The longest guess that is kept.
LONGEST = 200

#: What this Python has marked, for where no file can be written.
_marked = set()
_guessed = {}


class NotARecord(ValueError):
    """A text that is no record of what was done."""


def mark(name):
    """Note that what has this name, as a lesson's `item` gives it, is done; noting it twice changes nothing.

    Raises   ValueError for a name that is none: mark("04_stride/width_after") is how one looks
    """
    _checked_name(name)
    _marked.add(name)
    if in_browser():
        from . import record_browser

        record_browser.add(name)
    else:
        _write(*_kept())


def done():
    """The names of all that is done, in order."""
    return _kept()[0]


def keep_guess(name, words):
    """Keep what was guessed, as it was typed; "" forgets it. In a browser its page keeps it, not this Python.

    Raises   ValueError for a name that is none
    """
    _checked_name(name)
    _guessed[name] = words[:LONGEST]
    if not in_browser():
        _write(*_kept())


def guesses():
    """All guesses by their names."""
    return _kept()[1]


def _kept():
    """What is done, in order, and all guesses: those of the file, and those of this Python since."""
    names, guessed = (set(), {}) if in_browser() else _in_file()
    given = {name: words for name, words in sorted((guessed | _guessed).items()) if words}
    return sorted(names | _marked), given


def replace(names, guessed=None):
    """Forget what was done, and note `names` instead: what importing and clearing come down to.

    Guesses stay, unless `guessed` is given in their place.
    """
    kept = guesses() if guessed is None else dict(guessed)
    _marked.clear()
    _marked.update(names)
    _guessed.clear()
    _guessed.update(kept)
    if not in_browser():
        _write(sorted(_marked), kept)


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


def to_text(names, guessed=None):
    """A record as the text of a file, which the book's pages read and write too."""
    record = {"format": FORMAT, "done": sorted(names)} | ({"guesses": dict(guessed)} if guessed else {})
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def from_text(text):
    """The names in the text of a record.

    Raises   NotARecord, with words for the reader
    """
    return _understood(text)[0]


def guesses_from_text(text):
    """The guesses in the text of a record, by their names; a record of before there were any has none.

    Raises   NotARecord, with words for the reader
    """
    return _understood(text)[1]


def _checked_name(name):
    if not NAME.fullmatch(name):
        raise ValueError(f'{name!r} is not a name such as "04_stride/width_after"')


def _understood(text):
    """Names and guesses in the text of a record."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotARecord("This is not a record of progress: it is not JSON.") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise NotARecord("This is not a record of progress in this book.")
    names = record.get("done")
    if not isinstance(names, list) or not all(isinstance(n, str) and NAME.fullmatch(n) for n in names):
        raise NotARecord("This record of progress is damaged: some of its names are not valid.")
    guessed = record.get("guesses", {})
    if not isinstance(guessed, dict) or not all(
        NAME.fullmatch(name) and isinstance(words, str) and len(words) <= LONGEST
        for name, words in guessed.items()
    ):
        raise NotARecord("This record of progress is damaged: some of its guesses are not valid.")
    return set(names), guessed


def _in_file():
    path = place()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        if isinstance(error, UnicodeDecodeError):
            _set_aside(path)
        return set(), {}
    try:
        return _understood(text)
    except NotARecord:
        _set_aside(path)
        return set(), {}


def _set_aside(path):
    """Keep a broken file under another name: somebody may still mend it."""
    number = 1
    while (aside := path.with_name(f"{path.stem}-broken-{number}{path.suffix}")).exists():
        number += 1
    try:
        path.rename(aside)
    except OSError:
        pass


def _write(names, guessed):
    """Write the file whole or not at all; another Python may be reading it."""
    path, temporary = place(), None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(to_text(names, guessed))
        os.replace(temporary, path)
    except OSError:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
