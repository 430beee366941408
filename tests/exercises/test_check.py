"""The checker against everything that learners do: nothing stops it, and all get a kind sentence."""

import gc
import io
import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from convlib import Conv, conv, output_size, pad
from convlib import exercise as exercises
from convlib.course.checking import watch
from convlib.course.checking.compare import difference
from convlib.course.checking.declare import Function, Mistake
from convlib.course.checking.judge import CORRECT, NOT_ATTEMPTED, NOT_YET, judge_function
from convlib.course.lessons import Lesson
from convlib.exercise import check, hint, solution

LESS = 0.4  # seconds, where an exercise gives 3


def twice(x):
    """What the exercise below asks for."""
    return 2 * x


@pytest.fixture
def pair(monkeypatch):
    """An exercise on its own: give back twice the array."""
    declared = Function(
        lesson=Lesson("test", "test", "Test"),
        number=1,
        title="Twice",
        name="twice",
        stub="def twice(x):\n    ...",
        solution=twice,
        spec=twice,
        cases=[{"x": np.array([[1.5, 2.0, -1.0]])}, {"x": np.array([[1.0, 2.5], [3.0, 0.5], [4.0, 4.5]])}],
        draw=lambda generator: {"x": generator.normal(size=(2, 3))},
        draws=3,
        mistakes=[
            Mistake(lambda x: x, "That is x itself."),
            Mistake(lambda x: x + x.T if x.shape[0] == x.shape[1] else x[:0], "Never seen here."),
            Mistake(lambda x: x**2, "That is the square."),
            Mistake(lambda x: x * x, "That is the square as well."),
        ],
        hints=["Add it to itself.", "Or multiply."],
        seconds=LESS,
    )
    monkeypatch.setitem(exercises.ALL, "twice", declared)
    # A loop of these few seconds is to end by its own time, however busy the machine is.
    monkeypatch.setattr(watch, "PATIENCE", 200)
    return declared


def said(answer, seed=1):
    """The outcome and the words of a check of `twice`, which must not take long."""
    start = time.thread_time()
    result = check("twice", answer, seed=seed)
    # Of its own: what else the machine has to do is nobody's fault.
    assert time.thread_time() - start < LESS + 1
    assert "Traceback" not in result.text and "convlib/" not in result.text
    assert result.text and result.html()
    return result.outcome, result.text


# ---- The three outcomes ----


def test_right(pair):
    assert said(lambda x: x + x)[0] == CORRECT
    assert said(lambda x: (2 * x).astype(np.float32))[0] == CORRECT
    assert said(np.add)[0] == NOT_YET  # it takes two inputs


def test_not_attempted(pair):
    def stub(x): ...

    def stub_with_words(x):
        """My plan is to double it."""
        # one day

    for untouched in (stub, stub_with_words):
        outcome, text = said(untouched)
        assert outcome == NOT_ATTEMPTED
        assert text.startswith("○ Not attempted yet: put your own lines into twice")


def test_a_mistake_is_named_when_it_does_the_same(pair):
    outcome, text = said(lambda x: x.copy())
    assert outcome == NOT_YET
    assert text.startswith("✗ Not yet: twice(x) gave 1.5 instead of 3 at [0, 0]; 3 of 3 cells differ.")
    assert "That is x itself." in text


def test_two_mistakes_that_do_the_same_are_not_named(pair):
    assert "square" not in said(np.square)[1]


def test_a_result_by_accident_is_not_named(pair):
    # It is x itself for the first, the smallest input alone.
    assert "itself" not in said(lambda x: x if len(x) == 1 else x + 1)[1]


def test_the_smallest_call_that_fails_is_shown(pair):
    text = said(lambda x: 2 * x if x.size < 4 else 3 * x)[1]
    assert "x 3×2" in text or "x 2×3" in text
    assert "[3]" in text or "[" in text


