"""SlidingWindow and the room that it has: in a lesson, on a projector, on a telephone, under the keyboard."""

import numpy as np
import pytest
from figures.sliding_window import Shown

from convlib.widgets.sliding_window.widget import CONTROLS

PAGE = "lessons/04_stride.html"

#: What CS231n's demo shows: three slices 5×5 with padding 1, two filters 3×3×3, stride 2.
DEMO = {
    "x": (np.arange(75).reshape(5, 5, 3) % 3).tolist(),
    "filters": (np.arange(54).reshape(2, 3, 3, 3) % 3 - 1).tolist(),
    "bias": [1, 0],
    "stride": 2,
    "padding": 1,
}

#: One slice and two filters, laid out flat as well.
FLAT = {
    "x": (np.arange(25).reshape(5, 5, 1) % 3).tolist(),
    "filters": (np.arange(18).reshape(2, 3, 3, 1) % 3 - 1).tolist(),
    "bias": [0, 1],
    "matrix": True,
}

BOXES = """([root, parts]) => parts.map((part) => {
    const box = [...root.querySelectorAll(part)].at(-1).getBoundingClientRect();
    return [box.left, box.top, box.right, box.bottom];
})"""


@pytest.fixture
def shown(open_page):
    return Shown(open_page(PAGE, height=720))


def boxes(shown, *parts):
    """Left, top, right and bottom of the last element of each selector, in pixels of the screen."""
    return shown.page.evaluate(BOXES, [shown.root.element_handle(), list(parts)])


def top(control):
    return control.bounding_box()["y"]


@pytest.mark.parametrize("controls", [None, ["stride", "padding"], ["padding"]])
def test_a_pressed_control_keeps_its_place(shown, controls):
    shown.example("Stride 1")
    shown.open_controls(controls)
    names = ["Padding P", "Padding P"] if controls == ["padding"] else ["Padding P", "Stride S", "Padding P"]
    for name in names:
        more = shown.button(f"{name}: one more")
        more.scroll_into_view_if_needed()
        before = top(more)
        more.click()
        shown.page.wait_for_timeout(100)
        assert abs(top(more) - before) <= 3, name


def test_nothing_moves_while_it_plays(shown):
    """The last sum is the longest, and has its room from the first step on."""
    x = np.ones((7, 7, 1))
    x[6, 6] = 999
    shown.follow_link({"x": x.tolist(), "filters": np.ones((1, 3, 3, 1)).tolist()})
    shown.cell("input", 0, 0).scroll_into_view_if_needed()
    before = boxes(shown, ".conv-stage", '[data-kind="output"].conv-grid', ".conv-play")
    shown.button("Last position").click()
    assert shown.numbers("output")[0][4][4] == 1007
    after = boxes(shown, ".conv-stage", '[data-kind="output"].conv-grid', ".conv-play")
    assert np.abs(np.subtract(after, before)).max() <= 1


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_a_projector_shows_slices_filters_maps_the_sum_and_the_steps_at_once(open_page, width, height):
    shown = Shown(open_page(PAGE, width=width, height=height))
    shown.follow_link(DEMO)
    shown.root.locator(".conv-title", has_text="5×5×3").wait_for()
    shown.button("Full screen").click()
    shown.button("Leave full screen").wait_for()
    shown.page.wait_for_timeout(300)
    parts = (
        '.conv-grid[data-kind="input"]', '.conv-grid[data-kind="filter"]', '.conv-grid[data-kind="output"]',
        ".conv-result", ".conv-play",
    )  # fmt: skip
    for left, upper, right, lower in boxes(shown, *parts):
        assert 0 <= left < right <= width and 0 <= upper < lower <= height
    fits = "(room) => room.scrollWidth <= room.clientWidth + 1 && room.scrollHeight <= room.clientHeight + 1"
    assert shown.root.locator(".conv-room").evaluate(fits)
    # The steps stand at the lower edge, and the picture takes more than half of the screen.
    assert boxes(shown, ".conv-play")[0][3] > 0.9 * height
    left, upper, right, lower = boxes(shown, ".conv-stage")[0]
    assert (right - left) * (lower - upper) > 0.45 * width * height


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_a_projector_shows_the_matrix_product_whole(open_page, width, height):
    shown = Shown(open_page(PAGE, width=width, height=height))
    shown.follow_link(FLAT)
    shown.root.locator(".conv-matrix").wait_for()
    shown.button("Full screen").click()
    shown.button("Leave full screen").wait_for()
    shown.page.wait_for_timeout(300)
    parts = [f'.conv-factor[data-kind="{kind}"] table' for kind in ("input", "filter", "output")]
    windows, filters, sums = boxes(shown, *parts)
    assert windows[2] < filters[0] and filters[2] < sums[0] and sums[2] <= width
    steps = boxes(shown, ".conv-play")[0]
    assert filters[3] < steps[1]
    fits = "(room) => room.scrollWidth <= room.clientWidth + 1 && room.scrollHeight <= room.clientHeight + 1"
    assert shown.root.locator(".conv-words").evaluate(fits)
    assert shown.root.locator(".conv-room").evaluate(fits)
    # Nothing of the lower edge stands on anything else.
    edge = shown.root.locator(".conv-transport > *, .conv-foot").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map(({ left, right }) => [left, right])"
    )
    assert all(right <= left for (_, right), (left, _) in zip(edge, edge[1:], strict=False))


