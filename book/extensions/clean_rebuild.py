"""Make a build over an older one equal to a first build.

Neither Sphinx nor jupyter-cache looks beyond the notebooks, so the lessons run anew when convlib has changed.
Pages whose source is gone leave the site.
"""

import hashlib
import shutil
from pathlib import Path

from myst_nb.sphinx_ext import add_global_html_resources

# What runs in the browser alone changes no output of a cell.
BROWSER_ONLY = ".mjs", ".css"


def digest(package):
    """One hash over the names and bytes of all files that a cell may depend on."""
    total = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and not path.name.endswith(BROWSER_ONLY):
            total.update(str(path.relative_to(package)).encode() + b"\0" + path.read_bytes())
    # draw/shapes.py reads its colours from here.
    total.update((package / "colours.css").read_bytes())
    return total.hexdigest()


def compare(app, config):
    config.convlib_digest = digest(Path(app.srcdir, "convlib"))


def forget_outputs(app):
    """Empty the cache of executed notebooks when it was filled with another convlib."""
    cache = Path(app.outdir).parent / ".jupyter_cache"
    note = cache / "convlib.sha256"
    if cache.exists() and not (note.exists() and note.read_text() == app.config.convlib_digest):
        shutil.rmtree(cache)
    cache.mkdir(parents=True, exist_ok=True)
    note.write_text(app.config.convlib_digest)


def publish_early(app):
    """Lay myst-nb's style sheet before the pages are written, whose links tell its checksum."""
    Path(app.outdir, "_static").mkdir(parents=True, exist_ok=True)
    add_global_html_resources(app, None)


def remove_orphans(app, exception):
    if exception:
        return
    made = {"index", "genindex", "search", *app.env.all_docs}
    for page in Path(app.outdir).rglob("*.html"):
        name = page.relative_to(app.outdir).with_suffix("").as_posix()
        if name not in made and not name.startswith(("_static/", "lite/")):
            page.unlink()


def setup(app):
    # A value that is part of the environment: when it changes, Sphinx reads every page anew.
    app.add_config_value("convlib_digest", "", "env", str)
    app.connect("config-inited", compare)
    app.connect("builder-inited", forget_outputs)
    app.connect("builder-inited", publish_early)
    app.connect("build-finished", remove_orphans)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
