"""Whether bfloat16 moves a verdict: convolutional experiments at quick scale in both precisions.

The runs are those of a build with ``precision: bfloat16`` and of one without, with five seeds
each; they are kept under ``results/``, and those that lie there already are not made again. Claims
are judged as if the cut budget were the documents' own: else hardly any would be decided. A
verdict near its limits changes with the seeds as well: beside bfloat16 stands float32 with five
other seeds.
"""

from __future__ import annotations

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import logging  # noqa: E402
import math  # noqa: E402
import statistics  # noqa: E402
from collections.abc import Iterator  # noqa: E402
from dataclasses import replace  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from measure import report  # noqa: E402

from reprise.analysis.measurements import Measurements, load_measurements  # noqa: E402
from reprise.analysis.statistics import t_quantile  # noqa: E402
from reprise.analysis.verdicts import claim_verdict  # noqa: E402
from reprise.data.registry import Dataset, load_datasets  # noqa: E402
from reprise.digest import canonical  # noqa: E402
from reprise.documents.document import Document, Entry  # noqa: E402
from reprise.documents.expand import expand  # noqa: E402
from reprise.documents.loading import load_documents  # noqa: E402
from reprise.documents.models.experiment import Scales  # noqa: E402
from reprise.documents.plan import Plan  # noqa: E402
from reprise.documents.references import places  # noqa: E402
from reprise.documents.scales import scale_of, scaled_spec  # noqa: E402
from reprise.files import write_if_changed  # noqa: E402
from reprise.paths import Layout  # noqa: E402
from reprise.planning import run_slice  # noqa: E402
from reprise.training.run import train  # noqa: E402

PROJECT = Path(__file__).resolve().parent.parent
EXPERIMENTS = {
    "tenkaate-2019": ("cnn",),
    "tosato-diez-rdfia": (
        "cnn",
        "cnn-normalised",
        "cnn-augmented",
        "cnn-momentum",
        "cnn-dropout",
        "cnn-batch-norm",
    ),
}
SCALE, SEEDS, METRIC = "quick", 5, "test_accuracy"
PRECISIONS = {"float32": None, "bfloat16": "bfloat16"}
OTHER_SEEDS = "float32, other seeds"


def chosen(document: Document, names: tuple[str, ...], datasets: dict[str, Dataset]) -> Document:
    """The document with these experiments, and the claims that need no other."""
    mine = {(document.slug, name) for name in names}
    claims = tuple(
        claim
        for claim in document.claims
        if (of := {(slug, name) for slug, name, _ in places(claim, document.slug)}) and of <= mine
    )
    entries = {name: cut(document.entries[name], datasets) for name in names}
    return replace(document, entries=entries, claims=claims, figures=(), errata=())


def cut(entry: Entry, datasets: dict[str, Dataset]) -> Entry:
    """The experiment with the cut budget for its own, and twice the seeds that are compared."""
    scale = scale_of(entry.experiment, SCALE)
    experiment = entry.experiment.model_copy(
        update={"seeds": 2 * SEEDS, "scales": Scales(), "assumed": []}
    )
    spec = scaled_spec(entry.spec, scale, SCALE, datasets)
    return replace(entry, experiment=experiment, spec=spec)


def plans(datasets: dict[str, Dataset]) -> dict[str, Plan]:
    """The same experiments as a build in each precision runs them, and with other seeds."""
    loaded = load_documents(PROJECT / "documents", list(EXPERIMENTS))
    documents = {slug: chosen(loaded[slug], names, datasets) for slug, names in EXPERIMENTS.items()}
    whole = {
        name: expand(documents, "full", datasets, precision=wanted)
        for name, wanted in PRECISIONS.items()
    }
    made = {name: with_seeds(plan, slice(SEEDS)) for name, plan in whole.items()}
    return {**made, OTHER_SEEDS: with_seeds(whole["float32"], slice(SEEDS, None))}


def with_seeds(plan: Plan, seeds: slice) -> Plan:
    """The same plan with some of each variant's runs."""
    variants = {
        place: {name: replace(one, runs=one.runs[seeds]) for name, one in made.items()}
        for place, made in plan.variants.items()
    }
    return replace(plan, variants=variants)


def trained(plan: Plan, layout: Layout) -> Measurements:
    """All runs of a plan, made where they are not there yet."""
    for run in plan.runs():
        write_if_changed(layout.spec(run.id), canonical(run_slice(run)) + "\n")
        train(layout.spec(run.id), layout.record(run.id), PROJECT / "data")
    return load_measurements(plan, layout, check_arrays=True)


def accuracies(found: dict[str, Measurements]) -> Iterator[dict[str, Any]]:
    """Each variant's accuracy by precision, and the difference with its 95 % interval.

    Runs of one seed start alike and see the images in the same order: differences are taken seed
    by seed (Student's t). Beside them stands the spread of seeds in one precision.
    """
    first = found["float32"]
    for (slug, experiment), variants in first.plan.variants.items():
        for variant in variants:
            values = {
                name: [
                    record.metrics[METRIC] or math.nan
                    for _, record in sorted(one.records(slug, experiment, variant).items())
                ]
                for name, one in found.items()
                if name in PRECISIONS
            }
            means = {name: statistics.mean(v) for name, v in values.items()}
            spread = {name: statistics.stdev(v) for name, v in values.items()}
            pooled = math.sqrt(statistics.mean(sd**2 for sd in spread.values()))
            pairs = zip(values["float32"], values["bfloat16"], strict=True)
            differences = [other - one for one, other in pairs]
            difference = statistics.mean(differences)
            half = t_quantile(len(differences) - 1, 0.975) * statistics.stdev(differences)
            yield {
                "document": slug,
                "experiment": experiment,
                "variant": variant,
                "accuracy": means,
                "standard_deviation": spread,
                "difference": difference,
                "half_interval": half / math.sqrt(len(differences)),
                "difference_in_deviations": difference / pooled if pooled else None,
            }


def verdicts(found: dict[str, Measurements]) -> Iterator[dict[str, Any]]:
    """Each claim's verdict by precision."""
    for slug, document in found["float32"].plan.documents.items():
        for claim in document.claims:
            said = {name: claim_verdict(claim, one, slug) for name, one in found.items()}
            yield {
                "document": slug,
                "claim": claim.id,
                "verdict": {name: one["verdict"] for name, one in said.items()},
            }


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    made = plans(load_datasets(PROJECT / "documents" / "datasets.yaml"))
    layout = Layout(PROJECT / "results", SCALE)
    found = {name: trained(plan, layout) for name, plan in made.items()}
    report(
        {
            "question": f"bfloat16 beside float32 at {SCALE} scale, {SEEDS} seeds",
            "rows": list(accuracies(found)),
            "claims": list(verdicts(found)),
        }
    )


if __name__ == "__main__":
    main()
