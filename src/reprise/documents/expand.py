"""Experiments x sweep x seeds -> runs, each with its key and a readable id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from reprise.data.registry import Dataset, data_digest
from reprise.digest import canonical, code_digest, sha256
from reprise.documents.document import Document, Entry
from reprise.documents.engines import MODULES, SPEC
from reprise.documents.plan import Plan, Run, Variant
from reprise.documents.scales import scale_of, scaled_spec, seed_count
from reprise.documents.settings import MISSING, changed, differences, get
from reprise.documents.variants import named_variants
from reprise.problems import DocumentError, Problem, nearest, of_validation


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
    expansion = _Expansion(scale, datasets, device_of, max_seeds)
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


class _Expansion:
    """Collects variants, the runs that they share, and what is wrong with them."""

    def __init__(
        self,
        scale: str,
        datasets: Mapping[str, Dataset],
        device_of: Callable[[str], str],
        max_seeds: int | None,
    ) -> None:
        self.scale, self.datasets = scale, datasets
        self.device_of, self.max_seeds = device_of, max_seeds
        self.problems: list[Problem] = []
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
            seeds = seed_count(entry.experiment, scale, self.scale, bool(cut), self.max_seeds)
            runs = tuple(self._run(slug, entry, name, used, seed) for seed in range(seeds))
            made.append(Variant(name, settings, runs, cut, stand_in))
        return made

    def _built_on(self, slug: str, entry: Entry) -> list[Variant]:
        """A variant and seed for each of the experiment that it builds on."""
        sources = self._variants.get((slug, entry.experiment.source))
        if sources is None:
            self._say(slug, entry, "from: builds on an experiment that builds on another")
            return []
        made = []
        for source in sources.values():
            runs = tuple(
                self._run(slug, entry, source.name, entry.spec, parent.seed, parent)
                for parent in source.runs
            )
            made.append(replace(source, runs=runs))
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
            return SPEC.validate_python(spec).model_dump(mode="json", exclude_none=True)
        except ValidationError as error:
            place = f"experiment {entry.name}: {words}"
            self.problems += of_validation(error, SPEC, _file(slug), place)
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
        "code": code_digest(MODULES[spec["engine"]]),
    }
    if dataset is not None:
        identity["data"] = data_digest(dataset)
    if parent is not None:
        identity["from"] = parent.key
    return sha256(canonical(identity))
