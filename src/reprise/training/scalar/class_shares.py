"""A look at the points themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.data.points import CLASSES, make_points
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.scalar import ScalarSpec

SHOWN = 1000
"""Points kept for a scatter plot."""


def class_shares(spec: ScalarSpec, context: Context) -> Outcome:
    """Counts and class shares of the points, and the first of them as arrays.

    Metrics: ``classes``; ``train_examples`` and ``train_share_<class>``, the same for the test
    points. Arrays: ``points`` (at most 1000, 2) and ``labels``, the first training points.
    """
    sets = make_points(spec.points)
    metrics: Metrics = {"classes": CLASSES}
    for name, part in (("train", sets.train), ("test", sets.test)):
        shares = np.bincount(part.labels, minlength=CLASSES) / len(part)
        metrics[f"{name}_examples"] = len(part)
        metrics |= {f"{name}_share_{label}": float(share) for label, share in enumerate(shares)}
    arrays = {
        "points": sets.train.x[:SHOWN],
        "labels": sets.train.labels[:SHOWN].astype(np.uint8),
    }
    return Outcome(metrics, arrays=arrays)
