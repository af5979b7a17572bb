"""The linear machine with squared hinge loss, fitted on dense float32 features by L-BFGS.

It minimises, for each class against the rest (y = 1 or -1),

    f(w, b) = w^T w / 2 + b^2 / 2 + C sum_i max(0, 1 - y_i (w^T x_i + b))^2,

which is the problem of scikit-learn's LinearSVC (R.-E. Fan et al., "LIBLINEAR", JMLR 9, 2008,
section 2.2, with the bias as one more weight). Its Hessian is I + 2 C X_v^T X_v over the
examples X_v inside the margin. With correlated features that is far from a multiple of the
identity, so L-BFGS works in coordinates in which I + 2 C share X^T X is the identity.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cholesky, solve_triangular
from scipy.optimize import OptimizeResult, minimize

SHARE = 0.3
"""Of the examples thought to lie inside a margin: changes the way to the minimum only."""

JITTER = float(np.finfo(np.float32).eps)
"""Of the trace: keeps the metric positive definite although X^T X is a float32 product."""

TOLERANCE = 1e-6
"""Ends when the decrease that the metric promises, |gradient|^2 / 2, is below this share of f.

f is then some 1e-5 above its minimum; float32 products allow little more.
"""

MEMORY = 20
"""Updates that L-BFGS remembers."""


@dataclass(frozen=True)
class Fit:
    """``weights`` (machines, features) and ``biases`` (machines,) in float32."""

    weights: np.ndarray
    biases: np.ndarray
    iterations: int
    converged: bool


def fit(x: np.ndarray, targets: np.ndarray, C: float, max_iterations: int) -> Fit:
    """Fit one machine per column of ``targets`` (n, machines), 1 or -1, to ``x`` (n, features).

    Both are float32. All machines are fitted at once, as one problem.
    """
    problem = _Problem(x, targets, C)
    result = minimize(
        problem,
        np.zeros((x.shape[1] + 1) * targets.shape[1]),
        jac=True,
        method="L-BFGS-B",
        callback=problem.stop_when_done,
        options={
            "maxiter": max_iterations,
            "maxfun": 20 * max_iterations,
            "maxcor": MEMORY,
            "ftol": 0,
            "gtol": 0,
        },
    )
    weights = problem.weights(result.x).astype(np.float32)
    return Fit(weights[:-1].T.copy(), weights[-1].copy(), int(result.nit), problem.done)


class _Problem:
    """f and its gradient in the metric's coordinates, summed over the machines."""

    def __init__(self, x: np.ndarray, targets: np.ndarray, C: float) -> None:
        self.x, self.targets, self.C = x, targets, C
        self.metric = _metric(x, C)
        self.done = False
        self._promised = np.inf

    def weights(self, flat: np.ndarray) -> np.ndarray:
        """Weights, and the biases below them, (features + 1, machines), in float64."""
        coordinates = flat.reshape(len(self.metric), -1)
        return solve_triangular(self.metric, coordinates, lower=True, trans="T")

    def __call__(self, flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = self.weights(flat)
        single = weights.astype(np.float32)
        lack = 1 - self.targets * (self.x @ single[:-1] + single[-1])
        np.maximum(lack, 0, out=lack)
        loss = np.sum(weights**2) / 2 + self.C * np.sum(np.square(lack, dtype=np.float64))
        slopes = np.float32(-2 * self.C) * self.targets * lack
        gradient = weights
        gradient[:-1] += self.x.T @ slopes
        gradient[-1] += slopes.sum(axis=0, dtype=np.float64)
        gradient = solve_triangular(self.metric, gradient, lower=True).ravel()
        self._promised = gradient @ gradient / 2
        return float(loss), gradient

    def stop_when_done(self, intermediate_result: OptimizeResult) -> None:
        """Called after each iteration, whose point was the last one evaluated."""
        self.done = bool(self._promised <= TOLERANCE * intermediate_result.fun)
        if self.done:
            raise StopIteration


def _metric(x: np.ndarray, C: float) -> np.ndarray:
    """Lower Cholesky factor of I + 2 C share X^T X, X with a column of ones, in float64."""
    features = x.shape[1]
    matrix = np.empty((features + 1, features + 1))
    matrix[:-1, :-1] = x.T @ x
    matrix[-1, :-1] = matrix[:-1, -1] = x.sum(axis=0, dtype=np.float64)
    matrix[-1, -1] = len(x)
    matrix *= 2 * C * SHARE
    matrix[np.diag_indices_from(matrix)] += 1 + JITTER * np.trace(matrix)
    return cholesky(matrix, lower=True, overwrite_a=True, check_finite=False)
