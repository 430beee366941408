"""Every quick question, drawn a thousand times: its answer is convlib's, each misconception has its own."""

import json
import re
from pathlib import Path

import node
import numpy as np
import pytest

import convlib
from convlib.course import questions
from convlib.course.lessons import LESSONS
from convlib.widgets.quick_questions.widget import GRIDS, filled

HERE = Path(__file__).parent
DRAWS = 1000
ALL = [(lesson, asked) for lesson in LESSONS for asked in questions.of_lesson(lesson)]
DRAWN = [f"{lesson}/{asked.id}" for lesson, asked in ALL if isinstance(asked, questions.Drawn)]
CHOICES = [f"{lesson}/{asked.id}" for lesson, asked in ALL if isinstance(asked, questions.Choice)]
BY_NAME = {f"{lesson}/{asked.id}": asked for lesson, asked in ALL}


@pytest.fixture(scope="module")
def answers():
    data = [questions.as_data(asked) | {"grids": GRIDS} for _, asked in ALL]
    asked = json.dumps({"questions": data, "draws": DRAWS, "seed": 7})
    lines = node.output(HERE / "question_answers.mjs", input=asked).splitlines()
    return {name: json.loads(line) for name, line in zip(BY_NAME, lines, strict=True)}


def volume(n):
    return n["H"], n["W"], n["D"]


def network(layer, shape):
    return convlib.Network([layer], shape).summary()


def one_slice(n):
    return np.array(n["x"], dtype=float)[..., np.newaxis]


def conv_layer(n):
    return network(convlib.Conv(n["K"], n["F"], stride=n["S"], padding=n["P"]), volume(n))


def width_through_layers(n):
    width = n["W"]
    for _ in range(n["n"]):
        width = convlib.output_size(width, n["F"])
    return width


def width_through_chain(n):
    shape = convlib.conv_shape((n["W"], n["W"], 1), 1, n["F1"])
    return convlib.conv_shape(convlib.pool_shape(shape), 1, n["F2"])[1]


def neuron(n):
    weights = np.array(n["w"])[:, np.newaxis]
    return convlib.relu(convlib.fully_connected(np.array(n["x"]), weights, np.array([n["b"]]))).item()


def one_position(n):
    filters = np.array([n["filter"]], dtype=float)[..., np.newaxis]
    return convlib.conv(one_slice(n), filters, np.array([n["b"]]))[n["row"], n["col"], 0]


def shared_times(n):
    """One-channel maps of this size come from an input that is wider by the window's extent less one."""
    shape = n["H2"] + 2, n["W2"] + 2, 1
    apart = convlib.locally_connected_parameters(shape, n["K"], 3).weights
    return apart / convlib.parameters(3, 1, n["K"]).weights


def padding_that_keeps(n):
    (padding,) = (P for P in range(n["F"]) if convlib.output_size(n["W"], n["F"], 1, P) == n["W"])
    return padding


def gradients(n):
    """Of the input and of the bias, by convlib's backward; the bias is added to every output."""
    upstream = np.array(n["upstream"], dtype=float)[..., np.newaxis]
    filters = np.array([n.get("filter", [[1.0]])], dtype=float)[..., np.newaxis]
    extent = filters.shape[1] - 1
    x = np.zeros((upstream.shape[0] + extent, upstream.shape[1] + extent, 1))
    return convlib.conv_backward(upstream, x, filters)


def step(n):
    weight = {"w": np.array([float(n["w"])])}
    convlib.SGD(n["rate"]).step(weight, {"w": np.array([float(n["g"])])})
    return weight["w"].item()


def pooled(pool):
    return lambda n: pool(one_slice(n), n["F"], stride=n["S"])[n["row"], n["col"], 0]


