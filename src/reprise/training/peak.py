"""Peak resident memory of a run, in a process that may have made others before."""

from __future__ import annotations

import ctypes
import re
import resource
import sys
from contextlib import suppress
from pathlib import Path

HIGH_WATER = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


def forget_peak() -> None:
    """From here on the peak counts; without effect where the system cannot do so (proc(5)).

    Freed memory goes back to the system first: PyTorch's runs keep it for the next.
    """
    with suppress(OSError, AttributeError):  # not the C library of GNU
        ctypes.CDLL(None).malloc_trim(0)
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def peak_memory_mb() -> float:
    """Largest resident memory since the peak was forgotten, else since the process began; MiB."""
    with suppress(OSError):
        if found := HIGH_WATER.search(Path("/proc/self/status").read_text()):
            return int(found[1]) / 2**10
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # kilobytes, bytes on macOS
    return peak / (2**20 if sys.platform == "darwin" else 2**10)
