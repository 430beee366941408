"""SlidingWindow in the static page, by mouse, keyboard and touch: what it shows is what convlib computes."""

import json
import re
from urllib.parse import urljoin

import numpy as np
import pytest
from figures.sliding_window import Shown, as_widget, number
from fuzz import fuzz
from site_pages import page_width

from convlib import DoesNotFit, avg_pool, conv
from convlib.pictures import samples
from convlib.widgets import SlidingWindow

PAGE = "lessons/04_stride.html"


@pytest.fixture
def shown(open_page):
    return Shown(open_page(PAGE))


def test_s22_by_mouse_every_step_shows_its_sum(shown):
    twin = shown.example("Stride 1")
    x, weights = samples.input_7x7[..., 0], twin.filters[0, ..., 0]
    for step in range(25):
        row, col = divmod(step, 5)
        assert shown.sentence().startswith(f"Row {row + 1}, column {col + 1} of the 5×5 output: ")
        products = x[row : row + 3, col : col + 3] * weights
        assert shown.sum()[0].endswith(f"= {int(products.sum())}".replace("-", "−"))
        assert shown.count("is-lit") == 9
        filled = [number for line in shown.numbers("output")[0] for number in line if number is not None]
        assert filled == twin.output[..., 0].ravel()[: step + 1].tolist()
        if step < 24:
            shown.button("Step forward").click()
    assert shown.formula().endswith("(7 − 3 + 2·0)/1 + 1 = 5")


def test_the_sum_is_written_in_full(shown):
    shown.example("Stride 1")
    terms = shown.sum()[0]
    # The top left corner of our 7×7 input under the filter 1 0 −1, row by row.
    assert terms == "0·1 + 1·0 + 2·(−1) + 1·1 + 3·0 + 1·(−1) + 2·1 + 1·0 + 0·(−1) + bias 0 = 0"


def test_s23_by_keyboard_on_the_output_grid(shown):
    twin = shown.example("Stride 2")
    shown.cell("output", 0, 0).focus()
    for key in ("ArrowRight", "ArrowDown", "End", "PageDown"):
        shown.page.keyboard.press(key)
    assert shown.sentence().startswith("Row 3, column 3 of the 3×3 output")
    shown.assert_output(twin.output)
    shown.page.keyboard.press("Home")
    shown.page.keyboard.press("ArrowUp")
    assert shown.sentence().startswith("Row 2, column 1 of the 3×3 output")
    assert (
        shown.page.evaluate("document.activeElement.dataset.row + document.activeElement.dataset.col") == "10"
    )


def test_a_clicked_cell_shows_where_the_arrows_go_on_from(shown):
    """By `:focus`, which every browser has after a click; `:focus-visible` some have only after a key."""
    cell = shown.root.locator('.conv-grid[data-kind="output"] .conv-cell').nth(1)
    cell.click()
    assert cell.evaluate("(one) => [getComputedStyle(one).outlineStyle, document.activeElement === one]") == [
        "solid",
        True,
    ]


def test_every_grid_is_one_tab_stop(shown):
    shown.example("Padding 1")
    for kind in ("input", "filter", "output"):
        assert shown.root.locator(f'.conv-grid[data-kind="{kind}"] [tabindex="0"]').count() == 1


def test_s24_is_refused_in_convlibs_words_and_each_repair_fits(shown):
    shown.example("Stride 2")
    shown.button("Last position").click()
    valid = shown.numbers("output")
    shown.type("Stride S", "3")
    with pytest.raises(DoesNotFit) as refused:
        conv(samples.input_7x7, np.ones((1, 3, 3, 1)), stride=3)
    assert shown.sentence() == str(refused.value)
    assert shown.count("is-unread") == refused.value.never_read == 13
    # The last valid picture stays, greyed and named; nothing can be stepped through it.
    assert shown.numbers("output") == valid
    assert shown.count("is-stale") == 9
    assert "Last output that fitted 3×3×1 (stride 2, padding 0)" in shown.root.inner_text()
    assert shown.button("Play").is_disabled()
    for repair in refused.value.repairs:
        shown.button(f"Use {repair.words}").click()
        assert shown.root.locator('[data-refused="false"]').count() == 1
        assert f"Output {'×'.join(map(str, repair.output))}×1" in shown.root.inner_text()
        shown.button("Undo").click()
        assert shown.sentence() == str(refused.value)


