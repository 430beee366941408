"""A live lesson in each engine: its cells run, a widget answers, an exercise is checked, a chart is drawn."""

import live

LESSON = "04_stride"
READY = (
    "window.jupyterapp?.shell.currentWidget?.context?.isReady"
    " && jupyterapp.shell.currentWidget.context.sessionContext.session?.kernel?.status === 'idle'"
)
FORWARD = '.jp-OutputArea-output .conv-sliding button[aria-label="Step forward"]'
POSITION = "print(next(one.position for one in Out.values() if type(one).__name__ == 'SlidingWindow'))"
CHART = "from convlib import draw\nprint(draw.bars(['cat', 'dog'], [0.75, 0.25]).html())"
EXERCISE = "def width_after(W1, F, S):\n    {}\nprint(check(width_after).outcome)"


class Page:
    """An engine as live.py asks of a page."""

    def __init__(self, engine):
        self.engine = engine

    def evaluate(self, script, arg=None):
        return self.engine.run(f"const given = {script}; return given?.call ? given(args[0]) : given", arg)

    def wait_for_function(self, condition, timeout):
        self.engine.wait_for(condition, timeout / 1000)


def test_a_live_lesson_runs(other):
    page = Page(other)
    other.open(live.address("", LESSON))
    other.wait_for(READY, live.PATIENCE * 3 / 1000)
    live.run_all(page)
    assert live.faults(page) == []

    # A widget: shown by Python, changed by the reader, read by Python.
    forward = f"document.querySelector('{FORWARD}')"
    other.wait_for(f"{forward}?.checkVisibility()")
    assert live.run(page, POSITION).strip() == "0"
    other.run(f"{forward}.click()")
    assert live.run(page, POSITION).strip() == "1"

    for body, outcome in {"return (W1 - F) // S": "not yet", "return (W1 - F) // S + 1": "correct"}.items():
        assert live.run(page, EXERCISE.format(body)).strip() == outcome
    # matplotlib, which no cell has named, comes while Python waits; parts of it are WebAssembly.
    assert ">75.0 %</text>" in live.run(page, CHART)
    assert [words for words in other.complaints() if not live.CHATTER.match(words)] == []
