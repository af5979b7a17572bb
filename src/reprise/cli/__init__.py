"""The command line: one subcommand per stage, plus check, status, explain, search, diff and accept.

Exit codes: 0 all is well, 1 a stage failed, 2 what was asked for or written is wrong. With
``diff --exit-code`` 1 says that something changed.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from reprise.cli.parser import parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; returns the exit code."""
    options = parser().parse_args(arguments)
    from reprise.problems import DocumentError

    try:
        _log_to(options.log)
        code = options.run(options) or 0
        sys.stdout.flush()
        return code
    except DocumentError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output left, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("stopped; run the same command again to go on", file=sys.stderr)
        return 130
    except Exception as error:
        if not _for_people(error):
            raise
        logging.getLogger("reprise").error("%s", error)
        return 1


def _for_people(error: Exception) -> bool:
    """Errors whose message says what to do; all others are ours and keep their traceback."""
    return type(error).__module__.startswith("reprise.")


def _log_to(file: Path | None) -> None:
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    if file is not None:
        handlers = [_file_handler(file)]
    logging.basicConfig(level=logging.INFO, format="%(message)s", handlers=handlers)


def _file_handler(file: Path) -> logging.Handler:
    from reprise.problems import DocumentError, Problem

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return logging.FileHandler(file, mode="w", encoding="utf-8")
    except OSError as error:
        words = f"cannot be written: {error.strerror}; name a file"
        raise DocumentError([Problem("--log", str(file), words)]) from None
