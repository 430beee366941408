"""The pictures: what is written, marked and tinted, in which colours, and what is said in words."""

import base64
import io
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from importlib import import_module
from importlib.resources import files
from inspect import isfunction

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image, ImageColor

from convlib import draw
from convlib.draw.picture import Picture
from convlib.draw.shapes import COLOURS
from convlib.network.training import History

SVG = "{http://www.w3.org/2000/svg}"
TRAINED, STOPPED = History(3), History(4)
TRAINED.loss, TRAINED.accuracy = [0.91, 0.5, 0.4], [0.6, 0.81, 0.879]
TRAINED.validation_loss, TRAINED.validation_accuracy = [0.7, 0.5, 0.41], [0.7, 0.8, 0.86]
STOPPED.loss, STOPPED.accuracy = [0.6], [0.8]
NUMBERS = np.array([[1, -2, 0, 3], [4, 0.5, -1, 2], [0, 1 / 3, 5, -6]])


def tree(picture):
    """The picture as a page gets it, parsed."""
    return ET.fromstring(f"<body>{picture.html()}</body>")


def svgs(picture):
    return tree(picture).findall(f".//{SVG}svg")


def texts(picture):
    """All that is written, headings on the page included, in the order of the page."""
    return [
        "".join(one.itertext())
        for one in tree(picture).iter()
        if one.tag == f"{SVG}text" or one.get("class") == "conv-heading"
    ]


def boxes(picture, *, line):
    return [
        box
        for box in tree(picture).iter(f"{SVG}rect")
        if f"stroke:var(--conv-{line}," in box.get("style", "")
    ]


def place(box):
    return tuple(float(box.get(name)) for name in ("x", "y", "width", "height"))


def rasters(picture, theme="light"):
    """What a page shows of each signed raster in a theme, (h, w, 3), in the order drawn."""
    return [
        np.asarray(Image.open(io.BytesIO(base64.b64decode(image.get("href").partition(",")[2]))))
        for image in tree(picture).iter(f"{SVG}image")
        if f"display:var(--conv-shown-in-{theme}," in image.get("style", "")
    ]


def tinted(shares, theme="light"):
    """The pixels of shares from −1 to 1, by hand: from the cell's colour to that of their sign."""
    light, _, dark = (files("convlib") / "colours.css").read_text(encoding="utf-8").partition("}")
    block = {"light": light, "dark": dark}[theme]
    cell, positive, negative = (
        np.array(ImageColor.getrgb(re.search(rf"--conv-{name}: (#\w+)", block)[1]))
        for name in ("cell", "positive", "negative")
    )
    rows = [
        [cell * (1 - abs(share)) + (negative if share < 0 else positive) * abs(share) for share in row]
        for row in np.asarray(shares)
    ]
    return np.array(rows)


def assert_tinted(raster, shares, theme="light"):
    # Half a step of a channel is lost when a colour is written in whole numbers.
    np.testing.assert_allclose(raster, tinted(shares, theme), atol=0.5)


EVERY = {
    "grid": lambda: draw.grid(NUMBERS, window=(-1, 1, 3, 2), padding=1, unread=NUMBERS > 3),
    "wide grid": lambda: draw.grid(np.arange(12 * 16).reshape(12, 16) / 7),
    "grids": lambda: draw.grids(
        draw.grid(NUMBERS),
        "⋆",
        draw.grid(NUMBERS[:2, :2], role="filter"),
        "=",
        draw.grid(NUMBERS[1:], role="output"),
    ),
    "filters": lambda: draw.filters({"blur": np.ones((3, 3)) / 9, "step": np.array([[-1, 1]])}),
    "deep filters": lambda: draw.filters(np.random.default_rng(0).normal(size=(4, 5, 3, 6))),
    "maps": lambda: draw.maps(np.random.default_rng(0).normal(size=(70, 90, 3)), image=np.zeros((72, 92, 3))),
    "grey maps": lambda: draw.maps(
        NUMBERS[..., np.newaxis], ["a map with a name that needs two lines"], signed=False
    ),
    "photo": lambda: draw.photo(np.full((20, 30, 3), 0.5), "Grey all over"),
    "shrink": lambda: draw.shrink([32, 28, 24, (20, 16), 4]),
    "bars": lambda: draw.bars(["cat", "dog"], [0.9996, 0.0004], "Guesses", image=np.zeros((9, 9))),
    "log bars": lambda: draw.log_bars(["every pixel", "shared"], [31_467_520, 760], "Parameters"),
    "two shares": lambda: draw.two_shares(["conv", "fc"], ("parameters", [1, 3000]), ("work", [9, 1])),
    "confusion": lambda: draw.confusion([0, 1, 1, 2], [0, 1, 2, 2], ["ankle boot", "bag", "coat"]),
    "curves": lambda: draw.curves(TRAINED),
    "one epoch": lambda: draw.curves(STOPPED),
}
CHARTS = "bars", "log bars", "two shares", "confusion", "curves", "one epoch"
ALL = pytest.mark.parametrize("picture", [make() for make in EVERY.values()], ids=EVERY)


