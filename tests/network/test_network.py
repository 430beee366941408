"""Networks: shapes refused by name, numbers against the layers one by one and ONNX Runtime, files."""

import re

import numpy as np
import oracle
import pytest

import convlib
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
    layers,
)  # fmt: skip
from convlib.network.architectures import alexnet


def pictures(*shape, seed=0, dtype=np.float32):
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)


def lopsided(**settings):
    return Network(
        [
            Conv(4, 3, stride=2, padding=1, name="first"),
            ReLU(),
            Conv(6, (2, 3), groups=2, dilation=2),
            MaxPool(2, stride=1),
            Dense(7),
            ReLU(),
            Dense(5),
        ],
        (13, 17, 3),
        **settings,
    )


def test_a_network_is_its_layers_one_after_the_other():
    net = lopsided()
    x, p = pictures(4, 13, 17, 3), net.parameters
    p["first.bias"] += 0.5
    maps = layers.relu(layers.conv(x, p["first.filters"], p["first.bias"], stride=2, padding=1))
    maps = layers.conv(maps, p["conv2.filters"], p["conv2.bias"], groups=2, dilation=2)
    maps = layers.max_pool(maps, 2, stride=1)
    hidden = layers.relu(layers.fully_connected(maps.reshape(4, -1), p["fc1.weights"], p["fc1.bias"]))
    scores = layers.fully_connected(hidden, p["fc2.weights"], p["fc2.bias"])
    np.testing.assert_allclose(net.scores(x), scores, atol=1e-5)
    np.testing.assert_allclose(net.probabilities(x), layers.softmax(scores), atol=1e-6)
    np.testing.assert_array_equal(net.predict(x), scores.argmax(axis=1))
    seen = net.activations(x)
    assert list(seen) == net.names == ["first", "relu1", "conv2", "pool1", "fc1", "relu2", "fc2"]
    np.testing.assert_allclose(seen["pool1"], maps, atol=1e-5)
    np.testing.assert_allclose(seen["relu2"], hidden, atol=1e-5)
    # A single picture, and a crowd larger than what is looked at in one go.
    np.testing.assert_allclose(net.scores(x[1]), scores[1], atol=1e-5)
    assert isinstance(net.predict(x[1]), int)
    assert net.activations(x[1])["pool1"].shape == maps.shape[1:]
    crowd = np.tile(x, (40, 1, 1, 1))
    np.testing.assert_allclose(net.scores(crowd), np.tile(scores, (40, 1)), atol=1e-5)
    assert net.scores(x[:0]).shape == (0, 5)


def test_an_alexnet_in_small_is_what_onnx_runtime_computes():
    net = Network(
        [
            Conv(8, 5, stride=2), ReLU(), LRN(k=2.0, alpha=0.1), MaxPool(3, stride=2),
            Conv(6, 3, padding=1, groups=2), ReLU(), MaxPool(3, stride=2),
            Dense(9), ReLU(), Dropout(0.5), Dense(4),
        ],
        (33, 41, 4),
        seed=2,
    )  # fmt: skip
    x, p = pictures(2, 33, 41, 4), net.parameters
    maps = np.maximum(oracle.conv(x, p["conv1.filters"], p["conv1.bias"], stride=2), 0)
    maps = oracle.run("LRN", [oracle.channels_first(maps)], alpha=0.1 * 5, beta=0.75, bias=2.0, size=5)
    maps = oracle.max_pool(maps, (3, 3), stride=2)
    maps = oracle.conv(maps, p["conv2.filters"], p["conv2.bias"], padding=1, groups=2)
    maps = oracle.max_pool(np.maximum(maps, 0), (3, 3), stride=2)
    hidden = np.maximum(oracle.fully_connected(maps.reshape(2, -1), p["fc1.weights"], p["fc1.bias"]), 0)
    scores = oracle.fully_connected(hidden, p["fc2.weights"], p["fc2.bias"])
    np.testing.assert_allclose(net.scores(x), scores, rtol=1e-4, atol=1e-5)


