"""Where a long run can go on after an interruption."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from reprise.files import WriteError, remove_leftovers, write_atomically
from reprise.training.arrays_file import from_bytes, to_bytes

log = logging.getLogger("reprise.train")

INTERVAL_SECONDS = 20.0
"""Between two checkpoints: little to do again."""

SHARE = 1 / 30
"""Of a run's time that saving may take; a state that is slow to save is saved less often."""

KEY = "checkpoint_key"

DIGEST_BYTES = hashlib.sha256().digest_size
"""Appended to the arrays: a single changed bit is noticed."""


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
        """Replace the file by this state; where that fails the run goes on without."""
        started = self.clock()
        try:
            content = to_bytes({**state, KEY: np.array(self.key)})
            write_atomically(self.path, content + hashlib.sha256(content).digest())
        except WriteError as error:
            log.warning("%s The run goes on without this checkpoint.", error)
        self._last = self.clock()
        self._cost = self._last - started

    def load(self) -> dict[str, np.ndarray] | None:
        """The saved state of this very run, or None."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return None
        content, digest = content[:-DIGEST_BYTES], content[-DIGEST_BYTES:]
        if hashlib.sha256(content).digest() != digest:
            log.warning("%s is damaged: the run starts anew", self.path)
            return None
        state = from_bytes(content)
        return state if str(state.pop(KEY, "")) == self.key else None

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)
        remove_leftovers(self.path)


def below(state: Mapping[str, np.ndarray], prefix: str) -> dict[str, np.ndarray]:
    """The entries of a state whose names begin with the prefix, under what follows it."""
    return {name.removeprefix(prefix): v for name, v in state.items() if name.startswith(prefix)}
