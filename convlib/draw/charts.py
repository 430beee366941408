"""Charts, drawn by matplotlib: bars of shares and counts, a table of confusions, the curves of a training.

As in all of `draw`, a colour never stands alone: right answers are on the diagonal, every bar has its number,
and every curve its name.
"""

from math import ceil, log10

import numpy as np

from .. import written
from ..pictures.pixels import pixels_of
from .alt_texts import confusion_alt, curves_alt
from .chart_style import Chart, write
from .parts import EDGE, HAIRLINE, LINE, TITLE, captioned_part, legend_parts
from .picture import Part, Picture
from .shapes import COLOURS, RISE, TEXT, WIDEST, text_width

WIDE = WIDEST - 2 * EDGE
# A name and its bar.
ROW, BAR = 38, 10
# Two bars with one name, and from the middle of one to that of the other.
PAIR, PAIRED_BAR, APART = 40, 9, 17
CELL = 26
# Curves: the height of a panel, and what stands around its axes.
PANEL = 176
ABOVE, BELOW, BEFORE, BEHIND = 34, 40, 46, 84


def bars(names, shares, title="", *, image=None, alt=None):
    """Draw shares of 1 as bars, a name and a percentage above each, beside the picture they are about.

    Shapes   names K words, shares (K,) from 0 to 1, image whatever `draw.photo` takes
    """
    K, shares = len(names), np.asarray(shares, float)
    if shares.shape != (K,) or not ((shares >= 0) & (shares <= 1)).all():
        raise ValueError(f"shares must be {K} numbers from 0 to 1, one for each name, not {shares}")

    def plot(axes_at):
        axes = _rows(axes_at, K, ROW, title, "output")
        axes.set_xlim(0, 1)
        _framed_bars(axes, np.arange(K) + 26 / ROW, shares, BAR / ROW, "output")
        for row, (name, share) in enumerate(zip(names, shares, strict=True)):
            write(axes, 0, row, name, anchor="start", down=11)
            write(axes, 1, row, written.share(share), anchor="end", down=11)

    chart = _chart_part(K * ROW + (TITLE if title else 0), plot)
    seen = [] if image is None else [captioned_part(pixels_of(image, "image"), "what the network sees", 200)]
    words = ", ".join(f"{name} {written.share(share)}" for name, share in zip(names, shares, strict=True))
    return Picture([*seen, chart], alt or f"{title or 'Shares'}: {words}.")


def log_bars(names, counts, title="", *, alt=None):
    """Draw counts as bars in which every line to the right means ten times as much.

    Such a bar tells little by its length alone, so each has its number, and the scale is said in words.

    Shapes   names K words, counts K whole numbers of 1 or more
    """
    K = len(names)
    if K != len(counts) or not counts or any(count < 1 for count in counts):
        raise ValueError(f"counts must be {K} numbers of 1 or more, one for each name, not {counts}")
    powers = max(1, ceil(log10(max(counts))))

    def plot(axes_at):
        axes = _rows(axes_at, K, PAIR, title)
        axes.set_xscale("log")
        axes.set_xlim(1, 10**powers)
        axes.vlines([10.0**power for power in range(powers + 1)], 0, K, clip_on=False, zorder=0,
                    colors=COLOURS["line"], linewidths=0.5)  # fmt: skip
        axes.barh(np.arange(K) + 29 / PAIR, np.array(counts) - 1, 12 / PAIR, left=1, clip_on=False,
                  color=COLOURS["filter"])  # fmt: skip
        for row, (name, count) in enumerate(zip(names, counts, strict=True)):
            write(axes, 1, row, name, anchor="start", right=5, down=13, clear=True)
            write(axes, 10**powers, row, written.count(count), anchor="end", right=-5, down=13, clear=True)
        # Every third line has its number: there is no room for more.
        for power in range(0, powers + 1, 3):
            anchor = "middle" if 0 < power < powers else "end" if power else "start"
            write(axes, 10**power, K, written.count(10**power), "muted", anchor=anchor, down=12)
        note = "Each line is ten times the one before it."
        write(axes, 1, K, note, "muted", anchor="start", down=33)

    words = ", ".join(f"{name} {written.count(count)}" for name, count in zip(names, counts, strict=True))
    chart = _chart_part(K * PAIR + (TITLE if title else 0), plot, below=44)
    return Picture([chart], alt or f"{title or 'Counts'}, bars on a logarithmic scale: {words}.")


