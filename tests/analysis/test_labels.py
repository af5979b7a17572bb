"""What a claim compares: each part by a label of its own, and nothing with itself."""

from __future__ import annotations

from typing import Any

import pytest
from analysis.bench import RATES, Bench, measure
from pydantic import ValidationError

TWICE = "two parts are labelled 'a'; give each a label of its own"

LIMIT = {"label": "a", "of": measure(), "relation": "above", "limit": 0.5}
NAMES = {"label": "a", "printed": ["x"], "relation": "same", "against": ["x"]}


def among(*candidates: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {"label": label, "of": measure("sweep", variant=variant)} for label, variant in candidates
    ]


THREE = among(("a", RATES[0]), ("b", RATES[1]), ("c", RATES[2]))


@pytest.mark.parametrize(
    ("kind", "content", "words"),
    [
        ("bound", {"parts": [LIMIT, LIMIT]}, TWICE),
        ("wording", {"parts": [NAMES, NAMES]}, TWICE),
        (
            "combined",
            {
                "checks": [
                    {"kind": "bound", "parts": [LIMIT]},
                    {"kind": "wording", "parts": [NAMES]},
                ]
            },
            TWICE,
        ),
        (
            "argbest",
            {"best": "highest", "among": [*THREE, *among(("a", RATES[3]))], "stated": ["a"]},
            TWICE,
        ),
        (
            "argbest",
            {"best": "highest", "among": THREE, "stated": ["a", "a"]},
            "'stated' names a candidate twice",
        ),
        (
            "argbest",
            {"best": "highest", "among": [*THREE, *among(("d", RATES[0]))], "stated": ["a"]},
            "the candidates 'a' and 'd' have the same measure",
        ),
        (
            "order",
            {"parts": [{"label": "a", "larger": measure(), "smaller": measure()}]},
            "'larger' and 'smaller' are the same measure",
        ),
        (
            "gap",
            {"parts": [{"label": "a", "of": measure(), "against": measure(), "at_most": 1}]},
            "'of' and 'against' are the same measure",
        ),
    ],
)
def test_what_is_refused(bench: Bench, kind: str, content: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        bench.judge(kind, **content)
