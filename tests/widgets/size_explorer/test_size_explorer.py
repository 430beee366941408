"""SizeExplorer's Python side: blocks in, blocks out, a summary that is convlib's, and code that runs."""

import json
import re

import chains
import code_runs
import node
import numpy as np
import pytest
from traitlets import TraitError

from convlib import (
    LRN,
    AvgPool,
    Concat,
    Conv,
    Dense,
    DoesNotFit,
    Dropout,
    GlobalAvgPool,
    MaxPool,
    Network,
    ReLU,
    max_pool,
)
from convlib.network.architectures import alexnet, lenet
from convlib.widgets import SizeExplorer
from convlib.widgets.size_explorer import layers_trait
from convlib.widgets.size_explorer import widget as size_explorer

CHAIN = (Conv(4, 3, stride=2, padding=1), MaxPool(3, stride=2), AvgPool(2, fit="ceil"), Dense(7, name="last"))
SHAPE = (21, 33, 3)


def test_blocks_go_in_and_come_back():
    widget = SizeExplorer(CHAIN, SHAPE)
    assert widget.layers == CHAIN
    assert str(widget.summary) == str(Network(CHAIN, SHAPE).summary())
    widget.layers = [*widget.layers, Dense(3)]
    assert [row.output for row in widget.summary.rows][-2:] == [(7,), (3,)]
    assert widget.initial["layers"] != widget.state["layers"]


def test_what_changes_no_size_is_left_out():
    widget = SizeExplorer([Conv(4, 3), ReLU(), LRN(), MaxPool(2, fit="floor"), Dropout(0.5), Dense(2)], SHAPE)
    assert widget.layers == (Conv(4, 3), MaxPool(2, fit="floor"), Dense(2))


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ([GlobalAvgPool()], "each layer must be a Conv, a MaxPool, an AvgPool or a Dense"),
        ([Concat([Conv(2, 1)], [Conv(2, 3)])], "each layer must be"),
        ([Conv(2, (3, 5))], "windows are square here"),
        ([Conv(2, 3, dilation=2)], "dilation, which cannot be set here"),
        ([Conv(2000, 3)], "K must be a whole number from 1 to 1024 here, not 2000"),
        ([Conv(2, 3)] * 25, "25 layers; there is room for 24"),
        ([Dense(2, name="one"), Dense(3, name="one")], "one is used twice"),
        ([Dense(2, name='x")\nimport os')], "name must be letters"),
        ([{"kind": "fc"}], "a layer of kind fc has kind, name, m"),
        ([{"kind": ["fc"], "name": "", "m": 1}], "kind must be one of"),
        ([{"kind": "fc", "name": "", "m": True}], "m must be a whole number"),
        ("Conv(6, 5)", "a list of layers"),
        ([7], "each layer must be"),
    ],
)
def test_what_has_no_place_is_refused_in_words(layers, words):
    with pytest.raises(TraitError, match=re.escape(words)):
        SizeExplorer(layers, SHAPE)


def test_controls_are_named_and_a_wrong_name_is_told_the_right_ones():
    assert SizeExplorer(CHAIN, SHAPE).controls is None
    lean = SizeExplorer(CHAIN, SHAPE, controls=["K", "fc"])
    assert json.loads(lean.page_state())["controls"] == ["K", "fc"]
    with pytest.raises(TraitError, match="'filters' is not a control of SizeExplorer: .*'K', 'F', 'stride'"):
        SizeExplorer(CHAIN, SHAPE, controls=["filters"])

    assert [one["name"] for one in SizeExplorer(examples=["LeNet"]).examples] == ["LeNet"]


@pytest.mark.parametrize("shape", [(0, 5, 3), (513, 5, 3), (5, 5), (5, 5, 3.5), (5, 5, 1025)])
def test_a_picture_out_of_range_is_refused(shape):
    with pytest.raises(TraitError, match="input_shape"):
        SizeExplorer(CHAIN, shape)


def test_a_chain_that_does_not_fit_has_convlibs_words_and_keeps_its_layers():
    widget = SizeExplorer([Conv(6, 5)] * 8, (32, 32, 3))
    with pytest.raises(DoesNotFit) as refused:
        Network(widget.layers, (32, 32, 3))
    assert widget.refusal == str(refused.value)
    assert widget.summary is None
    assert len(widget.layers) == 8
    # Without scripts the part that fits stands above the words.
    assert widget.written().count("Conv(6, 5)") == 8
    assert "is less than 5" in widget.written()
    widget.input_shape = (33, 33, 3)
    assert widget.refusal == ""
    assert widget.summary.rows[-1].output == (1, 1, 6)


def test_an_empty_chain_is_a_place_to_begin():
    widget = SizeExplorer()
    assert (widget.layers, widget.summary) == ((), None)
    assert widget.refusal == "there must be at least one layer"
    widget.layers = [Conv(6, 5)]
    assert widget.summary.parameters == 456


