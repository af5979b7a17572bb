"""Load the documents, or say everything that is wrong with them, one line each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from reprise.documents.document import Document, Entry
from reprise.documents.engines import SPEC
from reprise.documents.models.claim import CLAIM
from reprise.documents.models.document import Card
from reprise.documents.models.experiment import Assumption, Experiment
from reprise.documents.models.figure import FIGURE
from reprise.documents.settings import MISSING, changed, get
from reprise.problems import DocumentError, Problem, nearest, of_validation
from reprise.reading import read_yaml
from reprise.strict import Slug

SLUG = TypeAdapter(Slug)

FILES = ("document.yaml", "experiments.yaml", "claims.yaml", "figures.yaml", "prose.md")
"""What a document's folder holds; a folder with any of them is one."""

RESERVED = {
    "all",
    "data",
    "train",
    "train-together",
    "collect",
    "claims",
    "figures",
    "report",
    "pdf",
}
"""Names of rules: a document of that name could not be asked for."""


def load_documents(root: Path, names: Sequence[str] = ()) -> dict[str, Document]:
    """Read the named folders below ``root``, or all of them, in the order of their names.

    Raises
    ------
    DocumentError
        With every problem of every document.
    """
    slugs = sorted({p.parent.name for name in FILES for p in root.glob(f"*/{name}")})
    problems = [
        Problem("documents", name, f"there is no such document; {nearest(name, slugs)}")
        for name in names
        if name not in slugs
    ]
    loaded = {}
    for slug in slugs:
        document, found = _load(root / slug, slug)
        loaded[slug] = document
        problems += found
    if problems:
        raise DocumentError(problems)
    return {slug: document for slug, document in loaded.items() if not names or slug in names}


def _load(folder: Path, slug: str) -> tuple[Document, list[Problem]]:
    problems: list[Problem] = []

    def part(name: str) -> Any:
        content, found = read_yaml(folder / name, f"{slug}/{name}")
        problems.extend(found)
        return content

    if _slug_problem(slug):
        problems.append(Problem(slug, "", _slug_problem(slug)))
    if slug in RESERVED:
        problems.append(Problem(slug, "", "is the name of a rule; call the folder otherwise"))
    card = _one(Card, part("document.yaml"), f"{slug}/document.yaml", "", problems)
    entries = _entries(part("experiments.yaml"), f"{slug}/experiments.yaml", problems)
    claims = _many(CLAIM, part("claims.yaml"), f"{slug}/claims.yaml", "claim", problems)
    figures = _many(FIGURE, part("figures.yaml"), f"{slug}/figures.yaml", "figure", problems)
    text = _prose(folder / "prose.md", f"{slug}/prose.md", problems)
    return Document(slug, card, entries, tuple(claims), tuple(figures), text), problems


def _prose(file: Path, name: str, problems: list[Problem]) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        problems.append(Problem(name, "", "the file is missing"))
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(name, "", f"cannot be read: {error}"))
    return ""


def _one(model: Any, content: Any, file: str, place: str, problems: list[Problem]) -> Any:
    if content is None:
        if not any(p.file == file for p in problems):
            problems.append(Problem(file, place, "is empty"))
        return None
    try:
        adapter = model if isinstance(model, TypeAdapter) else TypeAdapter(model)
        return adapter.validate_python(content)
    except ValidationError as error:
        problems.extend(of_validation(error, model, file, place))
        return None


def _many(
    adapter: TypeAdapter[Any], content: Any, file: str, noun: str, problems: list[Problem]
) -> list[Any]:
    """Items of a list, each with an ``id`` that stands once."""
    if content is None:
        return []
    if not isinstance(content, list):
        problems.append(Problem(file, "", f"must be a list of {noun}s"))
        return []
    items, seen = [], set()
    for position, raw in enumerate(content, start=1):
        name = raw.get("id") if isinstance(raw, dict) else None
        place = f"{noun} {name}" if isinstance(name, str) else f"{noun} number {position}"
        if isinstance(name, str):
            if name in seen:
                problems.append(Problem(file, place, "this id stands twice"))
            seen.add(name)
        item = _one(adapter, raw if raw is not None else {}, file, place, problems)
        if item is not None:
            items.append(item)
    return items


