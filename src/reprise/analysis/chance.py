"""What speaks against chance: how many claims it alone would refute, and how many it cannot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reprise.analysis.causes import MEASURED
from reprise.analysis.statistics import ONE_SIDED, benjamini_hochberg
from reprise.analysis.words import NOT_REPRODUCED

Json = dict[str, Any]


@dataclass(frozen=True)
class Chance:
    """What the tests over seeds did, taken together.

    ``claims`` have at least one of the ``tests``, and ``refuted`` of them fail by such tests alone.
    Were all of them true, at most ``at_most`` would be expected to fail. ``firm`` of those that
    fail stay when the false discovery rate over all tests is held at 10 %.
    """

    claims: int
    tests: int
    refuted: int
    at_most: float
    firm: int


def chance(claims: Iterable[Json]) -> Chance:
    """Counted over claims as the claims stage wrote them.

    A true part is *not reproduced* with a probability of at most its ``error_rate``, and a claim
    with at most the sum over its parts, whatever depends on what (Boole's inequality). The sum over
    all claims would be reached only if every quantity lay exactly at its limit.
    """
    tested = {k: found for k, claim in enumerate(claims) if (found := _Tested.of(claim)).parts}
    parts = [(k, part) for k, claim in tested.items() for part in claim.parts]
    stays = benjamini_hochberg([min(1.0, sides(part) * part["p_against"]) for _, part in parts])
    firm = {
        k
        for (k, part), holds in zip(parts, stays, strict=True)
        if holds and part["verdict"] == NOT_REPRODUCED and tested[k].refuted
    }
    return Chance(
        claims=len(tested),
        tests=len(parts),
        refuted=sum(claim.refuted for claim in tested.values()),
        at_most=sum(min(1.0, sum(map(error_rate, claim.parts))) for claim in tested.values()),
        firm=len(firm),
    )


@dataclass(frozen=True)
class _Tested:
    """The parts of a claim that were tested over seeds, and whether they alone refute it."""

    parts: list[Json]
    refuted: bool

    @classmethod
    def of(cls, claim: Json) -> _Tested:
        found = claim["cause"] or {"failing": {}}
        return cls([p for p in claim["parts"] if is_test(p)], list(found["failing"]) == [MEASURED])


def is_test(part: Json) -> bool:
    """Whether numbers over seeds were tested. What the candidates of an argbest are that are not
    stated to be the best, is said by the duels of those that are."""
    stated = part["kind"] != "argbest" or part["stated"] is not None
    return part["p_against"] is not None and part["hindered"] is None and stated


def error_rate(part: Json) -> float:
    """How often, at most, a true part comes out *not reproduced*; see docs/verdicts.md.

    A trend fails where it does in every seed's run, each of which is at most as likely to miss as
    not. A gap may fail on either side. The other kinds are tested at 95 %, an argbest over all of
    its duels together.
    """
    if part["kind"] == "trend":
        return 0.5 ** part["measured"]["n"]
    return sides(part) * ONE_SIDED


def sides(part: Json) -> int:
    """On how many sides a part may fail: a gap has two limits, and p is that of the nearer one."""
    return 2 if part["kind"] == "gap" else 1
