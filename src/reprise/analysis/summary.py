"""Seeds brought together: mean, spread and interval of each variant and metric."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reprise.analysis.statistics import describe

COLUMNS = [
    "document",
    "experiment",
    "variant",
    "metric",
    "n",
    "mean",
    "sd",
    "low",
    "high",
    "min",
    "max",
    "cut",
    "stand_in",
]
GROUPS = ["document", "experiment", "variant", "metric"]


def summary(table: pd.DataFrame) -> pd.DataFrame:
    """One row per variant and metric; ``low`` and ``high`` are the 95 % t-interval of the mean.

    Seeds without a number do not count; sd and interval are missing where n < 2.
    """
    groups: dict[tuple[str, ...], list[Any]] = {}
    for row in table.dropna(subset="value").itertuples(index=False):  # a groupby takes ten times it
        groups.setdefault(tuple(getattr(row, name) for name in GROUPS), []).append(row)
    rows = []
    for group, seeds in groups.items():
        sample = describe({row.seed: float(row.value) for row in seeds})
        values = [row.value for row in seeds]
        rows.append(
            {
                **dict(zip(GROUPS, group, strict=True)),
                "n": sample.n,
                "mean": sample.mean,
                "sd": sample.sd,
                "low": sample.low,
                "high": sample.high,
                "min": min(values),
                "max": max(values),
                "cut": seeds[0].cut,
                "stand_in": seeds[0].stand_in,
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)
