"""Accuracy on batches of test images."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from reprise.documents.models.evaluation import EvaluationSpec
from reprise.training.evaluation.image_batches import image_batches

LABELS = np.arange(2000) % 10
RIGHT = np.random.default_rng(3).random(2000) < 0.7
ARRAYS = {"test_labels": LABELS, "test_predictions": np.where(RIGHT, LABELS, (LABELS + 1) % 10)}


def test_batches_scatter_about_the_whole_set_as_drawing_without_repetition_does() -> None:
    found = image_batches(ARRAYS, 1000, 500, 0).metrics
    assert found["test_accuracy"] == RIGHT.mean()
    assert found["batch_mean"] == pytest.approx(RIGHT.mean(), abs=0.003)
    finite = np.sqrt((2000 - 500) / (2000 - 1))
    assert found["batch_sd"] == pytest.approx(found["standard_error"] * finite, rel=0.1)


def test_a_batch_of_all_images_is_the_whole_set() -> None:
    found = image_batches(ARRAYS, 3, 9999, 0)
    assert found.metrics["batch_images"] == 2000
    assert found.metrics["batch_sd"] == 0
    assert found.metrics["batch_min"] == found.metrics["batch_max"] == RIGHT.mean()


def test_the_curve_holds_every_batch_in_order() -> None:
    curve = image_batches(ARRAYS, 20, 100, 0).curves["batch"].values["accuracy"]
    assert len(curve) == 20
    assert list(curve) == sorted(curve)


@pytest.mark.parametrize(
    "keys",
    [
        {"report": "image-batches"},
        {"report": "image-batches", "batches": 50},
        {"report": "classification", "batches": 50, "images": 10},
    ],
)
def test_batches_and_images_go_with_their_report_only(keys) -> None:
    with pytest.raises(ValidationError, match="image-batches"):
        EvaluationSpec.model_validate({"engine": "evaluation", **keys})
