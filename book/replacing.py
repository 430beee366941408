"""Changes in texts that others write: pages, scripts and styles of a theme, of JupyterLite, of Sphinx.

Another release may word them in another way. A replacement that finds nothing stops the build and says where.
"""

import re


class TextHasChanged(Exception):
    """A text of somebody else's has no longer what is to be replaced in it, or has it more often."""


def replaced(text, old, new, where, times=1):
    """The text with `old` as `new`; it has to stand there just so often, or, with None, once at least.

    Raises   TextHasChanged, which names `where` the text is from
    """
    return _counted(text, re.escape(old), lambda _: new, where, times, repr(old))


def replaced_pattern(text, pattern, new, where, times=None):
    """As `replaced`, of what an expression finds; `new` is a template or a function, as re.sub takes it."""
    expression = re.compile(pattern)
    return _counted(text, expression, new, where, times, f"what {expression.pattern!r} finds")


def _counted(text, pattern, new, where, times, what):
    changed, found = re.subn(pattern, new, text)
    if not found or times not in (None, found):
        expected = "at least once" if times is None else f"{times} times" if times != 1 else "once"
        raise TextHasChanged(f"{where} has changed: {what} stands in it {found} times, not {expected}.")
    return changed
