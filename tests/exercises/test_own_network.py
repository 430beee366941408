"""A network of one's own that saw too few pictures, or learned the wrong way, is told what is missing."""

import numpy as np
import pytest

from convlib.course.checking.judge import NOT_YET
from convlib.course.exercises import ALL, training
from convlib.exercise import check


def test_a_network_that_saw_too_few_pictures_has_learned_something():
    (x_train, y_train), _ = training.digits()
    rng = np.random.default_rng(10)
    parameters = [
        rng.normal(size=(6, 3, 3, 1)) / 3, np.zeros(6),
        rng.normal(size=(54, 10)) / 10, np.zeros(10),
    ]  # fmt: skip
    for x, label in zip(x_train[:150], y_train[:150], strict=True):
        _, *steps = training.my_network(x, label, *parameters)
        parameters = [training.my_step(p, step, 0.1) for p, step in zip(parameters, steps, strict=True)]
    result = check("trained", tuple(parameters))
    assert result.outcome == NOT_YET
    assert result.said == (ALL["trained"].demands[-1].words,)


@pytest.mark.parametrize("rate", [-0.1, 1e6])
def test_a_network_trained_the_wrong_way_is_told(rate):
    x, y = training.digits()[0]
    parameters = [np.ones(part.shape) / 9 for part in training.UNTRAINED]
    with np.errstate(all="ignore"):
        for place in range(20):
            _, *steps = training.my_network(x[place], y[place], *parameters)
            parameters = [p - rate * step for p, step in zip(parameters, steps, strict=True)]
    assert check("trained", parameters).outcome == NOT_YET
