"""Experiments x sweep x seeds -> runs, each with its key and a readable id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product
from typing import Any, NamedTuple

from pydantic import ValidationError

from reprise.data.registry import Dataset, data_digest
from reprise.digest import canonical, code_digest, sha256
from reprise.documents.document import Document, Entry
from reprise.documents.engines import SPEC, code_of
from reprise.documents.plan import MAIN, Plan, Run, Variant
from reprise.documents.scales import in_precision, scale_of, scaled_spec, seed_count
from reprise.documents.settings import MISSING, changed, differences, get
from reprise.documents.variants import named_variants
from reprise.problems import DocumentError, Problem, nearest, of_validation
from reprise.strict import read_strictly


def expand(
    documents: Mapping[str, Document],
    scale: str,
    datasets: Mapping[str, Dataset],
    *,
    device_of: Callable[[str], str] = lambda engine: "cpu",
    max_seeds: int | None = None,
    precision: str | None = None,
) -> Plan:
    """All runs of the documents at a scale.

    ``device_of`` tells the kind of device that an engine computes on, which is part of a run's
    key. Runs with equal keys are the same object, owned by the first experiment that has them.
    ``precision`` is that of trainings with convolutions, where it is not left to their specs.

    Raises
    ------
    DocumentError
        With one line per setting of a sweep, an alternative or a scale that is not valid.
    """
    expansion = _Expansion(scale, datasets, device_of, max_seeds, precision)
    for slug, document in documents.items():
        for entry in _in_order(document.entries):
            expansion.add(slug, entry)
    if expansion.problems:
        raise DocumentError(expansion.problems)
    order = [(slug, name) for slug, document in documents.items() for name in document.entries]
    variants = expansion.finished()
    return Plan(scale, dict(documents), {key: variants[key] for key in order}, dict(datasets))


def _in_order(entries: Mapping[str, Entry]) -> list[Entry]:
    """Experiments after those that they build on (``from`` goes one step only)."""
    return sorted(entries.values(), key=lambda entry: entry.experiment.source is not None)


FROM = "name the experiment that it builds on in 'from'"


class _Point(NamedTuple):
    """A variant before its runs: its settings, and its spec at this scale."""

    name: str
    settings: dict[str, Any]
    spec: dict[str, Any]
    cut: tuple[str, ...]
    stand_in: bool
    precision: str | None


class _Expansion:
    """Collects variants, the runs that they share, and what is wrong with them."""

    def __init__(
        self,
        scale: str,
        datasets: Mapping[str, Dataset],
        device_of: Callable[[str], str],
        max_seeds: int | None,
        precision: str | None,
    ) -> None:
        self.scale, self.datasets = scale, datasets
        self.device_of, self.max_seeds, self.precision = device_of, max_seeds, precision
        self.problems: list[Problem] = []
        self._told: set[tuple[str, Problem]] = set()
        self._variants: dict[tuple[str, str], dict[str, Variant]] = {}
        self._runs: dict[str, Run] = {}
        self._exclusive: set[str] = set()

    def add(self, slug: str, entry: Entry) -> None:
        """The variants of one experiment, with their runs."""
        if entry.experiment.source is None:
            made = self._own(slug, entry)
        else:
            made = self._built_on(slug, entry)
        self._variants[slug, entry.name] = {variant.name: variant for variant in made}
        if entry.experiment.exclusive:
            self._exclusive |= {run.key for variant in made for run in variant.runs}

    def finished(self) -> dict[tuple[str, str], dict[str, Variant]]:
        """All variants; a run that one of its users wants alone runs alone for all of them."""
        runs = {
            key: replace(run, exclusive=key in self._exclusive) for key, run in self._runs.items()
        }
        return {
            name: {
                variant.name: replace(variant, runs=tuple(runs[run.key] for run in variant.runs))
                for variant in made.values()
            }
            for name, made in self._variants.items()
        }

    def _own(self, slug: str, entry: Entry) -> list[Variant]:
        """A variant for each point of the sweep and each alternative."""
        if SPEC.validate_python(entry.spec).NEEDS_SOURCE:
            self._say(slug, entry, f"the engine '{entry.spec['engine']}' needs a source; {FROM}")
            return []
        scale = scale_of(entry.experiment, self.scale)
        made = []
        for point in self._points(slug, entry):
            first = self._run(slug, entry, point.name, point.spec, 0)
            seeds = seed_count(
                entry.experiment,
                scale,
                self.scale,
                cut=bool(point.cut),
                seconds=first.expected_seconds,
                cap=self.max_seeds,
            )
            others = (
                self._run(slug, entry, point.name, point.spec, seed) for seed in range(1, seeds)
            )
            made.append(
                Variant(
                    point.name,
                    point.settings,
                    (first, *others),
                    point.cut,
                    point.stand_in,
                    precision=point.precision,
                )
            )
        return made

    def _built_on(self, slug: str, entry: Entry) -> list[Variant]:
        """The same for each variant of the experiment that it builds on, with that one's seeds."""
        sources = self._variants.get((slug, entry.experiment.source))
        if sources is None:
            self._say(slug, entry, "from: build on an experiment that has no 'from' itself")
            return []
        made = []
        for source, point in product(sources.values(), self._points(slug, entry)):
            name = "_".join(n for n in (source.name, point.name) if n != MAIN) or MAIN
            runs = [
                self._run(slug, entry, name, point.spec, parent.seed, parent)
                for parent in source.runs
                if self._may_follow(slug, entry, name, point.spec, parent)
            ]
            made.append(
                Variant(
                    name,
                    point.settings,
                    tuple(runs),
                    tuple(dict.fromkeys((*source.cut, *point.cut))),
                    source.stand_in or point.stand_in,
                    source,
                    point.precision,
                )
            )
        return made

    def _may_follow(
        self, slug: str, entry: Entry, name: str, spec: dict[str, Any], parent: Run
    ) -> bool:
        """Whether such a run can start from what the parent leaves; says so where it cannot."""
        found = SPEC.validate_python(spec).problems_with_source(parent.spec)
        self._say(slug, entry, *(f"{name}: from: {problem}" for problem in found))
        return not found

    def _points(self, slug: str, entry: Entry) -> list[_Point]:
        """The settings of each variant, with the spec that this scale makes of them."""
        scale = scale_of(entry.experiment, self.scale)
        named, problems = named_variants(entry, scale, self.scale)
        self._say(slug, entry, *problems)
        made = []
        for name, settings in named:
            full = self._validated(slug, entry, name, changed(entry.spec, settings))
            if full is None or not self._known_data(slug, entry, full):
                continue
            if self._misfits(slug, entry, name, full):
                continue
            used = scaled_spec(full, scale, self.scale, self.datasets)
            at_scale = f"{name} at scale {self.scale}"
            used = self._validated(slug, entry, at_scale, used)
            if used is None or self._misfits(slug, entry, at_scale, used):
                continue
            cut = tuple(key for key in differences(full, used) if key != "data.dataset")
            dataset = self._dataset(used)
            stand_in = dataset is not None and dataset.stands_in_for is not None
            wanted = None if "precision" in settings else self.precision
            computed = in_precision(used, wanted)
            precision = wanted if computed != used else None
            made.append(_Point(name, settings, computed, cut, stand_in, precision))
        return made

    def _run(
        self,
        slug: str,
        entry: Entry,
        variant: str,
        spec: dict[str, Any],
        seed: int,
        parent: Run | None = None,
    ) -> Run:
        dataset, device = self._dataset(spec), self.device_of(spec["engine"])
        key = _key(spec, seed, device, dataset, parent)
        run = Run(
            document=slug,
            experiment=entry.name,
            variant=variant,
            seed=seed,
            spec=spec,
            device=device,
            key=key,
            id=f"{slug}--{entry.name}--{variant}--s{seed}-{key[:8]}",
            expected_seconds=round(SPEC.validate_python(spec).core_seconds(dataset), 1),
            headline=entry.experiment.headline,
            source=parent.id if parent else None,
        )
        return self._runs.setdefault(key, run)

    def _dataset(self, spec: Mapping[str, Any]) -> Dataset | None:
        name = get(spec, "data.dataset")
        return None if name is MISSING else self.datasets.get(name)

    def _validated(
        self, slug: str, entry: Entry, words: str, spec: dict[str, Any]
    ) -> dict[str, Any] | None:
        try:
            return read_strictly(SPEC, spec).model_dump(mode="json", exclude_none=True)
        except ValidationError as error:
            for problem in of_validation(error, SPEC, _file(slug), ""):
                # one that all variants share is told of the first
                if (entry.name, problem) not in self._told:
                    self._told.add((entry.name, problem))
                    place = f"experiment {entry.name}: {words}: {problem.place}"
                    self.problems.append(Problem(problem.file, place, problem.message))
            return None

    def _known_data(self, slug: str, entry: Entry, spec: Mapping[str, Any]) -> bool:
        name = get(spec, "data.dataset")
        if name is MISSING or name in self.datasets:
            return True
        real = [d.name for d in self.datasets.values() if d.stands_in_for is None]
        self._say(slug, entry, f"data.dataset: there is no '{name}'; {nearest(name, real)}")
        return False

    def _misfits(self, slug: str, entry: Entry, words: str, spec: dict[str, Any]) -> list[str]:
        """What is wrong between a spec and its data set, such as impossible shapes."""
        model, dataset = SPEC.validate_python(spec), self._dataset(spec)
        found = model.data.problems(dataset) if dataset else []
        found = found or model.problems(dataset)
        self._say(slug, entry, *(f"{words}: {problem}" for problem in found))
        return found

    def _say(self, slug: str, entry: Entry, *problems: str) -> None:
        place = f"experiment {entry.name}"
        self.problems += [Problem(_file(slug), place, words) for words in problems]


def _file(slug: str) -> str:
    return f"{slug}/experiments.yaml"


def _key(
    spec: Mapping[str, Any], seed: int, device: str, dataset: Dataset | None, parent: Run | None
) -> str:
    """Identity of a run: its own spec, seed and device, the code and data that can change it."""
    identity = {
        "spec": spec,
        "seed": seed,
        "device": device,
        "code": code_digest(code_of(spec)),
    }
    if dataset is not None:
        identity["data"] = data_digest(dataset)
    if parent is not None:
        identity["from"] = parent.key
    return sha256(canonical(identity))