# What holds for every picture


@ALL
def test_one_image_with_one_text(picture):
    first, *others = svgs(picture)
    assert first.get("role") == "img" and first.get("aria-label") == picture.alt
    assert all(other.get("aria-hidden") == "true" and not other.get("role") for other in others)


@ALL
def test_a_notebook_gets_the_picture_and_the_words(picture):
    bundle = picture._repr_mimebundle_()
    assert bundle == {"text/html": picture.html(), "text/plain": picture.alt}
    assert repr(picture) == picture.alt


@ALL
def test_every_colour_follows_the_page(picture):
    body = picture.html().partition("</style>")[2]
    named = re.findall(r"var\(--conv-(\w+), (#[0-9a-f]{6})\)", body)
    assert named and all(COLOURS[name] == value for name, value in named)
    without = re.sub(r"var\([^)]*\)|data:image/[^\"]*", "", body)
    assert "#" not in without


@ALL
def test_dark_values_come_along(picture):
    style = tree(picture).find("style").text
    assert 'body[data-jp-theme-light="false"]' in style
    assert set(re.findall(r"--conv-(\w+):", style)) == set(COLOURS)


@ALL
def test_labels_stay_readable_on_a_phone(picture):
    for svg in svgs(picture):
        width = float(svg.get("width"))
        assert svg.get("viewBox").startswith(f"0 0 {svg.get('width')} ")
        for text in svg.iter(f"{SVG}text"):
            assert float(text.get("font-size")) * min(1, 330 / width) >= 11


@ALL
def test_nothing_is_drawn_outside_its_part(picture):
    for part in picture.parts:
        for shape in part.shapes:
            if hasattr(shape, "width"):
                assert shape.x >= 0 and shape.x + shape.width <= part.width + 1e-9
                assert shape.y >= 0 and shape.y + shape.height <= part.height + 1e-9


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_writes_nothing_outside_its_picture(name):
    figure = EVERY[name]().figure
    figure.savefig(io.BytesIO(), format="svg")
    width, height = figure.get_size_inches()
    box = figure.get_tightbbox()
    assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height


@ALL
def test_nothing_is_found_by_an_id(picture):
    """The same picture may stand twice in a page, or where its first copy is folded away."""
    html = picture.html()
    assert " id=" not in html and "url(" not in html


@ALL
def test_a_raster_is_there_for_each_theme_and_one_of_them_is_shown(picture):
    light, dark = rasters(picture), rasters(picture, "dark")
    assert [raster.shape for raster in light] == [raster.shape for raster in dark]
    shown = re.findall(r"display:var\(--conv-shown-in-(\w+), (\w+)\)", picture.html())
    assert shown == [("light", "inline"), ("dark", "none")] * len(light)


@pytest.mark.parametrize("make", EVERY.values(), ids=EVERY)
def test_the_same_picture_is_the_same_text(make):
    assert make().html() == make().html()


@ALL
def test_a_figure_to_save_or_draw_over(picture, tmp_path):
    assert isinstance(picture.figure, Figure)
    picture.save(tmp_path / "picture.png", dpi=72)
    saved = Image.open(tmp_path / "picture.png")
    width, height = picture.figure.get_size_inches() * 72
    assert saved.size == pytest.approx((width, height), abs=1)
    # Not one colour all over: something was painted, on paper.
    assert len(saved.convert("RGB").getcolors(10**6)) > 4
    assert saved.convert("RGB").getpixel((1, 1)) == (255, 255, 255)