def test_a_piece_of_a_large_grid_counts_its_rows_from_one(pair, monkeypatch):
    x = np.arange(12.0 * 20).reshape(12, 20)
    monkeypatch.setitem(exercises.ALL, "twice", replace(pair, cases=[{"x": x}], draws=0))

    def answer(x):
        made = 2 * x
        made[7, 15] = -1
        return made

    text = check("twice", answer).text
    # Eight rows and eight columns around row 8 and column 16.
    assert "yours, rows 4 to 11, columns 12 to 19" in text and "at [7, 15]" in text


def test_a_seed_repeats_a_check(pair):
    one, other = (check("twice", lambda x: 3 * x, seed=5) for _ in range(2))
    assert one.text == other.text
    fresh = {check("twice", lambda x: 3 * x).seed for _ in range(5)}
    assert len(fresh) > 1


# ---- Results of all kinds ----


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda x: print(x), "gave None: is there a return at its end?"),
        (lambda x: (2 * x).tolist(), "gave a list, not an array: np.array(…) turns it into one"),
        (lambda x: tuple(2 * x), "gave a tuple, not an array"),
        (lambda x: 7, "gave 7, not an array of real numbers"),
        (lambda x: "twice", "gave 'twice', not an array of real numbers"),
        (lambda x: ..., "gave three dots, not an array of real numbers"),
        (lambda x: {"x": x}, "gave a dictionary, not an array of real numbers"),
        (lambda x: (i for i in x), "gave a generator, not an array of real numbers"),
        (lambda x: 2 * x.T, "gave an array of shape (3, 1), not (1, 3)"),
        (lambda x: np.sum(x), "not an array of shape (1, 3)"),
        (lambda x: x[:0], "gave an array of shape (0, 3), not (1, 3)"),
        (lambda x: (2 * x)[None], "gave an array of shape (1, 1, 3), not (1, 3)"),
        (lambda x: x > 0, "gave an array of True and False, not of numbers"),
        (lambda x: 2j * x, "gave an array of complex128, not an array of real numbers"),
        (lambda x: (2 * x).astype(object), "gave an array of object, not an array of real numbers"),
        (
            lambda x: np.full_like(x, np.nan),
            "gave NaN, which is not a number, in 3 of its 3 cells, first at [0, 0]",
        ),
        (lambda x: np.where(x > 0, 2 * x, np.nan), "in 1 of its 3 cells, first at [0, 2]"),
        (lambda x: np.full_like(x, np.inf), "gave ∞ instead of 3 at [0, 0]"),
        (lambda x: 2 * x + 1e-3, "gave 3.001 instead of 3 at [0, 0]"),
    ],
)
def test_wrong_results_are_told_in_words(pair, made, words):
    outcome, text = said(made)
    assert outcome == NOT_YET
    assert words in text


def test_fractions_cut_off_are_told(pair):
    assert (
        "whole numbers, of dtype int64, so everything after the decimal point is lost"
        in said(lambda x: (2 * x).astype(int) if x.size > 3 else 2 * x)[1]
    )


@pytest.mark.parametrize(
    ("expected", "got", "words"),
    [
        (3, 3.0, "gave 3.0, the right number, but as a float: // or int() makes it whole"),
        (3, 3.5, "gave 3.5, not 3"),
        (3, -2, "gave −2, not 3"),
        (3, True, "gave True, not a number"),
        (3, np.array([3]), "gave an array of shape (1,), not a single number"),
        (3, np.array(3), None),
        (3, np.int8(3), None),
        (3, 10**60, "gave a huge number, not 3"),
        (3, float("nan"), "gave NaN, which is not a number: was 0 divided by 0?"),
        (2.5, np.float32(2.5), None),
        (2.5, 5 / 2 + 1e-12, None),
        (2.5, "2.5", "gave '2.5', not a number"),
        (None, None, None),
        (None, 2, "gave 2, not None"),
        (2, None, "gave None: is there a return at its end?"),
        ((2, 3), [2, 3], None),
        ((2, 3), (3, 2), "gave (3, 2), not (2, 3)"),
        ((2, 3), (2.0, 3), "gave (2.0, 3), not (2, 3): // or int() makes them whole"),
        ((2, 3), (2,), "gave (2,), 1 entry, not (2, 3), 2 entries"),
        ([0, 2], range(0, 4, 2), None),
        ([0, 2], np.array([0, 2]), None),
        ([0, 2], {0, 2}, "gave a set, not [0, 2]"),
    ],
)
def test_numbers_and_rows_are_compared_in_words(expected, got, words):
    found = difference(expected, got)
    assert (found is None) if words is None else (words in found.words)


