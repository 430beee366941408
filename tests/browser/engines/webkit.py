"""WebKit, the engine of Safari, as GTK has it: driven through its WebDriver, on a screen that nobody sees."""

import io
import os
import subprocess
import tempfile
import warnings
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from as_published import published_pages
from engines.engine import PATIENCE, Engine, ScriptFailed
from PIL import Image
from selenium import webdriver
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

# Room for the tallest widget: a picture of the window has all of it.
SCREEN = 1600, 2600
EARS = "/ears.js"
# WebKit's driver tells nothing of the console, so the page's first script keeps what it hears.
LISTEN = """
window.heard = [];
for (const level of ["log", "info", "debug", "warn", "error", "assert", "trace", "dir", "table"]) {
  const own = console[level];
  console[level] = (...said) => {
    const failed = level !== "assert" || !said[0];
    const kind = level === "warn" ? "warning" : level;
    if (failed) heard.push(`console ${kind}: ${said.map((one) => one?.stack ?? String(one)).join(" ")}`);
    own.apply(console, said);
  };
}
addEventListener("error", ({ target, message }) => heard.push(
  target === window ? `page error: ${message}` : `failed request: ${target.src ?? target.href}`), true);
addEventListener("unhandledrejection", ({ reason }) => heard.push(`page error: ${reason?.stack ?? reason}`));
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) =>
  heard.push(`the policy refuses ${violatedDirective} ${blockedURI} in ${sourceFile}`));
"""


def listening_pages(site):
    """The handler of the published site, with that script first in each page.

    `refused` has its answers from 400 on.
    """

    class ListeningPages(published_pages(site)):
        refused = []

        def send_head(self):
            path = urlsplit(self.path).path
            if path == EARS:
                return self._send(LISTEN, "text/javascript")
            file = Path(self.translate_path(path))
            if file.suffix == ".html" and file.is_file():
                page = file.read_text(encoding="utf-8")
                with_ears = page.replace("<head>", f'<head><script src="{EARS}"></script>', 1)
                assert with_ears != page, file
                return self._send(with_ears, "text/html")
            return super().send_head()

        def _send(self, text, kind):
            content = text.encode()
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            return io.BytesIO(content)

        def send_response(self, code, message=None):
            if code >= 400:
                self.refused.append(f"{code} for {self.path}")
            super().send_response(code, message)

    return ListeningPages


class WebKit(Engine):
    name = "WebKit"

    def __init__(self, base_url, programs, refused):
        super().__init__(base_url)
        self.refused = refused
        self.home = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        settings = Path(self.home.name, "gtk-3.0", "settings.ini")
        settings.parent.mkdir()
        # GTK's word for reduced motion.
        settings.write_text("[Settings]\ngtk-enable-animations=0\n")
        self.screen, display = self._screen(programs.screen)
        options = Options()
        options.binary_location = programs.browser
        options.add_argument("--automation")
        env = os.environ | {"DISPLAY": display, "HOME": self.home.name, "XDG_CONFIG_HOME": self.home.name}
        # Its last compiler works longer on Python's WebAssembly than a test's few lines of Python run.
        env["JSC_useOMGJIT"] = "0"
        if os.geteuid() == 0:
            env["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"
        service = Service(programs.driver, log_output=subprocess.DEVNULL, env=env)
        with warnings.catch_warnings():
            # Selenium's own driver makes its connection in a way that Selenium itself advises against.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.driver = webdriver.WebKitGTK(options, service)
        self.driver.set_script_timeout(PATIENCE + 10)

    def _screen(self, program):
        """An X server with a number of its own choice, and its name."""
        reader, writer = os.pipe()
        size = "x".join(map(str, (*SCREEN, 24)))
        command = [program, "-displayfd", str(writer), "-screen", "0", size, "-nolisten", "tcp"]
        server = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader) as told:
            return server, f":{told.readline().strip()}"

    def go(self, path):
        self.driver.get(self.address(path))

    def resize(self, width, height):
        inner = self.driver.execute_script("return [innerWidth, innerHeight]")
        if inner == [width, height]:
            return
        outer = self.driver.get_window_size()
        bars = outer["width"] - inner[0], outer["height"] - inner[1]
        self.driver.set_window_rect(0, 0, width + bars[0], height + bars[1])
        self.wait_for(f"innerWidth === {width} && innerHeight === {height}")

    def evaluate(self, expression):
        answer = self.driver.execute_async_script(
            f"const done = arguments[0]; ({expression}).then((text) => done({{ text }}),"
            " (error) => done({ error: `${error}\\n${error.stack}` }))"
        )
        if "error" in answer:
            raise ScriptFailed(answer["error"])
        return answer["text"]

    def picture(self):
        shot = Image.open(io.BytesIO(self.driver.get_screenshot_as_png())).convert("RGB")
        return np.array(shot)

    def heard(self):
        foreign = """return performance.getEntriesByType("resource").map(({ name }) => name)
            .filter((name) => !name.startsWith(location.origin) && !/^(data|blob):/.test(name))
            .map((name) => `request to another host: ${name}`)"""
        said = [*self.run("return heard.splice(0)"), *self.run(foreign), *self.refused]
        self.refused.clear()
        return said

    def close(self):
        self.driver.quit()
        self.screen.terminate()
        self.screen.wait()
        self.home.cleanup()
