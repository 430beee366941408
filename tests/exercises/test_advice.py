"""What a check says beyond the numbers: what waits, what was meant, what leads out; and that advice works."""

import ast
import getpass
import io
import subprocess
import sys
import time

import numpy as np
import pytest
import torch

from convlib import Conv, MaxPool
from convlib.course.checking import watch
from convlib.course.checking.compare import difference
from convlib.course.checking.declare import Value
from convlib.course.checking.judge import CORRECT, NOT_YET
from convlib.course.exercises import ALL, training
from convlib.exercise import check, hint


def written(source, **names):
    """What a learner's cell makes, with its text where Python looks for it: the notebook's names."""
    import linecache

    place = f"<cell {hash(source)}>"
    linecache.cache[place] = len(source), None, source.splitlines(keepends=True), place
    world = {"np": np, "check": check, "__name__": "__main__", **names}
    exec(compile(source, place, "exec"), world)
    return world


def said(name, source, **names):
    result = check(name, written(source, **names)[name], seed=1)
    assert result.outcome == NOT_YET, result.text
    return result


# ---- A solution can be copied into its cell ----


def test_the_solution_of_a_thing_makes_the_thing():
    things = [exercise for exercise in ALL.values() if isinstance(exercise, Value)]
    assert {"eye_finder", "trained", "lean"} <= {exercise.name for exercise in things}
    for exercise in things:
        *_, last = ast.parse(exercise.solution_source()).body
        assert isinstance(last, ast.Assign), exercise.name
        assert [target.id for target in last.targets] == [exercise.name]


def test_the_filter_that_finds_the_eyes_is_right_as_it_is_copied():
    world = written(ALL["eye_finder"].solution_source())
    assert check("eye_finder", world["eye_finder"]).outcome == CORRECT


# ---- Nobody is asked ----

ASKING = {
    "input()": "return int(input())",
    "breakpoint()": "breakpoint()",
    "sys.stdin": "import sys; return int(sys.stdin.readline())",
    "getpass()": "import getpass; return int(getpass.getpass())",
}


@pytest.mark.parametrize("what", ASKING)
@pytest.mark.parametrize("from_outside", [False, True])
def test_what_waits_for_somebody_is_told_at_once(what, from_outside, monkeypatch):
    if from_outside:
        monkeypatch.setattr(watch, "_report_jumps", lambda _: None)
    # As in a notebook, where the real one waits for the reader.
    waiting = []
    monkeypatch.setattr("builtins.input", waiting.append)
    monkeypatch.setattr(getpass, "getpass", waiting.append)
    result = said("width_after", f"def width_after(W1, F, S):\n    {ASKING[what]}")
    assert not waiting
    assert result.said == (
        f"width_after(W1=7, F=3, S=2) waits at {what} for someone to type: "
        "what it needs comes in through its arguments, W1, F and S.",
    )


def test_asking_again_and_again_is_stopped_at_once():
    source = (
        "def width_after(W1, F, S):\n    while True:\n        try:\n            return int(input())\n"
        "        except:\n            pass"
    )
    start = time.thread_time()
    assert "waits at input()" in said("width_after", source).text
    assert time.thread_time() - start < 2


def test_afterwards_input_is_what_it_was(monkeypatch):
    before = input, sys.breakpointhook, sys.stdin, getpass.getpass
    said("width_after", "def width_after(W1, F, S): return input()")
    assert (input, sys.breakpointhook, sys.stdin, getpass.getpass) == before
    monkeypatch.setattr(sys, "stdin", io.StringIO("41\n"))
    assert input() == "41"


# ---- One number where an array came: the way out, and that it leads out ----


