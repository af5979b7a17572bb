"""Shows how a Snakemake build goes on: `snakemake --logger reprise`, or `logger` in a profile.

On a terminal one status line with the time left, below one line per finished run; elsewhere
the same lines without redrawing. The full text stays in Snakemake's own log file.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import snakemake
from snakemake.logging import DefaultFormatter
from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.settings import LogHandlerSettingsBase

from .reporter import Options, Reporter
from .screen import Screen

TICK_SECONDS = 0.2
"""Soon enough for the eye after a burst of events; an unchanged line is not written again."""


@dataclass
class LogHandlerSettings(LogHandlerSettingsBase):
    """Options that Snakemake offers as `--logger-reprise-...`."""

    progress_every: int = field(
        default=30,
        metadata={
            "help": "Seconds between two progress lines where the output is no terminal.",
            "type": int,
        },
    )
    log_lines: int = field(
        default=15,
        metadata={"help": "Lines of a failed job's log that are shown.", "type": int},
    )


class LogHandler(LogHandlerBase):
    """What Snakemake loads: guards the build against errors of the display."""

    writes_to_stream = True
    writes_to_file = False
    has_filter = True
    has_formatter = True
    needs_rulegraph = False

    def __post_init__(self) -> None:
        common = self.common_settings
        own = self.settings or LogHandlerSettings()
        quiet = frozenset(word.name.lower() for word in common.quiet or ())
        options = Options(
            package=str(Path(snakemake.__file__).parent),
            quiet=quiet,
            dry_run=common.dryrun,
            verbose=common.verbose,
            debug_dag=common.debug_dag,
            show_commands=common.printshellcmds,
            progress_every=own.progress_every,
            log_lines=own.log_lines,
        )
        # Snakemake sends what a dry run finds to stdout, and everything else to stderr
        stream = sys.stdout if common.stdout else sys.stderr
        self._screen = Screen(stream, colour=not common.nocolor)
        self._reporter = Reporter(self._screen, options, DefaultFormatter(common.quiet).format)
        self._ticker: threading.Thread | None = None
        self._stop = threading.Event()
        self._has_warned = False

    def emit(self, record: logging.LogRecord) -> None:
        """Called under the handler's lock."""
        try:
            self._reporter.handle(record)
        except Exception as error:
            self._warn(error)
            if record.levelno >= logging.WARNING:
                self._screen.print(record.getMessage())
        if self._ticker is None and self._reporter.build.started is not None:
            self._ticker = threading.Thread(target=self._tick, name="progress", daemon=True)
            self._ticker.start()

    def close(self) -> None:
        """Snakemake calls this at the end, and Python's logging once more."""
        self._stop.set()
        with self.lock:
            try:
                self._reporter.close(time.time())
            except Exception as error:
                self._warn(error)
        super().close()

    def _tick(self) -> None:
        while not self._stop.wait(TICK_SECONDS):
            with self.lock:
                try:
                    self._reporter.tick(time.time())
                except Exception as error:
                    self._warn(error)

    def _warn(self, error: Exception) -> None:
        if not self._has_warned:
            self._has_warned = True
            self._screen.print(
                f"the progress display met an error ({type(error).__name__}: {error}); the build "
                "goes on, and Snakemake's own log below .snakemake/log has everything"
            )
