"""Widgets that move: the same picture in JupyterLab, and without a kernel in the static page.

A widget is three files side by side: its traits (.py), its picture (.mjs) and its looks (.css).
"""

from .photo_filter import PhotoFilter
from .progress_view import ProgressView
from .quick_questions import QuickQuestions
from .size_explorer import SizeExplorer
from .sliding_window import SlidingWindow
from .volume_view import VolumeView

__all__ = ["PhotoFilter", "ProgressView", "QuickQuestions", "SizeExplorer", "SlidingWindow", "VolumeView"]

#: Every widget class, for whoever publishes their modules beside a static page.
ALL = (PhotoFilter, ProgressView, QuickQuestions, SizeExplorer, SlidingWindow, VolumeView)
