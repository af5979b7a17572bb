"""A document as it was loaded: what all later stages work from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reprise.documents.models.claim import Claim
from reprise.documents.models.document import Card
from reprise.documents.models.erratum import Erratum
from reprise.documents.models.experiment import Assumption, Experiment
from reprise.documents.models.figure import Figure


@dataclass(frozen=True)
class Entry:
    """An experiment with its full-scale spec resolved as plain data."""

    name: str
    experiment: Experiment
    spec: dict[str, Any]
    assumed: tuple[Assumption, ...] = ()
    """Its own assumptions, and those of the experiments it starts from where they still hold."""


@dataclass(frozen=True)
class Document:
    """One folder under ``documents/``."""

    slug: str
    card: Card
    entries: dict[str, Entry] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    figures: tuple[Figure, ...] = ()
    errata: tuple[Erratum, ...] = ()
    prose: str = ""