ANSWERS = {
    "label_map": lambda n: np.empty((n["H"], n["W"], n["C"])).size,
    "boxes": lambda n: sum(np.empty((n["h"], n["w"], n["A"], each)).size for each in (4, n["C"])),
    "neuron": neuron,
    "dense_parameters": lambda n: convlib.dense_parameters(volume(n), n["m"]).total,
    "positions": shared_times,
    "filter_weights": lambda n: convlib.parameters(n["F"], n["D"], 1).weights,
    "one_position": one_position,
    "maps": lambda n: convlib.conv_shape(volume(n), n["K"], 3)[2],
    "second_layer": lambda n: (
        convlib.parameters(n["F"], convlib.conv_shape((32, 32, n["D"]), n["K"], 3)[2], 1).weights
    ),
    "output_width": lambda n: convlib.output_size(n["W"], n["F"], n["S"], n["P"]),
    "keeping_padding": padding_that_keeps,
    "after_layers": width_through_layers,
    "layer_parameters": lambda n: conv_layer(n).parameters,
    "output_numbers": lambda n: conv_layer(n).neurons,
    "macs": lambda n: conv_layer(n).macs,
    "blind": lambda n: np.empty(volume(n)).size - convlib.parameters(n["F"], n["D"], 1).weights,
    "receptive": lambda n: convlib.receptive_field([(n["F1"], n["S1"]), (n["F2"],)]).size,
    "max_pool": pooled(convlib.max_pool),
    "avg_pool": pooled(convlib.avg_pool),
    "pool_numbers": lambda n: np.prod(convlib.pool_shape(volume(n), n["F"], n["S"])),
    "chain_width": width_through_chain,
    "whole_filter": lambda n: convlib.dense_parameters(volume(n), 1).weights,
    "pixel_gradient": lambda n: gradients(n)[0][n["row"], n["col"], 0],
    "bias_gradient": lambda n: gradients(n)[2][0],
    "step": step,
    "grouped_parameters": lambda n: (
        network(convlib.Conv(n["K"], n["F"], padding=n["F"] // 2, groups=n["g"]), (15, 15, n["D"])).parameters
    ),
}


def reached(x, upstream, F, **settings):
    """What a gradient that begins at `upstream` reaches through a filter of ones."""
    return convlib.conv_backward(upstream, x, np.ones((1, F, F, 1)), **settings)[0]


def one_hot(shape, n):
    upstream = np.zeros(shape)
    upstream[n["row"], n["col"]] = 1
    return upstream


def reads(n):
    x, settings = np.zeros((n["H"], n["W"], 1)), {"stride": n["S"], "padding": n["P"]}
    shape = convlib.conv_shape(x.shape, 1, n["F"], n["S"], n["P"])
    return reached(x, one_hot(shape, n), n["F"], **settings)


def sees(n):
    x = np.zeros((n["H"], n["W"], 1))
    first = np.zeros(convlib.conv_shape(x.shape, 1, n["F1"], n["S1"]))
    upstream = one_hot(convlib.conv_shape(first.shape, 1, n["F2"]), n)
    return reached(x, reached(first, upstream, n["F2"]), n["F1"], stride=n["S1"])


def never_read(n):
    touched = [convlib.windows_touching(n[size], n["F"], n["S"], fit="floor") for size in "HW"]
    return np.outer(*touched)[..., np.newaxis] == 0


def winners(n, upstream=None):
    x = one_slice(n)
    shape = convlib.pool_shape(x.shape, n["F"], n["S"])
    upstream = np.ones(shape) if upstream is None else upstream(shape)
    return convlib.max_pool_backward(upstream, x, n["F"], stride=n["S"])


CELLS = {
    "reads": reads,
    "sees": sees,
    "never_read": never_read,
    "winner": lambda n: winners(n, lambda shape: one_hot(shape, n)),
    "winners": winners,
}


def test_every_kind_has_its_oracle():
    drawn = [BY_NAME[name] for name in DRAWN]
    used = {(asked.kind, isinstance(asked, questions.Cells)) for asked in drawn}
    assert used == {(kind, False) for kind in ANSWERS} | {(kind, True) for kind in CELLS}


@pytest.mark.parametrize("name", DRAWN)
def test_the_answer_is_convlibs(answers, name):
    kind = BY_NAME[name].kind
    for drawn in answers[name]:
        if isinstance(BY_NAME[name], questions.Number):
            assert drawn["answer"] == pytest.approx(float(ANSWERS[kind](drawn["numbers"])), abs=1e-9), drawn
        else:
            marked = CELLS[kind](drawn["numbers"])
            assert sorted(drawn["answer"]) == np.argwhere(marked[..., 0]).tolist(), drawn
            assert (len(drawn["rows"]), len(drawn["rows"][0])) == marked.shape[:2]
            assert marked.any() and not marked.all()


@pytest.mark.parametrize("name", DRAWN)
def test_each_misconception_gives_another_answer_and_hears_its_own_sentence(answers, name):
    asked = BY_NAME[name]
    for drawn in answers[name]:
        assert drawn["right"]["outcome"] == "right", drawn
        values = [drawn["comparable"]]
        for wrong in drawn["wrong"]:
            values.append(wrong["answer"])
            assert wrong["verdict"]["outcome"] == "wrong", drawn
            pattern = re.sub(r"\\\{[^}]*\\\}", ".+", re.escape(asked.wrong[wrong["name"]]))
            assert re.fullmatch(pattern, wrong["verdict"]["said"]), (wrong, asked.wrong[wrong["name"]])
        assert len(set(values)) == 1 + len(asked.wrong), drawn


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_is_left_open_in_a_sentence(answers, name):
    for drawn in answers[name][:100]:
        for sentence in (
            drawn["text"],
            drawn["said"],
            *(wrong["verdict"]["said"] for wrong in drawn["wrong"]),
        ):
            assert not re.search(r"[{}]|undefined|NaN|Infinity|\[object", sentence), sentence
        wanted = set(re.findall(r"\{(\w+)", BY_NAME[name].hint))
        assert wanted <= set(drawn["known"])


@pytest.mark.parametrize("name", DRAWN)
def test_another_one_is_another_one(answers, name):
    """The first numbers are those of the declaration, and neighbours hardly ever repeat each other."""
    numbers = [json.dumps(drawn["numbers"], sort_keys=True) for drawn in answers[name]]
    assert numbers[0] == json.dumps(BY_NAME[name].first, sort_keys=True)
    assert len(set(numbers)) >= 5, sorted(set(numbers))
    assert numbers.count(numbers[0]) < DRAWS / 4


@pytest.mark.parametrize("name", DRAWN)
def test_python_says_the_first_question_as_the_widget_does(answers, name):
    assert filled(BY_NAME[name].text, BY_NAME[name].first) == answers[name][0]["text"]


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_has_one_right_option_and_a_sentence_for_each(answers, name):
    variants = BY_NAME[name].variants
    places = set()
    for draw, answer in enumerate(answers[name][:60]):
        variant = variants[draw % len(variants)]
        (right,) = (option.words for option in variant.options if option.right)
        assert (answer["text"], answer["right"]) == (variant.text, right)
        expected = {o.words: ("right" if o.right else "wrong", o.said) for o in variant.options}
        assert {one["words"]: (one["outcome"], one["said"]) for one in answer["verdicts"]} == expected
        places.add([one["words"] for one in answer["verdicts"]].index(right))
    assert len(places) == max(len(variant.options) for variant in variants), "the right one stands anywhere"


def test_every_sentence_is_one():
    for name, asked in BY_NAME.items():
        if isinstance(asked, questions.Choice):
            said = [option.said for variant in asked.variants for option in variant.options]
            texts = [variant.text for variant in asked.variants]
        else:
            said, texts = [asked.right, asked.hint, *asked.wrong.values()], [asked.text]
        for sentence in said:
            assert re.search(r"[.?]$", sentence), (name, sentence)
        for text in texts:
            assert text[-1] in "?.", (name, text)


def test_there_are_enough_of_each_sort():
    assert all(3 <= len(questions.of_lesson(lesson)) <= 6 for lesson in LESSONS)
    sorts = {type(asked) for asked in BY_NAME.values()}
    assert sorts == {questions.Number, questions.Cells, questions.Choice}
    wrong = {name for asked in BY_NAME.values() for name in getattr(asked, "wrong", ())}
    assert len(wrong) >= 20, "misconceptions that are told apart"
