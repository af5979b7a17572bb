"""Short readable names of experiments and of measured quantities."""

from __future__ import annotations

from reprise.documents.models.measure import Measure
from reprise.documents.plan import MAIN

CURVES = {
    "first": "first {curve}",
    "last": "last {curve}",
    "min": "lowest {curve}",
    "max": "highest {curve}",
    "mean": "mean {curve}",
    "argmin": "{axis} of the lowest {curve}",
    "argmax": "{axis} of the highest {curve}",
    "sd-of-differences": "sd of the steps of {curve}",
    "last-relative-drop": "relative drop of {curve} in the last {axis}",
    "rise-from-min": "relative rise of {curve} from its lowest point",
    "share-below": "share of {axis}s with {curve} below {below}",
}


def variant_label(experiment: str, variant: str) -> str:
    """``bgd``, or ``bgd (activation-relu)`` for a variant other than the main one."""
    return experiment if variant == MAIN else f"{experiment} ({variant})"


def quantity_label(measure: Measure) -> str:
    """What is measured, such as ``test_accuracy of bgd (activation-relu)``."""
    name = measure.metric or measure.timing or _curve_label(measure)
    if measure.scaled_by:
        name += f" per {measure.scaled_by}"
    return f"{name} of {variant_label(measure.experiment, measure.variant)}"


def _curve_label(measure: Measure) -> str:
    axis, _, curve = measure.curve.partition(".")
    if measure.reaches is not None:
        label = f"{axis} at which {curve} reaches {measure.reaches:g}"
    elif isinstance(measure.at, str):
        below = (measure.below or "").rpartition(".")[2]
        label = CURVES[measure.at].format(axis=axis, curve=curve, below=below)
    else:
        label = f"{curve} at {axis} {measure.at:g}"
    return label if measure.since is None else f"{label} (from {axis} {measure.since:g} on)"