def test_the_switch_shows_what_libraries_do(shown):
    twin = shown.example("Stride 3 does not fit")
    shown.choose("If it does not fit", "round down")
    twin.fit = "floor"
    shown.button("Last position").click()
    shown.assert_output(twin.output)
    assert shown.count("is-unread") == 13


@pytest.mark.parametrize("name", ["Padding 1", "5×5 filter", "Three slices", "A single 1"])
def test_padding_size_depth_and_impulse(shown, name):
    twin = shown.example(name)
    shown.button("Last position").click()
    shown.assert_output(twin.output)
    ring = (7 + 2 * twin.padding) ** 2 - 49 if name in ("Padding 1", "5×5 filter") else None
    assert ring is None or shown.count("is-padding") == ring


def test_s15_adds_the_slices_and_the_bias(shown):
    twin = shown.example("Three slices")
    lines = shown.sum()
    assert [line.split(":")[0] for line in lines] == ["Slice 1", "Slice 2", "Slice 3", "Together"]
    parts = (twin.x[:3, :3] * twin.filters[0]).sum((0, 1))
    written = " + ".join(f"({part:g})" if part < 0 else f"{part:g}" for part in parts).replace("-", "−")
    assert lines[3] == f"Together: {written} + bias 1 = {parts.sum() + 1:g}".replace("-", "−")


def test_s36_max_and_average_pooling(shown):
    shown.example("Max pooling")
    shown.button("Last position").click()
    assert shown.numbers("output") == [[[6, 8], [3, 4]]]
    assert shown.sum() == ["max(1, 0, 3, 4) = 4"]
    shown.choose("Operation", "Average pooling")
    shown.assert_output(avg_pool(samples.pool_slice))
    assert shown.sum() == ["(1 + 0 + 3 + 4)/4 = 2"]
    assert shown.formula() == "H2 = W2 = (W1 − F)/S + 1 = (4 − 2)/2 + 1 = 2"


def test_numbers_are_edited_in_place_by_mouse_and_by_keyboard(shown):
    twin = shown.example("Stride 1")
    shown.cell("input", 1, 2).click()
    shown.root.locator(".conv-edit").fill("−4,5")
    shown.page.keyboard.press("Enter")
    # A digit typed on a focused cell begins the edit; Escape drops it.
    shown.cell("filter", 0, 1).focus()
    shown.page.keyboard.press("2")
    shown.page.keyboard.press("Enter")
    shown.page.keyboard.press("ArrowDown")
    shown.page.keyboard.press("7")
    shown.page.keyboard.press("Escape")
    x, weights = twin.x.copy(), twin.filters[0].copy()
    x[1, 2, 0], weights[0, 1, 0] = -4.5, 2
    shown.button("Last position").click()
    shown.assert_output(SlidingWindow(x, weights).output)
    shown.button("Undo").click()
    shown.button("Undo").click()
    shown.button("Last position").click()
    shown.assert_output(twin.output)


def test_a_rectangular_input_shrinks_and_comes_back_unharmed(shown):
    twin = shown.example("Stride 1")
    shown.type("Input height", "5")
    shown.type("Input width", "4")
    shown.button("Last position").click()
    shown.assert_output(SlidingWindow(twin.x[:5, :4], twin.filters).output)
    assert shown.formula() == (
        "H2 = (H1 − F + 2P)/S + 1 = (5 − 3 + 2·0)/1 + 1 = 3W2 = (W1 − F + 2P)/S + 1 = (4 − 3 + 2·0)/1 + 1 = 2"
    )
    shown.type("Input height", "7")
    shown.type("Input width", "7")
    assert shown.numbers("input")[0] == twin.x[..., 0].tolist()


@pytest.mark.parametrize(
    ("name", "typed", "left", "words"),
    [
        ("Stride S", "abc", "abc", "“abc” is not a whole number; the stride stays as it was."),
        ("Stride S", "1e9", "8", "1000000000 is too large for the stride; it is now 8."),
        ("Stride S", "−1", "1", "−1 is too small for the stride; it is now 1."),
        ("Padding P", "", "", "Nothing is not a whole number; the padding stays as it was."),
        ("Input width", "2.5", "2.5", "“2.5” is not a whole number; the width stays as it was."),
        ("Bias", "1e400", "999", "∞ is too large for the bias; it is now 999."),
    ],
)
def test_what_is_no_setting_is_said_and_nothing_breaks(shown, name, typed, left, words):
    shown.example("Stride 1")
    shown.type(name, typed)
    assert shown.said() == words
    assert shown.field(name).input_value() == left
    assert len(shown.numbers("output")[0]) >= 1


