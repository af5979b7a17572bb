"""A report from the committed records, where nothing was trained."""

from __future__ import annotations

import shutil
from pathlib import Path

from reprise.archive import searches
from reprise.archive.committed import RUNS, check, whole_record
from reprise.config import Config
from reprise.documents.accepted import Committed, read_index
from reprise.packed import CURVES
from reprise.paths import Layout
from reprise.planning import layout_of


def from_records(config: Config, folder: Path) -> Config:
    """Lay the committed records out as a build; gives the configuration that reports from them.

    The build lies in ``<results>/from-records/`` and is made anew each time.

    Raises
    ------
    DocumentError
        When there are none, or when one is missing or is not what the index says.
    """
    used = config.model_copy(update={"records": str(folder)})
    index = read_index(folder)
    for run in index.runs:
        check(folder, run)
    layout = layout_of(used)
    shutil.rmtree(layout.base, ignore_errors=True)
    for run in index.runs:
        _lay_out(folder, run, layout)
    searches.lay_out(folder, layout)
    return used


def _lay_out(folder: Path, run: Committed, layout: Layout) -> None:
    """Copy one record and its arrays to where a build has them, with its curves unpacked."""
    record = whole_record(folder, run)
    ignored = shutil.ignore_patterns(CURVES)
    shutil.copytree(folder / RUNS / run.id, layout.run(run.id), ignore=ignored)
    layout.record(run.id).write_bytes(record)
