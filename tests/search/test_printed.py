"""All printed numbers of an experiment are found, each once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from search.bench import SLUG, Project

from reprise.search.printed import LAST_DIGIT, PrintedNumber, printed_numbers

FIGURES = """
    - id: table
      title: A table
      kind: table
      columns: [accuracy, last loss, seconds]
      rows:
        - label: base
          cells:
            - {of: {experiment: base, metric: test_accuracy}, printed: "0.9000"}
            - {of: {experiment: base, metric: train_loss}, printed: "0.30"}
            - {of: {experiment: base, timing: total_seconds}, printed: "12"}
        - label: without numbers
          cells: [null, {of: {experiment: base, metric: test_loss}}, null]
    """


def numbers(project: Callable[..., Project], **files: str) -> list[PrintedNumber]:
    made = project({}, **files)
    return printed_numbers(made.plan.documents[SLUG], "base")


def test_of_claims_combined_ones_and_tables(project: Callable[..., Project]) -> None:
    found = numbers(project, figures__yaml=FIGURES)
    assert [(n.label, n.printed, n.tau) for n in found] == [
        ("test_accuracy of base", "0.9000", 0.005),
        ("test_loss of base", "0.3500", 0.01),
        ("first train_loss of base", "0.6000", 0.01),
        ("train_loss of base", "0.30", 0.01),
    ]
    assert [n.tau_origin for n in found] == ["the ledger"] * 3 + [LAST_DIGIT]


def test_a_part_has_its_own_tolerance_and_its_own_runs(project: Callable[..., Project]) -> None:
    own = {"tau": 0.5, "origin": "the part"}
    of = {"experiment": "base", "metric": "test_accuracy"}
    part: dict[str, Any] = {"label": "part", "of": of}
    part |= {"printed": "0.4", "tolerance": own, "published_runs": 3, "evaluated_on": 100}
    claim = {"id": "X1", "locator": "1", "text": "A claim.", "kind": "value", "parts": [part]}
    claim |= {"tolerance": {"tau": 0.1, "origin": "the claim"}}
    (found,) = numbers(project, claims__yaml=json.dumps([claim]))
    assert (found.tau, found.tau_origin) == (0.5, "the part")
    assert (found.published_runs, found.evaluated_on) == (3, 100)


def test_other_experiments_have_their_own(project: Callable[..., Project]) -> None:
    assert printed_numbers(project({}).plan.documents[SLUG], "other") == []