def test_it_starts_paused_plays_to_the_end_and_pauses(shown):
    shown.example("Stride 2")
    shown.page.wait_for_timeout(700)
    assert shown.sentence().startswith("Row 1, column 1 ")
    shown.choose("Speed", "fast")
    shown.button("Play").click()
    shown.button("Play").wait_for(timeout=10_000)
    assert shown.sentence().startswith("Row 3, column 3 ")
    shown.button("Play").click()
    shown.button("Pause").click()
    assert not shown.sentence().startswith("Row 3, column 3 ")
    scrub = shown.root.get_by_role("slider", name="Position")
    scrub.fill("4")
    assert shown.sentence().startswith("Row 2, column 2 ")
    assert scrub.get_attribute("aria-valuetext") == "5 of 9"


def test_one_polite_live_region_and_large_enough_targets(shown):
    assert shown.root.locator("[aria-live]").count() == 1
    assert shown.too_small("button, select, input, .conv-cell") == []


def test_at_360_pixels_targets_stay_large_and_the_page_does_not_scroll_sideways(open_page):
    page = open_page(PAGE, width=360)
    shown = Shown(page)
    shown.example("5×5 filter")
    test_one_polite_live_region_and_large_enough_targets(shown)
    assert page_width(page) <= 360


@pytest.mark.parametrize(("motion", "gliding"), [("reduce", "0s"), ("no-preference", "0.25s")])
def test_reduced_motion_steps_instead_of_gliding(open_page, motion, gliding):
    shown = Shown(open_page(PAGE, reduced_motion=motion))
    frame = shown.root.locator(".conv-frame").first
    assert frame.evaluate("one => getComputedStyle(one).transitionDuration") == gliding


def test_without_javascript_the_written_picture_stands(open_without_javascript):
    figure = open_without_javascript(PAGE).locator('figure[data-widget="sliding_window"]').first
    written = figure.locator(".conv-fallback")
    assert written.is_visible()
    assert "Input, 7×7×1" in written.inner_text()


def test_in_print_the_written_picture_stands(shown):
    shown.page.emulate_media(media="print")
    assert shown.root.locator(".conv-fallback").is_visible()
    assert not shown.root.locator(".conv-widget").is_visible()


def test_s18_every_filter_paints_a_map_and_a_click_tells_whose_sum_it_is(shown):
    twin = shown.example("Four filters")
    shown.button("Last position").click()
    shown.assert_output(twin.output)
    maps = shown.root.locator('.conv-grid[data-kind="output"]')
    maps.nth(2).locator('[data-row="1"][data-col="3"]').click()
    value = f"{twin.output[1, 3, 2]:g}".replace("-", "−")
    assert shown.sentence().endswith(f"The sum with filter 3 is {value}.")
    assert shown.sum()[0].endswith(f"= {value}")
    assert shown.count("is-now") == 1
    assert shown.count("is-beside") == 3


def test_depth_filters_rectangles_and_dilation_grow_from_the_panel(shown):
    shown.example("Stride 1")
    shown.button("Layer").click()
    for label, times in [("Depth D", 2), ("Filters K", 2), ("Dilation", 1)]:
        for _ in range(times):
            shown.button(f"{label}: one more").click()
    shown.type("Window height", "2")
    shown.type("Bias 2", "−1.5")
    twin = shown.twin()
    assert twin.filters.shape == (3, 2, 3, 3)
    assert (twin.x.shape[2], twin.dilation, twin.bias) == (3, 2, (0, -1.5, 0))
    # Another direction for another filter: three maps that differ.
    assert len({twin.output[..., k].tobytes() for k in range(3)}) == 3
    shown.assert_last()
    for _ in range(2):
        shown.button("Filters K: one less").click()
    assert shown.field("Bias").is_visible()
    shown.assert_last()


