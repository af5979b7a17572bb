"""A report from the committed records, where nothing was trained."""

from __future__ import annotations

import shutil
from pathlib import Path

from reprise.archive import searches
from reprise.archive.committed import RUNS, checked
from reprise.config import Config
from reprise.documents.accepted import read_index
from reprise.packed import CURVES, RECORD
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
    texts = {run.id: checked(folder, run) for run in index.runs}
    layout = layout_of(used)
    shutil.rmtree(layout.base, ignore_errors=True)
    for run_id, text in texts.items():
        _lay_out(folder / RUNS / run_id, text, run_id, layout)
    searches.lay_out(folder, layout)
    return used


def _lay_out(made: Path, text: bytes, run_id: str, layout: Layout) -> None:
    """Copy a record's arrays to where a build has them, and write it with its curves in it."""
    ignored = shutil.ignore_patterns(CURVES, RECORD)
    shutil.copytree(made, layout.run(run_id), ignore=ignored)
    layout.record(run_id).write_bytes(text)
