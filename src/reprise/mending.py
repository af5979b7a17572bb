"""What a build does before it begins: damaged records and data are set aside, to be made again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from reprise.data.prepared import (
    ARRAYS,
    array_of,
    damage,
    drop_stamp_if_damaged,
    is_outdated,
    stamp_of,
)
from reprise.data.registry import Dataset, data_digest
from reprise.files import write_if_changed
from reprise.paths import Layout
from reprise.training.health import fault, set_aside

if TYPE_CHECKING:
    from reprise.documents.plan import Run
    from reprise.outline import OutlinedRun

SEEN = Path(".snakemake")
"""Where it is noted which files were found whole: not a result, and no loss when it is lost."""


class Seen:
    """Files that were found whole, by their size and the time of their last change.

    The system sets that time (ctime) at every change; such files need not be read again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            known = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            known = {}
        self._known = known if isinstance(known, dict) else {}
        self._now: dict[str, list[int]] = {}

    def are_unchanged(self, files: Iterable[Path]) -> bool:
        """Whether all of them are as they were when they were found whole."""
        states = {str(file): state(file) for file in files}
        same = all(now and self._known.get(name) == now for name, now in states.items())
        if same:
            self._now |= states
        return same

    def note(self, files: Iterable[Path]) -> None:
        """They were just found whole."""
        self._now |= {str(file): state(file) for file in files}

    def save(self) -> None:
        write_if_changed(self._path, json.dumps(self._now, indent=0) + "\n")


def state(file: Path) -> list[int]:
    """Size and time of the last change of a file; nothing where there is none."""
    try:
        found = file.stat()
    except OSError:
        return []
    return [found.st_size, found.st_ctime_ns]


def drop_outdated(datasets: Iterable[Dataset], data_root: Path, *, dry: bool = False) -> list[str]:
    """Drop the stamps of data that datasets.yaml describes otherwise now; one line for each.

    ``dry``: only say so. The runs that read them have other keys by then.
    """
    lines = []
    for dataset in datasets:
        if is_outdated(dataset.name, data_root, data_digest(dataset)):
            lines.append(
                f"{dataset.name}: described otherwise than when it was prepared; "
                "it is prepared again for the next run"
            )
            if not dry:
                stamp_of(dataset.name, data_root).unlink(missing_ok=True)
    return lines


def mend(
    runs: Iterable[Run | OutlinedRun], layout: Layout, data_root: Path, *, dry: bool = False
) -> list[str]:
    """Set damaged records aside and drop the stamps of damaged data; one line for each.

    ``dry``: only say so. Only for a build that is alone in its folder.
    """
    seen, lines, runs = Seen(SEEN / f"reprise.seen.{layout.scale}.json"), [], list(runs)
    for name in sorted({run.dataset for run in runs if run.dataset}):
        stamp = stamp_of(name, data_root)
        files = [stamp, *(array_of(name, data_root, array) for array in ARRAYS)]
        if not stamp.exists() or seen.are_unchanged(files):
            continue
        if reason := (damage if dry else drop_stamp_if_damaged)(name, data_root):
            lines.append(f"{reason.partition(';')[0]}; {name} is prepared again for the next run")
        else:
            seen.note(files)
    for run in runs:
        record = layout.record(run.id)
        files = [record, record.with_name("arrays.npz")]
        if not record.exists() or seen.are_unchanged(files):
            continue
        if reason := fault(record, run.key):
            aside = "" if dry else f" the record is set aside as {set_aside(record).name}, and"
            lines.append(f"{reason};{aside} the run is made again")
        else:
            seen.note(files)
    if not dry:
        seen.save()
    return lines
