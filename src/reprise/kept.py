"""Answers kept between processes by the bytes of what they were made from. Never a result."""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path
from typing import Any

from reprise.files import WriteError, write_atomically

MOST = 2000
"""Answers that are kept; the oldest go first."""


class Kept:
    """A file of answers, each under the SHA-256 of its question.

    ``made_by``: what makes the answers; those of another maker do not count. The file begins with
    its own checksum: one that is damaged, lost or not to be written costs time and nothing else.
    """

    def __init__(self, path: Path, *made_by: str, most: int = MOST) -> None:
        self._path, self._most = path, most
        self._maker = _hash(json.dumps(made_by).encode())
        self._answers = self._read()
        self._is_new = False

    def _read(self) -> dict[str, Any]:
        try:
            head, text = self._path.read_bytes().split(b"\n", 1)
        except (OSError, ValueError):
            return {}
        if head.decode(errors="replace") != f"{self._maker} {_hash(text)}":
            return {}
        return json.loads(text)

    def find(self, question: bytes) -> Any:
        """The answer, or None."""
        return self._answers.get(_hash(question))

    def keep(self, question: bytes, answer: Any) -> None:
        """Plain data only: it comes back as JSON has it."""
        self._answers.pop(_hash(question), None)
        self._answers[_hash(question)] = answer
        self._is_new = True

    def save(self) -> None:
        """Write the answers, if there are new ones and it can be done."""
        if not self._is_new:
            return
        self._answers = dict(list(self._answers.items())[-self._most :])
        text = json.dumps(self._answers, separators=(",", ":")).encode()
        with contextlib.suppress(WriteError):
            write_atomically(self._path, f"{self._maker} {_hash(text)}\n".encode() + text)
        self._is_new = False


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
