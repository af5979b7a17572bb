"""Random streams that depend on the seed and the purpose only, never on names of experiments.

Variants with one seed therefore share initial weights and order of examples: differences
between them are paired, and equal specs give equal records wherever they are declared.
"""

from __future__ import annotations

import zlib

import numpy as np


def stream(seed: int, purpose: str, index: int = 0) -> np.random.Generator:
    """The generator for a purpose, such as ``order`` in epoch ``index``."""
    words = (zlib.crc32(purpose.encode()), index)
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=words))