EVERY_KIND = [
    Conv(4, 3, stride=2, padding=1),
    LRN(n=3, alpha=0.1),
    Concat([Conv(3, 1), ReLU()], [Conv(2, (3, 1), dilation=2), Conv(2, 3, padding=1)], name="both"),
    MaxPool(2, stride=1),
    AvgPool(2, fit="floor"),
]


@pytest.mark.parametrize(
    "blocks", [[*EVERY_KIND, Dense(7), ReLU(), Dense(5)], [*EVERY_KIND, Conv(5, 1), GlobalAvgPool()]]
)
def test_gradients_are_central_differences(blocks):
    # Two branches whose sizes differ are refused, so the second keeps the size by another way.
    blocks = list(blocks)
    blocks[2] = Concat([Conv(3, 1), ReLU()], [Conv(2, 5, dilation=2, padding=4)], name="both")
    net = Network(blocks, (9, 7, 3), dtype=np.float64)
    rng = np.random.default_rng(4)
    x, y = pictures(6, 9, 7, 3, dtype=np.float64), rng.integers(0, 5, 6)
    loss, gradients = net.loss_and_gradients(x, y)
    assert loss == pytest.approx(convlib.cross_entropy(net.scores(x), y)[0])
    assert gradients.keys() == net.parameters.keys()
    for name, numbers in net.parameters.items():
        assert gradients[name].shape == numbers.shape
        for _ in range(4):
            place = tuple(rng.integers(0, size) for size in numbers.shape)
            kept = numbers[place]
            numbers[place] = kept + 1e-6
            more, _ = net.loss_and_gradients(x, y)
            numbers[place] = kept - 1e-6
            less, _ = net.loss_and_gradients(x, y)
            numbers[place] = kept
            assert gradients[name][place] == pytest.approx((more - less) / 2e-6, abs=1e-7)


def test_lrn_by_hand():
    # Five maps of one pixel; every number is 1, and at the rim there are fewer neighbours.
    net = Network([LRN(n=3, k=1.0, alpha=1.0, beta=1.0)], (1, 1, 5))
    out = net.activations(np.ones((1, 1, 5)))["norm1"].ravel()
    np.testing.assert_allclose(out, [1 / (1 + 2), 1 / (1 + 3), 1 / (1 + 3), 1 / (1 + 3), 1 / (1 + 2)])


def test_dropout_drops_in_training_alone_and_keeps_the_mean():
    net = Network([Dropout(0.25), Dense(2)], (20, 30, 2))
    x = np.ones((1, 20, 30, 2))
    np.testing.assert_array_equal(net.activations(x)["dropout1"], x)
    out, _ = net.chain.forward(np.ones((2, 20, 30, 1)), net.parameters, np.random.default_rng(0), None)
    seen = {}
    net.chain.forward(np.ones((2, 20, 30, 1)), net.parameters, np.random.default_rng(0), seen.__setitem__)
    values, counts = np.unique(seen["dropout1"], return_counts=True)
    np.testing.assert_allclose(values, [0, 1 / 0.75])
    assert 0.2 < counts[0] / 1200 < 0.3
    assert out.shape == (2, 1)


def test_what_does_not_fit_names_itself_and_the_sum():
    with pytest.raises(DoesNotFit, match=r"layer 3, MaxPool\(3\), on 28×28×6: 3×3 windows at") as e:
        Network([Conv(6, 5), ReLU(), MaxPool(3)], (32, 32, 3))
    assert "(28 − 3 + 2·0)/3 + 1 = 28/3" in str(e.value)
    assert e.value.repairs
    with pytest.raises(ValueError, match=r"layer 2, Conv\(4, 3\), on 10: it needs a volume"):
        Network([Dense(10), Conv(4, 3)], (8, 8, 1))
    with pytest.raises(ValueError, match=r"groups is 2, but must divide the depth 3"):
        Network([Conv(4, 3, groups=2)], (8, 8, 3))
    with pytest.raises(ValueError, match=r"branches must make maps of one size, .* 8×8×2 and 6×6×3"):
        Network([Concat([Conv(2, 1)], [Conv(3, 3)])], (8, 8, 3))
    with pytest.raises(DoesNotFit, match=r"layer 1, Concat.*branch 2: layer 1, MaxPool\(3\)"):
        Network([Concat([Conv(2, 1)], [MaxPool(3)])], (8, 8, 3))


