"""One committed record, checked against the index that names it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from reprise.documents.accepted import Committed
from reprise.packed import RECORD, is_packed, unpacked
from reprise.problems import DocumentError, Problem
from reprise.training.record import RecordError

RUNS = "runs"
"""The folder of the records, below that of the index."""


def checked(folder: Path, run: Committed) -> bytes:
    """The text of a record with its curves, when all of its files are what they were.

    Raises ``DocumentError`` when one is missing or is not the one that the index leads to.
    """
    _check_record(folder, run)
    text = _whole(folder, run)
    _check_arrays(folder / RUNS / run.id)
    return text


def _check_record(folder: Path, run: Committed) -> None:
    file = folder / RUNS / run.id / RECORD
    try:
        whole = hashlib.sha256(file.read_bytes()).hexdigest() == run.sha256
    except OSError as error:
        words = f"the records that its index names are not there: {error.filename}"
        raise DocumentError([Problem("records", str(folder), words)]) from None
    if not whole:
        words = "is not the record that the index names; restore it, or accept records again"
        raise DocumentError([Problem("records", str(file), words)])


def _whole(folder: Path, run: Committed) -> bytes:
    try:
        return unpacked(folder / RUNS / run.id)
    except RecordError as error:
        file, _, words = str(error).partition(": ")
        words = f"{words}; restore it, or accept records again"
        raise DocumentError([Problem("records", file, words)]) from None


def _check_arrays(made: Path) -> None:
    arrays = json.loads((made / RECORD).read_bytes())["arrays"]
    file = made / arrays["file"]
    try:
        whole = hashlib.sha256(file.read_bytes()).hexdigest() == arrays["sha256"]
        words = "are not the arrays that the record was written with"
    except OSError as error:
        whole, words = False, f"cannot be read: {error}"
    if not whole:
        words = f"{words}; restore them, or accept records again"
        raise DocumentError([Problem("records", str(file), words)])


def is_of_today(folder: Path, run: Committed) -> bool:
    """Whether a checked record is as it would be written today: with its curves packed."""
    content = json.loads((folder / RUNS / run.id / RECORD).read_bytes())
    return is_packed(content) or not content["curves"]
