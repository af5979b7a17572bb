"""The same perceptron in two libraries: what remains between them is rounding."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import torch

from reprise.data.split import Part, load_split
from reprise.streams import stream
from reprise.training.demonstrations.derivatives import error
from reprise.training.numpy_mlp.network import Network
from reprise.training.numpy_mlp.optimizers import optimizer
from reprise.training.outcome import Context, Curve, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.data import DataSpec
    from reprise.documents.models.demonstration_options import NumpyAgainstTorch

PRECISIONS = ("float64", "float32")


def run(options: NumpyAgainstTorch, context: Context, data: DataSpec) -> Outcome:
    """Equal weights at the start, batches in the file's order, plain gradient descent.

    Metrics, for each precision: largest difference of parameters and of batch losses over all
    steps, and how far the parameters moved; and, with equal start or with the default start of
    PyTorch's linear layers, the loss of the last batch and the spread of the first weights.
    Curves over ``step``: losses of both, and the difference of the parameters.
    """
    split = load_split(data, context.data_root, context.seed, "float32")
    widths = [split.train.images.shape[1], *options.hidden, split.classes]
    metrics: Metrics = {"steps": options.steps, "train_images": len(split.train)}
    curves = {}
    for precision in PRECISIONS:
        network = Network(
            widths,
            activation="leaky-relu",
            slope=options.slope,
            weights=("normal", options.standard_deviation),
            biases=("zeros", None),
            loss="softmax-cross-entropy",
            rng=stream(context.seed, "initial weights"),
            dtype=precision,
        )
        start = {name: values.copy() for name, values in network.parameters().items()}
        other = _perceptron(widths, options.slope, precision)
        _load(other, start)
        with np.errstate(all="ignore"):  # a run that diverges is told by its losses
            curve = _side_by_side(options, split.train, network, other, precision)
        curves |= {f"{name}_{precision}": values for name, values in curve.items()}
        metrics |= {
            f"parameter_difference_{precision}": float(curve["parameter_difference"].max()),
            f"loss_difference_{precision}": error(curve["numpy_loss"], curve["torch_loss"]),
            f"parameter_change_{precision}": _difference(network.parameters(), start),
            f"last_loss_{precision}": float(curve["torch_loss"][-1]),
        }
    metrics |= _default_start(options, split.train, widths, context.seed)
    metrics["numpy_start_sd"] = float(start["W1"].std())
    finite = all(np.isfinite(values).all() for values in curves.values())
    steps = np.arange(1, options.steps + 1)
    return Outcome(metrics, {"step": Curve(steps, curves)}, diverged=not finite)


def _perceptron(widths: list[int], slope: float, precision: str) -> torch.nn.Sequential:
    layers: list[torch.nn.Module] = []
    for fan_in, width in pairwise(widths):
        layers += [torch.nn.Linear(fan_in, width), torch.nn.LeakyReLU(slope)]
    return torch.nn.Sequential(*layers[:-1]).to(getattr(torch, precision))


def _load(model: torch.nn.Sequential, start: dict[str, np.ndarray]) -> None:
    """Parameters stand in the same order in both: W1, b1, W2, b2, ..."""
    with torch.no_grad():
        for parameter, values in zip(model.parameters(), start.values(), strict=True):
            parameter.copy_(torch.from_numpy(values))


def _batch(train: Part, step: int, size: int, precision: str) -> tuple[np.ndarray, np.ndarray]:
    """In the file's order; a last part that fills no batch is left out."""
    start = step % max(len(train) // size, 1) * size
    rows = slice(start, start + size)
    return train.images[rows].astype(precision), train.labels[rows]


def _side_by_side(
    options: NumpyAgainstTorch,
    train: Part,
    network: Network,
    model: torch.nn.Sequential,
    precision: str,
) -> dict[str, np.ndarray]:
    """Losses of both, and the largest difference of parameters, after each step."""
    update = optimizer("sgd", options.learning_rate)
    descent = torch.optim.SGD(model.parameters(), lr=options.learning_rate)
    curve: dict[str, list[float]] = {"numpy_loss": [], "torch_loss": [], "parameter_difference": []}
    for step in range(options.steps):
        x, labels = _batch(train, step, options.batch_size, precision)
        curve["numpy_loss"].append(network.train_step(x, labels, update)[0])
        curve["torch_loss"].append(_step(model, descent, x, labels))
        own = {
            name: parameter.detach().numpy()
            for name, parameter in zip(network.parameters(), model.parameters(), strict=True)
        }
        curve["parameter_difference"].append(_difference(network.parameters(), own))
    return {name: np.array(values) for name, values in curve.items()}


def _step(
    model: torch.nn.Sequential, descent: torch.optim.SGD, x: np.ndarray, labels: np.ndarray
) -> float:
    loss = torch.nn.functional.cross_entropy(model(torch.tensor(x)), torch.tensor(labels))
    descent.zero_grad()
    loss.backward()
    descent.step()
    return float(loss.detach())


def _default_start(
    options: NumpyAgainstTorch, train: Part, widths: list[int], seed: int
) -> Metrics:
    """PyTorch's own initial weights over the same batches, in float32."""
    torch.manual_seed(int(stream(seed, "torch").integers(2**63)))
    model = _perceptron(widths, options.slope, "float32")
    first = float(next(model.parameters()).detach().numpy().std())
    descent = torch.optim.SGD(model.parameters(), lr=options.learning_rate)
    for step in range(options.steps):
        x, labels = _batch(train, step, options.batch_size, "float32")
        loss = _step(model, descent, x, labels)
    return {"torch_start_sd": first, "last_loss_torch_start": loss}


def _difference(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> float:
    return max(error(values, other[name]) for name, values in one.items())
