"""Publish the widgets: module and style once for the whole site, loaded by pages that show a widget."""

from pathlib import Path

from convlib.widgets import ALL

FOLDER = "widgets"
MARK = 'data-widget="'


def publish(app):
    folder = Path(app.outdir) / "_static" / FOLDER
    for widget in ALL:
        _write(folder / f"{widget.module}.mjs", widget._esm)
        _write(folder / f"{widget.module}.css", widget._css)
        for name, source in widget.files.items():
            _write(folder / name, source.read_bytes())


def _write(path, content):
    """Write only what differs, so that a browser's copy of the rest stays good."""
    data = content if isinstance(content, bytes) else content.encode()
    if not path.exists() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def add_to_page(app, pagename, templatename, context, doctree):
    body = context.get("body", "")
    used = [widget.module for widget in ALL if f'{MARK}{widget.module}"' in body]
    for module in used:
        app.add_css_file(f"{FOLDER}/{module}.css")
        context["metatags"] += (
            f'<link rel="modulepreload" href="{context["pathto"](f"_static/{FOLDER}/{module}.mjs", 1)}">\n'
        )
    if used:
        app.add_js_file("host.mjs", type="module")


def setup(app):
    app.connect("builder-inited", publish)
    app.connect("html-page-context", add_to_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