def test_parts_are_named():
    one, two = np.ones(2), np.zeros(3)
    parts = ("dx", "dbias")
    assert difference((one, two), (one, two), parts) is None
    assert difference((one, two), [one, two], parts) is None
    assert difference((one, two), one, parts).words.endswith("not the 2 results dx, dbias")
    assert difference((one, two), (one,), parts).words == "gave 1 result, not the 2 results dx, dbias"
    found = difference((one, two), (one, two + 1), parts)
    assert (found.part, found.words) == (
        1,
        "gave 1 instead of 0 at [0]; 3 of 3 cells differ, for dbias",
    )


def test_a_list_of_numpys_numbers_is_quoted_as_one():
    result = check("mean_of_each_map", lambda x: [x[:, :, d].mean() for d in range(x.shape[2])], seed=1)
    assert result.said == ("mean_of_each_map(x) gave a list, not an array: np.array(…) turns it into one.",)


def test_a_shape_of_one_axis_is_quoted_as_python_writes_it():
    def shapes_after(shape, layers):
        return [m if kind == "fc" else (0, 0, 0) for kind, *_, m in layers]

    plan = {"shape": (2, 3, 1), "layers": [("fc", 4)]}
    exercise = replace(exercises.ALL["shapes_after"], cases=[plan], draws=0)
    said = judge_function(exercise, shapes_after, seed=1).said[0]
    assert said == "shapes_after(shape=(2, 3, 1), layers=[('fc', 4)]) gave [4], not [(4,)]."


# ---- Answers that misbehave ----


def test_an_error_shows_the_learners_line_and_the_call(pair):
    def answer(x):
        y = x[0]
        return y[17]

    outcome, text = said(answer)
    assert outcome == NOT_YET
    assert text.startswith("✗ Not yet: twice(x) raised IndexError: index 17 is out of bounds")
    assert "return y[17]" in text


def test_an_error_within_a_library_shows_the_line_that_called_it(pair):
    def answer(x):
        return np.linalg.inv(x)

    assert "return np.linalg.inv(x)" in said(answer)[1]


def test_an_error_within_convlib_shows_no_line_of_convlibs():
    """Whoever hands over the library's own function has written none of its lines."""
    said = check("layers_until_gone", output_size, seed=1).said[0]
    assert "raised DoesNotFit" in said and "line" not in said


def leave(x):
    sys.exit()


def quit_python(x):
    raise SystemExit(0)


def interrupt(x):
    raise KeyboardInterrupt


def dig(x):
    return dig(x)


class Unprintable(Exception):
    def __str__(self):
        raise ValueError("not even this")


def unprintable(x):
    raise Unprintable


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (leave, "raised SystemExit, which would end Python: give a result back with return"),
        (quit_python, "raised SystemExit"),
        (interrupt, "raised KeyboardInterrupt"),
        (dig, "raised RecursionError: it calls itself again and again"),
        (unprintable, "raised Unprintable"),
        (lambda x: (_ for _ in ()).throw(GeneratorExit), "raised GeneratorExit"),
        (lambda x: np.zeros(10**15), "raised "),
    ],
)
def test_whatever_is_raised_is_a_failed_check(pair, answer, words):
    outcome, text = said(answer)
    assert outcome == NOT_YET
    assert words in text


def forever(x):
    while True:
        pass


def forever_swallowing(x):
    while True:
        try:
            while True:
                x = x + 1
        except:  # noqa: E722
            pass


def forever_finally(x):
    while True:
        try:
            continue
        finally:
            continue  # noqa: B012


def forever_counting(x):
    return sum(1 for _ in itertools.count())


