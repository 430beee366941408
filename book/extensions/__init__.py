"""What the build adds to Sphinx and Jupyter Book, a job a module; theme/ has what touches their own files."""
