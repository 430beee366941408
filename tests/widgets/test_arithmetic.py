"""The widgets' arithmetic in JavaScript is convlib's: thousands of lopsided settings, refusals included."""

import json
from pathlib import Path

import node
import numpy as np
import pytest

from convlib import DoesNotFit, avg_pool, conv, max_pool, output_size, windows_touching

HERE = Path(__file__).parent
CASES = 3000
POOLS = {"max": max_pool, "avg": avg_pool}


def random_case(rng):
    """A setting a reader could reach, and a few that only dilation and odd shapes reach."""
    op = rng.choice(["conv", "conv", "max", "avg"])
    depth = int(rng.integers(1, 4))
    H, W, Fh, Fw = (int(n) for n in rng.integers([1, 1, 1, 1], [12, 12, 6, 6]))
    F = int(rng.integers(1, 5))
    return {
        "x": rng.integers(-9, 10, (H, W, depth)).tolist(),
        "filter": (rng.integers(-20, 21, (Fh, Fw, depth)) / 4).tolist(),
        "bias": float(rng.integers(-4, 5)),
        "op": str(op),
        "F": F,
        "S": int(rng.integers(1, 5)),
        # A pool's padding stays below its window; beyond that the refusal has other words.
        "P": int(rng.integers(0, 4 if op == "conv" else F)),
        "dilation": int(rng.choice([1, 1, 1, 2, 3])) if op == "conv" else 1,
        "fit": str(rng.choice(["exact", "exact", "floor", "ceil"])),
    }


def expected(case):
    x = np.array(case["x"], dtype=float)
    filter = np.array(case["filter"])
    settings = {"stride": case["S"], "padding": case["P"], "fit": case["fit"]}
    if case["op"] == "conv":
        return conv(x, filter[np.newaxis], np.array([case["bias"]]), dilation=case["dilation"], **settings)
    return POOLS[case["op"]](x, case["F"], **settings)


@pytest.fixture(scope="module")
def answered():
    rng = np.random.default_rng(20)
    cases = [random_case(rng) for _ in range(CASES)]
    process = node.run(HERE / "arithmetic_answers.mjs", input="\n".join(map(json.dumps, cases)))
    assert process.returncode == 0, process.stderr
    return list(zip(cases, map(json.loads, process.stdout.split("\n")), strict=True))


def test_two_dimensional_refusals_and_outputs(answered):
    seen = {"refused": 0, "conv": 0, "max": 0, "avg": 0}
    for case, answer in answered:
        try:
            output = expected(case)
        except DoesNotFit as error:
            seen["refused"] += 1
            assert answer.get("message") == str(error), case
            assert [repair["words"] for repair in answer["repairs"]] == [
                repair.words for repair in error.repairs
            ]
            if answer["roundedDown"] is not None:
                assert (answer["neverRead"], tuple(answer["roundedDown"])) == (
                    error.never_read,
                    error.rounded_down,
                )
        else:
            seen[case["op"]] += 1
            assert "output" in answer, (case, answer)
            np.testing.assert_allclose(np.moveaxis(answer["output"], 0, -1), output, rtol=0, atol=1e-12)
    assert min(seen.values()) > 250, seen


def test_one_dimensional_refusals_and_counts(answered):
    for case, answer in answered:
        W1, F = len(case["x"][0]), len(case["filter"][0])
        if case["op"] != "conv":
            continue
        setting = {"S": case["S"], "P": case["P"], "dilation": case["dilation"], "fit": case["fit"]}
        try:
            output_size(W1, F, **setting)
        except DoesNotFit as error:
            assert answer["lone"] == str(error), case
        else:
            assert answer["lone"] is None, case
            if "counts" in answer:
                assert answer["counts"] == windows_touching(W1, F, **setting), case
