"""No sentence of the book sounds translated in one of the ways that were found."""

import json

import native
import pytest


@pytest.mark.parametrize("turn", native.TURNS, ids=lambda turn: turn.example)
def test_a_turn_is_found_and_what_is_better_is_not(turn):
    found = list(native.turns(f"Some words before. {turn.example} And some after."))
    assert [better for _, better in found] == [turn.better]
    assert list(native.turns(turn.better)) == []


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".md", "# A page\n\nHow many weights\nhas a filter?"),
        (".ipynb", json.dumps({"cells": [{"source": ["> How many weights\n", "> has a filter?"]}]})),
        (".py", 'print("how many weights " "has a filter?")'),
        (".mjs", "const words = `how many weights\n has a filter?`;"),
    ],
)
def test_words_are_read_wherever_they_stand(suffix, text):
    assert sum(1 for _, words in native.READ[suffix](text) for _ in native.turns(words)) == 1


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".py", '"""A docstring may give back."""\n# and so may a comment\nid = "anew"'),
        (".mjs", "// a comment may give back\nconst two = 1 + 1; // and so may this"),
    ],
)
def test_what_no_reader_sees_is_left_alone(suffix, text):
    assert [found for _, words in native.READ[suffix](text) for found in native.turns(words)] == []


def test_the_book_is_in_plain_english():
    assert list(native.faults()) == []
