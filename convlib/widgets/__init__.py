"""Widgets that move: the same picture in JupyterLab, and without a kernel in the static page.

A widget is a room: its traits (widget.py), what it shows (widget.mjs and the modules that it joins) and its
looks (style.css). What several of them use lies in `shared/`.
"""

from .photo_filter.widget import PhotoFilter
from .prediction.widget import Prediction
from .progress_view.widget import ProgressView
from .quick_questions.widget import QuickQuestions
from .size_explorer.widget import SizeExplorer
from .sliding_window.widget import SlidingWindow
from .volume_view.widget import VolumeView

__all__ = [
    "PhotoFilter", "Prediction", "ProgressView", "QuickQuestions",
    "SizeExplorer", "SlidingWindow", "VolumeView",
]  # fmt: skip

#: Every widget class, for whoever publishes their modules beside a static page.
ALL = (PhotoFilter, Prediction, ProgressView, QuickQuestions, SizeExplorer, SlidingWindow, VolumeView)
