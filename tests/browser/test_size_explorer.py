"""SizeExplorer in the static page, by mouse, keyboard and touch: what it shows is what convlib computes."""

import re

import pytest
from figures.size_explorer import READ, Shown, check
from fuzz import fuzz
from site_pages import page_width

from convlib import AvgPool, Conv, Dense, DoesNotFit, MaxPool, Network
from convlib.network.architectures import alexnet
from convlib.sizes import receptive_field
from convlib.widgets import SizeExplorer
from convlib.widgets.size_explorer.layers_trait import Layers

ONE_LAYER = "lessons/06_conv_layer.html"
ALEXNET, SHRINK, POOL = "lessons/11_alexnet.html", "lessons/05_zero_padding.html", "lessons/08_pooling.html"
SMALL = "lessons/09_whole_convnet.html"


@pytest.fixture
def shown(open_page):
    return Shown(open_page(ALEXNET))


def test_alexnet_and_its_forms_beside_the_slide(shown):
    shown.check(*SizeExplorer(alexnet(), (227, 227, 3)).layers)
    claims = [line.split("\t") for line in shown.texts(".conv-size-claims tbody tr")]
    assert [claim[2] for claim in claims] == ["659,272", "60,965,224", "724,406,816"]
    assert [claim[-1] for claim in claims] == ["holds, rounded", "holds, rounded", "does not hold"]
    # Where parameters are and where the work is: three percent and ninety-two are in CONV layers.
    parameters, work = shown.texts(".conv-size-bar")
    assert "fc6 61.9 %" in parameters
    assert "conv2 30.9 %" in work

    shown.choose("conv2, conv4, conv5", "in one group")
    shown.check(*SizeExplorer(alexnet(groups=1), (227, 227, 3)).layers)
    claims = [line.split("\t") for line in shown.texts(".conv-size-claims tbody tr")]
    assert [claim[2] for claim in claims] == ["659,272", "62,378,344", "1,135,256,096"]
    assert [claim[-1] for claim in claims] == ["holds, rounded", "nearly holds", "does not hold"]

    shown.choose("Picture", "224×224")
    with pytest.raises(DoesNotFit, match="217/4"):
        Network(shown.layers(), (224, 224, 3))
    shown.check(shape=(224, 224, 3))
    assert [line.split("\t")[2] for line in shown.texts(".conv-size-claims tbody tr")] == ["—"] * 3
    shown.choose("Padding of conv1", "2, rounding down")
    shown.check(*SizeExplorer(alexnet(groups=1, padding=2), (224, 224, 3)).layers)
    shown.button("Reset").click()
    shown.check(*SizeExplorer(alexnet(), (227, 227, 3)).layers)


def test_s27_is_refused_in_convlibs_words_and_each_way_out_works(open_page):
    shown = Shown(open_page(SHRINK))
    shown.check(*[Conv(6, 5)] * 8)
    assert "is less than 5" in shown.read()["sentence"]
    ways = shown.texts(".conv-size-repairs button")
    assert ways == ["Use padding 1 (→ 2×2)", "Use a picture of 33×33", "Use the chain without this layer"]
    expected = [
        ([*[Conv(6, 5)] * 7, Conv(6, 5, padding=1)], [32, 32, 3]),
        ([Conv(6, 5)] * 8, [33, 33, 3]),
        ([Conv(6, 5)] * 7, [32, 32, 3]),
    ]
    for way, (layers, shape) in zip(ways, expected, strict=True):
        shown.button(way).click()
        shown.check(*layers, shape=shape)
        assert shown.root.get_attribute("data-refused") == "false"
        # Whoever pressed a button that is gone stands on the layer that it mended.
        assert shown.page.evaluate("document.activeElement.className") == "conv-size-volume"
        shown.button("Undo").click()
        shown.check(*[Conv(6, 5)] * 8, shape=[32, 32, 3])
    # The lesson's own question: one padded layer makes room for one layer more.
    shown.pick(1)
    shown.type("Padding P", "2")
    shown.check(Conv(6, 5, padding=2), *[Conv(6, 5)] * 7)
    assert shown.read()["rows"][-1]["cells"][0] == "4×4×6"


