"""Fresh inputs for exercises: halves that one can add up, of both signs, and nothing that is square.

Halves, since with whole numbers alone a result that is cut off at the point would go unnoticed.
"""

import numpy as np


def between(generator, low, high):
    """A whole number from low to high, both included."""
    return int(generator.integers(low, high + 1))


def two_sizes(generator, low, high):
    """A height and a width that differ."""
    height, width = generator.permutation(np.arange(low, high + 1))[:2]
    return int(height), int(width)


def numbers(generator, *shape):
    """An array of halves from −4 to 4; its last number is none that is whole."""
    array = generator.integers(-8, 9, shape) / 2
    array.flat[-1] = generator.integers(-4, 4) + 0.5
    return array


def not_zero(generator, *shape):
    """An array of halves from 0.5 to 4.5, for what must not vanish, such as a bias."""
    return generator.integers(1, 10, shape) / 2


def lopsided(generator, *shape):
    """An array of halves that is not its own mirror image: its first number is its largest."""
    array = numbers(generator, *shape)
    array.flat[0] = 5.5
    return array


def far_below(generator):
    """How far below 0 all numbers lie: beyond what a search for the largest may begin with."""
    return int(generator.choice([0, 0, 30, 400, 3000]))


def layer(generator, *, strides=(1, 2, 3), paddings=(0,)):
    """A volume, filters, biases, a stride and a padding that fit: -> the five of them."""
    F, S, P = between(generator, 2, 3), int(generator.choice(strides)), int(generator.choice(paddings))
    D, K = two_sizes(generator, 1, 3)
    H2, W2 = two_sizes(generator, 2, 4)
    # Windows that fit with some padding to spare on both sides.
    H1, W1 = ((size - 1) * S + F - 2 * P for size in (H2, W2))
    if min(H1, W1) < 1:
        H1, W1 = H1 + 2 * S, W1 + 2 * S
    return numbers(generator, H1, W1, D), lopsided(generator, K, F, F, D), not_zero(generator, K), S, P
