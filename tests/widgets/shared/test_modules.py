"""Modules that are joined into one: each stands before what uses it, and no two have a name in common."""

import pytest

from convlib.widgets.shared import modules


@pytest.fixture
def rooms(tmp_path, monkeypatch):
    """`rooms({"room/name.mjs": text})` lays out the widgets' folder anew."""
    monkeypatch.setattr(modules, "WIDGETS", tmp_path)

    def lay_out(files):
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")

    return lay_out


MAIN = """import { sum } from "../shared/sums.mjs";
import { one } from "./one.mjs";

export const two = sum(one, one);
"""


def test_what_a_module_needs_stands_before_it_and_once(rooms):
    rooms({
        "room/widget.mjs": MAIN,
        "room/one.mjs": 'import {\n  sum,\n} from "../shared/sums.mjs";\nexport const one = sum(1, 0);\n',
        "shared/sums.mjs": "export function sum(a, b) {\n  return a + b;\n}\n",
    })  # fmt: skip
    joined = modules.joined_module("room/widget.mjs")
    assert "import" not in joined and "export" not in joined
    places = [joined.index(text) for text in ("function sum", "const one", "const two")]
    assert places == sorted(places) and joined.count("function sum") == 1


@pytest.mark.parametrize(
    "taken",
    [
        "const one = 3;",
        "let one = 3;",
        "class one {}",
        "function one() {}",
        "async function one() {}",
        "export const one = 3;",
        "const { other: one, two: three } = { other: 3, two: 2 };",
        "const [zero, one] = [0, 3];",
    ],
)
def test_a_name_that_two_modules_have_at_their_top_is_refused_naming_both(rooms, taken):
    rooms({
        "room/widget.mjs": MAIN,
        "room/one.mjs": "export const one = 1;\n",
        "shared/sums.mjs": f"{taken}\nexport const sum = (a, b) => a + b;\n",
    })  # fmt: skip
    with pytest.raises(ValueError, match=r"^one stands at the top of both .*") as refused:
        modules.joined_module("room/widget.mjs")
    assert "shared/sums.mjs" in str(refused.value) and "room/one.mjs" in str(refused.value)


def test_a_name_within_a_function_is_no_name_of_the_module(rooms):
    rooms({
        "room/widget.mjs": MAIN,
        "room/one.mjs": "export const one = 1;\n",
        "shared/sums.mjs": "export function sum(a, b) {\n  const one = a;\n  return one + b;\n}\n",
    })  # fmt: skip
    assert "const two" in modules.joined_module("room/widget.mjs")
