"""The pretrained network against ONNX Runtime, on photographs of every kind, and its answers."""

import io
from importlib.resources import files

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

from convlib.network.pretrained import (
    class_names,
    classify,
    features,
    middle_square,
    prepare,
    trained_squeezenet,
)
from convlib.pictures import gallery
from convlib.pictures.samples import photo

DATA = files("convlib") / "data" / "squeezenet"


@pytest.fixture(scope="module")
def oracle():
    """SqueezeNet 1.1 as the authors' Caffe file has it, in ONNX: x (227, 227, 3) -> scores."""
    nodes, weights = [], []
    with (DATA / "squeezenet.npz").open("rb") as file:
        arrays = dict(np.load(file))

    def conv(x, name, stride=1, pad=0):
        filters = arrays[f"{name}/filters"].astype(np.float32).transpose(0, 3, 1, 2)
        weights.append(numpy_helper.from_array(np.ascontiguousarray(filters), f"{name}/w"))
        weights.append(numpy_helper.from_array(arrays[f"{name}/bias"].astype(np.float32), f"{name}/b"))
        inputs = [x, f"{name}/w", f"{name}/b"]
        nodes.append(helper.make_node("Conv", inputs, [f"{name}/sum"], strides=[stride] * 2, pads=[pad] * 4))
        nodes.append(helper.make_node("Relu", [f"{name}/sum"], [name]))
        return name

    def fire(x, name):
        squeezed = conv(x, f"{name}/squeeze1x1")
        expanded = [conv(squeezed, f"{name}/expand1x1"), conv(squeezed, f"{name}/expand3x3", pad=1)]
        nodes.append(helper.make_node("Concat", expanded, [name], axis=1))
        return name

    def pool(x, name):
        # Caffe rounds sizes up.
        nodes.append(
            helper.make_node("MaxPool", [x], [name], kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1)
        )
        return name

    x = pool(conv("input", "conv1", stride=2), "pool1")
    x = pool(fire(fire(x, "fire2"), "fire3"), "pool3")
    x = pool(fire(fire(x, "fire4"), "fire5"), "pool5")
    for number in (6, 7, 8, 9):
        x = fire(x, f"fire{number}")
    nodes.append(helper.make_node("GlobalAveragePool", [conv(x, "conv10")], ["mean"]))
    nodes.append(helper.make_node("Flatten", ["mean"], ["scores"]))
    graph = helper.make_graph(
        nodes,
        "SqueezeNet",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, [None, 3, 227, 227])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [None, 1000])],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 19)], ir_version=9)
    onnx.checker.check_model(model)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )

    def scores(x):
        (result,) = session.run(None, {"input": np.ascontiguousarray(x.transpose(2, 0, 1)[np.newaxis])})
        return result[0]

    return scores


@pytest.mark.parametrize("name", ["chelsea", "coffee", "astronaut", "camera", "brick"])
def test_scores_are_onnx_runtimes(oracle, name):
    x = prepare(photo(name))
    ours, theirs = trained_squeezenet().scores(x), oracle(x)
    np.testing.assert_allclose(ours, theirs, atol=2e-4 * np.abs(theirs).max())
    guesses = classify(photo(name))
    shares = np.exp(theirs - theirs.max(), dtype=np.float64)
    shares /= shares.sum()
    best = np.argsort(-theirs)[:5]
    assert [guess.name for guess in guesses] == [class_names()[k] for k in best]
    np.testing.assert_allclose([guess.share for guess in guesses], shares[best], rtol=2e-3)


def test_a_cup_of_coffee_and_a_cat():
    assert classify(photo("coffee"))[0].name == "espresso"
    assert classify(photo("coffee"))[0].share > 0.9
    assert classify(photo("chelsea"))[0].name == "Egyptian cat"
    assert {guess.name for guess in classify(photo("chelsea"), top=3)} == {
        "Egyptian cat",
        "tabby",
        "tiger cat",
    }


def test_the_weights_are_all_there():
    # PyTorch's documentation gives 1,235,496 parameters for its SqueezeNet 1.1.
    with (DATA / "squeezenet.npz").open("rb") as file:
        arrays = dict(np.load(file))
    assert sum(array.size for array in arrays.values()) == 1_235_496
    assert {array.dtype for array in arrays.values()} == {np.dtype(np.float16)}
    assert len(class_names()) == len(set(class_names())) == 1000
    # Places that every list of ImageNet's classes agrees on.
    known = {0: "tench", 281: "tabby", 285: "Egyptian cat", 967: "espresso", 999: "toilet tissue"}
    assert {k: class_names()[k] for k in known} == known