@pytest.mark.parametrize(
    ("blocks", "shape", "error", "words"),
    [
        ([], (8, 8, 1), ValueError, "at least one layer"),
        (["conv"], (8, 8, 1), TypeError, r"layer 1 must be a layer such as Conv\(6, 5\)"),
        ([Conv], (8, 8, 1), TypeError, "layer 1 must be a layer"),
        ([ReLU()], (8, 8), ValueError, r"input_shape must be \(H, W, D\)"),
        ([ReLU()], (8, 8, 0), ValueError, "input_shape must be 1 or more"),
        ([ReLU(name="a"), ReLU(name="a")], (8, 8, 1), ValueError, "two layers may not have the same name"),
    ],
)
def test_what_is_no_network_is_refused(blocks, shape, error, words):
    with pytest.raises(error, match=words):
        Network(blocks, shape)


def test_settings_that_are_none_are_refused():
    for make in (lambda: Conv(0, 3), lambda: Conv(4, 0), lambda: Dense(0), lambda: Dropout(1.0)):
        with pytest.raises(ValueError, match="must be"):
            make()
    with pytest.raises(TypeError, match="K must be a whole number"):
        Conv(2.0, 3)


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ((4, 17, 13, 3), r"x has shape \(4, 17, 13, 3\), but this network takes pictures of 13×17×3"),
        ((13, 17), r"\(13, 17\)"),
        ((4, 13, 17), r"\(4, 13, 17\)"),
    ],
)
def test_pictures_of_another_shape_are_refused(shape, words):
    with pytest.raises(ValueError, match=words):
        lopsided().scores(np.ones(shape))


def test_a_missing_depth_gets_advice():
    net = Network([Dense(2)], (4, 5, 1))
    with pytest.raises(ValueError, match=r"x\[..., np.newaxis\] gives it its depth of 1"):
        net.scores(np.ones((3, 4, 5)))


def test_the_summary_shows_itself():
    summary = lopsided().summary()
    text, html = str(summary), summary._repr_html_()
    assert "first  Conv(4, 3, stride=2, padding=1)" in text
    assert "Conv(6, (2, 3), dilation=2, groups=2)" in text
    row = summary.rows[2]
    # 7×9 after the first layer; 2×3 windows with dilation 2 span 3×5.
    assert row.output == (5, 5, 6)
    assert row.parameters == 6 * 2 * 3 * 2 + 6
    assert row.macs == 5 * 5 * 6 * (2 * 3 * 2)
    assert row.receptive_field == (3 + 2 * 2, 3 + 4 * 2)
    assert "7×11" in text
    # Five layers with a line of their own, the picture that goes in, and the total.
    assert html.count('<th scope="row"') == 5 + 2
    assert html.count('<th scope="col"') == 7
    assert "<caption>" in html
    assert f"{summary.parameters:,}" in html
    assert "all" in html


