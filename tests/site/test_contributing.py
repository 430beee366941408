"""The guide for contributors: each file that it names is there, each command too, and its verdict is true."""

import re
from pathlib import Path

import pytest

from convlib.exercise import check

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "book" / "contributing.md").read_text(encoding="utf-8")

#: Where a name without its folder is looked for, besides the top of the project, by the heading above it.
SHORT = {
    "How a stride travels from a hand to the screen": ("convlib/widgets/sliding_window", "convlib/widgets"),
    "How a learner's function is judged": ("convlib", "convlib/course/checking"),
    "Add a quick question": (
        "convlib/course/questions", "convlib/widgets/quick_questions", "tests/widgets/quick_questions",
    ),
    "Add an exercise": ("convlib/course/exercises",),
    "Change the code": ("convlib",),
    "Add a widget": ("convlib/widgets/sliding_window", "convlib/widgets"),
    "Change a widget or the site": ("convlib/widgets/sliding_window",),
    "The rooms of convlib": ("convlib",),
}  # fmt: skip
A_FILE = re.compile(r"\w\S*/|\w\S*\.(?:py|md|mjs|css|yml|toml|bib)")


def parts(text):
    """The guide as {heading: words below it}, without its commands."""
    _, *found = re.split(r"^##+ (.+)$", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S), flags=re.M)
    return dict(zip(found[::2], found[1::2], strict=True))


def named(words):
    """What looks like a folder or a file of ours, in code or as the argument of a command in code."""
    in_code = " ".join(re.findall(r"`([^`\n]+)`", words)).split()
    return [name for name in in_code if A_FILE.fullmatch(name)]


def places():
    """(name, folders to look in) of each name; the second and third columns of a table go with its first."""
    for heading, words in parts(GUIDE).items():
        for line in words.splitlines():
            names = named(line)
            folders = list(SHORT.get(heading, ()))
            if line.startswith("|") and names:
                folders.append(names[0])
            yield from ((name, (".", *folders)) for name in names)


def test_the_guide_names_many_files():
    assert len(list(places())) > 60
    assert set(SHORT) <= set(parts(GUIDE))


@pytest.mark.parametrize(("name", "folders"), dict.fromkeys(places()))
def test_a_file_that_the_guide_names_is_there(name, folders):
    assert any((ROOT / folder / name).exists() for folder in folders)


def test_a_name_is_found_in_a_sentence_in_a_link_s_words_and_in_a_command():
    words = "`lessons/`, [`a.md`](b.md), `python -m pytest tests/x/test_y.py`, not `S`, `.test.mjs` or `a.b`"
    assert named(words) == ["lessons/", "a.md", "tests/x/test_y.py"]


def test_each_command_is_one():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = set(re.search(r"^\.PHONY: (.+)$", makefile, flags=re.M)[1].split())
    told = set(re.findall(r"(?:^|`)make ([\w-]+)", GUIDE, flags=re.M))
    assert {"serve", "lab", "test", "test-all", "lint"} <= told <= commands


def test_the_verdict_in_the_guide_is_what_check_says():
    def width_after(W1, F, S):
        return (W1 - F) // S

    verdict = check(width_after, seed=1).text.splitlines()[0]
    assert f"`{verdict}`" in parts(GUIDE)["How a learner's function is judged"]