@pytest.mark.parametrize(
    ("name", "source", "words", "repaired"),
    [
        (
            "my_relu",
            "def my_relu(x):\n    return max(x, 0)",
            "max compares whole arrays: np.maximum goes number by number.",
            ("max(", "np.maximum("),
        ),
        (
            "my_relu",
            "def my_relu(x):\n    return -min(-x, 0)",
            "min compares whole arrays: np.minimum goes number by number.",
            ("min(", "np.minimum("),
        ),
        (
            "my_relu",
            "def my_relu(x):\n    if x > 0:\n        return x\n    return 0",
            "An array has one answer for each number, but a single one is needed here: "
            "np.where(x > 0, a, b) chooses a or b number by number.",
            ("    if x > 0:\n        return x\n    return 0", "    return np.where(x > 0, x, 0)"),
        ),
        (
            "my_relu",
            "def my_relu(x):\n    return x * (x > 0 and x < 1e9)",
            "and and or need a single answer on each side, and an array has many: "
            "& and | go number by number, with brackets around both sides.",
            ("x > 0 and x < 1e9", "(x > 0) & (x < 1e9)"),
        ),
        (
            "my_softmax",
            "def my_softmax(scores):\n    import math\n    p = math.exp(scores - scores.max())\n"
            "    return p / p.sum()",
            "math.exp takes a single number: np.exp goes number by number.",
            ("math.exp", "np.exp"),
        ),
        (
            "slide",
            "def slide(x, weights):\n    F = len(weights)\n    H1, W1 = x.shape\n"
            "    out = np.zeros((H1 - F + 1, W1 - F + 1))\n    for r in range(H1 - F + 1):\n"
            "        for c in range(W1 - F + 1):\n"
            "            out[r, c] = x[r : r + F, c : c + F] * weights\n    return out",
            "One cell holds one number, but here it gets an array: is a sum or a maximum missing?",
            ("x[r : r + F, c : c + F] * weights", "np.sum(x[r : r + F, c : c + F] * weights)"),
        ),
        (
            "one_number",
            "def one_number(window, weights, bias):\n    total = np.zeros(window.shape, int)\n"
            "    total += window * weights * 1.0\n    return total.sum() + bias",
            "The array on the left holds only whole numbers: "
            "made with a float dtype, as np.zeros does, it would hold fractions too.",
            (", int)", ")"),
        ),
    ],
)
def test_an_array_where_one_number_is_needed(name, source, words, repaired):
    assert said(name, source).said[1:] == (words,)
    assert check(name, written(source.replace(*repaired))[name], seed=1).outcome == CORRECT


def test_the_largest_of_a_window():
    source = (
        "def my_max_pool(x, F, stride):\n    H, W, D = x.shape\n"
        "    rows, columns = range(0, H - F + 1, stride), range(0, W - F + 1, stride)\n"
        "    return np.array([[[max(x[r : r + F, c : c + F, d]) for d in range(D)] for c in columns]\n"
        "                     for r in rows])"
    )
    (words,) = said("my_max_pool", source).said[1:]
    found = "np.max(x[r:r + F, c:c + F, d])"
    assert words == f"max compares whole rows of an array: {found} finds its largest number."
    repaired = source.replace("max(x[r : r + F, c : c + F, d])", found)
    assert check("my_max_pool", written(repaired)["my_max_pool"], seed=1).outcome == CORRECT


def test_a_name_of_another_lesson_that_is_not_there():
    source = "def my_scores(x, filters, bias, weights, fc_bias):\n    return my_conv(x, filters, bias, 1, 0)"
    (words,) = said("my_scores", source).said[1:]
    line = "from convlib.course.exercises.conv import my_conv"
    assert (
        words
        == f"my_conv is exercise 5 of lesson 06: run its cell first, or take the book's own with {line}."
    )
    assert "NameError" not in said("my_scores", f"{line}\n{source}").text


# ---- Names ----

NOTEBOOK = "def window_of(row, column, F, S): ...\ndef three_ways(shape, K, F): ...\n"


@pytest.mark.parametrize(
    "made",
    [
        "lambda row, column, F, S: (row * S, row * S + F - 1, column * S, column * S + F - 1)",
        "functools.partial(solved, extra=0)",
        "Machine()",
    ],
)
def test_an_answer_without_a_name_of_its_own_is_known_by_the_notebooks(made):
    source = (
        "import functools\n"
        "def solved(row, column, F, S, extra):\n"
        "    return row * S, row * S + F - 1, column * S, column * S + F - 1 + extra\n"
        "class Machine:\n    def __call__(self, row, column, F, S): return solved(row, column, F, S, 0)\n"
        f"{NOTEBOOK}window_of = {made}\nresult = check(window_of)"
    )
    assert written(source)["result"].outcome == CORRECT


@pytest.mark.parametrize(
    "made",
    ["lambda row, column, F, S: 3", "np.vectorize(lambda row, column, F, S: 3)", "functools.partial(max, 1)"],
)
def test_an_unknown_answer_gets_an_example_of_its_own_lesson(made):
    world = written(f"import functools\n{NOTEBOOK}mine = {made}\nresult = check(mine)")
    assert world["result"].text.endswith(' as in check("window_of", mine).')
    # The advice works.
    exec('again = check("window_of", mine)', world)
    assert world["again"].outcome == NOT_YET


