"""One hidden layer in plain Python numbers, as the documents' first networks.

``network``, ``gradient_check`` and ``epochs`` use nothing but Python and ``math``; the others
bring in the data and the random start, and take the results out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reprise.training.outcome import Context, Outcome
from reprise.training.scalar.class_shares import class_shares
from reprise.training.scalar.one_pass import one_pass
from reprise.training.scalar.training import training

if TYPE_CHECKING:
    from reprise.documents.models.scalar import ScalarSpec

TASKS = {"one-pass": one_pass, "training": training, "data": class_shares}


def train(spec: ScalarSpec, context: Context) -> Outcome:
    """Do the task of the spec; short enough to need no checkpoint."""
    return TASKS[spec.task](spec, context)
