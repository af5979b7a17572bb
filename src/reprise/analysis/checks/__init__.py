"""The check of each claim kind; their rules stand in docs/verdicts.md."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from reprise.analysis.checks import (
    argbest,
    arithmetic,
    bound,
    code,
    combined,
    consistency,
    count,
    formula,
    gap,
    not_checkable,
    order,
    spread,
    trend,
    value,
    wording,
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
    "code": code.check,
    "formula": formula.check,
    "consistency": consistency.check,
    "arithmetic": arithmetic.check,
    "wording": wording.check,
    "not-checkable": not_checkable.check,
}
CHECKS["combined"] = partial(combined.check, checks=CHECKS)
