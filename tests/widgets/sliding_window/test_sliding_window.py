"""The widget's Python side: traits that hold, an output that is convlib's, the form a static page gets."""

import html
import json
import re
from html.parser import HTMLParser

import ipywidgets
import node
import numpy as np
import pytest
import traitlets

from convlib import avg_pool, conv, max_pool, relu
from convlib.pictures import samples
from convlib.widgets import ALL, SlidingWindow
from convlib.widgets.shared import modules
from convlib.widgets.sliding_window.widget import LIMITS

EXAMPLES = {one["name"]: one["state"] for one in SlidingWindow(samples.input_7x7).examples}

X = np.arange(5 * 8 * 3).reshape(5, 8, 3) % 7 - 3
FILTER = np.arange(27).reshape(3, 3, 3) % 5 - 2
BANK = np.arange(4 * 2 * 3 * 3).reshape(4, 2, 3, 3) % 11 - 5


def example(name):
    state = dict(EXAMPLES[name])
    return SlidingWindow(state.pop("x"), state.pop("filters"), **state)


def test_output_is_what_convlib_computes():
    widget = SlidingWindow(X, FILTER, bias=2, stride=1, padding=1)
    np.testing.assert_array_equal(widget.output, conv(X, FILTER[None], np.array([2]), stride=1, padding=1))
    widget.stride, widget.fit = 2, "floor"
    np.testing.assert_array_equal(widget.output, conv(X, FILTER[None], [2], stride=2, padding=1, fit="floor"))


@pytest.mark.parametrize(("op", "pool"), [("max", max_pool), ("avg", avg_pool)])
def test_a_pool_steps_by_its_window_unless_told(op, pool):
    widget = SlidingWindow(X[:4, :6], op=op, F=2)
    assert widget.stride == 2
    np.testing.assert_array_equal(widget.output, pool(X[:4, :6], 2))
    widget.stride = 1
    np.testing.assert_array_equal(widget.output, pool(X[:4, :6], 2, stride=1))


def test_a_setting_that_does_not_fit_has_words_instead_of_an_output():
    widget = SlidingWindow(samples.input_7x7, stride=3)
    assert widget.output is None
    assert "(7 − 3 + 2·0)/3 + 1 = 7/3" in widget.refusal
    widget.padding = 1
    assert widget.refusal == ""
    assert widget.output.shape == (3, 3, 1)


def test_output_can_be_observed_and_chained():
    first = SlidingWindow(samples.input_7x7, padding=1)
    second = SlidingWindow(np.zeros((7, 7)), op="max", F=3, stride=2)
    seen = []
    first.observe(lambda change: seen.append(change["new"]), "output")
    traitlets.dlink((first, "output"), (second, "x"))
    first.bias = 5
    assert first.bias == (5,)
    np.testing.assert_array_equal(second.output, max_pool(first.output, 3, stride=2))
    assert len(seen) == 1


def test_it_composes_with_stock_widgets():
    widget = SlidingWindow(samples.input_7x7)
    slider = ipywidgets.IntSlider(min=1, max=3)
    traitlets.link((slider, "value"), (widget, "stride"))
    assert ipywidgets.HBox([widget, slider]).children[0] is widget
    slider.value = 2
    assert widget.output.shape == (3, 3, 1)
    widget.stride = 1
    assert slider.value == 1


def test_a_change_from_the_page_arrives_whole():
    widget = SlidingWindow(samples.input_7x7)
    widget.set_state(
        {"x": X[..., :2].tolist(), "filters": [FILTER[..., :2].tolist()], "padding": 1, "position": 3}
    )
    np.testing.assert_array_equal(widget.output, conv(X[..., :2], FILTER[None, ..., :2], padding=1))
    assert widget.position == 3


def test_the_position_stays_inside_a_smaller_output():
    widget = SlidingWindow(samples.input_7x7, position=24)
    widget.stride = 2
    assert widget.position == 8
    # Set together, the position is held against the output that belongs to it.
    widget.state = {"position": 20, "stride": 1}
    assert widget.position == 20


def test_an_equal_array_tells_nobody():
    widget = SlidingWindow(X, FILTER)
    seen = []
    widget.observe(seen.append, "x")
    widget.x = X.copy()
    assert seen == []
    widget.x = X + 1
    assert len(seen) == 1