def two_shares(names, first, second, *, alt=None):
    """Draw for each name its share of two totals, one bar above the other.

    Shapes   names K words; first and second each a pair (what it counts, K counts)
    """
    K, shares = len(names), []
    for what, counts in (first, second):
        if len(counts) != K or min(counts) < 0 or sum(counts) == 0:
            raise ValueError(f"{what} must be {K} counts, one for each name, not {counts}")
        shares.append(np.array(counts) / sum(counts))
    (above, _), (below, _) = first, second
    series = [("filter", -APART / 2, shares[0]), ("output", APART / 2, shares[1])]
    left = max(map(text_width, names)) + 4
    right = max(text_width(written.share(share)) for share in np.ravel(shares))

    def plot(axes_at):
        axes = _rows(axes_at, K, PAIR, left=left, right=right)
        axes.set_xlim(0, 1)
        for role, down, values in series:
            _framed_bars(axes, np.arange(K) + 0.5 + down / PAIR, values, PAIRED_BAR / PAIR, role)
        for row, name in enumerate(names):
            write(axes, 0, row + 0.5, name, anchor="start", right=-left)
            for role, down, values in series:
                write(
                    axes, 1, row + 0.5, written.share(values[row]), role, anchor="end", right=right, down=down
                )

    words = ". ".join(
        f"{name}: {written.share(one)} of the {above} and {written.share(other)} of the {below}"
        for name, one, other in zip(names, *shares, strict=True)
    )
    legend = [("filter", f"above: share of the {above}"), ("output", f"below: share of the {below}")]
    return Picture([_chart_part(K * PAIR, plot), *legend_parts(legend, opacity=1)], alt or words + ".")


def confusion(labels, guesses, names, *, alt=None):
    """Count how often each class was taken for which: a row for what it is, a column for what was said.

    Shapes   labels (N,), guesses (N,) whole numbers below K; names K words
    """
    K = len(names)
    table = confusions(labels, guesses, K)
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    titles = [f"{name} {number}" for number, name in enumerate(names)]
    left = EDGE + max(text_width(title) for title in titles) * 0.9
    side = min(CELL, (WIDEST - left - EDGE) / K)
    columns = "the network says"

    def plot(axes_at):
        from matplotlib.colors import to_rgba

        right, mistaken = to_rgba(COLOURS["output"]), to_rgba(COLOURS["negative"])
        tints = np.where(np.eye(K, dtype=bool)[..., np.newaxis], right, mistaken)
        # Mistakes are rare: their tints grow with the root, so that few are seen.
        tints[..., 3] = np.where(table, 0.08 + 0.4 * shares ** np.where(np.eye(K), 1, 0.5), 0)
        axes = axes_at(left, 2 * TITLE, K * side, K * CELL)
        axes.set_facecolor(COLOURS["cell"])
        edges = np.arange(K + 1) - 0.5
        axes.pcolormesh(edges, edges, tints, edgecolors=COLOURS["line"], linewidth=HAIRLINE, clip_on=False)
        axes.set(xlim=(-0.5, K - 0.5), ylim=(K - 0.5, -0.5))
        axes.set_xticks(range(K), map(str, range(K)))
        axes.set_yticks(range(K), titles)
        axes.tick_params(labelcolor=COLOURS["ink"], top=False, labeltop=True, labelbottom=False)
        write(axes, -0.5, -0.5, "it is", "muted", anchor="end", right=-6, down=-1.5 * TITLE)
        write(axes, -0.5, -0.5, columns, "muted", anchor="start", down=-1.5 * TITLE)
        for row, column in np.argwhere(table):
            write(axes, column, row, str(table[row, column]))

    chart = Chart(left + max(K * side, text_width(columns)) + EDGE, 2 * TITLE + K * CELL + EDGE, plot)
    legend = legend_parts([("output", "right"), ("negative", "mistaken")])
    return Picture([Part(*chart[:2], (chart,)), *legend], alt or confusion_alt(table, names))


def confusions(labels, guesses, classes):
    """Count pairs: entry [i, j] says how often class i was called j.

    Shapes   labels (N,), guesses (N,) whole numbers below `classes` -> (classes, classes)
    """
    labels, guesses = np.asarray(labels), np.asarray(guesses)
    for name, given in (("labels", labels), ("guesses", guesses)):
        if given.ndim != 1 or given.dtype.kind not in "iu":
            raise ValueError(
                f"{name} must be whole numbers of shape (N,), not {given.dtype} of {given.shape}"
            )
        if given.size and not 0 <= given.min() <= given.max() < classes:
            raise ValueError(
                f"{name} must be from 0 to {classes - 1}, but run from {given.min()} to {given.max()}"
            )
    if labels.shape != guesses.shape:
        raise ValueError(f"there are {len(labels)} labels, but {len(guesses)} guesses")
    table = np.zeros((classes, classes), int)
    np.add.at(table, (labels, guesses), 1)
    return table


