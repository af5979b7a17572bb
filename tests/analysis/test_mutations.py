"""A claim that holds stops holding when what it states is made wrong, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from analysis.bench import RATES, Bench, measure

from reprise.analysis.checks import CHECKS

Json = dict[str, Any]

HIGH = [0.931, 0.932, 0.930, 0.933, 0.931]
LOW = [0.901, 0.903, 0.902, 0.901, 0.903]
FALLING = np.array([0.9, 0.7, 0.6, 0.55, 0.54])

EXEMPT = {"not-checkable"}
"""Kinds that state nothing that could be wrong."""


def measured(bench: Bench) -> None:
    """What all the cases are held against."""
    rows = zip(bench.runs("base"), HIGH, bench.runs("short"), LOW, strict=False)
    for place, (run, high, other, low) in enumerate(rows):
        facts = {"parameters": 6370, "raises": 1, "layers": 2, "right": 3e-16, "wrong": 0.25}
        bench.write(run, metrics={"accuracy": high, **facts})
        bench.write(other, metrics={"accuracy": low, **facts})
        for step, rate in enumerate(RATES):
            level = (0.5, 0.9, 0.8, 0.6)[step]
            run_at = bench.runs("sweep", rate)[place]
            bench.write(run_at, metrics={"accuracy": level + 0.001 * ((place + step) % 3)})
    bench.curve("long", [FALLING + 0.01 * seed for seed in range(5)])


@dataclass(frozen=True)
class Case:
    """A claim that is reproduced, and mutations of its content by what they do to it."""

    holds: Json
    mutations: dict[str, Callable[[Json], Json]]


def part(**content: Any) -> Json:
    return {"parts": [{"label": "test", **content}]}


def with_part(**changes: Any) -> Callable[[Json], Json]:
    """The claim with its first part changed."""
    return lambda claim: {**claim, "parts": [claim["parts"][0] | changes, *claim["parts"][1:]]}


def with_claim(**changes: Any) -> Callable[[Json], Json]:
    return lambda claim: claim | changes


def with_check(place: int, kind: str, name: str) -> Callable[[Json], Json]:
    """A combined claim with one of its checks made wrong as a claim of that kind is."""

    def mutated(claim: Json) -> Json:
        checks = list(claim["checks"])
        assert checks[place]["kind"] == kind
        checks[place] = CASES[kind].mutations[name](checks[place])
        return {**claim, "checks": checks}

    return mutated


def own_table(*printed: str) -> Callable[[Json], Json]:
    """The candidates with the document's own numbers, from the first on."""

    def mutated(claim: Json) -> Json:
        rows = [c | {"printed": p} for c, p in zip(claim["among"], printed, strict=False)]
        return {**claim, "among": rows + claim["among"][len(rows) :]}

    return mutated


