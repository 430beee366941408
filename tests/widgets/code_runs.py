"""Run what a widget offers as code: both texts of a state, in Python, for many states."""

import json

import node
import numpy as np
import torch

from convlib.widgets.shared import modules

ANSWER = """
import { readFileSync } from "node:fs";
import { code } from "MODULE";
const states = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(states.map(code)));
"""

# The arrays are small: threads would only wait for each other.
torch.set_num_threads(1)


def code_of(module, states):
    """What `code` of a module such as "sliding_window/code.mjs" gives for each state: a dict, or None."""
    script = ANSWER.replace("MODULE", (modules.WIDGETS / module).as_uri())
    return json.loads(node.output("--input-type=module", "-e", script, input=json.dumps(states)))


def run_code(module, states):
    """For each state the names its lines leave behind, ({convlib's}, {PyTorch's}); None without lines."""
    offered = code_of(module, states)
    return [lines and tuple(_run(lines[way]) for way in ("convlib", "pytorch")) for lines in offered]


def _run(lines):
    names = {}
    try:
        exec(compile(lines, "<copied>", "exec"), names)
    except Exception as error:
        raise AssertionError(f"these lines do not run, {error!r}:\n{lines}") from error
    return names


def as_volume(tensor):
    """A tensor (1, D, H, W) as a volume (H, W, D)."""
    (maps,) = tensor.detach().numpy()
    return np.moveaxis(maps, 0, -1)
