"""PhotoFilter in a page, read and driven as a person would, and pictures to give it."""

import base64
import io

import numpy as np
from figure import Figure
from PIL import Image

SETTLED = """async figure => {
    const pane = figure.querySelector('.conv-photo-pane[data-kind="map"]');
    while (pane.getAttribute("aria-busy") !== "false") await new Promise(requestAnimationFrame);
}"""
PAINTED = """figure => {
    const { values, rows, cols, depth } = figure.querySelector(".conv-photo").maps;
    const bytes = new Uint8Array(values.buffer);
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return { rows, cols, depth, values: btoa(text) };
}"""


def noise(H, W, seed=20):
    return np.random.default_rng(seed).integers(0, 256, (H, W, 3)).astype(np.uint8)


def as_file(pixels, name="mine.png", form="PNG"):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, form)
    return {"name": name, "mimeType": f"image/{form.lower()}", "buffer": file.getvalue()}


class Shown(Figure):
    module = "photo_filter"

    def __init__(self, page):
        super().__init__(page)
        self.root.evaluate(SETTLED)
        # A lesson opens what it is about; here all of it is tried.
        self.figure.evaluate("figure => figure.model.set('controls', null)")

    def weight(self, row, col, text):
        cell = f'.conv-grid[data-kind="filter"] [data-row="{row}"][data-col="{col}"]'
        self.root.locator(cell).click()
        self.root.locator(".conv-edit").fill(text)
        self.page.keyboard.press("Enter")

    def pane(self, kind):
        return self.root.locator(f'.conv-photo-pane[data-kind="{kind}"]')

    def point(self, kind, down, along):
        """Where on the screen a point of a picture is, given as shares of its height and width."""
        canvas = self.pane(kind).locator("canvas")
        canvas.evaluate("canvas => canvas.scrollIntoView({ block: 'center', behavior: 'instant' })")
        box = canvas.bounding_box()
        return box["x"] + box["width"] * along, box["y"] + box["height"] * down

    def open(self, *files):
        self.root.locator('input[type="file"]').set_input_files(list(files))

    def maps(self):
        """The numbers that are painted: (H, W, depth)."""
        self.root.evaluate(SETTLED)
        got = self.root.evaluate(PAINTED)
        values = np.frombuffer(base64.b64decode(got["values"]), np.float32)
        return np.moveaxis(values.reshape(got["depth"], got["rows"], got["cols"]), 0, -1)

    def assert_paints(self, output):
        np.testing.assert_allclose(self.maps(), output, rtol=1e-6, atol=1e-4)

    def pixel(self, kind, row, col):
        return (
            self.pane(kind)
            .locator("canvas")
            .evaluate(
                """(canvas, [row, col]) => {
                const copy = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
                const context = copy.getContext("2d", { willReadFrequently: true });
                context.drawImage(canvas, -col, -row);
                return [...context.getImageData(0, 0, 1, 1).data];
            }""",
                [row, col],
            )
        )

    def result(self):
        texts = self.root.locator(".conv-result").all_inner_texts()
        return [float(text.replace("−", "-")) for text in texts]
