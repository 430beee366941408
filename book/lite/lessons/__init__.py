"""The lessons as JupyterLite shows them."""
