"""Experiments x sweep x seeds -> runs, each with its key and a readable id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from pydantic import ValidationError

from reprise.data.registry import Dataset, data_digest
from reprise.digest import canonical, code_digest, sha256
from reprise.documents.cost import core_seconds
from reprise.documents.document import Document, Entry
from reprise.documents.models.experiment import SPEC
from reprise.documents.scales import axes, scale_of, scaled_spec, seed_count
from reprise.documents.settings import MISSING, changed, differences, get, label
from reprise.problems import DocumentError, Problem, nearest, of_validation

MAIN = "main"
"""The variant of an experiment as stated, without sweep or alternatives."""


@dataclass(frozen=True)
class Run:
    """One variant with one seed: the unit of work and of resume."""

    document: str
    experiment: str
    variant: str
    seed: int
    spec: dict[str, Any]
    device: str
    key: str
    id: str
    cut: tuple[str, ...] = field(compare=False)
    stand_in: bool = field(compare=False)
    settings: dict[str, Any] = field(compare=False)
    expected_seconds: float = field(compare=False)
    exclusive: bool = field(compare=False)
    headline: str = field(compare=False)
    source: str | None = field(compare=False, default=None)

    @property
    def engine(self) -> str:
        return self.spec["engine"]

    @property
    def dataset(self) -> str | None:
        value = get(self.spec, "data.dataset")
        return None if value is MISSING else value


@dataclass(frozen=True)
class Variant:
    """One point of an experiment's sweep, or an alternative of one of its assumptions."""

    name: str
    settings: dict[str, Any]
    runs: tuple[Run, ...]

    @property
    def cut(self) -> tuple[str, ...]:
        return self.runs[0].cut

    @property
    def stand_in(self) -> bool:
        return self.runs[0].stand_in


@dataclass(frozen=True)
class Plan:
    """All runs of a build: variants by document and experiment; runs that are equal are shared."""

    scale: str
    documents: dict[str, Document]
    variants: dict[tuple[str, str], dict[str, Variant]]
    datasets: dict[str, Dataset]

    def runs(self, document: str | None = None, experiment: str | None = None) -> list[Run]:
        """Distinct runs of everything, of a document, or of an experiment, in order."""
        found = {
            run.key: run
            for (slug, name), variants in self.variants.items()
            if document in (None, slug) and experiment in (None, name)
            for variant in variants.values()
            for run in variant.runs
        }
        return list(found.values())

    def run(self, run_id: str) -> Run | None:
        return next((run for run in self.runs() if run.id == run_id), None)


def expand(
    documents: Mapping[str, Document],
    scale: str,
    datasets: Mapping[str, Dataset],
    *,
    device_of: Callable[[str], str] = lambda engine: "cpu",
    max_seeds: int | None = None,
) -> Plan:
    """All runs of the documents at a scale.

    ``device_of`` tells the kind of device that an engine computes on, which is part of a run's
    key. Runs with equal keys are the same object, owned by the first experiment that has them.

    Raises
    ------
    DocumentError
        With one line per setting of a sweep, an alternative or a scale that is not valid.
    """
    problems: list[Problem] = []
    owned: dict[str, Run] = {}
    variants: dict[tuple[str, str], dict[str, Variant]] = {}
    for slug, document in documents.items():
        for entry in _in_order(document.entries):
            made = _variants(
                slug, entry, scale, datasets, device_of, max_seeds, variants, owned, problems
            )
            variants[slug, entry.name] = made
    if problems:
        raise DocumentError(problems)
    order = [(slug, name) for slug, document in documents.items() for name in document.entries]
    return Plan(scale, dict(documents), {key: variants[key] for key in order}, dict(datasets))


def _in_order(entries: Mapping[str, Entry]) -> list[Entry]:
    """Experiments after those that they build on (``from`` goes one step only)."""
    return sorted(entries.values(), key=lambda entry: entry.experiment.source is not None)


