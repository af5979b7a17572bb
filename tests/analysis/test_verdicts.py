"""The verdicts of a document as data, and the correction over all documents."""

from __future__ import annotations

import json

from analysis.bench import SLUG, Bench, measure
from toy import write_document

from reprise.analysis.verdicts import SCHEMA, apply_benjamini_hochberg, document_verdicts
from reprise.documents.loading import load_documents

CLAIMS = """
    - id: X1
      locator: "1"
      text: The accuracy.
      kind: value
      note: A note.
      tolerance: {tau: 0.01, origin: the ledger}
      parts:
        - {label: base, of: {experiment: base, metric: accuracy}, printed: "0.93"}
        - {label: short, of: {experiment: short, metric: accuracy}, printed: "0.92"}
    - id: X2
      locator: "2"
      text: An opinion.
      kind: not-checkable
      reason: It is an opinion.
    """


def test_the_content_of_the_file(bench: Bench) -> None:
    write_document(bench.root, SLUG, experiments__yaml="{}", claims__yaml=CLAIMS)
    document = load_documents(bench.root)[SLUG]
    bench.metric("base", [0.93, 0.931, 0.932])
    content = document_verdicts(document, bench.measurements())
    assert json.loads(json.dumps(content, allow_nan=False)) == content
    assert (content["schema"], content["document"], content["scale"]) == (SCHEMA, SLUG, "full")
    assert content["counts"] == {
        "reproduced": 0,
        "not reproduced": 0,
        "inconclusive": 0,
        "not checkable": 1,
        "not run": 1,
    }
    value, opinion = content["claims"]
    assert (value["id"], value["kind"], value["note"]) == ("X1", "value", "A note.")
    assert opinion["note"] is None
    assert value["runs"] == [run.id for run in bench.runs("base")[:3]]
    part = value["parts"][0]
    assert set(part) >= {
        *("label", "verdict", "why", "stated", "relation", "measured", "tau", "tau_origin"),
        *("d", "h", "p", "significant_bh", "runs", "experiments", "quantity"),
    }
    assert set(part["measured"]) >= {"n", "mean", "sd", "low", "high", "values"}
    assert part["quantity"] == "accuracy of base"


def value(bench: Bench, *printed: str) -> dict:
    tolerance = {"tau": 0.001, "origin": "the ledger"}
    parts = [{"label": f"{i}", "of": measure(), "printed": p} for i, p in enumerate(printed)]
    return bench.judge("value", tolerance=tolerance, parts=parts)


def test_the_correction_looks_at_all_value_claims(bench: Bench) -> None:
    bench.metric("base", [0.930, 0.931, 0.932, 0.931, 0.930])
    off = value(bench, "0.9336")  # p is a little below 0.05
    part = off["parts"][0]
    assert part["verdict"] == "not reproduced" and 0.005 < part["p"] < 0.05
    bound = {"label": "b", "of": measure(), "relation": "above", "limit": 0.5}
    other = bench.judge("bound", parts=[bound])

    def outcome(*documents: list[dict]) -> list[bool | None]:
        corrected = apply_benjamini_hochberg([{"claims": claims} for claims in documents])
        return [p["significant_bh"] for d in corrected for c in d["claims"] for p in c["parts"]]

    assert outcome([off, other]) == [True, None]
    good = value(bench, *["0.9308"] * 60)
    assert outcome([off], [good]) == [False] * 61
    assert off["parts"][0]["significant_bh"] is None  # what was given stays as it was


def test_cut_runs_are_no_tests(bench_at) -> None:
    bench = bench_at("quick")
    bench.metric("base", [0.1, 0.11, 0.12])
    corrected = apply_benjamini_hochberg([{"claims": [value(bench, "0.9")]}])
    assert corrected[0]["claims"][0]["parts"][0]["significant_bh"] is None
