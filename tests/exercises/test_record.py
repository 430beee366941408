"""The record of what is done: kept, merged and never lost, whatever becomes of its file."""

import json
import sys
from types import SimpleNamespace

import pytest

from convlib.course import record


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "data" / "progress.json"
    monkeypatch.setenv("CONVLIB_PROGRESS", str(path))
    monkeypatch.setattr(record, "_marked", set())
    return path


def forget():
    """What a new Python knows: nothing but the file."""
    record._marked.clear()


def test_what_is_marked_is_there_in_the_next_session(file):
    record.mark("stride/exercise-2")
    record.mark("conv/question-size")
    record.mark("stride/exercise-2")
    forget()
    assert record.done() == ["conv/question-size", "stride/exercise-2"]
    assert json.loads(file.read_text()) == {"format": record.FORMAT, "done": record.done()}
    assert [path.name for path in file.parent.iterdir()] == ["progress.json"]


def test_two_sessions_keep_what_the_other_has_done(file):
    record.mark("stride/exercise-1")
    forget()
    record.mark("stride/exercise-2")
    assert record.done() == ["stride/exercise-1", "stride/exercise-2"]


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", '{"done": []}', '{"format": 1, "done": ["x/y"]}', "\0"])
def test_a_broken_file_is_set_aside_and_not_lost(file, text):
    file.parent.mkdir()
    for number in (1, 2):
        file.write_text(text)
        assert record.done() == []
        assert file.with_name(f"progress-broken-{number}.json").read_text() == text
    file.write_bytes(b"\xff\xfe\x00bad")
    assert record.done() == []
    record.mark("stride/exercise-1")
    forget()
    assert record.done() == ["stride/exercise-1"]


def test_a_folder_that_takes_no_files_stops_nobody(file):
    file.parent.write_text("a file where a folder should be")
    record.mark("stride/exercise-1")
    assert record.done() == ["stride/exercise-1"]


def test_a_write_that_fails_leaves_the_old_file(file, monkeypatch):
    record.mark("stride/exercise-1")
    before = file.read_text()

    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr(record.os, "replace", full)
    record.mark("stride/exercise-2")
    assert file.read_text() == before
    assert list(file.parent.iterdir()) == [file]


def test_replace_forgets_what_was_there(file):
    record.mark("stride/exercise-1")
    record.replace({"conv/exercise-1"})
    forget()
    assert record.done() == ["conv/exercise-1"]


@pytest.mark.parametrize("name", ["Stride/x", "stride/", "a/b/c", "../x", "s" * 50 + "/x"])
def test_a_name_that_is_none_is_refused(file, name):
    with pytest.raises(ValueError, match="not a name"):
        record.mark(name)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nonsense", "not JSON"),
        ('{"format": "something else", "done": []}', "in this book"),
        (json.dumps({"format": record.FORMAT, "done": ["../etc"]}), "damaged"),
        (json.dumps({"format": record.FORMAT, "done": "stride/x"}), "damaged"),
        (json.dumps({"format": record.FORMAT, "done": [["stride/x"]]}), "damaged"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_text_that_is_no_record_says_so(text, words):
    with pytest.raises(record.NotARecord, match=words):
        record.from_text(text)


def test_a_text_and_back():
    names = {"stride/exercise-1", "conv/question-size"}
    assert record.from_text(record.to_text(names)) == names


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/convlib/progress.json"),
        ("linux", {}, "/home/me/.local/share/convlib/progress.json"),
        ("darwin", {}, "/home/me/Library/Application Support/convlib/progress.json"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/convlib/progress.json"),
    ],
)
def test_the_file_is_where_each_system_keeps_data(monkeypatch, platform, variables, expected):
    for name in ("CONVLIB_PROGRESS", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(record.sys, "platform", platform)
    monkeypatch.setattr(record.Path, "home", lambda: record.Path("/home/me"))
    assert record.place().as_posix() == expected


def test_in_a_browser_the_browser_keeps_it(file, monkeypatch):
    """The web worker's own names are played here; tests/browser has the real ones."""
    added = []
    monkeypatch.setattr(record.sys, "platform", "emscripten")
    monkeypatch.setitem(sys.modules, "convlib.course.record_browser", SimpleNamespace(add=added.append))
    browser = sys.modules["convlib.course.record_browser"]
    monkeypatch.setattr("convlib.course.record_browser", browser, raising=False)
    record.mark("stride/exercise-1")
    assert added == record.done() == ["stride/exercise-1"]
    assert not file.parent.exists()
