"""Put the book's source on the site: a reader can take it home without knowing where it is kept."""

import zipfile
from pathlib import Path

NAME = "convnets-one-window-at-a-time"
SOURCES = """
    README.md LICENSE Makefile _config.yml requirements.txt pyproject.toml .gitignore .ci .github
    book lessons convlib tests
""".split()
MADE = "__pycache__", ".ipynb_checkpoints", "node_modules"


def files(root):
    for source in SOURCES:
        path = root / source
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and not set(MADE) & set(file.parts):
                yield file


def pack(app, exception):
    if exception:
        return
    root = Path(app.srcdir)
    with zipfile.ZipFile(Path(app.outdir, "_static", f"{NAME}.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files(root):
            # A fixed date and fixed rights, so that the same sources make the same archive.
            entry = zipfile.ZipInfo(f"{NAME}/{file.relative_to(root).as_posix()}")
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if file.parent.name == ".ci" else 0o644) << 16
            archive.writestr(entry, file.read_bytes())


def offer(app, pagename, templatename, context, doctree):
    context["source_archive"] = f"_static/{NAME}.zip"


def setup(app):
    app.connect("html-page-context", offer)
    app.connect("build-finished", pack)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
