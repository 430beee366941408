"""VolumeView in the static page, by mouse, keyboard and touch: what it shows is what convlib counts."""

import re

import pytest
from figure import Figure
from fuzz import fuzz
from site_pages import page_width

from convlib import conv_shape
from convlib.widgets import VolumeView
from convlib.widgets.volume_view.widget import EXAMPLES, SIZES

PAGE = "lessons/07_brain_view.html"

FIELDS = {
    "W1": "Width W1", "H1": "Height H1", "D1": "Depth D1", "K": "Filters K",
    "F": "Extent F", "S": "Stride S", "P": "Padding P",
}  # fmt: skip


WORDS = {"neurons": "neuron", "macs": "multiplication"}


class Shown(Figure):
    module = "volume_view"

    def __init__(self, page):
        super().__init__(page)
        self.scene = self.root.locator(".conv-scene")
        # A lesson opens what it is about; here all of it is tried.
        self.figure.evaluate("figure => figure.model.set('controls', null)")
        self.scene.scroll_into_view_if_needed()

    def slider(self, name):
        return self.control("slider", name)

    def look(self, words):
        self.control("radio", words).check()

    def example(self, name):
        self.choose("Example", name)

    def state(self):
        return self.traits(VolumeView.settings)

    def twin(self):
        """The same setting in Python."""
        widget = VolumeView()
        widget.state = self.state()
        return widget

    def neuron(self):
        return tuple(int(self.field(name).input_value()) for name in ("Row", "Column", "Map"))

    def count(self, selector):
        return self.scene.locator(selector).count()

    def spot(self):
        """Where the picked neuron is in the picture."""
        circle = self.scene.locator(".is-spot").first
        return {"x": float(circle.get_attribute("cx")), "y": float(circle.get_attribute("cy"))}

    def assert_counts(self):
        assert_counts(self.root.evaluate(SHOWN), self.twin())


# What stands in the widget, as text.
SHOWN = """root => {
    const texts = (selector) => [...root.querySelectorAll(selector)].filter((one) => one.checkVisibility())
        .map((one) => one.textContent);
    return { output: texts('.conv-flow [data-kind="output"]')[0], rungs: texts(".conv-rung-count strong"),
        facts: texts(".conv-facts > div"), sentence: texts(".conv-sentence")[0] };
}"""


def assert_counts(shown, twin):
    if twin.refusal:
        assert shown["sentence"] == twin.refusal
        assert (shown["rungs"], shown["facts"]) == ([], [])
        assert shown["output"] == "No output at this setting"
        return
    H2, W2, K = twin.output
    counts = twin.counts
    assert shown["output"] == (f"Output {W2}×{H2}×{K}" if twin.painted else "Output: no map yet")
    assert shown["rungs"] == [f"{counts[name]:,}" for name in ("dense", "local", "shared")]
    neurons, macs = (f"{counts[name]:,} {word}{'s' * (counts[name] > 1)}" for name, word in WORDS.items())
    assert shown["facts"][-1] == f"{neurons}, {macs} (MACs)"
    results = [int(line.rsplit(" = ", 1)[1]) for line in shown["facts"][:-1]]
    assert results == ([W2] if twin.H1 == twin.W1 else [H2, W2])


@pytest.fixture
def shown(open_page):
    return Shown(open_page(PAGE, reduced_motion="reduce"))


def test_each_example_of_the_lecture_shows_its_counts(shown):
    for name, (shape, *_) in EXAMPLES.items():
        shown.example(name)
        assert (shown.twin().H1, shown.twin().W1, shown.twin().D1) == shape
        shown.assert_counts()
    shown.button("Undo").click()
    assert shown.twin().K == 5
    shown.assert_counts()


