"""The healthy records of a plan: what all that is said about a document rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from reprise.analysis.budget import Cut, cuts_of
from reprise.analysis.reduced import POINTS, SUFFIX
from reprise.documents.models.document import Proposal
from reprise.documents.plan import Plan, Run, Variant
from reprise.documents.references import references, split_name
from reprise.paths import Layout
from reprise.training.record import Record, RecordError, read_arrays, read_record

Points = tuple[np.ndarray, np.ndarray]


@dataclass
class Measurements:
    """Records by run. What is missing, damaged or of another key does not exist here.

    ``experiment`` may be given everywhere as ``experiment`` or ``<slug>/<experiment>``.
    """

    plan: Plan
    layout: Layout
    damaged: list[tuple[Run, str]] = field(default_factory=list)
    _records: dict[str, Record] = field(default_factory=dict)
    _curves: dict[tuple[str, str], Points | None] = field(default_factory=dict)

    def variant(self, slug: str, experiment: str, variant: str) -> Variant | None:
        """The variant as the plan has it; None where this scale leaves it out."""
        return self.plan.variants.get(split_name(slug, experiment), {}).get(variant)

    def proposal(self, slug: str, experiment: str) -> Proposal | None:
        """The proposal of that name, where nobody has run such an experiment yet."""
        slug, experiment = split_name(slug, experiment)
        document = self.plan.documents.get(slug)
        return document.card.proposals.get(experiment) if document else None

    def record(self, run: Run) -> Record | None:
        return self._records.get(run.id)

    def records(self, slug: str, experiment: str, variant: str) -> dict[int, Record]:
        """The records of a variant by seed, whichever experiment owns the runs."""
        found = self.variant(slug, experiment, variant)
        made = {run.seed: self.record(run) for run in found.runs} if found else {}
        return {seed: record for seed, record in made.items() if record is not None}

    def missing(self, slug: str, experiment: str | None = None) -> list[Run]:
        """Runs of a document or experiment without a healthy record."""
        if experiment is not None:
            slug, experiment = split_name(slug, experiment)
        return [run for run in self.plan.runs(slug, experiment) if self.record(run) is None]

    def cuts(self, slug: str, experiment: str, variant: str) -> tuple[Cut, ...]:
        """Where the variant was cut below the document's budget."""
        found = self.variant(slug, experiment, variant)
        return cuts_of(self.plan, *split_name(slug, experiment), found) if found else ()

    def curve(self, run: Run, name: str) -> Points | None:
        """x and y of all points of ``<axis>.<name>``, or None where there is no such curve.

        A curve that the record holds thinned out is read from the arrays beside it; it is None
        where these cannot be read, and where only its numbers were kept.
        """
        if (run.id, name) not in self._curves:
            self._curves[run.id, name] = self._read_curve(run, name)
        return self._curves[run.id, name]

    def is_reduced(self, run: Run, name: str) -> bool:
        """Whether only the numbers of a curve were kept, as committed records do."""
        record = self.record(run)
        return record is not None and name + SUFFIX in record.arrays.shapes

    def reduced(self, run: Run, name: str) -> np.ndarray | None:
        """The numbers that were kept of a curve; None where they cannot be read."""
        record = self.record(run)
        try:
            return read_arrays(self.layout.record(run.id), record)[name + SUFFIX]
        except RecordError:
            return None

    def points(self, run: Run, name: str) -> int:
        """How many points a curve had when it was made; 0 where there is no such curve."""
        record, axis = self.record(run), name.partition(".")[0]
        if record is None or axis not in record.curves:
            return 0
        reduced = self.reduced(run, name) if self.is_reduced(run, name) else None
        if reduced is not None:
            return int(reduced[POINTS])
        return record.arrays.shapes.get(f"{axis}.x", [len(record.curves[axis]["x"])])[0]

    def _read_curve(self, run: Run, name: str) -> Points | None:
        record, (axis, _, column) = self.record(run), name.partition(".")
        points = record.curves.get(axis, {}) if record else {}
        if column not in points or column == "x" or self.is_reduced(run, name):
            return None
        if record.arrays.shapes.get(name, [0])[0] > len(points[column]):
            try:
                arrays = read_arrays(self.layout.record(run.id), record)
            except RecordError:
                return None
            x, y = arrays[f"{axis}.x"], arrays[name]
        else:
            x, y = points["x"], points[column]
        return np.array(x, dtype=np.float64), np.array(y, dtype=np.float64)


def load_measurements(
    plan: Plan,
    layout: Layout,
    slugs: Iterable[str] | None = None,
    *,
    check_arrays: bool = False,
) -> Measurements:
    """Read the records of the documents, and of all experiments that their claims and figures
    speak of; of all documents if none is named.

    With ``check_arrays`` a record whose arrays are not those it was written with is damaged.
    """
    measurements = Measurements(plan, layout)
    for run in _wanted(plan, plan.documents if slugs is None else slugs):
        path = layout.record(run.id)
        if not path.exists():
            continue
        try:
            record = read_record(path, run.key, check_arrays=check_arrays)
        except RecordError as error:
            measurements.damaged.append((run, str(error)))
        else:
            measurements._records[run.id] = record
    return measurements


def _wanted(plan: Plan, slugs: Iterable[str]) -> list[Run]:
    found: dict[str, Run] = {}
    for slug in slugs:
        document = plan.documents[slug]
        names = {split_name(slug, name) for name in document.entries}
        for item in (*document.claims, *document.errata, *document.figures):
            names |= {split_name(slug, experiment) for experiment, _ in references(item)}
        for name in sorted(names):
            found |= {run.id: run for run in plan.runs(*name)}
    return list(found.values())
