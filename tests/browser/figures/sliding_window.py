"""SlidingWindow in a page, read and driven as a person would, beside its twin in Python."""

import numpy as np
from figure import Figure

from convlib.pictures import samples
from convlib.widgets import SlidingWindow

EXAMPLES = {one["name"]: one for one in SlidingWindow(samples.input_7x7).examples}


def number(text):
    return None if text == "" else float(text.replace("−", "-").replace("∞", "inf"))


def as_widget(state):
    state = dict(state)
    return SlidingWindow(state.pop("x"), state.pop("filters"), **state)


class Shown(Figure):
    """With every setting open and every example offered, as in a notebook; `as_in_lesson` leaves it lean."""

    module = "sliding_window"

    def __init__(self, page, *, as_in_lesson=False):
        super().__init__(page)
        if not as_in_lesson:
            self.open_controls(None)

    def open_controls(self, names):
        """Let these settings stand open, as `controls` does, and offer every example."""
        self.figure.evaluate(
            """(figure, [controls, examples]) => {
                figure.model.set("controls", controls);
                figure.model.set("examples", examples);
            }""",
            [names, list(EXAMPLES.values())],
        )

    def example(self, words):
        """Choose the first example with these words, and give it back in Python."""
        name = next(name for name in EXAMPLES if words in name)
        self.choose("Example", name)
        return as_widget(EXAMPLES[name]["state"])

    def twin(self):
        """The state that the page has now, as a Python widget."""
        return as_widget(self.traits(SlidingWindow.settings))

    def cell(self, kind, row, col):
        return self.root.locator(f'.conv-grid[data-kind="{kind}"] [data-row="{row}"][data-col="{col}"]').first

    def numbers(self, kind):
        """[slice][row][col], None for an empty cell."""
        read = """grids => grids.map(grid => [...grid.querySelectorAll(".conv-row")].map(row =>
            [...row.querySelectorAll(".conv-cell > span")].map(cell => cell.textContent)))"""
        slices = self.root.locator(f'.conv-grid[data-kind="{kind}"]').evaluate_all(read)
        return [[[number(text) for text in row] for row in rows] for rows in slices]

    def count(self, name):
        return self.root.locator(f".conv-cell.{name}").count()

    def sum(self):
        return self.root.locator(".conv-sum").all_inner_texts()

    def formula(self):
        return self.root.locator(".conv-formula").inner_text().replace("\n", "")

    def assert_last(self):
        """The whole output is that of convlib."""
        self.button("Last position").click()
        self.assert_output(self.twin().output)

    def assert_output(self, expected):
        np.testing.assert_allclose(np.moveaxis(self.numbers("output"), 0, -1), expected, atol=0.005)
