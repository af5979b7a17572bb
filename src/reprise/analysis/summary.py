"""Seeds brought together: mean, spread and interval of each variant and metric."""

from __future__ import annotations

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
    rows = []
    for group, seeds in table.dropna(subset="value").groupby(GROUPS, sort=False):
        sample = describe(dict(zip(seeds["seed"], seeds["value"].map(float), strict=True)))
        rows.append(
            {
                **dict(zip(GROUPS, group, strict=True)),
                "n": sample.n,
                "mean": sample.mean,
                "sd": sample.sd,
                "low": sample.low,
                "high": sample.high,
                "min": seeds["value"].min(),
                "max": seeds["value"].max(),
                "cut": seeds["cut"].iloc[0],
                "stand_in": seeds["stand_in"].iloc[0],
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)
