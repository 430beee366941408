"""Join a widget's ES modules into the one module that anywidget asks for, and its styles into one sheet.

The modules stay apart as sources and import each other by name; joining needs no build step.
"""

import re
from pathlib import Path

HERE = Path(__file__).parent

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([a-z_]+\.mjs)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) )", re.MULTILINE)


def joined_module(name):
    """The module `name` with all that it imports, each once and before its first use, as one ES module.

    Raises   ValueError for an import that is not of the form `import { … } from "./name.mjs";`
    """
    return "\n".join(_sources(name, set()))


def _sources(name, seen):
    if name in seen:
        return []
    seen.add(name)
    text = (HERE / name).read_text(encoding="utf-8")
    parts = [part for needed in _IMPORT.findall(text) for part in _sources(needed, seen)]
    own = _EXPORT.sub("", _IMPORT.sub("", text))
    if re.search(r"^import\b", own, re.MULTILINE):
        raise ValueError(f'{name} has an import that is not of the form import {{ … }} from "./name.mjs";')
    return [*parts, own]


def joined_style(*names):
    """The colour language, then the named style sheets of this folder, as one."""
    paths = [HERE.parent / "colours.css", *(HERE / name for name in names)]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)
