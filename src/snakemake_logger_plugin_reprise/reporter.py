"""Snakemake's events in, lines on the screen out."""

from __future__ import annotations

import logging
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import lines
from .chatter import (
    COMMAND_FAILED,
    INTERRUPTED,
    NOTHING_TO_DO,
    OUTPUT_MISSING,
    SAID_AT_THE_END,
    STOPPING,
    exit_status,
    is_chatter,
)
from .files import log_tail, read_mapping, read_plan
from .progress import Build, Job
from .screen import Screen

RECORD = "record.json"
SECONDS_BETWEEN_DRAWS = 0.1
"""Many short jobs give many events; the line is redrawn for the eye, not for each of them."""


@dataclass(frozen=True)
class Options:
    """What the user asked for; `quiet` holds the words given to `--quiet`."""

    package: str
    quiet: frozenset[str] = frozenset()
    dry_run: bool = False
    verbose: bool = False
    debug_dag: bool = False
    show_commands: bool = False
    progress_every: float = 30.0
    log_lines: int = 15

    def hides(self, kind: str) -> bool:
        return bool(self.quiet & {kind, "all"})


class Reporter:
    """Follows one call of Snakemake; `stock` is how Snakemake itself would put a record."""

    def __init__(
        self, screen: Screen, options: Options, stock: Callable[[logging.LogRecord], str]
    ) -> None:
        self._screen, self._options, self._stock = screen, options, stock
        self.build = Build()
        self._table = ""
        self._failed_commands: list[str] = []
        self._last_progress = self._last_draw = 0.0
        self._stopping = False
        self._is_closed = False

    def handle(self, record: logging.LogRecord) -> None:
        """One record; those without an event of Snakemake's are messages."""
        event = str(getattr(record, "event", None) or "message")
        getattr(self, f"_on_{event}", self._on_detail)(record)
        self._draw(record.created, at_least=SECONDS_BETWEEN_DRAWS)

    def tick(self, now: float) -> None:
        """Time passes: the status line is redrawn, or a progress line is due."""
        self._draw(now)
        if self._screen.is_live or not self._build_runs() or not self.build.running:
            return
        if now - self._last_progress >= self._options.progress_every:
            self._last_progress = now
            self._screen.print(lines.status(self.build, now))

    def close(self, now: float) -> None:
        """The last line; a second call does nothing."""
        if self._is_closed:
            return
        self._is_closed = True
        self._screen.status("")
        for message in [] if self.build.interrupted else self._failed_commands:
            self._screen.print(message, alarm=True)
        if self._table:
            self._screen.print(self._table)
        quiet = "all" in self._options.quiet and not self.build.failed
        if self.build.started is not None and not quiet:
            self._screen.print(lines.summary(self.build, now), alarm=bool(self.build.failed))

    def _build_runs(self) -> bool:
        return self.build.started is not None and not self._options.hides("progress")

    def _draw(self, now: float, at_least: float = 0.0) -> None:
        """Bring the status line up to date if it is older than `at_least` seconds."""
        if not self._screen.is_live or self._is_closed:
            return
        # a job that writes to the terminal itself, say a bar of a download, has the line
        shared = any(job.uses_terminal for job in self.build.running.values())
        if shared or self.build.is_over or not self._build_runs():
            self._screen.status("")
        elif now - self._last_draw >= at_least:
            self._last_draw = now
            self._screen.status(lines.status(self.build, now))

    # --- events ----------------------------------------------------------------------------

    def _on_resources_info(self, record: logging.LogRecord) -> None:
        amount = getattr(record, "cores", None) or getattr(record, "nodes", None)
        if isinstance(amount, int):
            self.build.cores = max(amount, 1)
        self._on_detail(record)

    def _on_run_info(self, record: logging.LogRecord) -> None:
        if self._options.dry_run:
            # it comes before the jobs, and again after them unless that is kept quiet
            if self._table:
                self._screen.print(record.getMessage())
            self._table = "" if self._table else record.getMessage()
            return
        self.build.begin(record.stats, record.created)
        self._last_progress = record.created
        if not self._options.hides("progress"):
            self._screen.print(lines.started(self.build.counts))

    def _on_job_info(self, record: logging.LogRecord) -> None:
        job = _job(record)
        if self._options.dry_run:
            if not job.is_target and not self._options.hides("rules"):
                reason = "" if self._options.hides("reason") else record.reason
                self._screen.print(lines.would_run(job, lines.short_reason(reason)))
        else:
            self.build.start(job)
            if job.records and self.build.plan is None:
                self.build.plan = read_plan(job.records[0])
            if record.rule_msg and not self._options.hides("rules"):
                self._screen.print(f"  {job.rule}  {record.rule_msg}")
        self._on_detail(record)

    def _on_shellcmd(self, record: logging.LogRecord) -> None:
        command = getattr(record, "cmd", None) or getattr(record, "shellcmd", None)
        if command and self._options.show_commands and not self._options.hides("rules"):
            self._screen.print(f"    $ {command.strip()}")

    def _on_job_finished(self, record: logging.LogRecord) -> None:
        job = self.build.finish(record.job_id, record.created)
        if job is None or job.is_target or self._options.hides("rules"):
            return
        for path in job.records:
            content = read_mapping(path)
            seconds = record.created - job.started
            self._screen.print(lines.finished_run(path.parent.name, content, seconds))
        if not job.records:
            self._screen.print(lines.finished_job(job))

    def _on_job_error(self, record: logging.LogRecord) -> None:
        status = exit_status(self._command_message(record.shellcmd))
        if self.build.interrupted or status in ("killed by SIGINT", "exit status 130"):
            self.build.running.pop(record.jobid, None)
            return
        job = self.build.fail(record.jobid) or _job(record)
        path, tail = log_tail(record.log, self._options.log_lines)
        if path is not None:
            more = f"more: {path}"
        else:
            logs = f"; its log is empty: {', '.join(record.log)}" if record.log else ""
            more = f"command: {(record.shellcmd or '(none)').strip()}{logs}"
        reason = ", ".join(filter(None, [status, str(record.rule_msg or "")]))
        self._screen.print(lines.failure(job, reason, tail, more), alarm=True)

    def _on_progress(self, record: logging.LogRecord) -> None:
        # checkpoints may add jobs on the way
        self.build.total = max(self.build.total, record.total)

    def _on_error(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if getattr(record, "exception", "") == "RuleException" and COMMAND_FAILED.search(message):
            # the job's own error follows, with its log
            self._failed_commands.append(message)
            return
        missing = OUTPUT_MISSING.search(message)
        if missing:
            self.build.fail(int(missing["id"]))
        self._on_message(record)

    def _on_message(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.levelno < logging.INFO and not self._options.verbose:
            return  # --debug-dag lets through more than it asks for
        if message.startswith(INTERRUPTED):
            self.build.interrupted = True
        if message.startswith(STOPPING):
            if self._stopping:
                return
            self._stopping = True
        if message.startswith(SAID_AT_THE_END) and self.build.started is not None:
            self._fail_what_is_left()
        elif message.startswith(NOTHING_TO_DO):
            self._show(record, "nothing to be done")
        elif self._options.verbose or not is_chatter(record, self._options.package):
            self._show(record, message)

    def _on_job_started(self, record: logging.LogRecord) -> None:
        """Says that jobs were chosen; each tells of itself when it starts."""

    def _on_debug_dag(self, record: logging.LogRecord) -> None:
        if self._options.debug_dag:
            self._screen.print(self._stock(record))

    def _on_detail(self, record: logging.LogRecord) -> None:
        if self._options.verbose:
            self._show(record, self._stock(record))

    # --- help ------------------------------------------------------------------------------

    def _show(self, record: logging.LogRecord, text: str) -> None:
        if record.levelno >= logging.ERROR or "all" not in self._options.quiet:
            self._screen.print(text.rstrip(), alarm=record.levelno >= logging.ERROR)

    def _command_message(self, command: str | None) -> str:
        """Snakemake's message about a failed command, which precedes the job's own error."""
        # a command of several lines is indented otherwise in the message
        wanted = " ".join((command or "").split())
        for message in self._failed_commands:
            if wanted and wanted in " ".join(message.split()):
                self._failed_commands.remove(message)
                return message
        return ""

    def _fail_what_is_left(self) -> None:
        """Jobs that failed without an error event of their own, such as by an empty output."""
        if not (self.build.interrupted or self._stopping):
            for job_id in list(self.build.running):
                self.build.fail(job_id)


def _job(record: logging.LogRecord) -> Job:
    """The job that a job's record speaks of."""
    outputs = [Path(output) for output in record.output]
    records = tuple(path for path in outputs if path.name == RECORD) or _records_of_group(record)
    wildcards = getattr(record, "wildcards", None) or {}
    if records:
        name = records[0].parent.name + (f" and {len(records) - 1} more" if records[1:] else "")
    else:
        name = "/".join(map(str, wildcards.values())) or (outputs[0].stem if outputs else "")
        name = "" if name == record.rule_name else name
    command, log = record.shellcmd or "", record.log[0] if record.log else ""
    redirected = bool(log) and (f"> {log}" in command or f"> {shlex.quote(log)}" in command)
    return Job(
        id=record.jobid,
        rule=record.rule_name,
        name=name,
        started=record.created,
        records=records,
        log=log,
        uses_terminal=bool(command) and not redirected,
        is_target=not outputs and not command,
    )


def _records_of_group(record: logging.LogRecord) -> tuple[Path, ...]:
    """A job of several runs writes a mark; its inputs, `<scale>/specs/<run>.json`, name them."""
    if not any(Path(output).parent.name == "groups" for output in record.output):
        return ()
    specs = [path for path in map(Path, record.input) if path.parent.name == "specs"]
    return tuple(spec.parents[1] / "runs" / spec.stem / RECORD for spec in specs)
