"""The widgets' arithmetic in JavaScript is convlib's: thousands of lopsided states, refusals included."""

from pathlib import Path

import node
import numpy as np
import oracle
import pytest
from sliding_states import random_state

from convlib import (
    DoesNotFit,
    avg_pool,
    conv,
    max_pool,
    output_size,
    pad,
    relu,
    same_padding,
    windows_touching,
)

HERE = Path(__file__).parent
CASES = 3000
POOLS = {"max": max_pool, "avg": avg_pool}


def expected(state):
    """The output by convlib's layers alone; for SAME by ONNX Runtime, which has it built in.

    None for a window that strides over pixels without reading them: ONNX Runtime cuts pixels off there, where
    TensorFlow pads nothing.
    """
    x, filters = np.array(state["x"], dtype=float), np.array(state["filters"])
    stride, padding, fit = state["stride"], state["padding"], state["fit"]
    if state["op"] != "conv":
        return POOLS[state["op"]](x, state["F"], stride=stride, padding=padding, fit=fit)
    if state["flip"]:
        filters = filters[:, ::-1, ::-1]
    setting = {"stride": stride, "dilation": state["dilation"]}
    if state["padding_mode"] == "same":
        if min(filters.shape[1:3]) < stride:
            return None
        bank = np.ascontiguousarray(filters, dtype=np.float32)
        bias = np.array(state["bias"], dtype=np.float32)
        (sums,) = oracle.conv_same(x[np.newaxis].astype(np.float32), bank, bias, **setting)
    elif state["padding_mode"] == "zeros" or fit == "ceil":
        sums = conv(x, filters, state["bias"], padding=padding, fit=fit, **setting)
    else:
        # Whether it fits is asked of the very layer; its border is then laid by hand.
        conv(x, filters, state["bias"], padding=padding, fit=fit, **setting)
        sums = conv(pad(x, padding, mode=state["padding_mode"]), filters, state["bias"], fit=fit, **setting)
    return relu(sums) if state["relu"] else sums


@pytest.fixture(scope="module")
def answered():
    rng = np.random.default_rng(20)
    states = [random_state(rng) for _ in range(CASES)]
    for state in states:
        # What a last window hangs over is zero in every border; the sums are compared where there is none.
        if state["fit"] == "ceil" and state["padding_mode"] in ("reflect", "replicate"):
            state["fit"] = "floor"
    return node.answered(HERE / "arithmetic_answers.mjs", states)


def test_outputs_and_refusals(answered):
    seen = dict.fromkeys(("refused", "mirror", "conv", "max", "avg", "reflect", "replicate", "same"), 0)
    for state, answer in answered:
        mode = state["padding_mode"] if state["op"] == "conv" else "zeros"
        try:
            if mode == "reflect":
                pad(np.array(state["x"]), state["padding"], mode="reflect")
            output = expected(state)
        except DoesNotFit as error:
            seen["refused"] += 1
            assert answer.get("message") == str(error), state
            assert [repair["words"] for repair in answer["repairs"]] == [
                repair.words for repair in error.repairs
            ]
            if answer["roundedDown"] is not None:
                rounded = error.never_read, error.rounded_down
                assert (answer["neverRead"], tuple(answer["roundedDown"])) == rounded
        except ValueError as error:
            seen["mirror"] += 1
            assert answer.get("message") == str(error), state
        else:
            assert "output" in answer, (state, answer)
            if output is None:
                continue
            seen[state["op"]] += 1
            if mode in seen:
                seen[mode] += 1
            tolerance = 1e-4 if mode == "same" else 1e-12
            np.testing.assert_allclose(
                np.moveaxis(answer["output"], 0, -1), output, rtol=0, atol=tolerance, err_msg=str(state)
            )
            row, col = answer["place"]
            sums = answer["sums"][0] if state["op"] != "conv" else np.ravel(answer["sums"])
            np.testing.assert_allclose(sums, output[row, col], rtol=0, atol=tolerance)
    assert min(seen.values()) > 20, seen
    assert min(seen[name] for name in ("refused", "conv", "max", "avg")) > 250, seen


def test_how_many_windows_touch_each_pixel(answered):
    for state, answer in answered:
        if "touches" not in answer:
            continue
        H, W, _ = np.shape(state["x"])
        conv_op, S = state["op"] == "conv", state["stride"]
        extents = np.shape(state["filters"])[1:3] if conv_op else (state["F"],) * 2
        dilation = state["dilation"] if conv_op else 1
        for size, F, counts in zip((H, W), extents, answer["touches"], strict=True):
            if conv_op and state["padding_mode"] == "same":
                before, after = same_padding(size, F, S, dilation=dilation)
                padded = windows_touching(before + size + after, F, S, dilation=dilation, fit="floor")
                wanted = padded[before : before + size]
            else:
                wanted = windows_touching(size, F, S, state["padding"], dilation=dilation, fit=state["fit"])
            assert counts == wanted, state


def test_one_dimensional_refusals_counts_and_same_padding(answered):
    for state, answer in answered:
        if state["op"] != "conv":
            continue
        W1, F = np.shape(state["x"])[1], np.shape(state["filters"])[2]
        assert tuple(answer["same"]) == same_padding(W1, F, state["stride"], dilation=state["dilation"])
        setting = {"S": state["stride"], "P": state["padding"], "dilation": state["dilation"]}
        setting["fit"] = state["fit"]
        try:
            output_size(W1, F, **setting)
        except DoesNotFit as error:
            assert answer["lone"] == str(error), state
        else:
            assert answer["lone"] is None, state
            if answer.get("counts"):
                assert answer["counts"] == windows_touching(W1, F, **setting), state
