"""A prediction is declared in the lesson, refused where it contradicts itself, and its guess is kept."""

import json

import numpy as np
import pytest

from convlib.course import record
from convlib.exercise import predict


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("CONVLIB_PROGRESS", str(tmp_path / "progress.json"))
    forget()
    yield tmp_path / "progress.json"
    forget()


def forget():
    """As a new Python: what is known is in the file."""
    record._marked.clear()
    record._guessed.clear()


def test_what_is_asked_travels_to_the_page_in_plain_numbers():
    size = np.int64(28)
    shown = predict("conv/shape", shape=(size, 28, 10), slips={(np.int64(32), 32, 10): "Not padded."})
    state = json.loads(shown.page_state())
    assert state["item"] == "06_conv_layer/guess-shape"
    assert state["asked"]["right"] == [28, 28, 10]
    assert state["asked"]["slips"] == [[[32, 32, 10], "Not padded."]]
    assert "Your guess" in shown.written()


@pytest.mark.parametrize(
    ("declaration", "words"),
    [
        ({}, "asks for one of number, shape, choice, cell, words; it was given none"),
        ({"number": 5, "words": "five"}, r"it was given \['number', 'words'\]"),
        ({"number": 5, "slips": {5: "no"}}, "5 is right, so it cannot be a slip as well"),
        ({"number": float("nan")}, "is not a number"),
        ({"number": True}, "is not a number"),
        ({"shape": (1, 2), "about": True}, "only a number"),
        ({"choice": "Yes"}, "needs its options"),
        ({"choice": "Yes", "options": {"Yes": "so"}}, "two to four options"),
        ({"choice": "Yes", "options": {"No": "so", "Never": "so"}}, "'Yes' is one of them"),
        ({"words": " "}, "is not in words"),
        ({"cell": (5, 0), "of": (5, 5)}, "no cell of a grid"),
        ({"cell": (0, 0)}, "needs the size of its grid"),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(declaration, words):
    with pytest.raises(ValueError, match=words):
        predict("stride/places", **declaration)


@pytest.mark.parametrize(
    ("name", "words"), [("places", 'as in "stride/places"'), ("strides/places", "no lesson")]
)
def test_a_name_that_is_none_is_refused(name, words):
    with pytest.raises(ValueError, match=words):
        predict(name, number=5)


def test_a_guess_is_kept_in_the_file_and_shown_by_the_next_python(file):
    record.mark("04_stride/width_after")
    asked = predict("stride/places", number=5)
    asked.guesses = {asked.item: "4"}
    forget()
    assert predict("stride/places", number=5).guess == "4"
    assert record.done() == ["04_stride/width_after"]
    text = file.read_text("utf-8")
    assert record.from_text(text) == {"04_stride/width_after"}
    assert record.guesses_from_text(text) == {"04_stride/guess-places": "4"}


def test_a_guess_that_is_taken_back_is_forgotten():
    asked = predict("stride/places", number=5)
    asked.guesses = {asked.item: "4"}
    asked.guesses = {}
    forget()
    assert record.guesses() == {}


def test_what_is_done_later_leaves_guesses_alone_and_clearing_does_not():
    record.keep_guess("04_stride/guess-places", "4")
    forget()
    record.mark("04_stride/width_after")
    record.replace({"04_stride/left_edges"})
    assert record.guesses() == {"04_stride/guess-places": "4"}
    record.replace((), {})
    forget()
    assert (record.done(), record.guesses()) == ([], {})


@pytest.mark.parametrize("guesses", [["4"], {"../x": "4"}, {"a/b": 4}, {"a/b": "x" * 201}])
def test_a_record_with_guesses_that_are_none_is_refused(guesses):
    text = json.dumps({"format": record.FORMAT, "done": [], "guesses": guesses})
    with pytest.raises(record.NotARecord, match="guesses are not valid"):
        record.from_text(text)
