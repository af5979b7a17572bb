"""One build at a time in one folder."""

from __future__ import annotations

import fcntl
import os
import sys
from pathlib import Path
from typing import TextIO


def hold(folder: Path) -> None:
    """Keep other builds out of a folder until this process ends; leave where one is there already.

    The system lets go of the lock with the process, however it ends, and processes that it started
    do not inherit it. Whoever holds it is alone, so locks that a killed Snakemake left below
    ``folder`` (its own ``.snakemake``) are stale, and are removed. Local file systems only.

    Raises
    ------
    SystemExit
        With code 1, after one line that names the other build's process.
    """
    folder.mkdir(exist_ok=True)
    handle = (folder / "reprise.alive").open("a+")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print(
            f"another build is running in {folder.resolve().parent} (process {_holder(handle)}); "
            "wait until it has ended, or stop it. This one changed nothing.",
            file=sys.stderr,
        )
        raise SystemExit(1) from None
    handle.truncate(0)
    handle.write(f"{os.getpid()}\n")
    handle.flush()
    _held.append(handle)
    for lock in (folder / "locks").glob("*"):
        lock.unlink(missing_ok=True)


def _holder(handle: TextIO) -> str:
    handle.seek(0)
    return handle.read().strip() or "that has just begun"


_held: list[TextIO] = []
"""Open for as long as the process lives."""
