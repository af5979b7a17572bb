"""Fitted machines: scikit-learn's LinearSVC and SVC, and the linear one for dense features."""

from __future__ import annotations

import logging
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.svm import SVC, LinearSVC

from reprise.data.split import Part
from reprise.streams import stream
from reprise.training.outcome import Metrics
from reprise.training.svm import squared_hinge
from reprise.training.svm.errors import FitError

if TYPE_CHECKING:
    from reprise.documents.models.svm import Kernel, Linear

log = logging.getLogger("reprise.train")

CACHE_MB = 500
"""For columns of the kernel matrix: changes the time of a fit, not its result."""

CHUNK = 2_000
"""Examples predicted at a time: SVC makes a float64 copy of what it is given."""


class Machine(Protocol):
    """What is left of a fit.

    ``metrics``: ``parameters`` (the numbers that a prediction reads), ``support_vectors``,
    ``iterations`` (the most that any of its two-class problems took), ``converged`` (1 or 0).
    """

    metrics: Metrics
    arrays: dict[str, np.ndarray]

    def predict(self, x: np.ndarray) -> np.ndarray:
        """Labels (n,) of rows (n, features)."""

    def decide(self, x: np.ndarray) -> np.ndarray:
        """Decision values of two classes (n,), positive for the second."""


def fit(spec: Linear | Kernel, train: Part, seed: int) -> Machine:
    """Fit the machine that the spec asks for; says so where it did not converge.

    Raises ``FitError`` where the training part holds fewer than two classes.
    """
    if len(np.unique(train.labels)) < 2:
        raise FitError("the training part holds one class only: train on more examples")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # said below, in the same words for all
        machine = _linear(spec, train, seed) if spec.kind == "linear" else _kernel(spec, train)
    if not machine.metrics["converged"]:
        log.warning("not converged after %d iterations", machine.metrics["iterations"])
    return machine


@dataclass(frozen=True)
class LinearMachine:
    """One weight vector per class, or a single one where there are two classes.

    Support vectors are the examples inside or beyond the margin of any class against the
    rest: those whose loss is not zero.
    """

    weights: np.ndarray
    biases: np.ndarray
    classes: np.ndarray
    metrics: Metrics

    @property
    def arrays(self) -> dict[str, np.ndarray]:
        return {"weights": self.weights, "biases": self.biases}

    def scores(self, x: np.ndarray) -> np.ndarray:
        return x @ self.weights.T.astype(x.dtype) + self.biases.astype(x.dtype)

    def decide(self, x: np.ndarray) -> np.ndarray:
        return self.scores(x)[:, 0]

    def predict(self, x: np.ndarray) -> np.ndarray:
        scores = self.scores(x)
        if scores.shape[1] == 1:
            return self.classes[(scores[:, 0] > 0).astype(np.intp)]
        return self.classes[scores.argmax(axis=1)]


def _linear(spec: Linear, train: Part, seed: int) -> LinearMachine:
    classes = np.unique(train.labels)
    targets = _targets(train.labels, classes)
    if spec.solver == "lbfgs":
        x = train.images.astype(np.float32, copy=False)
        found = squared_hinge.fit(x, targets, spec.C, spec.max_iterations)
        weights, biases = found.weights, found.biases
        iterations, converged = found.iterations, found.converged
    else:
        state = int(stream(seed, "liblinear").integers(2**31))
        found = LinearSVC(C=spec.C, max_iter=spec.max_iterations, random_state=state)
        found.fit(train.images, train.labels)
        weights, biases = found.coef_, found.intercept_
        iterations, converged = int(found.n_iter_), found.n_iter_ < spec.max_iterations
    metrics = {
        "parameters": weights.size + biases.size,
        "iterations": iterations,
        "converged": int(converged),
    }
    machine = LinearMachine(weights, biases, classes, metrics)
    inside = targets * machine.scores(train.images) < 1
    metrics["support_vectors"] = int(inside.any(axis=1).sum())
    return machine


def _targets(labels: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """1 for the class and -1 for the rest, float32 (n, classes), or (n, 1) for two classes."""
    positive = classes[1:] if len(classes) == 2 else classes
    return np.where(labels[:, None] == positive, 1, -1).astype(np.float32)


@dataclass(frozen=True)
class KernelMachine:
    """A machine as a weighted sum of kernels at its support vectors."""

    fitted: SVC
    metrics: Metrics
    arrays: dict[str, np.ndarray] = field(default_factory=dict)

    def decide(self, x: np.ndarray) -> np.ndarray:
        return self.fitted.decision_function(x)

    def predict(self, x: np.ndarray) -> np.ndarray:
        chunks = [self.fitted.predict(x[i : i + CHUNK]) for i in range(0, len(x), CHUNK)]
        return np.concatenate(chunks)


def _kernel(spec: Kernel, train: Part) -> KernelMachine:
    """The parameters are the support vectors, (classes - 1) coefficients of each, and a bias
    per pair of classes; with a linear kernel they are weights and a bias per pair."""
    fitted = SVC(
        kernel=spec.kernel,
        C=spec.C,
        gamma=spec.gamma or "scale",
        degree=spec.degree or 3,  # read by poly only, which names its own
        coef0=spec.coef0 or 0.0,
        max_iter=spec.max_iterations,
        cache_size=CACHE_MB,
    ).fit(train.images, train.labels)
    if spec.kernel == "linear":
        parameters = fitted.coef_.size
    else:
        parameters = fitted.support_vectors_.size + fitted.dual_coef_.size
    metrics = {
        "parameters": parameters + fitted.intercept_.size,
        "support_vectors": len(fitted.support_),
        "iterations": int(fitted.n_iter_.max()),
        "converged": int(fitted.fit_status_ == 0),
    }
    return KernelMachine(fitted, metrics, {"support": fitted.support_})
