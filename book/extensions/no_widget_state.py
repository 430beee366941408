"""Keep Jupyter's record of widgets out of the pages: its ids are random, and ours bring their own state."""

from myst_nb.sphinx_ import NbMetadataCollector


def drop_state(app, doctree):
    NbMetadataCollector.get_js_files(app.env, app.env.docname).pop("ipywidgets_state", None)


def setup(app):
    app.connect("doctree-read", drop_state)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
