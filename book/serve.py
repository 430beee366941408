"""Serve the built book on this machine alone."""

import argparse
import contextlib
import errno
import functools
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer


class Pages(SimpleHTTPRequestHandler):
    """Hand out the files of a folder, quietly."""

    # One connection carries a whole page: browsers ask for some twenty files.
    protocol_version = "HTTP/1.1"
    # Browsers refuse a module that does not come as JavaScript, and not every system knows these endings.
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".mjs": "text/javascript",
        ".js": "text/javascript",
        ".ipynb": "application/x-ipynb+json",
        ".woff": "font/woff",
    }

    def end_headers(self):
        # A rebuilt page shows at the next reload: the browser asks, and an unchanged file answers 304.
        self.send_header("Cache-Control", "no-cache")
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
