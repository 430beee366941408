"""A verdict as text for a terminal and as HTML for a notebook or a page."""

import re
from html import escape
from importlib.resources import files
from itertools import zip_longest

import numpy as np

from ... import written
from .compare import digits_apart
from .declare import Function
from .judge import CORRECT, NOT_ATTEMPTED, NOT_YET, call

SIGNS = {NOT_ATTEMPTED: "○", NOT_YET: "✗", CORRECT: "✓"}
TITLES = {NOT_ATTEMPTED: "Not attempted yet", NOT_YET: "Not yet", CORRECT: "Correct"}
# A grid of more cells than this says nothing at a glance.
# What is drawn in another colour than an input's.
ROLES = {"weights": "filter", "filters": "filter", "bias": "filter", "expected": "output", "yours": "output"}
MOST_ROWS, MOST_COLUMNS, MOST_GRIDS = 8, 8, 8
WIDEST = 96


class Page:
    """Something shown both ways: `text` for a terminal, `body` as HTML in a box of its own."""

    told = ""

    def __init__(self, text, body, kind):
        self.text, self.body, self.kind = text, body, kind

    def __repr__(self):
        return self.text

    def html(self):
        return f'<div class="conv-exercise" data-outcome="{self.kind}"{self.told}>{self.body}</div>'

    def _repr_mimebundle_(self, **_):
        return {
            "text/plain": self.text,
            "text/html": f'<style class="conv-exercise-style">{style()}</style>{self.html()}',
        }


class Result(Page):
    """What `check` gives back: its `outcome`, the `seed` to repeat it, and the sentences `said`."""

    def __init__(self, verdict, again):
        self.outcome, self.seed, self.said = verdict.outcome, verdict.seed, verdict.said
        kind = verdict.outcome.replace(" ", "-")
        super().__init__(_text(verdict, again), _html(verdict, again), kind)
        # The book's page reads from this which exercises there are.
        self.told = f' data-progress="{verdict.exercise.item}"'


def style():
    """The style sheet of results, with the book's colours."""
    package = files("convlib")
    sheets = package / "colours.css", package / "course" / "checking" / "exercise.css"
    return "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)


def headline(verdict):
    """The first sentence after the outcome."""
    exercise = verdict.exercise
    if verdict.outcome == NOT_ATTEMPTED and isinstance(exercise, Function):
        return f"put your own lines into {exercise.name}, run its cell, then this one."
    if verdict.outcome == NOT_ATTEMPTED:
        return f"give {exercise.name} something of your own, run its cell, then this one."
    if verdict.outcome == CORRECT:
        if verdict.calls:
            return f"{exercise.name} gives what it should, in all {verdict.calls} calls."
        return f"{exercise.name} does what it should."
    return ""


def _sentences(verdict):
    first = headline(verdict)
    return [first, *verdict.said] if first else list(verdict.said)


def _repeat(verdict, again):
    if verdict.seed is None or verdict.outcome != NOT_YET:
        return ""
    calls = "1 call" if verdict.calls == 1 else f"{verdict.calls} calls"
    return f"Tried {calls}; {again} tries the same again."


# ---- Text ----


def _text(verdict, again):
    sentences = _sentences(verdict)
    title = f"{SIGNS[verdict.outcome]} {TITLES[verdict.outcome]}: "
    lines = [title + sentences[0], *("  " + sentence for sentence in sentences[1:])]
    if verdict.trial:
        if drawn := _drawn(verdict.trial, verdict.exercise):
            lines += ["", *_side_by_side(drawn)]
        if verdict.trial.printed.strip():
            lines += ["", "  It printed:", *("  | " + line for line in verdict.trial.printed.splitlines())]
    if repeat := _repeat(verdict, again):
        lines += ["", "  " + repeat]
    return "\n".join(lines)


def _side_by_side(grids):
    """Grids in rows no wider than a terminal."""
    lines, blocks, room = [], [], WIDEST
    for block in map(_block, grids):
        room -= len(block[0]) + 3
        if blocks and room < 0:
            lines += [*_row(blocks), ""]
            blocks, room = [], WIDEST - len(block[0]) - 3
        blocks.append(block)
    return lines + _row(blocks)


def _block(grid):
    """A grid as lines of one length, the marked number in brackets."""
    title, values, marked, digits = grid
    texts = [
        [
            f"[{written.number(float(v), digits)}]" if (i, j) == marked else f" {written.number(float(v))} "
            for j, v in enumerate(row)
        ]
        for i, row in enumerate(values)
    ]
    width = max(len(text) for row in texts for text in row)
    lines = [title, *("".join(text.rjust(width) for text in row) for row in texts)]
    return [line.ljust(max(map(len, lines))) for line in lines]


