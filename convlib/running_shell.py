"""The IPython that convlib runs in, if it runs in one: it is asked for, and never imported."""

import sys


def running_shell():
    """IPython's shell, with the notebook's cells and names; None where there is none."""
    return getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
