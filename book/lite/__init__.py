"""The lessons as live notebooks on the site: JupyterLite, with a Python that runs in the reader's browser."""


class NotBuilt(Exception):
    """The live lessons cannot be built; the message says why."""