def forever_generating(x):
    def numbers():
        while True:
            yield 1

    for _ in numbers():
        pass


def forever_printing(x):
    while True:
        print("still here" * 100)


def forever_in_turns(x):
    try:
        forever_in_turns(x)
    except RecursionError:
        pass
    forever(x)


class Endless:
    def __del__(self):
        while True:
            pass


def forever_destroying(x):
    while True:
        Endless()


def forever_collecting(x):
    def look(phase, _):
        for _ in range(10_000):
            pass

    gc.callbacks.append(look)
    try:
        while True:
            gc.collect(0)
    finally:
        gc.callbacks.remove(look)


LOOPS = [
    forever,
    forever_swallowing,
    forever_finally,
    forever_counting,
    forever_generating,
    forever_printing,
    forever_in_turns,
    forever_destroying,
    forever_collecting,
]


@pytest.mark.parametrize("loop", LOOPS)
def test_endless_loops_are_stopped(pair, loop):
    outcome, text = said(loop)
    assert outcome == NOT_YET
    assert "was stopped after 0.4 seconds: is there a loop that never ends" in text


# Python reports jumps from 3.12 on, and only such a Python runs where there are no threads.
if hasattr(sys, "monitoring"):

    @pytest.mark.parametrize("loop", LOOPS)
    def test_endless_loops_are_stopped_without_threads(pair, loop, monkeypatch):
        def none(*_):
            raise RuntimeError("can't start new thread")

        monkeypatch.setattr(threading.Thread, "start", none)
        assert "was stopped after" in said(loop)[1]


@pytest.mark.parametrize("loop", LOOPS)
def test_endless_loops_are_stopped_by_a_thread_where_nothing_reports_jumps(pair, loop, monkeypatch):
    monkeypatch.setattr(watch, "_report_jumps", lambda _: None)
    assert "was stopped after" in said(loop)[1]


@pytest.fixture(params=["jumps", "a thread"])
def either_way(request, monkeypatch):
    if request.param == "a thread":
        monkeypatch.setattr(watch, "_report_jumps", lambda _: None)


def test_a_right_answer_is_right_however_long_the_machine_lets_it_wait(pair, either_way):
    waits = iter([2 * LESS])

    def interrupted(x):
        threading.Event().wait(next(waits, 0))
        return sum(x for _ in range(2))

    assert said(interrupted)[0] == CORRECT


@pytest.mark.parametrize("clock", ["process_time", "monotonic"])
def test_where_no_clock_tells_the_threads_apart_a_loop_is_stopped_all_the_same(pair, clock, monkeypatch):
    with monkeypatch.context() as elsewhere:
        elsewhere.delattr(time, "pthread_getcpuclockid", raising=False)
        elsewhere.setattr(sys, "platform", "emscripten" if clock == "monotonic" else "win32")
        found = watch._own_clock()
    assert found is getattr(time, clock)
    monkeypatch.setattr(watch, "_own_clock", lambda: found)
    assert "was stopped after 0.4 seconds: is there a loop" in said(forever)[1]


def test_what_only_waits_is_stopped_by_the_clock_on_the_wall(pair, either_way, monkeypatch):
    monkeypatch.setattr(watch, "PATIENCE", 2)

    def waiting(x):
        while True:
            threading.Event().wait(0.01)

    outcome, text = said(waiting)
    assert outcome == NOT_YET
    assert "was stopped after 0.8 seconds, most of them spent waiting: for what?" in text


def test_sleep_ends_with_the_time(pair, either_way):
    slept, sleep = [], time.sleep

    def asleep(x):
        slept.append(x)
        time.sleep(100)
        return 2 * x

    def dozing(x):
        while True:
            time.sleep(0.001)

    def swallowing(x):
        while True:
            try:
                time.sleep(100)
            except BaseException:
                continue

    for sleeper in (asleep, dozing, swallowing):
        assert "was stopped after 0.4 seconds, most of them spent waiting" in said(sleeper)[1]
    assert len(slept) == 1 and time.sleep is sleep
    assert said(lambda x: time.sleep(0.001) or 2 * x)[0] == CORRECT


