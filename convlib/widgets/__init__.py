"""Widgets that move: the same picture in JupyterLab, and without a kernel in the static page.

A widget is three files side by side: its traits (.py), its picture (.mjs) and its looks (.css).
"""

from .photo_filter import PhotoFilter
from .size_explorer import SizeExplorer
from .sliding_window import SlidingWindow

__all__ = ["PhotoFilter", "SizeExplorer", "SlidingWindow"]

#: Every widget class, for whoever publishes their modules beside a static page.
ALL = (PhotoFilter, SizeExplorer, SlidingWindow)
