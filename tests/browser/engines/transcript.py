"""A widget's states, written down by one script in any engine, and how two such transcripts differ."""

import os
from pathlib import Path

import numpy as np

SCRIPT = Path(__file__).with_suffix(".mjs").read_text(encoding="utf-8")
# Of 255: by how much the mean colour of a sixteenth of a picture may differ. Decoders of a JPEG file round;
# and where a photograph is made as small as LeNet's 28×28, engines blend its pixels each in its own way.
NEARLY, NEARLY_WHEN_SMALL, SMALL = 1, 6, 64


def transcript(engine, selector, files=None):
    """The states of the widget at `selector`, one for each thing that a reader can do to it."""
    script = f"{SCRIPT}\nreturn transcript(document.querySelector(args[0]), args[1]);"
    return engine.run(script, selector, files)


def differences(mine, reference):
    """What one engine shows otherwise than the reference: a line for each state and part."""
    found = []
    if [one["done"] for one in mine] != [one["done"] for one in reference]:
        pairs = zip((one["done"] for one in mine), (one["done"] for one in reference), strict=False)
        first = next((pair for pair in pairs if pair[0] != pair[1]), "one of them ends")
        found.append(f"what was done: {len(mine)} and {len(reference)} states, first apart at {first}")
    for place, (here, there) in enumerate(zip(mine, reference, strict=False)):
        at = f"{place} ({there['done']})"
        found += [f"{at}: {part}: {apart(here[part], there[part])}" for part in ("words", "inputs", "look")
                  if here[part] != there[part]]  # fmt: skip
        if not alike(here["canvases"], there["canvases"]):
            found.append(f"{at}: canvases: {here['canvases']} is not {there['canvases']}"[:400])
    return found


def apart(here, there):
    """Two texts around the place where they part."""
    at = len(os.path.commonprefix([here, there]))
    around = slice(max(0, at - 30), at + 60)
    return f"…{here[around]}… is not …{there[around]}…"


def alike(mine, reference):
    """Whether canvases are of one size and, part by part, of one colour."""
    sizes = [[(one["width"], one["height"]) for one in canvases] for canvases in (mine, reference)]
    return sizes[0] == sizes[1] and all(
        np.allclose(
            one["means"], other["means"], rtol=0, atol=NEARLY_WHEN_SMALL if one["width"] < SMALL else NEARLY
        )
        for one, other in zip(mine, reference, strict=True)
    )
