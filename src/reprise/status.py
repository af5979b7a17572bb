"""What is done, what is missing and how long it will take."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from reprise.config import Config
from reprise.data.prepared import damage
from reprise.documents.plan import Plan, Run
from reprise.paths import Layout
from reprise.planning import layout_of, make_plan
from reprise.training.health import fault
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
    total = plan.runs()
    found = {run.id: state_of(run, layout) for run in total}
    lines = []
    for (slug, name), variants in plan.variants.items():
        runs = [run for variant in variants.values() for run in variant.runs]
        states = {run.id: found[run.id] for run in runs}
        done = sum(state == "done" for state in states.values())
        entry = plan.documents[slug].entries[name]
        ledger = ", ".join(entry.experiment.ledger)
        line = f"{slug}/{name:<28} {ledger:<18} {done:>3} of {len(runs)} runs"
        lines.append(line + (f"   budget cut: {_cuts(variants)}" if _cuts(variants) else ""))
        if each_run:
            lines += [f"    {state:<14} {run_id}" for run_id, state in states.items()]
    lines += _damaged(plan, layout, found, data_root=Path(config.data.root))
    done = sum(state == "done" for state in found.values())
    left = sum(run.expected_seconds for run in total if found[run.id] != "done")
    time_left = timedelta(seconds=round(left))
    lines.append(
        f"scale {plan.scale}: {done} of {len(total)} distinct runs done, "
        f"about {time_left} of one core left"
    )
    return "\n".join(lines)


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
    path = layout.record(run.id)
    if not path.exists():
        return "interrupted" if layout.checkpoint(run.id).exists() else "missing"
    return "done" if healthy_record(run, layout) is not None else "damaged"


def _cuts(variants) -> str:
    return ", ".join(sorted({key for variant in variants.values() for key in variant.cut}))
