"""SlidingWindow in the static page, by mouse and by keyboard: what it shows is what convlib computes."""

import re
from urllib.parse import urljoin

import numpy as np
import pytest

from convlib import DoesNotFit, avg_pool, conv, samples
from convlib.widgets import SlidingWindow

PAGE = "lessons/04_stride.html"
EXAMPLES = {re.search(r"S\d\d", one["name"])[0]: one for one in SlidingWindow(samples.input_7x7).examples}


def number(text):
    return None if text == "" else float(text.replace("−", "-").replace("∞", "inf"))


class Shown:
    """The first widget of a page, read and driven as a person would."""

    def __init__(self, page):
        self.page = page
        self.root = page.locator("figure.convlib-widget.is-live").first
        self.root.wait_for()

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def field(self, name):
        return self.root.get_by_role("textbox", name=name, exact=True)

    def choose(self, label, option):
        self.root.get_by_role("combobox", name=label, exact=True).select_option(label=option)

    def example(self, slide):
        """Choose the slide's example, and give it back as a Python widget."""
        self.choose("Example", EXAMPLES[slide]["name"])
        state = dict(EXAMPLES[slide]["state"])
        return SlidingWindow(state.pop("x"), state.pop("filter"), **state)

    def type(self, name, text):
        self.field(name).fill(text)
        self.field(name).press("Enter")

    def cell(self, kind, row, col):
        return self.root.locator(f'.conv-grid[data-kind="{kind}"] [data-row="{row}"][data-col="{col}"]').first

    def numbers(self, kind):
        """[slice][row][col], None for an empty cell."""
        read = """grids => grids.map(grid => [...grid.querySelectorAll(".conv-row")].map(row =>
            [...row.querySelectorAll(".conv-cell > span")].map(cell => cell.textContent)))"""
        slices = self.root.locator(f'.conv-grid[data-kind="{kind}"]').evaluate_all(read)
        return [[[number(text) for text in row] for row in rows] for rows in slices]

    def count(self, name):
        return self.root.locator(f".conv-cell.{name}").count()

    def sentence(self):
        return self.root.locator(".conv-sentence").inner_text()

    def said(self):
        return self.root.locator(".conv-said").inner_text()

    def sum(self):
        return self.root.locator(".conv-sum").all_inner_texts()

    def formula(self):
        return self.root.locator(".conv-formula").inner_text().replace("\n", "")

    def assert_output(self, expected):
        np.testing.assert_allclose(np.moveaxis(self.numbers("output"), 0, -1), expected, atol=0.005)


@pytest.fixture
def shown(open_page):
    return Shown(open_page(PAGE))


def test_s22_by_mouse_every_step_shows_its_sum(shown):
    twin = shown.example("S22")
    x, weights = samples.input_7x7[..., 0], twin.filter[..., 0]
    for step in range(25):
        row, col = divmod(step, 5)
        assert shown.sentence().startswith(f"Row {row + 1}, column {col + 1} of 5 by 5: ")
        products = x[row : row + 3, col : col + 3] * weights
        assert shown.sum()[0].endswith(f"= {int(products.sum())}".replace("-", "−"))
        assert shown.count("is-lit") == 9
        filled = [number for line in shown.numbers("output")[0] for number in line if number is not None]
        assert filled == twin.output[..., 0].ravel()[: step + 1].tolist()
        if step < 24:
            shown.button("Step forward").click()
    assert shown.formula().endswith("(7 − 3 + 2·0)/1 + 1 = 5")


def test_the_sum_is_written_in_full(shown):
    shown.example("S22")
    terms = shown.sum()[0]
    # The top left corner of our 7×7 input under the filter 1 0 −1, row by row.
    assert terms == "0·1 + 1·0 + 2·(−1) + 1·1 + 3·0 + 1·(−1) + 2·1 + 1·0 + 0·(−1) + bias 0 = 0"


def test_s23_by_keyboard_on_the_output_grid(shown):
    twin = shown.example("S23")
    shown.cell("output", 0, 0).focus()
    for key in ("ArrowRight", "ArrowDown", "End", "PageDown"):
        shown.page.keyboard.press(key)
    assert shown.sentence().startswith("Row 3, column 3 of 3 by 3")
    shown.assert_output(twin.output)
    shown.page.keyboard.press("Home")
    shown.page.keyboard.press("ArrowUp")
    assert shown.sentence().startswith("Row 2, column 1 of 3 by 3")
    assert (
        shown.page.evaluate("document.activeElement.dataset.row + document.activeElement.dataset.col") == "10"
    )


def test_every_grid_is_one_tab_stop(shown):
    shown.example("S25")
    for kind in ("input", "filter", "output"):
        assert shown.root.locator(f'.conv-grid[data-kind="{kind}"] [tabindex="0"]').count() == 1


def test_s24_is_refused_in_convlibs_words_and_each_repair_fits(shown):
    shown.example("S23")
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
    twin = shown.example("S24")
    shown.choose("If it does not fit", "round down")
    twin.fit = "floor"
    shown.button("Last position").click()
    shown.assert_output(twin.output)
    assert shown.count("is-unread") == 13


@pytest.mark.parametrize("slide", ["S25", "S26", "S15", "S21"])
def test_padding_size_depth_and_impulse(shown, slide):
    twin = shown.example(slide)
    shown.button("Last position").click()
    shown.assert_output(twin.output)
    ring = (7 + 2 * twin.padding) ** 2 - 49 if slide in ("S25", "S26") else None
    assert ring is None or shown.count("is-padding") == ring


