"""What an engine gives back, and what it is given besides its spec."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from reprise.training.checkpoint import Checkpoint

Metrics = dict[str, float | int | None]


@dataclass(frozen=True)
class Curve:
    """Values over one axis; ``values`` maps names to arrays as long as ``x``."""

    x: np.ndarray
    values: dict[str, np.ndarray]


@dataclass(frozen=True)
class Outcome:
    """The result of one run: numbers, curves by axis, arrays, and seconds spent."""

    metrics: Metrics
    curves: dict[str, Curve] = field(default_factory=dict)
    arrays: dict[str, np.ndarray] = field(default_factory=dict)
    timing: dict[str, float] = field(default_factory=dict)
    diverged: bool = False


@dataclass(frozen=True)
class Context:
    """Where a run finds data, its checkpoint, and the run that it builds on."""

    seed: int
    device: str
    data_root: Path
    checkpoint: Checkpoint
    source_metrics: dict[str, Any] = field(default_factory=dict)
    source_arrays: dict[str, np.ndarray] = field(default_factory=dict)
