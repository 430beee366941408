"""Join a widget's ES modules into the one module that anywidget asks for, and its styles into one sheet.

The modules stay apart as sources and import each other by name; joining needs no build step. A name that two
modules have at their top would be two things in the joined one: it is refused, naming both.
"""

import re
from pathlib import Path

#: The folder that all names here are relative to: a room for each widget, and `shared/`.
WIDGETS = Path(__file__).parents[1]

_IMPORT = re.compile(r'^import \{[^}]*\} from "(\.{1,2}/[\w./]+\.mjs)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) )", re.MULTILINE)
_TOP_LEVEL = re.compile(
    r"^(?:async )?(?:function\*?|const|let|class) (?:(\w+)|\{([^}]*)\}|\[([^\]]*)\])", re.MULTILINE
)


def joined_module(name):
    """The module `name`, such as "sliding_window/widget.mjs", with all that it imports, as one ES module.

    Raises   ValueError for an import that is not of the form `import { … } from "./name.mjs";`,
             and for a top-level name that two of the modules have
    """
    sources = {}
    _collect(WIDGETS / name, sources)
    owners = {}
    for path, source in sources.items():
        for top in _names(source):
            if top in owners:
                raise ValueError(f"{top} stands at the top of both {_told(owners[top])} and {_told(path)}")
            owners[top] = path
    return "\n".join(sources.values())


def _collect(path, sources):
    if path in sources:
        return
    text = path.read_text(encoding="utf-8")
    own = _EXPORT.sub("", _IMPORT.sub("", text))
    if re.search(r"^import\b", own, re.MULTILINE):
        form = 'import { … } from "./name.mjs";'
        raise ValueError(f"{_told(path)} has an import that is not of the form {form}")
    for needed in _IMPORT.findall(text):
        _collect((path.parent / needed).resolve(), sources)
    # What a module needs stands before it.
    sources[path] = own


def _names(source):
    """The names that a module has at its top, those taken out of an object or a list included."""
    for plain, *taken in _TOP_LEVEL.findall(source):
        if plain:
            yield plain
        else:
            yield from re.findall(r"(\w+)\s*(?:,|$|=)", ",".join(filter(None, taken)))


def _told(path):
    return path.resolve().relative_to(WIDGETS.resolve()).as_posix()


def joined_style(*rooms):
    """The colour language, then every style sheet of the named rooms, as one."""
    sheets = (path for room in rooms for path in sorted((WIDGETS / room).glob("*.css")))
    return "\n".join(path.read_text(encoding="utf-8") for path in (WIDGETS.parent / "colours.css", *sheets))
