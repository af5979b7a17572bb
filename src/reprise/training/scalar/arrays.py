"""Lists of Python numbers as arrays, for the record."""

from __future__ import annotations

import numpy as np

from reprise.training.scalar.network import Parameters


def as_arrays(p: Parameters) -> dict[str, np.ndarray]:
    """Float64 arrays ``W`` (inputs, hidden), ``b``, ``V`` (hidden, outputs) and ``c``."""
    return {"W": np.array(p.W), "b": np.array(p.b), "V": np.array(p.V), "c": np.array(p.c)}


def count(p: Parameters) -> int:
    """How many numbers the network learns."""
    return sum(array.size for array in as_arrays(p).values())
