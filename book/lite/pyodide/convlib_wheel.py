"""convlib as a wheel for the browser: the same sources always make the same bytes.

Its large data stay outside, beside the wheel; ipython_config.py fetches them when they are opened.
"""

import base64
import hashlib
import tomllib
import zipfile
from pathlib import Path

from .. import content_names

#: Bytes; what is larger is fetched only by those lessons that open it.
LARGE = 250_000


def package_files(package, patterns):
    """The files of convlib that a wheel has, by their path in it; setuptools goes by the same patterns."""
    # `data/**` means every file below for setuptools, every folder for pathlib.
    globs = ["**/*.py"] + [f"{pattern}/*" if pattern.endswith("**") else pattern for pattern in patterns]
    found = {path for pattern in globs for path in package.glob(pattern) if path.is_file()}
    return {path.relative_to(package.parent).as_posix(): path for path in sorted(found)}


def build(root, folder):
    """Write convlib's wheel and its large data into `folder`.

    -> the wheel's path, and the name of each of the data by its path in convlib
    """
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    version = settings["project"]["version"]
    files = package_files(root / "convlib", settings["tool"]["setuptools"]["package-data"]["convlib"])
    content = {name: path.read_bytes() for name, path in files.items()}
    large = {}
    for name in [name for name, data in content.items() if len(data) > LARGE]:
        copy = folder / Path(name).name
        copy.write_bytes(content.pop(name))
        large[name.removeprefix("convlib/")] = content_names.name(copy).name
    return write(folder, "convlib", version, content), large


def write(folder, name, version, content):
    """Write a wheel of these files, a dict of bytes by path: -> its path."""
    info = f"{name}-{version}.dist-info"
    content = content | {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: book\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{name},sha256={digest(data)},{len(data)}" for name, data in content.items()]
    content[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            # A fixed date and fixed rights.
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return wheel


def digest(data):
    """The SHA-256 as a wheel's RECORD writes it."""
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
