"""States of SlidingWindow at random, for what has to hold in every one of them."""


def random_state(rng):
    """A state a reader could reach, and a few that only odd shapes reach."""
    op = str(rng.choice(["conv", "conv", "conv", "max", "avg"]))
    D, K = (int(n) for n in rng.integers(1, 4, 2))
    H, W, Fh, Fw = (int(n) for n in rng.integers([1, 1, 1, 1], [12, 12, 6, 6]))
    F = int(rng.integers(1, 5))
    return {
        "x": rng.integers(-9, 10, (H, W, D)).tolist(),
        "filters": (rng.integers(-20, 21, (K, Fh, Fw, D)) / 4).tolist(),
        "bias": rng.integers(-4, 5, K).tolist(),
        "op": op,
        "F": F,
        "stride": int(rng.integers(1, 5)),
        # A pool's padding stays below its window; beyond that the refusal has other words.
        "padding": int(rng.integers(0, 4 if op == "conv" else F)),
        "padding_mode": str(rng.choice(["zeros", "zeros", "zeros", "reflect", "replicate", "same"])),
        "dilation": int(rng.choice([1, 1, 1, 2, 3])),
        "flip": bool(rng.integers(2)),
        "relu": bool(rng.integers(2)),
        "fit": str(rng.choice(["exact", "exact", "floor", "ceil"])),
    }