def test_s28_by_keyboard(shown):
    for name, value in {"K": 10, "P": 2}.items():
        shown.type(FIELDS[name], value)
    shown.field(FIELDS["F"]).focus()
    shown.page.keyboard.press("ArrowUp")
    shown.page.keyboard.press("ArrowDown")
    shown.assert_counts()
    ladder = shown.root.locator(".conv-ladder").inner_text()
    for line in (
        "10,240 · (32·32·3 + 1) = 31,467,520",
        "10,240 · (5·5·3 + 1) = 778,240",
        "10 · (5·5·3 + 1) = 760",
    ):
        assert line in ladder
    assert "Sharing saves another factor of 1,024" in ladder
    assert "H2 = W2 = (32 − 5 + 2·2)/1 + 1 = 32" in shown.root.locator(".conv-facts").inner_text()


def test_what_does_not_fit_is_refused_in_convlibs_words_and_each_repair_fits(shown):
    shown.example("The first layer of AlexNet")
    for name in ("W1", "H1"):
        shown.type(FIELDS[name], 224)
    refused = shown.twin().refusal
    assert "(224 − 11 + 2·0)/4 + 1 = 217/4" in refused
    assert shown.count(".is-sheet") == 0
    assert shown.button("Play").is_disabled()
    repairs = shown.root.locator(".conv-repairs button").all_inner_texts()
    assert len(repairs) == 2
    for words in repairs:
        shown.assert_counts()
        shown.button(words).click()
        H2, W2, _ = shown.twin().output
        assert words.endswith(f"(→ {H2}×{W2})")
        shown.assert_counts()
        shown.button("Undo").click()


@pytest.mark.parametrize(
    ("name", "typed", "left", "words"),
    [
        ("Filters K", "many", "many", "“many” is not a whole number; the number of filters stays as it was."),
        ("Width W1", "1e9", "227", "1000000000 is too large for the width; it is now 227."),
        ("Row", "29", "28", "29 is too large for the row; it is now 28."),
        ("Map", "0", "1", "0 is too small for the map; it is now 1."),
    ],
)
def test_what_is_no_setting_is_said_and_nothing_breaks(shown, name, typed, left, words):
    shown.type(name, typed)
    assert shown.said() == words
    assert shown.field(name).input_value() == left
    shown.assert_counts()


def test_a_neuron_shows_its_weights_its_region_and_who_shares_its_weights(shown):
    who = "The neuron in row 11, column 13 of map 1. "
    assert shown.sentence() == (
        f"{who}5 neurons look at this same region, one on each map, and each has weights of its own: "
        "5 · 76 = 380 parameters."
    )
    assert (shown.count(".is-spot"), shown.count(".is-thread"), shown.count(".is-sharing")) == (5, 1, 0)
    shown.look("its weights")
    assert shown.sentence() == (
        f"{who}It looks at 75 numbers of the input, rows 11 to 15 and columns 13 to 17 through all 3 slices. "
        "Its weights: 5·5·3 = 75, and 1 bias: 76 parameters."
    )
    assert (shown.count(".is-spot"), shown.count(".is-window.is-lines"), shown.count(".is-thread")) == (
        1,
        1,
        0,
    )
    shown.root.get_by_role("radio", name="its weights").press("ArrowLeft")
    assert shown.state()["look"] == "shared"
    assert shown.sentence() == (
        f"{who}All 28·28 = 784 neurons of map 1 share these 76 parameters, "
        "and each looks at a region of its own."
    )
    # The shared map is hatched and has a stronger edge: colour is not the only cue.
    assert (shown.count(".is-sharing"), shown.count(".is-hatch"), shown.count(".is-thread")) == (1, 1, 0)


@pytest.mark.parametrize("flat", [False, True])
def test_a_click_on_a_map_picks_the_neuron_that_is_there(shown, flat):
    shown.control("checkbox", "Flat").set_checked(flat)
    shown.look("its weights")
    for name, value in {"Row": 24, "Column": 4, "Map": 1}.items():
        shown.type(name, value)
    there = shown.spot()
    for name, value in {"Row": 2, "Column": 20, "Map": 3}.items():
        shown.type(name, value)
    assert shown.neuron() == (2, 20, 3)
    shown.scene.click(position=there)
    assert shown.neuron() == (24, 4, 1)
    assert shown.sentence().startswith("The neuron in row 24, column 4 of map 1. ")
    shown.scene.click(position={"x": 2, "y": 2})
    assert shown.neuron() == (24, 4, 1)


