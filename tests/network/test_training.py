"""Training: the optimizers by hand, a network that learns, stops, repeats, and says when it diverges."""

import numpy as np
import pytest

from convlib import SGD, Adam, Conv, Dense, Dropout, MaxPool, Network, ReLU
from convlib.fast import threads
from convlib.network.training import History


def bars(count, seed=0):
    """Pictures of 8×10 with a bright bar: class 0 lies, class 1 stands."""
    rng = np.random.default_rng(seed)
    x = rng.random((count, 8, 10, 1), np.float32) * 0.3
    y = rng.integers(0, 2, count)
    for picture, label, place in zip(x, y, rng.integers(0, 8, count), strict=True):
        if label:
            picture[:, place] += 0.7
        else:
            picture[place] += 0.7
    return x, y


def small(**settings):
    return Network([Conv(4, 3, padding=1), ReLU(), MaxPool(2), Dense(2)], (8, 10, 1), **settings)


@pytest.mark.parametrize("optimizer", [None, Adam, Adam(rate=0.005), SGD, SGD(rate=0.05, decay=1e-3)])
def test_a_network_learns(optimizer):
    net, (x, y), asked = small(), bars(400), bars(100, seed=1)
    history = net.fit(x, y, epochs=15, optimizer=optimizer, batch_size=20, validation=asked)
    assert len(history) == 15
    assert history.loss[-1] < history.loss[0] / 2
    assert history.validation_accuracy[-1] > 0.95
    assert history.validation_accuracy[-1] == (net.predict(asked[0]) == asked[1]).mean()
    assert history.stopped is None


def test_sgd_by_hand():
    p = {"a.weights": np.array([1.0]), "a.bias": np.array([1.0])}
    optimizer = SGD(rate=0.1, momentum=0.5, decay=0.2)
    optimizer.step(p, {"a.weights": np.array([2.0]), "a.bias": np.array([2.0])})
    # The bias does not decay.
    np.testing.assert_allclose(p["a.weights"], 1 - 0.1 * (2 + 0.2 * 1))
    np.testing.assert_allclose(p["a.bias"], 1 - 0.1 * 2)
    optimizer.step(p, {"a.bias": np.array([4.0])})
    np.testing.assert_allclose(p["a.bias"], 0.8 - 0.5 * 0.2 - 0.1 * 4)


def test_adam_by_hand():
    p, optimizer = {"a.bias": np.array([1.0])}, Adam(rate=0.1, beta1=0.5, beta2=0.75, epsilon=0)
    optimizer.step(p, {"a.bias": np.array([4.0])})
    # The first step is the rate, whatever the gradient: both means, corrected, are 4 and 16.
    np.testing.assert_allclose(p["a.bias"], 1 - 0.1)
    optimizer.step(p, {"a.bias": np.array([-2.0])})
    mean = (0.5 * (0.5 * 4) + 0.5 * -2) / (1 - 0.5**2)
    square = (0.75 * (0.25 * 16) + 0.25 * 4) / (1 - 0.75**2)
    np.testing.assert_allclose(p["a.bias"], 0.9 - 0.1 * mean / square**0.5)


def test_runs_repeat_and_seeds_differ():
    x, y = bars(90)

    def run(seed):
        net = Network([Conv(3, 3), ReLU(), Dropout(0.5), Dense(2)], (8, 10, 1))
        net.fit(x, y, epochs=2, batch_size=32, seed=seed)
        return net.scores(x)

    np.testing.assert_array_equal(run(1), run(1))
    assert not np.array_equal(run(1), run(2))


def test_threads_change_nothing_but_rounding(monkeypatch):
    x, y = bars(50)
    net = small(dtype=np.float64)
    monkeypatch.setattr(threads, "WORTH_A_THREAD", 1)
    with threads.using(threads=1):
        loss, gradients = net.loss_and_gradients(x, y)
    with threads.using(threads=3):
        other_loss, others = net.loss_and_gradients(x, y)
    assert other_loss == pytest.approx(loss)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(others[name], gradient, atol=1e-12)


def test_ctrl_c_keeps_the_weights(monkeypatch):
    net, (x, y) = small(), bars(60)
    learn, seen = net.learn, []

    def interrupted(*arguments):
        if len(seen) == 8:
            raise KeyboardInterrupt
        seen.append(net.parameters["fc1.weights"].copy())
        return learn(*arguments)

    monkeypatch.setattr(net, "learn", interrupted)
    history = net.fit(x, y, epochs=5, batch_size=10)
    # Six batches an epoch: the second epoch was not finished.
    assert len(history) == 1
    assert history.stopped == "Stopped in epoch 2 of 5; the weights are kept."
    assert "Stopped in epoch 2" in repr(history)
    assert not np.array_equal(net.parameters["fc1.weights"], seen[-1])


