"""The demonstrations that compute with symbols."""

from __future__ import annotations

from reprise.training.demonstrations import symbolic_losses

RUNS = {"symbolic-losses": symbolic_losses.run}
"""Name -> its run."""
