"""Load the documents, or say everything that is wrong with them, one line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from reprise.documents.document import Document, Entry
from reprise.documents.engines import SPEC
from reprise.documents.folder import FILES, OPTIONAL, RESERVED
from reprise.documents.models.claim import CLAIM
from reprise.documents.models.document import Card
from reprise.documents.models.erratum import Erratum
from reprise.documents.models.experiment import Assumption, Experiment
from reprise.documents.models.figure import FIGURE
from reprise.documents.settings import MISSING, changed, get
from reprise.problems import DocumentError, Problem, nearest, of_validation
from reprise.reading import CONTROL, read_yaml
from reprise.strict import Slug, read_strictly

SLUG = TypeAdapter(Slug)
ERRATUM = TypeAdapter(Erratum)

EMPTY = "is empty; docs/adding-a-document.md tells what belongs there"


def load_documents(root: Path, names: Sequence[str] = ()) -> dict[str, Document]:
    """Read the named folders below ``root``, or all of them, in the order of their names.

    What is not named is not read: its mistakes stop nobody.

    Raises
    ------
    DocumentError
        With every problem of every document that is read.
    """
    if not root.is_dir():
        words = f"there is no folder '{root}'; name the one that holds datasets.yaml"
        raise DocumentError([Problem("config", "documents_root", words)])
    slugs = document_names(root)
    problems = [unknown_document(name, slugs) for name in names if name not in slugs]
    loaded = {}
    for slug in slugs:
        if not names or slug in names:
            loaded[slug], found = _load(root / slug, slug)
            problems += found
    if problems:
        raise DocumentError(problems)
    return loaded


def document_names(root: Path) -> list[str]:
    """The folders below ``root`` that hold a document, broken or not."""
    return sorted({p.parent.name for name in FILES for p in root.glob(f"*/{name}")})


def unknown_document(name: str, known: Sequence[str]) -> Problem:
    """Somebody asked for a document that is not there."""
    return Problem("documents", name, f"there is no such document; {nearest(name, known)}")


def shared_letters(loaded: Mapping[str, Document]) -> list[Problem]:
    """The ledgers' ids begin with a document's letter, so that each needs its own."""
    owners: dict[str, str] = {}
    problems = []
    for slug, document in loaded.items():
        owner = owners.setdefault(document.card.letter, slug)
        if owner != slug:
            words = f"'{document.card.letter}' is {owner}'s already; take another"
            problems.append(Problem(f"{slug}/document.yaml", "letter", words))
    return problems


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
    errata = []
    if (folder / OPTIONAL).exists():
        errata = _many(ERRATUM, part(OPTIONAL), f"{slug}/{OPTIONAL}", "erratum", problems)
    text = _prose(folder / "prose.md", f"{slug}/prose.md", problems)
    return Document(
        slug, card, entries, tuple(claims), tuple(figures), tuple(errata), text
    ), problems


def _prose(file: Path, name: str, problems: list[Problem]) -> str:
    if file.exists() and not file.is_file():
        problems.append(Problem(name, "", f"{file} is no file; put one in its place"))
        return ""
    try:
        text = file.read_text(encoding="utf-8-sig")  # as YAML is read, with such a mark or without
        odd = CONTROL.search(text)
        if odd:
            line = text.count("\n", 0, odd.start()) + 1
            words = f"holds the control character {odd[0]!r}; take it out"
            problems.append(Problem(name, f"line {line}", words))
        return text
    except FileNotFoundError:
        problems.append(Problem(name, "", f"the file is missing; it is looked for at {file}"))
    except UnicodeDecodeError:
        problems.append(Problem(name, "", "is no UTF-8 text; save it as UTF-8"))
    except OSError as error:
        problems.append(Problem(name, "", f"{file} cannot be read: {error.strerror}"))
    return ""


def _one(model: Any, content: Any, file: str, place: str, problems: list[Problem]) -> Any:
    if content is None:
        if not any(p.file == file for p in problems):
            problems.append(Problem(file, place, EMPTY))
        return None
    try:
        adapter = model if isinstance(model, TypeAdapter) else TypeAdapter(model)
        return read_strictly(adapter, content)
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
        words = f"must be a list of {noun}s, each with a hyphen before its first key"
        problems.append(Problem(file, "", words))
        return []
    items, seen = [], set()
    for position, raw in enumerate(content, start=1):
        name = raw.get("id") if isinstance(raw, dict) else None
        place = f"{noun} {name}" if isinstance(name, str) else f"{noun} number {position}"
        if isinstance(name, str):
            if name in seen:
                words = "this id stands twice; give one of them another"
                problems.append(Problem(file, place, words))
            seen.add(name)
        item = _one(adapter, raw if raw is not None else {}, file, place, problems)
        if item is not None:
            items.append(item)
    return items


def _entries(content: Any, file: str, problems: list[Problem]) -> dict[str, Entry]:
    if content is None:
        if not any(p.file == file for p in problems):
            problems.append(Problem(file, "", EMPTY))
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
    entries, wrong = {}, {}
    for name, experiment in experiments.items():
        place = f"experiment {name}"
        spec = _resolved(name, experiments, broken, file, problems)
        if spec is None:
            continue
        words = _source_problem(name, experiments, broken)
        if words:
            problems.append(Problem(file, place, words))
        if words or experiment.source in broken:
            continue
        wrong[name] = []
        model = _one(SPEC, spec, file, "", wrong[name])
        if model is not None:
            spec = model.model_dump(mode="json", exclude_none=True)
            entries[name] = Entry(name, experiment, spec, _assumed(name, spec, experiments))
    for name, found in wrong.items():
        inherited = wrong.get(experiments[name].like or "", ())
        for problem in found:
            if problem not in inherited:  # told where it stands
                place = ": ".join(filter(None, (f"experiment {name}", problem.place)))
                problems.append(Problem(file, place, problem.message))
    return entries


def _source_problem(name: str, experiments: Mapping[str, Experiment], broken: set[str]) -> str:
    """Why the experiment cannot build on the one that its ``from`` names."""
    source = experiments[name].source
    if source is None or source in broken:
        return ""
    known = [other for other, found in experiments.items() if found.source is None]
    if source == name:
        return "from: an experiment cannot build on itself; name another, or take 'from' out"
    if source not in experiments:
        return f"from: there is no '{source}'; {nearest(source, known)}"
    beyond = experiments[source].source
    if beyond is not None:
        return f"from: '{source}' builds on '{beyond}' itself; build on one that has no 'from'"
    return ""


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
            problems.append(Problem(file, place, "needs a spec, or 'like' with another experiment"))
            return None
        return changed(experiment.spec, experiment.change)
    if experiment.spec is not None:
        words = "has both 'like' and a spec; use 'change' for what differs"
        problems.append(Problem(file, place, words))
        return None
    if experiment.like in (*asked_by, name):
        words = f"'like' goes round in a circle at '{name}'; give one of them a spec"
        problems.append(Problem(file, place, words))
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
        rule = "2 to 60 small letters, digits and single hyphens, such as lr-sweep"
        return f"'{name}' is no kebab-case name; take {rule}"
    return ""
