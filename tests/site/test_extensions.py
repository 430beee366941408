"""The book's own Sphinx extensions, apart from a build: each can do its one job, and can fail."""

from pathlib import Path
from types import SimpleNamespace

import pydata_sphinx_theme
import pytest
from extensions import clean_rebuild, style_sheet
from extensions.theme import icons, lighter
from sphinx.errors import ExtensionError

THEME = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / "static"


def test_the_theme_has_a_shape_for_every_icon():
    script = (THEME / "scripts" / "fontawesome.js").read_text(encoding="utf-8")
    style = icons.style_sheet(script)
    assert style.count("viewBox") == len(icons.ICONS)
    # The sun comes in two styles; ours is the solid one, whose path begins like this.
    assert icons.shapes(script)["sun"][2].startswith("M361.5 1.2c5 2.1")
    assert len(style) < 40_000


def test_icons_of_a_page_are_read_from_its_classes():
    html = '<i class="fa-solid fa-sun fa-lg"></i><a class="fa-no-icon-here-but-a-class x">fa-not</a>fa-moon'
    assert icons.used(html) == {"sun", "no-icon-here-but-a-class"}


def test_an_icon_without_a_shape_fails_the_build(tmp_path):
    (tmp_path / "page.html").write_text('<i class="fa-solid fa-moon"></i>')
    icons.check(SimpleNamespace(outdir=tmp_path), None)
    (tmp_path / "page.html").write_text('<i class="fa-solid fa-dragon"></i>')
    with pytest.raises(ExtensionError, match="page.html uses icons .* does not publish: dragon"):
        icons.check(SimpleNamespace(outdir=tmp_path), None)


def test_font_awesome_leaves_the_style_sheet_and_nothing_else_does():
    before = (THEME / "styles" / "pydata-sphinx-theme.css").read_text(encoding="utf-8")
    after = lighter.without_font_awesome(before)
    assert "@font-face" in before and "@font-face" not in after
    assert "Font Awesome Free" not in after and after.count("{") == after.count("}")
    # The theme's own rules begin and end as before.
    assert after[:1000] == before[:1000] and after[-1000:] == before[-1000:]
    assert ".admonition" in after and 80_000 < len(before) - len(after) < 100_000


def test_scripts_keep_their_warnings():
    script = 'a?console.log("x"):b;console.error("y");console.debug(z)\n//# sourceMappingURL=a.js.map'
    after = lighter.silent(lighter.without_map(script, "a.js"), "a.js")
    assert after == 'a?void("x"):b;console.error("y");void(z)'


def test_only_what_a_cell_may_read_makes_lessons_run_again(tmp_path):
    for name, text in {"conv.py": "1", "grid.mjs": "1", "grid.css": "1", "colours.css": "1"}.items():
        (tmp_path / name).write_text(text)
    first = clean_rebuild.digest(tmp_path)
    (tmp_path / "grid.mjs").write_text("2")
    (tmp_path / "grid.css").write_text("2")
    assert clean_rebuild.digest(tmp_path) == first
    for name in ("conv.py", "colours.css"):
        (tmp_path / name).write_text("2")
        assert clean_rebuild.digest(tmp_path) != first
        (tmp_path / name).write_text("1")


def test_another_convlib_empties_the_cache(tmp_path):
    app = SimpleNamespace(outdir=tmp_path / "html", config=SimpleNamespace(convlib_digest="one"))
    cache = tmp_path / ".jupyter_cache"
    clean_rebuild.forget_outputs(app)
    (cache / "global.db").write_text("outputs")
    clean_rebuild.forget_outputs(app)
    assert (cache / "global.db").exists()
    app.config.convlib_digest = "two"
    clean_rebuild.forget_outputs(app)
    assert not (cache / "global.db").exists()


def test_the_style_sheet_has_every_part_once(tmp_path):
    style_sheet.publish(SimpleNamespace(outdir=tmp_path))
    sheet = (tmp_path / "_static" / "book.css").read_text(encoding="utf-8")
    parts = [path.read_text(encoding="utf-8") for path in style_sheet.FOLDER.iterdir()]
    assert len(parts) == len(style_sheet.PARTS) and len(sheet) == sum(map(len, parts))
    assert all(sheet.count(part) == 1 for part in parts)
    # Each is read in one sitting.
    assert max(part.count("\n") for part in parts) < 350
