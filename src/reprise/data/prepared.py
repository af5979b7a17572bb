"""The prepared arrays of a data set, and the stamp that tells them from damaged ones.

Runs read their data through this module: it imports nothing that is not needed for that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from reprise.data.errors import DataError

FORMAT = 1
ARRAYS = ("train_images", "train_labels", "test_images", "test_labels")

ENTRY = {"sha256", "bytes", "shape", "dtype"}


def folder_of(name: str, root: Path) -> Path:
    return root / "prepared" / name


def stamp_of(name: str, root: Path) -> Path:
    return folder_of(name, root) / "stamp.json"


def array_of(name: str, root: Path, array: str) -> Path:
    return folder_of(name, root) / f"{array}.npy"


def mend(name: str) -> str:
    """The way on that every message about prepared data ends with."""
    return f"mend it with: reprise data {name}"


def read_stamp(name: str, root: Path) -> dict[str, Any]:
    """The stamp; raises ``DataError`` where it is missing or cannot be used."""
    path = stamp_of(name, root)
    try:
        stamp = json.loads(path.read_text(encoding="utf-8"))
        fine = stamp["format"] == FORMAT and stamp["dataset"] == name
        fine = fine and set(stamp["arrays"]) == set(ARRAYS)
        fine = fine and all(set(entry) == ENTRY for entry in stamp["arrays"].values())
    except FileNotFoundError:
        raise DataError(f"{name} is not prepared ({path} is missing); {mend(name)}") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path} cannot be read ({error}); {mend(name)}") from None
    if not fine:
        raise DataError(f"{path} is no stamp of {name} that this version reads; {mend(name)}")
    return stamp


def fault(path: Path, entry: Mapping[str, Any], *, content: bool) -> str | None:
    """Why an array's file is not the stamped one; ``content``: look at every byte."""
    try:
        size = path.stat().st_size
        if size != entry["bytes"]:
            return f"has {size} bytes instead of {entry['bytes']}"
        if content and sha256_of(path) != entry["sha256"]:
            return "is damaged: its SHA-256 is not the one in the stamp beside it"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"
    return None


def damage(name: str, root: Path) -> str | None:
    """What is wrong with prepared data; None where they are whole, or not prepared at all."""
    if not stamp_of(name, root).exists():
        return None
    try:
        entries = read_stamp(name, root)["arrays"]
    except DataError as error:
        return str(error)
    for array in ARRAYS:
        path = array_of(name, root, array)
        if reason := fault(path, entries[array], content=True):
            return f"{path} {reason}"
    return None


def drop_stamp_if_damaged(name: str, root: Path) -> str | None:
    """Remove the stamp of damaged data, so that the next build prepares them again; says why."""
    if reason := damage(name, root):
        stamp_of(name, root).unlink(missing_ok=True)
    return reason


def is_outdated(name: str, root: Path, data: str) -> bool:
    """Whether prepared data were made from another description than this (its digest)."""
    try:
        return read_stamp(name, root).get("data") != data
    except DataError:
        return False  # missing or damaged, which is another matter


def sha256_of(path: Path) -> str:
    """SHA-256 of a file; an unchanged file is read once per process. Raises ``OSError``."""
    state = path.stat()
    return _sha256(path, state.st_ino, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=64)
def _sha256(path: Path, inode: int, size: int, mtime_ns: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
