"""What a number sees through several layers, and what neurons would cost that share nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import Conv, DoesNotFit, dense_parameters, locally_connected_parameters, receptive_field
from convlib.network import Network
from convlib.network.architectures import alexnet

LAYERS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(0, 2), st.integers(1, 3)), max_size=4
)


def pixels_seen(layers, neuron):
    """The same by walking back: from one neuron to the windows below it, layer by layer, down to pixels."""
    seen = {neuron}
    for F, S, P, dilation in reversed(layers):
        seen = {stop * S - P + tap * dilation for stop in seen for tap in range(F)}
    return seen


# Backwards, a window that leaves gaps (stride above extent) sees less than the stretch it spans.
@given(LAYERS, st.integers(0, 5))
def test_the_first_and_the_last_pixel_are_found_by_walking_back(layers, neuron):
    size, jump, start = receptive_field(layers)
    seen = pixels_seen(layers, neuron)
    assert (min(seen), max(seen)) == (start + neuron * jump, start + neuron * jump + size - 1)


def test_no_layer_sees_its_own_pixel():
    assert receptive_field([]) == (1, 1, 0)


def test_extent_alone_means_stride_1_without_padding():
    assert receptive_field([(3,), (5,)]) == receptive_field([(3, 1), (5, 1, 0)]) == (3 + 4, 1, 0)


def test_dilation_spreads_a_window():  # three windows of 3 at dilations 1, 2 and 4, as in WaveNet and PyTorch
    assert receptive_field([(3, 1, 0, 1), (3, 1, 0, 2), (3, 1, 0, 4)]) == (1 + 2 + 4 + 8, 1, 0)
    net = Network([Conv(2, 3, padding=2, dilation=2), Conv(2, 3, stride=2, dilation=4)], (21, 21, 1))
    (last,) = net.summary().rows[-1:]
    found = receptive_field([(3, 1, 2, 2), (3, 2, 0, 4)])
    assert last.receptive_field == (found.size,) * 2 and last.jump == (found.jump,) * 2


def test_numbers_change_for_pixels_within_the_field_alone():
    # SciPy does the layers here; weights are positive, so that no change can cancel.
    from scipy.signal import correlate

    rng = np.random.default_rng(32)
    layers = [(5, 2, 1), (3, 1, 2), (2, 3, 0)]
    filters = [rng.uniform(1, 2, F) for F, _, _ in layers]

    def through(x):
        for (_, S, P), weights in zip(layers, filters, strict=True):
            x = correlate(np.pad(x, P), weights, "valid")[::S]
        return x

    size, jump, start = receptive_field(layers)
    picture = rng.uniform(size=57)
    before = through(picture)
    for pixel in range(57):
        changed = picture.copy()
        changed[pixel] += 1
        sees = [start + i * jump <= pixel < start + i * jump + size for i in range(len(before))]
        assert np.array_equal(through(changed) != before, sees)


def test_alexnet_as_published():
    layers = [(11, 4), (3, 2), (5, 1, 2), (3, 2), (3, 1, 1), (3, 1, 1), (3, 1, 1), (3, 2)]
    found = [receptive_field(layers[:n])[:2] for n in range(1, 9)]
    assert found == [(11, 4), (19, 8), (51, 8), (67, 16), (99, 16), (131, 16), (163, 16), (195, 32)]


def test_the_summary_of_a_network_says_the_same():
    rows = Network(alexnet(), (227, 227, 3)).summary().rows
    (pool5,) = [row for row in rows if row.name == "pool5"]
    assert pool5.receptive_field == (195, 195) and pool5.jump == (32, 32)


@pytest.mark.parametrize("layer", [3, (), (3, 1, 0, 1, 1), None, "3"])
def test_what_is_no_layer_is_refused(layer):
    with pytest.raises(ValueError, match=r"must be \(F,\), \(F, S\), \(F, S, P\) or \(F, S, P, dilation\)"):
        receptive_field([(3, 1), layer])


@pytest.mark.parametrize("layers", [3, None, "3", 3.5])
def test_what_is_no_list_of_layers_is_refused(layers):
    with pytest.raises(ValueError, match=r"layers must be a list such as \[\(3, 1\), \(2, 2\)\], not"):
        receptive_field(layers)


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        ((0, 1), "F must be 1"),
        ((3, 0), "S must be 1"),
        ((3, 1, -1), "P must be 0"),
        ((3, 1, 0, 0), "dilation must be 1"),
    ],
)
def test_settings_out_of_range_are_refused(layer, words):
    with pytest.raises(ValueError, match=words):
        receptive_field([layer])


# Parameters without sharing


def test_the_ladder_of_the_lecture():  # S28, S12
    assert dense_parameters((32, 32, 3), 32 * 32 * 10).total == 10_240 * (3_072 + 1) == 31_467_520
    assert locally_connected_parameters((32, 32, 3), K=10, F=5, P=2).total == 10_240 * (75 + 1) == 778_240


def test_the_other_published_ladders():  # S18, S33
    assert locally_connected_parameters((32, 32, 3), K=6, F=5).total == 357_504
    assert dense_parameters((32, 32, 3), 28 * 28 * 6).total == 14_455_392
    assert locally_connected_parameters((32, 32, 3), K=5, F=5).total == 297_920
    assert dense_parameters((32, 32, 3), 28 * 28 * 5).total == 12_046_160


def test_a_lopsided_layer():
    # 9×14 under 3×4 windows at stride 2 with padding 1 is 5×7, times 4 maps.
    counts = locally_connected_parameters((9, 14, 3), K=4, F=(3, 4), S=2, P=1)
    assert counts == (5 * 7 * 4 * 3 * 4 * 3, 5 * 7 * 4, 5 * 7 * 4 * 37)
    assert dense_parameters((9216,), 4096) == (9216 * 4096, 4096, 37_752_832)


def test_refusals():
    with pytest.raises(DoesNotFit):
        locally_connected_parameters((7, 7, 1), K=2, F=3, S=3)
    with pytest.raises(ValueError, match="m must be 1 or more"):
        dense_parameters((3, 3, 1), 0)
    with pytest.raises(TypeError, match="shape must be a whole number"):
        dense_parameters((3, 2.5), 4)
