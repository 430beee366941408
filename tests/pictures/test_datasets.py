"""The sets that come along, and the fetch of the complete one, against a server on this machine."""

import gzip
import hashlib
import http.server
import struct
import threading

import numpy as np
import pytest

from convlib.pictures import datasets
from convlib.pictures.datasets import DIGIT_NAMES, FASHION_NAMES, NotFetched, digits, fashion, first_of_each


def idx(array):
    """The authors' format, packed."""
    header = struct.pack(f">4B{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    return gzip.compress(header + array.astype(np.uint8).tobytes(), compresslevel=1)


@pytest.fixture
def served(tmp_path, monkeypatch):
    """A set of 7 and 5 pictures on a loopback server: -> what each request gets, and what was asked for."""
    rng = np.random.default_rng(5)
    arrays = [rng.integers(0, 256, (7, 28, 28)), np.arange(7) % 3]
    arrays += [rng.integers(0, 256, (5, 28, 28)), np.arange(5) % 3]
    known, content = [], {}
    for file, array in zip(datasets._FILES, arrays, strict=True):
        packed = idx(array)
        checksum = hashlib.sha256(gzip.decompress(packed)).hexdigest()
        known.append(file._replace(shape=array.shape, sha256=checksum))
        content[file.name] = packed

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            name = self.path.rpartition("/")[2]
            server.asked.append(name)
            if name not in content:
                return self.send_error(404)
            self.send_response(200)
            self.send_header("Content-Length", str(len(content[name])))
            self.end_headers()
            self.wfile.write(content[name])

        def log_message(self, *words):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.content, server.arrays = [], content, arrays
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("CONVLIB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(datasets, "_FILES", tuple(known))
    monkeypatch.setattr(datasets, "SOURCE", f"http://127.0.0.1:{server.server_port}/")
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def cached(name):
    return datasets.cache_folder() / "fashion-mnist" / name


def test_fashion_is_balanced_and_in_range():
    (x_train, y_train), (x_test, y_test) = fashion()
    assert x_train.shape == (12000, 28, 28, 1) and x_test.shape == (2000, 28, 28, 1)
    assert x_train.dtype == x_test.dtype == np.float32
    assert x_train.min() == x_test.min() == 0 and x_train.max() == x_test.max() == 1
    assert y_train.dtype.kind == y_test.dtype.kind == "i"
    assert np.bincount(y_train).tolist() == [1200] * 10 and np.bincount(y_test).tolist() == [200] * 10
    assert len(FASHION_NAMES) == 10


def test_fashion_starts_as_the_complete_set_starts():
    # As shown by the authors: the first training pictures are an ankle boot, two T-shirts and two dresses …
    (_, y_train), (_, y_test) = fashion()
    assert [FASHION_NAMES[label] for label in y_train[:5]] == [
        "ankle boot",
        "T-shirt",
        "T-shirt",
        "dress",
        "T-shirt",
    ]
    # … and the first test pictures an ankle boot, a pullover and two pairs of trousers.
    assert [FASHION_NAMES[label] for label in y_test[:4]] == [
        "ankle boot",
        "pullover",
        "trousers",
        "trousers",
    ]


def test_what_fashion_gives_may_be_changed():
    (x, _), _ = fashion()
    x[:] = 7
    assert fashion()[0][0].max() == 1


def test_digits_are_scikit_learns():
    (x_train, y_train), (x_test, y_test) = digits()
    assert x_train.shape == (1500, 8, 8, 1) and x_test.shape == (297, 8, 8, 1)
    assert x_train.max() == 1 and x_train.min() == 0
    # The first digit as scikit-learn's own documentation prints it, a zero.
    assert (x_train[0, 0, :, 0] * 16).tolist() == [0, 0, 5, 13, 9, 1, 0, 0]
    assert (x_train[0, 1, :, 0] * 16).tolist() == [0, 0, 13, 15, 10, 15, 5, 0]
    assert y_train[:10].tolist() == list(range(10)) and len(DIGIT_NAMES) == 10
    # scikit-learn's documentation counts 178 zeros and 174 eights in all.
    counts = np.bincount(y_train) + np.bincount(y_test)
    assert counts.tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_first_of_each_keeps_the_order_of_the_set():
    assert first_of_each([2, 0, 2, 2, 0, 1, 1, 0], 2).tolist() == [0, 1, 2, 4, 5, 6]


@pytest.mark.parametrize(
    ("labels", "count", "kind", "words"),
    [
        ([0, 0, 1], 2, ValueError, "count is 2, but label 1 has only 1 pictures"),
        ([0.5, 1.0], 1, ValueError, "labels must be whole numbers"),
        ([[0], [1]], 1, ValueError, "labels must be whole numbers of shape (N,)"),
        ([0, 1], 0, ValueError, "count"),
        ([0, 1], 1.5, TypeError, "count"),
    ],
)
def test_first_of_each_refuses(labels, count, kind, words):
    with pytest.raises(kind) as caught:
        first_of_each(labels, count)
    assert words in str(caught.value)


def test_full_must_be_true_or_false():
    with pytest.raises(TypeError, match="full must be True or False, not 'yes'"):
        fashion(full="yes")


def test_the_complete_set_is_fetched_once(served):
    for _ in range(2):
        (x_train, y_train), (x_test, y_test) = fashion(full=True)
        assert x_train.shape == (7, 28, 28, 1) and x_train.dtype == np.float32
        np.testing.assert_allclose(x_train[..., 0] * 255, served.arrays[0], atol=1e-4)
        np.testing.assert_allclose(x_test[..., 0] * 255, served.arrays[2], atol=1e-4)
        assert y_train.tolist() == [0, 1, 2, 0, 1, 2, 0] and y_test.tolist() == [0, 1, 2, 0, 1]
    assert served.asked == [file.name for file in datasets._FILES]
    assert not list(cached("x").parent.glob("*.part"))


def test_a_bar_shows_the_progress(served, monkeypatch):
    bars = []

    class Bar:
        def __init__(self, total, **settings):
            self.total, self.name, self.come = total, settings["desc"], 0
            bars.append(self)

        def __enter__(self):
            return self

        def __exit__(self, *error):
            pass

        def update(self, more):
            self.come += more

    monkeypatch.setattr(datasets.console_bar, "bar", Bar)
    fashion(full=True)
    assert [bar.name for bar in bars] == served.asked
    assert all(bar.come == bar.total == len(served.content[bar.name]) for bar in bars)


def test_without_a_network_the_words_say_what_to_do(served, monkeypatch):
    monkeypatch.setattr(datasets, "SOURCE", "http://127.0.0.1:9/")
    with pytest.raises(NotFetched) as caught:
        fashion(full=True)
    words = str(caught.value)
    assert "fashion() without full=True needs no network" in words
    assert "train-images-idx3-ubyte.gz could not be fetched" in words and str(cached("").parent) in words


def test_without_a_network_a_good_cache_is_enough(served, monkeypatch):
    fashion(full=True)
    monkeypatch.setattr(datasets, "SOURCE", "http://127.0.0.1:9/")
    assert fashion(full=True)[0][0].shape == (7, 28, 28, 1)


@pytest.mark.parametrize("broken", [b"", b"not packed at all", "half"])
def test_a_broken_file_is_fetched_again(served, broken):
    fashion(full=True)
    path = cached("train-images-idx3-ubyte.gz")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if broken == "half" else broken)
    served.asked.clear()
    assert fashion(full=True)[0][0].shape == (7, 28, 28, 1)
    assert served.asked == ["train-images-idx3-ubyte.gz"]


def test_a_bad_answer_never_replaces_what_is_there(served):
    fashion(full=True)
    path = cached("t10k-labels-idx1-ubyte.gz")
    path.write_bytes(b"broken")
    served.content[path.name] = idx(np.array([9, 9, 9, 9, 9]))
    with pytest.raises(NotFetched, match="its checksum differs"):
        fashion(full=True)
    assert path.read_bytes() == b"broken" and not list(path.parent.glob("*.part"))
    del served.content[path.name]
    with pytest.raises(NotFetched, match="Not Found"):
        fashion(full=True)
    assert sorted(p.name for p in path.parent.iterdir()) == sorted(file.name for file in datasets._FILES)


def test_files_packed_otherwise_are_welcome(served):
    fashion(full=True)
    path = cached("train-images-idx3-ubyte.gz")
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()), compresslevel=9))
    served.asked.clear()
    fashion(full=True)
    assert served.asked == []


@pytest.mark.parametrize(
    ("platform", "variables", "folder"),
    [
        ("linux", {"CONVLIB_CACHE": "/mnt/class"}, "/mnt/class"),
        ("linux", {"HOME": "/home/ada"}, "/home/ada/.cache/convlib"),
        ("linux", {"HOME": "/home/ada", "XDG_CACHE_HOME": "/var/ada"}, "/var/ada/convlib"),
        ("darwin", {"HOME": "/Users/ada"}, "/Users/ada/Library/Caches/convlib"),
        ("win32", {"LOCALAPPDATA": "/C/Users/ada/AppData/Local"}, "/C/Users/ada/AppData/Local/convlib"),
    ],
)
def test_the_cache_folder_is_the_systems(monkeypatch, platform, variables, folder):
    for name in ("CONVLIB_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(datasets.sys, "platform", platform)
    assert datasets.cache_folder().as_posix() == folder


@pytest.mark.parametrize("folder", ["fashion-mnist", "digits"])
def test_each_set_has_its_licence_beside_it(folder):
    data = datasets.files("convlib") / "data" / folder
    assert "Copyright" in (data / "LICENSE").read_text(encoding="utf-8")
    assert "`LICENSE`" in (data / "README.md").read_text(encoding="utf-8")
