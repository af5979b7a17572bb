"""Where the numbers come from: code, configuration, machines, libraries, data."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import reprise
from reprise.config import Config
from reprise.data.registry import Dataset
from reprise.data.stamp import stamp_of
from reprise.digest import SOURCE
from reprise.reporting import anchors
from reprise.reporting.build import Build, Json
from reprise.reporting.numbers import counted, duration, lines, number, setting
from reprise.training.record import Record

PLACES = {"documents_root", "results", "data", "records"}
"""Keys of the configuration that say where files lie: they change no result."""


def provenance(build: Build) -> Json:
    """The block that comparisons of two reports leave out."""
    runs = build.runs.values()
    records = [record for run in runs if (record := build.measurements.record(run)) is not None]
    seconds = sum(record.timing.get("total_seconds", 0.0) for record in records)
    return {
        "anchor": anchors.PROVENANCE,
        "code": _code(),
        "version": reprise.__version__,
        "config": _config(build.config),
        "runs": counted(len(records), "run"),
        "time": duration(seconds),
        "seeds": _seeds(records),
        "lock": _lock(),
        "machines": _machines(records),
        "libraries": _libraries(records),
        "data": [_data(dataset, Path(build.config.data.root)) for dataset in _datasets(build)],
    }


def _code() -> Json:
    """Commit of the code that made the report, and whether files differ from it."""
    commit = _git("rev-parse", "HEAD")
    changes = _git("status", "--porcelain") if commit else None
    return {"commit": commit, "changed": None if changes is None else bool(changes)}


def _git(*arguments: str) -> str | None:
    """What git says of the project's folder; None where there is no git or no commit."""
    command = ["git", "-C", str(SOURCE.parent), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _config(config: Config) -> list[Json]:
    content = config.model_dump(mode="json", exclude=PLACES)
    content["documents"] = content["documents"] or "all"
    return [{"key": key, "value": value} for key, value in lines(content).items()]


def _seeds(records: list[Record]) -> str:
    """``0 (12 runs), 1 (8 runs)``."""
    found = Counter(record.run.seed for record in records)
    return ", ".join(f"{seed} ({counted(found[seed], 'run')})" for seed in sorted(found))


def _lock() -> Json | None:
    """The file that pins the versions, by its checksum; None where it does not lie here."""
    file = SOURCE.parent / "requirements.lock"
    if not file.is_file():
        return None
    return {"name": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}


def _machines(records: list[Record]) -> list[Json]:
    """Kinds of machine, with how many runs each made."""
    names = ("processor", "cores", "system", "python")
    found = Counter(
        (*(record.environment.get(name) for name in names), record.device) for record in records
    )
    return [
        {
            "processor": str(processor or "unknown"),
            "cores": setting(cores),
            "system": str(system or "unknown"),
            "python": str(python or "unknown"),
            "device": device,
            "runs": number(count),
        }
        for (processor, cores, system, python, device), count in found.most_common()
    ]


def _libraries(records: list[Record]) -> list[Json]:
    """Versions of each library, with how many runs used each."""
    found: dict[str, Counter[str]] = {}
    for record in records:
        for name, version in record.environment.get("libraries", {}).items():
            found.setdefault(name, Counter())[version or "not installed"] += 1
    return [
        {
            "name": name,
            "versions": [
                {"version": version, "runs": counted(count, "run")}
                for version, count in sorted(versions.items())
            ],
        }
        for name, versions in sorted(found.items())
    ]


def _datasets(build: Build) -> list[Dataset]:
    """The data sets that the runs of this build name."""
    named = {run.dataset for run in build.runs.values()} - {None}
    return [dataset for name, dataset in build.plan.datasets.items() if name in named]


def _data(dataset: Dataset, root: Path) -> Json:
    """A data set with the checksums of its files and prepared arrays, where it is prepared."""
    stamp = _stamp(dataset.name, root)
    return {
        "name": dataset.name,
        "title": dataset.title,
        "citation": dataset.citation,
        "licence": dataset.licence,
        "stands_in_for": dataset.stands_in_for,
        "prepared": stamp is not None,
        "files": [
            {"name": name, "sha256": digest}
            for name, digest in sorted(((stamp or {}).get("files") or {}).items())
        ],
        "arrays": [
            {
                "name": name,
                "shape": " × ".join(str(n) for n in array["shape"]),
                "sha256": array["sha256"],
            }
            for name, array in sorted(((stamp or {}).get("arrays") or {}).items())
        ],
    }


def _stamp(name: str, root: Path) -> dict[str, Any] | None:
    try:
        return json.loads(stamp_of(name, root).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