def test_one_layer_is_four_settings_two_blocks_and_the_formulas(open_page):
    """What a lesson does not name waits in the fold, and no formula has a letter of it."""
    page = open_page(ONE_LAYER)
    root = page.locator('figure[data-widget="size_explorer"] .conv-widget')
    settings = root.locator(".conv-size-layer .conv-field, .conv-size-layer .conv-stepper")
    assert [words.split("\n")[0] for words in settings.all_inner_texts() if words] == [
        "Filters K", "Extent F", "Stride S", "Padding P",
    ]  # fmt: skip
    assert root.locator(".conv-size-volume:visible").count() == 2
    assert [line.split(" = ")[0] for line in root.locator(".conv-size-formula div").all_inner_texts()] == [
        "H₂", "W₂", "D₂", "Parameters",
    ]  # fmt: skip
    closed = ".conv-size-table, .conv-size-shares, .conv-size-seen, .conv-size-start, .conv-size-tools"
    assert root.locator(closed).locator("visible=true").count() == 0
    # A pressed button keeps its place, whatever becomes of the layer.
    more = root.get_by_role("button", name="Stride S: one more")
    more.scroll_into_view_if_needed()
    before = more.bounding_box()
    more.click()
    assert "do not fit" in root.locator(".conv-sentence").inner_text()
    assert more.bounding_box() == pytest.approx(before, abs=1)
    root.locator(".conv-fold-name").click()
    assert root.get_by_role("button", name="Add FC").is_visible()


def test_one_padding_is_given_to_all(open_page):
    shown = Shown(open_page(SHRINK))
    shown.pick(1)
    shown.type("Padding P", "2")
    shown.button("Apply to all").click()
    shown.check(*[Conv(6, 5, padding=2)] * 8)
    assert shown.read()["rows"][-1]["cells"][0] == "32×32×6"


def test_a_chain_built_from_nothing(shown):
    shown.empty()
    assert shown.read()["sentence"] == "A picture of 227×227×3 goes in. Add a first layer."
    assert shown.button("Remove").is_disabled()
    for name, value in (("Picture height", "30"), ("Picture width", "41"), ("Picture depth", "2")):
        shown.type(name, value)
    shown.button("Add CONV").click()
    for name, value in (("Filters K", "8"), ("Extent F", "5"), ("Stride S", "2"), ("Padding P", "1")):
        shown.type(name, value)
    shown.check(Conv(8, 5, stride=2, padding=1), shape=[30, 41, 2])
    assert "do not fit a height of 30" in shown.read()["sentence"]
    shown.choose("If it does not fit", "round down")
    shown.type("Groups", "2")
    first = Conv(8, 5, stride=2, padding=1, groups=2, fit="floor")
    shown.button("Add FC").click()
    shown.type("Neurons", "12")
    # After an FC there is no volume: what needs one goes before it, wherever it was asked for.
    shown.button("Add POOL").click()
    shown.check(first, MaxPool(2), Dense(12))
    shown.button("Move later").click()
    shown.check(first, Dense(12), MaxPool(2))
    assert shown.read()["sentence"].endswith("not 12 numbers: put it before the Dense.")
    shown.button("Use it one place earlier").click()
    shown.choose("Keep the", "mean")
    shown.choose("If it does not fit", "round up")
    shown.check(first, AvgPool(2, fit="ceil"), Dense(12))
    shown.button("Move earlier").click()
    shown.check(AvgPool(2, fit="ceil"), first, Dense(12))
    shown.button("Move later").click()
    shown.pick(3)
    shown.button("Remove").click()
    shown.check(first, AvgPool(2, fit="ceil"))
    # What is typed in vain is said, and nothing changes.
    shown.type("Extent F", "many")
    assert "“many” is not a whole number" in shown.root.inner_text()
    shown.check(first, AvgPool(2, fit="ceil"))