def _row(blocks):
    """Blocks beside each other, on one top line."""
    filled = zip_longest(*blocks)
    return [
        "  "
        + "   ".join(line or " " * len(block[0]) for line, block in zip(lines, blocks, strict=True)).rstrip()
        for lines in filled
    ]


# ---- HTML ----


def _html(verdict, again):
    sentences = _sentences(verdict)
    head = (
        f'<p class="conv-verdict"><span class="conv-sign" aria-hidden="true">{SIGNS[verdict.outcome]}</span> '
        f"<strong>{TITLES[verdict.outcome]}:</strong> {_with_code(sentences[0], verdict)}</p>"
    )
    body = [head, *(f"<p>{escape(sentence)}</p>" for sentence in sentences[1:])]
    if verdict.trial:
        grids = "".join(_grid_html(*grid) for grid in _drawn(verdict.trial, verdict.exercise))
        body.append(f'<div class="conv-grids">{grids}</div>' if grids else "")
        if verdict.trial.printed.strip():
            body.append(f"<p>It printed:</p><pre>{escape(verdict.trial.printed.rstrip())}</pre>")
    if repeat := _repeat(verdict, again):
        body.append(f'<p class="conv-repeat">{escape(repeat).replace(again, f"<code>{again}</code>")}</p>')
    if verdict.outcome == NOT_ATTEMPTED:
        # Where the book knows a place to run the lesson, it puts the way there into this.
        body.append('<p class="conv-try" hidden></p>')
    return "".join(body)


def _with_code(sentence, verdict):
    written = call(verdict.exercise, verdict.trial.inputs) if verdict.trial else verdict.exercise.name
    if not sentence.startswith(written):
        return escape(sentence)
    return f"<code>{escape(written)}</code>{escape(sentence.removeprefix(written))}"


def _grid_html(title, values, marked, digits):
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td><mark>{written.number(float(v), digits)}</mark></td>"
            if (i, j) == marked
            else f"<td>{written.number(float(v))}</td>"
            for j, v in enumerate(row)
        )
        + "</tr>"
        for i, row in enumerate(values)
    )
    role = ROLES.get(re.match(r"\w+", title)[0], "input")
    return f'<table class="conv-{role}"><caption>{escape(title)}</caption><tbody>{rows}</tbody></table>'


# ---- Which grids to draw ----


def _drawn(trial, exercise):
    """The inputs that are arrays, what is expected and what came.

    Each is (title, rows of numbers, marked cell, with how many digits that cell is written).
    """
    part = trial.difference.part
    expected, got = trial.expected, trial.got
    if part is not None:
        expected, got = expected[part], got[part]
    grids, digits, place = [], 6, trial.difference.place
    for name, value in trial.inputs.items():
        if isinstance(value, np.ndarray):
            grids += _slices(name, value)
    if isinstance(expected, np.ndarray):
        grids += _slices("expected", expected, place)
        if isinstance(got, np.ndarray) and got.dtype.kind in "biuf":
            grids += _slices("yours", got, place)
            digits = 6 if place is None else digits_apart(float(expected[place]), float(got[place]))
    return [(*grid, digits) for grid in grids]


def _slices(title, array, place=None):
    """An array as grids: a volume as its depth slices, or the one slice with the place that differs."""
    if array.size == 0 or array.ndim > 4:
        return []
    if array.ndim <= 1:
        return _cropped(title, array.reshape(1, -1), (0, *place[-1:]) if place else None)
    if array.ndim == 2:
        return _cropped(title, array, place)
    outer = np.ndindex(array.shape[:-3]) if place is None else [place[:-3]]
    depth = range(array.shape[-1]) if place is None else [place[-1]]
    grids = []
    for before in outer:
        for d in depth:
            index = [*map(str, before), ":", ":", str(d)]
            single = array.shape[-1] == 1 and array.ndim == 3
            name = title if single else f"{title}[{', '.join(index)}]"
            grids += _cropped(name, array[before][..., d], place[-3:-1] if place else None)
    return grids if len(grids) <= MOST_GRIDS else []


def _cropped(title, rows, place):
    H, W = rows.shape
    if H <= MOST_ROWS and W <= MOST_COLUMNS:
        return [(f"{title} {H}×{W}" if H > 1 else title, rows, place)]
    if place is None:
        return []
    top = min(max(place[0] - MOST_ROWS // 2, 0), max(H - MOST_ROWS, 0))
    left = min(max(place[1] - MOST_COLUMNS // 2, 0), max(W - MOST_COLUMNS, 0))
    part = rows[top : top + MOST_ROWS, left : left + MOST_COLUMNS]
    # In words, rows and columns count from 1.
    rows_shown, columns_shown = part.shape
    title = f"{title}, rows {top + 1} to {top + rows_shown}, columns {left + 1} to {left + columns_shown}"
    return [(title, part, (place[0] - top, place[1] - left))]
