"""What a document leaves unstated, what was assumed for it, and what else was tried."""

from __future__ import annotations

from reprise.digest import canonical
from reprise.documents.document import Entry
from reprise.documents.models.experiment import Assumption
from reprise.documents.models.measure import Measure
from reprise.documents.plan import MAIN
from reprise.documents.settings import label
from reprise.reporting import anchors
from reprise.reporting.build import Build, Json
from reprise.reporting.numbers import setting
from reprise.reporting.precision import precision_assumption
from reprise.reporting.values import shown


def assumptions(build: Build, slug: str) -> list[Json]:
    """All assumptions of a document; experiments that share one are named together."""
    found: dict[str, Json] = {}
    for entry in build.plan.documents[slug].entries.values():
        for assumption in entry.experiment.assumed:
            identity = canonical(assumption.model_dump(mode="json"))
            shared = found.setdefault(identity, _assumption(assumption))
            shared["experiments"].append(
                {"name": entry.name, "anchor": anchors.experiment(slug, entry.name)}
            )
            shared["tried"] += _tried(build, slug, entry, assumption)
    configured = precision_assumption(build, slug)
    return [*found.values(), *([configured] if configured else [])]


def _assumption(assumption: Assumption) -> Json:
    return {
        "key": assumption.key,
        "value": setting(assumption.value),
        "reason": assumption.reason,
        "alternatives": [setting(value) for value in assumption.alternatives],
        "experiments": [],
        "tried": [],
    }


def _tried(build: Build, slug: str, entry: Entry, assumption: Assumption) -> list[Json]:
    """What the experiment gave with the assumed value and with each alternative."""
    if not assumption.run_alternatives:
        return []
    metric = entry.experiment.headline
    names = {setting(assumption.value): MAIN}
    names |= {setting(v): label(assumption.key, v) for v in assumption.alternatives}
    planned = build.plan.variants[slug, entry.name]
    return [
        {
            "experiment": entry.name,
            "value": value,
            "metric": metric,
            "result": shown(
                build, slug, Measure(experiment=entry.name, variant=name, metric=metric)
            ),
        }
        for value, name in names.items()
        if name in planned
    ]
