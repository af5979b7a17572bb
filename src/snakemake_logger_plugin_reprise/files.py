"""The files that the display reads. Whatever is missing or damaged reads as nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .progress import Plan

TAIL_BYTES = 65_536


def read_mapping(path: Path) -> dict[str, Any]:
    """A JSON object, or an empty one."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def read_plan(record: Path) -> Plan | None:
    """The plan of the scale that a record belongs to (`<scale>/runs/<run>/record.json`)."""
    if len(record.parents) < 3:
        return None
    content = read_mapping(record.parents[2] / "plan.json")
    expected = content.get("expected_seconds")
    if not isinstance(expected, dict):
        return None
    seconds = {
        run: float(value)
        for run, value in expected.items()
        if isinstance(value, int | float) and value >= 0
    }
    runs = record.parents[1]
    kept = frozenset(run for run in seconds if (runs / run / record.name).exists())
    return Plan(seconds, kept, _jobs(content.get("jobs")))


def _jobs(content: Any) -> tuple[tuple[frozenset[str], float], ...]:
    """Jobs of several runs; nothing where any of them is not as it should be."""
    try:
        return tuple((frozenset(job["runs"]), float(job["seconds"])) for job in content)
    except (TypeError, KeyError, ValueError):
        return ()


def log_tail(logs: Iterable[str], lines: int) -> tuple[Path | None, list[str]]:
    """The first log that says something, and its last lines; (None, []) if none does."""
    for path in map(Path, logs):
        try:
            with path.open("rb") as file:
                file.seek(0, 2)
                file.seek(max(file.tell() - TAIL_BYTES, 0))
                text = file.read().decode("utf-8", "replace").rstrip()
        except OSError:
            continue
        if text:
            # a progress bar redraws its line with carriage returns: its last state is enough
            tail = [line.rstrip("\r").rsplit("\r", 1)[-1] for line in text.split("\n")]
            return path, tail[-lines:] if lines > 0 else []
    return None, []
