"""Take files out of verified .gz and .tar.gz files; each is verified again before it is used."""

from __future__ import annotations

import gzip
import logging
import tarfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from reprise.data.errors import Unavailable
from reprise.data.registry import Checked
from reprise.data.verify import BLOCK, fault, replacing

log = logging.getLogger("reprise.data")

_BROKEN = (gzip.BadGzipFile, EOFError, zlib.error, tarfile.TarError)


def gunzip(packed: Path, expected: Checked, root: Path) -> None:
    """Put the content of a verified .gz in place below the root, or raise ``Unavailable``."""
    try:
        with gzip.open(packed, "rb") as content:
            _place(content, expected, root)
    except _BROKEN as error:
        raise Unavailable(f"cannot be unpacked: {error}") from None


def untar(packed: Path, expected: Iterable[Checked], root: Path) -> None:
    """Put the named files of a verified .tar.gz in place below the root, and no other member.

    Only the content of regular members is read: where it goes is decided here and never by
    the archive. Raises ``Unavailable`` where a file is missing or wrong.
    """
    wanted = {file.path: file for file in expected}
    try:
        with tarfile.open(packed, "r:gz") as archive:
            for member in archive:
                file = wanted.get(member.name.removeprefix("./"))
                if file and member.isreg() and (content := archive.extractfile(member)):
                    _place(content, file, root)
                    del wanted[file.path]
    except _BROKEN as error:
        raise Unavailable(f"cannot be unpacked: {error}") from None
    if wanted:
        raise Unavailable(f"does not hold {', '.join(wanted)}")


def _place(content: BinaryIO, expected: Checked, root: Path) -> None:
    target = root / expected.path
    with replacing(target) as file:
        left = expected.bytes + 1  # one more shows that there is too much, without writing it all
        while left > 0 and (block := content.read(min(BLOCK, left))):
            file.write(block)
            left -= len(block)
        file.flush()
        if reason := fault(Path(file.name), expected):
            raise Unavailable(f"holds another {expected.name}, which {reason}")
    log.info("%s: unpacked and verified", expected.path)
