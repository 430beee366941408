"""Drive a widget at random, as a class of careless hands would, and bring home what it showed."""

import json
from pathlib import Path

SCRIPT = Path(__file__).with_suffix(".mjs").read_text(encoding="utf-8")
CHUNK = 500


def fuzz(page, module, *, names, shown, actions=2000, seed=1, every=10, skip=(), settle="async () => {}"):
    """Do `actions` seeded random actions on the first widget of a kind; fail on an error or a strange word.

    Gives back samples, one for every `every` actions: {"state": the traits `names`, "shown": what the
    JavaScript function `shown` (of the widget's element) returned}, to be compared with convlib. `skip` are
    selectors of controls to leave alone; `settle` is awaited before each sample, for what is painted later.
    """
    samples = []
    for first in range(0, actions, CHUNK):
        options = {
            "actions": min(CHUNK, actions - first), "seed": seed * 1000 + first, "every": every,
            # A browser lets only a real hand into full screen, and complains on the console.
            "names": list(names), "skip": ", ".join([".conv-full", *skip]),
        }  # fmt: skip
        # The page's own rules allow no eval; a script that Playwright evaluates is not bound by them.
        result = page.evaluate(
            f"""async () => {{
                {SCRIPT.replace("export ", "")}
                const figure = document.querySelector('figure[data-widget="{module}"].is-live');
                return fuzz(figure, {json.dumps(options)}, {shown}, {settle});
            }}"""
        )
        assert not result["problems"], f"seed {options['seed']}: " + "\n".join(result["problems"])
        samples += result["samples"]
    return samples
