"""Optimizers of the from-scratch engine.

A training step calls `begin_step` once and then makes, for each layer from last to first, the calls
of `update` with the layer's inputs and delta = d(mean loss)/dz; or `apply` where the gradients are
formed already.
`state` and `load` carry what the optimizer remembers through a checkpoint.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Protocol

import numpy as np

from reprise.training.numpy_mlp.calls import Calls
from reprise.training.numpy_mlp.layers import Dense

Arrays = Mapping[str, np.ndarray]


class Optimizer(Protocol):
    """What a network asks of an optimizer."""

    def begin_step(self) -> None:
        """Called once before the updates of a step."""

    def update(self, layer: Dense, inputs: np.ndarray, delta: np.ndarray) -> Calls:
        """Updates the layer's parameters in place; uses `delta` up, and leaves `inputs`."""

    def apply(self, parameters: Arrays, gradients: Arrays) -> None:
        """Updates parameters in place by gradients of the same names, which it uses up."""

    def state(self) -> dict[str, np.ndarray]:
        """What is remembered between steps, as live arrays by name."""

    def load(self, state: Arrays) -> None:
        """Takes over a copy of what `state` returned; ValueError if it is another optimizer's."""


def optimizer(kind: str, learning_rate: float, *, momentum: float | None = None) -> Optimizer:
    """The optimizer called `sgd`, `momentum` (which needs a momentum) or `adam`."""
    if (kind == "momentum") != (momentum is not None):
        raise ValueError(f"a momentum goes with the optimizer 'momentum', not with {kind!r} alone")
    if kind == "momentum":
        return Momentum(learning_rate, momentum)
    if kind == "sgd":
        return Sgd(learning_rate)
    if kind == "adam":
        return Adam(learning_rate)
    raise ValueError(f"unknown optimizer {kind!r}; choose one of sgd, momentum, adam")


class Sgd:
    """Plain gradient descent, w -= learning_rate * gradient."""

    def __init__(self, learning_rate: float) -> None:
        self.learning_rate = learning_rate

    def begin_step(self) -> None:
        pass

    def update(self, layer: Dense, inputs: np.ndarray, delta: np.ndarray) -> Calls:
        yield from layer.add_gradient(
            inputs, delta, -self.learning_rate, layer.weights, layer.biases
        )

    def apply(self, parameters: Arrays, gradients: Arrays) -> None:
        for name, gradient in gradients.items():
            gradient *= self.learning_rate
            np.subtract(parameters[name], gradient, out=parameters[name])

    def state(self) -> dict[str, np.ndarray]:
        return {}

    def load(self, state: Arrays) -> None:
        _split(state, ())


class _FromGradients:
    """Base of the optimizers that need the gradient itself: forms it in buffers used again."""

    def __init__(self) -> None:
        self._gradients: dict[str, np.ndarray] = {}

    def begin_step(self) -> None:
        pass

    def update(self, layer: Dense, inputs: np.ndarray, delta: np.ndarray) -> Calls:
        gradients = {
            name: _of(self._gradients, name, like=parameter)
            for name, parameter in layer.parameters.items()
        }
        for gradient in gradients.values():
            yield gradient.fill, 0.0
        yield from layer.add_gradient(inputs, delta, 1.0, *gradients.values())
        yield self.apply, layer.parameters, gradients


class Momentum(_FromGradients):
    """Gradient descent with momentum: v = momentum v + gradient; w -= learning_rate v.

    The heavy ball of Polyak (1964) in the form of PyTorch's SGD: the learning rate multiplies the
    whole of v, and there is no dampening.
    """

    def __init__(self, learning_rate: float, momentum: float = 0.9) -> None:
        super().__init__()
        self.learning_rate = learning_rate
        self.momentum = momentum
        self._velocity: dict[str, np.ndarray] = {}

    def apply(self, parameters: Arrays, gradients: Arrays) -> None:
        for name, gradient in gradients.items():
            parameter = parameters[name]
            velocity = _of(self._velocity, name, like=parameter)
            velocity *= self.momentum
            velocity += gradient
            np.multiply(velocity, self.learning_rate, out=gradient)
            parameter -= gradient

    def state(self) -> dict[str, np.ndarray]:
        return {f"velocity.{name}": array for name, array in self._velocity.items()}

    def load(self, state: Arrays) -> None:
        self._velocity = _split(state, ("velocity",))["velocity"]


class Adam(_FromGradients):
    """Adam with bias correction (Kingma & Ba 2015, algorithm 1).

    m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2;
    w -= learning_rate * (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps), in step t = 1, 2, ...
    The defaults are the article's, and PyTorch's.
    """

    def __init__(
        self,
        learning_rate: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        super().__init__()
        self.learning_rate = learning_rate
        self.betas = betas
        self.eps = eps
        self._step = 0
        self._first: dict[str, np.ndarray] = {}
        self._second: dict[str, np.ndarray] = {}
        self._scratch: dict[str, np.ndarray] = {}

    def begin_step(self) -> None:
        self._step += 1

    def apply(self, parameters: Arrays, gradients: Arrays) -> None:
        beta1, beta2 = self.betas
        rate = self.learning_rate / (1.0 - beta1**self._step)
        root_correction = sqrt(1.0 - beta2**self._step)
        for name, gradient in gradients.items():
            parameter = parameters[name]
            first = _of(self._first, name, like=parameter)
            second = _of(self._second, name, like=parameter)
            scratch = _of(self._scratch, name, like=parameter)
            first *= beta1
            np.multiply(gradient, 1.0 - beta1, out=scratch)
            first += scratch
            second *= beta2
            gradient *= gradient
            gradient *= 1.0 - beta2
            second += gradient
            np.sqrt(second, out=scratch)
            scratch /= root_correction
            scratch += self.eps
            np.divide(first, scratch, out=scratch)
            scratch *= rate
            parameter -= scratch

    def state(self) -> dict[str, np.ndarray]:
        return {
            "step": np.array(self._step),
            **{f"first-moment.{name}": array for name, array in self._first.items()},
            **{f"second-moment.{name}": array for name, array in self._second.items()},
        }

    def load(self, state: Arrays) -> None:
        arrays = dict(state)
        if "step" not in arrays:
            raise ValueError("the state of Adam has no 'step'; it is another optimizer's")
        self._step = int(arrays.pop("step"))
        moments = _split(arrays, ("first-moment", "second-moment"))
        self._first, self._second = moments["first-moment"], moments["second-moment"]


def _of(arrays: dict[str, np.ndarray], name: str, like: np.ndarray) -> np.ndarray:
    """The array of that name, made of zeros when it is first asked for."""
    if name not in arrays:
        arrays[name] = np.zeros_like(like)
    return arrays[name]


def _split(state: Arrays, prefixes: tuple[str, ...]) -> dict[str, dict[str, np.ndarray]]:
    """Copies of arrays called `prefix.name`, as {prefix: {name: array}}."""
    groups: dict[str, dict[str, np.ndarray]] = {prefix: {} for prefix in prefixes}
    for key, array in state.items():
        prefix, _, name = key.partition(".")
        if prefix not in groups:
            raise ValueError(f"the optimizer's state has an unknown entry {key!r}")
        groups[prefix][name] = np.array(array)
    return groups
