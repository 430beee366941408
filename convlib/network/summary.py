"""A network at a glance: a table with a line for every layer, in a notebook and in a terminal.

Counts as in the lecture: a neuron is one number that a CONV or FC layer makes, a MAC one multiplication with
its addition, and a receptive field what of the picture one number depends on; its neighbour's field lies one
jump further.
"""

from html import escape
from typing import NamedTuple

from .. import written
from .compose import further

# Pages style tables tightly; numbers side by side need room.
_ROOM = "padding:0.3em 0.6em"
_FOLDED = " What has no parameters and keeps the size stands with the layer before it."
_HEADS = ("layer", "output", "parameters", "neurons", "MACs", "receptive field", "jump")


class Row(NamedTuple):
    """A layer's line in the table; receptive field and jump are (height, width), or None: everything."""

    name: str
    layer: str
    output: tuple[int, ...]
    parameters: int
    neurons: int
    macs: int
    receptive_field: tuple[int, int] | None
    jump: tuple[int, int] | None

    def cells(self):
        return (
            self.name,
            self.layer,
            written.size(self.output),
            *(written.count(count) if count else "" for count in (self.parameters, self.neurons, self.macs)),
            _both(self.receptive_field),
            _both(self.jump),
        )


class Summary:
    """What `Network.summary` gives: it shows itself, and `rows` and the three totals can be computed with."""

    def __init__(self, chain, input_shape, sizes):
        self.input_shape = input_shape
        self.rows = []
        across, jump = (1, 1), (1, 1)
        for name, block, shape in chain.steps(input_shape):
            own = block.reach(shape)
            if own is None or across is None:
                across = jump = None
            else:
                across, jump = further(across, jump, *own)
            count = sum(size for key, size in sizes.items() if key.startswith(name + "."))
            self.rows.append(
                Row(name, str(block), block.out_shape(shape), count, block.neurons(shape),
                    block.macs(shape), across, jump)
            )  # fmt: skip
        self.parameters = sum(row.parameters for row in self.rows)
        self.neurons = sum(row.neurons for row in self.rows)
        self.macs = sum(row.macs for row in self.rows)

    def __str__(self):
        lines = [("", "layer", *_HEADS[1:]), ("input", "", written.size(self.input_shape), *[""] * 5)]
        lines += [row.cells() for row in self.rows]
        lines.append(("total", "", "", *self._totals(), "", ""))
        # A long line of branches would push the numbers out of sight.
        lines = [(line[0], _short(line[1]), *line[2:]) for line in lines]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        texts = [
            "  ".join(
                cell.ljust(width) if place < 2 else cell.rjust(width)
                for place, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        ]
        rule = "─" * max(map(len, texts))
        return "\n".join([texts[0], rule, *texts[1:-1], rule, texts[-1]])

    __repr__ = __str__

    def _repr_html_(self):
        heads = "".join(
            f'<th scope="col" style="text-align:{"right" if place else "left"};{_ROOM}">{head}</th>'
            for place, head in enumerate(_HEADS)
        )
        body = _line("input", [written.size(self.input_shape), *[""] * 5])
        for row, *followers in self._together():
            name, _, *numbers = row.cells()
            layers = " → ".join(escape(_short(one.layer)) for one in (row, *followers))
            settings = f'<small style="font-weight:400">{layers}</small>'
            body += _line(f'<span style="white-space:nowrap">{escape(name)}</span> {settings}', numbers)
        parameters, neurons, macs = self._totals()
        folded = len(self.rows) > len(self._together())
        # On a narrow page of a notebook the table scrolls by itself, and by keyboard too.
        return (
            '<div style="overflow-x:auto" tabindex="0" role="group" aria-label="Summary of the network">'
            '<table class="conv-summary">'
            f"<caption>A network for pictures of {written.size(self.input_shape)}: {parameters} parameters, "
            f"{neurons} neurons, {macs} MACs a picture.{_FOLDED if folded else ''}</caption>"
            f"<thead><tr>{heads}</tr></thead>"
            f"<tbody>{body}</tbody>"
            f"<tfoot>{_line('total', ['', parameters, neurons, macs, '', ''])}</tfoot></table></div>"
        )

    def _together(self):
        """The rows in groups: what counts nothing and changes no size follows the layer before it."""
        groups = []
        for row in self.rows:
            before = groups[-1][0] if groups else None
            alike = before and (row.output, row.receptive_field) == (before.output, before.receptive_field)
            if alike and not row.parameters and not row.macs:
                groups[-1].append(row)
            else:
                groups.append([row])
        return groups

    def _totals(self):
        return [written.count(count) for count in (self.parameters, self.neurons, self.macs)]


def _line(head, cells):
    # On a narrow page each row is a card, whose numbers have their column's name.
    numbers = "".join(
        f'<td data-head="{column}" style="text-align:right;{_ROOM}">{cell}</td>'
        for column, cell in zip(_HEADS[1:], cells, strict=True)
    )
    return f'<tr><th scope="row" style="text-align:left;{_ROOM}">{head}</th>{numbers}</tr>'


def _short(words, most=44):
    return words if len(words) <= most else words[: most - 1] + "…"


def _both(numbers):
    if numbers is None:
        return "all"
    return str(numbers[0]) if numbers[0] == numbers[1] else written.size(numbers)
