"""Two other ways of normalising: limits of the intensity, and principal components."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_training import PrincipalComponents


def run(options: PrincipalComponents, context: Context) -> Outcome:
    """Random correlated data: rows are examples.

    Metrics: range after scaling to limits; of the principal components of the centred data the
    mean, the largest covariance of two of them, and the share of the variance that the kept
    ones hold, beside the largest share of as many directions drawn at random.
    """
    draw = stream(context.seed, "correlated data")
    mixing = draw.normal(size=(options.inputs, options.inputs))
    data = draw.normal(size=(options.examples, options.inputs)) @ mixing + draw.normal()
    limited = between_limits(data)
    components, basis = principal_components(data)
    kept = components[:, : options.kept]
    covariance = np.cov(components, rowvar=False)
    total = np.trace(np.cov(data, rowvar=False))
    share = float(np.trace(np.cov(kept, rowvar=False)) / total)
    others = [_share_of_random(data, options.kept, total, draw) for _ in range(options.draws)]
    metrics: Metrics = {
        "limited_min": float(limited.min()),
        "limited_max": float(limited.max()),
        "component_mean": float(np.abs(components.mean(axis=0)).max()),
        "component_covariance": float(np.abs(covariance - np.diag(np.diag(covariance))).max()),
        "basis_error": float(np.abs(basis.T @ basis - np.eye(options.inputs)).max()),
        "kept_components": kept.shape[1],
        "kept_share": share,
        "largest_random_share": max(others),
        "kept_above_random": share - max(others),
    }
    return Outcome(metrics)


def between_limits(data: np.ndarray) -> np.ndarray:
    """Each column from its smallest value to its largest, brought to 0 and 1."""
    low, high = data.min(axis=0), data.max(axis=0)
    return (data - low) / (high - low)


def principal_components(data: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Centred data in the basis of its covariance's eigenvectors, the largest variance first."""
    centred = data - data.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred / (len(data) - 1))
    basis = vectors[:, ::-1]
    return centred @ basis, basis


def _share_of_random(data: np.ndarray, kept: int, total: float, draw: np.random.Generator) -> float:
    """Of the variance, by that many orthonormal directions."""
    directions, _ = np.linalg.qr(draw.normal(size=(data.shape[1], kept)))
    return float(np.trace(np.atleast_2d(np.cov(data @ directions, rowvar=False))) / total)
