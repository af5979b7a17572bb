"""argbest: which one, or which few, are the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reprise.analysis.checks.seeded import Decision, paired, sample_of, seeded_part, timed
from reprise.analysis.measurements import Measurements
from reprise.analysis.measures import Values, values
from reprise.analysis.numbers import listed, with_spread
from reprise.analysis.parts import ONE_SEED, PartVerdict, worst
from reprise.analysis.printed import compare
from reprise.analysis.statistics import ONE_SIDED, Sample, describe, one_sided_p, p_against
from reprise.analysis.words import INCONCLUSIVE, NOT_REPRODUCED, REPRODUCED, Verdict
from reprise.documents.models.claim_seeded import ArgbestClaim, Candidate


@dataclass(frozen=True)
class Duel:
    """A candidate that is stated to be better than another one, and how it went."""

    stated: str
    other: str
    decision: Decision


def check(claim: ArgbestClaim, measurements: Measurements, slug: str) -> list[PartVerdict]:
    """One part per candidate, and one for the document's own numbers where it printed them."""
    found = {c.label: values(measurements, slug, c.of) for c in claim.among}
    duels = _duels(claim, found)
    parts = [_candidate(claim, candidate, found, duels) for candidate in claim.among]
    return parts + _own_table(claim)


def _duels(claim: ArgbestClaim, found: dict[str, Values]) -> list[Duel]:
    """Each stated candidate against each other one, paired by seed.

    All must be won for the claim to hold, so each is tested at 95 %; one lost duel refutes it,
    so a loss counts at 95 % over all of them together (Bonferroni).
    """
    others = [c.label for c in claim.among if c.label not in claim.stated]
    pairs = [(stated, other) for stated in claim.stated for other in others]
    return [Duel(s, o, _duel(claim, found[s], found[o], len(pairs))) for s, o in pairs]


def _duel(claim: ArgbestClaim, stated: Values, other: Values, duels: int) -> Decision:
    sign = 1 if claim.best == "highest" else -1
    leads = list(paired(stated, other, lambda a, b: sign * (a - b)).values())
    verdict, why = rule(leads, duels)
    tested = len(leads) > 1 and any(leads)
    against = min(1.0, duels * p_against(leads)) if tested else 1.0
    return Decision(verdict, why, n=len(leads), p_against=against)


def rule(leads: Sequence[float], duels: int) -> tuple[Verdict, str]:
    """How one of several duels goes, from what the stated candidate is ahead by, pair by pair."""
    if len(leads) < 2:
        return INCONCLUSIVE, "fewer than two seeds in common"
    if not any(leads):
        return INCONCLUSIVE, "equal in every run"
    if one_sided_p(leads) <= ONE_SIDED:
        return REPRODUCED, "better in paired runs"
    if one_sided_p([-lead for lead in leads]) <= ONE_SIDED / duels:
        return NOT_REPRODUCED, "worse in paired runs"
    return INCONCLUSIVE, "too close to call"


def _candidate(
    claim: ArgbestClaim, candidate: Candidate, found: dict[str, Values], duels: list[Duel]
) -> PartVerdict:
    label, is_stated = candidate.label, candidate.label in claim.stated
    own = [duel for duel in duels if label in (duel.stated, duel.other)]
    sample = sample_of(found[label].by_seed)
    shown = ""
    if sample:
        shown = f"measured {with_spread(sample)}, {_rank(claim, label, found)} of {len(found)}"

    def decide(_: Sample) -> Decision:
        verdict = worst(duel.decision.verdict for duel in own)
        decisive = [duel for duel in own if duel.decision.verdict == verdict]
        n = min(duel.decision.n for duel in decisive)
        hindered = ONE_SEED if n < 2 else None
        against = min(duel.decision.p_against for duel in own)
        words = f"{shown}; {_words(decisive)}"
        return Decision(verdict, words, n=n, p_against=against, hindered=hindered)

    return seeded_part(
        claim,
        label,
        [found[label]],
        sample,
        shown,
        decide,
        beside=[values for other, values in found.items() if other != label],
        timed=timed(*(c.of for c in claim.among)),
        stated="best" if is_stated else None,
        relation=claim.best,
        quantity=found[label].label,
    )


def _rank(claim: ArgbestClaim, label: str, found: dict[str, Values]) -> str:
    """The place of a candidate by means over seeds: ``place 1``."""
    sign = 1 if claim.best == "highest" else -1
    means = {c: sign * describe(v.by_seed).mean for c, v in found.items() if v.by_seed}
    return f"place {1 + sum(mean > means[label] for mean in means.values())}"


def _words(duels: list[Duel]) -> str:
    """``0.003 against 0.01 and 0.03: better in paired runs``."""
    words = []
    for why in dict.fromkeys(duel.decision.why for duel in duels):
        same = [duel for duel in duels if duel.decision.why == why]
        stated = listed(list(dict.fromkeys(duel.stated for duel in same)))
        others = listed(list(dict.fromkeys(duel.other for duel in same)))
        words.append(f"{stated} against {others}: {why}")
    return "; ".join(words)


def _own_table(claim: ArgbestClaim) -> list[PartVerdict]:
    """What the document's own numbers rank best, where it printed those of each stated one."""
    printed = {c.label: c.printed for c in claim.among if c.printed is not None}
    others = [label for label in printed if label not in claim.stated]
    if not others or any(label not in printed for label in claim.stated):
        return []
    better = "above" if claim.best == "highest" else "below"
    outcomes = {compare(printed[s], printed[o]) for s in claim.stated for o in others}
    ranked = sorted(printed, key=lambda c: float(printed[c]), reverse=claim.best == "highest")
    leaders = listed([f"{c} ({printed[c]})" for c in ranked[: len(claim.stated)]])
    words = f"the document's own numbers rank {leaders} best"
    if outcomes == {better}:
        verdict, why = REPRODUCED, f"{words}, as it says"
    elif outcomes <= {better, "equal"}:
        verdict, why = INCONCLUSIVE, "the document's own numbers are equal within their rounding"
    else:
        verdict, why = NOT_REPRODUCED, f"{words}, not {listed(claim.stated)}"
    stated = ", ".join(claim.stated)
    return [
        PartVerdict("the document's own table", verdict, why, stated=stated, relation=claim.best)
    ]