def test_state_is_read_and_set_and_half_a_mistake_changes_nothing():
    widget = SizeExplorer(CHAIN, SHAPE, picked=2)
    twin = SizeExplorer()
    twin.state = json.loads(json.dumps(widget.state))
    assert (twin.layers, twin.input_shape, twin.picked) == (CHAIN, SHAPE, 2)
    before = twin.state
    with pytest.raises(TraitError):
        twin.state = {"input_shape": (9, 9, 3), "layers": [{"kind": "fc", "name": "", "m": 0}]}
    assert twin.state == before


def test_the_picked_layer_stays_in_the_chain():
    widget = SizeExplorer(CHAIN, SHAPE, picked=4)
    widget.layers = CHAIN[:2]
    assert widget.picked == 2


def test_the_examples_are_the_lectures():
    shrink, lenet5, alex = [SizeExplorer() for _ in range(3)]
    for widget, example in zip((shrink, lenet5, alex), size_explorer.lecture_examples(), strict=True):
        widget.state = example["state"]
    sides = [row.output[0] for row in Network(shrink.layers[:7], shrink.input_shape).summary().rows]
    assert [32, *sides] == [32, 28, 24, 20, 16, 12, 8, 4]
    assert "is less than 5" in shrink.refusal
    assert lenet5.summary.parameters == Network(lenet(), (28, 28, 1)).summary().parameters
    # Section 3.5 of the paper, two groups; the same sums as in lesson 11.
    totals = alex.summary.neurons, alex.summary.parameters, alex.summary.macs
    assert totals == (659_272, 60_965_224, 724_406_816)
    assert [row.name for row in alex.summary.rows] == [
        row.name for row in Network(alexnet(), (227, 227, 3)).summary().rows
        if not row.name.startswith(("relu", "norm", "dropout"))
    ]  # fmt: skip


def test_limits_and_choices_are_the_pages():
    limits = {**size_explorer.LIMITS, **layers_trait.LIMITS}
    page = node.exported("size_explorer/state.mjs")
    assert set(page["COLUMNS"]) < set(size_explorer.CONTROLS)
    assert page["LIMITS"] == limits
    assert page["PRESETS"] == list(SizeExplorer.preset.values)


def test_the_photograph_is_a_small_square():
    picture = SizeExplorer(photo="astronaut").photo
    assert picture.startswith("data:image/jpeg;base64,")
    assert len(picture) < 20_000


def shapes_in(net, x):
    """What each layer of an nn.Sequential makes, paddings and flattenings left aside."""
    import torch

    made = []
    with torch.no_grad():
        for layer in net:
            x = layer(x)
            if type(layer).__name__ not in ("ReLU", "Flatten", "ZeroPad2d", "ConstantPad2d"):
                made.append(tuple(x.shape[1:]) if x.ndim == 2 else (*x.shape[2:], x.shape[1]))
    return made


def test_the_code_of_every_state_runs_and_both_give_the_same(capsys):
    import torch

    rng = np.random.default_rng(27)
    states = [chains.random_chain(rng) for _ in range(240)]
    states += [example["state"] for example in size_explorer.lecture_examples()]
    ran = 0
    for chain, names in zip(states, code_runs.run_code("size_explorer/code.mjs", states), strict=True):
        summary, refused = chains.fitting(chains.blocks(chain), chain["input_shape"])
        assert (names is None) == (refused is not None), chain
        if names is None:
            continue
        ran += 1
        ours, theirs = names
        kept = [row for row in ours["output"].rows if not row.name.startswith("relu")]
        assert [(row.name, row.output, row.parameters) for row in kept] == [
            (row.name, row.output, row.parameters) for row in summary.rows
        ]
        x = torch.zeros(1, chain["input_shape"][2], *chain["input_shape"][:2])
        assert shapes_in(theirs["net"], x) == [row.output for row in summary.rows], chain
        assert sum(p.numel() for p in theirs["net"].parameters()) == summary.parameters
    assert ran > 40
    assert "60,965,224 parameters" in capsys.readouterr().out


def test_the_pools_of_the_code_pad_as_convlib_does():
    """PyTorch pads with half a window at most; where convlib pads more, the lines pad by themselves."""
    import torch

    rng = np.random.default_rng(37)
    states = [
        {
            "input_shape": [9, 14, 2],
            "layers": [{"kind": "max", "name": "", "F": F, "S": S, "P": P, "fit": fit}],
        }
        for F in (2, 3, 5)
        for S in (1, 2, 3)
        for P in range(F)
        for fit in ("floor", "ceil")
    ]
    own = 0
    for chain, names in zip(states, code_runs.run_code("size_explorer/code.mjs", states), strict=True):
        x = rng.normal(size=(9, 14, 2)) - 5
        made = names[1]["net"](torch.from_numpy(x).permute(2, 0, 1)[None])
        (layer,) = chains.blocks(chain)
        pooled = max_pool(x, layer.F, stride=layer.stride, padding=layer.padding, fit=layer.fit)
        np.testing.assert_array_equal(code_runs.as_volume(made), pooled)
        own += "ConstantPad2d" in str(names[1]["net"])
    assert own > 10
