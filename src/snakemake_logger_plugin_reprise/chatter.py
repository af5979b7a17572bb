"""Which of Snakemake's plain messages a user can do without.

A list of what is left out, not of what is let through: a message that is not known is shown.
"""

from __future__ import annotations

import logging
import re

NOTHING_TO_DO = "Nothing to be done"
INTERRUPTED = "Terminating processes on user request"
STOPPING = "Will exit after finishing currently running jobs"

CHATTER = (
    "Assuming unrestricted shared filesystem usage",
    "Building DAG of jobs",
    "Using shell:",
    "Group jobs: inactive",
    "Select jobs to execute",
    "Updating checkpoint dependencies",
    "Processed ",
    "Removing temporary output",
    "Touching output file",
    "Job rate limit reached",
    "Some jobs were triggered by provenance information",
    "Rules with provenance triggered jobs",
    "Shutting down, this might take some time",
    "Complete log(s):",
    "Elapsed time:",
)

SAID_AT_THE_END = (
    "Exiting because a job execution failed",
    "WorkflowError:\nAt least one job did not complete successfully",
)
"""Errors that the last line of the display replaces."""

COMMAND_FAILED = re.compile(
    r"returned non-zero exit status (?P<status>\d+)|died with <Signals\.(?P<signal>\w+)"
)
OUTPUT_MISSING = re.compile(r"^Job (?P<id>\d+)\s+completed successfully, but", re.MULTILINE)


def is_chatter(record: logging.LogRecord, package: str) -> bool:
    """Whether a message below a warning comes from Snakemake's own files and says little."""
    own = record.pathname.startswith(package)
    return own and record.levelno < logging.WARNING and record.getMessage().startswith(CHATTER)


def exit_status(message: str) -> str:
    """How a shell command ended, from Snakemake's message about it; empty if it says nothing."""
    match = COMMAND_FAILED.search(message)
    if match is None:
        return ""
    return f"exit status {match['status']}" if match["status"] else f"killed by {match['signal']}"