def test_it_turns_by_mouse_by_arrow_keys_and_by_sliders(shown):
    before = shown.state()
    box = shown.scene.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    shown.page.mouse.move(*middle)
    shown.page.mouse.down()
    # The drag goes on outside of the picture.
    shown.page.mouse.move(middle[0] + 40, box["y"] - 30, steps=4)
    shown.page.mouse.up()
    dragged = shown.state()
    assert dragged["turn"] > before["turn"]
    assert dragged["tilt"] < before["tilt"]
    shown.page.mouse.move(*middle)
    after = shown.state()
    assert after == dragged, "it stops with the button, and a drag picks nothing"
    assert shown.slider("Turn").input_value() == str(dragged["turn"])
    shown.scene.focus()
    for key in ("ArrowRight", "ArrowUp"):
        shown.page.keyboard.press(key)
    assert shown.state()["turn"] == dragged["turn"] + 5
    shown.slider("Turn").press("ArrowLeft")
    shown.slider("Tilt").fill("60")
    assert (shown.state()["turn"], shown.state()["tilt"]) == (dragged["turn"] + 4, 60)
    assert shown.slider("Turn").get_attribute("aria-valuetext") == f"{dragged['turn'] + 4}°"


def test_it_turns_and_picks_by_touch_and_lets_the_page_scroll(open_page):
    page = open_page(PAGE, width=360, has_touch=True, is_mobile=True)
    shown = Shown(page)
    shown.look("its weights")
    shown.type("Column", 3)
    there = shown.spot()
    shown.type("Column", 20)
    shown.scene.tap(position=there)
    assert shown.neuron()[1] == 3
    before, scrolled = shown.state(), page.evaluate("scrollY")
    touch = page.context.new_cdp_session(page)

    def swipe(right, down):
        box = shown.scene.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for step in range(1, 9):
            point = {"x": x + right * step / 8, "y": y + down * step / 8}
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    swipe(80, 0)
    turned = shown.state()
    assert turned["turn"] > before["turn"] + 10
    swipe(0, -80)
    page.wait_for_function("before => scrollY > before + 20", arg=scrolled)
    assert shown.neuron() == (before["row"] + 1, 3, 1)


def test_filters_paint_their_maps_step_by_step(shown):
    shown.page.wait_for_timeout(300)
    assert shown.count(".is-sheet") == 5, "nothing moves by itself"
    shown.button("First filter").click()
    assert shown.sentence() == "No filter has moved yet: 5 filters wait."
    for maps in range(1, 6):
        shown.button("Step forward").click()
        # Where motion is unwelcome the map is there at once.
        assert shown.count(".is-sheet") == maps
        assert shown.slider("Filter").get_attribute("aria-valuetext") == f"{maps} of 5 maps painted"
    assert shown.sentence() == "5 filters have painted 5 maps: a new volume of 28×28×5."
    shown.button("Step back").click()
    assert shown.sentence().startswith("Filter 4, 5×5×3, slides over the whole input")
    assert shown.count(".is-filter") == 6, "the fifth filter waits"


def test_play_answers_at_once(shown):
    shown.button("First filter").click()
    # From step to step it takes six seconds here.
    shown.choose("Speed", "slow")
    shown.button("Play").click()
    shown.root.locator(".conv-sentence", has_text="Filter 1, ").wait_for(timeout=3_000)
    shown.button("Pause").click()


