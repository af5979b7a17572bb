"""The lines that a user sees. Pure: state and numbers in, text out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .progress import Build, Job

RUN_ID = re.compile(
    r"(?P<document>.+?)--(?P<experiment>.+?)--(?P<variant>.+)--s(?P<seed>\d+)-[0-9a-f]{8}"
)
PLAIN_VARIANT = "main"
"""The only variant of an experiment without a sweep; it goes without saying."""

AGAIN = "run the same command again to go on"
NAMES_SHOWN = 3
FAILURES_SHOWN = 10


def clock(seconds: float) -> str:
    """Hours, minutes and seconds: `0:04:12`."""
    minutes, seconds = divmod(max(int(seconds), 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def run_parts(run_id: str, record: Mapping[str, Any] | None = None) -> list[str]:
    """Experiment, variant and seed of a run, from its record, else from its id, else the id."""
    run = _mapping(_mapping(record).get("run"))
    if not {"document", "experiment", "seed"} <= run.keys():
        match = RUN_ID.fullmatch(run_id)
        if match is None:
            return [run_id]
        run = match.groupdict()
    variant = run.get("variant")
    parts = [f"{run['document']}/{run['experiment']}"]
    parts += [str(variant)] if variant and variant != PLAIN_VARIANT else []
    return [*parts, f"seed {run['seed']}"]


def started(counts: Mapping[str, int]) -> str:
    """How many jobs by rule, the most numerous first: Snakemake gives them in any order."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    by_rule = ", ".join(f"{count} {rule}" for rule, count in ordered)
    return f"{_jobs(sum(counts.values()))}: {by_rule}"


def status(build: Build, now: float) -> str:
    """Where the build stands and when it is likely to end."""
    total = str(build.total)
    share = 100 * build.done // build.total if build.total else 0
    text = f"[{build.done:{len(total)}}/{total}] {share:2} %"
    text += f"  {clock(build.elapsed(now))} elapsed"
    left = build.seconds_left(now)
    if left is not None:
        text += f", about {clock(left + 0.5)} left" if left >= 1 else ", nearly done"
    if build.failed:
        text += f"  {len(build.failed)} failed"
    if build.running:
        jobs = list(build.running.values())
        names = [_running(job) for job in jobs[:NAMES_SHOWN]]
        more = ", ..." if len(jobs) > NAMES_SHOWN else ""
        text += f"  {len(jobs)} running: {', '.join(names)}{more}"
    return text


def finished_run(run_id: str, record: Mapping[str, Any], seconds: float) -> str:
    """A training run ended; `seconds` stands in where the record has no time of its own."""
    own = _mapping(record.get("timing")).get("total_seconds")
    name, outcome = "  ".join(run_parts(run_id, record)), " ".join(_outcome(record))
    return "  done  " + "   ".join(filter(None, [name, outcome, _time(own, seconds)]))


def finished_job(job: Job) -> str:
    """Any other job ended."""
    return _joined("  " + job.rule, job.name)


def failure(job: Job, reason: str, tail: Sequence[str], more: str) -> str:
    """A job failed: the end of its log, and where there is more."""
    head = _joined("  FAILED", job.rule, job.name, " " + reason if reason else "")
    return "\n".join(
        [head, *(f"      {line}" for line in tail), *([f"    {more}"] if more else [])]
    )


def would_run(job: Job, reason: str) -> str:
    """A job of a dry run, with why it would run."""
    return _joined("  " + job.rule, job.name, " " + reason if reason else "")


def short_reason(reason: str) -> str:
    """Snakemake's reason without the lists of files and values."""
    heads = [part.split(":", 1)[0].strip() for part in reason.split(";")]
    return ", ".join(dict.fromkeys(head[:1].lower() + head[1:] for head in heads))


def summary(build: Build, now: float) -> str:
    """How the build ended."""
    if build.failed:
        waiting = build.total - build.done - len(build.failed)
        text = [f"{len(build.failed)} of {_jobs(build.total)} failed"]
        text += [f"{waiting} did not run"] if waiting > 0 else []
        names = [_joined("  FAILED", j.rule, j.name, j.log) for j in build.failed.values()]
        if len(names) > FAILURES_SHOWN:
            names[FAILURES_SHOWN:] = [f"  and {len(names) - FAILURES_SHOWN} more"]
        return "\n".join([*names, f"{', '.join(text)}; the rest is kept, {AGAIN}"])
    if build.done < build.total:
        return f"stopped after {build.done} of {_jobs(build.total)}; {AGAIN}"
    return f"finished {_jobs(build.done)} in {clock(build.elapsed(now))}"


def number(value: float) -> str:
    """Four decimals, or four digits where these would say little."""
    return f"{value:.4f}" if value == 0 or 1e-2 <= abs(value) < 1e3 else f"{value:.4g}"


def _outcome(record: Mapping[str, Any]) -> list[str]:
    headline = _mapping(record.get("headline"))
    metric, value = headline.get("metric"), headline.get("value")
    parts = ["diverged"] if record.get("status") == "diverged" else []
    if metric and isinstance(value, int | float):
        parts += [str(metric), number(value)]
    return parts


def _time(own: object, seconds: float) -> str:
    value = float(own) if isinstance(own, int | float) else seconds
    return f"{value:.1f} s" if value < 100 else clock(value)


def _running(job: Job) -> str:
    if not job.runs:
        return f"{job.rule} {job.name}".rstrip()
    more = f" and {len(job.runs) - 1} more" if len(job.runs) > 1 else ""
    return " ".join(run_parts(job.runs[0])) + more


def _joined(*parts: str) -> str:
    return "  ".join(filter(None, parts))


def _jobs(count: int) -> str:
    return "1 job" if count == 1 else f"{count} jobs"


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
