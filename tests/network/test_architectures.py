"""The architectures against their papers: every number of AlexNet's table, and SqueezeNet's 1,235,496."""

import pytest

from convlib.network import Network
from convlib.network.architectures import alexnet, lenet, squeezenet

# name: output, parameters grouped, ungrouped, neurons, MACs grouped, ungrouped, receptive field, jump
ALEXNET = {
    "conv1": ((55, 55, 96), 34_944, 34_944, 290_400, 105_415_200, 105_415_200, 11, 4),
    "pool1": ((27, 27, 96), 0, 0, 0, 0, 0, 19, 8),
    "conv2": ((27, 27, 256), 307_456, 614_656, 186_624, 223_948_800, 447_897_600, 51, 8),
    "pool2": ((13, 13, 256), 0, 0, 0, 0, 0, 67, 16),
    "conv3": ((13, 13, 384), 885_120, 885_120, 64_896, 149_520_384, 149_520_384, 99, 16),
    "conv4": ((13, 13, 384), 663_936, 1_327_488, 64_896, 112_140_288, 224_280_576, 131, 16),
    "conv5": ((13, 13, 256), 442_624, 884_992, 43_264, 74_760_192, 149_520_384, 163, 16),
    "pool5": ((6, 6, 256), 0, 0, 0, 0, 0, 195, 32),
    "fc6": ((4096,), 37_752_832, 37_752_832, 4_096, 37_748_736, 37_748_736, None, None),
    "fc7": ((4096,), 16_781_312, 16_781_312, 4_096, 16_777_216, 16_777_216, None, None),
    "fc8": ((1000,), 4_097_000, 4_097_000, 1_000, 4_096_000, 4_096_000, None, None),
}


@pytest.mark.parametrize(("size", "padding"), [(227, 0), (224, 2)])
@pytest.mark.parametrize("groups", [2, 1])
def test_alexnet_is_the_paper_s_table(size, padding, groups):
    summary = Network(alexnet(groups=groups, padding=padding), (size, size, 3)).summary()
    rows = {row.name: row for row in summary.rows}
    for name, (output, grouped, ungrouped, neurons, macs, all_macs, field, jump) in ALEXNET.items():
        row = rows[name]
        assert row.output == output
        assert row.parameters == (grouped if groups == 2 else ungrouped)
        assert row.neurons == neurons
        assert row.macs == (macs if groups == 2 else all_macs)
        assert row.receptive_field == (field and (field, field))
        assert row.jump == (jump and (jump, jump))
    # Every layer that learns or pools is in the table; the others add nothing to the totals.
    assert {name for name, row in rows.items() if row.parameters} <= ALEXNET.keys()
    assert summary.parameters == (60_965_224 if groups == 2 else 62_378_344)
    assert summary.neurons == 659_272
    assert summary.macs == (724_406_816 if groups == 2 else 1_135_256_096)


def test_alexnet_keeps_its_parameters_in_fc_and_its_work_in_conv():
    rows = Network(alexnet(), (227, 227, 3)).summary().rows
    fc = sum(row.parameters for row in rows if row.name.startswith("fc"))
    conv = sum(row.macs for row in rows if row.name.startswith("conv"))
    assert round(100 * fc / 60_965_224, 2) == 96.17
    assert round(100 * conv / 724_406_816, 2) == 91.91


def test_alexnet_does_not_fit_the_224_of_its_paper():
    sum_in_full = r"layer 1, Conv\(96, 11, stride=4\).*\(224 − 11 \+ 2·0\)/4 \+ 1 = 217/4"
    with pytest.raises(ValueError, match=sum_in_full):
        Network(alexnet(), (224, 224, 3))


def test_lenet_is_61706_parameters():
    summary = Network(lenet(), (28, 28, 1)).summary()
    by_hand = (5 * 5 + 1) * 6 + (5 * 5 * 6 + 1) * 16 + 401 * 120 + 121 * 84 + 85 * 10
    assert summary.parameters == by_hand == 61_706
    assert [row.output for row in summary.rows if row.name in ("conv1", "pool1", "conv2", "pool2")] == [
        (28, 28, 6), (14, 14, 6), (10, 10, 16), (5, 5, 16)
    ]  # fmt: skip


def test_squeezenet_is_release_1_1():
    summary = Network(squeezenet(), (227, 227, 3)).summary()
    assert summary.parameters == 1_235_496
    rows = {row.name: row for row in summary.rows}
    assert rows["pool1"].output == (56, 56, 64)
    assert rows["pool3"].output == (28, 28, 128)
    assert rows["pool5"].output == (14, 14, 256)
    assert rows["conv10"].output == (14, 14, 1000)
    assert rows["fire9/expand"].output == (14, 14, 512)
