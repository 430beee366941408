"""The lessons as live notebooks on the site: JupyterLite, with a Python that runs in the reader's browser."""