@pytest.mark.parametrize("licence", ["LICENSE.ndf", "LICENSE.squeezenet", "LICENSE.torchvision"])
def test_licences_lie_beside_the_weights(licence):
    assert licence in (DATA / "README.md").read_text(encoding="utf-8")
    assert "AS IS" in (DATA / licence).read_text(encoding="utf-8")


# ---- Any photograph ----


def a_photo(H=40, W=60):
    rng = np.random.default_rng(8)
    return rng.integers(0, 256, (H, W, 3), np.uint8)


@pytest.mark.parametrize(
    "shape", [(300, 451, 3), (451, 300, 3), (227, 227, 3), (1, 1, 3), (3, 900, 3), (7, 5, 1), (6, 9)]
)
def test_any_size_becomes_227(shape):
    seen = middle_square(np.full(shape, 90, np.uint8))
    assert seen.shape == (227, 227, 3) and seen.dtype == np.uint8 and (seen == 90).all()


def test_prepared_is_blue_first_and_centred():
    prepared = prepare(np.broadcast_to(np.array([200, 100, 50], np.uint8), (30, 50, 3)))
    assert prepared.shape == (227, 227, 3) and prepared.dtype == np.float32
    np.testing.assert_allclose(prepared[0, 0], [50 - 104.006, 100 - 116.669, 200 - 122.679], rtol=1e-6)


def test_the_square_is_cut_from_the_middle():
    wide = np.zeros((10, 30, 3), np.uint8)
    wide[:, 10:20] = 255
    assert (middle_square(wide) == 255).all()
    assert (middle_square(wide.transpose(1, 0, 2)) == 255).all()


def test_the_same_photograph_in_other_clothes():
    x = a_photo()
    seen = middle_square(x)
    opaque = np.concatenate([x, np.full((*x.shape[:2], 1), 255, np.uint8)], axis=-1)
    for same in (
        x / 255,
        (x / 255).astype(np.float32),
        x.astype(float),
        x.astype(np.uint16),
        x.astype(np.uint16) * 257,
        x.astype(int),
        x.tolist(),
        opaque,
        Image.fromarray(x),
    ):
        np.testing.assert_array_equal(middle_square(same), seen)


def test_grey_is_the_same_in_three_colours():
    grey = a_photo()[:, :, 0]
    three = np.repeat(grey[:, :, np.newaxis], 3, axis=-1)
    for same in (grey, grey[:, :, np.newaxis], Image.fromarray(grey)):
        np.testing.assert_array_equal(middle_square(same), middle_square(three))
    marks = grey > 100
    np.testing.assert_array_equal(middle_square(marks), middle_square(marks * np.uint8(255)))


def test_see_through_is_white():
    x = np.dstack([a_photo(), np.zeros((40, 60), np.uint8)])
    assert (middle_square(x) == 255).all()
    assert (middle_square(x / 255) == 255).all()
    half = np.dstack([np.zeros((40, 60, 3)), np.full((40, 60), 0.5)])
    assert abs(int(middle_square(half)[0, 0, 0]) - 127) <= 1
    grey = np.dstack([np.zeros((40, 60), np.uint8)] * 2)
    assert (middle_square(grey) == 255).all()


def test_a_file_and_a_turned_camera(tmp_path):
    x = a_photo()
    Image.fromarray(x).save(tmp_path / "flat.png")
    np.testing.assert_array_equal(middle_square(tmp_path / "flat.png"), middle_square(x))
    np.testing.assert_array_equal(middle_square(str(tmp_path / "flat.png")), middle_square(x))
    turned = Image.fromarray(np.rot90(x).copy())
    exif = turned.getexif()
    exif[0x0112] = 6  # "turn by 90° clockwise to see it upright"
    file = io.BytesIO()
    turned.save(file, "PNG", exif=exif)
    np.testing.assert_array_equal(middle_square(Image.open(file)), middle_square(x))


