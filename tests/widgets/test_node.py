"""Node runs the tests of the modules' pure functions, which stand beside this file as *.test.mjs."""

from pathlib import Path

import node

HERE = Path(__file__).parent


def test_the_modules_pass_their_node_tests():
    tests = sorted(HERE.parent.rglob("*.test.mjs"))
    assert tests
    process = node.run("--test", *tests)
    assert process.returncode == 0, process.stdout + process.stderr


def test_a_failing_node_test_is_noticed(tmp_path):
    broken = tmp_path / "broken.test.mjs"
    broken.write_text('import test from "node:test"; test("wrong", () => { throw new Error("as meant"); });')
    assert node.run("--test", broken).returncode != 0
