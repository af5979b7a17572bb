"""The check of each claim kind; their rules stand in docs/verdicts.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reprise.analysis.checks import (
    argbest,
    bound,
    consistency,
    count,
    gap,
    not_checkable,
    order,
    spread,
    trend,
    value,
)
from reprise.analysis.measurements import Measurements
from reprise.analysis.parts import PartVerdict

Check = Callable[[Any, Measurements, str], list[PartVerdict]]

CHECKS: dict[str, Check] = {
    "value": value.check,
    "bound": bound.check,
    "order": order.check,
    "trend": trend.check,
    "argbest": argbest.check,
    "gap": gap.check,
    "spread": spread.check,
    "count": count.check,
    "consistency": consistency.check,
    "not-checkable": not_checkable.check,
}
