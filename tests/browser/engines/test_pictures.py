"""What each widget draws is to be seen in Firefox and WebKit too, and looks as it does in Chromium."""

import functools

import numpy as np
import pytest
from engines.pictures import drawings, unlike

# The page, and what is pressed there before it is looked at.
WIDGETS = {
    "sliding_window": ("lessons/04_stride.html", None),
    "photo_filter": ("lessons/03_sliding_a_filter.html", None),
    "volume_view": ("lessons/07_brain_view.html", None),
    "size_explorer": ("lessons/11_alexnet.html", None),
    # Its second question has a grid to pick from.
    "quick_questions": ("lessons/04_stride.html", ".conv-q-step:nth-child(2)"),
}
# Of a picture's contrast. Letters and smoothed edges differ by up to a quarter, a blank one by all of it.
MOST = 0.5


def seen(engine, widget, hidden=None):
    """All that a widget draws there; a selector may name something to make blank."""
    path, first = WIDGETS[widget]
    engine.open(path, height=1400)
    engine.settle()
    selector = f'figure[data-widget="{widget}"] > .conv-widget'
    if first:
        engine.run("document.querySelector(args[0]).querySelector(args[1]).click()", selector, first)
    if hidden:
        engine.run(
            "for (const one of document.querySelectorAll(args[0])) one.style.opacity = 0",
            f"{selector} {hidden}",
        )
    return drawings(engine, selector)


@pytest.fixture(scope="module")
def reference(chromium):
    return functools.cache(lambda widget: seen(chromium, widget))


def wrong(mine, reference):
    """The drawings that look otherwise, and by how much."""
    assert list(mine) == list(reference) != []
    apart = {name: unlike(pixels, reference[name]) for name, pixels in mine.items()}
    return {name: round(far, 2) for name, far in apart.items() if far > MOST}


@pytest.mark.parametrize("widget", WIDGETS)
def test_what_is_drawn_can_be_seen(other, reference, widget):
    assert wrong(seen(other, widget), reference(widget)) == {}


@pytest.mark.parametrize(
    ("widget", "hidden", "name"),
    [("photo_filter", ".conv-photo-pane[data-kind=map] canvas", "1 conv-photo-canvas"),
     ("sliding_window", "[role=grid][data-kind=output]", "2 conv-grid"),
     ("volume_view", "svg.conv-scene", "0 conv-scene")],
)  # fmt: skip
def test_a_blank_one_is_noticed(webkit, reference, widget, hidden, name):
    """A map, a grid and a volume that a reader would not see: no script would miss them, the pixels do."""
    assert list(wrong(seen(webkit, widget, hidden), reference(widget))) == [name]


def test_drawings_stand_out(reference):
    """Each drawing has what a blank one lacks: white paper in its place is told from it."""
    for widget in WIDGETS:
        for name, pixels in reference(widget).items():
            assert unlike(np.full_like(pixels, 255), pixels) >= 0.99, (widget, name)
