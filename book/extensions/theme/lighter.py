"""Trim what the theme puts on the site: Font Awesome's styles, script and fonts, chatter on the console,
scripts that a page would wait for, and those of a search that this book does not use."""

import re
from pathlib import Path

from replacing import replaced_pattern

from . import own_text

UNUSED = (
    "scripts/fontawesome.js*",
    "scripts/*.map",
    "styles/*.map",
    "vendor/fontawesome/**/*",
    "*webpack-macros.html",
    "copybutton_funcs.js",
    "searchtools.js",
    "language_data.js",
    "sphinx_highlight.js",
)
# The theme's scripts that a page loads, and whether they write notes to the theme's developers.
SCRIPTS = {"bootstrap.js": False, "pydata-sphinx-theme.js": True, "sphinx-book-theme.js": True}


def without_font_awesome(css):
    """The style sheet without its one long run of Font Awesome's rules (icons.py has what replaces them)."""
    last = r'\.fa-[\w-]+:before\{content:"\\[0-9a-f]+"\}'
    run = re.compile(rf"/\*!\n \* Font Awesome Free.*{last}", re.DOTALL)
    return replaced_pattern(css, run, "", "styles/pydata-sphinx-theme.css", 1)


def silent(script, where):
    """The script without its notes to the theme's developers: a message on the console is then a fault."""
    return replaced_pattern(script, r"\bconsole\.(log|info|debug)\(", "void(", where)


def without_map(script, where):
    """The script without the address of its source map, which is not on the site."""
    return replaced_pattern(script, r"\n//# sourceMappingURL=\S*", "", where, 1)


def trim(app, exception):
    """Put the trimmed files in place. They are made of the theme's own: a build may find its last one's."""
    if exception:
        return
    static = Path(app.outdir, "_static")
    for pattern in UNUSED:
        for path in static.glob(pattern):
            if path.is_file():
                path.unlink()
    for name, chatters in SCRIPTS.items():
        where = f"scripts/{name}"
        script = without_map(own_text(where), where)
        script = silent(script, where) if chatters else script
        (static / where).write_text(script, encoding="utf-8")
    where = "styles/pydata-sphinx-theme.css"
    (static / where).write_text(without_font_awesome(own_text(where)), encoding="utf-8")


def defer(app, pagename, templatename, context, doctree):
    """Show a page while its scripts are on their way; they run in their order once it has been read."""
    for script in context["script_files"]:
        # A module waits by itself; what stands inline and speaks of a script before it has to wait as one.
        if script.filename and "type" not in script.attributes:
            script.attributes.setdefault("defer", "defer")
        elif "DOCUMENTATION_OPTIONS" in script.attributes.get("body", ""):
            script.attributes["type"] = "module"


def setup(app):
    # After all others have added theirs.
    app.connect("html-page-context", defer, priority=900)
    app.connect("build-finished", trim)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
