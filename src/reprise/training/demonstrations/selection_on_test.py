"""Choosing the best of equal set-ups by the images that also give its score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reprise.streams import stream
from reprise.training.outcome import Context, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_training import SelectionOnTest


def run(options: SelectionOnTest, context: Context) -> Outcome:
    """Set-ups that are all equally good, scored on finite validation and test sets, many times.

    Each image is right with the same probability, independently. ``bias_chosen_on_test`` and
    ``bias_chosen_on_validation``: mean test score of the chosen set-up less the true one;
    ``standard_error``: of such a mean without any choice.
    """
    draw = stream(context.seed, "equal set-ups")
    shape = (options.repetitions, options.setups)
    validation, test = (
        draw.binomial(options.images, options.accuracy, size=shape) / options.images
        for _ in ("validation", "test")
    )
    repetitions = np.arange(options.repetitions)
    chosen = {
        "test": test.max(axis=1),
        "validation": test[repetitions, validation.argmax(axis=1)],
    }
    spread = np.sqrt(options.accuracy * (1 - options.accuracy) / options.images)
    return Outcome(
        {
            **{
                f"bias_chosen_on_{name}": float(scores.mean() - options.accuracy)
                for name, scores in chosen.items()
            },
            "standard_error": float(spread / np.sqrt(options.repetitions)),
            "standard_deviation_of_a_score": float(spread),
        }
    )
