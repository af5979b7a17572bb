"""The runs that are not there, why, and the command that makes them."""

from __future__ import annotations

from reprise.documents.plan import Run
from reprise.reporting import anchors
from reprise.reporting.build import Build, Json
from reprise.reporting.numbers import counted


def missing(build: Build) -> list[Json]:
    """Missing and damaged runs by experiment, in the order of the plan."""
    damaged = dict.fromkeys(run.id for run, _ in build.measurements.damaged)
    found: dict[tuple[str, str], list[Run]] = {}
    for slug in build.plan.documents:
        for run in build.measurements.missing(slug):
            runs = found.setdefault((run.document, run.experiment), [])
            if run not in runs:
                runs.append(run)
    return [_experiment(build, *name, runs, damaged) for name, runs in found.items()]


def _experiment(
    build: Build, slug: str, name: str, runs: list[Run], damaged: dict[str, None]
) -> Json:
    broken = [run for run in runs if run.id in damaged]
    states = [(len(runs) - len(broken), "not run"), (len(broken), "with a damaged record")]
    return {
        "document": slug,
        "experiment": name,
        "anchor": anchors.experiment(slug, name),
        "words": ", ".join(f"{counted(count, 'run')} {words}" for count, words in states if count),
        "runs": [{"id": run.id, "anchor": anchors.run(run.id)} for run in runs],
        "command": f"snakemake {slug}/{name} --cores 2 --config scale={build.plan.scale}",
    }
