"""A lesson names the settings that stand open and the examples that are offered; a wrong name is refused."""

import json

import pytest
import traitlets

from convlib.pictures import samples
from convlib.widgets import SlidingWindow


def sliding(**settings):
    return SlidingWindow(samples.input_7x7, **settings)


def test_the_named_controls_travel_to_the_page_and_are_no_setting_of_the_reader():
    assert sliding().controls is None
    widget = sliding(controls=("stride", "padding", "stride"))
    assert widget.controls == ["stride", "padding"]
    assert json.loads(widget.page_state())["controls"] == ["stride", "padding"]
    assert "controls" not in widget.state
    widget.controls = []
    assert json.loads(widget.page_state())["controls"] == []


@pytest.mark.parametrize(
    ("controls", "message"),
    [
        (["strid"], r"'strid' is not a control of SlidingWindow: there are 'op', 'stride', 'padding', 'F'"),
        ("stride", "controls must be a list of names or None, not 'stride'"),
        (3, "controls must be a list of names or None, not 3"),
    ],
)
def test_a_wrong_control_is_refused_with_the_right_ones(controls, message):
    widget = sliding()
    with pytest.raises(traitlets.TraitError, match=message):
        widget.controls = controls
    assert widget.controls is None


def test_the_examples_are_those_that_are_named_in_that_order():
    every = [one["name"] for one in sliding().examples]
    assert len(every) == 15
    assert [one["name"] for one in sliding(examples=["Padding 1", "Stride 2"]).examples] == [
        "Padding 1",
        "Stride 2",
    ]
    assert sliding(examples=[]).examples == []
    with pytest.raises(traitlets.TraitError, match="'S22' is not an example of SlidingWindow: there are"):
        sliding(examples=["S22"])
