"""What the book changes of its theme; README.md says why, file by file."""

from pathlib import Path

import pydata_sphinx_theme
import sphinx_book_theme

TEMPLATES = Path(__file__).with_name("templates")
FOLDERS = [
    Path(package.__file__).parent / "theme" / package.__name__ / "static"
    for package in (pydata_sphinx_theme, sphinx_book_theme)
]


def own_text(name):
    """A text as the theme brings it, such as "scripts/bootstrap.js", whatever a build makes of its copy."""
    (path,) = [folder / name for folder in FOLDERS if (folder / name).is_file()]
    return path.read_text(encoding="utf-8")
