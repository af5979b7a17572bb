"""What a search tries: single alternatives, and pairs of them."""

from __future__ import annotations

from typing import Any

from reprise.documents.document import Entry
from reprise.documents.models.experiment import Assumption, Experiment
from reprise.search.candidates import Candidate, one_at_a_time, pairs

SPEC = {"data": {"scaling": "unit"}, "weights": {"scale": 0.5}, "biases": {"scale": 0.5}}


def entry(*assumed: dict[str, Any], **experiment: Any) -> Entry:
    words = {"ledger": ["X-E1"], "title": "One", "locator": "1", **experiment}
    read = tuple(Assumption.model_validate({"reason": "usual", **one}) for one in assumed)
    return Entry("one", Experiment.model_validate(words), SPEC, read)


def names(found: list[Candidate]) -> list[str]:
    return [candidate.name for candidate in found]


def single(key: str, value: Any = 1) -> Candidate:
    return Candidate(f"{key}-{value}", {key: value})


def test_each_alternative_alone_in_the_order_of_the_assumptions() -> None:
    scaling = {"key": "data.scaling", "value": "unit", "alternatives": ["raw", "unit", "raw"]}
    scale = {"key": "weights.scale", "value": 0.5, "alternatives": [0.1]}
    found = one_at_a_time(entry(scaling, scale))
    assert names(found) == ["scaling-raw", "scale-0.1"]
    assert found[0].settings == {"data.scaling": "raw"}


def test_two_keys_that_end_alike_are_told_apart() -> None:
    both = [
        {"key": f"{part}.scale", "value": 0.5, "alternatives": [0.1]}
        for part in ("weights", "biases")
    ]
    assert names(one_at_a_time(entry(*both))) == ["weights-scale-0.1", "biases-scale-0.1"]


def test_words_and_swept_keys_are_no_settings() -> None:
    words = {"key": "split", "value": "all", "alternatives": ["half"]}
    nowhere = {"key": "nowhere.count", "value": None, "alternatives": [1]}
    swept = {"key": "data.scaling", "value": "unit", "alternatives": ["raw"]}
    found = one_at_a_time(entry(words, nowhere, swept, sweep={"data.scaling": ["unit", "raw"]}))
    assert found == []


def test_an_optional_key_that_stands_empty_is_a_setting() -> None:
    found = one_at_a_time(entry({"key": "data.count", "value": None, "alternatives": [10]}))
    assert names(found) == ["count-10"]


def test_pairs_are_of_different_assumptions_and_the_best_come_first() -> None:
    ranked = [single("b"), single("a", 2), single("a"), single("c")]
    assert names(pairs(ranked, 9)) == ["a-2_b-1", "a-1_b-1", "b-1_c-1", "a-2_c-1", "a-1_c-1"]
    assert names(pairs(ranked, 2)) == ["a-2_b-1", "a-1_b-1"]
    assert pairs(ranked, 0) == pairs(ranked[:1], 9) == []


def test_a_pair_is_the_same_whichever_is_the_better() -> None:
    one, other = single("a"), single("b")
    assert pairs([one, other], 1) == pairs([other, one], 1)
    assert pairs([one, other], 1)[0].settings == {"a": 1, "b": 1}


def test_a_key_and_what_lies_within_it_make_no_pair() -> None:
    assert pairs([single("weights"), single("weights.scale")], 9) == []
    assert len(pairs([single("weights"), single("weights_2.scale")], 9)) == 1
