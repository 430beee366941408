"""Prediction: a place for the reader's guess, which opens the answer and says how far off it was."""

import traitlets

from ...course import predictions, record
from ..shared.page_widget import PageWidget


class Prediction(PageWidget):
    """Ask for a guess before the answer is shown; `convlib.exercise.predict` is how a lesson makes one.

    `w.guess` is what was guessed, as it was typed, "" before.

    Raises   ValueError for a name that is none, and for a declaration that contradicts itself
    """

    module = "prediction"
    state_names = ("asked", "item")

    asked = traitlets.Dict(help="what is asked, what is right, what slips there are").tag(sync=True)
    item = traitlets.Unicode(help="the guess's name in the record").tag(sync=True)
    guesses = traitlets.Dict(help="the guess by its name, as the record keeps it").tag(sync=True)
    keeps = traitlets.Enum(("page", "kernel"), "kernel", help="who keeps the guess").tag(sync=True)

    def __init__(self, name, **declaration):
        item = predictions.item(name)
        kept = record.guesses()
        super().__init__(
            asked=predictions.declared(**declaration),
            item=item,
            guesses={item: kept[item]} if item in kept else {},
            keeps="page" if record.in_browser() else "kernel",
        )
        self.observe(self._keep, "guesses")

    @property
    def guess(self):
        return self.guesses.get(self.item, "")

    def _keep(self, _change):
        record.keep_guess(self.item, self.guess)

    def written(self):
        return '<p class="conv-predict-blank">Your guess:</p>'

    def __repr__(self):
        return f"Prediction({self.item!r}, guess={self.guess!r})"
