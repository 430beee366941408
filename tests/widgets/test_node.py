"""Node runs the tests of the modules' pure functions, each file *.test.mjs a test of its own here."""

from pathlib import Path

import node
import pytest

TESTS = Path(__file__).parents[1]
FILES = sorted(path.relative_to(TESTS).as_posix() for path in TESTS.rglob("*.test.mjs"))


@pytest.mark.parametrize("file", FILES)
def test_a_module_passes_its_node_tests(file):
    process = node.run("--test", TESTS / file)
    assert process.returncode == 0, process.stdout + process.stderr


def test_there_are_node_tests_in_the_rooms_of_widgets_and_of_the_site():
    assert {Path(file).parts[0] for file in FILES} >= {"site", "widgets"}


def test_a_failing_node_test_is_noticed(tmp_path):
    broken = tmp_path / "broken.test.mjs"
    broken.write_text('import test from "node:test"; test("wrong", () => { throw new Error("as meant"); });')
    assert node.run("--test", broken).returncode != 0