def test_in_full_screen_the_settings_wait_behind_their_button(shown):
    shown.example("Stride 1")
    shown.open_controls(["stride"])
    assert not shown.button("Settings").is_visible()
    shown.button("Full screen").click()
    stride = shown.field("Stride S")
    assert not stride.is_visible()
    shown.button("Settings").click()
    assert stride.is_visible()
    shown.button("Stride S: one more").click()
    assert "3×3×1" in shown.root.locator('.conv-title[data-kind="output"]').inner_text()
    shown.button("Settings").click()
    assert not stride.is_visible()
    shown.button("Leave full screen").click()
    stride.wait_for()


@pytest.mark.parametrize(("width", "height"), [(360, 740), (390, 844)])
@pytest.mark.parametrize("name", ["Stride 1", "Padding 1", "Three slices", "Two filters", "demo"])
def test_a_telephone_shows_the_window_the_sum_and_the_steps_at_once(open_page, width, height, name):
    page = open_page(PAGE, width=width, height=height, has_touch=True, is_mobile=True)
    shown = Shown(page)
    if name == "demo":
        shown.follow_link(DEMO)
        shown.root.locator(".conv-title", has_text="5×5×3").wait_for()
    else:
        shown.example(name)
    shown.open_controls([])
    header = page.locator(".bd-header-article").bounding_box()["height"]
    for _ in range(3):
        # The window itself, a little below the page's own header.
        page.evaluate(
            "([root, by]) => scrollBy(0, root.querySelector('.conv-frame').getBoundingClientRect().top - by)",
            [shown.root.element_handle(), header + 20],
        )
        page.wait_for_timeout(100)
        first = shown.root.locator(".conv-frame").first.bounding_box()
        assert header <= first["y"]
        result, play = boxes(shown, ".conv-result", ".conv-play")
        window_ends = first["y"] + first["height"]
        assert window_ends <= boxes(shown, ".conv-sums")[0][1]
        assert result[1] < result[3] <= play[3] <= height
        shown.button("Step forward").tap()


def test_a_lesson_has_its_settings_open_and_the_others_folded(shown):
    shown.open_controls(["stride"])
    assert shown.field("Stride S").is_visible()
    assert not shown.field("Padding P").is_visible()
    assert "2P" not in shown.formula()
    shown.root.get_by_text("More settings", exact=True).click()
    assert shown.field("Padding P").is_visible()
    assert shown.control("checkbox", "ReLU after the sum").is_visible()
    shown.open_controls([])
    assert shown.root.get_by_text("More settings").count() == 0 or not shown.field("Padding P").is_visible()
    assert shown.button("Play").is_visible() and not shown.button("Code").is_visible()
    assert not shown.root.locator(".conv-formula").is_visible()
    assert "bias 0 =" in shown.sum()[0]
    # What a reader changes can be taken back all the same.
    assert not shown.button("Undo").is_visible()
    shown.cell("input", 0, 0).click()
    shown.root.locator(".conv-edit").fill("5")
    shown.page.keyboard.press("Enter")
    shown.button("Undo").click()
    assert shown.numbers("input")[0][0][0] == 0


def test_every_name_of_a_control_opens_one(shown):
    shown.example("Two filters")
    for name in CONTROLS:
        shown.open_controls([name])
        labels = shown.root.locator(".conv-settings > .conv-panel > *").count()
        assert labels >= 1, name
        assert labels == {"x": 2, "bias": 5}.get(name, 1), name


def test_the_list_of_examples_says_which_is_shown(shown):
    chosen = "(select) => select.selectedOptions[0].textContent"
    example = shown.control("combobox", "Example")
    shown.example("Stride 2")
    assert example.evaluate(chosen) == "Stride 2"
    shown.button("Step forward").click()
    assert example.evaluate(chosen) == "Stride 2"
    shown.type("Padding P", "1")
    assert example.evaluate(chosen) == "own setting"
    shown.button("Undo").click()
    assert example.evaluate(chosen) == "Stride 2"


def test_a_star_for_cross_correlation_and_an_asterisk_for_true_convolution(shown):
    sign = shown.root.locator(".conv-stage .conv-sign").first
    shown.example("A single 1")
    assert sign.inner_text() == "⋆"
    shown.example("True convolution")
    assert sign.inner_text() == "∗"


def test_tab_goes_through_a_stepper_as_the_eye_does(shown):
    named = "(({ ariaLabel, labels }) => ariaLabel ?? labels[0].textContent)(document.activeElement)"
    shown.button("Stride S: one less").focus()
    order = []
    for _ in range(3):
        order.append(shown.page.evaluate(named))
        shown.page.keyboard.press("Tab")
    assert order == ["Stride S: one less", "Stride S", "Stride S: one more"]


def test_the_keyboard_can_skip_the_figure(shown):
    skip = shown.button("Skip this figure")
    skip.focus()
    assert skip.evaluate("(one) => getComputedStyle(one).opacity") == "1"
    shown.page.keyboard.press("Enter")
    shown.page.keyboard.press("Tab")
    inside = "(root) => root.contains(document.activeElement)"
    assert not shown.root.locator(".conv-widget").evaluate(inside)


def test_code_opens_at_the_call(shown):
    shown.example("Three slices")
    shown.button("Code").click()
    last = "(block) => block.scrollTop + block.clientHeight >= block.scrollHeight - 1"
    assert shown.root.locator(".conv-lines").first.evaluate(last)
