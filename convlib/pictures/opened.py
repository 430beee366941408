"""What holds a picture, as a Pillow image: a file's path or bytes, an open file, an upload.

Pillow's many readers are asked here alone, so that whatever they say of a damaged file is said in our words.
"""

import io
import os
import re
import warnings
from collections.abc import Mapping

from .. import written

# More is refused, and not only because of the room it takes: Pillow calls it an attack.
MOST_PIXELS = 178_956_970

KINDS = "an array of numbers, a file's path or bytes, an open file or a Pillow image"


def unpacked(picture, name):
    """The file that an upload widget, or its value, holds; anything else as it is."""
    if hasattr(picture, "value") and not hasattr(picture, "__array__"):
        picture = picture.value
    files = None
    if isinstance(picture, Mapping):
        files = [picture] if "content" in picture else list(picture.values())
    elif isinstance(picture, tuple | list) and all(isinstance(one, Mapping) for one in picture):
        files = list(picture)
    if files is None:
        return picture
    if not files:
        raise ValueError(f"{name} holds no file yet: choose one, then run this cell again")
    if not all(isinstance(one, Mapping) and "content" in one for one in files):
        raise TypeError(f"{name} must be {KINDS}, not {picture!r:.60}")
    if len(files) > 1:
        first = f"list({name}.values())[0]" if isinstance(picture, Mapping) else f"{name}[0]"
        raise ValueError(f"{name} holds {len(files)} files, but one is needed: {first} is the first")
    return files[0]["content"]


def opened(picture, name):
    """A Pillow image of what is no array; None for an array."""
    from PIL import Image

    if isinstance(picture, Image.Image):
        return _loaded(lambda: picture, name)
    if isinstance(picture, str | os.PathLike):
        if isinstance(picture, str) and picture.startswith(("http://", "https://", "data:")):
            raise ValueError(
                f"{picture[:40]} is an address, but a path is needed: save the picture, and give its path"
            )
        with open(picture, "rb") as file:
            return _loaded(lambda: Image.open(file), picture)
    if hasattr(picture, "read"):
        content = io.BytesIO(_content(picture, name))
        return _loaded(lambda: Image.open(content), getattr(picture, "name", name))
    flat = isinstance(picture, memoryview) and picture.ndim == 1 and picture.itemsize == 1
    if isinstance(picture, bytes | bytearray) or flat:
        return _loaded(lambda: Image.open(io.BytesIO(picture)), name)
    return None


def _content(file, name):
    """All bytes of an open file, which stays where it was."""
    if getattr(file, "closed", False):
        raise ValueError(f"{name} is a file that has been closed: open it again, or give its path")
    if isinstance(file, io.TextIOBase):
        raise TypeError(f'{name} is a file opened as text, but a picture has bytes: open(path, "rb")')
    at = file.tell() if hasattr(file, "seekable") and file.seekable() else None
    if at is not None:
        file.seek(0)
    content = file.read()
    if at is not None:
        file.seek(at)
    return content


def _loaded(make, what):
    """The image that `make()` gives, with all its pixels, or words about `what` that cannot be opened."""
    from PIL import Image

    try:
        # Pillow warns of half of what is too many, and of notes that it cannot read and that nobody needs.
        with warnings.catch_warnings(action="ignore"):
            image = make()
            _few_enough(image.width * image.height, what)
            image.load()
    except Image.DecompressionBombError as error:
        # Pillow tells of the size in its own words alone, and lets its limit be lowered.
        most = min(MOST_PIXELS, 2 * Image.MAX_IMAGE_PIXELS)
        _few_enough(int(re.search(r"\d+", str(error))[0]), what, most)
    except _TooManyPixels:
        raise
    # Each of Pillow's many readers raises what it likes at a damaged file.
    except Exception:
        raise ValueError(
            f"{what} is not a picture that can be read here, such as a .jpg or a .png, or it is damaged"
        ) from None
    return image


class _TooManyPixels(ValueError):
    pass


def _few_enough(count, what, most=MOST_PIXELS):
    if count > most:
        raise _TooManyPixels(
            f"{what} has {written.count(count)} pixels, but at most {written.count(most)} can be read: "
            "save a smaller copy, and open that"
        ) from None