CASES: dict[str, Case] = {
    "value": Case(
        {
            **part(of=measure(), printed="0.931"),
            "tolerance": {"tau": 0.005, "origin": "the ledger"},
        },
        {
            "too high a number": with_part(printed="0.951"),
            "too low a number": with_part(printed="0.911"),
            "a per cent for a share": with_part(printed="93.1"),
            "of something else": with_part(of=measure("short")),
        },
    ),
    "bound": Case(
        part(of=measure(), relation="above", limit=0.92),
        {
            "the other side": with_part(relation="below"),
            "a narrowed limit": with_part(limit=0.94),
            "of something else": with_part(of=measure("short")),
        },
    ),
    "order": Case(
        part(larger=measure(), smaller=measure("short")),
        {
            "swapped": with_part(larger=measure("short"), smaller=measure()),
        },
    ),
    "trend": Case(
        part(experiment="long", curve="epoch.loss", direction="falling", rule="every-step"),
        {
            "reversed": with_part(direction="rising"),
            "reversed by rank": with_part(direction="rising", rule="rank-correlation"),
        },
    ),
    "argbest": Case(
        {
            "best": "highest",
            "among": [{"label": rate, "of": measure("sweep", variant=rate)} for rate in RATES],
            "stated": [RATES[1]],
        },
        {
            "another one": with_claim(stated=[RATES[2]]),
            "the other end": with_claim(best="lowest"),
            "a wrong one beside it": with_claim(stated=[RATES[1], RATES[3]]),
            "against the document's own table": own_table("0.91", "0.90"),
        },
    ),
    "gap": Case(
        part(of=measure(), against=measure("short"), at_least=0.02, at_most=0.04),
        {
            "a narrowed limit": with_part(at_most=0.025),
            "a raised limit": with_part(at_least=0.035),
            "swapped": with_part(of=measure("short"), against=measure()),
            "a ratio for a difference": with_part(as_ratio=True),
        },
    ),
    "spread": Case(
        part(of=measure(), at_most=0.01),
        {
            "a narrowed limit": with_part(at_most=0.0001),
            "narrowed, relative": with_part(at_most=0.0001, relative=True),
        },
    ),
    "count": Case(
        part(of=measure(metric="parameters"), stated=6370),
        {
            "one more": with_part(stated=6371),
            "one less": with_part(stated=6369),
            "beyond its margin": with_part(stated=6381, within=10),
            "of something else": with_part(of=measure(metric="layers")),
        },
    ),
    "code": Case(
        part(of=measure(metric="raises"), stated=True),
        {
            "the contrary": with_part(stated=False),
            "another number": with_part(of=measure(metric="layers"), stated=3),
            "above": with_part(of=measure(metric="layers"), relation="above", stated=2),
            "below": with_part(of=measure(metric="layers"), relation="below", stated=2),
        },
    ),
    "formula": Case(
        part(printed="y (1 - y)", error=measure(metric="right")),
        {
            "a wrong formula": with_part(error=measure(metric="wrong")),
            "a narrowed margin": with_claim(within=1e-16),
            "a wrong one with its correction": with_part(
                error=measure(metric="wrong"),
                corrected={"formula": "y", "error": measure(metric="right")},
            ),
        },
    ),
    "consistency": Case(
        part(first="0.938", relation="above", second="0.933"),
        {
            "the other side": with_part(relation="below"),
            "equal": with_part(relation="equal"),
            "swapped": with_part(first="0.933", second="0.938"),
            "another number": with_part(second="0.953"),
        },
    ),
    "arithmetic": Case(
        part(of=["784", "10"], by="product", gives="7840"),
        {
            "another result": with_part(gives="7850"),
            "another number": with_part(of=["784", "100"]),
            "another operation": with_part(by="sum"),
        },
    ),
    "wording": Case(
        part(printed=["Adam", "SGD"], relation="same", against=["Adam", "SGD"]),
        {
            "another name": with_part(against=["Adam", "RMSProp"]),
            "another order": with_part(against=["SGD", "Adam"]),
            "the contrary": with_part(relation="different"),
            "said to be without": with_part(relation="lacks"),
            "said to have more": with_part(relation="contains", against=["Adam", "RMSProp"]),
        },
    ),
}

CASES["combined"] = Case(
    {
        "checks": [
            {"kind": kind, "parts": [CASES[kind].holds["parts"][0] | {"label": kind}]}
            for kind in ("order", "count", "wording")
        ]
    },
    {
        "its order swapped": with_check(0, "order", "swapped"),
        "its count one more": with_check(1, "count", "one more"),
        "another name": with_check(2, "wording", "another name"),
    },
)

MUTATIONS = [(kind, name) for kind, case in CASES.items() for name in case.mutations]


def test_every_kind_has_a_case() -> None:
    assert set(CASES) == set(CHECKS) - EXEMPT
    assert all(case.mutations for case in CASES.values())


@pytest.mark.parametrize("kind", CASES)
def test_the_claim_holds(bench: Bench, kind: str) -> None:
    measured(bench)
    found = bench.judge(kind, **CASES[kind].holds)
    assert found["verdict"] == "reproduced", found["why"]
    assert not found["provisional"]


@pytest.mark.parametrize(("kind", "name"), MUTATIONS, ids=lambda word: word.replace(" ", "-"))
def test_made_wrong_it_is_not_reproduced(bench: Bench, kind: str, name: str) -> None:
    measured(bench)
    case = CASES[kind]
    found = bench.judge(kind, **case.mutations[name](case.holds))
    assert found["verdict"] == "not reproduced", found["why"]
    assert not found["provisional"]


def test_what_cannot_be_checked_is_never_reproduced(bench: Bench) -> None:
    measured(bench)
    assert bench.judge("not-checkable", reason="An opinion.")["verdict"] == "not checkable"
