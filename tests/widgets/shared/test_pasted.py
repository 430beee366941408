"""What Python prints and a widget offers as code comes back whole when it is pasted into a grid."""

import csv
import io
import sys
import unicodedata
from pathlib import Path

import node
import numpy as np
import torch
from code_runs import code_of
from sliding_states import random_state

SCRIPT = Path(__file__).with_name("pasted_answers.mjs")
WEIGHTS = ["filters", "filter", "weight", "weights", "w"]


def taken(cases):
    """(case, rows or None) for each case: a pasted text, and what code calls the grid."""
    return [(case, answer.get("rows")) for case, answer in node.answered(SCRIPT, cases)]


def _saved(array):
    file = io.StringIO()
    np.savetxt(file, array)
    return file.getvalue()


def _sheet(array, dialect):
    file = io.StringIO()
    csv.writer(file, dialect).writerows(array.tolist())
    return file.getvalue()


WAYS = {
    "print": str, "repr": repr, "list": lambda a: str(a.tolist()), "rows": lambda a: str(list(map(list, a))),
    "tuple": lambda a: str(tuple(map(tuple, a.tolist()))), "savetxt": _saved,
    "torch": lambda a: repr(torch.tensor(a)),
    "csv": lambda a: _sheet(a, "excel"), "tsv": lambda a: _sheet(a, "excel-tab"),
}  # fmt: skip


def test_what_python_prints_comes_back():
    rng = np.random.default_rng(5)
    cases, arrays = [], []
    for shape in [(3, 3), (2, 5), (1, 3), (4, 1), (5, 5), (16, 16)]:
        fractions = rng.normal(0, 3, shape)
        for array in (rng.integers(-99, 100, shape), fractions, fractions.astype(np.float32)):
            for name, way in WAYS.items():
                cases.append({"text": way(array), "names": WEIGHTS})
                arrays.append((name, array))
    for (case, rows), (name, array) in zip(taken(cases), arrays, strict=True):
        # numpy prints eight digits, PyTorch four after the point.
        short = {"print": 1e-7, "repr": 1e-7, "torch": 1e-4}.get(name, 1e-12)
        digits = max(short, 1e-7 if array.dtype == np.float32 else 0)
        assert rows is not None, (name, case)
        np.testing.assert_allclose(rows, array, rtol=digits, atol=digits, err_msg=name)


def test_a_row_of_whole_numbers_with_one_comma_is_not_guessed():
    ((_, rows),) = taken([{"text": "1,5\n2,7\n", "names": WEIGHTS}])
    assert rows is None


def test_the_lines_that_a_widget_offers_come_back():
    rng = np.random.default_rng(7)
    states = [state for state in (random_state(rng) for _ in range(400)) if np.shape(state["x"])[2] == 1]
    cases, wanted = [], []
    for state, lines in zip(states, code_of("sliding_window/code.mjs", states), strict=True):
        if lines is None or (state["op"] == "conv" and len(state["filters"]) > 1):
            continue
        turn = -1 if state["flip"] else 1
        for text in lines.values():
            cases.append({"text": text, "names": ["x", "input"]})
            wanted.append(np.array(state["x"])[..., 0])
            if state["op"] == "conv":
                cases.append({"text": text, "names": WEIGHTS})
                wanted.append(np.array(state["filters"])[0, ::turn, ::turn, 0])
    assert len(cases) > 100
    for (case, rows), array in zip(taken(cases), wanted, strict=True):
        assert rows == array.tolist(), case


def test_the_lines_of_several_slices_are_refused_whole():
    rng = np.random.default_rng(9)
    states = [state for state in (random_state(rng) for _ in range(200)) if min(np.shape(state["x"])) > 1]
    offered = [lines for lines in code_of("sliding_window/code.mjs", states) if lines]
    cases = [{"text": text, "names": ["x", "input"]} for lines in offered for text in lines.values()]
    assert len(cases) > 50
    assert all(rows is None for _, rows in taken(cases))


def test_digits_of_every_script_are_read():
    zeros = [code for code in range(sys.maxunicode + 1) if unicodedata.decimal(chr(code), None) == 0]
    ten = ["\t".join(chr(zero + step) for step in range(10)) for zero in zeros]
    answers = taken([{"text": text, "names": []} for text in ten])
    read = [rows for _, rows in answers if rows is not None]
    # Node may know an older Unicode than Python: then a script is missing, and never misread.
    assert len(read) > 60
    assert all(rows == [list(range(10))] for rows in read)