def test_the_readers_array_is_neither_shared_nor_changed():
    mine = X.copy()
    widget = SlidingWindow(mine, FILTER)
    mine[0, 0, 0] = 99
    assert widget.x[0, 0, 0] == X[0, 0, 0]
    with pytest.raises(ValueError, match="read-only"):
        widget.x[0, 0, 0] = 1


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"stride": 0}, "should not be less than 1"),
        ({"stride": 2.5}, "expected an int"),
        ({"padding": -1}, "should not be less than 0"),
        ({"op": "median"}, "any of \\['conv', 'max', 'avg'\\]"),
        ({"x": np.zeros((5, 8))}, "x has depth 1 and the filters have depth 3"),
        ({"x": np.zeros(5)}, "x must be .H, W. or .H, W, D. and not empty, not of shape .5,."),
        ({"x": np.zeros((0, 4, 3))}, "not empty"),
        ({"x": np.zeros((227, 227, 3))}, "x is 227×227×3; .* take a piece of it, such as x.:16, :16."),
        ({"x": np.full((2, 2, 3), np.nan)}, "finite numbers; it has 12 that are not"),
        ({"x": [["a"]]}, "must hold real numbers"),
        ({"x": [[1, 2], [3]]}, "x must be an array: its rows have different lengths"),
        ({"filters": None}, "array of numbers"),
        ({"filters": np.ones((5, 3, 3, 3))}, "filters holds 5 filters; there is room for 1 to 4"),
        ({"filters": np.ones((2, 3, 9, 3))}, "filters is 3×9×3"),
        ({"bias": [1, 2]}, "bias has 2 numbers, but there are 1 filters"),
        ({"bias": [[1]]}, "bias must be a number, or 1 to 4 of them"),
        ({"bias": np.inf}, "bias must hold numbers from −999 to 999"),
        ({"padding_mode": "wrap"}, "any of \\['zeros', 'reflect', 'replicate', 'same'\\]"),
        ({"show": ["all"]}, "show"),
    ],
)
def test_bad_values_are_refused_and_change_nothing(setting, message):
    widget = SlidingWindow(X, FILTER)
    before = widget.page_state()
    with pytest.raises(traitlets.TraitError, match=message):
        for name, value in setting.items():
            setattr(widget, name, value)
    assert widget.page_state() == before


def test_a_bank_of_rectangular_filters_paints_one_map_each():  # S18
    widget = SlidingWindow(X, BANK, bias=[1, 0, -2, 3], stride=2, padding=1, dilation=2, fit="floor")
    wanted = conv(X, BANK, [1, 0, -2, 3], stride=2, padding=1, dilation=2, fit="floor")
    np.testing.assert_array_equal(widget.output, wanted)
    assert widget.output.shape[2] == 4
    widget.relu = True
    np.testing.assert_array_equal(widget.output, relu(wanted))
    widget.relu, widget.flip = False, True
    turned = conv(X, BANK[:, ::-1, ::-1], [1, 0, -2, 3], stride=2, padding=1, dilation=2, fit="floor")
    np.testing.assert_array_equal(widget.output, turned)


@pytest.mark.parametrize(("mode", "theirs"), [("reflect", "reflect"), ("replicate", "edge")])
def test_borders_that_copy_the_input(mode, theirs):
    widget = SlidingWindow(X, FILTER, padding=2, padding_mode=mode, stride=2, fit="floor")
    bordered = np.pad(X, ((2, 2), (2, 2), (0, 0)), mode=theirs)
    np.testing.assert_array_equal(widget.output, conv(bordered, FILTER[None], stride=2, fit="floor"))


def test_what_cannot_be_mirrored_is_said():
    widget = SlidingWindow(X[:3], FILTER, padding=3, padding_mode="reflect")
    assert widget.output is None
    assert widget.refusal.startswith("padding 3 has nothing to mirror in a height of 3")


def test_a_filter_more_gets_a_bias_of_zero_and_one_number_is_for_all():
    widget = SlidingWindow(X, FILTER, bias=2)
    widget.filters = np.stack([FILTER, -FILTER])
    assert widget.bias == (2, 0)
    widget.bias = 5
    assert widget.bias == (5, 5)
    widget.filters = FILTER
    assert widget.bias == (5,)
    assert SlidingWindow(X, BANK, map=3).map == 3


def test_state_is_read_and_set_as_a_whole():
    widget, other = SlidingWindow(X, BANK, padding=1, show=["look"]), SlidingWindow(samples.input_7x7)
    state = json.loads(json.dumps(widget.state))
    other.state = state
    assert other.state == state
    np.testing.assert_array_equal(other.output, widget.output)
    other.state = {"stride": 2, "fit": "floor", "bias": [1, 2, 3, 4]}
    np.testing.assert_array_equal(other.output, conv(X, BANK, [1, 2, 3, 4], stride=2, padding=1, fit="floor"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"stride": 2, "padding": 9}, "padding"),
        ({"stride": 2, "x": [[1, 2], [3, 4]]}, "x has depth 1"),
        ({"stride": 2, "filters": [[1, 2], [3]]}, "filters must be an array: its rows"),
        ({"stride": 2, "bias": [1, 2, 3]}, "bias has 3 numbers"),
        ({"stride": 2, "colour": "red"}, "'colour' is not a setting of SlidingWindow: there are x, filters,"),
        ([1], "state must be a dict"),
    ],
)
def test_a_bad_state_names_what_is_wrong_and_changes_nothing(changes, message):
    widget = SlidingWindow(X, BANK, padding=1)
    before = widget.page_state()
    with pytest.raises(traitlets.TraitError, match=message):
        widget.state = changes
    assert widget.page_state() == before
    np.testing.assert_array_equal(widget.output, conv(X, BANK, padding=1))


