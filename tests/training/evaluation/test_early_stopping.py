"""Early stopping, read off a run's curves."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from reprise.documents.models.evaluation import EvaluationSpec
from reprise.training.evaluation.early_stopping import early_stopping

LOSS = np.array([1.0, 0.8, 0.6, 0.65, 0.62, 0.61, 0.5, 0.7])
ACCURACY = np.array([0.5, 0.6, 0.7, 0.72, 0.74, 0.75, 0.8, 0.78])
ARRAYS = {
    "epoch.x": np.arange(1, 9),
    "epoch.validation_loss": LOSS,
    "epoch.test_accuracy": ACCURACY,
    "W1": np.zeros((2, 2)),
}


@pytest.mark.parametrize(
    ("patience", "best", "stop", "stopped"),
    [(1, 3, 4, 1), (3, 3, 6, 1), (4, 7, 8, 0)],
)
def test_it_stops_after_so_many_points_without_improvement(patience, best, stop, stopped) -> None:
    found = early_stopping(ARRAYS, "epoch.validation_loss", patience).metrics
    assert (found["best"], found["stop"], found["stopped"]) == (best, stop, stopped)
    assert found["saved"] == pytest.approx(1 - stop / 8)


def test_all_curves_are_read_at_the_best_point() -> None:
    found = early_stopping(ARRAYS, "epoch.validation_loss", 3).metrics
    assert found["test_accuracy_best"] == 0.7
    assert found["test_accuracy_last"] == 0.78
    assert found["test_accuracy_gain"] == pytest.approx(-0.08)


def test_an_accuracy_improves_upwards() -> None:
    found = early_stopping(ARRAYS, "epoch.test_accuracy", 1).metrics
    assert (found["best"], found["stop"]) == (7, 8)


def test_an_equal_value_is_no_improvement() -> None:
    flat = {"epoch.x": np.arange(4), "epoch.test_loss": np.array([1.0, 1.0, 1.0, 0.5])}
    assert early_stopping(flat, "epoch.test_loss", 2).metrics["stop"] == 2


def test_a_curve_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match=r"no curve 'epoch\.nothing'.*epoch\.validation_loss"):
        early_stopping(ARRAYS, "epoch.nothing", 2)


@pytest.mark.parametrize(
    "keys",
    [
        {"report": "early-stopping", "watch": "epoch.test_loss"},
        {"report": "early-stopping", "watch": "test_loss", "patience": 2},
        {"report": "classification", "patience": 2},
        {"report": "weight-images"},
    ],
)
def test_keys_go_with_their_report(keys) -> None:
    with pytest.raises(ValidationError):
        EvaluationSpec.model_validate({"engine": "evaluation", **keys})