def test_where_no_lesson_is_known_none_is_named():
    text = written("result = check(lambda x: x)")["result"].text
    assert text == (
        "There is no exercise called <lambda>. "
        'Give the name of the exercise as well, as in check("its name", …).'
    )
    assert not [name for name in ALL if name in hint("nothing like it").text]


# ---- Something kept from before ----


def test_the_same_call_with_another_result():
    source = "calls = [0]\ndef padding_to_keep(F):\n    calls[0] += 2\n    return calls[0]"
    assert "The same call gave 6 and then 20: does it keep" in said("padding_to_keep", source).text
    source = "calls = []\ndef width_after(W1, F, S):\n    calls.append((W1, F, S))\n"
    source += "    return (W1 - F) // S + calls.count((W1, F, S))"
    text = said("width_after", source).text
    assert "gave 3 and then 4: does it keep something from before?" in text


def test_a_list_that_grows():
    source = (
        "def left_edges(W1, F, S, edges=[]):\n    for left in range(0, W1 - F + 1, S):\n"
        "        edges.append(left)\n    return edges"
    )
    assert "does it keep something from before?" in said("left_edges", source).text


# ---- An earlier answer that is wrong ----


def earlier(**wrong):
    """The notebook of lesson 10 when everything is there, in the learner's own hand."""
    names = (
        "my_relu_backward my_cross_entropy my_fc_backward my_max_pool_backward my_conv_backward my_network"
    )
    sources = [ALL[name].solution_source() for name in names.split()]
    book = {name: getattr(training, name) for name in ("my_conv", "my_max_pool", "my_relu", "my_fc")}
    return written("\n".join([*sources, *wrong.values()]), my_softmax=training.my_softmax, **book)


def test_an_earlier_answer_is_pointed_to():
    world = earlier(my_relu_backward="def my_relu_backward(dout, x): return dout * (x > 1)")
    result = check("my_network", world["my_network"], seed=1)
    assert result.said[1:] == (
        "It calls your my_relu_backward, and with the book's my_relu_backward this call comes out right: "
        "begin there, with check(my_relu_backward).",
    )


def test_an_earlier_answer_is_pointed_to_beside_a_mistake_of_this_one():
    world = earlier(
        my_fc_backward="def my_fc_backward(dout, x, weights): ...",
        my_network=ALL["my_network"].solution_source().replace("return loss", "return 2 * loss"),
    )
    result = check("my_network", world["my_network"], seed=1)
    assert "my_fc_backward, which is not right yet: begin there" in result.text


def test_right_earlier_answers_are_not_blamed():
    world = earlier(my_network=ALL["my_network"].solution_source().replace("return loss", "return 2 * loss"))
    assert "begin there" not in check("my_network", world["my_network"], seed=1).text
    assert check("my_network", earlier()["my_network"], seed=1).outcome == CORRECT


def test_what_a_network_was_trained_with_is_pointed_to():
    world = earlier(my_network=ALL["my_network"].solution_source().replace("return loss", "return -loss"))
    world["trained"] = training.UNTRAINED
    exec('result = check("trained", trained)', world)
    assert "Your my_network is not right yet: begin there, with check(my_network)." in world["result"].said


# ---- What is odd ----


@pytest.mark.parametrize("seed", [-1, 1.5, "7", True, [1]])
def test_a_seed_that_is_none(seed):
    text = check("width_after", lambda W1, F, S: 1, seed=seed).text
    assert text == f"A seed is a whole number, 0 or more, such as 7; {seed!r} is not one."


def test_a_seed_of_numpys_is_one():
    assert check("width_after", ALL["width_after"].solution, seed=np.int64(7)).outcome == CORRECT


def test_a_parameter_that_wants_its_name():
    source = "def width_after(W1, F, *, S): return (W1 - F) // S + 1"
    assert said("width_after", source).said == (
        "width_after is called with three inputs, W1, F and S, without their names, "
        "but the * in yours wants S by name: leave the * out.",
    )
    repaired = written(source.replace("*, ", ""))["width_after"]
    assert check("width_after", repaired).outcome == CORRECT


def test_inputs_in_another_order():
    source = "def width_after(F, W1, S): return (W1 - F) // S + 1"
    words = "The inputs come in the order W1, F and S, but yours takes F, W1 and S."
    assert said("width_after", source).said[1:] == (words,)


