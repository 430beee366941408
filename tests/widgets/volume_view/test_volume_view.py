"""VolumeView: counts that are convlib's in Python and in Node, windows that are PyTorch's, code that runs."""

import base64
import json
import re
from math import prod
from pathlib import Path

import code_runs
import node
import numpy as np
import pytest
import torch
import traitlets

from convlib import DoesNotFit, conv, conv_shape
from convlib.network import Conv
from convlib.sizes import dense_parameters, locally_connected_parameters, parameters
from convlib.widgets import VolumeView
from convlib.widgets.volume_view.widget import EXAMPLES, LIMITS, SIZES

HERE = Path(__file__).parent
CASES = 3000
VIEW = {"look": "weights", "painted": 12, "flat": False, "turn": 38, "tilt": 16}

# Every number of the layers of S18, S28, S33 and S31 and of AlexNet's first, as counted elsewhere.
KNOWN = {
    "Six 5×5 filters": ((28, 28, 6), 4_704, 352_800, 456, 357_504, 14_455_392),
    "Ten 5×5 filters with padding 2": ((32, 32, 10), 10_240, 768_000, 760, 778_240, 31_467_520),
    "Five neurons for each region": ((28, 28, 5), 3_920, 294_000, 380, 297_920, 12_046_160),
    "The first layer of AlexNet": (
        (55, 55, 96),
        290_400,
        105_415_200,
        34_944,
        290_400 * 364,
        290_400 * (227 * 227 * 3 + 1),
    ),
    # A 1×1 filter on 64 slices has 64 weights.
    "1×1 filters through 64 slices": (
        (56, 56, 32),
        100_352,
        100_352 * 64,
        32 * 65,
        100_352 * 65,
        100_352 * (56 * 56 * 64 + 1),
    ),
}


def random_state(rng):
    return _state(rng, {"H1": 24, "W1": 24, "D1": 9, "K": 40, "F": 8, "S": 5, "P": 4})


def large_state(rng):
    return _state(rng, {"H1": 228, "W1": 228, "D1": 257, "K": 257, "F": 16, "S": 9, "P": 8})


def _state(rng, below):
    sizes = {name: int(rng.integers(name != "P", most)) for name, most in below.items()}
    neuron = {name: int(rng.integers(0, 30)) for name in ("row", "column", "map")}
    return sizes | neuron | VIEW


def shape_of(state):
    return state["H1"], state["W1"], state["D1"]


def expected(state):
    shape, (K, F, S, P) = shape_of(state), (state[name] for name in "KFSP")
    volume = conv_shape(shape, K, F, S, P)
    return {
        "H2": volume[0],
        "W2": volume[1],
        "neurons": prod(volume),
        "weights": parameters(F, shape[2], 1).weights,
        "macs": Conv(K, F, S, P).macs(shape),
        "shared": parameters(F, shape[2], K).total,
        "local": locally_connected_parameters(shape, K, F, S, P).total,
        "dense": dense_parameters(shape, prod(volume)).total,
    }


