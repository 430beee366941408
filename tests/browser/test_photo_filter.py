"""PhotoFilter in the static page: whole maps are convlib's, and a reader's picture never leaves the page."""

import base64
import io
import json
import re
import struct
import zlib

import numpy as np
import pytest
from figures.photo_filter import SETTLED, Shown, as_file, noise
from fuzz import fuzz
from PIL import Image
from png_files import exif, jpeg, png, swapping_profile
from site_pages import page_width

from convlib.pictures import samples
from convlib.widgets import PhotoFilter

PAGE = "lessons/03_sliding_a_filter.html"
VERTICAL = np.outer([1, 4, 6, 4, 1], [-1, -2, 0, 2, 1])


@pytest.fixture
def shown(open_page):
    return Shown(open_page(PAGE))


def test_a_small_projector_shows_pictures_all_weights_and_the_sum_at_once(open_page):
    shown = Shown(open_page(PAGE, width=1280, height=720))
    # What the lesson opens.
    lesson = ["photo", "filter", "channels", "position"]
    shown.figure.evaluate("(figure, names) => figure.model.set('controls', names)", lesson)
    shown.button("Full screen").click()
    shown.button("Leave full screen").wait_for()
    shown.page.wait_for_timeout(300)
    corner = shown.root.locator('.conv-grid[data-kind="filter"] [data-row="4"][data-col="4"]')
    for part in (shown.pane("photo"), shown.pane("map"), corner, shown.root.locator(".conv-result").first):
        box = part.bounding_box()
        assert 0 <= box["x"] and box["x"] + box["width"] <= 1280
        assert 0 <= box["y"] and box["y"] + box["height"] <= 720


def test_what_is_painted_is_convlibs_whatever_is_chosen(shown):
    shown.assert_paints(PhotoFilter("chelsea", VERTICAL).output)
    titles = shown.root.locator(".conv-title").all_inner_texts()
    assert titles[:2] == ["Chelsea the cat 213×320×3", "Map 209×316×1"]
    shown.choose("Photograph", "a cup of coffee")
    shown.choose("Preset", "gaussian")
    twin = PhotoFilter("coffee", samples.FILTERS["gaussian"])
    shown.assert_paints(twin.output)
    shown.choose("Channels", "each by itself, in colour")
    shown.choose("Padding", "zeros")
    twin.state = {"channels": "each", "padding": "zero"}
    shown.assert_paints(twin.output)
    shown.choose("Preset", "emboss")
    shown.choose("Channels", "red − blue, one map")
    shown.type("Bias", "−3,5")
    shown.type("Stride S", "2")
    shown.tick("ReLU")
    twin.filter = samples.FILTERS["emboss"]
    twin.state = {"channels": "red-blue", "bias": -3.5, "stride": 2, "relu": True}
    shown.assert_paints(twin.output)
    for pool, words in (("max", "max pooling"), ("avg", "average pooling")):
        shown.choose("Pool", words)
        shown.type("Pool F", "3")
        twin.state = {"pool": pool, "F": 3}
        shown.assert_paints(twin.output)
    shown.button("Undo").click()
    shown.choose("Photograph", "a brick wall")
    twin.state = {"pool": "max", "photo": "brick"}
    shown.assert_paints(twin.output)


def test_weights_are_edited_in_place_and_divided_on_request(shown):
    shown.choose("Preset", "blur")
    shown.weight(0, 1, "7")
    filter = np.ones((3, 3))
    filter[0, 1] = 7
    shown.assert_paints(PhotoFilter("chelsea", filter / 15).output)
    assert "The weights add up to 15, and each is divided by 15." in shown.root.inner_text()
    shown.root.get_by_label("Divide by the sum").uncheck()
    shown.weight(2, 2, "abc")
    assert "“abc” is not a number" in shown.said()
    shown.choose("Size", "5×5")
    shown.assert_paints(PhotoFilter("chelsea", np.pad(filter, 1)).output)


