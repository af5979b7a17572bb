"""Every number of a demonstration that a claim of Tosato and Diez names is one that it gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter
from toy import PROJECT

from reprise.documents.loading import load_documents
from reprise.documents.models.demonstration import DemonstrationSpec
from reprise.documents.models.measure import Measure
from reprise.training.checkpoint import Checkpoint
from reprise.training.demonstrations import train
from reprise.training.outcome import Context

DOCUMENT = load_documents(PROJECT / "documents")["tosato-diez-rdfia"]
WITHOUT_DATA = {
    name: entry.spec
    for name, entry in DOCUMENT.entries.items()
    if entry.spec.get("engine") == "demonstration" and "data" not in entry.spec
}


def measures(item: Any) -> Iterator[Measure]:
    if isinstance(item, Measure):
        yield item
    elif isinstance(item, BaseModel):
        for name in type(item).model_fields:
            yield from measures(getattr(item, name))
    elif isinstance(item, list | tuple):
        for part in item:
            yield from measures(part)


NAMED = list(measures([*DOCUMENT.claims, *DOCUMENT.errata]))


@pytest.mark.parametrize("name", WITHOUT_DATA)
def test_it_gives_what_claims_name(name, tmp_path):
    spec = TypeAdapter(DemonstrationSpec).validate_python(WITHOUT_DATA[name])
    context = Context(0, "cpu", tmp_path, Checkpoint(tmp_path / "run.npz", "key"))
    given = train(spec, context).metrics
    wanted = {measure.metric for measure in NAMED if measure.experiment == name and measure.metric}
    assert wanted <= set(given)
    assert DOCUMENT.entries[name].experiment.headline in given
