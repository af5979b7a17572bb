"""A committed record: ``record.json`` to be read by people, and its curves packed beside it.

It says what the run's own record says, digit for digit. In place of the curves, nine tenths of a
record, stands the name of the file that they lie in, and the checksum of what is packed there. So
nobody takes it for the record of a run; ``unpacked`` makes one of it.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reprise.files import write_atomically
from reprise.training.record import Record, RecordError
from reprise.training.sealed import unseal

RECORD = "record.json"
CURVES = "curves.json.xz"


def write_packed(folder: Path, record: Record) -> str:
    """Write a record and its curves; returns the checksum of ``record.json``, which covers both.

    The checksum of the curves is of their text: another version of xz may pack it otherwise.
    """
    content = record.model_dump()
    if record.curves:
        curves = json.dumps(record.curves, separators=(",", ":"), allow_nan=False).encode()
        content["curves"] = {"packed": CURVES, "sha256": _sha256(curves)}
        write_atomically(folder / CURVES, lzma.compress(curves))
    text = (json.dumps(content, allow_nan=False) + "\n").encode()
    write_atomically(folder / RECORD, text)
    return _sha256(text)


def is_packed(content: dict[str, Any]) -> bool:
    """Whether the curves of a record lie in another file; those of older committed ones do not."""
    return isinstance(content.get("curves"), dict) and "packed" in content["curves"]


def unpacked(folder: Path) -> bytes:
    """The text of a whole record.

    Raises
    ------
    RecordError
        When a file is missing or damaged, or the curves are not those of the record.
    """
    text, content = _read(folder / RECORD)
    if not is_packed(content):
        return text
    file = folder / CURVES
    try:
        curves = lzma.decompress(file.read_bytes())
    except (OSError, lzma.LZMAError, EOFError) as error:
        raise RecordError(f"{file}: cannot be read: {error}") from None
    if _sha256(curves) != content["curves"].get("sha256"):
        raise RecordError(f"{file}: the curves are not those that the record was written with")
    del content["curves"]
    rest = json.dumps(content, allow_nan=False).removesuffix("}")
    return f'{rest}, "curves": '.encode() + curves + b"}\n"


def read_without_curves(file: Path) -> Record:
    """What a record says besides its curves, be it a run's own or a committed one.

    Raises ``RecordError`` when it is missing or damaged.
    """
    _, content = _read(file)
    try:
        return Record.model_validate(content | {"curves": {}})
    except ValidationError as error:
        raise RecordError(f"{file}: the record is damaged ({_first_line(error)})") from None


def _read(file: Path) -> tuple[bytes, dict[str, Any]]:
    try:
        text = file.read_bytes()
        return text, unseal(text)
    except FileNotFoundError:
        raise RecordError(f"{file}: there is no record") from None
    except (OSError, ValueError, RecursionError) as error:
        raise RecordError(f"{file}: the record is damaged ({_first_line(error)})") from None


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
