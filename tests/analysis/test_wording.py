"""Names and numberings against each other: each relation, and what flips its verdict."""

from __future__ import annotations

import pytest
from analysis.bench import Bench
from pydantic import ValidationError

RELATIONS = ["same", "different", "contains", "lacks"]
NAMES = ["relu", "sigmoid", "tanh"]


def verdict(bench: Bench, printed: list[str], relation: str, against: list[str]) -> str:
    part = {"label": "test", "printed": printed, "relation": relation, "against": against}
    return bench.judge("wording", parts=[part])["verdict"]


@pytest.mark.parametrize(
    ("printed", "against", "holding"),
    [
        (NAMES, NAMES, {"same", "contains"}),
        (NAMES, NAMES[::-1], {"different", "contains"}),  # another order is another list
        (NAMES, NAMES[:2], {"different", "contains"}),  # fewer are part of it
        (NAMES[:2], NAMES, {"different"}),  # but more are not
        (NAMES, ["tanh", "softplus"], {"different"}),  # one of two is neither with nor without
        (NAMES, ["softplus"], {"different", "lacks"}),
        (NAMES, ["Relu"], {"different", "lacks"}),  # letters count as they stand
        (["relu", "relu"], ["relu"], {"different", "contains"}),  # and so does their number
        (["softmax"], ["soft"], {"different", "lacks"}),  # parts of a word are no words
        (["1.0"], ["1"], {"different", "lacks"}),  # numbers are compared as printed
    ],
)
def test_exactly_these_relations_hold(bench, printed, against, holding) -> None:
    found = {r for r in RELATIONS if verdict(bench, printed, r, against) == "reproduced"}
    assert found == holding
    others = {verdict(bench, printed, r, against) for r in RELATIONS if r not in holding}
    assert others == {"not reproduced"}


@pytest.mark.parametrize(
    ("relation", "against", "mutated"),
    [
        ("same", NAMES, ["relu", "sigmoid", "tanh", "tanh"]),
        ("different", ["relu"], NAMES),
        ("contains", ["tanh"], ["tanh", "softplus"]),
        ("lacks", ["softplus"], ["softplus", "tanh"]),
    ],
)
def test_one_other_word_flips_the_verdict(bench, relation, against, mutated) -> None:
    assert verdict(bench, NAMES, relation, against) == "reproduced"
    assert verdict(bench, NAMES, relation, mutated) == "not reproduced"


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        ("same", "printed a and b, stated the same as a and c: it is not"),
        ("different", "printed a and b, stated other than a and c: it is"),
        ("contains", "printed a and b, stated with a and c: it is not"),
        ("lacks", "printed a and b, stated without a and c: it is not"),
    ],
)
def test_what_is_compared_is_said(bench, relation, words) -> None:
    part = {"label": "test", "printed": ["a", "b"], "relation": relation, "against": ["a", "c"]}
    found = bench.judge("wording", parts=[part])["parts"][0]
    assert found["why"] == words
    assert found["stated"] == "a and c"


def test_needs_no_run_is_not_provisional_and_the_worst_part_decides(bench: Bench) -> None:
    good = {"label": "good", "printed": ["a"], "relation": "same", "against": ["a"]}
    bad = {"label": "bad", "printed": ["a"], "relation": "same", "against": ["b"]}
    found = bench.judge("wording", parts=[good, bad])
    assert found["verdict"] == "not reproduced"
    assert not found["provisional"] and not found["runs"]
    assert [part["verdict"] for part in found["parts"]] == ["reproduced", "not reproduced"]


@pytest.mark.parametrize("change", [{"printed": []}, {"against": []}, {"relation": "like"}])
def test_what_is_refused(bench: Bench, change: dict) -> None:
    part = {"label": "test", "printed": ["a"], "relation": "same", "against": ["a"], **change}
    with pytest.raises(ValidationError):
        bench.judge("wording", parts=[part])
