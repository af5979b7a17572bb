"""What a search found, as a table in the terminal and as sentences in the report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reprise.analysis.numbers import rounded
from reprise.search.candidates import STATED

Json = dict[str, Any]


def table(content: Json, file: Path) -> str:
    """All settings, the best first, with what was left out."""
    head = f"{content['claim']}  {content['document']} at scale {content['scale']}"
    blocks = [_experiment(found) for found in content["experiments"]]
    return "\n".join([head, *blocks, f"kept in {file}"])


def _experiment(found: Json) -> str:
    settings = found["settings"]
    width = max((len(setting["name"]) for setting in settings), default=0)
    lines = [
        f"{found['experiment']}: {counted(found['tried'], 'setting')} tried on "
        f"{counted(len(found['numbers']), 'printed number')}"
    ]
    for setting in settings:
        misfit = f"misfit {rounded(setting['statistic'], 3):>7} on {setting['df']}"
        fits = f"fits {setting['fitting']} of {len(found['numbers'])}"
        shown = f"{setting['outcome']}: {setting['why']}"
        lines.append(f"  {setting['name']:<{width}}  {fits}  {misfit}  {shown}")
    return "\n".join([*lines, *left_out(found["left_out"])])


def left_out(found: Sequence[Json]) -> list[str]:
    return [f"  not tried: {one['name']}: {one['why']}" for one in found]


def sentence(found: Json) -> str:
    """``Searched: 7 settings of bgd, the best is learning-rate-0.5, fits 3 of 4 numbers``."""
    best = next((s for s in found["settings"] if s["name"] != STATED.name), None)
    searched = f"Searched: {counted(found['tried'], 'setting')} of {found['experiment']}"
    if best is None:
        return f"{searched}, none within the budget."
    total = counted(len(found["numbers"]), "number")
    return (
        f"{searched}, the best is {best['name']}, fits {best['fitting']} of {total}: "
        f"{best['outcome']}, {best['why']}."
    )


def minutes(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 60 else f"{seconds / 60:.1f} min"


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