def test_s21_true_convolution_turns_the_filter_round(shown):
    shown.example("A single 1")
    shown.button("Layer").click()
    as_it_lies = shown.numbers("filter")[0]
    shown.choose("Slide it as", "true convolution")
    assert shown.root.locator(".conv-grid.is-turning").count() == 1
    assert shown.numbers("filter")[0] == [row[::-1] for row in as_it_lies[::-1]]
    shown.button("Last position").click()
    assert [row[2:5] for row in shown.numbers("output")[0][1:4]] == as_it_lies
    # What is typed into the turned filter goes where it was typed.
    shown.cell("filter", 0, 1).click()
    shown.root.locator(".conv-edit").fill("50")
    shown.page.keyboard.press("Enter")
    assert shown.numbers("filter")[0][0][1] == 50
    assert shown.twin().filters[0, 2, 1, 0] == 50
    shown.assert_last()


def test_reduced_motion_turns_the_filter_without_a_spin(open_page):
    shown = Shown(open_page(PAGE, reduced_motion="reduce"))
    shown.example("True convolution")
    grid = shown.root.locator('.conv-grid[data-kind="filter"]')
    assert grid.evaluate("one => getComputedStyle(one).animationName") == "none"


BORDERS = "the input, mirrored", "the edge, repeated", "SAME: an odd zero goes last"


@pytest.mark.parametrize("border", BORDERS)
def test_borders(shown, border):
    shown.example("Padding 1")
    shown.button("Border").click()
    shown.type("Stride S", "2")
    shown.type("Input width", "5")
    shown.choose("Border holds", border)
    assert shown.twin().padding_mode in ("reflect", "replicate", "same")
    shown.assert_last()


def test_same_at_stride_2_has_its_zeros_on_two_sides_only(shown):
    shown.example("SAME")
    shown.button("Last position").click()
    assert shown.numbers("output") == [[[45, 39], [66, 50]]]
    assert shown.count("is-padding") == 9
    assert shown.formula().endswith("⌈4/2⌉ = 2, with 0 zeros before and 1 after")
    shown.example("Padding 1 at stride 2")
    shown.button("Last position").click()
    assert shown.numbers("output") == [[[10, 24], [51, 90]]]


def test_what_cannot_be_mirrored_is_refused_with_a_way_out(shown):
    shown.example("Padding 1")
    shown.button("Border").click()
    shown.choose("Border holds", "the input, mirrored")
    shown.type("Input height", "4")
    shown.type("Padding P", "4")
    assert shown.sentence() == shown.twin().refusal
    shown.button("Use padding 3").click()
    shown.assert_last()


def test_counts_say_how_many_windows_touch_each_pixel(shown):
    shown.example("Stride 1")
    shown.button("Look closer").click()
    shown.tick("Count the windows that read each pixel")
    notes = shown.root.locator('.conv-grid[data-kind="input"] .conv-cell').evaluate_all(
        "all => all.map(one => Number(one.dataset.note))"
    )
    # S22: the corner is read once, the centre nine times.
    along = [1, 2, 3, 3, 3, 2, 1]
    assert notes == np.outer(along, along).ravel().tolist()
    assert "small number: windows that read this pixel" in shown.root.locator(".conv-legend").inner_text()


def test_a_number_is_predicted_before_it_is_shown(shown):
    shown.example("Three slices")
    shown.button("Look closer").click()
    shown.choose("Predict first", "next number")
    shown.button("Step forward").click()
    twin = shown.twin()
    value = twin.output[0, 1, 0]
    assert shown.cell("output", 0, 1).inner_text() == "?"
    assert shown.root.locator(".conv-sum").count() == 0
    shown.type("The next number", f"{value - 1:g}")
    assert shown.said() == "The bias is missing: add 1 to the sum of the products."
    first = (twin.x[0:3, 1:4, 0] * twin.filters[0, ..., 0]).sum() + 1
    shown.type("The next number", f"{first:g}")
    assert shown.said() == "That is the first slice alone: the sum runs through the full depth."
    shown.type("The next number", f"{value:g}")
    assert shown.said().startswith("Right: ")
    assert shown.numbers("output")[0][0][1] == value
    shown.button("Step forward").click()
    assert shown.cell("output", 0, 2).inner_text() == "?"
    shown.button("Show me").click()
    assert shown.numbers("output")[0][0][2] == twin.output[0, 2, 0]


