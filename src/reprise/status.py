"""What is done, what is missing and how long it will take; what a run is."""

from __future__ import annotations

import json
from datetime import timedelta

from reprise.config import Config
from reprise.documents.plan import Plan, Run
from reprise.paths import Layout
from reprise.planning import layout_of, make_plan
from reprise.problems import DocumentError, Problem, nearest
from reprise.training.record import Record, RecordError, read_record


def overview(plan: Plan) -> str:
    """One line per document: experiments, runs, claims, figures."""
    lines = [f"{len(plan.documents)} documents, no problem found (scale {plan.scale})"]
    for slug, document in plan.documents.items():
        lines.append(
            f"  {slug}: {len(document.entries)} experiments, {len(plan.runs(slug))} runs, "
            f"{len(document.claims)} claims, {len(document.figures)} figures"
        )
    return "\n".join(lines)


def status(config: Config, *, each_run: bool = False) -> str:
    """Done and missing runs by experiment, with the core time that is still to be spent."""
    plan, layout = make_plan(config), layout_of(config)
    lines, left = [], 0.0
    for (slug, name), variants in plan.variants.items():
        runs = [run for variant in variants.values() for run in variant.runs]
        states = {run.id: _state(run, layout) for run in runs}
        done = sum(state == "done" for state in states.values())
        entry = plan.documents[slug].entries[name]
        ledger = ", ".join(entry.experiment.ledger)
        line = f"{slug}/{name:<28} {ledger:<18} {done:>3} of {len(runs)} runs"
        lines.append(line + (f"   budget cut: {_cuts(variants)}" if _cuts(variants) else ""))
        if each_run:
            lines += [f"    {state:<14} {run_id}" for run_id, state in states.items()]
    for run in plan.runs():
        if _state(run, layout) != "done":
            left += run.expected_seconds
    total = plan.runs()
    done = sum(_state(run, layout) == "done" for run in total)
    time_left = timedelta(seconds=round(left))
    lines.append(
        f"scale {plan.scale}: {done} of {len(total)} distinct runs done, "
        f"about {time_left} of one core left"
    )
    return "\n".join(lines)


def explain_run(config: Config, name: str) -> str:
    """The resolved spec of a run, its record's state, and what it depends on."""
    plan, layout = make_plan(config), layout_of(config)
    run = _find(plan, name)
    users = [
        f"{slug}/{experiment} ({variant.name})"
        for (slug, experiment), variants in plan.variants.items()
        for variant in variants.values()
        if run in variant.runs
    ]
    lines = [
        run.id,
        f"  state      {_state(run, layout)}",
        f"  key        {run.key}",
        f"  device     {run.device}, seed {run.seed}",
        f"  used by    {', '.join(users)}",
        f"  record     {layout.record(run.id)}",
        f"  log        {layout.log('train', run.id)}",
    ]
    if run.source:
        lines.append(f"  builds on  {run.source}")
    record = _record(run, layout)
    if record is not None:
        lines.append(f"  took       {record.timing.get('total_seconds', 0):.1f} s")
        lines.append(f"  {record.headline.metric:<10} {record.headline.value}")
    else:
        others = sorted(p.name for p in (layout.base / "runs").glob(f"{_stem(run)}-*"))
        if others:
            lines.append(f"  made for an earlier spec or code: {', '.join(others)}")
    lines.append("  spec")
    lines += [f"    {line}" for line in json.dumps(run.spec, indent=1).splitlines()]
    return "\n".join(lines)


def _find(plan: Plan, name: str) -> Run:
    runs = {run.id: run for run in plan.runs()}
    found = [run for run_id, run in runs.items() if run_id.startswith(name)]
    if name in runs:
        return runs[name]
    if len(found) == 1:
        return found[0]
    words = (
        f"there is no such run at scale {plan.scale}; {nearest(name, runs)}"
        if not found
        else f"{len(found)} runs begin so, the first is {found[0].id}"
    )
    raise DocumentError([Problem("explain", name, words)])


def _stem(run: Run) -> str:
    return run.id.rpartition("-")[0]


def _record(run: Run, layout: Layout) -> Record | None:
    try:
        return read_record(layout.record(run.id), run.key)
    except RecordError:
        return None


def _state(run: Run, layout: Layout) -> str:
    path = layout.record(run.id)
    if not path.exists():
        return "interrupted" if layout.checkpoint(run.id).exists() else "missing"
    return "done" if _record(run, layout) is not None else "damaged"


def _cuts(variants) -> str:
    return ", ".join(sorted({key for variant in variants.values() for key in variant.cut}))
