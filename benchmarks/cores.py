"""Where the time of a build's cores went: ``python benchmarks/cores.py SCALE [CORES]``.

From what is there after a build: Snakemake notes when each job began and ended, and a record how
long its own run took. Start-up, planning and the end of Snakemake itself are not in its notes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

APART_SECONDS = 60.0
"""Two jobs with so long a pause between them are of two builds."""

TRAINING = ("train", "train_together")
PARTS = ("training_seconds", "evaluation_seconds")


@dataclass(frozen=True)
class Job:
    """A job as Snakemake noted it: its rule, its first output, and when it ran."""

    rule: str
    output: Path
    start: float
    end: float

    @property
    def seconds(self) -> float:
        return self.end - self.start


def cores_time(root: Path, scale: str, cores: int) -> dict[str, Any]:
    """Seconds of the cores of the longest build of a scale, and what they were spent on.

    ``work``: training and evaluation as the records tell them (all of a run's own time where its
    engine does not tell them apart), and jobs that draw figures. ``loading``: the rest of training
    jobs, as libraries and data. ``waiting``: no job on a core. ``share_outside`` is all but
    ``work``. Raises ``SystemExit`` where no build is noted.
    """
    jobs = longest_build(root, scale)
    wall = max(job.end for job in jobs) - min(job.start for job in jobs)
    own = sum(own_seconds(root / record) for job in jobs for record in records_of(root, job))
    training = sum(job.seconds for job in jobs if job.rule in TRAINING)
    figures = sum(job.seconds for job in jobs if job.rule == "figures")
    all_jobs = sum(job.seconds for job in jobs)
    return {
        "jobs": len(jobs),
        "cores": cores,
        "wall_seconds": wall,
        "work_seconds": own + figures,
        "loading_seconds": training - own,
        "other_stages_seconds": all_jobs - training - figures,
        "waiting_seconds": cores * wall - all_jobs,
        "share_outside": 1 - (own + figures) / (cores * wall),
    }


def longest_build(root: Path, scale: str) -> list[Job]:
    """Jobs of the build whose jobs took most; raises ``SystemExit`` where none is noted."""
    found = builds(read_jobs(root, scale))
    if not found:
        raise SystemExit(f"no job of scale {scale} is noted in {root / '.snakemake'}")
    return max(found, key=lambda jobs: sum(job.seconds for job in jobs))


def read_jobs(root: Path, scale: str) -> list[Job]:
    """Jobs that made results of the scale, in the order in which they began; each once.

    Snakemake notes a job once for each of its outputs, at times that differ by fractions of a
    second: what a log was written by while it was written is one job.
    """
    noted = []
    for file in (root / ".snakemake" / "metadata").rglob("*"):
        note = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        log = Path(next(iter(note.get("log") or [""])))
        if not log.name.startswith(f"{scale}--") or note.get("incomplete", True):
            continue
        job = Job(note["rule"], _output(root, scale, log), note["starttime"], note["endtime"])
        noted.append((job.start, str(log), job))
    found, until = [], {}
    for start, log, job in sorted(noted, key=lambda each: each[:2]):
        if start >= until.get(log, start):
            found.append(job)
        until[log] = max(job.end, until.get(log, job.end))
    return found


def _output(root: Path, scale: str, log: Path) -> Path:
    """The record or mark of a training job, which its log is named after."""
    name = log.stem.removeprefix(f"{scale}--")
    mark = Path("results", scale, "groups", f"{name}.json")
    record = Path("results", scale, "runs", name, "record.json")
    return mark if (root / mark).exists() else record


def builds(jobs: Iterable[Job]) -> list[list[Job]]:
    """Jobs of one build after the other, told apart by pauses."""
    found: list[list[Job]] = []
    until = float("-inf")
    for job in jobs:
        if job.start > until + APART_SECONDS:
            found.append([])
        found[-1].append(job)
        until = max(until, job.end)
    return found


def records_of(root: Path, job: Job) -> Iterator[Path]:
    """Records that the job wrote; those that it found there are another build's work."""
    if job.rule not in TRAINING:
        return
    runs = job.output.parents[1] / "runs"
    records = [job.output]
    if job.rule == "train_together":
        names = json.loads((root / job.output).read_text(encoding="utf-8"))
        records = [runs / name / "record.json" for name in names]
    for record in records:
        if job.start <= (root / record).stat().st_mtime <= job.end:
            yield record


def own_seconds(record: Path) -> float:
    """Training and evaluation, or a run's whole time where they are not told apart."""
    timing = json.loads(record.read_text(encoding="utf-8"))["timing"]
    told = [timing[part] for part in PARTS if part in timing]
    return sum(told) if len(told) == len(PARTS) else timing["total_seconds"]


def described(found: dict[str, Any]) -> str:
    """One sentence."""
    whole = found["cores"] * found["wall_seconds"]
    names = ("work", "loading", "other_stages", "waiting")
    shares = {name: f"{found[f'{name}_seconds'] / whole:.1%}" for name in names}
    return (
        f"{found['jobs']} jobs, {found['wall_seconds']:.0f} s on {found['cores']} cores: "
        f"{shares['work']} of the cores' time is training, evaluation and figures, "
        f"{shares['loading']} loading in training jobs, {shares['other_stages']} other stages, "
        f"{shares['waiting']} waiting"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("scale")
    parser.add_argument("cores", type=int, nargs="?", default=2)
    options = parser.parse_args()
    print(described(cores_time(Path.cwd(), options.scale, options.cores)))


if __name__ == "__main__":
    main()
