"""Random chains of layers, as SizeExplorer's page knows them, and what convlib says of them."""

from convlib import Network
from convlib.widgets.size_explorer.layers_trait import Layers


def random_layer(rng, depth):
    kind = str(rng.choice(["conv", "conv", "conv", "max", "avg", "fc"], p=[0.2, 0.2, 0.2, 0.16, 0.16, 0.08]))
    if kind == "fc":
        return {"kind": kind, "name": "", "m": int(rng.integers(1, 20))}
    F = int(rng.integers(1, 6))
    window = {
        "F": F,
        "S": int(rng.choice([1, 1, 2, 3, F])),
        "P": int(rng.choice([0, 0, 1, 2, 3])),
        "fit": str(rng.choice(["exact", "exact", "floor", "ceil"])),
    }
    if kind != "conv":
        return {"kind": kind, "name": "", **window}
    groups = int(rng.choice([1, 1, 1, 2, 3]))
    K = groups * int(rng.integers(1, 5)) + (rng.random() < 0.05)
    groups = groups if rng.random() < 0.9 else depth
    return {"kind": kind, "name": "", "K": int(K), "groups": groups, **window}


def random_chain(rng):
    shape = [int(side) for side in rng.integers([5, 5, 1], [60, 60, 7])]
    layers = [random_layer(rng, shape[2]) for _ in range(rng.integers(1, 7))]
    if rng.random() < 0.2:
        layers[0]["name"] = "first/one"
    return {"input_shape": shape, "layers": layers}


def blocks(chain):
    return Layers().validate(None, chain["layers"])


def fitting(layers, shape):
    """The longest part of a chain that convlib accepts, and the words for what comes after it."""
    words = None
    for count in range(len(layers), 0, -1):
        try:
            return Network(layers[:count], shape).summary(), words
        except ValueError as error:
            words = str(error)
    return None, words
