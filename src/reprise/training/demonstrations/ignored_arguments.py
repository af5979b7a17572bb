"""A convenience function that leaves out what it was asked for."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.demonstrations.derivatives import error
from reprise.training.numpy_mlp.network import Network
from reprise.training.numpy_mlp.optimizers import optimizer
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import IgnoredArguments


class Library:
    """A network with a ``train_model`` like that of the listing, on tiny random data."""

    def __init__(self, options: IgnoredArguments, seed: int) -> None:
        self.options, self.seed = options, seed
        draw = stream(seed, "tiny data")
        self.x = draw.normal(size=(options.examples, options.widths[0])).astype(np.float32)
        self.labels = draw.integers(options.widths[-1], size=options.examples)
        self.lines: list[str] = []
        self.updates = 0
        self.received: dict[str, float | int] = {}

    def train_model(
        self, epochs: int, learning_rate: float, batch_size: int, verbose: bool
    ) -> np.ndarray:
        """All weights after plain gradient descent, one line per epoch if verbose."""
        self.received = {
            "learning_rate": learning_rate,
            "batch_size": batch_size,
            "epochs": epochs,
            "verbose": int(verbose),
        }
        network = Network(
            self.options.widths,
            activation="relu",
            weights=("normal", 0.1),
            biases=("zeros", None),
            loss="softmax-cross-entropy",
            rng=stream(self.seed, "initial weights"),
        )
        update = optimizer("sgd", learning_rate)
        self.lines, self.updates = [], 0
        for epoch in range(epochs):
            order = stream(self.seed, "order", epoch).permutation(len(self.x))
            for start in range(0, len(order), batch_size):
                rows = order[start : start + batch_size]
                loss, _ = network.train_step(self.x[rows], self.labels[rows], update)
                self.updates += 1
            if verbose:
                self.lines.append(f"epoch {epoch + 1}: loss {loss:.4f}")
        return np.concatenate([values.ravel() for values in network.parameters().values()])


def as_printed(
    library: Library,
    learning_rate: float = 0.4,
    batch_size: int = 30,
    epochs: int = 3,
    verbose: bool = True,
) -> np.ndarray:
    """Passes the epochs on; learning rate and verbosity are constants, the batch a default.

    The defaults are those of the listing's signature.
    """
    options = library.options
    return library.train_model(epochs, options.used_learning_rate, options.used_batch_size, False)


def corrected(
    library: Library,
    learning_rate: float = 0.4,
    batch_size: int = 30,
    epochs: int = 3,
    verbose: bool = True,
) -> np.ndarray:
    """The same signature; passes everything on."""
    return library.train_model(epochs, learning_rate, batch_size, verbose)


def run(options: IgnoredArguments, context: Context) -> Outcome:
    """Asks both functions for the same things and compares the weights that come back.

    Metrics: the largest difference of weights between requests that differ in the learning
    rate, in the batch size, and in the epochs (which both pass on); updates and printed lines
    of the last request, which is for the first learning rate and the last batch size, and what
    of it reached the training; and the difference from a request of what is hard-coded. Then
    the defaults of the signature.
    """
    library = Library(options, context.seed)
    metrics: Metrics = _defaults()
    for name, function in (("as_printed", as_printed), ("corrected", corrected)):

        def ask(
            rate: float = options.learning_rates[0],
            size: int = options.batch_sizes[0],
            epochs: int = options.epochs,
            function=function,
        ) -> np.ndarray:
            return function(library, rate, size, epochs, verbose=True)

        by_rate = [ask(rate=rate) for rate in options.learning_rates]
        by_size = [ask(size=size) for size in options.batch_sizes]
        metrics |= {f"received_{key}_{name}": value for key, value in library.received.items()}
        metrics |= {
            f"updates_{name}": library.updates,
            f"printed_lines_{name}": len(library.lines),
            f"difference_by_learning_rate_{name}": _spread(by_rate),
            f"difference_by_batch_size_{name}": _spread(by_size),
            f"difference_by_epochs_{name}": error(ask(epochs=options.epochs + 1), by_size[0]),
        }
        used = library.train_model(
            options.epochs, options.used_learning_rate, options.used_batch_size, False
        )
        metrics[f"difference_from_hard_coded_{name}"] = error(by_size[-1], used)
    return Outcome(metrics)


def _defaults() -> Metrics:
    """The numbers that stand in the signature: ``default_<parameter>``, true being 1."""
    parameters = inspect.signature(as_printed).parameters.values()
    given = [p for p in parameters if p.default is not inspect.Parameter.empty]
    return {f"default_{p.name}": p.default + 0 for p in given}


def _spread(weights: list[np.ndarray]) -> float:
    return max(error(one, weights[0]) for one in weights[1:])