@pytest.mark.parametrize(
    ("wrong", "kind", "words"),
    [
        (np.zeros((2, 9, 9, 3)), ValueError, "photo[0] is one of the 2 pictures"),
        (np.zeros(9), ValueError, "photo has shape (9,), but a picture is (H, W, 3)"),
        (np.zeros((0, 9, 3)), ValueError, "photo has shape (0, 9, 3)"),
        (np.zeros((9, 9, 5)), ValueError, "photo has shape (9, 9, 5)"),
        (np.zeros((3, 9, 9)), ValueError, "photo.transpose(1, 2, 0) puts the colours last"),
        (np.full((9, 9, 3), np.nan), ValueError, "NaN or infinite"),
        (np.full((9, 9, 3), -1), ValueError, "photo has numbers from -1 to -1"),
        (np.full((9, 9, 3), 300), ValueError, "photo has numbers from 300 to 300"),
        (np.full((9, 9, 3), 300.0), ValueError, "0 to 255, or 0 to 1 as floats"),
        (np.full((9, 9, 3), 1j), TypeError, "photo must hold real numbers, not complex128"),
        (np.full((9, 9), "x"), TypeError, "photo must hold real numbers"),
        (None, TypeError, "photo must be an array of numbers, a file's path or bytes, an open file or a"),
        ("no such file.jpg", FileNotFoundError, "no such file.jpg"),
    ],
)
def test_what_is_no_photograph_is_refused(wrong, kind, words):
    with pytest.raises(kind) as caught:
        classify(wrong)
    assert words in str(caught.value)


def test_a_file_that_is_no_picture(tmp_path):
    (tmp_path / "notes.txt").write_text("a cat")
    with pytest.raises(ValueError, match=r"notes.txt is not a picture that can be read here"):
        classify(tmp_path / "notes.txt")
    file = io.BytesIO()
    Image.fromarray(a_photo(200, 300)).save(file, "JPEG")
    (tmp_path / "half.jpg").write_bytes(file.getvalue()[: len(file.getvalue()) // 2])
    with pytest.raises(ValueError, match=r"half.jpg is not a picture .* or it is damaged"):
        classify(tmp_path / "half.jpg")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "YCbCr", "I", "I;16", "F"])
def test_every_way_to_store_a_picture(mode):
    marks = np.uint8(255) * (a_photo()[:, :, 0] > 127)
    if mode in ("I", "I;16", "F"):
        kind, white = {"I": (np.int32, 257), "I;16": (np.uint16, 257), "F": (np.float32, 1)}[mode]
        picture = Image.fromarray(marks.astype(kind) * kind(white))
    else:
        picture = Image.fromarray(marks).convert("RGB").convert(mode)
    assert picture.mode == mode
    assert np.abs(middle_square(picture).astype(int) - middle_square(marks)).max() <= 2


@pytest.mark.parametrize(
    ("top", "kind"), [(0, ValueError), (1001, ValueError), (2.0, TypeError), (True, TypeError)]
)
def test_top_is_a_number_of_classes(top, kind):
    with pytest.raises(kind, match="top"):
        classify(a_photo(), top=top)


def test_the_photograph_stays_as_it_was():
    x = a_photo()
    before = x.copy()
    classify(x)
    np.testing.assert_array_equal(x, before)


# ---- What the answer looks like ----


def test_the_answer_prints_and_draws_itself():
    guesses = classify(photo("coffee"), top=3)
    first = str(guesses).splitlines()[0]
    assert first.startswith("espresso") and first.endswith("%") and len(str(guesses).splitlines()) == 3
    bundle = guesses._repr_mimebundle_()
    assert bundle["text/plain"] == repr(guesses) == str(guesses)
    assert 'aria-label="The network&#x27;s best guesses: espresso 9' in bundle["text/html"]


def test_a_network_of_your_own_leaves_the_answers_alone():
    before = classify(photo("coffee"))[0]
    own = trained_squeezenet()
    own.parameters["conv10.bias"][:] = np.arange(1000)
    assert classify(photo("coffee"))[0] == before
    assert np.argmax(own.scores(prepare(photo("coffee")))) == 999


def test_features_are_the_means_of_the_last_512_maps_at_length_1():
    pictures = [gallery.picture("eiffel_1"), photo("chelsea"), photo("camera")]
    given = features(pictures)
    assert given.shape == (3, 512)
    network = trained_squeezenet()
    for picture, features_of_it in zip(pictures, given, strict=True):
        seen = network.activations(prepare(picture))
        maps = seen[next(name for name in reversed(list(seen)) if seen[name].shape[-1] == 512)]
        means = maps.reshape(-1, 512).astype(float).mean(axis=0)
        assert np.allclose(features_of_it, means / np.sqrt(np.sum(means**2)), atol=1e-6)