def test_the_pointer_shows_the_sum_there_and_a_click_keeps_it(shown):
    shown.choose("Preset", "sobel x")
    output = PhotoFilter("chelsea", samples.FILTERS["sobel_x"]).output[..., 0]
    kept = shown.sentence()
    # The middle of the pixel in row 41, column 201: around it lies the window of the number one up, one left.
    x, y = shown.point("photo", 40.5 / 213, 200.5 / 320)
    shown.page.mouse.move(x, y)
    assert shown.sentence().startswith("Row 40, column 200 of 211 by 318: the window covers rows 40 to 42")
    assert shown.result() == [pytest.approx(output[39, 199], abs=0.006)]
    assert shown.root.locator('[aria-live="off"]').count() == 1
    shown.page.mouse.move(5, 5)
    assert shown.sentence() == kept
    shown.page.mouse.click(x, y)
    shown.page.mouse.move(5, 5)
    assert shown.sentence().startswith("Row 40, column 200 ")
    assert shown.root.locator('[aria-live="polite"]').count() == 1
    numbers = shown.root.locator(".conv-photo-patch").nth(1).locator("td").all_inner_texts()
    assert list(map(int, numbers)) == samples.photo("chelsea")[39:42, 199:202, 1].ravel().tolist()
    # On the map the pointer chooses the number beneath it.
    shown.page.mouse.click(*shown.point("map", 20.5 / 211, 10.5 / 318))
    assert shown.sentence().startswith("Row 21, column 11 ")


def test_the_keyboard_moves_the_window_and_stays_inside(shown):
    shown.pane("photo").focus()
    for key in ("ArrowRight", "Shift+ArrowDown", "ArrowUp", "ArrowLeft", "ArrowLeft"):
        shown.page.keyboard.press(key)
    # It starts at row 75, column 117.
    assert shown.sentence().startswith("Row 84, column 116 of 209 by 316")
    for _ in range(13):
        shown.page.keyboard.press("Shift+ArrowDown")
    assert shown.sentence().startswith("Row 209, column 116 ")
    shown.button("Window right").click()
    assert shown.sentence().startswith("Row 209, column 117 ")
    shown.root.get_by_text("Every product").click()
    shown.root.locator(".conv-photo-products .conv-sum").first.wait_for()
    lines = shown.root.locator(".conv-photo-products .conv-sum").all_inner_texts()
    assert [line.split(":")[0] for line in lines] == ["red", "green", "blue"]
    assert all(line.count("·") == 25 for line in lines)