def curves(history, *, alt=None):
    """Draw the loss and the share of right answers, epoch by epoch, from what `Network.fit` gives.

    Blue is what the network learns from, green with a square at every epoch what it is only asked about.
    """
    if not len(history):
        raise ValueError("there is nothing to draw: not one epoch was finished")
    asked = bool(history.validation_loss)
    loss = [("learned from", "input", history.loss)]
    right = [("learned from", "input", history.accuracy)]
    if asked:
        loss.append(("validation", "output", history.validation_loss))
        right.append(("validation", "output", history.validation_accuracy))
    parts = [_panel("loss", loss, history.epochs), _panel("right answers", right, history.epochs, True)]
    return Picture(parts, alt or curves_alt(history, asked))


def _chart_part(height, plot, below=EDGE):
    return Part(WIDEST, height + below, (Chart(WIDEST, height + below, plot),))


def _rows(axes_at, K, row, title="", role="ink", left=0, right=0):
    """Axes for K rows from the top, under a title; row k reaches from k to k + 1."""
    top = TITLE if title else 0
    axes = axes_at(EDGE + left, top, WIDE - left - right, K * row)
    axes.set_axis_off()
    axes.set_ylim(K, 0)
    if title:
        axes.set_title(title, color=COLOURS[role], pad=TITLE / 2 - TEXT * RISE)
    return axes


def _framed_bars(axes, middles, shares, height, role):
    """Bars of shares, each in a frame as long as the whole."""
    frame = {"color": COLOURS["cell"], "edgecolor": COLOURS["line"], "linewidth": HAIRLINE, "clip_on": False}
    axes.barh(middles, np.ones(len(shares)), height, **frame)
    axes.barh(middles, shares, height, color=COLOURS[role], clip_on=False)


def _panel(title, series, epochs, shares=False):
    def plot(axes_at):
        from matplotlib.ticker import FuncFormatter, MaxNLocator

        axes = axes_at(BEFORE, ABOVE, WIDEST - BEFORE - BEHIND, PANEL - ABOVE - BELOW)
        values = [value for _, _, numbers in series for value in numbers]
        low, high = min(values), max(values)
        # A curve that hardly moves is not blown up to a mountain.
        room = max(0, (0.04 if shares else high / 10 or 1) - (high - low))
        ticks = MaxNLocator(4, steps=[1, 2, 5, 10]).tick_values(max(0, low - room / 2), high + room / 2)
        axes.set_yticks([tick for tick in ticks if not shares or round(tick, 9) <= 1])
        axes.set_ylim(*axes.get_yticks()[[0, -1]])
        axes.yaxis.set_major_formatter(
            FuncFormatter(lambda tick, _: f"{100 * tick:.0f} %" if shares else f"{tick:g}")
        )
        axes.grid(axis="y", color=COLOURS["line"], linewidth=0.5, clip_on=False)
        axes.set_xlim((1, epochs) if epochs > 1 else (0.5, 1.5))
        axes.set_xticks(range(1, epochs + 1) if epochs <= 6 else sorted({1, ceil(epochs / 2), epochs}))
        axes.set_title(title, pad=16)
        axes.set_xlabel("epoch")
        for _, role, numbers in series:
            marked = role == "output" or len(numbers) == 1
            axes.plot(range(1, len(numbers) + 1), numbers, color=COLOURS[role], linewidth=2.5, clip_on=False,
                      marker="s" if marked else None, markersize=7, markeredgewidth=2,
                      markerfacecolor=COLOURS["cell"])  # fmt: skip
        _name_curves(axes, series)

    return Part(WIDEST, PANEL, (Chart(WIDEST, PANEL, plot),))


def _name_curves(axes, series):
    """Each curve's name at its end, in its colour; ends that meet push their names apart."""
    low, high = axes.get_ylim()
    pixel = (high - low) / (PANEL - ABOVE - BELOW)
    ends = sorted((numbers[-1], name, role, len(numbers)) for name, role, numbers in series)
    push = max(0, LINE - (ends[-1][0] - ends[0][0]) / pixel) / 2 if len(ends) > 1 else 0
    for (end, name, role, epoch), down in zip(ends, (push, -push), strict=False):
        # Beside the panel nothing runs under a name, and a plate would show on any ground but the page's.
        inside = epoch < axes.get_xlim()[1]
        write(axes, epoch, end, name, role, anchor="start", right=9, down=down, clear=inside)
