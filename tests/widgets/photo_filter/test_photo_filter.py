"""PhotoFilter: its maps are convlib's on whole photographs, its lines run, its page form is whole."""

import base64
import io
import json
import re
from pathlib import Path

import node
import numpy as np
import pytest
from code_runs import as_volume, code_of, run_code
from PIL import Image
from png_files import CHANNELS, KINDS, exif, png
from scipy.signal import correlate2d
from traitlets import TraitError

from convlib.pictures import samples
from convlib.pictures.pixels import pixels_of
from convlib.widgets import PhotoFilter
from convlib.widgets.photo_filter import widget as photo_filter

HERE = Path(__file__).parent


def lopsided(H=47, W=61):
    return np.random.default_rng(20).integers(0, 256, (H, W, 3)).astype(np.uint8)


def random_widget(rng, k):
    photo = [*(one.name for one in samples.photos()), lopsided()][k % 6]
    F = int(rng.choice([3, 5]))
    return PhotoFilter(
        photo,
        rng.integers(-9, 10, (F, F)),
        normalise=bool(rng.integers(2)),
        bias=float(rng.integers(-200, 200)) / 4,
        channels=["all", "red", "green", "blue", "red-blue", "each"][k // 2 % 6],
        padding=str(rng.choice(["none", "zero"])),
        stride=int(rng.integers(1, 5)),
        relu=bool(rng.integers(2)),
        pool=str(rng.choice(["none", "max", "avg"])),
        F=int(rng.integers(2, 9)),
    )


@pytest.fixture(scope="module")
def widgets():
    rng = np.random.default_rng(20)
    return [random_widget(rng, k) for k in range(24)]


def test_whole_maps_are_convlibs(widgets, tmp_path):
    questions = []
    for widget in widgets:
        H, W, _ = widget.pixels.shape
        rgba = np.dstack([widget.pixels, np.full((H, W), 255, np.uint8)])
        text = base64.b64encode(rgba.tobytes()).decode()
        questions.append({"rgba": text, "rows": H, "cols": W, "state": widget.state})
    answers = node.output(HERE / "photo_answers.mjs", tmp_path / "values", input=json.dumps(questions))
    values, at = np.fromfile(tmp_path / "values", np.float32), 0
    for widget, answer in zip(widgets, json.loads(answers), strict=True):
        shape = answer["depth"], answer["rows"], answer["cols"]
        maps = np.moveaxis(values[at : at + answer["count"]].reshape(shape), 0, -1)
        at += answer["count"]
        output = widget.output
        assert maps.shape == output.shape, widget
        np.testing.assert_allclose(maps, output, rtol=1e-6, atol=1e-4, err_msg=repr(widget))
        # The colour scale ends where 199 in 200 values lie within, and says when it clips the rest.
        assert np.mean(np.abs(output) <= answer["largest"] * (1 + 1e-6)) >= 0.995
        assert answer["clipped"] == bool(np.abs(maps).max() > answer["largest"])
        assert answer["negative"] == bool((maps < 0).any())


def test_one_filter_through_depth_gives_one_map_and_each_channel_by_itself_three():
    x, filter = lopsided().astype(float), np.arange(9).reshape(3, 3) - 2
    red, green, blue = (correlate2d(x[..., d], filter, "valid") for d in range(3))
    widget = PhotoFilter(lopsided(), filter, bias=7)
    np.testing.assert_allclose(widget.output[..., 0], red + green + blue + 7)
    widget.channels = "red-blue"
    np.testing.assert_allclose(widget.output[..., 0], red - blue + 7)
    widget.state = {"channels": "each", "normalise": True}
    np.testing.assert_allclose(widget.output[..., 1], green / 18 + 7)
    widget.state = {"padding": "zero", "relu": True, "pool": "avg", "F": 4, "channels": "blue"}
    padded = np.maximum(correlate2d(x[..., 2], filter, "same") / 18 + 7, 0)
    blocks = padded[:44, :60].reshape(11, 4, 15, 4)
    np.testing.assert_allclose(widget.output[..., 0], blocks.mean((1, 3)))


def test_weights_that_add_up_to_0_stay_as_they_are():
    widget = PhotoFilter("brick", samples.FILTERS["edges"], normalise=True)
    np.testing.assert_array_equal(widget.weights[..., 0], samples.FILTERS["edges"])


def test_the_presets_are_convlibs_filters():
    for name, weights in samples.FILTERS.items():
        widget = PhotoFilter("brick", **PhotoFilter("brick").presets[name])
        np.testing.assert_allclose(widget.weights[..., 0], weights, atol=1e-15)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"photo": "dog"}, "chelsea"),
        ({"photo": "given"}, "no picture was given"),
        ({"filter": np.ones((4, 4))}, "filter must be 3×3 or 5×5 here, not 4×4"),
        ({"filter": np.ones((3, 5))}, "3×5"),
        ({"filter": np.full((3, 3), 1e4)}, "from −999 to 999"),
        ({"filter": np.full((3, 3), np.nan)}, "finite"),
        ({"stride": 5}, "stride"),
        ({"F": 1}, "F"),
        ({"pool": "min"}, "pool"),
        ({"channels": "infrared"}, "channels"),
        ({"position": [1]}, "position"),
        ({"position": [-1, 0]}, "position"),
        ({"relu": "yes"}, "relu"),
    ],
)
def test_bad_values_are_refused_and_change_nothing(setting, message):
    widget = PhotoFilter()
    before = widget.state
    with pytest.raises(TraitError, match=message):
        widget.state = {"bias": 3.0, **setting}
    assert widget.state == before


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.zeros((30, 60, 3)), "photo is 30×60, but each side must have 40 pixels or more"),
        (np.zeros((60, 900, 3)), "photo is 34×512 when its longer side is brought to 512, but each side"),
        (np.zeros((60, 60, 5)), "photo has shape"),
        (np.full((60, 60), 256), "photo has numbers from 256 to 256"),
        (np.full((60, 60), np.nan), "NaN"),
    ],
)
def test_an_array_that_is_no_photograph_is_refused(array, message):
    with pytest.raises(ValueError, match=message):
        PhotoFilter(array)


