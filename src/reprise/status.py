"""What is done, what is missing and how long it will take."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reprise.config import Config
from reprise.data.prepared import damage
from reprise.documents.plan import Plan, Run, Variant
from reprise.forecast import Basis, Estimate, Forecast, read_slices
from reprise.paths import Layout
from reprise.planning import layout_of, make_plan
from reprise.training.health import fault
from reprise.training.record import Record, RecordError, read_record
from reprise.versions import version_lines


def overview(plan: Plan) -> str:
    """One line per document: experiments, runs, claims, figures."""
    lines = [f"{len(plan.documents)} documents, no problem found (scale {plan.scale})"]
    for slug, document in plan.documents.items():
        lines.append(
            f"  {slug}: {len(document.entries)} experiments, {len(plan.runs(slug))} runs, "
            f"{len(document.claims)} claims, {len(document.figures)} figures"
        )
    return "\n".join(lines)


ELSEWHERE = "elsewhere"
"""The state of a run that has its record at another scale."""

BASES: dict[Basis, str] = {
    "variant": "from slices of the same variants",
    "experiment": "from slices of their experiments' other variants",
    "engine": "from slices of other experiments of their engines",
    "formula": "by formulas alone",
}
"""What an estimate rests on, in words."""


@dataclass(frozen=True)
class Found:
    """Each run's state, the seconds of those that are done, and estimates of the others."""

    states: Mapping[str, str]
    spent: Mapping[str, float]
    left: Mapping[str, Estimate]

    def times(self, runs: Iterable[Run]) -> str:
        """``3 of 5 runs   40 s spent, 8 min left``, each run counted once."""
        ids = {run.id for run in runs}
        left = sum(one.seconds for run_id, one in self.left.items() if run_id in ids)
        spent = sum(seconds for run_id, seconds in self.spent.items() if run_id in ids)
        done = sum(self.states[run_id] == "done" for run_id in ids)
        taken = sum(self.states[run_id] == ELSEWHERE for run_id in ids)
        times = [f"{core_time(spent)} spent"] if spent else []
        times += [f"{taken} to be taken over from another scale"] if taken else []
        times += [f"{core_time(left)} left"] if done + taken < len(ids) else []
        return f"{done:>3} of {len(ids)} runs   {', '.join(times)}".rstrip()


def status(config: Config, *, each_run: bool = False, committed: Path | None = None) -> str:
    """Done and missing runs by experiment, with the core time that was and is to be spent.

    Estimates rest on records of these runs at any scale, in the results and among those that are
    ``committed``.
    """
    plan, layout = make_plan(config), layout_of(config)
    found = _found(plan, layout, committed)
    lines = []
    for slug in plan.documents:
        for name, variants in _experiments(plan, slug):
            lines.append(_line(plan, slug, name, variants, found))
            if each_run:
                ids = [run.id for variant in variants.values() for run in variant.runs]
                lines += [f"    {found.states[run_id]:<14} {run_id}" for run_id in ids]
        lines.append(f"{slug}: {found.times(plan.runs(slug)).lstrip()}")
    lines += _damaged(plan, layout, found.states, data_root=Path(config.data.root))
    runs = plan.runs()
    lines.append(f"scale {plan.scale}, all: {found.times(runs).lstrip()}, of one core")
    return "\n".join([*lines, *_basis(runs, found.left), *version_lines(config, plan)])


def _found(plan: Plan, layout: Layout, committed: Path | None) -> Found:
    runs = plan.runs()
    records = {run.id: healthy_record(run, layout) for run in runs}
    elsewhere = _keys_elsewhere(layout)
    states = {run.id: _state(run, layout, records[run.id], elsewhere) for run in runs}
    spent = {
        run_id: record.timing.get("total_seconds", 0.0)
        for run_id, record in records.items()
        if record is not None
    }
    missing = [run for run in runs if states[run.id] not in ("done", ELSEWHERE)]
    if not missing:
        return Found(states, spent, {})
    forecast = Forecast(read_slices(_record_files(layout, committed), plan.datasets))
    return Found(states, spent, forecast.estimates(plan, missing))


def _record_files(layout: Layout, committed: Path | None) -> Iterator[Path]:
    """All records of one's own, at whatever scale, then those that are committed."""
    yield from sorted(layout.results.glob("*/runs/*/record.json"))
    if committed is not None:
        yield from sorted(committed.glob("runs/*/record.json"))


def _experiments(plan: Plan, slug: str) -> Iterator[tuple[str, dict[str, Variant]]]:
    return ((name, made) for (of, name), made in plan.variants.items() if of == slug)


def _line(plan: Plan, slug: str, name: str, variants: Mapping[str, Variant], found: Found) -> str:
    ledger = ", ".join(plan.documents[slug].entries[name].experiment.ledger)
    runs = [run for variant in variants.values() for run in variant.runs]
    line = f"{slug}/{name:<28} {ledger:<18} {found.times(runs)}"
    return line + (f"   budget cut: {_cuts(variants)}" if _cuts(variants) else "")


def _basis(runs: Iterable[Run], left: Mapping[str, Estimate]) -> list[str]:
    """How much of the time that is left rests on what."""
    lines = []
    for basis, words in BASES.items():
        seconds = [one.seconds for one in left.values() if one.basis == basis]
        if seconds:
            lines.append(f"    {core_time(sum(seconds))} of {len(seconds)} runs {words}")
    foreign = {
        run.device
        for run in runs
        if run.device != "cpu" and run.id in left and left[run.id].basis == "formula"
    }
    lines += [f"    the formulas are of a core; none is known for {kind}" for kind in foreign]
    return lines


def core_time(seconds: float) -> str:
    """Time of one core: seconds below two minutes, minutes below two hours, else hours."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    if seconds < 7200:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} core-hours"


def _damaged(plan: Plan, layout: Layout, states: dict[str, str], data_root: Path) -> list[str]:
    """What is wrong with each damaged record and data set; the next build makes it again."""
    runs = [run for run in plan.runs() if states[run.id] == "damaged"]
    reasons = [fault(layout.record(run.id), run.key) for run in runs]
    names = sorted({run.dataset for run in plan.runs() if run.dataset})
    reasons += [damage(name, data_root) for name in names]
    return [f"damaged: {reason}" for reason in reasons if reason]


def healthy_record(run: Run, layout: Layout) -> Record | None:
    try:
        return read_record(layout.record(run.id), run.key, check_arrays=True)
    except RecordError:
        return None


def state_of(run: Run, layout: Layout) -> str:
    return _state(run, layout, healthy_record(run, layout))


def _state(run: Run, layout: Layout, record: Record | None, elsewhere: Container[str] = ()) -> str:
    if record is not None:
        return "done"
    if layout.record(run.id).exists():
        return "damaged"
    if run.key[:8] in elsewhere:
        return ELSEWHERE
    return "interrupted" if layout.checkpoint(run.id).exists() else "missing"


def _keys_elsewhere(layout: Layout) -> set[str]:
    """First digits of the keys that have records at other scales: a build takes those over."""
    files = layout.results.glob("*/runs/*/record.json")
    return {file.parent.name[-8:] for file in files if file.parents[2] != layout.base}


def _cuts(variants) -> str:
    return ", ".join(sorted({key for variant in variants.values() for key in variant.cut}))
