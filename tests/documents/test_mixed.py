"""Plans of committed records of two scales."""

from __future__ import annotations

from reprise.documents.mixed import mixed
from reprise.documents.plan import Plan, Run, Variant


def test_a_variant_without_a_full_run_has_its_quick_ones() -> None:
    short = {"a": variant("a", "q0", cut=("training.epochs",)), "b": variant("b", "q1")}
    full = {"a": variant("a", "f0", "f1"), "b": variant("b", "f2"), "c": variant("c", "f3")}
    found = mixed(plan("full", full), plan("quick", short), {"q0", "q1", "f1"})
    (made,) = found.variants.values()
    assert found.scale == "full"
    assert {name: [run.id for run in v.runs] for name, v in made.items()} == {
        "a": ["f1"],
        "b": ["q1"],
    }
    assert made["a"].cut == ()
    only_short = mixed(plan("full", full), plan("quick", short), {"q0"})
    assert next(iter(only_short.variants.values()))["a"].cut == ("training.epochs",)


def test_a_run_stands_with_a_variant_that_shows_it() -> None:
    shared = variant("a", "q0")
    short = {"a": shared, "b": Variant("b", {}, shared.runs, ()), "c": variant("c", "q1")}
    full = {"a": variant("a", "f0"), "b": variant("b", "f1"), "c": variant("c", "f2")}
    for kept, owner in (({"f0", "q0", "q1"}, "b"), ({"q0", "q1"}, "a")):
        found = mixed(plan("full", full), plan("quick", short), kept)
        (made,) = found.variants.values()
        assert [run.id for run in made["b"].runs] == ["q0"]
        assert made["b"].runs[0].variant == owner
        assert made["c"].runs[0].variant == "c"


def variant(name: str, *runs: str, cut: tuple[str, ...] = ()) -> Variant:
    made = (Run("x", "e", name, i, {}, "cpu", run, run, 1.0, "m") for i, run in enumerate(runs))
    return Variant(name, {}, tuple(made), cut)


def plan(scale: str, variants: dict[str, Variant]) -> Plan:
    return Plan(scale, {}, {("x", "e"): variants}, {})