def _entries(content: Any, file: str, problems: list[Problem]) -> dict[str, Entry]:
    if content is None:
        if not any(p.file == file for p in problems):
            problems.append(Problem(file, "", "is empty"))
        return {}
    if not isinstance(content, dict):
        problems.append(Problem(file, "", "must map names of experiments to their set-ups"))
        return {}
    experiments: dict[str, Experiment] = {}
    for name, raw in content.items():
        place = f"experiment {name}"
        if _slug_problem(name):
            problems.append(Problem(file, place, _slug_problem(name)))
        experiment = _one(Experiment, raw if raw is not None else {}, file, place, problems)
        if experiment is not None:
            experiments[str(name)] = experiment
    broken = {str(name) for name in content} - set(experiments)
    entries = {}
    for name, experiment in experiments.items():
        place = f"experiment {name}"
        spec = _resolved(name, experiments, broken, file, problems)
        if spec is None:
            continue
        if experiment.source is not None and experiment.source not in experiments:
            if experiment.source not in broken:
                hint = nearest(experiment.source, set(experiments) - {name})
                problems.append(
                    Problem(file, place, f"from: there is no '{experiment.source}'; {hint}")
                )
            continue
        model = _one(SPEC, spec, file, place, problems)
        if model is not None:
            spec = model.model_dump(mode="json", exclude_none=True)
            entries[name] = Entry(name, experiment, spec, _assumed(name, spec, experiments))
    return entries


def _assumed(
    name: str, spec: dict[str, Any], experiments: dict[str, Experiment]
) -> tuple[Assumption, ...]:
    """The experiment's assumptions, then inherited ones that its spec still follows."""
    experiment = experiments[name]
    found = {assumption.key: assumption for assumption in experiment.assumed}
    while experiment.like is not None:
        swept = {*experiment.sweep, *experiment.change}
        experiment = experiments[experiment.like]
        for inherited in experiment.assumed:
            value = get(spec, inherited.key)
            holds = value is MISSING or value == inherited.value
            if holds and not swept & {inherited.key}:
                found.setdefault(inherited.key, inherited)
    return tuple(found.values())


def _resolved(
    name: str,
    experiments: dict[str, Experiment],
    broken: set[str],
    file: str,
    problems: list[Problem],
    asked_by: tuple[str, ...] = (),
) -> dict[str, Any] | None:
    """The full-scale spec as plain data, following ``like`` to its start."""
    experiment = experiments[name]
    place = f"experiment {(*asked_by, name)[0]}"
    if experiment.like is None:
        if experiment.spec is None:
            problems.append(Problem(file, place, "needs a spec, or 'like' another experiment"))
            return None
        return changed(experiment.spec, experiment.change)
    if experiment.spec is not None:
        problems.append(Problem(file, place, "has both 'like' and a spec; use 'change'"))
        return None
    if experiment.like in (*asked_by, name):
        problems.append(Problem(file, place, f"'like' goes round in a circle at '{name}'"))
        return None
    if experiment.like not in experiments:
        if experiment.like not in broken:
            hint = nearest(experiment.like, set(experiments) - {name})
            problems.append(Problem(file, place, f"like: there is no '{experiment.like}'; {hint}"))
        return None
    base = _resolved(experiment.like, experiments, broken, file, problems, (*asked_by, name))
    return None if base is None else changed(base, experiment.change)


def _slug_problem(name: Any) -> str:
    try:
        SLUG.validate_python(name)
    except ValidationError:
        return f"'{name}' is no kebab-case name (small letters, digits and single hyphens)"
    return ""
