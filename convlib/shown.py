"""A result that a notebook shows as a picture, and that need not know how it is drawn.

What computes a result knows its numbers, `draw` knows pictures; `drawings` alone knows both, and says here
which function draws what. It is called when somebody looks, so that nobody else waits for the drawing.
"""

#: A result's class by its name, and what makes its picture: a function of the result and of `alt`.
DRAWN_BY = {}


class Shown:
    """What shows itself: as its picture in a notebook, as its text elsewhere, and where it is empty."""

    def draw(self, *, alt=None):
        """The result as a picture; `alt` replaces its text in words."""
        return DRAWN_BY[type(self).__name__](self, alt)

    def _repr_mimebundle_(self, include=None, exclude=None):
        picture = {"text/html": self.draw().html()} if len(self) else {}
        return {**picture, "text/plain": repr(self)}