def test_a_size_is_predicted_and_a_slip_is_named(shown):
    shown.example("Padding 1")
    shown.button("Look closer").click()
    shown.choose("Predict first", "output size")
    shown.type("Stride S", "3")
    assert shown.root.locator('.conv-grid[data-kind="output"]').count() == 0
    question = "Height × width of the output"
    shown.type(question, "2")
    assert "the first window stands before any step is taken" in shown.said()
    shown.type(question, "3 x 3")
    assert shown.said() == "Right: 3×3."
    shown.assert_last()
    shown.type("Padding P", "0")
    shown.button("It does not fit").click()
    assert shown.said().startswith("Right: it does not fit. 3×3 windows at stride 3")
    assert shown.root.locator('[data-refused="true"]').count() == 1


def test_relu_comes_after_the_sum(shown):
    shown.example("Stride 1")
    shown.button("Layer").click()
    shown.tick("ReLU after the sum")
    shown.cell("output", 0, 2).click()
    assert shown.sentence().endswith("The sum is −2, and ReLU turns it into 0.")
    shown.assert_last()
    assert min(number for row in shown.numbers("output")[0] for number in row) == 0


def test_the_lit_row_times_the_lit_column_is_the_sum(shown):
    shown.example("Four filters")
    shown.button("Look closer").click()
    shown.tick("Sum as a matrix product")
    shown.root.locator('.conv-grid[data-kind="output"]').nth(3).locator(
        '[data-row="2"][data-col="2"]'
    ).click()

    def lit(kind, cells):
        texts = shown.root.locator(f'.conv-factor[data-kind="{kind}"] {cells}').all_text_contents()
        return [number(text) for text in texts]

    row, column = lit("input", "tr.is-lit td"), lit("filter", "td.is-chosen")
    product = lit("output", "td.is-chosen")
    assert len(row) == 10
    assert [np.dot(row, column)] == product == [shown.twin().output[2, 2, 3]]


def test_by_touch(open_page):
    page = open_page(PAGE, width=390, has_touch=True, is_mobile=True)
    shown = Shown(page)
    shown.button("Layer").tap()
    shown.button("Filters K: one more").tap()
    shown.button("Step forward").tap()
    shown.root.locator('.conv-grid[data-kind="output"]').nth(1).locator('[data-row="3"][data-col="1"]').tap()
    assert "with filter 2" in shown.sentence()
    shown.cell("filter", 1, 1).tap()
    shown.root.locator(".conv-edit").fill("4")
    page.keyboard.press("Enter")
    assert shown.twin().filters[0, 1, 1, 0] == 4
    shown.assert_last()


def test_a_link_restores_the_state(open_page):
    shown = Shown(open_page(PAGE, permissions=["clipboard-read", "clipboard-write"]))
    shown.example("Four filters")
    shown.cell("input", 1, 1).click()
    shown.root.locator(".conv-edit").fill("−7.5")
    shown.page.keyboard.press("Enter")
    shown.button("Layer").click()
    shown.button("Step forward").click()
    shown.button("Link").click()
    shown.wait_until_said("The address of this setting is copied.")
    address = shown.page.evaluate("navigator.clipboard.readText()")
    other = Shown(open_page(address[address.index(PAGE) :]))
    assert other.twin().state == shown.twin().state
    assert other.numbers("output") == shown.numbers("output")
    assert other.root.evaluate("one => Math.abs(one.getBoundingClientRect().top) < innerHeight")
    other.button("Undo").click()
    assert other.twin().filters.shape[0] == 1


def test_an_address_to_copy_where_the_clipboard_is_closed(shown):
    refuse = "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('closed')); }"
    shown.page.evaluate(refuse)
    shown.button("Link").click()
    field = shown.field("Address of this setting")
    field.wait_for()
    assert "#widget=sliding_window-1&state=" in field.input_value()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("nonsense", "it cannot be read"),
        ('{"stride": 99}', "stride is not between 1 and 8"),
        ('{"__proto__": {"x": 1}}', "there is no setting “__proto__” here"),
        ('{"x": [[[1, 2]]]}', "the filters have another depth than the input"),
        ('{"filters": "<img src=x onerror=alert(1)>"}', "filters is not an array of 4 dimensions"),
        (json.dumps({"x": [[[0]] * 16] * 4000}), "it is too long"),
    ],
)
def test_a_bad_link_falls_back_and_says_so(open_page, state, words):
    shown = Shown(open_page(PAGE + Shown.link(state)))
    assert shown.said() == f"The link's setting was not used: {words}. This is the page's own setting."
    assert shown.sentence().startswith("Row 1, column 1 of the 5×5 output: ")
    assert shown.button("Undo").is_disabled()


