"""Whole lines, and below them, on a terminal, one status line that is redrawn."""

from __future__ import annotations

import os
from typing import TextIO

ERASE = "\r\x1b[2K"
RED, RESET = "\x1b[31m", "\x1b[0m"


class Screen:
    """Writes to one stream. A stream that is gone (closed pipe, lost terminal) is left alone."""

    def __init__(self, stream: TextIO, colour: bool = True) -> None:
        self._stream = stream
        self._status = ""
        self._gone = False
        self.is_live = stream.isatty() and os.environ.get("TERM") != "dumb"
        self._colour = colour and self.is_live and not os.environ.get("NO_COLOR")

    def print(self, text: str, alarm: bool = False) -> None:
        """Whole lines above the status line; the first is red if it is an alarm."""
        if alarm and self._colour:
            first, *rest = text.split("\n")
            text = "\n".join([RED + first + RESET, *rest])
        # a job may have left a bar of its own on the line
        erase = ERASE if self.is_live else ""
        self._write(f"{erase}{text}\n{self._status}")

    def status(self, text: str) -> None:
        """Another status line, cut to the terminal's width; nothing where there is no terminal."""
        text = text[: self._columns() - 1] if self.is_live else ""
        if text != self._status:
            self._status = text
            self._write(ERASE + text)

    def _columns(self) -> int:
        try:
            # a terminal that does not know its size says 0
            return os.get_terminal_size(self._stream.fileno()).columns or 80
        except (OSError, ValueError):
            return 80

    def _write(self, text: str) -> None:
        if self._gone:
            return
        encoding = self._stream.encoding or "utf-8"
        try:
            self._stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
            self._stream.flush()
        except (OSError, ValueError):
            self._gone = True
