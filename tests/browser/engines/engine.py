"""What a test asks of a page, whichever engine shows it."""

import json
import time
from urllib.parse import urljoin

# Seconds. What is waited for comes in one or two; a busy machine may need a hundred times that.
PATIENCE = 200


class ScriptFailed(Exception):
    """A script that a test ran in a page threw; the message is what it threw."""


class Engine:
    """One browser with one page. An engine adds `go`, `resize`, `evaluate`, `picture`, `heard` and `close`.

    `evaluate(expression)` awaits a promise of text, `picture()` is an (H, W, 3) array of the window in CSS
    pixels, and `heard()` is what pages have said or done wrongly since it was asked last.
    """

    name = None

    def __init__(self, base_url):
        self.base_url = base_url
        self.theme = None

    def open(self, path, *, theme="light", width=1280, height=900):
        """Open a page of the site; its scripts have run when this returns, `width` is the page's own room."""
        self.resize(width, height)
        if theme != self.theme:
            self.go("_static/favicon.svg")
            # The choice of light or dark is stored as the theme's own switch stores it.
            self.run("for (const key of ['mode', 'theme']) localStorage.setItem(key, args[0])", theme)
            self.theme = theme
        self.go(path)

    def address(self, path):
        return urljoin(self.base_url, path)

    def run(self, script, *args):
        """What the body of an async function returns, as JSON carries it; it finds `args` by this name."""
        done = f"(async (args) => {{ {script}\n }})({json.dumps(args)})"
        late = f"new Promise((_, no) => setTimeout(no, {PATIENCE}000, new Error('not done in {PATIENCE} s')))"
        text = f"Promise.race([{done}, {late}]).then((value) => JSON.stringify(value ?? null))"
        return json.loads(self.evaluate(text))

    def wait_for(self, condition, patience=PATIENCE):
        """Wait until a JavaScript expression holds."""
        end = time.monotonic() + patience
        while not self.run(f"return Boolean({condition})"):
            assert time.monotonic() < end, f"{self.name} waited {patience} s for: {condition}"
            time.sleep(0.1)

    def settle(self):
        """Wait until the theme's scripts have run, the formulas are set and the widgets live."""
        self.run("await window.MathJax?.startup?.promise")
        self.wait_for(
            "[...document.querySelectorAll('.search-button__button')].every((one) => one.onclick)"
            " && document.querySelector('figure[data-widget]:not(.is-live)') === null"
        )

    def complaints(self):
        """What was heard, once two frames have let late words arrive."""
        self.run("for (let n = 0; n < 2; n++) await new Promise(requestAnimationFrame)")
        return self.heard()
