"""A report from the committed records, where nothing was trained."""

from __future__ import annotations

import shutil
from pathlib import Path

from reprise.config import Config
from reprise.documents.accepted import read_index
from reprise.planning import layout_of
from reprise.problems import DocumentError, Problem


def from_records(config: Config, folder: Path) -> Config:
    """Lay the committed records out as a build; gives the configuration that reports from them.

    The build lies in ``<results>/from-records/`` and is made anew each time.

    Raises
    ------
    DocumentError
        When no records of the scale are committed.
    """
    used = config.model_copy(update={"records": str(folder)})
    read_index(folder, config.scale)
    base = layout_of(used).base
    shutil.rmtree(base, ignore_errors=True)
    try:
        shutil.copytree(folder / config.scale / "runs", base / "runs")
    except FileNotFoundError as error:
        words = f"the records that its index names are not there: {error.filename}"
        raise DocumentError([Problem("records", str(folder), words)]) from None
    return used
