"""Where a long run can go on after an interruption."""

from __future__ import annotations

import time
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from reprise.files import write_atomically
from reprise.training.arrays_file import from_bytes, to_bytes

INTERVAL_SECONDS = 20.0
"""Between two checkpoints: little to do again."""

SHARE = 1 / 30
"""Of a run's time that saving may take; a state that is slow to save is saved less often."""

KEY = "checkpoint_key"


class Checkpoint:
    """One file that holds the state of one run, named by its key.

    A file that cannot be read, or that belongs to another key, counts as none.
    """

    def __init__(
        self,
        path: Path,
        key: str,
        interval: float = INTERVAL_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.path, self.key, self.interval, self.clock = path, key, interval, clock
        self._last = clock()
        self._cost = 0.0

    def due(self) -> bool:
        """Whether the interval since the last one is over, and saving again is worth it."""
        return self.clock() - self._last >= max(self.interval, self._cost / SHARE)

    def save(self, state: Mapping[str, np.ndarray]) -> None:
        """Replace the file by this state."""
        started = self.clock()
        write_atomically(self.path, to_bytes({**state, KEY: np.array(self.key)}))
        self._last = self.clock()
        self._cost = self._last - started

    def load(self) -> dict[str, np.ndarray] | None:
        """The saved state of this very run, or None."""
        try:
            state = from_bytes(self.path.read_bytes())
        except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile, zlib.error):
            return None
        return state if str(state.pop(KEY, "")) == self.key else None

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)
