"""SizeExplorer in a page, read and driven as a person would, and held against convlib."""

from figure import Figure

from convlib import Network
from convlib.widgets.size_explorer.layers_trait import Layers

# What a widget shows, row by row: for a test, and for the fuzz.
READ = """root => ({
    rows: [...root.querySelectorAll(".conv-size-table tbody tr[data-index]")].map((row) => ({
        status: row.dataset.status,
        name: row.querySelector("th span").textContent,
        layer: row.querySelector("small").textContent,
        cells: [...row.querySelectorAll("td")].map((cell) => cell.textContent),
    })),
    totals: [...root.querySelectorAll(".conv-size-table tfoot td")].map((cell) => cell.textContent),
    volumes: [...root.querySelectorAll(".conv-size-volume")].map((one) => one.getAttribute("aria-label")),
    sentence: root.querySelector(".conv-sentence").textContent,
    field: root.querySelector(".conv-size-sight").hidden ? null
        : ["x", "y", "width"].map((name) => root.querySelector(".is-own")?.getAttribute(name)),
})"""


def count(number):
    return f"{number:,}" if number else ""


def check(shown, layers, shape):
    """Hold what is shown against convlib: the rows that fit, and the totals or the words of a refusal."""
    try:
        summary, words = Network(layers, shape).summary(), None
    except ValueError as error:
        words = str(error)
        fitting = sum(row["status"] == "fits" for row in shown["rows"])
        summary = Network(layers[:fitting], shape).summary() if fitting else None
    rows = summary.rows if summary else []
    for row, ours in zip(shown["rows"], rows, strict=False):
        across, jump = ("all", "all") if ours.receptive_field is None else (
            count(ours.receptive_field[0]), count(ours.jump[0]),
        )  # fmt: skip
        counts = [count(number) for number in (ours.parameters, ours.neurons, ours.macs)]
        assert (row["name"], row["layer"]) == (ours.name, ours.layer)
        output = "×".join(map(str, ours.output)) if len(ours.output) > 1 else count(*ours.output)
        assert row["cells"] == [output, *counts, across, jump]
    assert len(shown["rows"]) == len(layers)
    if words is None:
        totals = [f"{total:,}" for total in (summary.parameters, summary.neurons, summary.macs)]
        assert shown["totals"] == ["", *totals, "", ""]
    elif layers:
        assert shown["sentence"] == f"{words[0].upper()}{words[1:].rstrip('.')}."
        left = [row["cells"][0] for row in shown["rows"][len(rows) :]]
        assert left == ["does not fit"] + ["waits"] * (len(layers) - len(rows) - 1)
        assert shown["totals"] == ["", "—", "—", "—", "", ""]


class Shown(Figure):
    module = "size_explorer"

    def __init__(self, page):
        super().__init__(page)
        self.root = self.figure.locator(".conv-widget")
        # What a lesson does not open lies in the fold: opened, all of the widget is there.
        if (more := self.root.locator(".conv-fold-name")).is_visible():
            more.click()

    def pick(self, index):
        self.root.locator(f'.conv-size-volume[data-index="{index}"]').click()

    def read(self):
        return self.root.evaluate(READ)

    def state(self, name):
        return self.traits([name])[name]

    def layers(self):
        return Layers().validate(None, self.state("layers"))

    def check(self, *layers, shape=None):
        if layers:
            assert self.layers() == layers
        check(self.read(), self.layers(), shape or self.state("input_shape"))

    def texts(self, selector):
        return self.root.locator(selector).all_inner_texts()

    def empty(self):
        while self.root.locator(".conv-size-volume").count() > 1:
            self.pick(1)
            self.button("Remove").click()
