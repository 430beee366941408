"""Every exercise of the book, by its name; a module declares those of a lesson."""

from . import brain_view, conv_layer, padding, pooling, sliding, stride, whole_convnet

ALL = {}
for _module in (sliding, stride, padding, conv_layer, brain_view, pooling, whole_convnet):
    for _exercise in _module.EXERCISES:
        if _exercise.name in ALL:
            raise ValueError(f"two exercises are called {_exercise.name}")
        ALL[_exercise.name] = _exercise
