"""Write files so that nothing is ever half there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


class WriteError(OSError):
    """A file that cannot be written; the message says which, why and what to do."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(error.errno, error.strerror, str(path))
        self.words = (
            f"{path} cannot be written: {error.strerror or error}. Nothing is half-written; "
            "make room or give write access, and run the same command again."
        )

    def __str__(self) -> str:
        return self.words


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader sees the old content or the new, and never a part.

    Raises
    ------
    WriteError
        Where that fails, as on a full disk; the old content is there then, and nothing else.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as error:
        raise WriteError(path, error) from None


def _replace(path: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=_beside(path))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def remove_leftovers(path: Path) -> None:
    """Remove what writers of this file left that were killed; there must be no other writer."""
    if path.parent.is_dir():
        for other in path.parent.iterdir():
            if other.name.startswith(_beside(path)):
                other.unlink(missing_ok=True)


def _beside(path: Path) -> str:
    return f".{path.name}."


def write_if_changed(path: Path, content: str) -> None:
    """Write a file unless it says the same already, so that its time stays as it was."""
    try:
        if path.read_text(encoding="utf-8") == content:
            return
    except (OSError, UnicodeDecodeError):
        pass
    write_atomically(path, content)
