"""SizeExplorer in JavaScript gives the rows of Network.summary, refusals too, for thousands of chains."""

from pathlib import Path

import node
import numpy as np
import pytest
from chains import blocks, fitting, random_chain
from traitlets import TraitError

from convlib import Network
from convlib.sizes import receptive_field

HERE = Path(__file__).parent
CASES = 3000


@pytest.fixture(scope="module")
def answered():
    rng = np.random.default_rng(39)
    chains = [random_chain(rng) for _ in range(CASES)]
    return node.answered(HERE / "size_answers.mjs", chains)


def test_every_row_and_every_refusal_is_convlibs(answered):
    kinds = "do not fit", "are larger than", "groups is", "only padding", "needs a volume"
    seen = dict.fromkeys(("whole", "refused", "rows", *kinds), 0)
    for chain, answer in answered:
        layers = blocks(chain)
        summary, words = fitting(layers, chain["input_shape"])
        accepted = [row for row in answer["rows"] if row["status"] == "fits"]
        assert len(accepted) == len(summary.rows if summary else ()), chain
        for row, ours in zip(summary.rows if summary else (), accepted, strict=True):
            assert (ours["name"], ours["text"]) == (row.name, row.layer), chain
            assert tuple(ours["output"]) == row.output, chain
            assert (ours["parameters"], ours["neurons"], ours["macs"]) == (
                row.parameters, row.neurons, row.macs,
            ), chain  # fmt: skip
            if row.receptive_field is None:
                assert ours["field"] is None
            else:
                assert row.receptive_field == (int(ours["field"]["size"]),) * 2, chain
                assert row.jump == (int(ours["field"]["jump"]),) * 2, chain
            seen["rows"] += 1
        if words is None:
            seen["whole"] += 1
            totals = {"parameters": summary.parameters, "neurons": summary.neurons, "macs": summary.macs}
            assert answer["totals"] == totals
        else:
            seen["refused"] += 1
            assert answer["totals"] is None
            statuses = [row["status"] for row in answer["rows"][len(accepted) :]]
            assert statuses == ["refused"] + ["waits"] * (len(layers) - len(accepted) - 1)
            message = answer["rows"][len(accepted)]["message"]
            assert message == words, chain
            for kind in kinds:
                seen[kind] += kind in message
    assert min(seen.values()) > 50, seen


def test_a_field_starts_where_convlib_says(answered):
    for chain, answer in answered:
        windows = []
        for layer, row in zip(chain["layers"], answer["rows"], strict=True):
            if row["status"] != "fits" or layer["kind"] == "fc":
                break
            windows.append((layer["F"], layer["S"], layer["P"]))
            expected = receptive_field(windows)
            assert {key: int(value) for key, value in row["field"].items()} == expected._asdict()


def test_every_way_out_leads_further(answered):
    """The layer that was refused fits after any of its repairs, or is another one; nothing else is lost."""
    tried = 0
    for chain, answer in answered:
        place = next((k for k, row in enumerate(answer["rows"]) if row["status"] == "refused"), None)
        for way in answer["ways"]:
            repaired = chain | way["changes"]
            try:
                layers = blocks(repaired)
            except TraitError as error:
                raise AssertionError(f"{way['words']} makes no chain of {chain}") from error
            assert len(layers) >= len(chain["layers"]) - ("without" in way["words"])
            if "without" in way["words"] or "earlier" in way["words"]:
                continue
            tried += 1
            # Groups and a pool's padding are refused before anyone asks whether the windows fit.
            if "→" in way["words"] or "picture" in way["words"]:
                Network(layers[: place + 1], repaired["input_shape"])
    assert tried > 500


def test_strides_beyond_a_double_stay_exact():
    """Fifteen to the power of 24 has 29 digits."""
    layer = {"kind": "conv", "name": "", "K": 1, "F": 1, "S": 15, "P": 0, "groups": 1, "fit": "exact"}
    chain = {"input_shape": [1, 1, 1], "layers": [layer] * 24}
    ((_, answer),) = node.answered(HERE / "size_answers.mjs", [chain])
    assert answer["rows"][-1]["field"]["jump"] == str(15**24)
