"""matplotlib's charts in a page: without its colours, ids or settings, and only where a chart is drawn."""

import subprocess
import sys

import matplotlib
import numpy as np
import pytest

from convlib import draw
from convlib.draw.chart_style import Chart, write


def modules_after(code):
    """Which of matplotlib's modules are there after a program."""
    told = f"import sys\n{code}\nprint(*(name for name in sys.modules if name.startswith('matplotlib')))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_only_a_chart_imports_matplotlib():
    before = "import convlib, convlib.widgets; from convlib import draw; draw.grid([[1, -2]]).html()"
    assert modules_after(before) == []
    after = modules_after(f"{before}; draw.bars(['cat'], [1]).html()")
    assert "matplotlib.figure" in after and "matplotlib.pyplot" not in after


def chart(paint):
    def plot(axes_at):
        axes = axes_at(10, 10, 80, 80)
        axes.set_axis_off()
        paint(axes)

    return Chart(100, 100, plot)


@pytest.mark.parametrize(
    ("paint", "words"),
    [
        (lambda axes: axes.plot([0, 1], color="red", clip_on=False), "the colour #ff0000"),
        (lambda axes: axes.plot([0, 1], color="black", clip_on=False), "the colour #000000"),
        (lambda axes: axes.bar([0], [1], color="black", clip_on=False), "the colour #000000"),
        (lambda axes: axes.plot([0, 1], color="#1f5fae"), "cuts something off"),
        (lambda axes: axes.imshow(np.eye(2), clip_on=False), "a chart has a image"),
        (lambda axes: axes.text(0, 0, "up", rotation=90), "a chart has a text"),
    ],
)
def test_what_would_not_follow_the_page_is_refused(paint, words):
    with pytest.raises(ValueError) as caught:
        chart(paint).svg()
    assert words in str(caught.value)


def test_words_stay_words():
    svg = chart(lambda axes: write(axes, 0.5, 0.5, "a $x^2$ & a <b>", "muted")).svg()
    assert ">a $x^2$ &amp; a &lt;b&gt;</text>" in svg and "font-family" not in svg


def test_markers_need_no_id():
    svg = chart(lambda axes: axes.plot([0, 1], "s", color="#1f5fae", clip_on=False)).svg()
    assert svg.count("translate(") == 2 and " id=" not in svg and "href" not in svg


def test_a_readers_own_style_changes_no_chart_and_no_chart_changes_it():
    before = draw.log_bars(["one", "two"], [30, 500], "Counts").html()
    own = {"axes.facecolor": "black", "font.size": 30, "text.usetex": False, "xtick.major.size": 9}
    own |= {
        "axes.grid": True,
        "svg.fonttype": "path",
        "axes.spines.top": True,
        "lines.dashed_pattern": [1, 1],
    }
    with matplotlib.rc_context(own):
        assert draw.log_bars(["one", "two"], [30, 500], "Counts").html() == before
        assert {name: matplotlib.rcParams[name] for name in own} == own
