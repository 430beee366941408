"""SlidingWindow's code runs, with convlib and with PyTorch, and both give the widget's output."""

import numpy as np
from code_runs import as_volume, run_code
from sliding_states import random_state

from convlib.widgets import SlidingWindow

STATES = 300


def test_the_lines_of_many_states_run_and_agree_with_the_widget():
    rng = np.random.default_rng(3)
    states = [random_state(rng) for _ in range(STATES)]
    ran = {"none": 0, "conv": 0, "max": 0, "avg": 0}
    widget = SlidingWindow(states[0]["x"], states[0]["filters"])
    for state, names in zip(states, run_code("sliding_window/code.mjs", states), strict=True):
        widget.state = state
        if names is None:
            assert widget.output is None, state
            ran["none"] += 1
            continue
        ours, theirs = names
        np.testing.assert_allclose(ours["output"], widget.output, atol=1e-10, err_msg=str(state))
        np.testing.assert_allclose(as_volume(theirs["output"]), widget.output, atol=1e-10, err_msg=str(state))
        ran[state["op"]] += 1
    assert min(ran.values()) > 20, ran
