"""``reprise search``: what else could explain the numbers that a document prints."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reprise.config import Config
from reprise.devices import device_kind
from reprise.documents.engines import ON_DEVICE
from reprise.documents.lookup import find_claim
from reprise.documents.plan import Plan
from reprise.documents.references import places
from reprise.files import write_atomically
from reprise.paths import Layout
from reprise.planning import layout_of, make_plan
from reprise.problems import DocumentError, Problem
from reprise.search import words
from reprise.search.candidates import STATED, Candidate, one_at_a_time, pairs
from reprise.search.kept import SCHEMA, kept_search, tried_before
from reprise.search.outcome import outcome
from reprise.search.printed import printed_numbers
from reprise.search.run import Processes, Trainer, cost, train_all, within_budget
from reprise.search.settings import Refused, Searched, Setting, measured, settings_of

Json = dict[str, Any]


def search(
    config: Config,
    name: str,
    *,
    minutes: float,
    most_pairs: int,
    cores: int,
    dry_run: bool = False,
    config_file: Path = Path("config.yaml"),
    trainer: Trainer | None = None,
) -> str:
    """Try the alternatives of a claim's experiments, and rank them; returns a table for people.

    Each alternative alone, then the best few in pairs, as many as ``minutes`` of one core allow;
    records that exist cost nothing. What was found is kept below ``searches/``. With ``dry_run``
    nothing is trained or written.

    Raises
    ------
    DocumentError
        Where there is no such claim, or nothing to search.
    """
    plan, layout = make_plan(config), layout_of(config)
    slug, claim = find_claim(plan, name, asked="search")
    seconds, found = 60 * minutes, []
    searches = _searches(config, plan, slug, claim, name)
    if dry_run:
        return "\n\n".join(_told(searched, layout, seconds) for searched in searches)
    trainer = trainer or Processes(config, config_file, plan.datasets)
    before = kept_search(plan, layout, slug, claim.id)
    for searched in searches:
        one = _Search(searched, layout, trainer, cores, seconds)
        one.try_out([STATED, *one_at_a_time(searched.entry)])
        one.try_out(tried_before(before, searched.entry.name))
        one.try_out(pairs(one.ranked(), most_pairs))
        seconds = one.seconds_left
        found.append(one.result())
    content = {
        "schema": SCHEMA,
        "claim": claim.id,
        "document": slug,
        "scale": plan.scale,
        "budget_minutes": minutes,
        "experiments": found,
    }
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    file = layout.search(slug, claim.id)
    write_atomically(file, text + "\n")
    return words.table(content, file)


class _Search:
    """The settings of one experiment: what was tried, and what was left out."""

    def __init__(
        self, searched: Searched, layout: Layout, trainer: Trainer, cores: int, seconds: float
    ) -> None:
        self.searched, self.layout = searched, layout
        self.trainer, self.cores = trainer, cores
        self.seconds_left = seconds
        self._tried: list[Setting] = []
        self._left_out: list[Json] = []

    def try_out(self, candidates: Sequence[Candidate]) -> None:
        """Train what fits into the budget, and note what does not."""
        seen = {setting.name for setting in self._tried} | {one["name"] for one in self._left_out}
        new = [candidate for candidate in candidates if candidate.name not in seen]
        settings, refused = settings_of(self.searched, new, self._tried)
        chosen, too_long, left = within_budget(settings, self.seconds_left, self.layout)
        self._left_out += _left_out(refused, too_long, self.layout)
        train_all(chosen, self.layout, self.trainer, self.cores)
        self._tried += chosen
        self.seconds_left = left

    def ranked(self) -> list[Candidate]:
        """The single alternatives that were tried, the best first."""
        by_name = {s.name: s.candidate for s in self._tried if len(s.candidate.settings) == 1}
        names = [found["name"] for found in self.result()["settings"]]
        return [by_name[name] for name in names if name in by_name]

    def result(self) -> Json:
        rows = measured(self.searched, self._tried, self.layout)
        found = outcome(self.searched, self._tried, rows)
        return {**found, "left_out": self._left_out}


def _left_out(refused: Refused, too_long: Sequence[Setting], layout: Layout) -> list[Json]:
    found = [{"name": name, "why": why} for name, why in refused.items()]
    for setting in too_long:
        needs = f"needs {words.minutes(cost(setting, layout))}, more than the budget leaves"
        found.append({"name": setting.name, "why": needs})
    return found


def _told(searched: Searched, layout: Layout, seconds: float) -> str:
    """What a search would train first; its pairs follow from what that gives."""
    settings, refused = settings_of(searched, [STATED, *one_at_a_time(searched.entry)])
    chosen, too_long, left = within_budget(settings, seconds, layout)
    lines = [
        f"{searched.document.slug}/{searched.entry.name}: {len(searched.numbers)} printed numbers, "
        f"{len(chosen)} settings within the budget, {words.minutes(left)} left for pairs"
    ]
    lines += [f"  {words.minutes(cost(s, layout)):>8}  {s.name}" for s in chosen]
    lines += words.left_out(_left_out(refused, too_long, layout))
    return "\n".join(lines)


def _searches(config: Config, plan: Plan, slug: str, claim: Any, name: str) -> list[Searched]:
    """The experiments of the document that the claim speaks of and numbers are printed of."""
    kind = device_kind(config.device)
    named = dict.fromkeys(e for document, e, _ in places(claim, slug) if document == slug)
    document, found, reasons = plan.documents[slug], [], []
    for experiment in named:
        entry = document.entries.get(experiment)
        numbers = tuple(printed_numbers(document, experiment))
        reason = _nothing_to_search(entry, numbers)
        if reason:
            reasons.append(f"{experiment}: {reason}")
            continue
        found.append(
            Searched(
                plan,
                document,
                entry,
                numbers,
                lambda engine: kind if engine in ON_DEVICE else "cpu",
                config.seeds,
                config.precision,
            )
        )
    if not found:
        said = "; ".join(reasons) or "it speaks of no experiment of its document"
        raise DocumentError([Problem("search", f"claim {name}", f"nothing to search: {said}")])
    return found


def _nothing_to_search(entry: Any, numbers: Sequence[Any]) -> str:
    if entry is None:
        return "it is proposed, not an experiment yet"
    if entry.experiment.source is not None:
        return f"it builds on '{entry.experiment.source}'; search a claim about that one"
    if not numbers:
        return "the document prints no number of it"
    return "" if one_at_a_time(entry) else "its assumptions have no alternative that is a setting"
