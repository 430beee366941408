"""Any picture as bytes: one rule, whoever takes the picture and in whatever form it comes."""

import io
import random
import re
import struct
import warnings
import zlib
from datetime import UTC, datetime

import numpy as np
import pytest
import torch
from ipywidgets import FileUpload
from PIL import Image, ImageOps
from png_files import CHANNELS, KINDS, exif, jpeg, png

from convlib import draw
from convlib.network import pretrained
from convlib.pictures.pixels import middle_square, pixels_of, shrunk, stack_of_pixels
from convlib.pictures.samples import photo
from convlib.widgets import PhotoFilter, SizeExplorer
from convlib.widgets.size_explorer.widget import square

H, W = 45, 61
RNG = np.random.default_rng(12)
COLOURS = RNG.integers(0, 256, (H, W, 3)).astype(np.uint8)
# A photograph has black and white somewhere; so the whole array can decide.
COLOURS[0, 0], COLOURS[0, 1] = 0, 255
MARKS = COLOURS[..., 0] > 127


def bytes_of(image, form="PNG", **options):
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


PNG = bytes_of(Image.fromarray(COLOURS))


# ---- Numbers ----


def nudged(share, at):
    x = COLOURS / 255
    x[at] = share
    return x


NUMBERS = {
    "bytes": (COLOURS, COLOURS),
    "shares": (COLOURS / 255, COLOURS),
    "shares in 32 bits": ((COLOURS / 255).astype(np.float32), COLOURS),
    "one share rounded up": (nudged(1.0000002, (0, 1)), COLOURS),
    "one share rounded down": (nudged(-1e-7, (0, 0)), COLOURS),
    "floats to 255": (COLOURS.astype(float), COLOURS),
    "floats to 255, rounded": (COLOURS + np.where(COLOURS == 255, 1e-5, -1e-5), COLOURS),
    "whole numbers": (COLOURS.astype(int), COLOURS),
    "16 bits, of which 8 are used": (COLOURS.astype(np.uint16), COLOURS),
    "signed 16 bits": (COLOURS.astype(np.int16), COLOURS),
    "signed 8 bits": ((COLOURS // 2).astype(np.int8), COLOURS // 2),
    "16 bits": (COLOURS.astype(np.uint16) * 257, COLOURS),
    "the other order of bytes": ((COLOURS.astype(np.uint16) * 257).astype(">u2"), COLOURS),
    "a list": (COLOURS.tolist(), COLOURS),
    "a tensor": (torch.tensor(COLOURS), COLOURS),
    "backwards in memory": (COLOURS[::-1, ::-1][::-1, ::-1], COLOURS),
    "true and false": (MARKS, MARKS[..., np.newaxis] * np.uint8([255] * 3)),
    "true and false, in one channel": (MARKS[..., np.newaxis], MARKS[..., np.newaxis] * np.uint8([255] * 3)),
    "grey": (COLOURS[..., 0], np.dstack([COLOURS[..., 0]] * 3)),
    "grey, opaque": (np.dstack([COLOURS[..., 0], np.full((H, W), 255)]), np.dstack([COLOURS[..., 0]] * 3)),
    "colours, opaque": (np.dstack([COLOURS, np.full((H, W), 255, np.uint8)]), COLOURS),
}
# What each function that takes a picture makes of it, to be compared with what it makes of bytes.
TAKERS = {
    "classify": lambda x: pretrained.classify(x, top=1).seen,
    "prepare": pretrained.prepare,
    "middle_square": pretrained.middle_square,
    "draw.photo": lambda x: draw.photo(x, "a title").parts[0].shapes[0].array,
    "draw.maps": lambda x: draw.maps(np.ones((2, 2, 1)), image=x).parts[0].shapes[0].array,
    "draw.captioned": lambda x: draw.captioned([x], ["one"]).parts[0].shapes[0].array,
    "draw.bars": lambda x: draw.bars(["a"], [1], image=x).parts[0].shapes[0].array,
    "fields": lambda x: draw.fields(x, [], []).parts[0].shapes[0].array,
    "PhotoFilter": lambda x: PhotoFilter(x).pixels,
    "SizeExplorer": lambda x: np.frombuffer(SizeExplorer(photo=x).photo.encode(), np.uint8),
}


@pytest.mark.parametrize("kind", NUMBERS)
def test_numbers_of_every_kind_are_the_same_bytes(kind):
    given, expected = NUMBERS[kind]
    pixels = pixels_of(given)
    assert pixels.dtype == np.uint8
    np.testing.assert_array_equal(pixels, expected)


@pytest.mark.parametrize("taker", TAKERS)
@pytest.mark.parametrize("kind", ["one share rounded up", "16 bits", "true and false", "a list"])
def test_whoever_takes_a_picture_reads_it_by_the_same_rule(taker, kind):
    given, expected = NUMBERS[kind]
    np.testing.assert_array_equal(TAKERS[taker](given), TAKERS[taker](expected))


@pytest.mark.parametrize("taker", TAKERS)
def test_whoever_takes_a_picture_takes_it_in_every_form(taker, tmp_path):
    (tmp_path / "mine.png").write_bytes(content := PNG)
    expected = TAKERS[taker](COLOURS)
    upload = FileUpload()
    about = {"name": "mine.png", "type": "", "size": len(content), "last_modified": datetime.now(UTC)}
    upload.value = ({**about, "content": memoryview(content)},)
    with open(tmp_path / "mine.png", "rb") as file:
        for given in (
            tmp_path / "mine.png",
            str(tmp_path / "mine.png"),
            content,
            bytearray(content),
            memoryview(content),
            io.BytesIO(content),
            file,
            Image.fromarray(COLOURS),
            Image.open(io.BytesIO(content)),
            upload.value,
            upload.value[0],
            upload,
            {"mine.png": {"metadata": {}, "content": content}},
        ):
            np.testing.assert_array_equal(TAKERS[taker](given), expected)


def test_every_whole_sixteen_bit_number_is_its_upper_byte():
    # As OpenCV and scikit-image have it.
    values = np.arange(2**16, dtype=np.uint16).reshape(256, 256)
    np.testing.assert_array_equal(pixels_of(values)[..., 0], np.repeat(np.arange(256), 256).reshape(256, 256))


def test_half_of_a_colour_on_white():
    # 100·128/255 + 255·127/255 = 177.2, and grey 0 of alpha 51 is four fifths white.
    assert pixels_of(np.array([[[100, 0, 255, 128]]], np.uint8)).tolist() == [[[177, 127, 255]]]
    assert pixels_of(np.array([[[0, 51]]], np.uint8)).tolist() == [[[204] * 3]]
    assert pixels_of([[[0.0, 0.2]]]).tolist() == [[[204] * 3]]
    every = np.stack(np.meshgrid(np.arange(256), np.arange(256)), axis=-1).astype(np.uint8)
    colour, alpha = every[..., 0].astype(float), every[..., 1] / 255
    np.testing.assert_array_equal(pixels_of(every)[..., 0], np.rint(colour * alpha + 255 * (1 - alpha)))


def test_a_stack_is_judged_as_a_whole():
    dark, bright = np.full((1, 2, 3), 0.5), np.full((1, 2, 3), 255.0)
    assert [one.max() for one in stack_of_pixels(np.stack([dark, bright]))] == [0, 255]
    assert [one.max() for one in stack_of_pixels([dark, bright])] == [0, 255]
    # Of different sizes they are no array, and each is one by itself.
    assert [one.max() for one in stack_of_pixels([dark[:, :1], bright])] == [128, 255]


# ---- Refusals, and the way out that they name ----

REFUSED = [
    (np.moveaxis(COLOURS, -1, 0), ".transpose(1, 2, 0) puts the colours last", COLOURS),
    (COLOURS[np.newaxis, ..., 0], ".transpose(1, 2, 0) puts the colours last", None),
    (np.moveaxis(COLOURS, -1, 0).tolist(), "np.transpose(picture, (1, 2, 0)) puts the colours last", COLOURS),
    (torch.tensor(COLOURS).permute(2, 0, 1), "picture.permute(1, 2, 0) puts the colours last", COLOURS),
    (np.stack([COLOURS] * 5), "picture[0] is one of the 5 pictures", COLOURS),
    (np.stack([np.moveaxis(COLOURS, -1, 0)] * 5), "picture[0].transpose(1, 2, 0) is one", COLOURS),
    (COLOURS.astype(int) * 100, "picture / np.max(picture) turns them into shares of white", COLOURS),
    (COLOURS * 100.0, "picture / np.max(picture) turns them into shares of white", COLOURS),
    (COLOURS.astype(np.int16) * 100, "picture / np.max(picture) turns them into shares of white", COLOURS),
    ((COLOURS * 100.0).tolist(), "picture / np.max(picture) turns them into shares of white", COLOURS),
    (COLOURS / 127.5 - 1, "(picture - np.min(picture)) / np.ptp(picture) spreads them", COLOURS),
    (COLOURS - 128.0, "(picture - np.min(picture)) / np.ptp(picture) spreads them", COLOURS),
    (COLOURS / 255 * 1.2 - 0.1, "np.clip(picture, 0, 1) cuts off", None),
    (np.full((3, 5), -1), "np.clip(picture, 0, 255) cuts off", np.zeros((3, 5, 3))),
    (np.full((3, 5), 300), "picture / np.max(picture)", None),
    ([{"content": PNG}] * 2, "picture holds 2 files, but one is needed: picture[0] is the first", COLOURS),
    (
        {"a": {"content": PNG}, "b": {"content": b""}},
        "2 files, but one is needed: list(picture.values())[0] is the first",
        COLOURS,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "words", "right"), REFUSED)
def test_what_is_refused_names_a_way_out_that_works(wrong, words, right):
    with pytest.raises(ValueError) as caught:
        pixels_of(wrong)
    assert words in str(caught.value)
    way = re.match(r"(.*?) (?:puts|is one|turns|spreads|cuts|is the)", str(caught.value).split(": ")[-1])[1]
    pixels = pixels_of(eval(way, {"np": np, "picture": wrong}))
    if right is not None:
        np.testing.assert_array_equal(pixels, right)


@pytest.mark.parametrize(
    ("wrong", "kind", "words"),
    [
        (None, TypeError, "a file's path or bytes, an open file or a Pillow image, not None"),
        (object(), TypeError, "must be an array of numbers, a file's path"),
        ({"name": "x"}, TypeError, "must be an array of numbers, a file's path"),
        (np.array([None, 1]), TypeError, "picture must hold real numbers, not object"),
        (np.full((9, 9), "x"), TypeError, "picture must hold real numbers"),
        (np.full((9, 9), 1j), TypeError, "picture must hold real numbers, not complex128"),
        ([[1, 2], [3]], ValueError, "its rows have different lengths"),
        (np.full((9, 9), np.nan), ValueError, "NaN or infinite"),
        (np.full((9, 9), np.inf), ValueError, "NaN or infinite"),
        (np.dstack([COLOURS * 1.0, np.full((H, W), 0.5)]), ValueError, "but an alpha up to 1"),
        (np.zeros((0, 3, 3)), ValueError, "picture has shape (0, 3, 3)"),
        ((), ValueError, "picture holds no file yet: choose one"),
        (FileUpload(), ValueError, "picture holds no file yet: choose one"),
        (b"", ValueError, "picture is not a picture that can be read here"),
        (b"hello", ValueError, "picture is not a picture that can be read here"),
        (io.StringIO("hello"), TypeError, 'opened as text, but a picture has bytes: open(path, "rb")'),
        ("https://example.org/cat.png", ValueError, "save the picture, and give its path"),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused_in_words(wrong, kind, words):
    with pytest.raises(kind) as caught:
        pixels_of(wrong)
    assert words in str(caught.value)


def test_a_closed_file_is_told_and_an_open_one_stays_where_it_was():
    file = io.BytesIO(PNG)
    file.read()
    end = file.tell()
    for _ in range(2):
        np.testing.assert_array_equal(pixels_of(file), COLOURS)
    assert file.tell() == end
    file.close()
    with pytest.raises(ValueError, match="has been closed: open it again"):
        pixels_of(file)


@pytest.mark.parametrize("side", [12_000, 20_000])
def test_too_many_pixels_are_refused_in_words(side, monkeypatch, tmp_path):
    white = png(np.zeros((1, 1, 1), int), 1, 0)
    vast = white.replace(b"IHDR\0\0\0\1\0\0\0\1", b"IHDR" + side.to_bytes(4, "big") * 2)
    vast = vast[:29] + struct.pack(">I", zlib.crc32(vast[12:29])) + vast[33:]
    (tmp_path / "vast.png").write_bytes(vast)
    if side == 12_000:
        # Pillow only warns of these, and would open them: they are damaged, and no more than that.
        with warnings.catch_warnings(action="error"), pytest.raises(ValueError, match="or it is damaged"):
            pretrained.classify(tmp_path / "vast.png")
        return
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10**6)
    with pytest.raises(ValueError, match="400,000,000 pixels, but at most 2,000,000 can be read"):
        pretrained.classify(vast)
    for limit in (89_478_485, None):
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", limit)
        for given in (tmp_path / "vast.png", vast, io.BytesIO(vast)):
            with pytest.raises(ValueError) as caught:
                pretrained.classify(given)
            assert "400,000,000 pixels, but at most 178,956,970 can be read: save a smaller copy" in str(
                caught.value
            )
    with pytest.raises(ValueError, match="400,000,000 pixels"):
        pretrained.classify(Image.open(io.BytesIO(vast)))


def test_an_image_that_cannot_be_loaded_is_told():
    with pytest.raises(ValueError, match=r"picture is not a picture .* or it is damaged"):
        pixels_of(Image.open(io.BytesIO(PNG[: len(PNG) // 2])))
    closed = Image.new("RGB", (9, 9))
    closed.close()
    with pytest.raises(ValueError, match="or it is damaged"):
        pixels_of(closed)


def test_a_damaged_file_is_told_whatever_pillow_raises():
    whole = {
        form: bytes_of(Image.fromarray(COLOURS), form)
        for form in ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
    }
    draw_from = random.Random(3)
    for form, content in whole.items():
        for _ in range(60):
            broken = bytearray(content)
            for _ in range(draw_from.randint(1, 12)):
                broken[draw_from.randrange(len(broken))] = draw_from.randrange(256)
            del broken[draw_from.randrange(len(broken)) :]
            try:
                pixels_of(bytes(broken))
            except ValueError as error:
                assert re.search("can be read", str(error)), (form, error)


# ---- Files ----


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_upright(orientation):
    content = png(COLOURS, 8, 2, after=[("eXIf", exif(orientation))])
    expected = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(content))))
    np.testing.assert_array_equal(pixels_of(content), expected)
    for order in "<>":
        content = jpeg(COLOURS, orientation, order)
        expected = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(content))))
        np.testing.assert_array_equal(pixels_of(content), expected)


@pytest.mark.parametrize(
    "note", [b"", b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"nothing", exif(9), exif(0)]
)
def test_a_note_that_cannot_be_read_is_none(note):
    content = bytes_of(Image.fromarray(COLOURS), "JPEG", quality=95)
    noted = content[:2] + b"\xff\xe1" + (len(note) + 8).to_bytes(2, "big") + b"Exif\0\0" + note + content[2:]
    with warnings.catch_warnings(action="error"):
        np.testing.assert_array_equal(pixels_of(noted), pixels_of(content))


@pytest.mark.parametrize(("colour", "depth"), KINDS)
@pytest.mark.parametrize("interlaced", [False, True])
def test_every_kind_of_png(colour, depth, interlaced):
    samples, before, expected = kind_of_png(colour, depth)
    content = png(samples, depth, colour, interlaced=interlaced, filters=range(5), before=before)
    np.testing.assert_array_equal(pixels_of(content), expected)


def kind_of_png(colour, depth, rng=RNG):
    """Samples, further chunks, and the bytes on white that they mean."""
    samples = rng.integers(0, 2**depth, (H, W, CHANNELS[colour]))
    if colour == 3:
        palette = rng.integers(0, 256, (2**depth, 3))
        alphas = rng.integers(0, 256, max(1, 2**depth - 1))
        full = np.append(alphas, 255)[: 2**depth]
        rgba = np.concatenate([palette, full[:, np.newaxis]], axis=1)[samples[..., 0]]
        before = [("PLTE", bytes(palette.ravel().tolist())), ("tRNS", bytes(alphas.tolist()))]
    else:
        rgba = samples >> 8 if depth == 16 else samples * 255 // (2**depth - 1)
        before = []
    colours, alpha = rgba, np.full((H, W, 1), 255)
    if rgba.shape[-1] in (2, 4):
        colours, alpha = rgba[..., :-1], rgba[..., -1:]
    expected = np.rint(colours * (alpha / 255) + 255 - alpha)
    return samples, before, np.broadcast_to(expected, (H, W, 3))


@pytest.mark.parametrize(("colour", "depth"), [(0, 1), (0, 8), (0, 16), (2, 8)])
def test_the_one_colour_that_is_see_through_is_white(colour, depth):
    samples, _, expected = kind_of_png(colour, depth)
    key = samples[7, 9]
    content = png(samples, depth, colour, before=[("tRNS", b"".join(int(k).to_bytes(2, "big") for k in key))])
    clear = (samples == key).all(axis=-1, keepdims=True)
    assert clear.any()
    np.testing.assert_array_equal(pixels_of(content), np.where(clear, 255, expected))


def test_colour_notes_change_no_number():
    plain = png(COLOURS, 8, 2)
    noted = png(COLOURS, 8, 2, before=[("gAMA", (100_000).to_bytes(4, "big"))])
    np.testing.assert_array_equal(pixels_of(noted), pixels_of(plain))


def test_made_smaller_as_pillow_does_it():
    x = photo("chelsea")
    small = pixels_of(x, longest=100)
    expected = np.asarray(Image.fromarray(x).resize((100, 67), Image.Resampling.BILINEAR))
    assert small.shape == expected.shape
    assert np.abs(small.astype(int) - expected).max() <= 1
    assert shrunk(x, 320) is x
    assert [
        pixels_of(np.zeros(size), longest=512).shape[:2] for size in ((470, 610), (610, 470), (1, 9000))
    ] == [
        (394, 512),
        (512, 394),
        (1, 512),
    ]


def test_the_middle_is_cut_before_it_is_scaled():
    wide = np.zeros((10, 31, 3), np.uint8)
    wide[:, 10:20] = 255
    assert (middle_square(wide, 40) == 255).all()
    assert square(photo("coffee")) == square("coffee")


def test_a_name_without_an_ending_is_one_of_the_books():
    with pytest.raises(ValueError, match="there is no photograph 'dog'; there are chelsea"):
        SizeExplorer(photo="dog")
    with pytest.raises(FileNotFoundError, match=r"dog\.png"):
        PhotoFilter("dog.png")


def test_the_picture_stays_as_it_was_and_the_bytes_are_ones_own():
    x = COLOURS.copy()
    pixels = pixels_of(x)
    pixels[:] = 7
    np.testing.assert_array_equal(x, COLOURS)