async def soon(x):
    return x


@pytest.mark.parametrize(
    ("expected", "got", "words"),
    [
        (
            np.ones(2),
            torch.ones(2),
            "gave a Tensor, not an array of real numbers: .numpy() turns it into an array",
        ),
        (np.ones(2), torch.ones(2, requires_grad=True), ": .detach().numpy() turns it into an array"),
        (2.0, torch.tensor(2.0, requires_grad=True), "not a number: .item() turns it into a number"),
        ([1, 2], torch.tensor([1, 2]), "not [1, 2]: .tolist() turns it into a list"),
        ([1, 2], (n for n in (1, 2)), "gave a generator, not [1, 2]: list(…) turns it into a list"),
        ([1, 2], map(int, "12"), "gave a map, not [1, 2]: list(…) turns it into a list"),
        (np.ones(2), soon(1), "gave a coroutine"),
        (2, np.array([2]), "not a single number: .item() takes the number out of it"),
    ],
)
def test_what_is_nearly_a_result_is_told_how_to_become_one(expected, got, words):
    assert words in difference(expected, got).words


def test_a_yield_is_no_return():
    text = said("left_edges", "def left_edges(W1, F, S):\n    yield 0").text
    assert "gave a generator, not [0" in text
    assert "return gives a result back, whereas yield hands it out in pieces" in text


# ---- Digits ----


def one_digit_more(value):
    return np.nextafter(value, 9)


@pytest.mark.parametrize(
    ("expected", "got"),
    [(0.6931471805599453, 0.6931470), (1e9 + 0.5, 1e9 + 2000.5), (2, 2.0000000001), (2, one_digit_more(2.0))],
)
def test_two_numbers_are_written_until_they_differ(expected, got):
    words = difference(expected, got).words
    mine, right = words.removeprefix("gave ").split(", not ")
    assert mine != right and float(mine) != float(right)


def test_cells_and_grids_are_written_until_they_differ():
    result = check("my_softmax", lambda scores: training.my_softmax(scores) + 2e-7, seed=1)
    mine, right = result.said[0].partition("gave ")[2].split(" at ")[0].split(" instead of ")
    assert mine != right
    marked = [text for text in result.text.split() if text.startswith("[0.2689")]
    assert marked == [f"[{right}]", f"[{mine}]"]


def test_the_logarithm_with_a_little_added():
    source = ALL["my_cross_entropy"].solution_source().replace("shares[label])", "shares[label] + 1e-7)")
    result = said("my_cross_entropy", source, my_softmax=training.my_softmax)
    assert "gave 0.6931470, not 0.6931472, for loss." in result.text
    assert result.said[1].startswith("It looks as if a small number was added to the share")


@pytest.mark.parametrize("base", [2, 10])
def test_a_softmax_to_another_base(base):
    result = said(
        "my_softmax", f"def my_softmax(s):\n    p = {base}.0 ** (s - s.max())\n    return p / p.sum()"
    )
    assert (
        result.said[1]
        == f"Those shares come from powers of {base}: softmax takes powers of e, which is np.exp."
    )


# ---- Messages ----


@pytest.mark.parametrize(
    "layers", [[Conv(96, 11, stride=4), MaxPool(2, stride=3)], [Conv(96, 11, stride=4), Conv(8, 2, stride=3)]]
)
def test_a_quoted_message_ends_with_a_sentence(layers):
    words = check("lean", layers).said[1]
    assert words.startswith("When it is tried out, Python says: DoesNotFit: ") and words.endswith(".")
    assert "…" not in words and not words.endswith(" of.") and ".." not in words


def test_an_error_without_words_is_survived():
    source = "class Mute(ValueError):\n    def __str__(self): return 3\ndef width_after(W1, F, S): raise Mute"
    assert "raised Mute" in said("width_after", source).text


def test_a_long_message_is_cut_between_sentences():
    source = "words = 'One is long. ' * 40\ndef width_after(W1, F, S): raise ValueError(words)"
    words = said("width_after", source).said[0].partition(" (line 2")[0]
    assert words.endswith("One is long. One is long") and len(words) < 350


# ---- From other people's reports on checkers ----


def test_a_global_that_is_only_right_at_first_is_told():
    # freeCodeCamp 15438: `newNum` outside of the function, multiplied in every call.
    source = (
        "jump = 1\ndef jump_after(layers):\n    global jump\n    for _, S in layers:\n"
        "        jump = jump * S\n    return jump"
    )
    assert "does it keep something from before?" in said("jump_after", source).text


