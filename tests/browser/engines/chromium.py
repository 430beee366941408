"""Chromium, which the other tests know through Playwright, with the face of the other engines."""

import io

import numpy as np
from engines.engine import Engine, ScriptFailed
from listening import listen
from PIL import Image
from playwright.sync_api import Error


class Chromium(Engine):
    name = "Chromium"

    def __init__(self, base_url, browser):
        super().__init__(base_url)
        self.said = []
        self.context = browser.new_context(reduced_motion="reduce")
        listen(self.context, base_url, self.said)
        self.page = self.context.new_page()

    def go(self, path):
        self.page.goto(self.address(path), wait_until="load")

    def resize(self, width, height):
        self.page.set_viewport_size({"width": width, "height": height})

    def evaluate(self, expression):
        try:
            return self.page.evaluate(expression)
        except Error as error:
            raise ScriptFailed(error.message) from None

    def picture(self):
        return np.array(Image.open(io.BytesIO(self.page.screenshot())).convert("RGB"))

    def heard(self):
        # The list is the one that the page's listeners write to.
        said = list(self.said)
        self.said.clear()
        return said

    def close(self):
        self.context.close()
