"""The figures of the built pages as they are seen: each colour scale has its colours."""

import io
import re

import numpy as np
import pytest
from bs4 import BeautifulSoup
from PIL import Image, ImageColor
from site_pages import LESSONS, ROOT, settle

CSS = (ROOT / "convlib" / "colours.css").read_text(encoding="utf-8")
BLOCKS = dict(zip(("light", "dark"), CSS.split("}")[:2], strict=True))
# A scale is the one signed raster of this size; a page has it in light and in dark.
SCALES = ".conv-picture svg:has(> image[width='300'][height='14'][style*='--conv-shown-in'])"
SCALED = "01", "02", "03", "04", "06", "07", "08", "09", "10"
# Full colours, and the tint behind numbers.
STRENGTHS = 1, 0.4


def colours(theme):
    names = ("negative", "cell", "positive")
    found = (re.search(rf"--conv-{name}: (#[0-9a-f]{{6}})", BLOCKS[theme])[1] for name in names)
    return [np.array(ImageColor.getrgb(colour)) for colour in found]


def test_it_is_known_which_lessons_have_scales(site):
    with_scales = set()
    for lesson in LESSONS:
        soup = BeautifulSoup((site / f"{lesson}.html").read_text(encoding="utf-8"), "html.parser")
        if soup.select(SCALES):
            with_scales.add(lesson.split("/")[1][:2])
    assert with_scales == set(SCALED)


def seen(page, scale):
    """The pixels of a scale, (h, w, 3), photographed after scrolling to it."""
    scale.evaluate("svg => svg.scrollIntoView({ block: 'center', behavior: 'instant' })")
    awake = "svg => svg.checkVisibility({ contentVisibilityAuto: true })"
    page.wait_for_function(awake, arg=scale.element_handle())
    # An answer fades in.
    page.evaluate("Promise.all(document.getAnimations().map(({ finished }) => finished))")
    # What its image says of itself when nothing is painted is also right: only the photograph counts.
    place = scale.evaluate(
        "svg => { const { x, y, width, height } = [...svg.querySelectorAll('image')]"
        "  .map((image) => image.getBoundingClientRect()).find(({ width }) => width > 0);"
        "  return { x, y, width, height }; }"
    )
    return np.asarray(Image.open(io.BytesIO(page.screenshot(clip=place))).convert("RGB")).astype(int)


def open_folds(page, scale):
    """Open what this scale is folded into, and nothing else, as a reader does."""
    scale.evaluate(
        "svg => { for (let fold = svg.closest('details'); fold; fold = fold.parentElement.closest('details'))"
        "  fold.open = true; }"
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("number", SCALED)
def test_each_colour_scale_has_its_colours(open_page, number, theme):
    lesson = next(lesson for lesson in LESSONS if number in lesson)
    page = open_page(f"{lesson}.html", theme=theme)
    settle(page)
    negative, clear, positive = colours(theme)
    scales = page.locator(SCALES)
    # From the last one up: the first ones are then still folded away, or at rest.
    for place in reversed(range(scales.count())):
        scale = scales.nth(place)
        open_folds(page, scale)
        pixels = seen(page, scale)
        middle = pixels[pixels.shape[0] // 2]
        seen_at = middle[[3, len(middle) // 2, -4]]
        # A scale from 0 on is the right half of the others.
        low, half = (negative, 0) if scale.locator("text").first.text_content() != "0" else (clear, 0.5)
        full = np.array([low, clear + half * (positive - clear), positive])
        # A pixel of the 300 is a hundredth of the way from one colour to another.
        off = [abs(seen_at - (clear + s * (full - clear))).max(axis=1) for s in STRENGTHS]
        assert any(left <= 12 and at_half <= 6 and right <= 12 for left, at_half, right in off), (place, off)
