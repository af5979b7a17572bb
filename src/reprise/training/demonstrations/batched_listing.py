"""A network's listings for one image and for a batch run again: softmax, shapes, loss, gradients.

After Boczek (2021), section 1.4 and question 6. Arrays are (batch, units); weights (from, to).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.demonstrations.derivatives import error, jacobian
from reprise.training.demonstrations.functions import one_hot, sigmoid
from reprise.training.demonstrations.functions import softmax as row_softmax
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import BatchedListing

Softmax = Callable[[np.ndarray], np.ndarray]

LARGE = 710.0
"""exp of it is beyond the largest float64, which is exp(709.78)."""

WRONG_SHAPES = (ValueError, IndexError)
"""What NumPy raises where shapes do not meet or an axis is missing."""


@dataclass(frozen=True)
class Network:
    """W1 (inputs, hidden), b1 (hidden,), W2 (hidden, classes), b2 (classes,), or derivatives."""

    W1: np.ndarray
    b1: np.ndarray
    W2: np.ndarray
    b2: np.ndarray

    @staticmethod
    def drawn(inputs: int, hidden: int, classes: int, draw: np.random.Generator) -> Network:
        return Network(
            W1=draw.normal(size=(inputs, hidden)),
            b1=np.zeros(hidden),
            W2=draw.normal(size=(hidden, classes)),
            b2=np.zeros(classes),
        )


NAMES = tuple(field.name for field in fields(Network))


def run(options: BatchedListing, context: Context) -> Outcome:
    """Softmax, shapes and loss in the full network; gradients in a small one.

    ``as_printed``: with the softmax in print, which divides by the sum over all it is given;
    ``corrected``: by the sum of each row. ``gradient_error_*``: the batched mean gradient against
    the complex step through the mean cross-entropy of the network with a softmax for each row;
    ``own_gradient_error_as_printed``: through that of the network with the softmax in print.
    True and false are 1 and 0; shapes are given one dimension at a time.
    """
    draw = stream(context.seed, "batched listing")
    inputs = options.image_side**2
    net = Network.drawn(inputs, options.hidden, options.classes, draw)
    x = draw.uniform(size=(options.batch, inputs))
    y = one_hot(draw.integers(options.classes, size=options.batch), options.classes)
    small = Network.drawn(options.few_inputs, options.few_hidden, options.classes, draw)
    few_x = draw.normal(size=(options.batch, options.few_inputs))
    metrics: Metrics = {
        "batch_size": options.batch,
        **_vector_softmax(draw.normal(size=options.classes)),
        **_batch_softmax(draw.normal(size=(options.batch, options.classes))),
        **_losses(net, x, y),
        **_shapes(net, x, y),
        **_inputs(net, x, y, options.image_side),
        **_gradients(small, few_x, y),
    }
    return Outcome(metrics)


# The listings


def listed_softmax(z: np.ndarray) -> np.ndarray:
    """exp(z) / exp(z).sum(), as printed: over everything it is given."""
    exponentials = np.exp(z)
    return exponentials / exponentials.sum()


def listed_loss(a2: np.ndarray, y: np.ndarray, axis: int) -> np.ndarray:
    """Cross-entropy summed over one axis; printed with the axis of the batch."""
    return np.sum(-y * np.log(a2), axis=axis)


def forward(net: Network, x: np.ndarray, softmax: Softmax) -> tuple[np.ndarray, np.ndarray]:
    """Activations of the hidden layer and of the outputs; the same lines for one and for many."""
    a1 = sigmoid(np.dot(x, net.W1) + net.b1)
    return a1, softmax(np.dot(a1, net.W2) + net.b2)


def output_delta(a2: np.ndarray, y: np.ndarray) -> np.ndarray:
    return a2 - y


def hidden_delta(a1: np.ndarray, back: np.ndarray) -> np.ndarray:
    return a1 * (1 - a1) * back


def sent_back(W2: np.ndarray, dz2: np.ndarray) -> np.ndarray:
    """Each row of dz2 through the weights, (batch, hidden, 1): before the printed squeeze."""
    return np.matmul(W2[np.newaxis, :, :], dz2[:, :, np.newaxis])


def products(values: np.ndarray, deltas: np.ndarray) -> np.ndarray:
    """[b, i, j] = value i times delta j of example b."""
    return np.matmul(values[:, :, np.newaxis], deltas[:, np.newaxis, :])


def batch_gradients(net: Network, x: np.ndarray, y: np.ndarray, softmax: Softmax) -> Network:
    """The batched listing's gradients, one for each example along the first axis."""
    a1, a2 = forward(net, x, softmax)
    dz2 = output_delta(a2, y)
    dz1 = hidden_delta(a1, sent_back(net.W2, dz2).squeeze(-1))
    return Network(W1=products(x, dz1), b1=dz1, W2=products(a1, dz2), b2=dz2)


def mean_gradient(net: Network, x: np.ndarray, y: np.ndarray, softmax: Softmax) -> Network:
    """The mean over the batch, as the batched listing updates by it."""
    each = batch_gradients(net, x, y, softmax)
    return Network(*(getattr(each, name).mean(axis=0) for name in NAMES))


