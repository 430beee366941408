"""A widget that also stands in a static page: its state and a written form travel beside the live view."""

import html
import json
from collections.abc import Mapping

import anywidget
import traitlets

from .modules import joined_module, joined_style


class PageWidget(anywidget.AnyWidget):
    """Base of the book's widgets; a subclass names its `module` and says what it shows in `written()`.

    In Jupyter it is an ordinary anywidget. Its HTML form is a `<figure>` with the state in `data-state`:
    the book's page script mounts the very same ES module on it; without scripts the written form stands.
    """

    #: The name of its room, and of its module in a built site.
    module = ""
    #: Files that the static page finds beside the module: {"photos/cat.png": the path it is copied from}.
    files = {}
    #: Names of the traits that make up the picture.
    state_names = ()
    #: Names of the traits that a reader may change, and that `state` and a link restore.
    settings = ()
    #: Those of them that decide what is shown: once one of them has changed, a caption tells of the start.
    captioned = ()

    caption = traitlets.Unicode("")
    initial = traitlets.Dict(help="what Reset goes back to").tag(sync=True)

    def __init__(self, **traits):
        super().__init__(**traits)
        self.initial = self.state

    def __init_subclass__(cls, **kwargs):
        # ipywidgets derives a class for every instance; only one that names its module has one to join.
        if "module" in vars(cls):
            cls._esm = joined_module(f"{cls.module}/widget.mjs")
            cls._css = joined_style("shared", cls.module)
        super().__init_subclass__(**kwargs)

    @property
    def state(self):
        """What a reader may change, as a plain dict; any part of it can be set, all at once.

        Raises   TraitError that names what is wrong; the widget then stays as it was
        """
        return self.get_state(self.settings)

    @state.setter
    def state(self, changes):
        if not isinstance(changes, Mapping):
            raise traitlets.TraitError(f"state must be a dict of settings, not {changes!r}")
        for name in changes:
            if name not in self.settings:
                known = ", ".join(self.settings)
                raise traitlets.TraitError(
                    f"{name!r} is not a setting of {type(self).__name__}: there are {known}"
                )
        # Traits that depend on each other are checked when all are set; one that is wrong puts all back.
        with self.hold_trait_notifications():
            for name, value in changes.items():
                setattr(self, name, value)

    def written(self):
        """The picture as plain HTML: for print, and where no script runs."""
        raise NotImplementedError

    def page_state(self):
        """The state as JSON text, numbers that are whole written without a decimal point."""
        start = ("initial",) if self.state != self.initial else ()
        names = dict.fromkeys((*self.state_names, *start))
        return json.dumps(self.get_state(names), ensure_ascii=False, separators=(",", ":"))

    def _figcaption(self):
        """The caption, which the author wrote for the start, so that it is true of what is shown now."""
        if not self.caption:
            return ""
        start, changed = (html.escape(words) for words in (self.caption, f"Started from: {self.caption}"))
        as_before = all(value == self.initial[name] for name, value in self.get_state(self.captioned).items())
        return (
            f'<figcaption data-settings="{" ".join(self.captioned)}" data-start="{start}" '
            f'data-changed="{changed}">{start if as_before else changed}</figcaption>'
        )

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        figure = (
            f'<figure class="convlib-widget" data-widget="{self.module}" '
            f'data-state="{html.escape(self.page_state())}">'
            f'<div class="conv-fallback">{self.written()}</div>{self._figcaption()}</figure>'
        )
        return {**data, "text/html": figure, "text/plain": repr(self)}, metadata
