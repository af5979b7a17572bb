"""Evaluate what another run left: no training of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reprise.training.evaluation.classification import classification_report
from reprise.training.evaluation.early_stopping import early_stopping
from reprise.training.evaluation.image_batches import image_batches
from reprise.training.evaluation.weight_images import weight_images
from reprise.training.outcome import Context, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.evaluation import EvaluationSpec


def train(spec: EvaluationSpec, context: Context) -> Outcome:
    """The report that the spec asks for, of the source run's arrays."""
    if spec.report == "classification":
        return classification_report(context.source_arrays)
    if spec.report == "image-batches":
        return image_batches(context.source_arrays, spec.batches, spec.images, context.seed)
    if spec.report == "early-stopping":
        return early_stopping(context.source_arrays, spec.watch, spec.patience)
    return weight_images(context.source_arrays, spec.layer, context.seed)