def test_what_a_call_leaves_behind_in_numpy_changes_nothing():
    # openedx/xqueue-watcher 126: the state of one pass goes into the next.
    before = np.geterr()
    source = "def my_relu(x):\n    np.seterr(all='raise')\n    np.random.seed(0)\n    return np.maximum(x, 0)"
    assert check("my_relu", written(source)["my_relu"], seed=1).outcome == CORRECT
    assert np.geterr() == before


def test_a_failing_call_can_be_copied():
    # foundation50/classroom50 1044: the report has no input in it.
    def all_macs(shape, layers):
        return -1 if len(layers) > 4 else ALL["all_macs"].solution(shape, layers)

    words = check("all_macs", all_macs, seed=1).said[0]
    written_call, gave, rest = words.partition(" gave ")
    assert gave and "…" not in written_call
    right = eval(written_call, {"all_macs": ALL["all_macs"].solution})
    assert rest.startswith(f"−1, not {right}")


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.longdouble])
def test_every_width_of_a_float_is_right(kind):
    # Coursemology 1993 and others: floats compared for equality.
    assert check("my_avg_pool", lambda *i: kind(ALL["my_avg_pool"].solution(*i)), seed=1).outcome == CORRECT


def test_numpys_own_truth_is_true():
    # otter-grader 807: np.True_ is not written as True is.
    assert difference(True, np.True_) is None
    assert difference(2, np.True_).words == "gave True, not a number"
    assert difference([2, 3], [np.int64(2), np.int64(4)]).words == "gave [2, 4], not [2, 3]"


# ---- A cell that never ran ----


CELLS = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance(colors="NoColor")
for cell in {cells!r}:
    shell.run_cell(cell, store_history=True)
"""
OLDER = "The last cell with width_after has a syntax error and never ran: this is about the one before it."


@pytest.mark.parametrize(
    ("last", "older"),
    [
        ("def width_after(W1, F, S)\n    return 3", True),
        ("def width_after(W1, F, S):\nreturn 3", True),
        ("def width_after(W1, F, S):\n    3\nreturn 3", True),
        ("def width_after(W1, F, S):\n    return 3", False),
        ("def another(x)\n    return 3", False),
    ],
)
def test_a_cell_with_a_syntax_error_is_known(last, older):
    """In IPython itself, whose history keeps what never ran."""
    first = f"from convlib.exercise import check\n{ALL['width_after'].stub}"
    cells = first, last, "print(check(width_after).text)"
    done = subprocess.run(
        [sys.executable, "-c", CELLS.format(cells=cells)], capture_output=True, text=True, timeout=120
    )
    assert "Not attempted yet" in done.stdout or "Not yet" in done.stdout, done.stderr
    assert (OLDER in done.stdout) is older


# ---- Loops that end too early, and windows of another size ----

POOL = """def my_max_pool(x, F, stride):
    H2, W2 = ((size - F) // stride + 1 for size in x.shape[:2])
    pooled = np.{made}((H2, W2, x.shape[2]))
    for row in range(H2{rows}):
        for column in range(W2{columns}):
            top, left = row * stride, column * stride
            pooled[row, column] = x[top : top + F{by}, left : left + F{by}].max(axis=(0, 1))
    return pooled{cut}"""


def pool(made="zeros", rows="", columns="", by="", cut=""):
    return POOL.format(made=made, rows=rows, columns=columns, by=by, cut=cut)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (pool(rows=" - 1", columns=" - 1"), "The last row and the last column are left out"),
        (pool(cut="[:-1, :-1]"), "The last row and the last column are left out"),
        (pool(rows=" - 1"), "The last row is left out"),
        (pool(by=" - 1"), "every window is a row and a column short"),
        (pool(by=" + 1"), "every window has a row and a column too many"),
    ],
)
def test_loops_and_slices_that_end_elsewhere_are_named(source, words):
    assert words in said("my_max_pool", source).said[1]
    assert check("my_max_pool", written(pool())["my_max_pool"], seed=1).outcome == CORRECT


def test_a_hint_is_closed_until_it_is_opened():
    """Who runs all cells has not asked for a hint."""
    html = hint("width_after").html()
    assert "<details><summary>Hints</summary>" in html and "<details open" not in html
