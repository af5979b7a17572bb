"""The mark of a job of several runs: all of them have their records."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from reprise.files import write_atomically


def write_mark(file: Path, run_ids: Sequence[str]) -> None:
    """Name the runs that are done; raises ``WriteError``."""
    write_atomically(file, json.dumps(list(run_ids), indent=1) + "\n")
