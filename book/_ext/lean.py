"""Trim what the theme puts on the site: Font Awesome's styles, script and fonts, chatter on the console,
scripts that a page would wait for, and those of a search that this book does not use."""

import re
from pathlib import Path

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
SILENCED = ("_static/scripts/*.js",)


def without_font_awesome(css):
    """The style sheet without its one long run of Font Awesome's rules (icons.py has what replaces them)."""
    start = css.index("/*!\n * Font Awesome Free")
    end = [match.end() for match in re.finditer(r'\.fa-[\w-]+:before\{content:"\\[0-9a-f]+"\}', css)][-1]
    return css[:start] + css[end:]


def silent(script):
    """The script without its notes to the theme's developers: a message on the console is then a fault."""
    script = re.sub(r"\bconsole\.(log|info|debug)\(", "void(", script)
    return re.sub(r"\n//# sourceMappingURL=\S*", "", script)


def rewrite(path, change):
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def trim(app, exception):
    if exception:
        return
    static = Path(app.outdir, "_static")
    for pattern in UNUSED:
        for path in static.glob(pattern):
            if path.is_file():
                path.unlink()
    for pattern in SILENCED:
        for path in Path(app.outdir).glob(pattern):
            rewrite(path, silent)
    styles = static / "styles" / "pydata-sphinx-theme.css"
    # Sphinx lays the theme's files anew at most builds, not at all.
    if "Font Awesome Free" in styles.read_text(encoding="utf-8"):
        rewrite(styles, without_font_awesome)


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
