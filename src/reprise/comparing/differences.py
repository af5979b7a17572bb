"""What changed from one build to another. Pure: two builds in, their differences out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reprise.comparing.model import ClaimState, DocumentState, Made, Number, VariantNumbers
from reprise.comparing.noise import Move, move


@dataclass(frozen=True)
class VerdictChange:
    """A claim that both builds have, with another verdict or another standing of it.

    ``because`` names what differs behind it: budgets, or the number of seeds.
    """

    document: str
    claim: str
    old: ClaimState
    new: ClaimState
    because: tuple[str, ...]


@dataclass(frozen=True)
class NumberChange:
    """A metric of a variant that has runs in both builds; one of the numbers may be missing.

    ``cut``: the two builds spent different budgets on it.
    """

    document: str
    experiment: str
    variant: str
    metric: str
    old: Number | None
    new: Number | None
    how: Move | str
    cut: bool


@dataclass(frozen=True)
class Differences:
    """Everything that differs, in the order of the new build.

    ``remade`` are runs of another key in the place of old ones, as (old id, new id). ``compared``
    counts the numbers that both builds have, ``within`` those that differ by no more than seeds.
    """

    old: Made
    new: Made
    verdicts: tuple[VerdictChange, ...]
    claims_added: tuple[str, ...]
    claims_removed: tuple[str, ...]
    numbers: tuple[NumberChange, ...]
    compared: int
    within: int
    runs_added: tuple[str, ...]
    runs_removed: tuple[str, ...]
    runs_remade: tuple[tuple[str, str], ...]
    documents_added: tuple[str, ...]
    documents_removed: tuple[str, ...]
    config: tuple[tuple[str, str, str], ...]

    @property
    def scales_differ(self) -> bool:
        return self.old.found.scale != self.new.found.scale

    def __bool__(self) -> bool:
        """Whether anything changed that a reader of the report would want to know."""
        changed = (
            *(self.verdicts, self.claims_added, self.claims_removed, self.numbers),
            *(self.runs_added, self.runs_removed, self.runs_remade),
            *(self.documents_added, self.documents_removed),
        )
        return self.scales_differ or any(changed)


def differences(old: Made, new: Made) -> Differences:
    """Compare two builds. A document that only one of them has is named, and not gone through."""
    before, after = old.found.documents, new.found.documents
    both = {slug: (before[slug], state) for slug, state in after.items() if slug in before}
    pairs = [pair for slug, (a, b) in both.items() for pair in _numbers(slug, a, b)]
    measured = [pair for pair in pairs if pair.old and pair.new]
    moved = tuple(pair for pair in pairs if pair.how)
    differing = sum(pair.old.mean != pair.new.mean for pair in measured)
    runs_before = _by_place([a for a, _ in both.values()])
    runs_after = _by_place([b for _, b in both.values()])
    return Differences(
        old,
        new,
        verdicts=tuple(v for slug, (a, b) in both.items() for v in _verdicts(slug, a, b)),
        claims_added=_only(both, 1),
        claims_removed=_only(both, 0),
        numbers=moved,
        compared=len(measured),
        within=differing - sum(bool(pair.old and pair.new) for pair in moved),
        runs_added=_outside(runs_after, runs_before),
        runs_removed=_outside(runs_before, runs_after),
        runs_remade=tuple(
            (runs_before[place], run)
            for place, run in runs_after.items()
            if runs_before.get(place, run) != run
        ),
        documents_added=tuple(slug for slug in after if slug not in before),
        documents_removed=tuple(slug for slug in before if slug not in after),
        config=tuple(_config(old.config, new.config)),
    )


def _verdicts(slug: str, old: DocumentState, new: DocumentState) -> Iterator[VerdictChange]:
    for claim, after in new.claims.items():
        before = old.claims.get(claim)
        if before is None:
            continue
        if (before.verdict, before.provisional) != (after.verdict, after.provisional):
            yield VerdictChange(slug, claim, before, after, tuple(_because(before, after)))


def _because(old: ClaimState, new: ClaimState) -> Iterator[str]:
    if old.cut != new.cut:
        yield f"budget cut in the {'old' if old.cut else 'new'} build"
    if old.seeds != new.seeds and None not in (old.seeds, new.seeds):
        yield f"seeds {old.seeds} → {new.seeds}"


def _only(both: dict[str, tuple[DocumentState, DocumentState]], side: int) -> tuple[str, ...]:
    """Claims that one side alone has, as ``<document> <id>``."""
    return tuple(
        f"{slug} {claim}"
        for slug, states in both.items()
        for claim in states[side].claims
        if claim not in states[1 - side].claims
    )


def _numbers(slug: str, old: DocumentState, new: DocumentState) -> Iterator[NumberChange]:
    """All numbers of the variants that have runs in both; ``how`` is empty where nothing moved."""
    for experiment, variants in new.experiments.items():
        for variant, after in variants.items():
            before = old.experiments.get(experiment, {}).get(variant)
            if before is None:
                continue
            for metric in dict.fromkeys((*after.metrics, *before.metrics)):
                yield _number((slug, experiment, variant, metric), before, after)


def _number(
    name: tuple[str, str, str, str], before: VariantNumbers, after: VariantNumbers
) -> NumberChange:
    old, new = before.metrics.get(name[3]), after.metrics.get(name[3])
    if old and new:
        how = move(old, new) or ""
    else:
        how = "no number any more" if old else "no number before"
    return NumberChange(*name, old, new, how, before.cut != after.cut)


def _by_place(states: list[DocumentState]) -> dict[str, str]:
    """Run ids by document, experiment, variant and seed: the id without its key."""
    return {run.rpartition("-")[0]: run for state in states for run in state.runs}


def _outside(these: dict[str, str], those: dict[str, str]) -> tuple[str, ...]:
    return tuple(run for place, run in these.items() if place not in those)


def _config(old: dict[str, str], new: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Keys with other values; the scale is said elsewhere."""
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key, "–"), new.get(key, "–")
        if key != "scale" and before != after:
            yield key, before, after