@pytest.fixture(scope="module")
def answered():
    rng = np.random.default_rng(28)
    states = [random_state(rng) for _ in range(CASES)] + [large_state(rng) for _ in range(CASES // 3)]
    return node.answered(HERE / "volume_view_answers.mjs", states)


def test_counts_and_refusals_in_javascript_are_convlibs(answered):
    fitting = 0
    for state, answer in answered:
        try:
            numbers = expected(state)
        except DoesNotFit as error:
            assert answer["message"] == str(error), state
            assert [one["words"] for one in answer["repairs"]] == [one.words for one in error.repairs]
        else:
            fitting += 1
            assert {name: answer[name] for name in numbers} == numbers, state
    assert fitting > 700


def test_the_ladder_says_the_exact_numbers_and_its_sums_are_true(answered):
    for state, answer in answered:
        if "message" in answer:
            continue
        numbers, ladder = expected(state), answer["ladder"]
        for rung in ladder["bars"]:
            assert rung["value"] == f"{numbers[rung['name']]:,}"
            sum_ = rung["sum"].replace(",", "").replace("·", "*")
            assert eval(sum_) == numbers[rung["name"]], (state, rung)
            assert 10 ** (rung["share"] * ladder["decades"]) == pytest.approx(numbers[rung["name"]])
            assert 0 <= rung["share"] <= 1
        # What sharing saves is the number of places, whatever the rest of the setting.
        assert numbers["local"] == numbers["shared"] * numbers["H2"] * numbers["W2"]
        assert f"Sharing saves another factor of {numbers['H2'] * numbers['W2']:,}: " in ladder["saved"]
        for letters, sum_ in answer["sums"]:
            left, right = sum_.replace("−", "-").replace("·", "*").split(" = ")
            assert eval(left) == int(right) == numbers["H2" if letters.startswith("H2") else "W2"]


def test_what_a_neuron_looks_at_is_what_pytorch_reads_for_it(answered):
    checked = 0
    for state, answer in answered[: CASES // 10]:
        if "message" in answer:
            continue
        H1, W1, D1 = shape_of(state)
        row, column = min(state["row"], answer["H2"] - 1), min(state["column"], answer["W2"] - 1)
        x = torch.zeros(1, D1, H1, W1, requires_grad=True)
        ones = torch.ones(1, D1, state["F"], state["F"])
        neuron = torch.conv2d(x, ones, stride=state["S"], padding=state["P"])[0, 0, row, column]
        neuron.backward()
        read = x.grad[0].nonzero()
        words = re.search(r"looks at (.*?)\. Its weights", answer["sentence"])[1]
        if len(read) == 0:
            assert words == "nothing but padding"
            continue
        count = int(words.split()[0].replace(",", ""))
        rows, columns = (re.search(rf"{axis} (\d+)(?: to (\d+))?", words) for axis in ("rows", "columns"))
        spans = [[int(one[1]), int(one[2] or one[1])] for one in (rows, columns)]
        assert count == len(read), state
        assert spans == [[int(axis.min()) + 1, int(axis.max()) + 1] for axis in (read[:, 1], read[:, 2])]
        zeros = re.search(r"and ([\d,]+) zeros? of the padding", words)
        assert (int(zeros[1].replace(",", "")) if zeros else 0) == state["F"] ** 2 * D1 - count
        checked += 1
    assert checked > 60


def test_the_lines_offered_as_code_run_and_agree():
    rng = np.random.default_rng(33)
    states = [random_state(rng) for _ in range(60)] + [large_state(rng) for _ in range(20)]
    states += [VolumeView(*layer).state for layer in EXAMPLES.values()]
    ran = 0
    for state, names in zip(states, code_runs.run_code("volume_view/code.mjs", states), strict=True):
        try:
            numbers = expected(state)
        except DoesNotFit:
            assert names is None
            continue
        volume = numbers["H2"], numbers["W2"], state["K"]
        wanted = volume, numbers["shared"], numbers["local"], numbers["dense"]
        assert [one["output"] for one in names] == [wanted, wanted], state
        ran += 1
    assert ran > 20


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_are_the_lectures_and_have_the_known_counts(name):
    widget = VolumeView(*EXAMPLES[name])
    output, *counts = KNOWN[name]
    assert widget.output == output
    assert list(widget.counts.values()) == counts
    assert list(widget.counts) == ["neurons", "macs", "shared", "local", "dense"]
    sizes = {key: widget.state[key] for key in SIZES}
    assert {"name": name, "state": sizes} in widget.examples


def test_a_setting_that_does_not_fit_has_words_instead_of_an_output():
    widget = VolumeView((224, 227, 3), 96, 11, 4)
    assert widget.output is widget.counts is None
    assert "a height of 224: (224 − 11 + 2·0)/4 + 1 = 217/4" in widget.refusal
    assert widget.refusal in widget.written()
    widget.H1 = 227
    assert widget.output == (55, 55, 96)
    assert widget.refusal == ""


def test_the_state_is_read_and_set_whole_or_not_at_all():
    widget = VolumeView((5, 9, 2), K=3, F=3, S=2, P=1, look="region")
    state = widget.state
    assert (state["H1"], state["W1"], state["D1"], state["look"]) == (5, 9, 2, "region")
    other = VolumeView()
    other.state = state
    assert other.state == state
    for wrong in ({"K": 4, "F": 99}, {"K": 4, "look": "all"}, {"K": 4, "W1": 2.5}, {"strange": 1}):
        with pytest.raises(traitlets.TraitError):
            other.state = wrong
        assert other.state == state


@pytest.mark.parametrize("shape", [32, (32, 32), (32, 32, 3, 1), "big"])
def test_a_shape_that_is_none_is_refused(shape):
    with pytest.raises(traitlets.TraitError, match="shape must be .H1, W1, D1."):
        VolumeView(shape)


def test_the_written_form_has_every_count():
    page = VolumeView(K=10, P=2, caption="S28 & more")._repr_mimebundle_()[0]["text/html"]
    cells = re.findall(r"<td>([^<]*)</td>", page)
    assert cells == [
        "32×32×3", "10 of 5×5×3", "1, 2", "32×32×10", "10,240", "768,000", "31,467,520", "778,240", "760",
    ]  # fmt: skip
    assert "S28 &amp; more" in page


def test_both_sides_have_the_same_limits():
    assert node.exported("volume_view/state.mjs")["LIMITS"] == LIMITS
    limits = ("size", "size", "depth", "filters", "window", "stride", "padding")
    for name, limit in zip(SIZES, limits, strict=True):
        assert VolumeView.class_traits()[name].max == LIMITS[limit]


def test_controls_that_do_not_exist_are_refused_with_those_that_do():
    assert VolumeView().controls is None
    assert json.loads(VolumeView(controls=[]).page_state())["controls"] == []
    with pytest.raises(traitlets.TraitError, match="'P', 'neuron', 'look', 'flat', 'angles', 'counts'"):
        VolumeView(controls=["colour"])


def small_layer():
    rng = np.random.default_rng(18)
    image = rng.integers(0, 256, (7, 9, 3)).astype(np.uint8)
    return image, conv(image, rng.normal(size=(4, 3, 3, 3)), stride=2)


def test_an_image_and_its_maps_travel_as_bytes_with_the_layer_they_are_of():
    image, maps = small_layer()
    widget = VolumeView(image=image, maps=maps, F=3, S=2)
    assert (widget.output, widget.K) == ((3, 4, 4), 4)
    painting = json.loads(widget.page_state())["painting"]
    assert painting["layer"] == {name: widget.state[name] for name in SIZES}
    sent = np.frombuffer(base64.b64decode(painting["image"]), np.uint8)
    np.testing.assert_array_equal(sent.reshape(image.shape), image)
    sent = np.frombuffer(base64.b64decode(painting["maps"]), np.uint8).reshape(4, 3, 4)
    shares = (np.moveaxis(sent, 0, -1).astype(float) - 128) / 127
    np.testing.assert_allclose(shares, maps / np.abs(maps).max(), atol=0.5 / 127)
    assert json.loads(VolumeView().page_state())["painting"] == {}
    grey = VolumeView(image=image[..., :1] / 255, F=3, S=2)
    assert len(base64.b64decode(grey.painting["image"])) == 7 * 9
    assert grey.painting["maps"] == ""


def test_maps_that_the_layer_does_not_give_are_refused():
    image, maps = small_layer()
    for given, message in (
        ({"image": image, "maps": maps, "F": 3}, "do not fit|maps is 3×4×4, but this layer gives 5×7×4"),
        ({"maps": maps}, "maps need the image"),
        ({"image": image, "maps": maps[..., 0], "F": 3}, r"maps has shape \(3, 4\)"),
        ({"image": image, "shape": (9, 9, 3)}, "leave out the shape"),
        ({"image": np.zeros((7, 9, 4)), "F": 3}, "image"),
    ):
        with pytest.raises(ValueError, match=message):
            VolumeView(**given)


def test_examples_are_chosen_by_name():
    (name, *_) = EXAMPLES
    assert [one["name"] for one in VolumeView(examples=[name]).examples] == [name]
    with pytest.raises(traitlets.TraitError, match="is not an example of VolumeView"):
        VolumeView(examples=["S18"])