def test_after_a_stop_nothing_is_left_running(pair):
    for _ in range(3):
        said(forever_swallowing)
    before = threading.active_count()
    total = 0
    for number in range(300_000):
        total += number
    assert total == sum(range(300_000))
    assert threading.active_count() == before
    assert getattr(sys, "monitoring", None) is None or sys.monitoring.get_tool(4) is None


def test_a_flood_of_output_is_cut(pair, capsys):
    def answer(x):
        for _ in range(10_000):
            print("drop " * 20)
        return x

    text = said(answer)[1]
    assert "It printed:" in text and len(text) < 3 * watch.MOST_OUTPUT
    assert capsys.readouterr().out == ""


def test_what_a_right_answer_prints_is_not_shown(pair, capsys):
    def answer(x):
        print("here", file=sys.stderr)
        return 2 * x

    assert "here" not in said(answer)[1]
    assert capsys.readouterr() == ("", "")


def test_changed_inputs_are_named(pair):
    def answer(x):
        x *= 2
        return x

    outcome, text = said(answer)
    assert outcome == NOT_YET
    assert "gave the right result, but changed its input x: work on a copy, x.copy()" in text
    assert pair.cases[0]["x"][0, 0] == 1.5


def test_changed_inputs_are_named_beside_a_wrong_result(pair):
    def answer(x):
        x[0] = 0
        return x

    text = said(answer)[1]
    assert "gave 0" in text
    assert "It also changed its input x: work on a copy, x.copy()." in text


def test_closing_the_output_harms_nobody(pair):
    def answer(x):
        sys.stdout = sys.stderr = io.StringIO()
        return 2 * x

    before = sys.stdout
    assert said(answer)[0] == CORRECT
    assert sys.stdout is before


def test_redefined_names_harm_nobody(pair):
    names = {}
    source = (
        "np = 3\nsum = max = print = None\ndef conv(*_): ...\ndef check(*_): ...\ndef twice(x): return x + x"
    )
    exec(source, names)
    assert said(names["twice"])[0] == CORRECT


def test_a_hard_coded_answer_is_found_out(pair):
    known = {repr(inputs["x"]): 2 * inputs["x"] for inputs in pair.cases}
    assert said(lambda x: known.get(repr(x), x))[0] == NOT_YET


def test_the_librarys_own_answer_counts_and_is_said():
    def slide(x, weights):
        return conv(x[:, :, None], weights[None, :, :, None])[:, :, 0]

    result = check(slide)
    assert result.outcome == CORRECT
    assert result.said == ("It calls convlib's conv: good to compare with, and better still without.",)


def test_an_import_within_the_answer_is_seen_as_well():
    def slide(x, weights):
        from convlib.layers import conv as layer

        return layer(x[:, :, None], weights[None, :, :, None])[:, :, 0]

    said = check(slide).said
    assert said == ("It calls convlib.layers: good to compare with, and better still without.",)


def test_a_name_of_numpys_is_not_the_librarys():
    names = {"np": np, "pad": pad}
    exec("def my_pad(x, padding): return np.pad(x, [(padding, padding)] * 2 + [(0, 0)])", names)
    assert check(names["my_pad"]).said == ()


class Strange:
    """Raises whatever one asks of it."""

    def __getattribute__(self, name):
        raise RuntimeError(name)

    def __array__(self, *_, **__):
        raise SystemExit

    def __eq__(self, other):
        raise SystemExit

    __hash__ = None


class Hanging(np.ndarray):
    def __array_finalize__(self, _):
        while True:
            pass


