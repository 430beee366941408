"""Any picture as bytes: what a reader brings, an array, a file or an upload, is read here and nowhere else.

The page reads files by the same rule, in widgets/photo_filter/png.mjs and shrink.mjs; tests compare the two.
"""

import base64
import io
import warnings

import numpy as np

from .opened import KINDS, opened, unpacked

# Less than half a step between two bytes: floats that miss 0 or 1 by no more were rounded somewhere.
SLACK = 0.5 / 255

_SHAPES = "a picture is (H, W, 3), (H, W, 4) with alpha, (H, W) or (H, W, 1) in grey"


def pixels_of(picture, name="picture", *, longest=None):
    """Read any picture: -> its pixels as bytes, upright, and on white where it is see-through.

    Numbers are bytes from 0 to 255. Floats up to 1 are shares of white, False and True black and white, and
    of the 16 bits of uint16 the upper 8 count; one number beyond 255 or 1 decides for the whole array.
    A picture whose longer side has more than `longest` pixels is made smaller.

    Shapes   (H, W, 3), (H, W, 4) or (H, W, 2) with alpha, (H, W) or (H, W, 1); a file's path or its bytes,
             an open file, a Pillow image or what an upload widget gives -> (H, W, 3) uint8
    Raises   ValueError or TypeError in words, about `name`, for what is no picture
    """
    picture = unpacked(picture, name)
    image = opened(picture, name)
    pixels = _painted(_numbers(picture, name), picture, name) if image is None else _decoded(image, name)
    return pixels if longest is None else shrunk(pixels, longest)


def stack_of_pixels(pictures, name="pictures"):
    """Read several pictures: an array decides as a whole what its numbers mean, others each for itself.

    Shapes   (N, H, W, 1), (N, H, W, 3), or with alpha (N, H, W, 2 or 4), or N of what `pixels_of` takes
             -> N arrays (H, W, 3) uint8
    """
    if isinstance(pictures, list | tuple):
        shapes = {np.shape(one) if isinstance(one, np.ndarray | list) else None for one in pictures}
        if None in shapes or len(shapes) > 1:
            return [pixels_of(picture, f"{name}[{k}]") for k, picture in enumerate(pictures)]
    array = _numbers(pictures, name)
    if array.ndim == 3 and isinstance(pictures, list | tuple) and isinstance(pictures[0], np.ndarray):
        array = array[..., np.newaxis]
    if array.ndim != 4 or 0 in array.shape or array.shape[-1] > 4:
        raise ValueError(
            f"{name} has shape {array.shape}, but (N, H, W, 1) or (N, H, W, 3) is needed"
            + _way_to_a_stack(array.shape, pictures, name)
        )
    return list(_on_white(_bytes(array, name)))