def test_a_loss_that_is_no_number_is_said_and_undone():
    net, (x, y) = small(), bars(60)
    net.fit(x, y, epochs=1)
    before = net.scores(x)
    with pytest.raises(FloatingPointError, match=r"the loss became .* such as SGD\(rate=0\.01\)") as e:
        net.fit(x, y, epochs=3, optimizer=SGD(rate=1e20), batch_size=10)
    np.testing.assert_array_equal(net.scores(x), before)
    assert isinstance(e.value.history, History)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"y": np.full(6, 2)}, ValueError, r"y\[0\] is 2, but with 2 classes"),
        ({"y": np.zeros(6)}, TypeError, "whole numbers"),
        ({"y": np.zeros(5, int)}, ValueError, "6 pictures need shape"),
        ({"x": np.ones((0, 8, 10, 1)), "y": np.zeros(0, int)}, ValueError, "the batch is empty"),
        ({"x": np.ones((6, 10, 8, 1))}, ValueError, "takes pictures of 8×10×1"),
        ({"x": np.ones((8, 10, 1))}, ValueError, r"a batch \(N, H, W, D\) is needed"),
        ({"epochs": 0}, ValueError, "epochs must be 1 or more"),
        ({"batch_size": 1.5}, TypeError, "batch_size must be a whole number"),
        ({"optimizer": "adam"}, TypeError, "optimizer must be SGD, Adam"),
        ({"validation": np.ones(3)}, ValueError, "validation must be a pair"),
        ({"validation": (np.ones((2, 8, 10, 1)), [0, 5])}, ValueError, r"validation\[1\]\[1\] is 5"),
    ],
)
def test_bad_input_is_refused(change, error, words):
    call = {"x": np.ones((6, 8, 10, 1)), "y": np.zeros(6, int)} | change
    with pytest.raises(error, match=words):
        small().fit(**call)


@pytest.mark.parametrize(("value", "what"), [(np.nan, "NaN"), (np.inf, "infinite"), (-np.inf, "infinite")])
def test_pictures_that_hold_no_numbers_are_refused_by_name_and_place(value, what):
    net, (x, y) = small(), bars(20)
    strange = x.copy()
    strange[3, 2, 5, 0] = value
    before = net.scores(x)
    words = rf"^x\[3, 2, 5, 0\] is {what}, which is not a number to compute with: np.nan_to_num\(x, "
    for call in (net.predict, net.scores, net.probabilities, net.activations,
                 lambda x: net.fit(x, y), lambda x: net.loss_and_gradients(x, y)):  # fmt: skip
        with pytest.raises(ValueError, match=words):
            call(strange)
    with pytest.raises(ValueError, match=rf"^validation\[0\]\[3, 2, 5, 0\] is {what}"):
        net.fit(x, y, validation=(strange, y))
    with pytest.raises(ValueError, match=rf"^x\[0, 2, 5, 0\] is {what}"):
        net.predict(strange[3])
    np.testing.assert_array_equal(net.scores(x), before)


def test_numbers_that_float32_has_no_room_for():
    net, (x, y) = small(), bars(4)
    words = r"^x has numbers up to 1e\+200, but float32 ends at 3.40282e\+38: x / np\.abs\(x\)"
    with pytest.raises(ValueError, match=words):
        net.fit(np.full(x.shape, 1e200), y)


def test_weights_that_are_no_numbers_are_not_blamed_on_the_steps():
    net, (x, y) = small(), bars(20)
    net.parameters["conv1.filters"][1, 2, 0, 0] = np.nan
    with pytest.raises(ValueError, match=r"^conv1.filters\[1, 2, 0, 0\] is NaN, .*: make the network again"):
        net.fit(x, y)


@pytest.mark.parametrize("optimizer", [SGD, Adam])
def test_an_optimizer_keeps_to_its_network(optimizer):
    x, y = bars(20)
    optimizer = optimizer(rate=0.003)
    small().fit(x, y, optimizer=optimizer)
    other = Network([Conv(5, 3), Dense(2)], (8, 10, 1))
    with pytest.raises(ValueError, match=r"fc1.weights of shape \(80, 2\) in .*\(rate=0.003\)"):
        other.fit(x, y, optimizer=optimizer)


def test_maps_cannot_learn_from_labels():
    net = Network([Conv(3, 3)], (8, 10, 1))
    with pytest.raises(ValueError, match=r"the last layer makes 6×8×3, but scores are needed"):
        net.fit(np.ones((2, 8, 10, 1)), [0, 1])


@pytest.mark.parametrize("make", [lambda: SGD(rate=0), lambda: Adam(rate=-1), lambda: SGD(momentum=1)])
def test_rates_that_are_none_are_refused(make):
    with pytest.raises(ValueError, match="must be"):
        make()


def test_the_history_draws_itself():
    net, (x, y) = small(), bars(40)
    history = net.fit(x, y, epochs=2, validation=(x, y))
    bundle = history._repr_mimebundle_()
    assert bundle["text/plain"].splitlines()[0].startswith("epoch   loss  right")
    assert bundle["text/html"].count("<svg") == 2
    alt = history.draw().alt
    assert alt.startswith(f"Over 2 epochs the loss goes from {history.loss[0]:.3f} to {history.loss[1]:.3f}")
    assert f"{100 * history.validation_accuracy[1]:.1f} % are right" in alt
    assert "not one epoch" in str(pytest.raises(ValueError, History(3).draw).value)


def test_nobody_watches_no_bar(capfd):
    small().fit(*bars(10), epochs=1)
    assert capfd.readouterr() == ("", "")
