"""The mark of a job of several runs: all of them have their records."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from reprise.files import write_atomically


def write_mark(file: Path, run_ids: Sequence[str]) -> None:
    """Name the runs that are done; raises ``WriteError``."""
    write_atomically(file, json.dumps(list(run_ids), indent=1) + "\n")


def mark_if_done(file: Path, records: Mapping[str, Path]) -> None:
    """Mark a job that others have done, as after an edit that parts the runs in another way.

    ``records`` by run. The mark is as old as the last of them, so that nothing is older than it.
    """
    if not file.exists() and all(record.exists() for record in records.values()):
        with suppress(OSError):  # the job itself will say what is wrong there
            write_mark(file, list(records))
            last = max(record.stat().st_mtime_ns for record in records.values())
            os.utime(file, ns=(last, last))