def test_a_link_followed_in_the_same_page(shown):
    shown.follow_link({"stride": 2})
    shown.root.locator('.conv-title[data-kind="output"]', has_text="3×3×1").wait_for()


def test_code_opens_follows_the_setting_and_is_copied(open_page):
    shown = Shown(open_page(PAGE, permissions=["clipboard-read", "clipboard-write"]))
    shown.example("Stride 2")
    shown.button("Code").click()
    ours, theirs = shown.root.locator(".conv-lines").all_inner_texts()
    assert "from convlib import conv" in ours and "F.conv2d(x, weight, bias, stride=2)" in theirs
    shown.type("Padding P", "1")
    assert "padding=1" in shown.root.locator(".conv-lines").first.inner_text()
    shown.button("Copy the convlib lines").click()
    shown.wait_until_said("The convlib lines are copied.")
    lines = shown.page.evaluate("navigator.clipboard.readText()")
    names = {}
    exec(lines, names)
    np.testing.assert_array_equal(names["output"], shown.twin().output)
    shown.example("Stride 3 does not fit")
    assert "does not fit, so there is nothing to run" in shown.root.locator(".conv-code").inner_text()


def test_full_screen_is_larger_and_left_again(shown):
    before = shown.cell("input", 0, 0).bounding_box()["width"]
    shown.button("Full screen").click()
    shown.button("Leave full screen").wait_for()
    assert shown.cell("input", 0, 0).bounding_box()["width"] > 1.1 * before
    shown.button("Leave full screen").click()
    shown.button("Full screen").wait_for()


def test_at_360_pixels_four_filters_and_a_matrix_stay_inside(open_page):
    page = open_page(PAGE, width=360)
    shown = Shown(page)
    shown.example("Four filters")
    for group in ("Layer", "Border", "Look closer", "Code"):
        shown.button(group).click()
    shown.tick("Sum as a matrix product")
    shown.tick("Count the windows that read each pixel")
    test_one_polite_live_region_and_large_enough_targets(shown)
    assert page_width(page) <= 360


LOOK = """root => ({
    refused: root.dataset.refused === "true",
    sentence: root.querySelector(".conv-sentence").textContent,
    output: [...root.querySelectorAll('.conv-grid[data-kind="output"]')].map((grid) =>
        [...grid.querySelectorAll(".conv-row")].map((row) =>
            [...row.querySelectorAll(".conv-cell > span")].map((cell) => cell.textContent))),
    result: root.querySelector(".conv-sum:last-child .conv-result")?.textContent ?? null,
})"""


def test_two_thousand_careless_actions_break_nothing_and_show_convlibs_numbers(shown):
    samples = fuzz(shown.page, "sliding_window", names=SlidingWindow.settings, shown=LOOK)
    seen = {"refused": 0, "numbers": 0, "asked": 0}
    twin = as_widget(samples[0]["state"])
    for sample in samples:
        twin.state, look = sample["state"], sample["shown"]
        if look["refused"]:
            seen["refused"] += 1
            assert look["sentence"] == twin.refusal
            continue
        if not look["output"]:
            assert twin.predict == "size"
            seen["asked"] += 1
            continue
        assert twin.output is not None, sample
        for k, rows in enumerate(look["output"]):
            assert (len(rows), len(rows[0])) == twin.output.shape[:2]
            for (row, col), value in np.ndenumerate(twin.output[..., k]):
                text = rows[row][col]
                if text not in ("", "?"):
                    seen["numbers"] += 1
                    assert number(text) == pytest.approx(value, abs=0.0051), sample
        if look["result"] is not None and twin.op == "conv":
            row, col = divmod(twin.position, twin.output.shape[1])
            assert number(look["result"]) == pytest.approx(twin.output[row, col, twin.map], abs=0.0051)
    assert len(samples) == 200
    assert seen["refused"] > 5 and seen["numbers"] > 500, seen


def test_its_module_is_fetched_once_for_all_widgets_of_a_page(browser, base_url):
    page = browser.new_page()
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(urljoin(base_url, PAGE), wait_until="networkidle")
    assert page.locator("figure.convlib-widget.is-live").count() >= 2
    assert sum("sliding_window.mjs" in url for url in fetched) == 1
    assert not re.search(r"require|html-manager|anywidget", " ".join(fetched))
    page.close()
