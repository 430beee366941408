"""Headers for hosts that read a `_headers` file, as Cloudflare Pages and Netlify do: what a page may load,
and what a browser may keep.

A page of the book runs the site's own scripts and those inline ones that are named here by their hash.
The live lessons need more: JupyterLab compiles code, and Python is WebAssembly in a worker.
"""

import base64
import hashlib
import re

# What lies there is named by its content: a browser that has it need not ask whether it has changed.
NAMED_BY_CONTENT = "/lite/static/"
FOREVER = "public, max-age=31536000, immutable"
BOOK = {
    "default-src": "'none'",
    # The theme has two buttons with their script in an attribute; `unsafe-hashes` lets these two run.
    "script-src": "'self' 'unsafe-hashes' {hashes}",
    # Figures and formulas carry their styles with them.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    # A photograph is filtered beside the page, by a script of the widget's own.
    "worker-src": "'self' blob:",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'self'",
}
LIVE = {
    "default-src": "'self'",
    # Widgets arrive as modules made in the page.
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "media-src": "'self' data: blob:",
    # A cell is stopped by taking such an address away.
    "connect-src": "'self' blob:",
    "worker-src": "'self' blob:",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'self'",
}
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/)[^>]*>(.*?)</script>", re.DOTALL)
HANDLER = re.compile(r"\son[a-z]+=\"([^\"]*)\"")
# One rule for a page, never two: hosts would join their policies, and the stricter one would win.
PAGES = "/", "/index.html", "/genindex.html", "/search.html", "/book/*", "/lessons/*"


def inline_scripts(html):
    """The texts of a page's inline scripts and handlers."""
    return INLINE.findall(html) + HANDLER.findall(html)


def policy(directives, scripts=()):
    hashes = sorted({base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts})
    words = " ".join(f"'sha256-{value}'" for value in hashes)
    return "; ".join(f"{name} {value.format(hashes=words)}" for name, value in directives.items())


def write(site):
    """Write `_headers` for the built site."""
    pages = [*site.glob("*.html"), *site.glob("book/*.html"), *site.glob("lessons/*.html")]
    scripts = [text for page in pages for text in inline_scripts(page.read_text(encoding="utf-8"))]
    policies = {path: policy(BOOK, scripts) for path in PAGES} | {"/lite/*": policy(LIVE)}
    text = "".join(
        f"{path}\n  Content-Security-Policy: {value}\n  X-Content-Type-Options: nosniff\n"
        for path, value in policies.items()
    )
    kept = f"{NAMED_BY_CONTENT}*\n  Cache-Control: {FOREVER}\n"
    (site / "_headers").write_text(text + kept, encoding="utf-8")
