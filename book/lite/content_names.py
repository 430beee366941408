"""Names made of content: whatever has one never changes, and a browser may keep it without asking again."""

import hashlib
import re
from pathlib import Path

from replacing import replaced_pattern


def digest(path):
    """Twelve digits of the SHA-256 of a file, or of the names and the digits of all files in a folder."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    files = (file for file in sorted(path.rglob("*")) if file.is_file())
    lines = (f"{file.relative_to(path).as_posix()} {digest(file)}\n" for file in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]


def name(path, folder=None):
    """Move a file or a folder to its name by content, in `folder` or where it is: -> the new path."""
    return path.rename(Path(folder or path.parent, f"{path.stem}-{digest(path)}{path.suffix}"))


def name_wheel(path):
    """As `name`, with the digits where a wheel's name has its build number."""
    project, version, tags = path.name.split("-", 2)
    return path.rename(path.with_name(f"{project}-{version}-0{digest(path)}-{tags}"))


def name_app(site, static):
    """Move JupyterLab's own files into `static`, and let its pages and settings look for them there."""
    moved = {part: name(site / part, static).relative_to(site) for part in ("build", "extensions")}
    address = re.compile(r"""(?<=["'])(\.{1,2})/(build|extensions)(?=[/"'])""")
    settings = [path for path in site.rglob("jupyter-lite.json") if static not in path.parents]
    # Each application's page has settings of its own beside it; other pages only lead on.
    pages = [path.with_name("index.html") for path in settings if path.parent != site]
    for path in [*settings, *pages]:
        text = replaced_pattern(
            path.read_text(encoding="utf-8"),
            address,
            lambda match: f"{match[1]}/{moved[match[2]].as_posix()}",
            f"JupyterLite's {path.relative_to(site)}",
        )
        path.write_text(text, encoding="utf-8")
