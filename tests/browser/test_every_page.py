"""Every page of the built site is sound: light and dark, on a wide screen and on a telephone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from site_pages import each_page, page_width, settle, unfold

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def described(violation):
    places = [f"    {node['html'][:160]}\n    {node['failureSummary']}" for node in violation["nodes"]]
    return "\n".join([f"{violation['id']}: {violation['help']}", *places])


@each_page
@pytest.mark.parametrize(("theme", "width", "other_width"), [("light", 1280, 360), ("dark", 360, 1280)])
def test_page_is_sound(open_page, path, theme, width, other_width):
    """No axe violation, nothing to scroll sideways; `open_page` adds silence and no other host."""
    page = open_page(path, theme=theme, width=width)
    settle(page)
    unfold(page)
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    for size in (other_width, width):
        page.set_viewport_size({"width": size, "height": 800})
        # The theme makes what now scrolls a tab stop, a moment after the change.
        page.wait_for_function(
            "[...document.querySelectorAll("
            "  'pre, .cell_output > .output, .pst-scrollable-table-container')].every("
            "  (block) => block.tabIndex === 0 || block.scrollWidth <= block.clientWidth)"
        )
        assert page_width(page) <= size
    # What sticks to the lower edge of a phone while its widget is in view lies over some of its cells.
    page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    # Colours follow the theme and everything else the width: each is judged once in each of its two states.
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    assert not found, "\n".join(map(described, found))
