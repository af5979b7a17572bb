"""The state of a build, and how long the rest of it takes. Pure: every time is an argument."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

NOMINAL_SECONDS = 2.0
"""What a job that trains nothing counts in the forecast until one of its rule has ended ..."""

NOMINAL_BY_RULE = {"report": 10.0}
"""... and for the rules that are known to take longer."""

TRAINING = {"train", "train_together"}
"""Rules whose jobs train, also before any of them has begun."""

SHRINKAGE = 3
"""The plan's own seconds weigh as much as this many finished jobs, so that the first few
finished runs cannot throw the forecast off."""


@dataclass(frozen=True)
class Job:
    """One job of the build; `records` names what it writes if it trains, and is empty if not."""

    id: int
    rule: str
    name: str
    started: float
    records: tuple[Path, ...] = ()
    log: str = ""
    uses_terminal: bool = False
    is_target: bool = False

    @property
    def runs(self) -> tuple[str, ...]:
        """The ids of the runs: the names of the folders that the records lie in."""
        return tuple(record.parent.name for record in self.records)


@dataclass(frozen=True)
class Plan:
    """Expected seconds by run id, and the runs that had a record when the build began.

    ``jobs`` are those of the whole plan: each one's runs, and its seconds. A job of several runs
    takes less than their sum, since they share what is loaded. A run in none has one of its own.
    """

    expected: Mapping[str, float]
    kept: frozenset[str] = frozenset()
    jobs: tuple[tuple[frozenset[str], float], ...] = ()

    def all_jobs(self) -> list[tuple[frozenset[str], float]]:
        """The planned jobs, with those of single runs."""
        shared = {run for runs, _ in self.jobs for run in runs}
        single = [(frozenset({r}), s) for r, s in self.expected.items() if r not in shared]
        return [*self.jobs, *single]


@dataclass
class Build:
    """What is known of the build that runs."""

    counts: dict[str, int] = field(default_factory=dict)
    cores: int = 1
    started: float | None = None
    total: int = 0
    done: int = 0
    interrupted: bool = False
    plan: Plan | None = None
    running: dict[int, Job] = field(default_factory=dict)
    failed: dict[int, Job] = field(default_factory=dict)
    _begun: dict[int, Job] = field(default_factory=dict)
    _measured: list[tuple[Job, float]] = field(default_factory=list)

    def begin(self, counts: Mapping[str, int], now: float) -> None:
        """The jobs by rule are known."""
        self.counts = {rule: count for rule, count in counts.items() if rule != "total"}
        self.total = sum(self.counts.values())
        self.started = now

    def start(self, job: Job) -> None:
        """A job starts, perhaps once more after it failed."""
        self.failed.pop(job.id, None)
        self.running[job.id] = self._begun[job.id] = job

    def finish(self, job_id: int, now: float) -> Job | None:
        """A job ended well; None if it was never seen to start."""
        self.done += 1
        job = self.running.pop(job_id, None)
        if job is not None:
            self._measured.append((job, now - job.started))
        return job

    def fail(self, job_id: int) -> Job | None:
        """A job failed; None if it was never seen to start."""
        self.running.pop(job_id, None)
        job = self._begun.get(job_id)
        if job is not None:
            self.failed[job_id] = job
        return job

    def elapsed(self, now: float) -> float:
        """Seconds since the build began."""
        return 0.0 if self.started is None else now - self.started

    @property
    def is_over(self) -> bool:
        """Nothing runs, and nothing is expected to start."""
        return not self.running and (self.done >= self.total or bool(self.failed))

    def seconds_left(self, now: float) -> float | None:
        """Seconds until the build ends, or None while nothing is known of the training ahead.

        The work ahead is spread evenly over the cores; the longest running job is a lower bound.
        """
        pending = self._pending_seconds()
        whole = [self._seconds(job) for job in self.running.values()]
        if pending is None or None in whole:
            return None
        left = [
            max(seconds - (now - job.started), 0.0)
            for job, seconds in zip(self.running.values(), whole, strict=True)
        ]
        return max((sum(left) + pending) / self.cores, *left, 0.0)

    def _seconds(self, job: Job) -> float | None:
        """Expected seconds of one job from its start to its end."""
        if not job.runs:
            return self._other_seconds(job.rule)
        expected = self._expected(job)
        return self._mean_measured() if expected is None else expected * self._ratio()

    def _pending_seconds(self) -> float | None:
        """Expected seconds of all jobs that have not started, on one core."""
        begun = Counter(job.rule for job in self._begun.values())
        training = {job.rule for job in self._begun.values() if job.runs} | TRAINING
        jobs_to_train, seconds = 0, 0.0
        for rule, count in self.counts.items():
            ahead = max(count - begun[rule], 0)
            if rule in training:
                jobs_to_train += ahead
            else:
                seconds += ahead * self._other_seconds(rule)
        if not jobs_to_train:
            return seconds
        each = self._mean_ahead()
        return None if each is None else seconds + jobs_to_train * each

    def _mean_ahead(self) -> float | None:
        """Expected seconds of one training job that has not started.

        Snakemake tells how many are ahead and not which: they are taken to be the plan's jobs
        that lack a record and have not begun, which is exact if the whole plan is built.
        """
        if self.plan is None or not self.plan.expected:
            return self._mean_measured()
        begun = {run for job in self._begun.values() for run in job.runs}
        planned = self.plan.all_jobs()
        unseen = [job for job in planned if not job[0] & begun]
        ahead = [job for job in unseen if not job[0] <= self.plan.kept] or unseen or planned
        return sum(seconds for _, seconds in ahead) / len(ahead) * self._ratio()

    def _expected(self, job: Job) -> float | None:
        """The plan's seconds for a training job, or None if it does not know each of its runs."""
        known = self.plan.expected if self.plan else {}
        for runs, seconds in self.plan.jobs if self.plan else ():
            if runs == set(job.runs):
                return seconds
        return sum(known[run] for run in job.runs) if all(r in known for r in job.runs) else None

    def _ratio(self) -> float:
        """Measured over expected seconds of the finished training jobs, shrunk towards 1."""
        pairs = [(self._expected(job), seconds) for job, seconds in self._measured if job.runs]
        pairs = [(expected, seconds) for expected, seconds in pairs if expected]
        if not pairs:
            return 1.0
        expected = sum(pair[0] for pair in pairs)
        prior = SHRINKAGE * expected / len(pairs)
        return (sum(pair[1] for pair in pairs) + prior) / (expected + prior)

    def _mean_measured(self) -> float | None:
        """Mean seconds of the training jobs that have ended."""
        return _mean([seconds for job, seconds in self._measured if job.runs])

    def _other_seconds(self, rule: str) -> float:
        """Expected seconds of a job that trains nothing."""
        mean = _mean([seconds for job, seconds in self._measured if job.rule == rule])
        return NOMINAL_BY_RULE.get(rule, NOMINAL_SECONDS) if mean is None else mean


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None
