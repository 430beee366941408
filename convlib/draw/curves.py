"""The curves of a training: the loss and the share of right answers, epoch by epoch.

Blue is what the network learns from, green with a square at every epoch what it is only asked about.
"""

from itertools import pairwise
from math import ceil, floor, log10

from .picture import TEXT, WIDEST, Box, Lines, Part, Picture, Words, text_width

HEIGHT = 170
LEFT, RIGHT, TOP, BELOW = 46, 12, 30, 40


def curves(history, *, alt=None):
    """Draw what `Network.fit` gives."""
    if not len(history):
        raise ValueError("there is nothing to draw: not one epoch was finished")
    asked = bool(history.validation_loss)
    loss = [("learnt from", "input", history.loss)]
    right = [("learnt from", "input", history.accuracy)]
    if asked:
        loss.append(("validation", "output", history.validation_loss))
        right.append(("validation", "output", history.validation_accuracy))
    parts = [_panel("loss", loss, history.epochs), _panel("right answers", right, history.epochs, True)]
    return Picture(parts, alt or _in_words(history, asked))


def _panel(title, series, epochs, shares=False):
    values = [value for _, _, numbers in series for value in numbers]
    ticks = _ticks(min(values), max(values), shares)
    low, high = ticks[0], ticks[-1]
    across, down = WIDEST - LEFT - RIGHT, HEIGHT - TOP - BELOW

    def at(epoch, value):
        x = LEFT + across * ((epoch - 1) / (epochs - 1) if epochs > 1 else 0.5)
        return x, TOP + down * (high - value) / (high - low)

    shapes = [Words(LEFT, TEXT, title, "ink", anchor="start")]
    for tick in ticks:
        _, y = at(1, tick)
        shapes.append(Lines((((LEFT, y), (WIDEST - RIGHT, y)),), "line", 0.5))
        shapes.append(Words(LEFT - 6, y, f"{tick:.0%}" if shares else f"{tick:g}", "muted", anchor="end"))
    for epoch in sorted({1, ceil(epochs / 2), epochs}):
        shapes.append(Words(at(epoch, low)[0], HEIGHT - BELOW + 14, str(epoch), "muted"))
    shapes.append(Words(LEFT + across / 2, HEIGHT - 8, "epoch", "muted"))
    from_right = WIDEST - RIGHT
    for name, colour, numbers in reversed(series):
        points = [at(epoch, value) for epoch, value in enumerate(numbers, 1)]
        shapes.append(Lines(tuple(pairwise(points)), colour, 2.5))
        if colour == "output" or len(points) == 1:
            shapes += [Box(x - 3.5, y - 3.5, 7, 7, fill="cell", line=colour, thickness=2) for x, y in points]
        shapes.append(Words(from_right, TEXT, name, colour, anchor="end"))
        from_right -= text_width(name) + 12
    return Part(WIDEST, HEIGHT, tuple(shapes))


def _ticks(low, high, shares):
    """Three to six round numbers that enclose the values."""
    room = max(high - low, 0.04 if shares else high / 10)
    unit = 10.0 ** floor(log10(room / 3))
    step = next(unit * factor for factor in (1, 2, 5, 10) if room / (unit * factor) <= 4)
    first, last = floor(low / step + 1e-9), max(ceil(high / step - 1e-9), floor(low / step + 1e-9) + 1)
    if shares:
        last = min(last, round(1 / step))
    return [round(place * step, 10) for place in range(first, last + 1)]


def _in_words(history, asked):
    words = (
        f"Over {len(history)} epochs the loss goes from {history.loss[0]:.3f} to {history.loss[-1]:.3f} and "
        f"the share of right answers from {history.accuracy[0]:.1%} to {history.accuracy[-1]:.1%}"
    )
    if asked:
        words += (
            f"; on the validation pictures the loss ends at {history.validation_loss[-1]:.3f} "
            f"and {history.validation_accuracy[-1]:.1%} are right"
        )
    return words + "."