def test_the_examples_are_the_lectures():
    shapes = {name: getattr(example(name).output, "shape", None) for name in list(EXAMPLES)[:9]}
    assert shapes == {
        "Stride 1": (5, 5, 1),  # S22
        "Stride 2": (3, 3, 1),  # S23
        "Stride 3 does not fit": None,  # S24
        "Padding 1": (7, 7, 1),  # S25
        "5×5 filter, padding 2: the size stays": (7, 7, 1),  # S26
        "Three slices, one sum": (3, 3, 1),  # S15
        "Two filters, two maps": (5, 5, 2),  # S17
        "Four filters, four maps": (5, 5, 4),  # S18
        "A single 1: the filter comes out rotated": (5, 7, 1),  # S21
    }
    assert example("Max pooling 2×2, stride 2").output[..., 0].tolist() == [[6, 8], [3, 4]]


def test_every_example_is_a_complete_setting():
    for state in EXAMPLES.values():
        assert set(SlidingWindow.settings) - set(state) == {"position", "counts", "matrix", "predict", "show"}
        assert len(state["bias"]) == len(state["filters"])


def test_an_impulse_shows_which_way_the_filter_lies():  # S21
    correlated = example("A single 1: the filter comes out rotated").output[1:4, 2:5, 0]
    convolved = example("True convolution: it comes out as it is").output[1:4, 2:5, 0]
    assert correlated.tolist() == [[9, 8, 7], [6, 5, 4], [3, 2, 1]]
    assert convolved.tolist() == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]


def test_same_and_padding_1_at_stride_2_have_one_shape_and_other_numbers():
    assert example("SAME at stride 2").output[..., 0].tolist() == [[45, 39], [66, 50]]
    assert example("Padding 1 at stride 2").output[..., 0].tolist() == [[10, 24], [51, 90]]


class Figure(HTMLParser):
    """The attributes of the figure and the cell texts of its tables."""

    def __init__(self, text):
        super().__init__()
        self.figure, self.tables, self._inside = {}, [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self._inside = tag
        if tag == "figure":
            self.figure = dict(attributes)
        if tag == "table":
            self.tables.append([])

    def handle_data(self, data):
        if self._inside == "td":
            self.tables[-1].append(data)


def page_form(widget):
    return widget._repr_mimebundle_()[0]["text/html"]


def test_the_page_form_carries_the_state_and_a_written_picture():
    widget = SlidingWindow(samples.pool_slice, op="max", caption="Max & more")
    figure = Figure(page_form(widget))
    state = json.loads(figure.figure["data-state"])
    assert state["x"] == samples.pool_slice.tolist()
    assert (state["op"], state["F"], state["stride"]) == ("max", 2, 2)
    assert figure.tables[-1] == ["6", "8", "3", "4"]
    assert ">Max &amp; more</figcaption>" in page_form(widget)
    # Some hosts strip scripts but keep their text: there must be none.
    assert "<script" not in page_form(widget)


def test_the_written_caption_is_true_of_what_is_written():
    widget = SlidingWindow(X, FILTER, caption="Stride 1")
    widget.state = {"position": 1, "map": 0, "predict": "value", "show": ["look"]}
    assert ">Stride 1</figcaption>" in page_form(widget)
    widget.stride = 2
    assert ">Started from: Stride 1</figcaption>" in page_form(widget)
    # Its Reset goes back to the start, in the page as well.
    assert json.loads(Figure(page_form(widget)).figure["data-state"])["initial"]["stride"] == 1
    widget.stride = 1
    assert ">Stride 1</figcaption>" in page_form(widget)


def test_the_page_form_is_the_same_on_every_build():
    assert page_form(SlidingWindow(X, FILTER)) == page_form(SlidingWindow(X, FILTER))


def test_the_written_picture_of_a_refusal_is_its_words():
    widget = SlidingWindow(samples.input_7x7, stride=3)
    assert html.escape(widget.refusal) in page_form(widget)


def test_every_joined_module_is_one_valid_module(tmp_path):
    for widget in ALL:
        module = tmp_path / f"{widget.module}.mjs"
        module.write_text(modules.joined_module(f"{widget.module}/widget.mjs"), encoding="utf-8")
        assert not re.search(r"^import ", module.read_text(encoding="utf-8"), re.MULTILINE)
        script = f"import m from {json.dumps(module.as_uri())}; console.log(typeof m.render)"
        assert node.output("--input-type=module", "-e", script).strip() == "function"


def test_an_import_that_cannot_be_joined_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(modules, "WIDGETS", tmp_path)
    (tmp_path / "odd.mjs").write_text('import * as all from "./other.mjs";\n')
    with pytest.raises(ValueError, match="odd.mjs has an import"):
        modules.joined_module("odd.mjs")


def test_both_sides_have_the_same_limits():
    assert node.exported("sliding_window/state.mjs")["LIMITS"] == LIMITS