def test_a_filter_flies_where_motion_is_welcome(open_page):
    shown = Shown(open_page(PAGE, reduced_motion="no-preference"))
    shown.button("First filter").click()
    watch = """scene => new Promise((done) => {
        const places = new Set();
        const look = () => {
            const filters = scene.querySelectorAll(".is-filter");
            if (places.size > 0 && !scene.querySelector(".is-rest")) return done(places.size);
            if (scene.querySelector(".is-rest"))
                places.add(filters[filters.length - 1].getAttribute("d") + filters[0].getAttribute("d"));
            requestAnimationFrame(look);
        };
        scene.closest("figure").querySelector('button[title="Step forward"]').click();
        look();
    })"""
    assert shown.scene.evaluate(watch) > 4
    assert shown.sentence().startswith("Filter 1, ")
    shown.choose("Speed", "fast")
    shown.button("Play").click()
    shown.button("Play").wait_for(timeout=15_000)
    shown.page.wait_for_function(
        "scene => scene.querySelectorAll('.is-sheet').length === 5", arg=shown.scene.element_handle()
    )


def test_of_96_maps_twelve_are_drawn_and_named_and_the_rest_is_said(shown):
    shown.example("The first layer of AlexNet")
    shown.type("Map", 51)
    assert shown.count(".is-sheet") == 12
    assert "…" in shown.scene.locator("text").all_text_contents()
    assert shown.scene.locator("text.is-own").text_content() == "51"
    legend = shown.root.locator(".conv-legend")
    assert "12 of 96 maps are drawn. The depth is not drawn to scale." in legend.inner_text()
    shown.tick("Flat")
    assert "12 of 96 maps are drawn." in legend.inner_text()
    assert "scale" not in legend.inner_text()
    assert "96 filters of 11×11×3 and 96 maps of 55×55" in shown.scene.get_attribute("aria-label")


def test_at_360_pixels_targets_stay_large_and_nothing_scrolls_sideways(open_page):
    page = open_page(PAGE, width=360)
    shown = Shown(page)
    assert shown.root.locator("[aria-live]").count() == 1
    for flat in (False, True):
        shown.control("checkbox", "Flat").set_checked(flat)
        for name in EXAMPLES:
            shown.example(name)
            assert page_width(page) <= 360, name
            inside = """scene => [...scene.querySelectorAll("text, path, circle")].every((one) => {
                const [box, all] = [one.getBoundingClientRect(), scene.getBoundingClientRect()];
                const across = box.left >= all.left - 3 && box.right <= all.right + 3;
                return box.width === 0 || (across && box.bottom <= all.bottom + 3);
            })"""
            assert shown.scene.evaluate(inside), (name, flat)
        assert shown.too_small("button, select, .conv-segment, .conv-check, input:not([type=radio])") == []


def test_a_link_restores_the_state_and_a_bad_one_says_so(open_page):
    linked = VolumeView(
        (5, 9, 2), K=3, F=3, S=2, P=1, row=2, column=1, map=2, look="shared", turn=-30, flat=True
    )
    shown = Shown(open_page(PAGE + Shown.link(linked.state)))
    assert shown.state() == linked.state
    shown.assert_counts()
    strange = [{"W1": 1e9}, {"look": "constructor"}, {"flat": "yes"}, {"__proto__": {"K": 7}}, {"K": [5]}]
    for bad in (*strange, [5], None):
        shown.button("Reset").click()
        shown.follow_link(bad)
        shown.root.get_by_text("The link's setting was not used").wait_for()
        assert shown.state() == linked.state | VolumeView(K=5, look="region").state
    # A neuron beyond a smaller output is its last one.
    shown.follow_link({"W1": 6, "H1": 7, "row": 400, "column": 400, "map": 200})
    shown.page.wait_for_function(
        "document.querySelector('figure[data-widget=volume_view]').model.get('H1') === 7"
    )
    assert shown.neuron() == (3, 2, 5)


