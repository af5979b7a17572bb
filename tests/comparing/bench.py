"""Builds as the comparison sees them, made by hand."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reprise.comparing.differences import Differences, differences
from reprise.comparing.model import read_made

Json = dict[str, Any]
DOCUMENT = "boczek-2021"
RUN = f"{DOCUMENT}--final--main--s"


def number(mean: float, sd: float | None = 0.01, n: int = 3) -> Json:
    return {"n": n, "mean": mean, "sd": sd}


def report() -> Json:
    """What a report says of a build with one document, in the parts that are compared."""
    claim = {"verdict": "reproduced", "provisional": False, "cut": False, "seeds": 3}
    metrics = {"test_accuracy": number(0.9), "parameters": number(7960, 0.0)}
    return {
        "schema": 1,
        "provenance": {
            "code": {"commit": "0123456789abcdef", "changed": False},
            "config": [{"key": "scale", "value": "quick"}, {"key": "seeds", "value": "none"}],
        },
        "comparison": {
            "schema": 1,
            "scale": "quick",
            "missing": 0,
            "documents": {
                DOCUMENT: {
                    "claims": {"B1": dict(claim), "B2": dict(claim)},
                    "experiments": {"final": {"main": {"cut": [], "metrics": metrics}}},
                    "runs": {f"{RUN}{seed}-00000000": "0" * 64 for seed in range(3)},
                }
            },
        },
    }


def document(content: Json) -> Json:
    return content["comparison"]["documents"][DOCUMENT]


def metrics(content: Json) -> Json:
    return document(content)["experiments"]["final"]["main"]["metrics"]


def write(folder: Path, content: Any, name: str = "report.json") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def compared(folder: Path, change: Callable[[Json], object]) -> Differences:
    """From the build of ``report`` to one that is changed."""
    new = copy.deepcopy(report())
    change(new)
    old = write(folder / "old", report())
    return differences(read_made(old), read_made(write(folder / "new", new)))