def test_the_chain_is_one_tab_stop_and_arrows_walk_through_it(shown):
    chain = shown.root.locator(".conv-size-chain")
    assert chain.locator('[tabindex="0"]').count() == 1
    chain.locator('[tabindex="0"]').focus()
    for key, at in (("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("End", 11), ("Home", 0)):
        shown.page.keyboard.press(key)
        assert shown.state("picked") == at
        assert shown.page.evaluate("document.activeElement.dataset.index") == str(at)
    shown.page.keyboard.press("ArrowRight")
    assert shown.read()["sentence"] == "conv1 slides 96 filters of 11×11×3: 227×227×3 becomes 55×55×96."
    formula = shown.texts(".conv-size-formula div")
    assert formula[0] == "W₂ = H₂ = (W₁ − F + 2P)/S + 1 = (227 − 11 + 2·0)/4 + 1 = 55"
    assert formula[2] == "Parameters = (11·11·3 + 1)·96 = 34,944"
    assert formula[3] == "MACs = 55·55·96 · 11·11·3 = 105,415,200"


def test_a_volume_can_be_dragged_to_another_place(open_page):
    shown = Shown(open_page(POOL))
    shown.check(MaxPool(2), Conv(16, 5), Dense(10), Dense(10))
    pool, conv = (shown.root.locator(f".conv-size-chain li >> nth={place}") for place in (1, 2))
    pool.drag_to(conv)
    shown.check(Conv(16, 5), MaxPool(2), Dense(10), Dense(10))
    # The lesson's own question: without the pool only fc1 grows, and conv1 works nearly six times as much.
    shown.button("Remove").click()
    rows = {row["name"]: row["cells"] for row in shown.read()["rows"]}
    assert (rows["conv1"][1], rows["fc2"][1]) == ("2,416", "110")
    assert rows["fc1"][1] == "92,170"
    assert (24 * 24) / (10 * 10) == pytest.approx(6, abs=0.25)


def test_what_is_dragged_carries_something(shown):
    """WebKit and Firefox drag nothing that carries nothing."""
    volume = shown.root.locator(".conv-size-chain li >> nth=1")
    carried = volume.evaluate(
        "(volume) => { const dataTransfer = new DataTransfer();"
        "  volume.dispatchEvent(new DragEvent('dragstart', { bubbles: true, dataTransfer }));"
        "  return dataTransfer.getData('text/plain'); }"
    )
    assert carried == volume.locator(".conv-size-volume-name").inner_text()


@pytest.mark.parametrize("neuron", ["in the middle", "in the corner"])
def test_what_a_neuron_sees_is_drawn_where_it_is(shown, neuron):
    windows = [(11, 4), (3, 2), (5, 1, 2), (3, 2), (3, 1, 1), (3, 1, 1), (3, 1, 1), (3, 2)]
    sides = [55, 27, 27, 13, 13, 13, 13, 6]
    shown.pick(1)
    shown.choose("Neuron", neuron)
    for place in (1, 3, 8):
        shown.pick(place)
        size, jump, start = receptive_field(windows[:place])
        index = (sides[place - 1] - 1) // 2 if neuron == "in the middle" else 0
        assert shown.read()["field"] == [str(start + index * jump)] * 2 + [str(size)]
    words = shown.root.locator(".conv-size-sight").inner_text()
    assert "sees 195×195 pixels" in words
    # In the corner, 2·8 + 3·1·16 = 64 rows of it are padding.
    beyond = re.search(r"; (\d+)×\1 of them lie in the picture", words)
    assert (beyond and int(beyond[1])) == (195 - 64 if neuron == "in the corner" else None)
    colours = shown.root.locator("canvas").evaluate(
        "(c) => new Set(c.getContext('2d').getImageData(0, 0, c.width, c.height).data).size"
    )
    assert colours > 100
    shown.pick(9)
    assert "sees the whole picture" in shown.root.locator(".conv-size-sight").inner_text()


def test_a_link_restores_a_chain_and_a_hostile_one_is_told(open_page):
    chain = Conv(3, 3, stride=2, padding=1, name="mine"), MaxPool(3, stride=1)
    widget = SizeExplorer(chain, (17, 9, 2), picked=2)
    shown = Shown(open_page(ALEXNET + Shown.link(widget.state)))
    shown.check(*chain, shape=[17, 9, 2])
    assert shown.state("picked") == 2
    layer = widget.state["layers"][0]
    for state in (
        {"layers": [layer | {"K": 10**9}]},
        {"layers": [layer | {"name": '"); import os'}]},
        {"layers": [{"kind": "constructor"}]},
        {"layers": [{"kind": ["conv"]}]},
        {"layers": [layer] * 25},
        {"layers": [layer, layer]},
        {"layers": "Conv(6, 5)", "input_shape": [5, 5, 3]},
        {"input_shape": [5, 5]},
        {"picked": 12},
        {"neuron": "toString"},
        {"examples": []},
    ):
        shown.follow_link(state)
        shown.root.get_by_text("The link's setting was not used").wait_for()
        shown.follow_link(widget.state)
        shown.root.get_by_text("The link's setting was not used").wait_for(state="hidden")
        shown.check(*chain)


def test_code_of_the_chain_is_shown_and_gone_while_it_does_not_fit(shown):
    shown.button("Code").click()
    convlib, pytorch = shown.texts(".conv-lines")
    assert "Conv(256, 5, padding=2, groups=2), ReLU()," in convlib
    assert "nn.Conv2d(96, 256, 5, padding=2, groups=2), nn.ReLU()," in pytorch
    shown.choose("Picture", "224×224")
    assert shown.root.locator(".conv-lines:visible").count() == 0


def test_the_classroom_sees_the_whole_chain(shown):
    chain = shown.root.locator(".conv-size-chain")
    before = chain.bounding_box()
    shown.button("Full screen").click()
    shown.button("Leave full screen").wait_for()
    after = chain.bounding_box()
    assert (after["height"] > before["height"], after["width"] > before["width"]) == (True, True)
    shown.pick(8)
    shown.check()


@pytest.mark.parametrize(
    ("lesson", "width", "height"), [(POOL, 1920, 1080), (SMALL, 1920, 1080), (SMALL, 1280, 720)]
)
def test_a_lessons_chain_fills_the_classrooms_screen_and_no_more(open_page, lesson, width, height):
    figure = open_page(lesson, width=width, height=height).locator(
        'figure[data-widget="size_explorer"].is-live'
    )
    figure.get_by_role("button", name="Full screen", exact=True).click()
    foot = figure.get_by_role("button", name="Leave full screen")
    foot.wait_for()
    for volume in figure.locator(".conv-size-volume").all():
        volume.click()
        box = foot.bounding_box()
        assert box["y"] + box["height"] <= height, volume.inner_text()
    assert figure.locator(".conv-size-chain").bounding_box()["height"] > 0.35 * height


# How far a row's name stands from the left edge of its cell, where the mark of the picked one is, in pixels.
INDENT = """cell => {
    const text = document.createRange();
    text.selectNodeContents(cell);
    return text.getBoundingClientRect().left - cell.getBoundingClientRect().left;
}"""


@pytest.mark.parametrize("width", [390, 1280])
def test_the_mark_of_the_picked_row_stands_clear_of_its_name(open_page, width):
    page = open_page(SMALL, width=width)
    figure = page.locator('figure[data-widget="size_explorer"].is-live')
    if width > 400:
        figure.get_by_role("button", name="Full screen", exact=True).click()
        figure.get_by_role("button", name="Leave full screen").wait_for()
    assert figure.locator("tr.is-picked th").evaluate(INDENT) > 6


def test_alexnet_with_its_bars_fits_on_a_projector(open_page):
    explorer = open_page(ALEXNET, width=1920, height=1080).locator(".conv-sizes")
    explorer.get_by_role("button", name="Full screen").click()
    explorer.get_by_role("button", name="Leave full screen").wait_for()
    assert explorer.evaluate("root => root.scrollHeight - root.clientHeight") <= 0
    assert explorer.locator(".conv-size-bar").last.is_visible()


def test_a_telephone_shows_the_totals_beside_the_setting_that_changes_them(open_page):
    page = open_page(ALEXNET, width=390, height=844, has_touch=True)
    explorer = page.locator(".conv-sizes")
    explorer.locator('.conv-size-volume[data-index="3"]').tap()
    fewer = explorer.get_by_role("button", name="Groups: one less")
    fewer.evaluate("button => button.scrollIntoView({ block: 'center' })")
    fewer.tap()
    totals = explorer.locator(".conv-size-totals")
    # In one group each of conv2's 256 filters has 5·5·48 weights more, used at 27·27 places.
    numbers = "61,272,424", "659,272", "948,355,616"
    assert [number in totals.inner_text() for number in numbers] == [True] * 3
    setting, line = fewer.bounding_box(), totals.bounding_box()
    assert setting["y"] + setting["height"] <= line["y"] <= 844 - line["height"]
    page.set_viewport_size({"width": 1280, "height": 720})
    assert not totals.is_visible()


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_the_classroom_has_a_lessons_chain_and_its_settings_side_by_side(open_page, width, height):
    shown = Shown(open_page(SHRINK, width=width, height=height))
    shown.root.locator(".conv-fold-name").click()
    shown.button("Full screen").click()
    leave = shown.button("Leave full screen")
    leave.wait_for()

    def whole():
        foot, chain = leave.bounding_box(), shown.root.locator(".conv-size-chain").bounding_box()
        layer = shown.root.locator(".conv-size-layer").bounding_box()
        tops = {one.bounding_box()["y"] for one in shown.root.locator(".conv-size-chain li").all()}
        return (
            foot["y"] + foot["height"] <= height
            and chain["x"] + chain["width"] <= layer["x"]
            and len(tops) == 1
            and chain["width"] > 0.5 * width
        )

    assert whole()
    shown.pick(1)
    for _ in range(2):
        shown.button("Padding P: one more").click()
    every = shown.button("Apply to all")
    before = every.bounding_box()
    every.click()
    shown.page.wait_for_timeout(100)
    assert every.bounding_box() == before
    # Nine pictures of 32×32 are the widest chain that this lesson asks for.
    assert whole()


def test_by_touch_at_360_pixels_with_every_row_a_card(open_page):
    shown = Shown(open_page(ALEXNET, width=360, has_touch=True))
    shown.root.locator('.conv-size-volume[data-index="7"]').tap()
    assert shown.state("picked") == 7
    shown.root.get_by_role("button", name="Groups: one less").tap()
    shown.button("Add POOL").tap()
    shown.check()
    assert page_width(shown.page) == 360
    outside = """root => [...root.querySelectorAll("*")]
        .filter((node) => !node.closest(".conv-lines, svg"))
        .filter((node) => node.getBoundingClientRect().right > root.getBoundingClientRect().right + 1)
        .map((node) => node.outerHTML)"""
    assert shown.root.evaluate(outside) == []
    cell = shown.root.locator(".conv-size-table:not(.conv-size-claims) td").first
    assert cell.evaluate("cell => getComputedStyle(cell).display") == "flex"


def test_two_thousand_random_actions_show_nothing_that_convlib_does_not(open_page):
    page = open_page(ALEXNET)
    Shown(page)
    names = ["input_shape", "layers", "picked", "neuron"]
    samples = fuzz(page, "size_explorer", names=names, shown=READ)
    kinds = set()
    for sample in samples:
        layers = Layers().validate(None, sample["state"]["layers"])
        check(sample["shown"], layers, sample["state"]["input_shape"])
        kinds.add(sample["shown"]["sentence"].split(":")[-1][:12])
    assert len(samples) == 200
    assert len(kinds) > 20


def test_without_scripts_the_table_stands(open_without_javascript):
    page = open_without_javascript(ALEXNET)
    figure = page.locator('figure[data-widget="size_explorer"]')
    assert "60,965,224" in figure.inner_text()
