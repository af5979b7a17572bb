"""Timing in turns: what is compared meets the same slow moments."""

from __future__ import annotations

import json
import platform
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

Contender = Callable[[], object]


def in_turns(contenders: Mapping[str, Contender], repetitions: int) -> dict[str, list[float]]:
    """Seconds of each call, contender by contender, after one round that does not count."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for repetition in range(repetitions + 1):
        for name, run in contenders.items():
            started = time.perf_counter()
            run()
            if repetition:
                times[name].append(time.perf_counter() - started)
    return times


def medians(times: Mapping[str, list[float]]) -> dict[str, float]:
    return {name: statistics.median(values) for name, values in times.items()}


def ratio(times: Mapping[str, list[float]], of: str, to: str) -> dict[str, float]:
    """Median of the ratios turn by turn, with the lowest and the highest."""
    ratios = [a / b for a, b in zip(times[of], times[to], strict=True)]
    return {"median": statistics.median(ratios), "low": min(ratios), "high": max(ratios)}


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    libraries = ("numpy", "scipy", "scikit-learn", "torch", "torchvision", "snakemake")
    return {
        "processor": _processor(),
        "system": platform.system(),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in libraries},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0]}, {len(names)} cores" if names else platform.processor()


def report(content: dict[str, Any]) -> None:
    """One question's answer, for the process that asked."""
    json.dump(content, sys.stdout, indent=1)
