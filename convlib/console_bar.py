"""How far a long job has come: one line that rewrites itself, in a terminal and in a notebook.

A notebook's line is plain text, not a widget: what is kept in the file, and shown on a page without a kernel,
is the last thing it said. Where nobody watches, as in a pipe, there is none.
"""

import io

from tqdm import tqdm

from .running_shell import running_shell


class _Line(tqdm):
    """tqdm's bar in a place of its own below the cell."""

    def __init__(self, *args, **kwargs):
        from IPython.display import display

        self._place = display({"text/plain": ""}, raw=True, display_id=True)
        super().__init__(*args, **{**kwargs, "file": io.StringIO(), "ncols": 96, "disable": False})

    def display(self, msg=None, pos=None):
        self._place.update({"text/plain": str(self) if msg is None else msg}, raw=True)
        return True

    def close(self):
        # The words alone: times would differ from run to run.
        super().close()
        self.display(self.desc.removesuffix(": "))


def bar(total, *, shown=True, **settings):
    """A tqdm bar for `total` steps that suits the place it runs in; `shown=False` makes it silent.

    `settings` are tqdm's, such as `unit="B", unit_scale=True` for a download.
    """
    if shown and _in_notebook():
        return _Line(total=total, **settings)
    return tqdm(total=total, **{"disable": None if shown else True, **settings})


def _in_notebook():
    shell = running_shell()
    return getattr(shell, "kernel", None) is not None
