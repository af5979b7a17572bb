"""The five verdicts, as they are written everywhere."""

from __future__ import annotations

from typing import Literal

Verdict = Literal["reproduced", "not reproduced", "inconclusive", "not checkable", "not run"]

REPRODUCED: Verdict = "reproduced"
NOT_REPRODUCED: Verdict = "not reproduced"
INCONCLUSIVE: Verdict = "inconclusive"
NOT_CHECKABLE: Verdict = "not checkable"
NOT_RUN: Verdict = "not run"

VERDICTS: tuple[Verdict, ...] = (
    REPRODUCED,
    NOT_REPRODUCED,
    INCONCLUSIVE,
    NOT_CHECKABLE,
    NOT_RUN,
)
"""In the order in which they are counted and shown."""