def accumulated_gradient(net: Network, x: np.ndarray, y: np.ndarray) -> Network:
    """The listing for one image: gradients added up example by example, divided by their number."""
    total = [np.zeros_like(getattr(net, name)) for name in NAMES]
    for image, target in zip(x, y, strict=True):
        a1, a2 = forward(net, image, listed_softmax)
        dz2 = output_delta(a2, target)
        dz1 = hidden_delta(a1, net.W2.dot(dz2))
        dW1 = image[:, np.newaxis].dot(dz1[np.newaxis, :])
        dW2 = a1[:, np.newaxis].dot(dz2[np.newaxis, :])
        for into, part in zip(total, (dW1, dz1, dW2, dz2), strict=True):
            into += part
    return Network(*(into / len(x) for into in total))


# What is measured


def _vector_softmax(logits: np.ndarray) -> Metrics:
    large = logits.copy()
    large[0] = LARGE
    with np.errstate(over="ignore", invalid="ignore"):
        probabilities = listed_softmax(large)
    return {
        "vector_sum": float(listed_softmax(logits).sum()),
        "vector_error_as_printed": error(listed_softmax(logits), row_softmax(logits)),
        "large_logit_gives_numbers": int(np.isfinite(probabilities).all()),
    }


def _batch_softmax(logits: np.ndarray) -> Metrics:
    printed, right = listed_softmax(logits), row_softmax(logits)
    return {
        "matrix_sum_as_printed": float(printed.sum()),
        "row_sum_mean_as_printed": float(printed.sum(axis=1).mean()),
        "row_sum_mean_corrected": float(right.sum(axis=1).mean()),
        "softmax_error_as_printed": error(printed, right),
    }


def _losses(net: Network, x: np.ndarray, y: np.ndarray) -> Metrics:
    """How many losses a batch has, and whether they add up, with a softmax for each row."""
    a2 = forward(net, x, row_softmax)[1]
    printed, right = listed_loss(a2, y, axis=0), listed_loss(a2, y, axis=1)
    return {
        "losses_as_printed": len(printed),
        "losses_corrected": len(right),
        "loss_total_error_as_printed": error(printed.sum(), right.sum()),
    }


def _shapes(net: Network, x: np.ndarray, y: np.ndarray) -> Metrics:
    a1, a2 = forward(net, x, row_softmax)
    back = sent_back(net.W2, output_delta(a2, y))
    each = batch_gradients(net, x, y, row_softmax)
    return {
        **_sizes("back_before_squeeze", back),
        **_sizes("dZ1", each.b1),
        **_sizes("dW1", each.W1),
        "runs_without_squeeze": _runs(lambda: products(x, hidden_delta(a1, back))),
    }


def _sizes(name: str, array: np.ndarray) -> Metrics:
    sizes = {f"{name}_size_{k}": size for k, size in enumerate(array.shape, start=1)}
    return {f"{name}_dimensions": array.ndim, **sizes}


def _inputs(net: Network, x: np.ndarray, y: np.ndarray, side: int) -> Metrics:
    """Whether the listing takes images as rows of a matrix, and in tensors of three dimensions."""
    rows, images = x[:, np.newaxis, :], x.reshape(len(x), side, side)
    runs = {
        name: _runs(lambda x=x, y=y: mean_gradient(net, x, y, row_softmax))
        for name, x, y in (
            ("matrix", x, y),
            ("tensor_of_rows", rows, y),
            ("tensor_of_rows_and_targets", rows, y[:, np.newaxis, :]),
            ("tensor_of_images", images, y),
        )
    }
    taken = {f"runs_on_{name}": result for name, result in runs.items()}
    any_tensor = int(any(result for name, result in runs.items() if name != "matrix"))
    return {"input_dimensions": x.ndim, "runs_on_a_3_tensor": any_tensor, **taken}


def _runs(lines: Callable[[], object]) -> int:
    try:
        lines()
    except WRONG_SHAPES:
        return 0
    return 1


def _gradients(net: Network, x: np.ndarray, y: np.ndarray) -> Metrics:
    true = _true_gradient(net, x, y, row_softmax)
    printed, right = (mean_gradient(net, x, y, s) for s in (listed_softmax, row_softmax))
    accumulated = accumulated_gradient(net, x, y)
    return {
        "gradient_error_as_printed": _largest(printed, true),
        "gradient_error_corrected": _largest(right, true),
        "own_gradient_error_as_printed": _largest(
            printed, _true_gradient(net, x, y, listed_softmax)
        ),
        "bias_gradient_sum_as_printed": float(printed.b2.sum()),
        "bias_gradient_sum_corrected": float(right.b2.sum()),
        "accumulated_error_as_printed": _largest(accumulated, true),
        "batched_to_accumulated_difference": _largest(right, accumulated),
    }


def _true_gradient(net: Network, x: np.ndarray, y: np.ndarray, softmax: Softmax) -> Network:
    """The mean cross-entropy's derivatives, by the complex step."""

    def loss(name: str, values: np.ndarray) -> np.ndarray:
        a2 = forward(replace(net, **{name: values}), x, softmax)[1]
        return np.sum(-y * np.log(a2)) / len(x)

    return Network(
        *(jacobian(lambda v, name=name: loss(name, v), getattr(net, name)) for name in NAMES)
    )


def _largest(one: Network, other: Network) -> float:
    return max(error(getattr(one, name), getattr(other, name)) for name in NAMES)
