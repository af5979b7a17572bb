"""A precision that the configuration chose is said beside cuts and among the assumptions."""

from __future__ import annotations

from types import SimpleNamespace

from reprise.documents.plan import Plan, Variant
from reprise.reporting import anchors
from reprise.reporting.precision import chosen, precision_assumption, precision_words

USUAL = Variant("main", {}, ())
COARSE = Variant("main", {}, (), precision="bfloat16")
FOLLOWS = Variant("main", {}, (), builds_on=COARSE)


def test_what_builds_on_a_run_has_its_precision() -> None:
    assert [chosen(variant) for variant in (USUAL, COARSE, FOLLOWS)] == [
        None,
        "bfloat16",
        "bfloat16",
    ]


def test_variants_alike_are_named_once() -> None:
    assert precision_words([USUAL]) == []
    assert precision_words([USUAL, COARSE, FOLLOWS]) == ["precision bfloat16 in place of float32"]


def test_the_assumption_names_all_experiments_that_it_is_made_for() -> None:
    named = {"cnn": COARSE, "report": FOLLOWS, "dense": USUAL}
    variants = {("d", name): {"main": variant} for name, variant in named.items()}
    variants["other", "cnn"] = {"main": COARSE}
    build = SimpleNamespace(plan=Plan("full", {}, variants, {}))
    found = precision_assumption(build, "d")
    assert (found["key"], found["value"], found["alternatives"]) == (
        "precision",
        "bfloat16",
        ["float32"],
    )
    assert found["experiments"] == [
        {"name": name, "anchor": anchors.experiment("d", name)} for name in ("cnn", "report")
    ]
    del variants["d", "cnn"], variants["d", "report"]
    assert precision_assumption(build, "d") is None
