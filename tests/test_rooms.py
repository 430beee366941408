"""The rooms of the tests: what several tests use stands in a module that is none."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
MODULES = sorted(path.relative_to(TESTS).as_posix() for path in TESTS.rglob("*.py"))


def imported(path):
    """The top of every module that a file imports, by whichever of the two statements."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("module", MODULES)
def test_no_test_is_imported(module):
    assert [name for name in imported(TESTS / module) if name.startswith("test_")] == []
