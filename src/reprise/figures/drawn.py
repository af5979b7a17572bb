"""What each kind of figure gives to the index, and where it found it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reprise.analysis.measurements import Measurements
from reprise.analysis.naming import variant_label
from reprise.data.registry import Dataset
from reprise.documents.plan import Variant
from reprise.documents.references import split_name
from reprise.figures.words import short_cut
from reprise.training.record import Record


@dataclass(frozen=True)
class Drawn:
    """A figure as it was made: texts of its files (no SVG for a table) and what to say of it."""

    caption: str
    alt: str
    csv: str
    svg: str | None = None
    table: dict[str, Any] | None = None
    runs: tuple[str, ...] = ()
    experiments: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """Experiments (with the variant, where not the main one) of which nothing is there."""
    cut: bool = False
    stand_in: bool = False


@dataclass(frozen=True)
class Source:
    """A variant that a figure shows: as planned (None: not at this scale), and its records."""

    experiment: str
    """``<slug>/<experiment>``"""
    name: str
    variant: Variant | None
    records: Mapping[int, Record] = field(default_factory=dict)
    """Seed -> record."""
    cut: tuple[str, ...] = ()
    """What was cut below the document's budget, such as ``epochs 5 of 200``."""

    @property
    def label(self) -> str:
        """The experiment, with its variant where that is not the main one."""
        return variant_label(self.experiment, self.name)

    @property
    def short(self) -> str:
        """The label without the document."""
        return self.label.rpartition("/")[2]

    @property
    def missing(self) -> bool:
        return not self.records

    @property
    def planned(self) -> int:
        return len(self.variant.runs) if self.variant else 0

    @property
    def stand_in(self) -> bool:
        return bool(self.variant and self.variant.stand_in)

    @property
    def diverged(self) -> tuple[int, ...]:
        """Seeds."""
        return tuple(seed for seed, r in self.records.items() if r.status == "diverged")


def source_of(measurements: Measurements, slug: str, experiment: str, variant: str) -> Source:
    """``experiment`` as a figure of the document ``slug`` names it."""
    planned = measurements.variant(slug, experiment, variant)
    cuts = measurements.cuts(slug, experiment, variant)
    return Source(
        experiment="/".join(split_name(slug, experiment)),
        name=variant,
        variant=planned,
        records=dict(sorted(measurements.records(slug, experiment, variant).items())),
        cut=tuple(short_cut(cut.key, str(cut)) for cut in cuts),
    )


def dataset_of(measurements: Measurements, source: Source) -> Dataset | None:
    """The data set of a variant; that of the run it builds on, where it names none itself."""
    if source.variant is None:
        return None
    run = source.variant.runs[0]
    if run.dataset is None and run.source is not None:
        run = measurements.plan.run(run.source) or run
    return measurements.plan.datasets.get(str(run.dataset))


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """Each once, in order."""
    return tuple(dict.fromkeys(items))


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Comma-separated text; floats with nine digits (records hold seven), None as nothing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([f"{v:.9g}" if isinstance(v, float) else v for v in row] for row in rows)
    return text.getvalue()
