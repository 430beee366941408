"""Lesson 01: its answers, and the numbers in its sentences and cards."""

import numpy as np
import pytest
from pybtex.database import parse_file
from run_and_read import ROOT, answers, cells, missing, prose, run_through

from convlib import Conv, Dense, GlobalAvgPool, Network, ReLU
from convlib.draw import answers as answers_at_the_top
from convlib.draw.shapes import Pixels
from convlib.network.architectures import squeezenet
from convlib.network.pretrained import class_names, classify
from convlib.pictures import gallery, photo

LESSON = "01_what_convnets_do"


@pytest.fixture(scope="module")
def shown():
    return answers(LESSON)


@pytest.fixture(scope="module")
def reasons():
    """What is said to the guesses, on one line."""
    sources = ("".join(cell["source"]) for cell in cells(LESSON) if cell["cell_type"] == "code")
    return " ".join(" ".join(source.split()) for source in sources if source.startswith("predict("))


def test_the_cat_and_the_giraffes(shown, reasons):
    cat, giraffes = shown[:2]
    assert cat[0].name == "Egyptian cat"
    assert all("cat" in guess.name or guess.name == "tabby" for guess in cat[:3])
    assert not any("cat" in guess.name for guess in cat[3:])
    assert {"Arabian camel", "cheetah", "ibex"} == {guess.name for guess in giraffes[:3]}
    assert not {"cat", "giraffe", "windmill", "scissors"} & set(class_names())
    assert len(class_names()) == 1000
    # What is said to the guesses: half for the cat, the lynx fourth, half of that for the camel.
    assert cat[3].name == "lynx" and round(cat[0].share, 1) == 0.5
    assert round(giraffes[0].share / cat[0].share, 1) == 0.5 and giraffes[0].share < 0.5
    assert [guess.name.split()[-1] for guess in giraffes[:2]] == ["camel", "cheetah"]
    assert not missing(
        reasons,
        f"A camel comes first, with {100 * giraffes[0].share:.1f} %, "
        f"and a cheetah second, with {100 * giraffes[1].share:.1f} %",
        f"It comes fourth, with {100 * cat[3].share:.1f} %",
        f"Its best guess gets {100 * giraffes[0].share:.1f} %, half of what the cat got",
        f"A thousandth each would be 0.1 %. Its best guess gets {100 * giraffes[0].share:.1f} %",
    )


def things(picture):
    """What a row of neighbours shows, in order."""
    return [words.split(",")[0] for words in picture.alt.split(": ", 1)[1].split("; ")]


def test_the_neighbours_are_those_that_the_sentences_name(shown):
    windmills, scissors = map(things, shown[2:4])
    assert ["windmill" in thing for thing in windmills] == [True] * 4 + [False]
    assert "Eiffel" in windmills[4]
    assert scissors[:4] == ["scissors", "hammer", "hammer", "scissors"]
    assert "windmill" in scissors[4]
    distances = [float(words.split()[-1]) for words in shown[3].alt.rstrip(".").split("; ")]
    assert 0 < distances[4] - distances[3] < 0.03
    _, names = run_through(LESSON)
    assert names["vectors"].shape == (40, 512)
    # Asked with another windmill, the Great Wall comes before the last of the three.
    order = (1 - names["vectors"] @ names["vectors"][names["names"].index("windmill_1")]).argsort()
    ranked = [names["names"][place] for place in order]
    assert ranked.index("windmill_3") < ranked.index("wall_2") < ranked.index("windmill_4")
    more = things(names["nearest"]("scissors_1", 10))
    assert more.index("goldfish") > 3 and not any("cup" in thing for thing in more[:4])
    tower = things(names["nearest"]("eiffel_1"))
    assert "Eiffel" in tower[0] and "Eiffel" in tower[1]
    assert [thing.split()[-1] for thing in tower[2:5]] == ["Minar", "windmill", "windmill"]
    # "The last picture above" is the windmill that the answer asks with.
    order = (1 - names["vectors"] @ names["vectors"][names["names"].index("eiffel_1")]).argsort()
    assert names["names"][order[4]] == "windmill_3"


def test_the_top_of_the_page_tells_no_answer():
    shown_there = answers_at_the_top().alt
    assert classify(photo("chelsea"))[0].name not in shown_there and "to one windmill" not in shown_there
    _, names = run_through(LESSON)
    vectors, towers = names["vectors"], answers_at_the_top().parts[1]
    order = (1 - vectors @ vectors[names["names"].index("eiffel_1")]).argsort()
    pictures = [shape.array for shape in towers.shapes if isinstance(shape, Pixels)]
    assert len(pictures) == 4
    assert all(np.array_equal(a, names["pictures"][k]) for a, k in zip(pictures, order, strict=False))


