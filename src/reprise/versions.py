"""With which libraries records were made, against those that are installed and those pinned."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from reprise.config import Config
from reprise.documents.plan import Plan, Run
from reprise.paths import Layout
from reprise.planning import layout_of

LOCK = Path("requirements.lock")

OTHERS = ".other-versions"
"""Appended to the name of a record that ``strict_versions`` sets aside."""

MOST_NAMES = 6
"""Packages that a line names."""

PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)\s*(?:;\s*sys_platform == \"(\w+)\")?$")

Differences = Mapping[str, tuple[str, str]]
"""Package -> (the version that was wanted or used, the one that is installed)."""


def version_lines(config: Config, plan: Plan) -> list[str]:
    """What ``reprise status`` says of versions: nothing where all agree."""
    lines = []
    if pinned := differing(_pins(LOCK)):
        remedy = f"pip install -r {LOCK} installs the pinned ones"
        lines.append(f"versions: {LOCK} pins others: {_told(pinned)}; {remedy}")
    made = list(made_with_others(plan.runs(), layout_of(config)))
    if made:
        rest = "they are kept, and strict_versions: true in config.yaml makes them again"
        if config.strict_versions:
            rest = "strict_versions: the next build makes them again"
        lines.append(f"versions: {_counted(made)} made with others: {_of_all(made)}; {rest}")
    return lines


def made_with_others(runs: Iterable[Run], layout: Layout) -> Iterator[tuple[Run, Differences]]:
    """The runs whose record names a library of another version than the installed one."""
    for run in runs:
        differences = differing(_libraries(layout.record(run.id)))
        if differences:
            yield run, differences


def set_others_aside(runs: Iterable[Run], layout: Layout, *, dry: bool = False) -> list[str]:
    """Move records made with other versions out of the way, so that their runs are made again.

    Also those of the same runs at other scales, from which they would be taken over. One line for
    all; ``dry``: only say so.
    """
    made = list(made_with_others(runs, layout))
    for run, _ in made if not dry else ():
        for record in layout.results.glob(f"*/runs/*-{run.key[:8]}/record.json"):
            record.replace(record.with_name(record.name + OTHERS))
    if not made:
        return []
    kept = "" if dry else f", the old records are kept as record.json{OTHERS}"
    told = f"{_counted(made)} made with other versions: {_of_all(made)}"
    return [f"strict_versions: {told}; made again{kept}"]


def differing(wanted: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Packages of which another version is installed, or none."""
    found = {name: (text, _installed(name)) for name, text in wanted.items()}
    return {name: pair for name, pair in found.items() if pair[0] != pair[1]}


def _counted(made: Sequence[object]) -> str:
    return "1 run was" if len(made) == 1 else f"{len(made)} runs were"


def _of_all(made: Sequence[tuple[Run, Differences]]) -> str:
    return _told({name: pair for _, found in made for name, pair in found.items()})


def _told(differences: Differences) -> str:
    """``numpy 2.1.0 (2.2.0 is installed), ...``."""
    parts = [f"{name} {was} ({now} is installed)" for name, (was, now) in differences.items()]
    more = len(parts) - MOST_NAMES
    return ", ".join(parts[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _libraries(record: Path) -> dict[str, str]:
    """Library -> version, as a record has them; nothing where it cannot be read."""
    try:
        content: Any = json.loads(record.read_bytes())
        libraries = content["environment"]["libraries"]
        return {name: text for name, text in libraries.items() if isinstance(text, str)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # missing or damaged, which is said elsewhere


def _pins(lock: Path) -> dict[str, str]:
    """Package -> pinned version, of those for this system; nothing where there is no such file."""
    try:
        lines = lock.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    found = (PINNED.match(line.strip()) for line in lines)
    return {m[1]: m[2] for m in found if m and m[3] in (None, sys.platform)}


@cache
def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
