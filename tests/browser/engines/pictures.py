"""What can be seen of a widget's drawings, in pixels of the window: a script would not notice a blank one."""

import numpy as np
from PIL import Image

# What is drawn rather than written: photographs, maps, volumes, and grids of numbers.
DRAWN = "canvas, svg.conv-scene, [role=grid], .conv-size-chain, .conv-q-table, .conv-q-pick"
LOOK = """
const [widget, drawn] = args;
const root = document.querySelector(widget);
// A reader comes to it later, when what lies far below has gone to rest.
while (!document.querySelector(".is-resting")) await new Promise(requestAnimationFrame);
const frame = () => new Promise(requestAnimationFrame);
const come = () => root.scrollIntoView({ block: "start", behavior: "instant" });
// What rested is drawn a frame after it comes into sight; while it begins to rest, Firefox scrolls nowhere.
const near = (node) => node.checkVisibility({ contentVisibilityAuto: true });
do {
  come();
  await frame();
} while (!near(root.firstElementChild) || root.querySelector('[aria-busy="true"]'));
come();
for (let n = 0; n < 3; n++) await frame();
return [...root.querySelectorAll(drawn)].filter(near).map((node) => {
  const { left, top, width, height } = node.getBoundingClientRect();
  return { name: node.getAttribute("class"), box: [left, top, width, height] };
});
"""
GRID = 8


def drawings(engine, widget):
    """{name: pixels (h, w, 3)} of everything that a widget draws, as it stands in the window."""
    places = engine.run(LOOK, widget, DRAWN)
    window = engine.picture()
    found = {}
    for number, place in enumerate(places):
        left, top, width, height = map(round, place["box"])
        found[f"{number} {place['name']}"] = pixels = window[top : top + height, left : left + width]
        assert pixels.shape == (height, width, 3), f"{place['name']} reaches beyond the window"
    return found


def coarse(pixels):
    """The mean colours of 8 by 8 parts: (8, 8, 3)."""
    return np.asarray(Image.fromarray(pixels).resize((GRID, GRID), Image.Resampling.BOX), float)


def unlike(mine, reference):
    """How far two pictures of one drawing are apart, as a share of the reference's own contrast."""
    mine, reference = coarse(mine), coarse(reference)
    contrast = np.abs(reference - np.median(reference, (0, 1))).mean()
    return np.abs(mine - reference).mean() / contrast
