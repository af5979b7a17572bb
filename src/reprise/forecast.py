"""What missing runs will take: the formula's time, corrected by what such runs have taken so far.

A slice is a record that exists, of any scale. What it took over what the formula says of it is
the ratio by which the formula is corrected: that of the same variant if it has slices, else of its
experiment's others, else of its engine. The formula knows updates, evaluations and the data's
size, so that a ratio holds at any scale as long as seconds per update and per evaluation do.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from reprise.data.registry import Dataset
from reprise.documents.engines import SPEC
from reprise.documents.groups import by_document, start_seconds
from reprise.documents.models.run_spec import RunSpec
from reprise.documents.plan import Plan, Run
from reprise.documents.settings import MISSING, get
from reprise.packed import read_without_curves
from reprise.training.environment import environment
from reprise.training.record import Record, RecordError

Basis = Literal["variant", "experiment", "engine", "formula"]
"""What an estimate rests on: slices of the same variant, of the experiment's other variants, of
other runs of the engine, or none."""

PARTS = ("training_seconds", "evaluation_seconds")
"""Times of a record that grow with the budget; importing and loading stand in neither."""

SHORTEST_SECONDS = 0.5
"""A slice below that tells more of the machine's mood than of the run."""

MOSTLY_WORK = 4
"""Where loading is not told apart, a slice takes at least so many times what loading may take."""


@dataclass(frozen=True)
class Slice:
    """One record's time beside the formula's; ``here``: made on a machine like this one."""

    document: str
    experiment: str
    variant: str
    engine: str
    device: str
    here: bool
    expected: float
    measured: float


@dataclass(frozen=True)
class Estimate:
    """Seconds of one core that a run will take, with its share of loading, and their basis."""

    seconds: float
    basis: Basis


class Forecast:
    """Estimates from slices; what was measured on other machines is brought to this one's speed.

    The two machines are compared by the variants that were measured on both.
    """

    def __init__(self, slices: Iterable[Slice]) -> None:
        self._slices = _on_this_machine(list(slices))
        self._ratios = [_ratios(self._slices, level) for level in LEVELS.values()]

    def ratio(self, run: Run) -> tuple[float, Basis]:
        """By what the formula's time of this run is multiplied."""
        for (basis, level), ratios in zip(LEVELS.items(), self._ratios, strict=True):
            found = ratios.get(level(run))
            if found is not None:
                return found, basis
        return 1.0, "formula"

    def estimates(self, plan: Plan, missing: Iterable[Run]) -> dict[str, Estimate]:
        """Each missing run's estimate; runs that share a job share the seconds of loading."""
        wanted = {run.id: run for run in missing}
        beside = dict.fromkeys(wanted, 1)
        for group in by_document(plan):
            ids = [run.id for run in group.runs if run.id in wanted]
            beside |= dict.fromkeys(ids, len(ids))
        found = {}
        for run_id, run in wanted.items():
            ratio, basis = self.ratio(run)
            start = start_seconds(run)
            work = max(run.expected_seconds - start, 0.0)
            found[run_id] = Estimate(ratio * work + start / beside[run_id], basis)
        return found


LEVELS = {
    "variant": lambda of: (of.document, of.experiment, of.variant, of.engine, of.device),
    "experiment": lambda of: (of.document, of.experiment, of.engine, of.device),
    "engine": lambda of: (of.engine, of.device),
}
"""What a run and a slice must have in common, the closest first."""


def _ratios(slices: Sequence[Slice], level) -> dict[Hashable, float]:
    """Measured over expected time of all slices that have the level's names in common."""
    sums: dict[Hashable, list[float]] = {}
    for one in slices:
        total = sums.setdefault(level(one), [0.0, 0.0])
        total[0] += one.measured
        total[1] += one.expected
    return {key: measured / expected for key, (measured, expected) in sums.items()}


def _on_this_machine(slices: list[Slice]) -> list[Slice]:
    """This machine's slices, and those of others, at its speed, where it has none of a variant."""
    level = LEVELS["variant"]
    here = [one for one in slices if one.here]
    there = [one for one in slices if not one.here]
    own, others = _ratios(here, level), _ratios(there, level)
    both = [key for key in others if key in own]
    speed = sum(own[key] for key in both) / sum(others[key] for key in both) if both else 1.0
    moved = [replace(one, measured=one.measured * speed) for one in there if level(one) not in own]
    return here + moved


def read_slices(files: Iterable[Path], datasets: Mapping[str, Dataset]) -> Iterator[Slice]:
    """The slices among records; each key once, and none that is damaged, foreign or too short."""
    seen = set()
    for file in files:
        try:
            record = read_without_curves(file)
        except RecordError:
            continue
        if record.key not in seen:
            seen.add(record.key)
            spec = _spec(record)
            expected, measured = _expected(record, spec, datasets), work_seconds(record, spec)
            if min(expected, measured) >= SHORTEST_SECONDS:
                yield _slice(record, expected, measured)


def work_seconds(record: Record, spec: RunSpec | None) -> float:
    """What training and evaluation took, without loading; 0 where that cannot be told."""
    parts = [record.timing[name] for name in PARTS if name in record.timing]
    if parts:
        return sum(parts)
    total = record.timing.get("total_seconds", 0.0)
    return total if spec is not None and total >= MOSTLY_WORK * start_seconds(spec) else 0.0


def _slice(record: Record, expected: float, measured: float) -> Slice:
    run = record.run
    return Slice(
        run.document,
        run.experiment,
        run.variant,
        record.spec["engine"],
        record.device,
        _machine(record.environment) == _machine(environment()),
        expected,
        measured,
    )


def _machine(described: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(described.get(name) for name in ("processor", "cores", "host"))


def _spec(record: Record) -> RunSpec | None:
    """What was run; None for a spec that is none any more."""
    try:
        return SPEC.validate_python(record.spec)
    except ValidationError:
        return None


def _expected(record: Record, spec: RunSpec | None, datasets: Mapping[str, Dataset]) -> float:
    """The formula's time of what was run, without loading; 0 where there is none."""
    name = get(record.spec, "data.dataset")
    if spec is None or (name is not MISSING and name not in datasets):
        return 0.0
    return spec.core_seconds(datasets.get(name)) - start_seconds(spec)