def _variants(slug, entry, scale_name, datasets, device_of, max_seeds, known, owned, problems):
    """The variants of one experiment at a scale, with their runs."""
    file, place = f"{slug}/experiments.yaml", f"experiment {entry.name}"
    experiment, scale = entry.experiment, scale_of(entry.experiment, scale_name)
    sources = None
    if experiment.source is not None:
        sources = known.get((slug, experiment.source))
        if sources is None:
            problems.append(
                Problem(file, place, "from: builds on an experiment that builds on another")
            )
            return {}
    made: dict[str, Variant] = {}
    for name, settings in _points(entry, scale, scale_name, sources, file, place, problems):
        full = _validated(changed(entry.spec, settings), file, f"{place}: {name}", problems)
        if full is None:
            continue
        used = scaled_spec(full, scale, scale_name, datasets)
        used = _validated(used, file, f"{place}: {name} at scale {scale_name}", problems)
        if used is None or not _dataset_known(full, datasets, file, place, problems):
            continue
        cut = tuple(key for key in differences(full, used) if key != "data.dataset")
        dataset = datasets.get(str(get(used, "data.dataset")))
        stand_in = dataset is not None and dataset.stands_in_for is not None
        parents = sources[name].runs if sources else ()
        if parents:
            cut, stand_in = parents[0].cut, parents[0].stand_in
        count = (
            len(parents)
            if parents
            else seed_count(experiment, scale, scale_name, bool(cut), max_seeds)
        )
        runs = []
        for seed in range(count):
            parent = parents[seed] if parents else None
            device = device_of(used["engine"])
            key = _key(used, seed, device, dataset, parent)
            run = Run(
                document=slug,
                experiment=entry.name,
                variant=name,
                seed=seed,
                spec=used,
                device=device,
                key=key,
                id=f"{slug}--{entry.name}--{name}--s{seed}-{key[:8]}",
                cut=cut,
                stand_in=stand_in,
                settings=settings,
                expected_seconds=round(core_seconds(SPEC.validate_python(used), dataset), 1),
                exclusive=experiment.exclusive,
                headline=experiment.headline,
                source=parent.id if parent else None,
            )
            runs.append(owned.setdefault(key, run))
        made[name] = Variant(name, settings, tuple(runs))
    return made


def _points(entry, scale, scale_name, sources, file, place, problems):
    """(name, settings) of each variant: the sweep's points, then the alternatives."""
    if sources is not None:
        return [(name, {}) for name in sources]
    experiment = entry.experiment
    grid = axes(experiment, scale, scale_name)
    for key, values in grid.items():
        if get(entry.spec, key) is MISSING and not _may_be_set(entry.spec, key):
            hint = nearest(key, _dotted_keys(entry.spec))
            problems.append(Problem(file, place, f"sweep: there is no key '{key}'; {hint}"))
        if not values:
            problems.append(Problem(file, place, f"sweep: the axis '{key}' is empty"))
    points = [dict(zip(grid, values, strict=True)) for values in product(*grid.values())]
    named = [("_".join(label(k, v) for k, v in point.items()) or MAIN, point) for point in points]
    if scale.alternatives:
        named += _alternatives(entry, file, place, problems)
    names = [name for name, _ in named]
    for name in sorted({n for n in names if names.count(n) > 1}):
        problems.append(Problem(file, place, f"two variants are called '{name}'"))
    return named


def _alternatives(entry, file, place, problems):
    found = []
    for assumption in entry.experiment.assumed:
        value = get(entry.spec, assumption.key)
        if value is MISSING:
            if assumption.run_alternatives:
                hint = nearest(assumption.key, _dotted_keys(entry.spec))
                problems.append(
                    Problem(file, place, f"assumed: there is no key '{assumption.key}'; {hint}")
                )
            continue
        if value != assumption.value:
            problems.append(
                Problem(
                    file,
                    place,
                    f"assumed: {assumption.key} is said to be {assumption.value!r}, "
                    f"the spec has {value!r}",
                )
            )
        if assumption.run_alternatives:
            settings = [{assumption.key: alternative} for alternative in assumption.alternatives]
            found += [(label(assumption.key, s[assumption.key]), s) for s in settings]
    return found


def _may_be_set(spec: Mapping[str, Any], key: str) -> bool:
    """Whether an optional key could stand there: its parent does."""
    parent = key.rpartition(".")[0]
    return bool(parent) and isinstance(get(spec, parent), Mapping)


def _dotted_keys(spec: Mapping[str, Any], prefix: str = "") -> list[str]:
    keys = []
    for key, value in spec.items():
        keys.append(prefix + key)
        if isinstance(value, Mapping):
            keys += _dotted_keys(value, f"{prefix}{key}.")
    return keys


def _validated(spec, file, place, problems):
    try:
        return SPEC.validate_python(spec).model_dump(mode="json", exclude_none=True)
    except ValidationError as error:
        problems += of_validation(error, SPEC, file, place)
        return None


def _dataset_known(spec, datasets, file, place, problems) -> bool:
    name = get(spec, "data.dataset")
    if name is MISSING or name in datasets:
        return True
    real = [d.name for d in datasets.values() if d.stands_in_for is None]
    problems.append(
        Problem(file, place, f"data.dataset: there is no '{name}'; {nearest(name, real)}")
    )
    return False


def _key(spec, seed, device, dataset, parent) -> str:
    """Identity of a run: its own spec, seed and device, the code and data that can change it."""
    identity = {
        "spec": spec,
        "seed": seed,
        "device": device,
        "code": code_digest(f"reprise.training.{spec['engine']}"),
    }
    if dataset is not None:
        identity["data"] = data_digest(dataset)
    if parent is not None:
        identity["from"] = parent.key
    return sha256(canonical(identity))
