"""Runs of all scales, to find an equal one that need not be made again."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path


class Others:
    """Folders of runs below ``results``, listed when they are first asked for."""

    def __init__(self, results: Path) -> None:
        self.results = results

    @cached_property
    def _by_key(self) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for folder in sorted(self.results.glob("*/runs/*")):
            found.setdefault(folder.name.rpartition("-")[2], []).append(folder)
        return found

    def records(self, key: str) -> list[Path]:
        """Where a record of that key may lie: a folder's name ends with the start of its key."""
        return [folder / "record.json" for folder in self._by_key.get(key[:8], ())]
