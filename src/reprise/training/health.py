"""Whether a record and its arrays are those that were written: by their bytes, without NumPy."""

from __future__ import annotations

import hashlib
from pathlib import Path

from reprise.training.sealed import unseal

DAMAGED = ".damaged"
"""Appended to the name of a record that is set aside."""


def fault(record_file: Path, key: str) -> str | None:
    """Why a run's record, or the arrays beside it, cannot be used; None where both are whole."""
    try:
        content = unseal(record_file.read_bytes())
        found, arrays = content["key"], content["arrays"]
        file, digest = record_file.with_name(arrays["file"]), arrays["sha256"]
    except OSError as error:
        return f"{record_file} cannot be read: {error.strerror}"
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return f"{record_file} is damaged ({str(error).splitlines()[0]})"
    if found != key:
        return f"{record_file} is the record of another run"
    try:
        with file.open("rb") as opened:
            whole = hashlib.file_digest(opened, "sha256").hexdigest() == digest
    except OSError as error:
        return f"{file} cannot be read: {error.strerror}"
    return None if whole else f"{file} is not what its record was written with"


def set_aside(record_file: Path) -> Path:
    """Move a damaged record out of the way, so that its run is made again; gives its new name."""
    aside = record_file.with_name(record_file.name + DAMAGED)
    record_file.replace(aside)
    return aside
