"""Serve MathJax from the site itself, without its menu, whose parts would be fetched one by one."""

import importlib.util
import shutil
from pathlib import Path

# `startup` loads the parts that `mathjax3_config` names; extensions and fonts follow when needed.
PARTS = (
    "startup.js",
    "core.js",
    "a11y/assistive-mml.js",
    "input/tex.js",
    "input/tex/extensions/*.js",
    "output/chtml.js",
    "output/chtml/fonts/tex.js",
    "output/chtml/fonts/woff-v2/*.woff",
)

NOTICE = """MathJax 3.2.2, https://www.mathjax.org
Copyright (c) 2009-2022 The MathJax Consortium
Licensed under the Apache License, Version 2.0: https://www.apache.org/licenses/LICENSE-2.0
"""


def publish(app):
    package = Path(importlib.util.find_spec("sphinx-mathjax-offline").origin).parent
    source = package / "static" / "mathjax"
    target = Path(app.outdir, "_static", "mathjax")
    for part in PARTS:
        for path in sorted(source.glob(part)):
            copy = target / path.relative_to(source)
            if not copy.exists():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
    (target / "NOTICE.txt").write_text(NOTICE, encoding="utf-8")


def setup(app):
    app.connect("builder-inited", publish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
