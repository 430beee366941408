"""How a network learns: step after step a little down the gradient, and a history of how it went.

`Network.fit` is the loop; SGD and Adam say how far a step goes.
"""

from dataclasses import dataclass, field

import numpy as np

from .. import arguments, console_bar, written
from ..layers import cross_entropy
from ..refusal import whole_number
from ..shown import Shown


@dataclass
class SGD:
    """Stochastic gradient descent: step against the gradient, with some of the last step's swing.

    `decay` pulls all weights (not the biases) a little towards 0.
    """

    rate: float = 0.01
    momentum: float = 0.9
    decay: float = 0.0
    _swing: dict = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self):
        _refuse_rates(rate=self.rate, momentum=self.momentum, decay=self.decay)

    def step(self, parameters, gradients):
        for name, gradient in gradients.items():
            if self.decay and not name.endswith(".bias"):
                gradient = gradient + self.decay * parameters[name]
            swing = self._swing.get(name)
            if swing is None:
                swing = self._swing[name] = np.zeros_like(gradient)
            _same_network(self, name, swing, gradient)
            swing *= self.momentum
            swing -= self.rate * gradient
            parameters[name] += swing


@dataclass
class Adam:
    """Every number has its own stride: the running mean of its gradients over that of their size.

    Source   Kingma and Ba 2015, algorithm 1
    """

    rate: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    _means: dict = field(default_factory=dict, init=False, repr=False)
    _steps: int = field(default=0, init=False, repr=False)

    def __post_init__(self):
        _refuse_rates(rate=self.rate, beta1=self.beta1, beta2=self.beta2, epsilon=self.epsilon)

    def step(self, parameters, gradients):
        self._steps += 1
        # Both means start at 0 and would be too small at first.
        slow = 1 - self.beta1**self._steps
        slower = (1 - self.beta2**self._steps) ** 0.5
        for name, gradient in gradients.items():
            if name not in self._means:
                self._means[name] = np.zeros_like(gradient), np.zeros_like(gradient)
            mean, square = self._means[name]
            _same_network(self, name, mean, gradient)
            mean += (1 - self.beta1) * (gradient - mean)
            square += (1 - self.beta2) * (gradient * gradient - square)
            parameters[name] -= self.rate / slow * mean / (np.sqrt(square) / slower + self.epsilon)


class History(Shown):
    """How training went: lists with a number for every epoch, and a drawing of them in a notebook.

    loss, accuracy                          on the pictures learnt from, while learning from them
    validation_loss, validation_accuracy    on the others after each epoch; empty without `validation`
    stopped                                 why it ended before its last epoch; None if it did not
    """

    def __init__(self, epochs):
        self.epochs = epochs
        self.loss, self.accuracy = [], []
        self.validation_loss, self.validation_accuracy = [], []
        self.stopped = None

    def __len__(self):
        return len(self.loss)

    def __repr__(self):
        lines = ["epoch   loss  right" + ("   validation: loss  right" if self.validation_loss else "")]
        for epoch in range(len(self)):
            line = f"{epoch + 1:5}{self.loss[epoch]:7.3f}{self.accuracy[epoch]:7.1%}"
            if self.validation_loss:
                line += f"{self.validation_loss[epoch]:20.3f}{self.validation_accuracy[epoch]:7.1%}"
            lines.append(line)
        if self.stopped:
            lines.append(self.stopped)
        return "\n".join(lines)


