"""Every exercise of the book, by its name; a module declares those of a lesson, one after the other."""

from ..checking.declare import Exercise
from . import alexnet, brain, conv, padding, pooling, sliding, stride, training, whole

_MODULES = sliding, stride, padding, conv, brain, pooling, whole, training, alexnet

ALL = {}
for _module in _MODULES:
    for _declared in vars(_module).values():
        if isinstance(_declared, Exercise):
            if _declared.name in ALL:
                raise ValueError(f"two exercises are called {_declared.name}")
            ALL[_declared.name] = _declared


def of_lesson(key):
    """The exercises of a lesson, in their order; of one without any, none."""
    return [exercise for exercise in ALL.values() if exercise.lesson.key == key]