def test_strange_results_are_survived(pair):
    assert said(lambda x: Strange())[0] == NOT_YET
    assert said(lambda x: [Strange()])[0] == NOT_YET
    assert said(lambda x: (2 * x).view(np.matrix))[0] == CORRECT
    assert said(lambda x: np.ma.masked_array(2 * x, x > 0))[0] in (CORRECT, NOT_YET)
    assert said(lambda x: (2 * x).view(Hanging))[0] == NOT_YET
    endless = []
    endless.append(endless)
    assert said(lambda x: endless)[0] == NOT_YET


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda: 1, "twice is called with one input, x, but yours takes none."),
        (lambda x, y: 1, "twice is called with one input, x, but yours takes x and y."),
        (3, "twice should be a function, but it is 3."),
        (np.zeros(3), "twice should be a function, but it is an array of shape (3,)."),
        (None, "twice should be a function, but it is None."),
    ],
)
def test_what_cannot_be_called_is_told(pair, answer, words):
    outcome, text = said(answer)
    assert outcome == NOT_YET and words in text


def test_other_names_for_the_inputs_are_fine(pair):
    assert said(lambda volume: 2 * volume)[0] == CORRECT
    assert said(lambda *everything: 2 * everything[0])[0] == CORRECT
    assert said(lambda x, extra=1: 2 * x)[0] == CORRECT


def test_callables_of_other_kinds_are_fine(pair):
    class Machine:
        def __call__(self, x):
            return 2 * x[9] if self.broken else 2 * x

        broken = False

    machine = Machine()
    assert said(machine)[0] == CORRECT
    assert said(partial(np.multiply, 2))[0] == CORRECT
    machine.broken = True
    assert "raised IndexError" in said(machine)[1]
    assert said(int)[0] == said(Conv)[0] == NOT_YET


def test_a_check_within_a_check(pair, monkeypatch):
    # The inner checks run on the outer one's time.
    monkeypatch.setitem(exercises.ALL, "twice", replace(pair, seconds=3))

    def answer(x):
        assert check("twice", lambda x: 2 * x).outcome == CORRECT
        return 2 * x

    assert said(answer)[0] == CORRECT


# ---- Finding the exercise ----


def test_exercises_are_found_by_name(pair):
    def twice(x):
        return 2 * x

    assert check(twice).outcome == CORRECT
    assert "There is no exercise called thrice" in check("thrice", twice).text
    assert 'Did you mean "twice"?' in check("twise", twice).text
    assert "There is no exercise called <lambda>" in check(lambda x: x).text
    assert "An answer that is not a function needs the exercise's name" in check(np.zeros(3)).text
    assert 'Pass what you wrote as well: check("twice", twice).' in check("twice").text
    assert "There is no exercise called 3" in hint(3).text
    assert solution(twice).text.startswith("def twice(x):")


def test_what_learners_write_is_escaped(pair):
    def answer(x):
        raise ValueError("<script>alert(1)</script>")

    result = check("twice", answer)
    assert "<script>" not in result.html() and "&lt;script&gt;" in result.html()


def test_hints_come_one_by_one(pair):
    first, second, third = (hint("twice") for _ in range(3))
    assert (first.text.count("Hint "), second.text.count("Hint "), third.text.count("Hint ")) == (1, 2, 2)
    assert first.html().count("<summary>One more hint") == 1 and second.html().count("One more hint") == 0


def test_a_result_is_shown_both_ways(pair):
    bundle = check("twice", lambda x: x)._repr_mimebundle_()
    assert bundle["text/plain"].startswith("✗ Not yet")
    html = bundle["text/html"]
    assert 'data-outcome="not-yet"' in html and 'data-progress="test/twice"' in html
    assert html.count("<mark>") == 2 and "var(--conv-output" in html


# ---- Interrupts ----

REAL = """
import os, signal, sys, threading, time
from convlib.exercise import check
signal.signal(signal.SIGINT, signal.default_int_handler)
def width_after(W1, F, S):
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
    while True:
        try:
            time.sleep(0.01)
        except Exception:
            pass
try:
    print(check(width_after).text)
except KeyboardInterrupt:
    print("the reader has interrupted")
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to itself")
def test_a_real_interrupt_still_interrupts():
    assert signal.getsignal(signal.SIGINT)
    done = subprocess.run([sys.executable, "-c", REAL], capture_output=True, text=True, timeout=60)
    assert done.stdout == "the reader has interrupted\nTrue\n", done.stderr
