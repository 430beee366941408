"""What every block of a network can do, and what it asks of its settings and of the shape it is given."""

from .. import written
from ..refusal import fit_rule, pair, whole_number


class Block:
    """What every block can do; a block without parameters and without windows says no more than this.

    out_shape   shape in -> shape out, refusing what does not fit
    sizes       shape in -> {name: shape} of its parameters
    start       fresh parameters from a random generator
    forward     x, parameters -> output, and what `backward` will want to know
    backward    upstream gradient, that memory, parameters -> gradient of x, {name: gradient}
    reach       shape in -> (how far its window spans, its stride), each (height, width); None: everything
    macs        shape in -> how often it multiplies and accumulates
    """

    name = None
    kind = None

    def __post_init__(self):
        layer_name(self.name)

    def out_shape(self, shape):
        return shape

    def sizes(self, shape):
        return {}

    def start(self, shape, rng, dtype):
        return {}

    def reach(self, shape):
        return (1, 1), (1, 1)

    def macs(self, shape):
        return 0

    def neurons(self, shape):
        return 0

    def __str__(self):
        return f"{type(self).__name__}()"

    def _keep_whole(self, **least):
        """Check whole numbers and keep them as such: numpy's own are not written as one writes them."""
        for name, smallest in least.items():
            object.__setattr__(self, name, whole_number(name, getattr(self, name), smallest))

    def _keep_window(self):
        """Check a window's extent and what it does at the edge."""
        Fh, Fw = pair("F", self.F)
        object.__setattr__(self, "F", (Fh, Fw) if isinstance(self.F, (tuple, list)) else Fh)
        fit_rule(self.fit)

    def _written(self, always, unless_default):
        """The block as one writes it: some settings always, others where they are not as usual."""
        default = type(self).__dataclass_fields__
        parts = [str(getattr(self, field)) for field in always]
        parts += [
            f"{field}={getattr(self, field)!r}"
            for field in unless_default
            if getattr(self, field) != default[field].default
        ]
        return f"{type(self).__name__}({', '.join(parts)})"


class NeedsVolume(ValueError):
    """A layer with windows comes after one that leaves no height and width."""


def volume(shape):
    """Give a shape back that is (H, W, D)."""
    if len(shape) != 3:
        raise NeedsVolume(f"it needs a volume (H, W, D), not {written.size(shape)} numbers")
    return shape


def layer_name(name):
    """Give back what a layer may be called: a text, or None for a name that the network gives."""
    if not (name is None or isinstance(name, str)):
        raise TypeError(f'name must be a word such as "conv1", not {name!r}')
    return name