def test_espresso_is_seen_in_the_cup(shown):
    _, names = run_through(LESSON)
    espresso = names["scores"][:, :, names["k"]]
    assert espresso.shape == (14, 14)
    # In squares of the picture: the coffee, the spoon with the saucer around it, the table above.
    coffee, spoon, table = espresso[4:7, 4:10], espresso[9:12, 7:10], espresso[:1, :]
    assert coffee.mean() > 1.5 * spoon.mean() > 2 * table.mean()
    assert "espresso" in shown[4].alt
    assert round(100 * classify(photo("coffee"))[0].share) == 98
    titles = ["".join(cell["source"]) for cell in cells(LESSON)]
    assert any('title="98 % espresso' in source for source in titles)


def test_the_four_captions_are_those_of_the_list_and_show_what_their_reasons_say(shown):
    sentences = [words.replace(",", "") for words in shown[5].alt.split(": ", 1)[1].rstrip(".").split("; ")]
    text = prose(LESSON)
    assert all(f"- {sentence.rstrip('.')}." in text for sentence in sentences)
    shows = {entry.name: entry.shows for entry in gallery.entries()}
    described = run_through(LESSON)[1]["described"]
    assert [shows[name] for name in described] == ["polar bear", "cow", "kitten", "scarlet macaw"]


def test_the_driver_has_the_counts_of_its_paper():
    layers = []
    for K, F, S in [(24, 5, 2), (36, 5, 2), (48, 5, 2), (64, 3, 1), (64, 3, 1)]:
        layers += [Conv(K, F, stride=S, fit="floor"), ReLU()]
    for m in (100, 50, 10):
        layers += [Dense(m), ReLU()]
    counted = Network([*layers, Dense(1)], input_shape=(66, 200, 3)).summary()
    weights = (3 * 24 + 24 * 36 + 36 * 48) * 25 + (48 * 64 + 64 * 64) * 9
    dense = 64 * 18 * 100 + 100 * 50 + 50 * 10 + 10
    biases = 24 + 36 + 48 + 64 + 64 + 100 + 50 + 10 + 1
    assert counted.parameters == weights + dense + biases
    places = [(31 * 98, 75 * 24), (14 * 47, 600 * 36), (5 * 22, 900 * 48), (3 * 20, 432 * 64), (18, 576 * 64)]
    assert counted.macs == sum(a * b for a, b in places) + dense
    assert round(counted.parameters, -4) == 250_000 and round(counted.macs, -6) == 27_000_000
    assert not missing(
        prose(LESSON),
        "about 250 thousand parameters and 27 million connections",
        "Counted layer by layer",
        f"there are {counted.parameters:,} and {counted.macs:,}",
    )


def test_the_heads_have_the_sizes_that_are_told():
    body = squeezenet()[:-4]
    own = Network(body, (227, 227, 3)).summary().parameters

    def learned(head):
        return Network(body + head, (227, 227, 3)).summary().parameters - own

    mean = GlobalAvgPool()
    coordinates, steering = learned([mean, Dense(28)]), learned([mean, Dense(1)])
    classes = learned([Conv(1000, 1), ReLU(), mean])
    assert (coordinates, steering) == (512 * 28 + 28, 512 + 1)
    assert classes == 512 * 1000 + 1000 and learned([mean]) == 0
    assert not missing(
        prose(LESSON),
        f"The body of SqueezeNet has {own:,} parameters",
        f"A head for the coordinates of 14 joints adds {coordinates:,} to them, "
        f"one for a steering angle {steering}, and the neighbours need none at all",
        f"Only a thousand classes take a large head, of {classes:,}",
    )


def test_the_numbers_in_the_sentences():
    assert not missing(
        prose(LESSON),
        f"two numbers for each joint, {2 * 14} for 14 joints",
        "It looks for its thousand classes in 14×14 places at once",
        "it ends in 512 maps",
        "Nine joints, eighteen numbers",
        "Four of the photographs show windmills",
    )
    assert len([entry for entry in gallery.entries() if "windmill" in entry.name]) == 4


def test_the_errors_of_2012_are_those_of_the_paper():
    # Krizhevsky et al. 2012, section 6, table 2: the top-5 errors of one network, the average, the next best.
    assert not missing(
        prose(LESSON).replace("&nbsp;", " "),
        "an average of seven such networks missed the right class with all five of its best guesses "
        "for 15.3 % of the photographs; one alone, 18.2 %; the next best entry, 26.2 %",
    )


def test_every_card_says_what_goes_in_and_out_what_was_new_and_what_could_not_be_done():
    text = prose(LESSON)
    cards = text.count("| paper |")
    # The ten slides, and retrieval beside classification on the first.
    assert cards == 10
    for row in ("| takes |", "| gives |", "| was&nbsp;new |", "| could&nbsp;not |"):
        assert text.count(row) == cards


def test_every_paper_that_a_lesson_or_page_links_to_is_listed():
    keys = set(parse_file(str(ROOT / "book" / "references.bib"), bib_format="bibtex").entries)
    text = "".join("".join(cell["source"]) for cell in cells(LESSON))
    cited = {key for key in keys if f"](../book/references.md#{key})" in text}
    assert len(cited) >= 12
    assert np.all([len(key) > 4 for key in keys])