def test_a_grey_array_is_a_photograph_of_three_equal_slices():
    grey = lopsided()[..., 0]
    widget = PhotoFilter(grey)
    np.testing.assert_array_equal(widget.pixels, np.dstack([grey] * 3))
    assert widget.photo == "given"


def decoded(address):
    return np.array(Image.open(io.BytesIO(base64.b64decode(address.split(",")[1]))))


def test_in_jupyter_the_picture_follows_the_photographs_name():
    widget = PhotoFilter("coffee")
    np.testing.assert_array_equal(decoded(widget.picture["coffee"]), samples.photo("coffee"))
    widget.photo = "brick"
    np.testing.assert_array_equal(decoded(widget.picture["brick"]), samples.photo("brick"))


def page_form(widget):
    return widget._repr_mimebundle_()[0]["text/html"]


def test_a_photograph_of_the_book_is_published_once_and_a_given_one_travels_with_the_page():
    assert set(PhotoFilter.files) == {f"photos/{photo.name}.png" for photo in samples.photos()}
    assert all(path.is_file() for path in PhotoFilter.files.values())
    assert "picture" not in json.loads(PhotoFilter("astronaut").page_state())
    state = json.loads(PhotoFilter(lopsided()).page_state())
    np.testing.assert_array_equal(decoded(state["picture"]["given"]), lopsided())


def test_without_scripts_the_page_shows_photograph_filter_and_map():
    form = page_form(PhotoFilter("coffee", samples.FILTERS["blur"] * 9, normalise=True, bias=2))
    assert form == page_form(PhotoFilter("coffee", samples.FILTERS["blur"] * 9, normalise=True, bias=2))
    photo, painted = (decoded(address) for address in re.findall(r'src="([^"]*)"', form))
    assert np.abs(photo.astype(int) - samples.photo("coffee")).mean() < 5
    assert painted.shape == (211, 318, 3)
    assert re.findall(r"<td>(.*?)</td>", form) == ["0.1111"] * 9
    assert "a cup of coffee" in form
    assert len(form) < 60_000
    assert "<script" not in form


def test_both_sides_have_the_same_choices_shares_and_limits():
    state = node.exported("photo_filter/state.mjs")
    assert state["LIMITS"] == photo_filter.LIMITS
    assert {name: tuple(shares) for name, shares in state["SHARES"].items()} == photo_filter.SHARES
    traits = {"CHANNELS": "channels", "PAINTS": "paint", "PADDINGS": "padding", "POOLS": "pool"}
    for name, trait in traits.items():
        assert [key for key, _ in state[name]] == list(getattr(PhotoFilter, trait).values)


def test_its_lines_run_and_compute_the_map(widgets):
    shipped = [widget for widget in widgets if widget.photo != "given"]
    for widget, (convlib, pytorch) in zip(
        shipped, run_code("photo_filter/code.mjs", [widget.state for widget in shipped]), strict=True
    ):
        np.testing.assert_allclose(convlib["output"], widget.output, atol=1e-9)
        np.testing.assert_allclose(as_volume(pytorch["output"]), widget.output, atol=1e-9)


