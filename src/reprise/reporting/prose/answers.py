"""What the calls in a document's prose stand for."""

from __future__ import annotations

from collections.abc import Callable

from reprise.documents.models.measure import Measure
from reprise.reporting import anchors
from reprise.reporting.build import Build
from reprise.reporting.claims import counts, verdict_of
from reprise.reporting.numbers import number
from reprise.reporting.prose.calls import Call, CountCall, ValueCall
from reprise.reporting.prose.tree import Node
from reprise.reporting.values import shown
from reprise.reporting.words import badge


def answers(build: Build, slug: str) -> Callable[[Call], Node]:
    """A function from a call to the node that takes its place."""

    def answer(call: Call) -> Node:
        if isinstance(call, ValueCall):
            measure = Measure(experiment=call.experiment, variant=call.variant, metric=call.metric)
            return {"type": "value", **shown(build, slug, measure, call.digits)}
        if isinstance(call, CountCall):
            return {
                "type": "count",
                "text": number(counts(build, slug)[call.verdict]),
                "anchor": anchors.section(slug, "claims"),
            }
        return {
            "type": "verdict",
            "badge": badge(verdict_of(build, slug, call.claim)),
            "anchor": anchors.claim(slug, call.claim),
        }

    return answer
