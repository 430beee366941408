"""The site on a server that sends what its `_headers` file says, as the host of the published book does."""

import fnmatch
from urllib.parse import urlsplit

from serve import Pages


def rules(site):
    """The `_headers` file as a host reads it: path pattern -> its headers."""
    found, pattern = {}, ""
    for line in (site / "_headers").read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            name, value = line.strip().split(": ", 1)
            found[pattern][name] = value
        else:
            pattern = line
            found[pattern] = {}
    return found


def published_pages(site):
    """A server's handler that sends these headers along."""
    wanted = rules(site)

    class PublishedPages(Pages):
        def end_headers(self):
            path = urlsplit(self.path).path
            for pattern, fields in wanted.items():
                if fnmatch.fnmatch(path, pattern):
                    for field, value in fields.items():
                        # The server itself says what is kept.
                        if field != "Cache-Control":
                            self.send_header(field, value)
            super().end_headers()

    return PublishedPages