def test_the_lines_for_a_readers_own_picture_open_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = 'my "best" picture\\🐈.png'
    Image.fromarray(lopsided(470, 610)).save(name)
    Image.fromarray(lopsided(470, 610)).save("my_picture.png")
    widget = PhotoFilter(lopsided(470, 610), stride=2)
    # 512 wide and, in proportion, 394 high.
    assert widget.pixels.shape == (394, 512, 3)
    for file in (name, ""):
        own = widget.state | {"photo": "own", "file": file}
        ((convlib, pytorch),) = run_code("photo_filter/code.mjs", [own])
        np.testing.assert_allclose(convlib["output"], widget.output, atol=1e-9)
        np.testing.assert_allclose(as_volume(pytorch["output"]), widget.output, atol=1e-9)


def test_the_lines_for_a_given_picture_read_it_as_the_widget_did():
    lines = code_of("photo_filter/code.mjs", [PhotoFilter(lopsided() / 255).state])[0]["convlib"]
    names = {"picture": lopsided() / 255}
    exec(lines, names)
    np.testing.assert_allclose(names["output"], PhotoFilter(lopsided()).output, atol=1e-9)


def test_a_page_opens_every_kind_of_png_as_python_does(tmp_path):
    rng = np.random.default_rng(20)
    paths = []

    def keep(content):
        paths.append(tmp_path / f"{len(paths)}.png")
        paths[-1].write_bytes(content)

    for colour, depth in KINDS:
        for size, interlaced in (((47, 61), False), ((53, 41), True), ((53, 530), False), ((700, 60), True)):
            samples = rng.integers(0, 2**depth, (*size, CHANNELS[colour]))
            palette = [("PLTE", rng.bytes(3 * 2**depth)), ("tRNS", rng.bytes(2 ** (depth - 1)))]
            before = palette if colour == 3 else []
            keep(png(samples, depth, colour, interlaced=interlaced, filters=range(5), before=before))
    for colour, depth in ((0, 1), (0, 8), (0, 16), (2, 8)):
        samples = rng.integers(0, 2**depth, (47, 61, CHANNELS[colour]))
        key = b"".join(int(k).to_bytes(2, "big") for k in samples[7, 9])
        keep(png(samples, depth, colour, before=[("tRNS", key)]))
    for orientation in range(10):
        samples = rng.integers(0, 256, (47, 561, 3))
        keep(png(samples, 8, 2, after=[("eXIf", exif(orientation, "<>"[orientation % 2]))]))
    keep(png(rng.integers(0, 256, (60, 70, 3)), 8, 2, before=[("gAMA", (100_000).to_bytes(4, "big"))]))
    sizes = json.loads(
        node.output(HERE / "photo_files.mjs", tmp_path / "pixels", input=json.dumps(list(map(str, paths))))
    )
    values, at = np.fromfile(tmp_path / "pixels", np.uint8), 0
    for path, (rows, cols) in zip(paths, sizes, strict=True):
        expected = pixels_of(path, longest=512)
        pixels = values[at : at + 3 * rows * cols].reshape(rows, cols, 3)
        at += pixels.size
        np.testing.assert_array_equal(pixels, expected, err_msg=str(path))
    assert at == len(values)


def test_what_lesson_08_says_of_red_and_blue_around_the_pool():
    before, largest, mean = (PhotoFilter("chelsea", pool=pool, F=4).output for pool in ("none", "max", "avg"))
    assert 0.49 < (before < 0).mean() < 0.51
    assert (largest < 0).mean() < 0.12
    assert 0.4 < (mean < 0).mean() < 0.6
    # Where the largest of sixteen is negative, all of them are.
    blocks = before[: 4 * 52, : 4 * 79, 0].reshape(52, 4, 79, 4)
    assert ((largest[..., 0] < 0) == (blocks < 0).all((1, 3))).all()


def test_controls_that_do_not_exist_are_refused_with_those_that_do():
    assert PhotoFilter().controls is None
    assert json.loads(PhotoFilter(controls=[]).page_state())["controls"] == []
    with pytest.raises(TraitError, match="'photo', 'filter', 'normalise', 'bias'"):
        PhotoFilter(controls=["kernel"])


def test_what_leaves_a_photograph_is_painted_in_grey():
    for name, weights in samples.FILTERS.items():
        assert PhotoFilter("brick", weights).paint == ("grey" if weights.sum() > 0.5 else "signed"), name
    assert PhotoFilter("brick", samples.FILTERS["blur"], paint="signed").paint == "signed"
    widget = PhotoFilter("brick", samples.FILTERS["identity"])
    assert widget.initial["paint"] == "grey"
    # Three equal slices are added up, and the sum of three whites is white.
    (_, painted) = (decoded(address) for address in re.findall(r'src="([^"]*)"', page_form(widget)))
    grey = samples.photo("brick")[1:-1, 1:-1].mean(axis=-1)
    assert np.abs(painted[..., 0].astype(float) - grey).mean() < 4
    assert "0 is black, 765 is white" in page_form(widget)