def fit(network, x, y, *, epochs=1, optimizer=None, batch_size=64, validation=None, seed=0, bar=True):
    """Learn from pictures and their labels, batch by batch, in an order that `seed` shuffles.

    Ctrl-C (or a notebook's stop button) ends it cleanly: the weights are kept, and so is the history so far.
    A bar shows how far it has come; `bar=False` does without.

    Shapes   x (N, H, W, D), y (N,) whole numbers, validation a pair of the same -> History
    Raises   ValueError for shapes, labels or settings that cannot be learnt from;
             FloatingPointError when the loss is no longer a number: the weights go back to the epoch's start
    """
    epochs, batch_size = whole_number("epochs", epochs, 1), whole_number("batch_size", batch_size, 1)
    optimizer, bar = _optimizer(optimizer), arguments.yes_or_no("bar", bar)
    x, y = network.batch(x, y)
    if validation is not None:
        if not isinstance(validation, (tuple, list)) or len(validation) != 2:
            kind = type(validation).__name__
            raise ValueError(f"validation must be a pair of pictures and labels, (x, y), not {kind}")
        validation = network.batch(*validation, names=("validation[0]", "validation[1]"))
    for name, numbers in network.parameters.items():
        arguments.finite(name, numbers, "make the network again, or load it from a file")
    rng = np.random.default_rng(whole_number("seed", seed, 0))
    history = History(epochs)
    batches = -(-len(x) // batch_size)
    with console_bar.bar(epochs * batches, shown=bar, unit="batch") as line:
        try:
            for epoch in range(epochs):
                kept = {name: numbers.copy() for name, numbers in network.parameters.items()}
                order = rng.permutation(len(x))
                loss = right = 0
                for start in range(0, len(x), batch_size):
                    batch = order[start : start + batch_size]
                    batch_loss, gradients, batch_right = network.learn(x[batch], y[batch], rng)
                    if not np.isfinite(batch_loss):
                        network.parameters.update(kept)
                        raise _diverged(batch_loss, epoch, start // batch_size, optimizer, history)
                    optimizer.step(network.parameters, gradients)
                    loss += batch_loss * len(batch)
                    right += batch_right
                    seen = start + len(batch)
                    share = written.share(right / seen)
                    words = f"epoch {epoch + 1} of {epochs}: loss {loss / seen:.3f}, {share} right"
                    line.set_description_str(words, refresh=False)
                    line.update()
                history.loss.append(loss / len(x))
                history.accuracy.append(right / len(x))
                if validation is not None:
                    loss, accuracy = judge(network, *validation)
                    history.validation_loss.append(loss)
                    history.validation_accuracy.append(accuracy)
        except KeyboardInterrupt:
            history.stopped = f"Stopped in epoch {len(history) + 1} of {epochs}; the weights are kept."
    return history


def judge(network, x, y):
    """The mean loss over pictures, and the share of them that the network gets right.

    Shapes   x (N, H, W, D), y (N,) -> loss, accuracy
    """
    scores = network.scores(x)
    loss, _ = cross_entropy(scores, y)
    return loss, float((scores.argmax(axis=-1) == y).mean())


def _optimizer(optimizer):
    if optimizer is None:
        return Adam()
    if isinstance(optimizer, type):
        optimizer = optimizer()
    if not hasattr(optimizer, "step"):
        raise TypeError(f"optimizer must be SGD, Adam or one of these with settings, not {optimizer!r}")
    return optimizer


def _same_network(optimizer, name, kept, gradient):
    if kept.shape != gradient.shape:
        kind = type(optimizer).__name__
        raise ValueError(
            f"this {kind} has moved {name} of shape {kept.shape} in another network, but here it has shape "
            f"{gradient.shape}: every network needs an optimizer of its own, {kind}(rate={optimizer.rate:g})"
        )


def _refuse_rates(rate, **below_one):
    arguments.number_from("rate", rate, 0, above=True)
    for name, value in below_one.items():
        arguments.number_from(name, value, 0, 1)


def _diverged(loss, epoch, batch, optimizer, history):
    advice = ""
    if isinstance(optimizer, (SGD, Adam)):
        # A tenth of a rate that is far too large would lead here again.
        rate = min(optimizer.rate / 10, type(optimizer).rate)
        advice = f", such as {type(optimizer).__name__}(rate={rate:g})"
    error = FloatingPointError(
        f"the loss became {'NaN' if np.isnan(loss) else 'infinite'} in epoch {epoch + 1}, batch {batch + 1}: "
        f"the steps are too large. Try a smaller rate{advice}, and pictures whose numbers lie between 0 "
        "and 1. The weights are back to what they were before this epoch."
    )
    error.history = history
    return error