def test_pyplot_and_its_state_are_left_alone():
    code = """
import sys
from convlib import draw
draw.shrink([3, 2]).figure
print("matplotlib.pyplot" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    "make",
    [
        lambda alt: draw.grid(NUMBERS, alt=alt),
        lambda alt: draw.grids(draw.grid(NUMBERS), "→", draw.grid(NUMBERS), alt=alt),
        lambda alt: draw.filters({"one": [[1]]}, alt=alt),
        lambda alt: draw.maps(NUMBERS[..., np.newaxis], alt=alt),
        lambda alt: draw.photo(NUMBERS > 0, alt=alt),
        lambda alt: draw.shrink([3, 2], alt=alt),
    ],
)
def test_own_words_replace_the_text(make):
    assert make('Bright "edges" & <corners>').alt == 'Bright "edges" & <corners>'
    assert svgs(make('Bright "edges" & <corners>'))[0].get("aria-label") == 'Bright "edges" & <corners>'


def test_a_picture_without_words_is_refused():
    with pytest.raises(ValueError, match="alt must say in words what the picture shows, not ' '"):
        Picture([], " ")


# Grids


def test_numbers_are_written_row_by_row_with_a_real_minus():
    written = texts(draw.grid(NUMBERS, title=""))
    assert written[:12] == ["1", "−2", "0", "3", "4", "0.5", "−1", "2", "0", "0.33", "5", "−6"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(-0.001, "0"), (np.nan, "NaN"), (np.inf, "∞"), (-np.inf, "−∞"), (2.50, "2.5"), (1e3, "1000")],
)
def test_a_number_as_a_reader_writes_it(value, text):
    assert texts(draw.grid([[value]], title=""))[0] == text


def test_depth_one_is_welcome():
    assert draw.grid(NUMBERS[..., np.newaxis]).html() == draw.grid(NUMBERS).html()


def test_the_window_lies_on_its_cells():
    picture = draw.grid(np.zeros((3, 4)), window=(1, 2, 2, 1), padding=1)
    (outline,) = boxes(picture, line="input")
    window, _ = boxes(picture, line="filter")  # the second is the legend's
    x, y, width, height = place(outline)
    cell = width / 4
    assert height == 3 * cell
    assert place(window) == (x + 2 * cell, y + 1 * cell, 1 * cell, 2 * cell)


def test_a_window_over_the_padding_starts_before_the_first_row():
    picture = draw.grid(np.zeros((3, 4)), window=(-1, -1, 2, 2), padding=1)
    (outline,) = boxes(picture, line="input")
    window, _ = boxes(picture, line="filter")
    x, y, width, _ = place(outline)
    assert place(window) == (x - width / 4, y - width / 4, width / 2, width / 2)


def test_the_padding_ring_is_dotted_and_written():
    picture = draw.grid(np.ones((2, 3)), padding=2, padded_with=-np.inf)
    ring = [box for box in boxes(picture, line="padding") if "dasharray" in box.get("style")]
    cells = (2 + 4) * (3 + 4) - 2 * 3
    assert len(ring) == cells + 1  # one in the legend
    assert texts(picture).count("−∞") == cells
    assert "padding with −∞" in texts(picture)


def test_never_read_cells_are_hatched():
    unread = np.zeros((3, 4), bool)
    unread[2] = unread[:, 3] = True
    picture = draw.grid(NUMBERS, unread=unread)
    hatched = [p for p in tree(picture).iter(f"{SVG}path") if "--conv-unread" in p.get("style")]
    assert len(hatched) == unread.sum() + 1  # one in the legend
    assert "never read" in texts(picture)
    assert "6 of the 12 pixels are never read" in picture.alt


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_tints_show_sign_and_size(theme):
    (raster,) = rasters(draw.grid(NUMBERS), theme)
    assert_tinted(raster, NUMBERS / 6 * 0.4, theme)


def test_without_negative_numbers_there_is_no_tint_to_explain():
    picture = draw.grid(np.arange(6).reshape(2, 3))
    assert rasters(picture) == [] and len(picture.parts) == 1


def test_the_legend_names_what_is_there_and_nothing_else():
    picture = draw.grid(NUMBERS, window=(0, 0, 2, 2))
    legend = [text for text in texts(picture) if re.fullmatch(r"[a-z ]+", text)]
    assert legend == ["negative", "positive", "window"]


def test_numbers_too_wide_for_their_cells_give_way_to_tints_with_a_scale():
    values = np.linspace(-1, 2.345, 160).reshape(10, 16)
    assert texts(draw.grid(values, title="")) == ["−2.35", "0", "2.35"]


def test_a_long_title_is_broken_into_lines():
    picture = draw.grid(NUMBERS, title="Rounded down: the hatched pixels are never read")
    assert " ".join(texts(picture)[:2]) == "Rounded down: the hatched pixels are never read"


def test_the_text_of_a_grid():
    assert draw.grid([[1, -2], [3, 4]], window=(0, 0, 1, 2), padding=1).alt == (
        "input 2×2, row by row: 1 −2; 3 4. A border of 1 around it holds 0. "
        "The window is on rows 1 to 1, columns 1 to 2."
    )
    assert draw.grid([[7]], role="output", window=(0, 0, 1, 1), title="sum").alt == (
        "sum, 1×1, row by row: 7. The cell in row 1, column 1 is marked."
    )
    assert draw.grid(np.arange(200).reshape(10, 20)).alt == "input 10×20, from 0 to 199."


def test_grids_stand_in_a_row_with_one_legend():
    left, right = draw.grid(-NUMBERS, title="a"), draw.grid(NUMBERS, role="output", title="b")
    row = draw.grids(left, "→", right)
    assert [text for text in texts(row) if text in ("a", "→", "b", "negative", "positive")] == [
        "a", "→", "b", "negative", "positive",
    ]  # fmt: skip
    assert row.alt == f"{left.alt} Becomes {right.alt}"
    for sign, said in {"⋆": "Cross-correlated with", "∗": "Convolved with"}.items():
        assert draw.grids(left, sign, right).alt == f"{left.alt} {said} {right.alt}"
    assert texts(draw.grids(row, "+", left)).count("negative") == 1


MISTAKES = [
    (
        lambda: draw.grid(np.zeros((2, 2, 3))),
        "values must be numbers of shape (H, W), not float64 of shape (2, 2, 3)",
    ),
    (lambda: draw.grid([["a"]]), "values must be numbers of shape (H, W), not <U1 of shape (1, 1)"),
    (
        lambda: draw.grid(NUMBERS, role="kernel"),
        'role must be "input", "filter" or "output", not \'kernel\'',
    ),
    (lambda: draw.grid(NUMBERS, unread=[True]), "unread has shape (1,), but values has (3, 4)"),
    (lambda: draw.grid(NUMBERS, window=(0, 1)), "window must be (top, left, height, width), not (0, 1)"),
    (lambda: draw.grid(NUMBERS, padding=-1), "padding must be 0 or more, not -1"),
    (
        lambda: draw.grids("="),
        "grids takes pictures such as grid(x); after a sign another picture has to come",
    ),
    (
        lambda: draw.grids(draw.grid([[1]]), "=", "="),
        "grids takes pictures such as grid(x), with one sign between, not '='",
    ),
    (
        lambda: draw.filters(np.zeros((3, 3))),
        "bank has shape (3, 3), but a bank of filters is (K, F, F, D)",
    ),
    (
        lambda: draw.filters(np.zeros((2, 3, 3, 1)), ["one"]),
        "names has 1 entries, but there are 2 filters",
    ),
    (
        lambda: draw.maps(NUMBERS),
        "maps has shape (3, 4), but activation maps are (H, W, K): maps[..., np.newaxis] makes it a stack "
        "of one",
    ),
    (
        lambda: draw.photo(np.zeros((3, 4, 5))),
        "image has shape (3, 4, 5), but a picture is (H, W, 3), (H, W, 4) with alpha, (H, W) or (H, W, 1) in "
        "grey: image.transpose(1, 2, 0) puts the colours last",
    ),
    (lambda: draw.shrink([]), "sizes must be numbers or pairs (H, W) of 1 or more, not []"),
    (
        lambda: draw.shrink([4, 0]),
        "sizes must be numbers or pairs (H, W) of 1 or more, not [(4, 4), (0, 0)]",
    ),
]


@pytest.mark.parametrize(("call", "words"), MISTAKES)
def test_what_cannot_be_drawn(call, words):
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    assert str(caught.value) == words


# Filters, maps, photographs, sizes


def test_ninths_are_written_as_ones():
    picture = draw.filters({"blur": np.ones((3, 3)) / 9})
    assert texts(picture)[:10] == ["blur (each\N{NO-BREAK SPACE}÷\N{NO-BREAK SPACE}9)"] + ["1"] * 9
    assert picture.alt == "1 filter. blur: 1 1 1; 1 1 1; 1 1 1, each ÷ 9."


def test_filters_share_one_scale_around_zero():
    picture = draw.filters(np.array([-4.0, 2.0]).reshape(2, 1, 1, 1))
    first, second, ramp = rasters(picture)
    assert_tinted(first, [[-0.4]])
    assert_tinted(second, [[0.2]])
    assert_tinted(ramp[:, [0, -1]], [[-0.4, 0.4]])
    assert texts(picture)[-3:] == ["−4", "0", "4"]


def test_every_slice_of_a_deep_filter_is_shown():
    values = np.arange(1.0, 1 + 2 * 3 * 2 * 5).reshape(2, 3, 2, 5)
    *slices, _ = rasters(draw.filters(values))
    assert len(slices) == 10
    for number, shown in enumerate(slices):
        assert_tinted(shown, values[number // 5, :, :, number % 5] / 60)


def test_maps_share_one_scale_around_zero():
    maps = np.dstack([[[1.0, -2], [0, 3]], [[0, -6], [1, 0]]])
    *shown, ramp = rasters(draw.maps(maps, ["a", "b"]))
    assert len(shown) == 2
    for k in (0, 1):
        assert_tinted(shown[k], maps[:, :, k] / 6)
    assert_tinted(ramp[:, [0, -1]], [[-1, 1]])
    assert texts(draw.maps(maps, ["a", "b"])) == ["a", "b", "−6", "0", "6"]
    # What a ReLU has left has no negative numbers, and neither has its scale.
    assert texts(draw.maps(np.maximum(maps, 0), ["a", "b"])) == ["a", "b", "0", f"{max(maps.max(), 0):g}"]


def test_a_scale_that_a_few_values_exceed_says_so():
    maps = np.linspace(-2, 2, 60 * 50).reshape(60, 50, 1)
    maps[0, 0] = 900
    assert texts(draw.maps(maps))[1:] == ["≤ −2", "0", "≥ 2"]


def test_maps_of_nothing_but_zeros():
    picture = draw.maps(np.zeros((30, 20, 1)))
    assert texts(picture) == ["map 1", "0", "1"]


def test_the_text_of_maps_tells_their_ranges():
    maps = np.dstack([[[1.0, -2.5]], [[0, 3]]])
    assert draw.maps(maps, ["left", "right"], image=np.zeros((3, 4, 1))).alt == (
        "The input and 2 activation maps of 1×2: left from −2.5 to 1, right from 0 to 3."
    )


def pixels(picture):
    image = tree(picture).find(f".//{SVG}image")
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(image.get("href").partition(",")[2]))))


def test_grey_maps_run_from_the_smallest_to_the_largest():
    shown = pixels(draw.maps(np.array([[2.0, 4], [3, 6]])[..., np.newaxis], signed=False))
    np.testing.assert_array_equal(shown[:, :, 0], [[0, 128], [64, 255]])


@pytest.mark.parametrize(
    "given",
    [
        np.array([[0, 51], [255, 102]], np.uint8),
        np.array([[0, 0.2], [1, 0.4]]),
        np.array([[0.0, 51], [255, 102]])[..., np.newaxis],
    ],
)
def test_photographs_from_0_to_255_or_from_0_to_1(given):
    np.testing.assert_array_equal(pixels(draw.photo(given))[:, :, 1], [[0, 51], [255, 102]])


def test_few_pixels_are_shown_large_and_sharp():
    picture = draw.photo(np.zeros((4, 8, 3), np.uint8))
    image = tree(picture).find(f".//{SVG}image")
    assert "pixelated" in image.get("style")
    assert float(image.get("width")) >= 300
    assert float(image.get("width")) / float(image.get("height")) == pytest.approx(8 / 4)


def test_a_large_photograph_becomes_a_small_file():
    noise = np.random.default_rng(0).integers(0, 255, (900, 1200, 3)).astype(np.uint8)
    assert len(draw.photo(noise).html()) < 250_000


def test_sizes_are_squares_to_scale():
    picture = draw.shrink([32, 16, (8, 4)])
    sides = [place(box)[2:] for box in boxes(picture, line="input") + boxes(picture, line="output")]
    assert [(w / sides[0][0] * 32, h / sides[0][1] * 32) for w, h in sides] == [(32, 32), (16, 16), (4, 8)]
    assert [text for text in texts(picture) if text != "→"] == ["32×32", "16×16", "8×4"]
    assert texts(picture).count("→") == 2
    assert picture.alt == "Sizes shrink: 32×32, 16×16, 8×4."


# The door


def test_every_public_function_of_the_rooms_is_offered_at_the_door():
    rooms = [
        import_module(f"convlib.draw.{name}") for name in ("grids", "charts", "volumes", "wiring", "answers")
    ]
    public = {
        name
        for room in rooms
        for name, thing in vars(room).items()
        if isfunction(thing) and thing.__module__ == room.__name__ and not name.startswith("_")
    }
    assert public == set(draw.__all__)
    assert all(isfunction(getattr(draw, name)) for name in draw.__all__)
