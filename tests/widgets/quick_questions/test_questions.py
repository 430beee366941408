"""The traits of QuickQuestions and ProgressView, and what they leave in the record."""

import base64
import json

import pytest
from traitlets import TraitError

from convlib.course import questions, record
from convlib.course.lessons import LESSONS
from convlib.widgets import ProgressView, QuickQuestions
from convlib.widgets.quick_questions.widget import filled


@pytest.fixture(autouse=True)
def own_record(tmp_path, monkeypatch):
    monkeypatch.setenv("CONVLIB_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.setattr(record, "_marked", set())


def figure(widget):
    data, _ = widget._repr_mimebundle_()
    return data["text/html"]


def test_what_the_page_answers_is_marked():
    widget = QuickQuestions("stride")
    widget.done = ["04_stride/question-reads"]
    widget.done = ["04_stride/question-reads", "04_stride/question-width"]
    assert record.done() == ["04_stride/question-reads", "04_stride/question-width"]
    assert QuickQuestions("stride").done == record.done()
    assert QuickQuestions("padding").done == []


def test_the_page_starts_from_nothing_whoever_builds_it():
    before = [figure(widget) for widget in (QuickQuestions("stride"), ProgressView())]
    record.mark("04_stride/question-reads")
    assert [figure(widget) for widget in (QuickQuestions("stride"), ProgressView())] == before


def test_questions_of_several_lessons_can_be_asked_together():
    widget = QuickQuestions(["conv/work", "stride/width"])
    assert widget.items == ["06_conv_layer/question-work", "04_stride/question-width"]
    sheet = json.loads(base64.b64decode(widget.sheet))
    assert [one["kind"] for one in sheet] == ["macs", "output_width"]


@pytest.mark.parametrize(
    ("which", "words"),
    [
        ("strides", "there is no lesson 'strides'; there are convnets, networks,"),
        (["stride/nothing"], "lesson 'stride' has no question 'nothing'; it has width,"),
        (["nothing"], "there is no lesson 'nothing'"),
    ],
)
def test_a_question_that_is_none_is_refused(which, words):
    with pytest.raises(ValueError, match=words):
        QuickQuestions(which)


def test_state_takes_what_a_reader_could_reach_and_nothing_else():
    widget = QuickQuestions("stride")
    widget.state = {"at": 2, "draws": [0, 5, 0, 1]}
    assert widget.state == {"at": 2, "draws": [0, 5, 0, 1]}
    for wrong in ({"at": 4}, {"at": -1}, {"draws": [1]}, {"draws": [0, 0, 0, -1]}, {"sheet": ""}):
        with pytest.raises(TraitError):
            widget.state = wrong
    assert widget.state == {"at": 2, "draws": [0, 5, 0, 1]}


@pytest.mark.parametrize("name", LESSONS)
def test_the_written_form_has_every_question_and_no_answer(name):
    widget = QuickQuestions(name)
    written = widget.written()
    assert [item for item in widget.items if f'data-progress="{item}"' in written] == widget.items
    assert "{" not in written
    for asked in questions.of_lesson(name):
        if isinstance(asked, questions.Choice):
            assert not any(option.said in written for option in asked.variants[0].options)
        else:
            assert asked.hint not in written


def test_sentences_are_filled_as_in_the_widget():
    assert filled("{n}, {x}, {row:th}", {"n": -1200, "x": [1, -2], "row": 2}) == "−1,200, 1, −2, third"


def test_the_view_writes_what_the_reader_clears_and_brings():
    record.mark("04_stride/question-width")
    view = ProgressView("stride")
    assert view.done == ["04_stride/question-width"]
    # Meanwhile an exercise is solved in another cell.
    record.mark("04_stride/width_after")
    view.done = [*view.done, "05_zero_padding/question-keep"]
    assert set(record.done()) == {
        "04_stride/question-width", "04_stride/width_after", "05_zero_padding/question-keep",
    }  # fmt: skip
    view.done = []
    assert record.done() == []


def test_the_view_in_words():
    record.mark("04_stride/question-width")
    lines = repr(ProgressView()).splitlines()
    assert len(lines) == len(LESSONS)
    assert lines[3].startswith("4 · Stride") and " 1 of " in lines[3]
    assert all(" 0 of " in line for line in lines[:3])


def test_a_lesson_that_is_none_is_refused():
    with pytest.raises(ValueError, match="there is no lesson 'nothing'"):
        ProgressView("nothing")
