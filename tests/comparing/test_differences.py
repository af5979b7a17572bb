"""What changed from one build to another."""

from __future__ import annotations

import pytest


def kinds(found) -> set[str]:
    """The fields that hold changes."""
    names = (
        *("verdicts", "claims_added", "claims_removed", "numbers"),
        *("runs_added", "runs_removed", "runs_remade", "documents_added", "documents_removed"),
    )
    return {name for name in names if getattr(found, name)}


def test_the_same_build_twice_has_no_change(bench, tmp_path):
    found = bench.compared(tmp_path, lambda new: None)
    assert not found and kinds(found) == set()
    assert (found.compared, found.within, found.config) == (2, 0, ())


def test_a_verdict_that_flips_is_a_change(bench, tmp_path):
    def change(new):
        bench.document(new)["claims"]["B2"]["verdict"] = "not reproduced"

    found = bench.compared(tmp_path, change)
    (flip,) = found.verdicts
    assert found and kinds(found) == {"verdicts"}
    assert (flip.document, flip.claim) == (bench.DOCUMENT, "B2")
    assert (flip.old.verdict, flip.new.verdict) == ("reproduced", "not reproduced")
    assert flip.because == ()


def test_a_verdict_that_becomes_final_is_a_change(bench, tmp_path):
    def change(new):
        bench.document(new)["claims"]["B1"] |= {"provisional": True, "seeds": 5}

    (change,) = bench.compared(tmp_path, change).verdicts
    assert change.because == ("seeds 3 → 5",)


def test_more_seeds_with_the_same_verdict_are_none(bench, tmp_path):
    found = bench.compared(
        tmp_path, lambda new: bench.document(new)["claims"]["B1"].update(seeds=5)
    )
    assert not found


def test_a_budget_behind_a_verdict_is_said(bench, tmp_path):
    def change(new):
        bench.document(new)["claims"]["B1"] |= {"verdict": "inconclusive", "cut": True}

    (change,) = bench.compared(tmp_path, change).verdicts
    assert change.because == ("budget cut in the new build",)


@pytest.mark.parametrize(
    ("mean", "how", "within"), [(0.9001, None, 1), (0.99, "moved", 0), (0.9, None, 0)]
)
def test_a_number_moves_when_seeds_do_not_explain_it(bench, tmp_path, mean, how, within):
    found = bench.compared(
        tmp_path, lambda new: bench.metrics(new).update(test_accuracy=bench.number(mean))
    )
    assert [change.how for change in found.numbers] == ([how] if how else [])
    assert bool(found) == bool(how)
    assert (found.compared, found.within) == (2, within)


def test_a_number_lost_or_found_is_a_change(bench, tmp_path):
    lost = bench.compared(tmp_path, lambda new: bench.metrics(new).pop("test_accuracy"))
    (change,) = lost.numbers
    assert (change.metric, change.how, change.new) == (
        "test_accuracy",
        "no number any more",
        None,
    )
    assert (lost.compared, lost.within) == (1, 0)
    more = bench.compared(tmp_path, lambda new: bench.metrics(new).update(loss=bench.number(1)))
    (change,) = more.numbers
    assert (change.metric, change.how, change.old) == ("loss", "no number before", None)


def test_a_variant_without_runs_in_one_build_has_no_numbers_to_compare(bench, tmp_path):
    def change(new):
        bench.document(new)["experiments"]["final"].clear()

    found = bench.compared(tmp_path, change)
    assert found.numbers == () and found.compared == 0


def test_runs_come_go_and_are_made_anew(bench, tmp_path):
    def change(new):
        runs = bench.document(new)["runs"]
        del runs[f"{bench.RUN}0-00000000"], runs[f"{bench.RUN}1-00000000"]
        runs |= {f"{bench.RUN}1-11111111": "1" * 64, f"{bench.RUN}7-00000000": "0" * 64}

    found = bench.compared(tmp_path, change)
    assert kinds(found) == {"runs_added", "runs_removed", "runs_remade"}
    assert found.runs_added == (f"{bench.RUN}7-00000000",)
    assert found.runs_removed == (f"{bench.RUN}0-00000000",)
    assert found.runs_remade == ((f"{bench.RUN}1-00000000", f"{bench.RUN}1-11111111"),)


def test_claims_come_and_go(bench, tmp_path):
    def change(new):
        claims = bench.document(new)["claims"]
        claims["B3"] = claims.pop("B1")

    found = bench.compared(tmp_path, change)
    assert kinds(found) == {"claims_added", "claims_removed"}
    assert found.claims_added == (f"{bench.DOCUMENT} B3",)
    assert found.claims_removed == (f"{bench.DOCUMENT} B1",)


def test_a_document_of_one_build_is_named_and_not_gone_through(bench, tmp_path):
    def change(new):
        documents = new["comparison"]["documents"]
        documents["other"] = documents.pop(bench.DOCUMENT)

    found = bench.compared(tmp_path, change)
    assert kinds(found) == {"documents_added", "documents_removed"}
    assert found.documents_added == ("other",)
    assert found.documents_removed == (bench.DOCUMENT,)


def test_another_scale_is_a_change_of_its_own(bench, tmp_path):
    def change(new):
        new["comparison"]["scale"] = new["provenance"]["config"][0]["value"] = "full"

    found = bench.compared(tmp_path, change)
    assert found and found.scales_differ
    assert kinds(found) == set() and found.config == ()


def test_another_commit_or_configuration_is_none(bench, tmp_path):
    def change(new):
        new["provenance"]["code"]["commit"] = "f" * 40
        new["provenance"]["config"][1]["value"] = "5"

    found = bench.compared(tmp_path, change)
    assert not found and found.config == (("seeds", "none", "5"),)
