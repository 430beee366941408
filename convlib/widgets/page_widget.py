"""A widget that also stands in a static page: its state and a written form travel beside the live view."""

import html
import json

import anywidget

from .modules import joined_module, joined_style


class PageWidget(anywidget.AnyWidget):
    """Base of the book's widgets; a subclass names its `module` and says what it shows in `written()`.

    In Jupyter it is an ordinary anywidget. Its HTML form is a `<figure>` with the state in `data-state`:
    the book's page script mounts the very same ES module on it; without scripts the written form stands.
    """

    #: The stem of the .mjs and .css files.
    module = ""
    #: Names of the traits that make up the picture.
    state_names = ()

    def __init_subclass__(cls, **kwargs):
        # ipywidgets derives a class for every instance; only one that names its module has one to join.
        if "module" in vars(cls):
            cls._esm = joined_module(f"{cls.module}.mjs")
            cls._css = joined_style("shared.css", f"{cls.module}.css")
        super().__init_subclass__(**kwargs)

    def written(self):
        """The picture as plain HTML: for print, and where no script runs."""
        raise NotImplementedError

    def page_state(self):
        """The state as JSON text, numbers that are whole written without a decimal point."""
        return json.dumps(self.get_state(self.state_names), ensure_ascii=False, separators=(",", ":"))

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        caption = f"<figcaption>{html.escape(self.caption)}</figcaption>" if self.caption else ""
        figure = (
            f'<figure class="convlib-widget" data-widget="{self.module}" '
            f'data-state="{html.escape(self.page_state())}">'
            f'<div class="conv-fallback">{self.written()}</div>{caption}</figure>'
        )
        return {**data, "text/html": figure, "text/plain": repr(self)}, metadata
