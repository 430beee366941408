"""Pictures with labels to learn from: clothes in grey (Fashion-MNIST) and handwritten digits.

A part of Fashion-MNIST and the digits come along; the whole of Fashion-MNIST is fetched once and kept.
"""

import gzip
import hashlib
import os
import struct
import sys
import zlib
from http.client import HTTPException
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

import numpy as np

from .. import console_bar
from ..arguments import yes_or_no
from ..refusal import whole_number

FASHION_NAMES = (
    "T-shirt",
    "trousers",
    "pullover",
    "dress",
    "coat",
    "sandal",
    "shirt",
    "sneaker",
    "bag",
    "ankle boot",
)
DIGIT_NAMES = tuple("0123456789")

SOURCE = "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"


class _File(NamedTuple):
    """A file of the complete set; the checksum is that of its unpacked bytes, however they were packed."""

    name: str
    shape: tuple
    sha256: str


_FILES = (
    _File(
        "train-images-idx3-ubyte.gz",
        (60000, 28, 28),
        "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    ),
    _File(
        "train-labels-idx1-ubyte.gz",
        (60000,),
        "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    ),
    _File(
        "t10k-images-idx3-ubyte.gz",
        (10000, 28, 28),
        "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    ),
    _File(
        "t10k-labels-idx1-ubyte.gz",
        (10000,),
        "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    ),
)


class NotFetched(OSError):
    """The complete set is neither in the cache folder nor to be had from the network."""


def fashion(*, full=False):
    """Open pictures of clothes and their labels, 0 to 9; FASHION_NAMES says what the labels mean.

    Without `full` it is the part that comes along: of each class the first 1,200 training pictures and the
    first 200 test pictures. With it, all 70,000: fetched once (31 MB), checked, kept in `cache_folder()`.

    Shapes   -> (x_train, y_train), (x_test, y_test): x (N, 28, 28, 1) float32, 0 to 1, y (N,) whole numbers
    Raises   NotFetched when there is no network and no complete set in the cache folder
    """
    if not yes_or_no("full", full):
        return _shipped("fashion-mnist/fashion.npz", largest=255)
    x_train, y_train, x_test, y_test = (_complete(file) for file in _FILES)
    return (_volumes(x_train, 255), _labels(y_train)), (_volumes(x_test, 255), _labels(y_test))


def digits():
    """Open 8×8 pictures of handwritten digits and their labels: 1,500 to learn from and 297 to be tested on.

    Shapes   -> (x_train, y_train), (x_test, y_test): x (N, 8, 8, 1) float32 from 0 to 1, y (N,) whole numbers
    """
    return _shipped("digits/digits.npz", largest=16)


def first_of_each(labels, count):
    """Find the first `count` pictures of each class, in the order of the set.

    Shapes   labels (N,) whole numbers -> their places in `labels`, ascending
    Raises   ValueError when a class has fewer
    """
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise ValueError(f"labels must be whole numbers of shape (N,), not {labels.dtype} of {labels.shape}")
    count = whole_number("count", count, 1)
    places = []
    for label in np.unique(labels):
        found = np.flatnonzero(labels == label)
        if len(found) < count:
            raise ValueError(f"count is {count}, but label {label} has only {len(found)} pictures")
        places.append(found[:count])
    return np.sort(np.concatenate(places)) if places else np.array([], int)


def cache_folder():
    """Where fetched files are kept: the folder CONVLIB_CACHE of the environment, or the system's own."""
    chosen = os.environ.get("CONVLIB_CACHE")
    if chosen:
        return Path(chosen).expanduser()
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "convlib"


def _shipped(name, largest):
    with (files("convlib") / "data" / name).open("rb") as file, np.load(file) as arrays:
        train = _volumes(arrays["x_train"], largest), _labels(arrays["y_train"])
        test = _volumes(arrays["x_test"], largest), _labels(arrays["y_test"])
    return train, test


def _volumes(x, largest):
    return x[..., np.newaxis].astype(np.float32) / np.float32(largest)


def _labels(y):
    return y.astype(np.int64)


def _complete(file):
    """The array of one file: from the cache if what lies there is right, else from the network."""
    path = cache_folder() / "fashion-mnist" / file.name
    array = _read(path, file) if path.exists() else None
    if array is None:
        # What is in the cache stays until something better is there: the new file gets another name first.
        arriving = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            _fetch(file.name, arriving)
            array = _read(arriving, file)
            if array is None:
                raise NotFetched(
                    f"{SOURCE}{file.name} arrived, but its checksum differs: it is not the file asked for. "
                    "Try again later; a school's network sometimes answers with a page of its own"
                )
            arriving.replace(path)
        finally:
            arriving.unlink(missing_ok=True)
    return array


def _read(path, file):
    """Unpack an idx file: -> its array, or None when it is not what the checksum says."""
    try:
        content = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error):
        return None
    if hashlib.sha256(content).hexdigest() != file.sha256:
        return None
    # Two zeros, 8 for bytes, the number of axes, and each axis as a big-endian number.
    header = struct.calcsize(f">4B{len(file.shape)}I")
    return np.frombuffer(content, np.uint8, offset=header).reshape(file.shape)


def _fetch(name, arriving):
    """Bring a file from SOURCE, with a bar that shows how far it has come."""
    try:
        arriving.parent.mkdir(parents=True, exist_ok=True)
        with urlopen(SOURCE + name, timeout=30) as response, arriving.open("wb") as file:
            total = int(response.headers.get("Content-Length") or 0) or None
            with console_bar.bar(total, desc=name, unit="B", unit_scale=True) as bar:
                while block := response.read(2**16):
                    file.write(block)
                    bar.update(len(block))
    except (OSError, HTTPException) as error:
        names = ", ".join(file.name for file in _FILES)
        raise NotFetched(
            f"The complete Fashion-MNIST is not here yet, and {SOURCE}{name} could not be fetched: "
            f"{getattr(error, 'reason', error)}. fashion() without full=True needs no network. "
            f"Files from elsewhere can be put into {arriving.parent}: {names}"
        ) from error
