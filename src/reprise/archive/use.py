"""A report from the committed records, where nothing was trained."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from reprise.archive import searches
from reprise.config import Config
from reprise.documents.accepted import Index, read_index
from reprise.planning import layout_of
from reprise.problems import DocumentError, Problem


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
    _verify(folder, index)
    layout = layout_of(used)
    shutil.rmtree(layout.base, ignore_errors=True)
    shutil.copytree(folder / "runs", layout.base / "runs")
    searches.lay_out(folder, layout)
    return used


def _verify(folder: Path, index: Index) -> None:
    for run in index.runs:
        file = folder / "runs" / run.id / "record.json"
        try:
            whole = hashlib.sha256(file.read_bytes()).hexdigest() == run.sha256
        except OSError as error:
            words = f"the records that its index names are not there: {error.filename}"
            raise DocumentError([Problem("records", str(folder), words)]) from None
        if not whole:
            words = "is not the record that the index names; restore it, or accept records again"
            raise DocumentError([Problem("records", str(file), words)])
