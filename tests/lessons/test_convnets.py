"""Lesson 01: its answers, and the numbers in its sentences and cards."""

import numpy as np
import pytest
from pybtex.database import parse_file
from run_and_read import ROOT, answers, cells, missing, prose

from convlib.network.pretrained import class_names

LESSON = "01_what_convnets_do"


@pytest.fixture(scope="module")
def shown():
    return answers(LESSON)


def test_the_cat_and_the_giraffes(shown):
    cat, giraffes = shown[:2]
    assert cat[0].name == "Egyptian cat"
    assert all("cat" in guess.name or guess.name == "tabby" for guess in cat[:3])
    assert not any("cat" in guess.name for guess in cat[3:])
    assert {"Arabian camel", "cheetah", "ibex"} == {guess.name for guess in giraffes[:3]}
    assert giraffes[0].share < cat[0].share
    assert not {"giraffe", "windmill", "scissors"} & set(class_names())
    assert len(class_names()) == 1000


def test_the_neighbours_are_those_that_the_sentences_name(shown):
    windmills, scissors = shown[2:4]
    assert windmills.alt.count("windmill, ") == 4
    before_another_thing = windmills.alt.split("; ")[:4]
    assert all("windmill" in words for words in before_another_thing)
    things = [words.split(",")[0] for words in scissors.alt.split(": ", 1)[1].split("; ")]
    assert things[:4] == ["scissors", "hammer", "hammer", "scissors"]


def test_espresso_is_seen_in_the_cup(shown):
    names = {}
    for cell in cells(LESSON):
        source = "".join(cell["source"])
        if source.startswith(("import numpy", "network = ", "coffee = ")):
            exec(source, names)  # noqa: S102
    espresso = names["scores"][:, :, names["k"]]
    assert espresso.shape == (14, 14)
    # In squares of the picture: the coffee, the spoon with the saucer around it, the table above.
    coffee, spoon, table = espresso[4:7, 4:10], espresso[9:12, 7:10], espresso[:1, :]
    assert coffee.mean() > 1.5 * spoon.mean() > 2 * table.mean()
    assert "espresso" in shown[4].alt


def test_the_driver_has_the_counts_of_its_paper(shown):
    weights = (3 * 24 + 24 * 36 + 36 * 48) * 25 + (48 * 64 + 64 * 64) * 9
    dense = 64 * 18 * 100 + 100 * 50 + 50 * 10 + 10
    biases = 24 + 36 + 48 + 64 + 64 + 100 + 50 + 10 + 1
    assert shown[5][0] == weights + dense + biases == 252_219
    places = [(31 * 98, 75 * 24), (14 * 47, 600 * 36), (5 * 22, 900 * 48), (3 * 20, 432 * 64), (18, 576 * 64)]
    assert shown[5][1] == sum(a * b for a, b in places) + dense == 26_876_342
    assert round(shown[5][0], -4) == 250_000 and round(shown[5][1], -6) == 27_000_000
    assert (66 - 5) % 2 == 1 and (66 - 5) // 2 + 1 == 31


def test_the_heads(shown):
    rows = [line.split(maxsplit=2) for line in shown[6].splitlines()[1:]]
    learned = {name: int(count.replace(",", "")) for _, count, name in rows}
    shapes = {name: shape for shape, _, name in rows}
    assert learned["a class"] == 512 * 1000 + 1000
    assert sorted(learned.values())[-2:] == [learned["a class"], learned["the body"]]
    assert learned["neighbours"] == 0
    assert learned["coordinates"] == 512 * 28 + 28 and shapes["coordinates"] == "28"
    assert learned["boxes, 9 a place"] == 512 * 54 + 54 and shapes["boxes, 9 a place"] == "14×14×54"
    assert learned["an identity"] == 512 * 447 + 447
    assert shapes["neighbours"] == shapes["start of a sentence"] == "512"
    assert shapes["the body"] == "14×14×512"
    # The class head is trained and the mean has nothing to train: the other heads are sketches.
    assert list(learned)[1:3] == ["a class", "neighbours"]
    assert "all but the first two would have to be trained" in prose(LESSON)


def test_the_numbers_in_the_sentences(shown):
    assert not missing(
        prose(LESSON),
        f"{shown[5][0]:,} parameters, and {shown[5][1]:,} products",
        "From 66 rows the first layer makes 31",
        f"two numbers for each joint, {2 * 14} for 14 joints",
        "It looks for its thousand classes in 14×14 places at once",
        "512 maps",
        "which the network names with 98 %",
    )


def test_the_errors_of_2012_are_those_of_the_paper():
    # Krizhevsky et al. 2012, section 6, table 2: the top-5 errors of one network, the average, the next best.
    assert not missing(
        prose(LESSON),
        "one such network missed the right class with all five of its best guesses for 18.2 %",
        "The winning entry averaged seven of them, two trained beforehand on all 15 million pictures "
        "of ImageNet, and missed 15.3 %; the next best entry missed 26.2 %",
    )


def test_every_card_says_what_goes_in_and_out_what_was_new_and_what_could_not_be_done():
    text = prose(LESSON)
    tables = text.count("| takes |")
    # The ten slides, and retrieval beside classification on the first.
    assert tables == 10
    for row in ("| gives |", "| was&nbsp;new |", "| could&nbsp;not |"):
        assert text.count(row) == tables


def test_every_paper_that_a_lesson_or_page_links_to_is_listed():
    keys = set(parse_file(str(ROOT / "book" / "references.bib"), bib_format="bibtex").entries)
    text = "".join("".join(cell["source"]) for cell in cells(LESSON))
    cited = {key for key in keys if f"](../book/references.md#{key})" in text}
    assert len(cited) >= 12
    assert np.all([len(key) > 4 for key in keys])
