"""Which settings of a widget stand open in a lesson, and which of its examples it offers."""

from traitlets import TraitError, TraitType


class OpenControls(TraitType):
    """The settings that stand open, by name, all others behind one fold; None opens all, [] shows none."""

    info_text = "a list of names of controls, or None for all of them"

    def __init__(self, names):
        super().__init__(default_value=None, allow_none=True)
        self.names = tuple(names)
        self.tag(sync=True)

    def validate(self, obj, value):
        return _known(value, self.names, f"a control of {type(obj).__name__}", self.name)


def chosen_examples(examples, names, widget):
    """Those of the `examples` ({"name": …}) that are named, in the order of `names`; None names all.

    Raises   TraitError for a name that there is not, with those that there are
    """
    if names is None:
        return examples
    by_name = {one["name"]: one for one in examples}
    return [by_name[name] for name in _known(names, by_name, f"an example of {widget}", "examples")]


def _known(given, names, kind, what):
    if isinstance(given, str) or not isinstance(given, (list, tuple)):
        raise TraitError(f"{what} must be a list of names or None, not {given!r}")
    for name in given:
        if name not in names:
            raise TraitError(f"{name!r} is not {kind}: there are {', '.join(map(repr, names))}")
    return list(dict.fromkeys(given))
