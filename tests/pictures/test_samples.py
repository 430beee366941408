"""The samples: what the lecture says of them, what filters promise, and that a copy is one's own."""

from importlib.resources import files

import numpy as np
import pytest

from convlib import conv, max_pool
from convlib.pictures.samples import FILTERS, delta, filter_bank, input_7x7, photo, photos, pool_slice


def test_the_lectures_inputs():
    assert input_7x7.shape == (7, 7, 1)
    assert input_7x7.min() >= 0 and input_7x7.max() <= 3
    assert pool_slice.shape == (4, 4, 1)
    np.testing.assert_array_equal(max_pool(pool_slice)[:, :, 0], [[6, 8], [3, 4]])  # S36


def test_shared_arrays_cannot_be_changed_by_accident():
    for array in (input_7x7, pool_slice, *FILTERS.values()):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 9


@pytest.mark.parametrize(
    ("name", "total"),
    [("identity", 1), ("edges", 0), ("sobel_x", 0), ("sobel_y", 0), ("blur", 1), ("gaussian", 1)]
    + [("sharpen", 1), ("emboss", 1)],
)
def test_what_the_weights_of_a_filter_sum_to(name, total):
    # 1 keeps the brightness of an even area; 0 makes it black.
    assert FILTERS[name].sum() == pytest.approx(total)


def test_sobel_x_sees_a_step_along_the_row_and_sobel_y_one_down_the_column():
    step = np.zeros((3, 3, 1))
    step[:, 2] = 1
    answers = conv(step, filter_bank("sobel_x", "sobel_y")).ravel()
    np.testing.assert_array_equal(answers, [1 + 2 + 1, -1 + 1])
    np.testing.assert_array_equal(conv(step.transpose(1, 0, 2), filter_bank("sobel_y")).ravel(), [4])


def test_a_bank_of_depth_three_answers_to_the_mean_of_the_channels():
    names = ["sobel_x", "sharpen"]
    picture = photo("chelsea")[40:52, 60:77]
    grey = picture.mean(axis=-1, keepdims=True)
    np.testing.assert_allclose(
        conv(picture, filter_bank(*names, depth=3)), conv(grey, filter_bank(*names)), atol=1e-9
    )


def test_a_bank_belongs_to_its_caller():
    bank = filter_bank("identity")
    assert bank.shape == (1, 3, 3, 1) and bank.dtype == np.float64
    bank[...] = 7
    assert filter_bank("identity").sum() == 1


def test_a_bank_refuses_filters_of_two_sizes():
    with pytest.raises(ValueError) as caught:
        filter_bank("blur", "gaussian")
    assert str(caught.value) == "filters in one bank have one size, but these differ: blur 3×3, gaussian 5×5"


def test_a_bank_refuses_an_unknown_name():
    with pytest.raises(ValueError) as caught:
        filter_bank("blur", "laplace")
    assert str(caught.value) == (
        "there is no filter 'laplace'; there are identity, edges, sobel_x, sobel_y, blur, gaussian, sharpen, "
        "emboss"
    )


def test_a_bank_refuses_to_be_empty():
    with pytest.raises(ValueError, match="name one filter or more, of identity, edges"):
        filter_bank()


@pytest.mark.parametrize("depth", [0, 2, 4, None])
def test_a_bank_is_grey_or_in_colour(depth):
    with pytest.raises(ValueError) as caught:
        filter_bank("blur", depth=depth)
    assert str(caught.value) == f"depth is {depth!r}, but must be 1 (grey) or 3 (colour)"


@pytest.mark.parametrize("name", [each.name for each in photos()])
def test_photographs_open_in_colour_and_in_grey(name):
    colour, grey = photo(name), photo(name, grey=True)
    assert colour.dtype == grey.dtype == np.uint8
    assert max(colour.shape[:2]) == 320 and colour.shape[2] == 3
    assert grey.shape == (*colour.shape[:2], 1)
    # The usual weights of red, green and blue in brightness.
    brightness = colour @ [0.299, 0.587, 0.114]
    assert np.abs(grey[:, :, 0] - brightness).max() <= 1
    assert grey.std() > 20


def test_a_photograph_belongs_to_its_caller():
    first = photo("camera")
    first[...] = 0
    assert photo("camera").max() > 0


def test_every_photograph_has_its_author_and_licence_beside_it():
    folder = files("convlib") / "data" / "photos"
    said = (folder / "LICENCES.md").read_text(encoding="utf-8")
    shipped = {file.name for file in folder.iterdir() if file.name.endswith(".png")}
    assert shipped == {f"{each.name}.png" for each in photos()}
    for each in photos():
        (line,) = [line for line in said.splitlines() if f"`{each.name}.png`" in line]
        assert each.credit in line and each.licence in line


def test_an_unknown_photograph():
    with pytest.raises(ValueError) as caught:
        photo("lena")
    assert str(caught.value) == (
        "there is no photograph 'lena'; there are chelsea, coffee, astronaut, camera, brick"
    )


@pytest.mark.parametrize(("H", "W", "place"), [(5, 7, (2, 3)), (1, 4, (0, 2)), (6, 3, (3, 1))])
def test_delta_is_one_in_the_middle(H, W, place):
    image = delta(H, W)
    assert image.shape == (H, W, 1)
    assert image.sum() == image[place] == 1


@pytest.mark.parametrize("size", [2.0, "3", True])
def test_delta_needs_whole_numbers(size):
    with pytest.raises(TypeError, match="W must be a whole number"):
        delta(3, size)