def test_the_code_of_the_setting_is_offered(shown):
    shown.type(FIELDS["S"], 3)
    shown.button("Code").click()
    lines = shown.root.locator(".conv-lines").all_inner_texts()
    assert "volume = conv_shape(x, K=5, F=5, S=3, P=0)" in lines[0]
    assert "nn.Conv2d(3, 5, kernel_size=5, stride=3, padding=0)" in lines[1]
    shown.type(FIELDS["S"], 2)
    assert "nothing to run" in shown.root.locator(".conv-code").inner_text()


def test_without_javascript_and_in_print_the_written_counts_stand(shown, open_without_javascript):
    shown.page.emulate_media(media="print")
    assert shown.root.locator(".conv-fallback").is_visible()
    assert not shown.root.locator(".conv-widget").is_visible()
    written = open_without_javascript(PAGE).locator('figure[data-widget="volume_view"] .conv-fallback').first
    assert written.is_visible()
    assert "12,046,160" in written.inner_text()


def test_two_thousand_random_actions_find_no_error_and_no_wrong_value(open_page):
    page = Shown(open_page(PAGE)).page
    samples = fuzz(page, "volume_view", names=VolumeView.settings, shown=SHOWN)
    refused, outputs = 0, set()
    for sample in samples:
        twin = VolumeView()
        twin.state = sample["state"]
        assert_counts(sample["shown"], twin)
        if twin.refusal:
            refused += 1
            continue
        outputs.add(twin.output)
        H2, W2, K = conv_shape((twin.H1, twin.W1, twin.D1), twin.K, twin.F, twin.S, twin.P)
        if picked := re.match(
            r"The neuron in row (\d+), column (\d+) of map (\d+)\. ", sample["shown"]["sentence"]
        ):
            place = tuple(map(int, picked.groups()))
            last = (H2, W2, K)
            assert place == tuple(
                min(at + 1, end) for at, end in zip((twin.row, twin.column, twin.map), last, strict=True)
            )
            weights = twin.F**2 * twin.D1
            wanted = {
                "weights": f"and 1 bias: {weights + 1:,} parameter",
                "region": "only neuron"
                if K == 1
                else f"{K} · {weights + 1:,} = {K * (weights + 1):,} parameters",
                "shared": "only neuron of its map"
                if H2 * W2 == 1
                else f"All {W2}·{H2} = {H2 * W2:,} neurons",
            }[twin.look]
            assert wanted in sample["shown"]["sentence"]
    assert len(samples) == 200
    assert len(outputs) > 20 and refused > 5
    assert set(SIZES) <= set(samples[0]["state"])


def test_the_photograph_and_its_maps_are_painted_as_long_as_they_are_of_the_layer(open_page):
    shown = Shown(open_page("lessons/03_sliding_a_filter.html", reduced_motion="reduce"))
    assert shown.count(".is-painting") == 1, "the photograph alone, before the first filter has moved"
    shown.button("Last filter").click()
    assert shown.count(".is-painting") == 7
    hrefs = "scene => [...scene.querySelectorAll('.is-painting')].map((one) => one.getAttribute('href'))"
    before = shown.scene.evaluate(hrefs)
    assert len(set(before)) == 7
    shown.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    shown.page.wait_for_timeout(100)
    # The photograph is the same by night; the maps have other colours.
    assert [one == other for one, other in zip(before, shown.scene.evaluate(hrefs), strict=True)].count(
        True
    ) == 1
    shown.type(FIELDS["P"], 2)
    assert shown.count(".is-painting") == 1, "maps of another padding are not these"
    shown.type(FIELDS["W1"], 30)
    assert shown.count(".is-painting") == 0


def test_a_small_projector_shows_the_foot_as_well(open_page):
    figure = open_page(PAGE, height=720).locator('figure[data-widget="volume_view"].is-live').first
    figure.get_by_role("button", name="Full screen", exact=True).click()
    foot = figure.get_by_role("button", name="Leave full screen")
    foot.wait_for()
    box = foot.bounding_box()
    assert box["y"] + box["height"] <= 720