def shrunk(pixels, longest):
    """Bring the longer side of (H, W, 3) bytes down to `longest`; what is small enough stays as it is."""
    from PIL import Image

    H, W, _ = pixels.shape
    most = max(H, W)
    if most <= longest:
        return pixels
    cols, rows = (max(1, (2 * side * longest + most) // (2 * most)) for side in (W, H))
    image = Image.fromarray(pixels)
    # Across, then down, as the page does it: which comes first in Pillow depends on its version.
    for size in ((cols, H), (cols, rows)):
        image = image.resize(size, Image.Resampling.BILINEAR)
    return np.asarray(image)


def middle_square(picture, side, name="picture"):
    """Cut the largest square from the middle of any picture and bring it to side×side.

    Shapes   what `pixels_of` takes -> (side, side, 3) uint8
    """
    from PIL import Image

    pixels = pixels_of(picture, name)
    H, W, _ = pixels.shape
    least = min(H, W)
    top, left = (H - least) // 2, (W - least) // 2
    square = Image.fromarray(np.ascontiguousarray(pixels[top : top + least, left : left + least]))
    return np.array(square.resize((side, side), Image.Resampling.BILINEAR))


def data_address(image, form="PNG", **options):
    """Bytes (H, W, 3) or (H, W), or a Pillow image, as a data address that a page can show."""
    from PIL import Image

    image = Image.fromarray(image) if isinstance(image, np.ndarray) else image
    file = io.BytesIO()
    image.save(file, form, **options)
    return f"data:image/{form.lower()};base64,{base64.b64encode(file.getvalue()).decode('ascii')}"


# ---- Pillow's images ----


def _decoded(image, name):
    with warnings.catch_warnings(action="ignore"):
        orientation = _orientation(image)
        if image.mode.startswith("I;16"):
            pixels = _sixteen(np.asarray(image), image.info.get("transparency"))
        elif image.mode == "I" and image.format == "PNG":
            pixels = _sixteen(np.asarray(image).astype(np.uint16), image.info.get("transparency"))
        elif image.mode in ("I", "F"):
            values = np.asarray(image)
            of_16 = image.mode == "I" and values.min() >= 0 and 255 < values.max() < 2**16
            pixels = _on_white(_bytes(values.astype(np.uint16) if of_16 else values, name)[..., np.newaxis])
        else:
            try:
                form = "RGBA" if image.has_transparency_data else "RGB"
                pixels = _on_white(np.asarray(image.convert(form)))
            except (OSError, ValueError):
                raise ValueError(
                    f"{name} has colours of a kind that cannot be read here, {image.mode}: save it as RGB"
                ) from None
    return np.ascontiguousarray(_upright(pixels, orientation))


def _sixteen(values, see_through):
    """Grey of 16 bits as bytes; the value `see_through`, if there is one, is white."""
    grey = (values >> 8).astype(np.uint8)
    if isinstance(see_through, int):
        grey[values == see_through] = 255
    return np.repeat(grey[..., np.newaxis], 3, axis=-1)


def _orientation(image):
    """Cameras note which way up a picture was taken; a note that cannot be read is none, as in browsers."""
    try:
        return image.getexif().get(0x0112, 1)
    except Exception:
        return 1


def _upright(pixels, orientation):
    if orientation in (5, 6, 7, 8):
        pixels = pixels.transpose(1, 0, 2)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return pixels[:, ::-1] if orientation in (2, 3, 6, 7) else pixels


# ---- Arrays ----


def _numbers(picture, name):
    try:
        array = np.asarray(picture)
    except ValueError:
        raise ValueError(f"{name} must be an array: its rows have different lengths") from None
    if array.dtype.kind in "biuf":
        return array
    if array.ndim == 0:
        raise TypeError(f"{name} must be {KINDS}, not {picture!r:.60}")
    raise TypeError(f"{name} must hold real numbers, not {array.dtype}")


def _painted(array, picture, name):
    if 0 in array.shape or array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[-1] > 4):
        way_out = _way_out(array.shape, picture, name)
        raise ValueError(f"{name} has shape {array.shape}, but {_SHAPES}{way_out}")
    bytes_ = _bytes(array, name)
    return _on_white(bytes_ if array.ndim == 3 else bytes_[..., np.newaxis])


def _way_out(shape, picture, name):
    """What makes a picture of an array of the wrong shape, if anything does."""
    if 0 in shape:
        return ""
    if len(shape) == 3 and shape[0] in (1, 3, 4):
        return f": {_transposed(picture, name, (1, 2, 0))} puts the colours last"
    if len(shape) != 4:
        return ""
    if shape[-1] <= 4:
        return f": {name}[0] is one of the {shape[0]} pictures"
    if shape[1] in (1, 3, 4):
        turned = _transposed(picture[0], f"{name}[0]", (1, 2, 0))
        return f": {turned} is one of the {shape[0]} pictures, with the colours last"
    return ""


def _way_to_a_stack(shape, pictures, name):
    if 0 in shape:
        return ""
    if len(shape) == 4 and shape[1] in (1, 3, 4):
        return f": {_transposed(pictures, name, (0, 2, 3, 1))} puts the colours last"
    if len(shape) == 3:
        if shape[-1] <= 4:
            return f": [{name}] is a stack of this one"
        return f": np.expand_dims({name}, -1) gives each a depth of 1"
    return ""


def _transposed(picture, name, axes):
    """How to put the axes of this very object in another order: tensors and lists have ways of their own."""
    if hasattr(picture, "permute"):
        return f"{name}.permute{axes}"
    return f"{name}.transpose{axes}" if hasattr(picture, "transpose") else f"np.transpose({name}, {axes})"


def _bytes(array, name):
    """Numbers as bytes, or words about numbers that mean no colour."""
    kind = array.dtype.kind
    if kind == "b":
        return array * np.uint8(255)
    if kind == "f" and not np.isfinite(array).all():
        raise ValueError(f"{name} has numbers that are NaN or infinite")
    low, high = array.min(), array.max()
    if kind == "f" and -SLACK < low and high < 1 + SLACK:
        return np.rint(np.multiply(np.clip(array, 0, 1), 255, dtype=np.float64)).astype(np.uint8)
    if kind == "u" and array.dtype.itemsize == 2 and high > 255:
        return (array >> 8).astype(np.uint8)
    half = 0.5 if kind == "f" else 0
    # Between 1 and 2 lies what was meant as a share of white and overshot, not a photograph in black.
    if low < -half or high > 255 + half or (kind == "f" and high < 2):
        raise ValueError(
            f"{name} has numbers from {low:g} to {high:g}, but 0 to 255, or 0 to 1 as floats, is needed: "
            + _scaled(low, high, name)
        )
    if kind != "f":
        return array.astype(np.uint8)
    if array.ndim > 2 and array.shape[-1] in (2, 4) and 0 < array[..., -1].max() <= 1:
        raise ValueError(
            f"{name} has colours up to {high:g}, but an alpha up to 1: bring both to 0 to 255, or to 0 to 1"
        )
    return np.clip(np.rint(array), 0, 255).astype(np.uint8)


def _scaled(low, high, name):
    """What brings numbers of this range to where they are read as they are meant."""
    if -0.5 <= low and high < 2:
        return f"np.clip({name}, 0, 1) cuts off what goes beyond"
    if low == high < 0:
        return f"np.clip({name}, 0, 255) cuts off what goes beyond"
    if low < 0:
        return f"({name} - np.min({name})) / np.ptp({name}) spreads them from 0 to 1"
    return f"{name} / np.max({name}) turns them into shares of white"


def _on_white(bytes_):
    """Bytes (..., H, W, 1, 2, 3 or 4) as (..., H, W, 3); an even last axis ends with the alpha."""
    depth = bytes_.shape[-1]
    if depth in (2, 4):
        alpha = bytes_[..., -1:].astype(np.uint32)
        # colour · alpha/255 + 255 · (1 − alpha/255), rounded; a half never comes out.
        bytes_ = (255 - alpha + (bytes_[..., :-1] * alpha + 127) // 255).astype(np.uint8)
    return np.repeat(bytes_, 3, axis=-1) if bytes_.shape[-1] == 1 else np.array(bytes_)
