"""Pictures of what convlib computes: grids, filters, maps, photographs, volumes, and charts of counts.

One colour language: the input blue, the filter and its window orange, the output green, padding dotted grey,
never-read pixels hatched; signed values run from red (negative) over nothing (0) to blue (positive).
Every picture carries a text in words; `alt=` replaces the one made from the numbers.
"""

from .answers import answer, answers
from .charts import bars, confusion, confusions, curves, log_bars, two_shares
from .grids import before_and_after, captioned, filters, grid, grids, maps, photo, to_scale
from .volumes import fields, shrink, volumes
from .wiring import wiring

__all__ = [
    "answer",
    "answers",
    "bars",
    "before_and_after",
    "captioned",
    "confusion",
    "confusions",
    "curves",
    "fields",
    "filters",
    "grid",
    "grids",
    "log_bars",
    "maps",
    "photo",
    "shrink",
    "to_scale",
    "two_shares",
    "volumes",
    "wiring",
]