def test_s15_adds_the_slices_and_the_bias(shown):
    twin = shown.example("S15")
    lines = shown.sum()
    assert [line.split(":")[0] for line in lines] == ["Slice 1", "Slice 2", "Slice 3", "Together"]
    parts = (twin.x[:3, :3] * twin.filter).sum((0, 1))
    written = " + ".join(f"({part:g})" if part < 0 else f"{part:g}" for part in parts).replace("-", "−")
    assert lines[3] == f"Together: {written} + bias 1 = {parts.sum() + 1:g}".replace("-", "−")


def test_s36_max_and_average_pooling(shown):
    shown.example("S36")
    shown.button("Last position").click()
    assert shown.numbers("output") == [[[6, 8], [3, 4]]]
    assert shown.sum() == ["max(1, 0, 3, 4) = 4"]
    shown.choose("Operation", "Average pooling")
    shown.assert_output(avg_pool(samples.pool_slice))
    assert shown.sum() == ["(1 + 0 + 3 + 4)/4 = 2"]
    assert shown.formula() == "H2 = W2 = (W1 − F)/S + 1 = (4 − 2)/2 + 1 = 2"


def test_numbers_are_edited_in_place_by_mouse_and_by_keyboard(shown):
    twin = shown.example("S22")
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
    x, weights = twin.x.copy(), twin.filter.copy()
    x[1, 2, 0], weights[0, 1, 0] = -4.5, 2
    shown.button("Last position").click()
    shown.assert_output(SlidingWindow(x, weights).output)
    shown.button("Undo").click()
    shown.button("Undo").click()
    shown.button("Last position").click()
    shown.assert_output(twin.output)


def test_a_rectangular_input_shrinks_and_comes_back_unharmed(shown):
    twin = shown.example("S22")
    shown.type("Input height", "5")
    shown.type("Input width", "4")
    shown.button("Last position").click()
    shown.assert_output(SlidingWindow(twin.x[:5, :4], twin.filter).output)
    assert shown.formula() == (
        "H2 = (H1 − F + 2P)/S + 1 = (5 − 3 + 2·0)/1 + 1 = 3W2 = (W1 − F + 2P)/S + 1 = (4 − 3 + 2·0)/1 + 1 = 2"
    )
    shown.type("Input height", "7")
    shown.type("Input width", "7")
    assert shown.numbers("input")[0] == twin.x[..., 0].tolist()


@pytest.mark.parametrize(
    ("name", "typed", "left", "words"),
    [
        ("Stride S", "abc", "1", "“abc” is not a whole number; the stride stays as it was."),
        ("Stride S", "1e9", "8", "1000000000 is too large for the stride; it is now 8."),
        ("Stride S", "−1", "1", "−1 is too small for the stride; it is now 1."),
        ("Padding P", "", "0", "Nothing is not a whole number; the padding stays as it was."),
        ("Input width", "2.5", "7", "“2.5” is not a whole number; the width stays as it was."),
        ("Bias", "1e400", "999", "∞ is too large for the bias; it is now 999."),
    ],
)
def test_what_is_no_setting_is_said_and_nothing_breaks(shown, name, typed, left, words):
    shown.example("S22")
    shown.type(name, typed)
    assert shown.said() == words
    assert shown.field(name).input_value() == left
    assert len(shown.numbers("output")[0]) >= 1


def test_a_pasted_column_fills_cells(shown):
    twin = shown.example("S22")
    shown.cell("input", 4, 6).focus()
    shown.page.evaluate("""() => {
        const data = new DataTransfer();
        data.setData("text", "8\\nx\\n−6\\n5");
        const options = { clipboardData: data, bubbles: true, cancelable: true };
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
    }""")
    column = [row[6] for row in shown.numbers("input")[0]]
    assert column == [*twin.x[:4, 6, 0], 8, twin.x[5, 6, 0], -6]
    assert "“x” is not a number" in shown.said()
    assert "2 numbers taken." in shown.said()
    assert "beyond the grid was left out" in shown.said()


def test_it_starts_paused_plays_to_the_end_and_pauses(shown):
    shown.example("S23")
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
    small = shown.root.locator("button, select, input, .conv-cell").evaluate_all(
        """all => all.map(one => [one.getBoundingClientRect(), one.className])
            .filter(([box]) => box.width > 0 && Math.min(box.width, box.height) < 24)
            .map(([, name]) => name)"""
    )
    assert small == []


def test_at_360_pixels_targets_stay_large_and_the_page_does_not_scroll_sideways(open_page):
    page = open_page(PAGE, width=360)
    shown = Shown(page)
    shown.example("S26")
    test_one_polite_live_region_and_large_enough_targets(shown)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(("motion", "gliding"), [("reduce", "0s"), ("no-preference", "0.25s")])
def test_reduced_motion_steps_instead_of_gliding(open_page, motion, gliding):
    shown = Shown(open_page(PAGE, reduced_motion=motion))
    frame = shown.root.locator(".conv-frame").first
    assert frame.evaluate("one => getComputedStyle(one).transitionDuration") == gliding


def test_without_javascript_the_written_picture_stands(open_without_javascript):
    written = open_without_javascript(PAGE).locator("figure.convlib-widget .conv-fallback").first
    assert written.is_visible()
    assert "Input, 7×7×1" in written.inner_text()


def test_in_print_the_written_picture_stands(shown):
    shown.page.emulate_media(media="print")
    assert shown.root.locator(".conv-fallback").is_visible()
    assert not shown.root.locator(".conv-widget").is_visible()


def test_its_module_is_fetched_once_for_all_widgets_of_a_page(browser, base_url):
    page = browser.new_page()
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(urljoin(base_url, PAGE), wait_until="networkidle")
    assert page.locator("figure.convlib-widget.is-live").count() >= 2
    assert sum("sliding_window.mjs" in url for url in fetched) == 1
    assert not re.search(r"require|html-manager|anywidget", " ".join(fetched))
    page.close()
