"""Records as a tidy frame: one row per run and metric."""

from __future__ import annotations

import pandas as pd

from reprise.analysis.measurements import Measurements

COLUMNS = [
    "document",
    "experiment",
    "variant",
    "seed",
    "run",
    "key",
    "metric",
    "value",
    "cut",
    "stand_in",
    "seconds",
]


def table(measurements: Measurements, slug: str) -> pd.DataFrame:
    """All metrics of a document's runs, as its experiments name them.

    A run that two experiments share stands under both. ``value`` is missing where a run
    diverged; ``cut`` holds the cut keys, ``;`` between them; ``seconds`` is the run's own time.
    """
    rows = []
    for (owner, experiment), variants in measurements.plan.variants.items():
        for variant in variants.values() if owner == slug else ():
            cut = ";".join(c.key for c in measurements.cuts(slug, experiment, variant.name))
            for run in variant.runs:
                record = measurements.record(run)
                for metric, value in sorted(record.metrics.items()) if record else ():
                    rows.append(
                        {
                            "document": slug,
                            "experiment": experiment,
                            "variant": variant.name,
                            "seed": run.seed,
                            "run": run.id,
                            "key": run.key,
                            "metric": metric,
                            "value": value,
                            "cut": cut,
                            "stand_in": variant.stand_in,
                            "seconds": record.timing.get("total_seconds"),
                        }
                    )
    return pd.DataFrame(rows, columns=COLUMNS).astype({"value": float})
