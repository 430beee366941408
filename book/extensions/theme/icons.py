"""Publish the icons that the pages use, where the theme would send all of Font Awesome, 1.5 MB of script.

The shapes come from the theme's own file. Each becomes a CSS mask: an icon takes the colour of its text.
"""

import re
from pathlib import Path
from urllib.parse import quote

from sphinx.errors import ExtensionError

from . import own_text

ICONS = """
    angle-left angle-right arrow-up bars bell chevron-down chevron-right circle-check
    circle-exclamation circle-half-stroke circle-info circle-question circle-xmark code download
    expand file file-pdf house lightbulb list magnifying-glass magnifying-glass-minus moon outdent
    pencil play share sun triangle-exclamation up-right-from-square
""".split()

# The names that the theme's templates use beside the present ones.
ALIASES = {"home": "house", "file-lines": "file", "external-link": "up-right-from-square"}

LICENCE = "Font Awesome Free by @fontawesome, https://fontawesome.com, licence CC BY 4.0"

STYLE = """
[class*="fa-"]::before {
  content: "";
  display: inline-block;
  width: 1.25em;
  height: 1em;
  vertical-align: -0.125em;
  background: currentColor;
  -webkit-mask: var(--icon) center / contain no-repeat;
  mask: var(--icon) center / contain no-repeat;
  print-color-adjust: exact;
}
.fa-lg { font-size: 1.25em; line-height: 1; }
@media (forced-colors: active) {
  [class*="fa-"]::before { background: ButtonText; forced-color-adjust: none; }
}
"""


def shapes(script):
    """The solid icons of Font Awesome's script: name -> (width, height, path)."""
    solid = script[script.index('("far"') : script.index('("fas"')]
    entries = re.findall(r'[{,]"?([\w-]+)"?:\[(\d+),(\d+),\[[^]]*\],"[0-9a-f]+","([^"]+)"\]', solid)
    return {name: (width, height, path) for name, width, height, path in entries}


def style_sheet(script):
    known = shapes(script)
    lines = []
    for name in ICONS:
        width, height, path = known[name]
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><path d="{path}"/></svg>'
        )
        lines.append(f'  --icon-{name}: url("data:image/svg+xml,{quote(svg, safe=" =/:")}");')
    classes = [(name, name) for name in ICONS] + list(ALIASES.items())
    rules = [f".fa-{written} {{ --icon: var(--icon-{name}); }}" for written, name in classes]
    # `"` cannot stand in the address, and `quote` has written it as %22.
    return "\n".join([f"/* {LICENCE} */", ":root {", *lines, "}", STYLE.strip(), *rules, ""])


def publish(app):
    script = own_text("scripts/fontawesome.js")
    target = Path(app.outdir, "_static", "icons.css")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(style_sheet(script), encoding="utf-8")


def used(html):
    """The icons that a page names, by class."""
    words = " ".join(re.findall(r'class="([^"]*\bfa-[^"]*)"', html)).split()
    styles = "fa-solid", "fa-regular", "fa-brands", "fa-lg"
    return {word.removeprefix("fa-") for word in words if word.startswith("fa-") and word not in styles}


def check(app, exception):
    """Fail when a page uses an icon that we do not publish: it would show as an empty place."""
    if exception:
        return
    for page in Path(app.outdir).rglob("*.html"):
        if unknown := used(page.read_text(encoding="utf-8")) - {*ICONS, *ALIASES}:
            raise ExtensionError(
                f"{page.relative_to(app.outdir)} uses icons that book/extensions/theme/icons.py "
                f"does not publish: {', '.join(sorted(unknown))}"
            )


def setup(app):
    app.add_css_file("icons.css")
    app.connect("builder-inited", publish)
    app.connect("build-finished", check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
