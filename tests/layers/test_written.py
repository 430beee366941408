"""Numbers, sizes and shares as words: what each way of writing gives, and that no module has its own."""

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import convlib
from convlib import written


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0.0 %"), (0.0004, "below 0.1 %"), (0.001, "0.1 %"), (0.5, "50.0 %"), (1, "100.0 %")],
)
def test_shares(share, text):
    assert written.share(share) == text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (1.5, 2, "1.5"), (-1.257, 2, "−1.26"), (100, 2, "100"), (100.0, 0, "100"), (-0.001, 2, "0"),
        (-0.4, 0, "0"), (np.float32(0.25), 1, "0.2"),
        (np.nan, 2, "NaN"), (np.inf, 2, "∞"), (-np.inf, 2, "−∞"),
    ],
)  # fmt: skip
def test_decimals(value, places, text):
    assert written.decimal(value, places) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (2.0, 6, "2"), (-2, 6, "−2"), (10**20, 6, "1" + 20 * "0"), (1 / 3, 6, "0.333333"),
        (12345.0, 4, "12345"), (0.693147, 7, "0.6931470"), (-1e-7, 6, "−1e−07"), (np.int64(-4), 6, "−4"),
        (np.float32(0.5), 4, "0.5"),
        (np.nan, 6, "NaN"), (np.inf, 6, "∞"), (-np.inf, 6, "−∞"),
    ],
)  # fmt: skip
def test_numbers(value, digits, text):
    assert written.number(value, digits) == text


def test_counts_and_sizes():
    assert [written.count(value) for value in (7, 1024, -60_965_224)] == ["7", "1,024", "−60,965,224"]
    assert [written.size(shape) for shape in ((227, 227, 3), [Fraction(7, 2), 2], (10,))] == [
        "227×227×3", "7/2×2", "10",
    ]  # fmt: skip


def test_no_module_writes_them_in_a_way_of_its_own():
    ways = re.compile(r"""["']×["']\.join|:,\}|replace\(["']-["'], ["']−["']\)""")
    folder = Path(convlib.__file__).parent
    elsewhere = {
        f"{path.relative_to(folder)}: {found[0]}"
        for path in folder.rglob("*.py")
        if path.name != "written.py"
        for found in ways.finditer(path.read_text(encoding="utf-8"))
    }
    assert elsewhere == set()
