"""Firefox, driven through the WebSocket of its own WebDriver BiDi: nothing stands between."""

import base64
import io
import json
import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import websocket
from engines.engine import PATIENCE, Engine, ScriptFailed
from PIL import Image

PREFERENCES = {
    # A volume turns at once, and a scroll bar takes no room, as in the other engines.
    "ui.prefersReducedMotion": 1,
    "ui.useOverlayScrollbars": 1,
    # Nothing of its own asks another host.
    "app.normandy.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
}
EVENTS = "log.entryAdded", "network.beforeRequestSent", "network.responseCompleted", "network.fetchError"


class Firefox(Engine):
    name = "Firefox"

    def __init__(self, base_url, program):
        super().__init__(base_url)
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        folder = Path(self.profile.name)
        lines = (f"user_pref({json.dumps(key)}, {json.dumps(value)});" for key, value in PREFERENCES.items())
        (folder / "user.js").write_text("\n".join(lines), encoding="utf-8")
        said = folder / "said.txt"
        with said.open("wb") as output:
            self.process = subprocess.Popen(
                [program, "--headless", "--no-remote", "--remote-debugging-port=0", "--profile", folder],
                env=os.environ | {"HOME": str(folder)}, stdout=output, stderr=output,
            )  # fmt: skip
        self.socket = websocket.create_connection(
            f"{self._agent(said)}/session", timeout=PATIENCE + 10, suppress_origin=True
        )
        self.calls, self.events = 0, []
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=EVENTS)
        self.context = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def _agent(self, said):
        """The address that Firefox prints when it listens."""
        end = time.monotonic() + PATIENCE
        while not (found := re.search(r"ws://[\d.:]+", said.read_text(errors="replace"))):
            assert self.process.poll() is None and time.monotonic() < end, said.read_text(errors="replace")
            time.sleep(0.05)
        return found[0]

    def ask(self, method, **parameters):
        """The result of a command; events that come in between are kept."""
        self.calls += 1
        self.socket.send(json.dumps({"id": self.calls, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("type") == "event":
                self.events.append(answer)
            elif answer.get("id") == self.calls:
                if answer["type"] == "error":
                    raise ScriptFailed(f"{method}: {answer['error']}: {answer['message']}")
                return answer["result"]

    def go(self, path):
        self.ask("browsingContext.navigate", context=self.context, url=self.address(path), wait="complete")

    def resize(self, width, height):
        size = {"width": width, "height": height}
        self.ask("browsingContext.setViewport", context=self.context, viewport=size)

    def evaluate(self, expression):
        answer = self.ask(
            "script.evaluate", expression=expression, target={"context": self.context}, awaitPromise=True
        )
        if answer["type"] == "exception":
            raise ScriptFailed(answer["exceptionDetails"]["text"])
        return answer["result"]["value"]

    def picture(self):
        shot = self.ask("browsingContext.captureScreenshot", context=self.context)
        return np.array(Image.open(io.BytesIO(base64.b64decode(shot["data"]))).convert("RGB"))

    def heard(self):
        events, self.events = self.events, []
        return [words for event in events if (words := self._complaint(event["method"], event["params"]))]

    def _complaint(self, method, said):
        if method == "log.entryAdded":
            # By the names that Chromium has for them: log, info, warning, error.
            kind = said.get("method", said["level"])
            return f"console {'warning' if kind == 'warn' else kind}: {said['text']}"
        url = said["request"]["url"]
        if method == "network.beforeRequestSent":
            own = url.startswith((self.base_url, "data:", "blob:"))
            return None if own else f"request to another host: {url}"
        if method == "network.responseCompleted":
            status = said["response"]["status"]
            return f"{status} for {url}" if status >= 400 else None
        # A browser asks for the icon last, and breaks it off when it leaves; a missing one answers 404.
        left = url.endswith("/favicon.svg") and said["errorText"] == "NS_BINDING_ABORTED"
        return None if left else f"failed request: {url} ({said['errorText']})"

    def close(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait()
        self.profile.cleanup()