def test_the_window_on_a_pooled_map_steps_by_pools(shown):
    shown.choose("Pool", "max pooling")
    shown.type("Pool F", "8")
    shown.pane("photo").focus()
    shown.page.keyboard.press("ArrowRight")
    output = PhotoFilter("chelsea", VERTICAL, pool="max", F=8).output
    largest = re.search(r"the largest is (.*)\.$", shown.sentence())[1]
    assert float(largest.replace("−", "-")) == pytest.approx(output[74 // 8, 124 // 8, 0], abs=0.006)


def test_signed_maps_have_the_pages_colours_light_and_dark(shown):
    shown.choose("Preset", "sobel x")
    maps = shown.maps()[..., 0]
    shares = np.where(maps > 750, 1, np.where(maps < -750, -1, 0))
    for theme in ("light", "dark"):
        shown.page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        shown.page.wait_for_timeout(50)
        for share, name in ((1, "positive"), (-1, "negative")):
            row, col = np.argwhere(shares == share)[0].tolist()
            colour = shown.page.evaluate(
                "name => getComputedStyle(document.documentElement).getPropertyValue(name).trim()",
                f"--conv-{name}",
            )
            assert shown.pixel("map", row, col)[:3] == list(bytes.fromhex(colour[1:]))
    assert shown.root.locator(".conv-photo-scale").inner_text().split() == ["≤", "−720", "0", "≥", "720"]
    shown.choose("Colours", "grey, black at 0")
    row, col = np.argwhere(maps > 765)[0].tolist()
    assert shown.pixel("map", row, col) == [255, 255, 255, 255]


def test_a_file_of_the_reader_is_filtered_in_the_page_and_leaves_it_never(shown):
    requests = []
    shown.page.on("request", lambda request: requests.append(request.url))
    mine = noise(300, 401)
    shown.open(as_file(mine))
    shown.wait_until_said("Your picture is here, and stays here")
    shown.assert_paints(PhotoFilter(mine, VERTICAL).output)
    assert "Your picture 300×401×3" in shown.root.inner_text()
    shown.button("Code").click()
    assert 'pixels_of("mine.png"' in shown.root.locator(".conv-lines").first.inner_text()
    # The book's photographs are still there, and so is one's own; what comes from elsewhere is obeyed.
    shown.choose("Photograph", "Chelsea the cat")
    shown.assert_paints(PhotoFilter("chelsea", VERTICAL).output)
    shown.choose("Photograph", "your own picture")
    shown.assert_paints(PhotoFilter(mine, VERTICAL).output)
    shown.root.evaluate("figure => figure.model.set('photo', 'brick')")
    shown.root.get_by_text("A brick wall 320×320×3").wait_for()
    shown.assert_paints(PhotoFilter("brick", VERTICAL).output)
    assert all(re.search(r"photos/\w+\.png$", url) or url.startswith("blob:") for url in requests)


def test_a_large_picture_is_scaled_to_512(shown):
    shown.open(as_file(noise(768, 1024), "large.webp", "WEBP"))
    shown.wait_until_said("Your picture is here")
    assert "Your picture 384×512×3" in shown.root.inner_text()


TRANSFER = """([selector, name, type, text]) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], name, { type }));
    const target = document.querySelector(selector);
    const options = { bubbles: true, cancelable: true };
    if (%s) {
        target.dispatchEvent(new DragEvent("dragover", { ...options, dataTransfer: data }));
        target.dispatchEvent(new DragEvent("drop", { ...options, dataTransfer: data }));
    } else target.dispatchEvent(new ClipboardEvent("paste", { ...options, clipboardData: data }));
}"""


def test_a_picture_may_be_dropped_or_pasted(shown):
    def bring(way, onto, name, type, content):
        text = base64.b64encode(content).decode()
        shown.page.evaluate(TRANSFER % json.dumps(way == "drop"), [onto, name, type, text])

    ways = (("drop", ".conv-photo-pane"), ("paste", '.conv-photo [role="gridcell"]'))
    for k, (way, onto) in enumerate(ways):
        mine = noise(90, 70 + k)
        bring(way, onto, "mine.png", "image/png", as_file(mine)["buffer"])
        shown.root.get_by_text(f"Your picture 90×{70 + k}×3").wait_for()
        shown.assert_paints(PhotoFilter(mine, VERTICAL).output)
        bring(way, onto, "notes.txt", "text/plain", b"hello")
        shown.wait_until_said("“notes.txt” is not a picture that this browser can open")
        shown.assert_paints(PhotoFilter(mine, VERTICAL).output)
    assert shown.root.locator(".is-target").count() == 0


def test_a_picture_that_is_too_small_or_broken_is_refused_in_words(shown):
    shown.open(as_file(noise(39, 300)))
    shown.wait_until_said("too small")
    shown.open({"name": "broken.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n broken"})
    shown.wait_until_said("“broken.png” is not a picture")
    shown.assert_paints(PhotoFilter("chelsea", VERTICAL).output)


def files_of_every_kind():
    """Files as cameras and drawing programs write them, by name: content, and how far decoders may differ."""
    rng = np.random.default_rng(4)
    size = 47, 61
    colours = rng.integers(0, 256, (*size, 3)).astype(np.uint8)
    smooth = np.asarray(Image.fromarray(colours[:6, :8]).resize((640, 480), Image.Resampling.BICUBIC))
    palette = [("PLTE", rng.bytes(48)), ("tRNS", rng.bytes(9))]
    file = io.BytesIO()
    Image.fromarray(smooth).save(file, "WEBP", lossless=True, exif=b"Exif\0\0" + exif(6))
    gif = io.BytesIO()
    Image.fromarray(colours[..., 0]).save(gif, "GIF", transparency=colours[7, 9, 0])
    webp = io.BytesIO()
    Image.fromarray(smooth).save(webp, "WEBP", lossless=True, icc_profile=swapping_profile())
    profile = b"mine\0\0" + zlib.compress(swapping_profile())
    return {
        "turned.jpg": (jpeg(smooth, 6), 3),
        "turned.webp": (file.getvalue(), 0),
        "turned.png": (png(colours, 8, 2, after=[("eXIf", exif(6))]), 0),
        "half.png": (png(rng.integers(0, 256, (*size, 4)), 8, 6), 0),
        "sixteen.png": (png(rng.integers(0, 2**16, (*size, 1)), 16, 0), 0),
        "sixteen_colours.png": (png(rng.integers(0, 2**16, (*size, 3)), 16, 2), 0),
        "palette.png": (png(rng.integers(0, 16, (*size, 1)), 4, 3, before=palette), 0),
        "grey_alpha.png": (png(rng.integers(0, 256, (*size, 2)), 8, 4, interlaced=True), 0),
        "gamma.png": (png(colours, 8, 2, before=[("gAMA", (100_000).to_bytes(4, "big"))]), 0),
        "profile.png": (png(colours, 8, 2, before=[("iCCP", profile)]), 0),
        "profile.jpg": (jpeg(smooth, icc_profile=swapping_profile()), 3),
        "profile.webp": (webp.getvalue(), 0),
        "clear.gif": (gif.getvalue(), 0),
        "large.png": (as_file(smooth)["buffer"], 0),
    }


def test_the_lines_open_a_file_as_the_page_did(shown, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shown.choose("Preset", "identity")
    shown.choose("Channels", "each by itself, in colour")
    shown.button("Code").click()
    for name, (content, apart) in files_of_every_kind().items():
        (tmp_path / name).write_bytes(content)
        shown.open({"name": name, "mimeType": f"image/{name[-3:]}", "buffer": content})
        shown.root.locator(".conv-lines", has_text=name).first.wait_for()
        shown.wait_until_said("Your picture is here")
        maps, names = shown.maps(), {}
        exec(shown.root.locator(".conv-lines").first.inner_text(), names)
        assert maps.shape == names["output"].shape, name
        np.testing.assert_allclose(maps, names["output"], atol=apart, err_msg=name)


HOLD_JPEGS = """() => {
    const open = window.createImageBitmap;
    window.held = [];
    window.createImageBitmap = async (blob, ...options) => {
        if (blob.type === "image/jpeg") await new Promise((done) => held.push(done));
        return open(blob, ...options);
    };
}"""
RELEASE = """async () => {
    held.forEach((release) => release());
    await new Promise((done) => setTimeout(done, 500));
}"""


def test_what_was_chosen_last_stays_and_the_work_before_is_told(shown):
    shown.page.evaluate(HOLD_JPEGS)
    slow, small = as_file(noise(300, 400), "slow.jpg", "JPEG"), noise(90, 70)
    busy = shown.root.locator('.conv-photo-pane[aria-busy="true"]')

    def later(choose, output):
        shown.open(slow)
        shown.wait_until_said("Opening “slow.jpg” …")
        assert shown.root.locator("[aria-live] .conv-said").count() == 1
        assert shown.root.get_by_text("Opening “slow.jpg” …").count() == 2
        assert busy.count() == 1
        choose()
        shown.assert_paints(output)
        shown.page.evaluate(RELEASE)
        shown.assert_paints(output)
        assert shown.root.get_by_text("Opening").count() == 0

    def choose(words):
        return lambda: shown.choose("Photograph", words)

    later(lambda: shown.open(as_file(small)), PhotoFilter(small, VERTICAL).output)
    coffee = PhotoFilter("coffee", VERTICAL).output
    later(choose("a cup of coffee"), coffee)
    later(choose("your own picture"), PhotoFilter(small, VERTICAL).output)
    later(choose("a brick wall"), PhotoFilter("brick", VERTICAL).output)
    later(lambda: shown.button("Undo").click(), coffee)
    shown.open(slow)
    shown.wait_until_said("Opening “slow.jpg” …")
    shown.page.evaluate(RELEASE)
    shown.wait_until_said("Your picture is here")
    assert shown.maps().shape == (296, 396, 1)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_opened(shown):
    head = struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    small = as_file(noise(90, 70))["buffer"]
    shown.open({"name": "vast.png", "mimeType": "image/png", "buffer": small[:16] + head + small[29:]})
    shown.wait_until_said("“vast.png” has 20000×20000 pixels, 400 million; at most 179 million can be read.")
    shown.assert_paints(PhotoFilter("chelsea", VERTICAL).output)


def test_photographs_are_exact_in_older_browsers_and_where_canvases_are_noisy(open_page):
    page = open_page(PAGE)
    page.add_init_script("""
        delete URL.canParse;
        const read = CanvasRenderingContext2D.prototype.getImageData;
        CanvasRenderingContext2D.prototype.getImageData = function (...place) {
            const image = read.apply(this, place);
            for (let at = 0; at < image.data.length; at += 7) image.data[at] ^= 1;
            return image;
        };
    """)
    page.reload()
    shown = Shown(page)
    assert page.evaluate("URL.canParse") is None
    shown.assert_paints(PhotoFilter("chelsea", VERTICAL).output)
    mine = noise(90, 70)
    shown.open(as_file(mine))
    shown.wait_until_said("Your picture is here")
    shown.assert_paints(PhotoFilter(mine, VERTICAL).output)


def test_without_a_way_to_unpack_the_browser_opens_what_it_can(open_page):
    page = open_page(PAGE)
    page.add_init_script("delete window.DecompressionStream;")
    page.reload()
    Shown(page).assert_paints(PhotoFilter("chelsea", VERTICAL).output)


def test_the_camera_is_filtered_live_and_switched_off(shown):
    # A canvas stands in for the camera: 64 by 48 pixels, all of one colour.
    shown.page.evaluate("""() => {
        const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
        const context = canvas.getContext("2d");
        const paint = () => {
            context.fillStyle = window.colour ?? "#204060";
            context.fillRect(0, 0, 64, 48);
        };
        paint();
        navigator.mediaDevices.getUserMedia = async () => {
            window.stream = canvas.captureStream(30);
            window.repaint = setInterval(paint, 30);
            return window.stream;
        };
    }""")
    shown.choose("Preset", "identity")
    shown.choose("Channels", "blue alone, one map")
    shown.button("Camera").click()
    shown.wait_until_said("The camera is on; its pictures stay on this page.")
    blue = "Math.abs(document.querySelector('.conv-photo').maps.values[0] - %d) < 8"
    shown.page.wait_for_function(blue % 0x60)
    shown.page.evaluate("window.colour = '#2040c0'")
    shown.page.wait_for_function(blue % 0xC0)
    shown.button("Stop the camera").click()
    assert shown.page.evaluate("stream.getTracks().map(({ readyState }) => readyState)") == ["ended"]
    assert shown.maps().shape == (46, 62, 1)
    shown.button("Camera").click()
    shown.button("Stop the camera").wait_for()
    shown.choose("Photograph", "a brick wall")
    assert shown.page.evaluate("stream.getTracks().map(({ readyState }) => readyState)") == ["ended"]
    shown.page.evaluate("clearInterval(repaint)")


def test_without_a_camera_the_photograph_stays(shown):
    for refusal, words in (
        ("new DOMException('no', 'NotAllowedError')", "The camera stays off, as you or your browser"),
        ("new DOMException('none', 'NotFoundError')", "No camera was found"),
        ("new Error('odd')", "The camera cannot be used here."),
    ):
        refuse = f"navigator.mediaDevices.getUserMedia = async () => {{ throw {refusal}; }}"
        shown.page.evaluate(f"() => {{ {refuse}; }}")
        shown.button("Camera").click()
        shown.wait_until_said(words)
    shown.page.evaluate("() => { Object.defineProperty(navigator, 'mediaDevices', { value: undefined }); }")
    shown.button("Camera").click()
    shown.wait_until_said("browsers allow it on https pages only")
    assert shown.button("Camera").is_enabled()
    shown.assert_paints(PhotoFilter("chelsea", VERTICAL).output)


WORKERS = {
    "refused": "class { constructor() { throw new Error('refused'); } }",
    "broken": """class extends EventTarget {
        constructor() { super(); setTimeout(() => this.dispatchEvent(new Event("error")), 30); }
        postMessage() {}
        terminate() {}
    }""",
}


@pytest.mark.parametrize("kind", WORKERS)
def test_without_workers_the_page_itself_computes(shown, kind):
    shown.page.evaluate(f"""async () => {{
        const first = document.querySelector('figure[data-widget="photo_filter"]');
        window.Worker = {WORKERS[kind]};
        const host = document.querySelector('script[src*="host.mjs"]').src;
        const module = await import(host.replace(/host.*$/, "widgets/photo_filter.mjs"));
        const figure = first.cloneNode(false);
        const el = document.createElement("div");
        figure.append(el);
        first.before(figure);
        figure.model = first.model;
        module.default.render({{ model: first.model, el }});
        while (!el.maps) await new Promise(requestAnimationFrame);
    }}""")
    alone = Shown(shown.page)
    alone.choose("Preset", "emboss")
    alone.assert_paints(PhotoFilter("chelsea", samples.FILTERS["emboss"]).output)


def test_a_link_restores_all_but_a_picture_of_ones_own(shown):
    shown.page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    shown.choose("Photograph", "a cup of coffee")
    shown.choose("Preset", "emboss")
    shown.button("Window down").click()
    shown.open(as_file(noise(90, 70)))
    shown.wait_until_said("Your picture is here")
    assert "a link or the code restores everything except the picture" in shown.root.inner_text()
    shown.button("Link").click()
    address = shown.page.evaluate("copied")
    shown.page.goto("about:blank")
    shown.page.goto(address)
    again = Shown(shown.page)
    again.assert_paints(PhotoFilter("coffee", samples.FILTERS["emboss"]).output)
    assert again.sentence().startswith("Row 76, column 117 ")


def test_a_hostile_link_falls_back_and_says_so(open_page):
    shown = Shown(open_page(PAGE + Shown.link({"photo": "given"})))
    shown.wait_until_said("The link's setting was not used: photo is not one of chelsea")
    for state, words in (
        ({"filter": [[[1]]]}, "filter is neither 3×3 nor 5×5"),
        ({"position": [0, -1]}, "position is not a row and a column"),
        ({"picture": "https://example.org"}, "there is no setting “picture” here"),
    ):
        shown.follow_link(state)
        shown.wait_until_said(f"The link's setting was not used: {words}")
    shown.assert_paints(PhotoFilter("chelsea", VERTICAL).output)


def test_the_sign_of_every_weight_is_changed_by_a_button(shown):
    shown.button("× −1: change the sign of every weight").click()
    shown.assert_paints(PhotoFilter("chelsea", -VERTICAL).output)
    shown.choose("Preset", "blur")
    assert shown.traits(["paint"]) == {"paint": "grey"}
    # Divided by its sum, a filter stays what it is.
    assert shown.button("× −1: change the sign of every weight").is_disabled()


SHARE = "root => root.querySelector('[data-kind=map] .conv-photo-cover').checkVisibility()"


def test_the_map_appears_while_the_window_runs(shown):
    assert not shown.root.evaluate(SHARE)
    shown.button("Play").click()
    shown.page.wait_for_function(
        "root => Number(root.querySelector('.conv-scrub').value) > 1", arg=shown.root.element_handle()
    )
    assert shown.root.evaluate(SHARE)
    shown.button("Pause").click()
    painted = shown.traits(["painted"])["painted"]
    assert 0.01 < painted < 1
    row = int(painted * 209 * 316 + 1e-6) // 316
    assert shown.sentence().startswith(f"Row {row + 1}, column ")
    # Whoever points at a place of the map wants to see it.
    shown.page.mouse.click(*shown.point("map", 0.99, 0.5))
    assert not shown.root.evaluate(SHARE)
    assert shown.traits(["painted"]) == {"painted": 1}


def test_the_first_page_has_play_a_step_and_three_numbers(open_page):
    shown = Shown(open_page("book/intro.html"))
    shown.figure.evaluate("figure => figure.model.set('controls', [])")
    pixels = samples.photo("chelsea").astype(float).sum(axis=2)
    weights = np.outer([1, 2, 1], [-1, 0, 1])

    def three(row, column):
        products = pixels[row : row + 3, column : column + 3] * weights
        added, left = products.clip(0).sum(), products.sum()
        return [f"{value:g}" for value in (added, added - left, left)]

    def read():
        parts = shown.root.locator(".conv-photo-balance .conv-photo-part > span").all_text_contents()
        return [part.replace("−", "-") for part in parts]

    assert read() == three(74, 116)
    # Over a map that is all there, a step walks on, and is read out.
    shown.button("Step").click()
    assert read() == three(74, 117)
    assert shown.traits(["position", "painted"]) == {"position": [74, 117], "painted": 1}
    assert shown.root.locator(".conv-live").get_attribute("aria-live") == "polite"
    # While it is on its way, a step paints one number more.
    shown.root.locator(".conv-scrub").fill("0")
    assert read() == three(0, 0)
    shown.button("Step").click()
    shown.button("Step").click()
    assert read() == three(0, 2)
    assert shown.traits(["painted"])["painted"] == pytest.approx(2 / (211 * 318), rel=1e-9)
    assert shown.root.locator("button:visible").all_inner_texts()[:2] == ["Play", "Step"]


@pytest.mark.parametrize("width", [1280, 360])
def test_targets_are_large_enough_and_the_page_does_not_scroll_sideways(open_page, width):
    shown = Shown(open_page(PAGE, width=width))
    shown.choose("Pool", "max pooling")
    targets = "button, select, .conv-cell, summary, label:has(input[type=checkbox])"
    assert shown.too_small(targets) == []
    assert shown.root.locator("[aria-live]").count() == 1
    assert page_width(shown.page) <= width


def test_touch_picks_a_place(open_page):
    shown = Shown(open_page(PAGE, width=360, has_touch=True, is_mobile=True))
    x, y = map(round, shown.point("photo", 0.5, 0.5))
    shown.page.touchscreen.tap(x, y)
    # A finger's place is a whole one on the screen; a window of 5 around its pixel begins two before.
    box = shown.pane("photo").locator("canvas").bounding_box()
    row = int((y - box["y"]) / box["height"] * 213) - 2
    column = int((x - box["x"]) / box["width"] * 320) - 2
    assert shown.sentence().startswith(f"Row {row + 1}, column {column + 1} ")


def test_without_javascript_and_in_print_photograph_filter_and_map_stand(shown, open_without_javascript):
    written = open_without_javascript(PAGE).locator('[data-widget="photo_filter"] .conv-fallback')
    assert written.locator("img").count() == 2
    assert written.locator("td").count() == 25
    shown.page.emulate_media(media="print")
    assert shown.root.locator(".conv-fallback").is_visible()
    assert not shown.root.locator(".conv-widget").is_visible()


def test_two_thousand_careless_actions(shown):
    names = [name for name in PhotoFilter.settings if name != "position"]
    look = """root => {
        const { values, rows, cols, depth } = root.maps;
        const places = Array.from({ length: 60 }, (_, k) => (k * 7919) % values.length);
        const said = root.querySelector(".conv-sentence").textContent;
        return { shape: [depth, rows, cols], places, values: places.map((at) => values[at]), said };
    }"""
    settle = f"() => ({SETTLED})(document.querySelector('figure[data-widget=photo_filter]'))"
    skip = ['input[type="file"]']
    seen = fuzz(shown.page, "photo_filter", names=names, shown=look, every=25, settle=settle, skip=skip)
    assert len(seen) == 80
    for one in seen:
        state, look = one["state"], one["shown"]
        output = np.moveaxis(PhotoFilter(state.pop("photo"), state.pop("filter"), **state).output, -1, 0)
        assert list(output.shape) == look["shape"]
        np.testing.assert_allclose(look["values"], output.ravel()[look["places"]], rtol=1e-6, atol=1e-4)
        assert re.match(r"Row \d+, column \d+ of \d+ by \d+: the window covers rows", look["said"])
