"""Every widget shows the same in Firefox and WebKit as in Chromium, whatever a reader does to it."""

import functools

import pytest
from engines.transcript import differences, transcript

from convlib.course import questions, record

WIDGETS = {
    "sliding_window": "lessons/04_stride.html",
    "photo_filter": "lessons/03_sliding_a_filter.html",
    "volume_view": "lessons/07_brain_view.html",
    "size_explorer": "lessons/11_alexnet.html",
    # Numbers, cells to pick, and options.
    "quick_questions": "lessons/04_stride.html",
    "progress_view": "lessons/04_stride.html",
}
NAMES = [f"04_stride/question-{asked.id}" for asked in questions.of_lesson("stride")][:2]
FILES = {
    "a file that is no record": "one, two, three",
    "two questions of this lesson": record.to_text(NAMES),
    "one of another lesson": record.to_text([*NAMES, "99_later/something_new"]),
}


def written_down(engine, widget):
    selector, files = f'figure[data-widget="{widget}"] > .conv-widget', None
    if widget == "progress_view":
        selector, files = ".progress-panel.conv-board", FILES
    # A low window: what a test does not look at need not be drawn.
    engine.open(WIDGETS[widget], height=400)
    engine.settle()
    engine.wait_for(f"document.querySelector({selector!r})")
    # What a lesson folds away is walked through as well.
    engine.run("document.querySelector(args[0]).closest('figure')?.model.set('controls', null);", selector)
    return transcript(engine, selector, files)


@pytest.fixture(scope="module")
def reference(chromium):
    return functools.cache(lambda widget: written_down(chromium, widget))


@pytest.mark.parametrize("widget", WIDGETS)
def test_a_widget_shows_the_same_in_every_engine(other, reference, widget):
    """Words, inputs, shapes and canvases, after each control has been used; and the console is silent."""
    mine = written_down(other, widget)
    assert differences(mine, reference(widget)) == []
    assert other.complaints() == []


def test_a_transcript_walks_through_each_widget(reference):
    """The walk itself is no empty one: so much was done, and nearly every time something else was seen."""
    least = {
        "sliding_window": 140, "photo_filter": 85, "volume_view": 130, "size_explorer": 110,
        "quick_questions": 35, "progress_view": 7,
    }  # fmt: skip
    for widget, count in least.items():
        states = reference(widget)
        assert len(states) >= count, widget
        different = {(one["words"], one["inputs"], one["look"]) for one in states}
        assert len(different) >= count / 2, widget


def test_a_difference_is_told(reference):
    """One number, one class or one canvas that differs is found, and its state is named."""
    states = reference("photo_filter")
    for part, otherwise in {
        "words": "nothing",
        "look": "nothing",
        "inputs": "nothing",
        "canvases": [one | {"means": [0] * 64} for one in states[1]["canvases"]],
    }.items():
        (line,) = differences([states[0], states[1] | {part: otherwise}, *states[2:]], states)
        assert line.startswith(f"1 ({states[1]['done']}): {part}: ")
    assert "states, first apart" in differences(states[:-1], states)[0]
