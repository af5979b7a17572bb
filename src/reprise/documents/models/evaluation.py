"""The spec of a run that evaluates what another run left."""

from __future__ import annotations

from typing import Literal

from reprise.strict import Strict


class EvaluationSpec(Strict):
    """A report made from the predictions of the run named by the experiment's ``from``."""

    engine: Literal["evaluation"]
    report: Literal["classification"]
