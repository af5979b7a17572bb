"""Tell whether a file is the one it should be, and put files in place in one step."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from reprise.data.errors import Unavailable
from reprise.data.registry import Checked

BLOCK = 1 << 20


def blocks(path: Path) -> Iterator[bytes]:
    """The content of a file, 1 MiB at a time; raises ``Unavailable`` where it cannot be read."""
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block
    except FileNotFoundError:
        raise Unavailable("no such file") from None
    except OSError as error:
        raise Unavailable(f"cannot be read: {error.strerror or error}") from None


def fault(path: Path, expected: Checked) -> str | None:
    """Why the file is not the expected one, or None when size, MD5 and SHA-256 are right."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            return "is no file"
        if size != expected.bytes:
            return f"has {size} bytes instead of {expected.bytes}"
        md5, sha = hashlib.md5(usedforsecurity=False), hashlib.sha256()
        for block in blocks(path):
            md5.update(block)
            sha.update(block)
    except FileNotFoundError:
        return "no such file"
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"
    except Unavailable as error:
        return str(error)
    if md5.hexdigest() != expected.md5:
        return f"has other content: MD5 {md5.hexdigest()} instead of {expected.md5}"
    if sha.hexdigest() != expected.sha256:
        return f"has other content: SHA-256 {sha.hexdigest()} instead of {expected.sha256}"
    return None


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """Write beside the target and put it in place at the end, or leave the target as it was.

    The caller holds the data set's lock, so the name beside it is free.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.new")
    try:
        with beside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
