"""Every exercise of the book, by its name; a module declares those of a lesson."""

from . import alexnet, brain, conv, own_network, padding, pooling, sliding, stride, training, whole

ALL = {}
_MODULES = (
    sliding, stride, padding, conv,
    brain, pooling, whole, training, own_network, alexnet,
)  # fmt: skip

for _module in _MODULES:
    for _exercise in _module.EXERCISES:
        if _exercise.name in ALL:
            raise ValueError(f"two exercises are called {_exercise.name}")
        ALL[_exercise.name] = _exercise
