"""Which picture belongs to which result of a network: the one place that knows both."""

from .shown import DRAWN_BY


def _history(history, alt):
    from .draw import curves

    return curves(history, alt=alt)


def _guesses(guesses, alt):
    from .draw import bars

    names, shares = zip(*guesses, strict=True)
    return bars(names, shares, "The network's best guesses", image=guesses.seen, alt=alt)


DRAWN_BY.update(History=_history, Guesses=_guesses)