def test_a_shown_summary_folds_what_counts_nothing_and_changes_no_size():
    first = ReLU(), Conv(4, 3, name="first"), ReLU(), Dropout(0.5), MaxPool(2), ReLU()
    layers = [*first, Dense(7), ReLU(), Dense(3)]
    summary = Network(layers, (8, 8, 2)).summary()
    shown = re.findall(r'<th scope="row"[^>]*>(.*?)</th>', summary._repr_html_())
    shown = [re.sub("<[^>]*>", "", line) for line in shown]
    assert shown == [
        "input",
        "relu1 ReLU()",
        "first Conv(4, 3) → ReLU() → Dropout(0.5)",
        "pool1 MaxPool(2) → ReLU()",
        "fc1 Dense(7) → ReLU()",
        "fc2 Dense(3)",
        "total",
    ]
    assert "stands with the layer before it" in summary._repr_html_()
    assert "stands with" not in Network([Conv(4, 3)], (8, 8, 2)).summary()._repr_html_()
    # In a terminal every layer has its line.
    assert all(row.name in str(summary) for row in summary.rows)


def test_seeds_repeat():
    one, same, other = lopsided(seed=1), lopsided(seed=1), lopsided(seed=2)
    for name, numbers in one.parameters.items():
        np.testing.assert_array_equal(numbers, same.parameters[name])
    assert not np.array_equal(one.parameters["first.filters"], other.parameters["first.filters"])


def test_he_s_start_keeps_the_spread():
    net = Network([Conv(64, 3, padding=1), ReLU(), Conv(64, 3, padding=1)], (20, 24, 16))
    seen = net.activations(pictures(2, 20, 24, 16))
    assert 1.2 < seen["conv1"].std() < 1.6
    assert 1.1 < seen["conv2"].std() < 1.7
    assert net.parameters["conv1.filters"].std() == pytest.approx((2 / (9 * 16)) ** 0.5, rel=0.05)


def test_saved_and_loaded(tmp_path):
    net, other = lopsided(seed=1), lopsided(seed=2)
    net.save(tmp_path / "net.npz")
    x = pictures(3, 13, 17, 3)
    np.testing.assert_array_equal(other.load(tmp_path / "net.npz").scores(x), net.scores(x))
    with np.load(tmp_path / "net.npz", allow_pickle=False) as file:
        assert "first.filters" in file.files


def test_files_of_others_are_refused(tmp_path):
    path = tmp_path / "net.npz"
    net = lopsided()
    net.save(path)
    with pytest.raises(ValueError, match=r"another network: its layer 1 is first, Conv.*, ours conv1, "):
        Network([Conv(4, 3)], (13, 17, 3)).load(path)
    with pytest.raises(ValueError, match="another network: it takes pictures of 13×17×3, this one 13×17×1"):
        Network([Dense(4)], (13, 17, 1)).load(path)
    shorter = Network(net.chain.blocks[:-1], (13, 17, 3))
    with pytest.raises(ValueError, match="of another network: it has 7 layers, this one 6"):
        shorter.load(path)
    np.savez(tmp_path / "foreign.npz", a=np.ones(3))
    (tmp_path / "words.npz").write_text("not a file of numbers")
    (tmp_path / "cut.npz").write_bytes(path.read_bytes()[:300])
    np.savez(tmp_path / "pickled.npz", _network=np.array([{}], dtype=object))
    np.save(tmp_path / "array.npz.npy", np.ones(3))
    for name in ("foreign.npz", "words.npz", "cut.npz", "pickled.npz", "array.npz.npy"):
        with pytest.raises(ValueError, match="is not a file that Network.save wrote"):
            net.load(tmp_path / name)
    with np.load(path) as file:
        parts = dict(file)
    parts["first.bias"] = np.ones(3)
    np.savez(path, **parts)
    before = net.scores(pictures(1, 13, 17, 3))
    with pytest.raises(ValueError, match=r"is damaged: first.bias is not there as numbers of shape \(4,\)"):
        net.load(path)
    np.testing.assert_array_equal(net.scores(pictures(1, 13, 17, 3)), before)
    with pytest.raises(FileNotFoundError):
        net.load(tmp_path / "nowhere.npz")


def test_alexnet_looks_at_a_picture():
    scores = Network(alexnet(), (227, 227, 3)).scores(pictures(227, 227, 3))
    assert scores.shape == (1000,)
    assert np.isfinite(scores).all()
