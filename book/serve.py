"""Serve the built book on this machine alone."""

import argparse
import contextlib
import email.utils
import errno
import functools
import gzip
import io
import sys
import threading
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from http_headers import FOREVER, NAMED_BY_CONTENT

# What shrinks to a third or less. Wheels, pictures and fonts are packed already.
TEXT = ".html", ".css", ".js", ".mjs", ".svg", ".json", ".ipynb", ".txt", ".wasm"


@functools.lru_cache(maxsize=1024)
def packed(path, changed):
    """The bytes of a file as a web server would send them; `changed` tells one version from the next."""
    return gzip.compress(path.read_bytes(), 5, mtime=0)


class Pages(SimpleHTTPRequestHandler):
    """Hand out the files of a folder, quietly, and text compressed."""

    # A request that cannot be read has none.
    path = ""
    # One connection carries a whole page: browsers ask for some twenty files.
    protocol_version = "HTTP/1.1"
    # Browsers refuse a module that does not come as JavaScript, and not every system knows these endings.
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".mjs": "text/javascript",
        ".js": "text/javascript",
        ".ipynb": "application/x-ipynb+json",
        ".wasm": "application/wasm",
        ".whl": "application/zip",
        ".woff": "font/woff",
    }

    def send_head(self):
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.split("?")[0].endswith("/"):
            path /= "index.html"
        accepted = "gzip" in self.headers.get("Accept-Encoding", "")
        if not accepted or path.suffix not in TEXT or not path.is_file():
            return super().send_head()
        changed = int(path.stat().st_mtime)
        if self.known(changed):
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.end_headers()
            return None
        content = packed(path, path.stat().st_mtime_ns)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Last-Modified", self.date_time_string(changed))
        self.end_headers()
        return io.BytesIO(content)

    def known(self, changed):
        """Whether the browser has this version already."""
        try:
            since = email.utils.parsedate_to_datetime(self.headers["If-Modified-Since"])
        except (TypeError, ValueError):
            return False
        return since.timestamp() >= changed

    def end_headers(self):
        # A rebuilt page shows at the next reload: the browser asks, and an unchanged file answers 304.
        path = self.path.split("?")[0]
        kept = NAMED_BY_CONTENT in path and Path(self.translate_path(path)).is_file()
        self.send_header("Cache-Control", FOREVER if kept else "no-cache")
        super().end_headers()

    def log_message(self, format, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        # A reader who leaves a page while it loads breaks the connection: that is no news.
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def open_server(folder, port, *, handler=Pages, tries=50):
    """A server of `folder` on `port` of the loopback address, or on the next port that is free."""
    handler = functools.partial(handler, directory=folder)
    for candidate in range(port, port + tries):
        try:
            return Server(("127.0.0.1", candidate), handler)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    raise SystemExit(f"All ports from {port} to {port + tries - 1} are taken: choose another with PORT=9000.")


@contextlib.contextmanager
def serving(folder, *, handler=Pages):
    """Serve `folder` in the background; the value is its address."""
    with open_server(folder, 0, handler=handler, tries=1) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args()
    with open_server(arguments.folder, arguments.port) as server:
        print(f"\nThe book is at http://127.0.0.1:{server.server_port}/   (Ctrl+C stops it)\n", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()


if __name__ == "__main__":
    main()
