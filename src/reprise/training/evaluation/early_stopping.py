"""Where a training would have stopped, had it been watched: read off its own curves."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from reprise.training.outcome import Metrics, Outcome


def early_stopping(arrays: Mapping[str, np.ndarray], watch: str, patience: int) -> Outcome:
    """The point at which ``watch`` has not improved for so many points, and what that costs.

    ``watch`` is a curve, ``<axis>.<name>``; a loss improves downwards, all else upwards. Training
    stops at the first point with ``patience`` points in a row that are no better than the best
    before them, and goes back to that best point (Prechelt 1998, "Early stopping, but when?").

    Metrics: ``stop`` and ``best``, places on the axis; ``stopped``, 0 where the curve ends first;
    ``saved``, the share of the training after the stop; for every curve of that axis
    ``<name>_best``, ``<name>_last``, and ``<name>_gain``, what stopping changes it by.

    Raises
    ------
    ValueError
        When the source run has no such curve.
    """
    axis, _, name = watch.partition(".")
    if watch not in arrays:
        curves = sorted(n for n in arrays if "." in n and not n.endswith(".x"))
        raise ValueError(f"the run has no curve '{watch}'; it has {', '.join(curves)}")
    x, values = arrays[f"{axis}.x"], arrays[watch]
    score = -values if name.endswith("loss") else values
    best, stop = _stop(score, patience)
    last = len(x) - 1
    ended = last if stop is None else stop
    metrics: Metrics = {
        "best": float(x[best]),
        "stop": float(x[ended]),
        "stopped": int(stop is not None),
        "saved": float(1 - x[ended] / x[last]),
    }
    for key in sorted(arrays):
        if key.startswith(f"{axis}.") and key != f"{axis}.x":
            curve, short = arrays[key], key.removeprefix(f"{axis}.")
            metrics |= {
                f"{short}_best": float(curve[best]),
                f"{short}_last": float(curve[last]),
                f"{short}_gain": float(curve[best] - curve[last]),
            }
    return Outcome(metrics)


def _stop(score: np.ndarray, patience: int) -> tuple[int, int | None]:
    """Positions of the best point up to the stop, and of the stop; None where it never comes."""
    best = 0
    for place in range(1, len(score)):
        if score[place] > score[best]:
            best = place
        elif place - best >= patience:
            return best, place
    return best, None
