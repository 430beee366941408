"""The caption below a widget is true after every change, and back at the start when the setting is."""

import pytest
from figure import Figure
from figures.photo_filter import as_file, noise
from figures.sliding_window import EXAMPLES
from site_pages import each_lesson

START = "Started from: {}"


class Captioned(Figure):
    """The widget whose caption is `words`."""

    def __init__(self, page, words):
        self.words = words
        super().__init__(page)

    def find(self):
        return self.page.locator("figure.is-live", has=self.page.locator("figcaption", has_text=self.words))

    def unfold(self):
        """Open what the lesson is not about."""
        self.root.locator(".conv-fold-name").click()

    def offer_every_example(self):
        offer = "(figure, every) => figure.model.set('examples', every)"
        self.figure.evaluate(offer, list(EXAMPLES.values()))

    def caption(self):
        return self.root.locator("> figcaption").text_content()

    def assert_start(self):
        assert self.caption() == self.words

    def assert_changed(self):
        assert self.caption() == START.format(self.words)


@pytest.fixture
def captioned(open_page):
    return lambda name, words, **options: Captioned(open_page(f"lessons/{name}.html", **options), words)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_filter_turned_round(captioned, theme):
    shown = captioned("03_sliding_a_filter", "A single 1 under the numbers from 1 to 9", theme=theme)
    shown.assert_start()
    shown.choose("Slide it as", "true convolution")
    shown.assert_changed()
    shown.choose("Slide it as", "cross-correlation")
    shown.assert_start()


def test_same_and_then_zeros_on_every_side(captioned):
    shown = captioned("05_zero_padding", "With padding 1")
    shown.unfold()
    shown.offer_every_example()
    shown.choose("Example", "SAME at stride 2")
    shown.assert_changed()
    shown.choose("Border holds", "zeros, P on every side")
    shown.assert_changed()
    # What made the last output that fitted is named as well: the rule of SAME, and no padding.
    assert "Last output that fitted 2×2×1 (stride 2, SAME)" in shown.root.inner_text()
    shown.button("Undo").click()
    shown.button("Undo").click()
    shown.assert_start()


def test_a_pool_in_the_place_of_a_convolution_and_back(captioned):
    shown = captioned("04_stride", "7×7 input, stride 1")
    shown.open_all()
    shown.offer_every_example()
    shown.choose("Example", next(name for name in EXAMPLES if "Max pooling" in name))
    shown.assert_changed()
    shown.button("Reset").click()
    shown.assert_start()


def test_the_windows_over_each_pixel_counted_and_no_longer(captioned):
    shown = captioned("05_zero_padding", "How often each pixel is read")
    shown.unfold()
    shown.assert_start()
    count = shown.control("checkbox", "Count the windows that read each pixel")
    count.check()
    shown.assert_changed()
    count.uncheck()
    shown.assert_start()


def test_moving_the_window_and_looking_closer_change_nothing(captioned):
    shown = captioned("04_stride", "7×7 input, stride 1")
    shown.open_all()
    shown.button("Step forward").click()
    shown.button("Look closer").click()
    shown.choose("Predict first", "next number")
    shown.assert_start()


def test_one_pixel_counts_and_comes_back(captioned):
    shown = captioned("04_stride", "The same at stride 2")
    cell = shown.root.locator('.conv-grid[data-kind="input"] [data-row="3"][data-col="3"]')
    before = cell.inner_text()
    for typed, check in [("7/3", shown.assert_changed), (before, shown.assert_start)]:
        cell.click()
        shown.root.locator(".conv-edit").fill(typed)
        shown.page.keyboard.press("Enter")
        check()


def test_a_photo_filter(captioned):
    shown = captioned("03_sliding_a_filter", "One filter, one map")
    shown.choose("Channels", "each by itself, in colour")
    shown.assert_changed()
    shown.choose("Channels", "all three, one map")
    shown.assert_start()
    shown.root.locator('.conv-photo-pane[data-kind="photo"]').press("ArrowRight")
    shown.assert_start()
    # A picture of the reader's own is another one.
    shown.root.locator('input[type="file"]').set_input_files([as_file(noise(60, 80))])
    shown.root.locator(".conv-title", has_text="Your picture").wait_for()
    shown.assert_changed()


def test_a_volume_view(captioned):
    shown = captioned("06_conv_layer", "What ten filters cost, with sharing and without")
    shown.open_all()
    shown.root.get_by_text("its weights", exact=True).click()
    shown.assert_start()
    shown.type("Filters K", "9")
    shown.assert_changed()
    shown.type("Filters K", "10")
    shown.assert_start()


def test_a_size_explorer(captioned):
    shown = captioned("05_zero_padding", "5×5 filters again and again, until there is no room")
    shown.root.locator(".conv-size-volume").nth(1).click()
    shown.assert_start()
    shown.type("Extent F", "3")
    shown.assert_changed()
    shown.type("Extent F", "5")
    shown.assert_start()
    shown.unfold()
    shown.button("Add POOL").click()
    shown.assert_changed()
    shown.button("Remove").click()
    shown.assert_start()


def test_a_link_opens_a_setting_of_its_own(open_page):
    page = open_page("lessons/04_stride.html" + Sliding.link({"stride": 2}))
    Captioned(page, "7×7 input, stride 1").assert_changed()


class Sliding(Figure):
    module = "sliding_window"


@each_lesson
def test_each_caption_is_the_authors_at_the_start(open_page, open_without_javascript, lesson):
    read = "all => all.map((one) => [one.textContent, one.dataset.start])"
    still = open_without_javascript(f"{lesson}.html").locator("figure[data-widget] > figcaption")
    alive = open_page(f"{lesson}.html").locator("figure[data-widget].is-live > figcaption")
    captions = still.evaluate_all(read)
    assert all(text == start for text, start in captions)
    if captions:
        alive.nth(len(captions) - 1).wait_for()
    assert alive.evaluate_all(read) == captions
