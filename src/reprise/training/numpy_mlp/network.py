"""The fully connected network of the from-scratch engine: forward and backward pass.

    z_k = a_{k-1} W_k^T + b_k,   a_k = f(z_k),   a_0 = x,   logits = z_L
    delta_L = d(mean loss)/d(logits),   delta_{k-1} = (delta_k W_k) * f'(z_{k-1})
    dW_k = delta_k^T a_{k-1},   db_k = sum over the batch of delta_k

(Rumelhart, Hinton & Williams 1986.) All buffers of a batch size are allocated when that size is
first seen and used again: a training step allocates no matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from reprise.training.numpy_mlp.activations import activation_named
from reprise.training.numpy_mlp.batches import Batch, LossBuffers
from reprise.training.numpy_mlp.calls import Calls, make
from reprise.training.numpy_mlp.images import Images
from reprise.training.numpy_mlp.initializers import initialize
from reprise.training.numpy_mlp.layers import Dense, products_of
from reprise.training.numpy_mlp.losses import check_labels, loss_named
from reprise.training.numpy_mlp.optimizers import Optimizer
from reprise.training.numpy_mlp.steps import Steps

SLICE = 1000
"""Examples of a large batch that go forward and backward at once: as many images stay in a cache
between the two, and the batch is read from memory once."""

AT_ONCE = 64
"""Batches whose losses are found together, at most, if they have at most SLICE examples in all."""

InitializerSpec = tuple[str, float | None]
"""A kind of `initializers.KINDS` and its scale, None where the kind has none."""

Use = Callable[[Dense, np.ndarray, np.ndarray], Calls]
"""What is done with a layer, its inputs and delta, once delta has gone back through it."""


@dataclass(frozen=True)
class _Buffers:
    """What the passes over a batch write to; arrays of shape (batch, width of the layer)."""

    x: np.ndarray  # what `steps` take from their images
    z: list[np.ndarray]  # one per layer: z_k in the forward pass, then delta_k, of the same shape
    a: list[np.ndarray]  # one per hidden layer
    loss: LossBuffers


class Network:
    """A multilayer perceptron whose hidden layers share one activation and whose output is linear.

    `widths` are (inputs, hidden..., classes). Parameters are drawn from `rng` in the order W1, b1,
    W2, b2, ... and called so. Examples are C-ordered matrices of shape (batch, inputs) and of the
    network's dtype, float32 or float64; labels are integer vectors of shape (batch,).
    """

    def __init__(
        self,
        widths: Sequence[int],
        *,
        activation: str,
        weights: InitializerSpec,
        biases: InitializerSpec,
        loss: str,
        rng: np.random.Generator,
        dtype: DTypeLike = np.float32,
        slope: float | None = None,
    ) -> None:
        if len(widths) < 2 or min(widths) < 1:
            raise ValueError(f"widths must be two or more positive numbers, not {list(widths)}")
        products_of(dtype)  # refuses other types before anything is drawn
        self.widths = tuple(widths)
        self.dtype = np.dtype(dtype)
        self.activation = activation_named(activation, slope=slope)
        self.loss = loss_named(loss)
        self.layers = [
            self._draw_layer(number, weights, biases, rng) for number in range(1, len(widths))
        ]
        self._buffers: dict[int, _Buffers] = {}
        self._sums: dict[str, np.ndarray] = {}

    def parameters(self) -> dict[str, np.ndarray]:
        """The live parameters by name: W1 of shape (out, in), b1 of shape (out,), W2, ..."""
        return {name: p for layer in self.layers for name, p in layer.parameters.items()}

    @property
    def parameter_count(self) -> int:
        """The number of weights and biases."""
        return sum(parameter.size for parameter in self.parameters().values())

    def load(self, parameters: Mapping[str, np.ndarray]) -> None:
        """Copies values into the parameters; ValueError unless names and shapes are the same."""
        own = self.parameters()
        wanted = {name: array.shape for name, array in own.items()}
        given = {name: np.shape(array) for name, array in parameters.items()}
        if given != wanted:
            raise ValueError(f"these parameters do not fit: the network has {wanted}, not {given}")
        for name, array in own.items():
            np.copyto(array, parameters[name], casting="same_kind")

    def forward(self, x: np.ndarray) -> np.ndarray:
        """The logits, shape (batch, classes), in a buffer that the next call overwrites."""
        self._check_examples(x)
        buffers = self._buffers_for(len(x))
        make(self._forward(x, buffers, self.layers))
        return buffers.z[-1]

    def train_step(
        self, x: np.ndarray, labels: np.ndarray, optimizer: Optimizer
    ) -> tuple[float, int]:
        """One update by the gradient of the batch's mean loss.

        Returns the batch's loss before the update (its mean, or what the loss reports instead) and
        the number of right predictions. Labels are not checked: see `losses.check_labels`.
        """
        self._check_examples(x, labels)
        if len(x) > SLICE and self.loss.by_example:
            return self._train_in_slices(x, labels, optimizer, SLICE)
        optimizer.begin_step()
        return self._pass_and_report(x, labels, optimizer.update)

    def steps_at_once(self, batch: int) -> int:
        """How many updates by batches of that size find their losses together."""
        return min(AT_ONCE, max(1, SLICE // batch))

    def steps(self, images: Images, labels: np.ndarray, batch: int, optimizer: Optimizer) -> Steps:
        """Updates by batches of that size, to be made many times.

        Each is what `train_step` makes of the same images, up to rounding where they are bytes.
        Up to `steps_at_once` of them are made at a time. Labels are those of all images.
        """
        buffers, first = self._buffers_for(batch), self.layers[0]
        if images.unit is not None:
            first = first.of_inputs_in(images.unit)

        def step(rows: np.ndarray, noted: Batch) -> Calls:
            yield (optimizer.begin_step,)
            yield from images.take_levels(rows, buffers.x)
            yield from self._pass_through(buffers.x, noted, buffers, optimizer.update, first)

        return Steps(self.loss, buffers.loss, labels, step)

    def train_step_accumulated(
        self, x: np.ndarray, labels: np.ndarray, optimizer: Optimizer
    ) -> tuple[float, int]:
        """The same update from single examples, as loops without batched products make it.

        Each example goes forward and backward alone, and the update is by the mean of their
        gradients. Returns the mean of the examples' losses and the number of right predictions.
        """
        self._check_examples(x, labels)
        return self._train_in_slices(x, labels, optimizer, 1)

    def _train_in_slices(
        self, x: np.ndarray, labels: np.ndarray, optimizer: Optimizer, size: int
    ) -> tuple[float, int]:
        """One update, whose gradient is the weighted sum of the gradients of slices."""
        if not self._sums:
            self._sums = {name: np.empty_like(p) for name, p in self.parameters().items()}
        for total in self._sums.values():
            total.fill(0.0)
        loss, correct = 0.0, 0
        for start in range(0, len(x), size):
            part = slice(start, start + size)
            share = len(labels[part]) / len(x)
            add = _adder(self._sums, share)
            part_loss, hits = self._pass_and_report(x[part], labels[part], add)
            loss, correct = loss + share * part_loss, correct + hits
        optimizer.begin_step()
        optimizer.apply(self.parameters(), self._sums)
        return loss, correct

    def gradients(self, x: np.ndarray, labels: np.ndarray) -> dict[str, np.ndarray]:
        """The gradient of the batch's mean loss by parameter name, in new arrays."""
        self._check_examples(x, labels)
        check_labels(labels, self.widths[-1])
        gradients = {name: np.zeros_like(p) for name, p in self.parameters().items()}
        buffers = self._buffers_for(len(x))
        make(self._pass_through(x, *buffers.loss.expect(labels), buffers, _adder(gradients)))
        return gradients

    def predict_logits(self, x: np.ndarray, batch: int = SLICE) -> np.ndarray:
        """The logits of any number of examples, in a new array; `batch` bounds the memory."""
        logits = np.empty((len(x), self.widths[-1]), self.dtype)
        for start in range(0, len(x), batch):
            logits[start : start + batch] = self.forward(x[start : start + batch])
        return logits

    def predict(self, x: np.ndarray, batch: int = SLICE) -> np.ndarray:
        """The class with the largest logit (the first of equals) of each example."""
        return self.predict_logits(x, batch).argmax(axis=1)

    def evaluate(
        self, images: np.ndarray, labels: np.ndarray, batch: int = SLICE
    ) -> tuple[float, float]:
        """Mean loss, added up in float64, and accuracy in [0, 1]; `batch` bounds the memory."""
        self._check_examples(images, labels)
        check_labels(labels, self.widths[-1])
        loss = loss_named(self.loss.evaluation)
        total, correct = 0.0, 0
        for start in range(0, len(images), batch):
            x, y = images[start : start + batch], labels[start : start + batch]
            buffers = self._buffers_for(len(x))
            (noted,) = buffers.loss.expect(y)
            make(self._forward(x, buffers, self.layers))
            make(loss.forward(noted))
            total += float(loss.sums(buffers.loss)[0])
            correct += int(buffers.loss.hits()[0])
        return total / len(images), correct / len(images)

    def _pass_and_report(self, x: np.ndarray, labels: np.ndarray, use: Use) -> tuple[float, int]:
        """A pass of one batch by itself; gives its loss and right predictions."""
        buffers = self._buffers_for(len(x))
        (noted,) = buffers.loss.expect(labels)
        make(self._pass_through(x, noted, buffers, use))
        return float(self.loss.reported(buffers.loss)[0]), int(buffers.loss.hits()[0])

    def _pass_through(
        self,
        x: np.ndarray,
        noted: Batch,
        buffers: _Buffers,
        use: Use,
        first: Dense | None = None,
    ) -> Calls:
        """Forward and backward; `use` may change the layer's parameters.

        `first` takes the place of the first layer.
        """
        layers = [first or self.layers[0], *self.layers[1:]]
        yield from self._forward(x, buffers, layers)
        yield from self.loss.forward(noted)
        yield from self.loss.backward(noted)
        for k in range(len(layers) - 1, 0, -1):
            layer, inputs, delta = layers[k], buffers.a[k - 1], buffers.z[k]
            yield from layer.backward(delta, out=buffers.z[k - 1])  # with the weights as they were
            yield from use(layer, inputs, delta)
            yield from self.activation.backward(inputs, buffers.z[k - 1])
        yield from use(layers[0], x, buffers.z[0])

    def _forward(self, x: np.ndarray, buffers: _Buffers, layers: Sequence[Dense]) -> Calls:
        """Leaves the logits in the last `z`."""
        for layer, z, a in zip(layers, buffers.z, buffers.a, strict=False):
            yield from layer.forward(x, out=z)
            yield from self.activation.forward(z, a)
            x = a
        yield from layers[-1].forward(x, out=buffers.z[-1])

    def _buffers_for(self, batch: int) -> _Buffers:
        if batch not in self._buffers:
            z = [np.empty((batch, width), self.dtype) for width in self.widths[1:]]
            a = [np.empty_like(array) for array in z[:-1]]
            x = np.empty((batch, self.widths[0]), self.dtype)
            noted = LossBuffers(z[-1], self.steps_at_once(batch), self.loss.target(batch))
            self._buffers[batch] = _Buffers(x, z, a, noted)
        return self._buffers[batch]

    def _draw_layer(
        self,
        number: int,
        weights: InitializerSpec,
        biases: InitializerSpec,
        rng: np.random.Generator,
    ) -> Dense:
        fan_in, width = self.widths[number - 1 : number + 1]

        def draw(spec: InitializerSpec, *shape: int) -> np.ndarray:
            kind, scale = spec
            return initialize(kind, shape, rng, scale=scale, dtype=self.dtype, fan_in=fan_in)

        return Dense(
            draw(weights, width, fan_in), draw(biases, width), (f"W{number}", f"b{number}")
        )

    def _check_examples(self, x: np.ndarray, labels: np.ndarray | None = None) -> None:
        if x.ndim != 2 or x.shape[1] != self.widths[0] or x.dtype != self.dtype:
            raise ValueError(
                f"the network takes {self.dtype} matrices of {self.widths[0]} columns, "
                f"but the examples are {x.dtype} of shape {x.shape}"
            )
        if labels is not None and len(labels) != len(x):
            raise ValueError(f"there are {len(x)} examples, but {len(labels)} labels")


def _adder(gradients: Mapping[str, np.ndarray], share: float = 1.0) -> Use:
    def add(layer: Dense, inputs: np.ndarray, delta: np.ndarray) -> Calls:
        into = (gradients[name] for name in layer.parameters)
        yield from layer.add_gradient(inputs, delta, share, *into)

    return add
