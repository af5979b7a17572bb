"""The words of captions."""

from __future__ import annotations

import pytest

from reprise.figures.words import budget_sentences, number, seeds_sentence, short_cut, tick, with_sd


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.15234, "0.152"),
        (2.3026, "2.30"),
        (421642.0, "421642"),
        (-0.5, "−0.500"),
        (0.0, "0.000"),
        (0.000012345, "1.23 × 10⁻⁵"),
    ],
)
def test_number(value: float, words: str) -> None:
    assert number(value) == words


def test_a_value_with_its_sd() -> None:
    assert with_sd([0.149, 0.152, 0.155]) == "0.152 (sd 0.003)"
    assert with_sd([0.9312, 0.9314]) == "0.9313 (sd 0.0001)"  # the sd needs a fourth decimal
    assert with_sd([0.9000, 0.9010, 0.9019]) == "0.901 (sd 0.001)"  # 0.00095, rounded
    assert with_sd([0.152]) == "0.152"
    assert with_sd([0.5, 0.5]) == "0.500 (sd 0.000)"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.001, "0.001"),
        (1.0, "1"),
        (1e5, "100000"),
        (1e-6, "10⁻⁶"),
        (3e7, "3×10⁷"),
        (-2.5e30, "−2.5×10³⁰"),
    ],
)
def test_tick(value: float, words: str) -> None:
    assert tick(value) == words


def test_seeds() -> None:
    assert seeds_sentence({"a": 1, "b": 1}, "band") == "One seed."
    assert seeds_sentence({"a": 3, "b": 3}, "band") == "Mean of 3 seeds; band."
    assert seeds_sentence({"a": 3, "b": 5}, "band") == "Mean of 3 to 5 seeds; band."
    assert seeds_sentence({"a": 3, "b": 1}, "band") == "Mean of 3 seeds; band. One seed: b."


def test_what_was_cut_is_named_by_label_only_where_it_differs() -> None:
    whole = {"a": ("epochs 2 of 9",), "b": ("epochs 2 of 9",)}
    assert budget_sentences(whole, {"a": True, "b": True}) == [
        "At reduced budget (epochs 2 of 9).",
        "On stand-in data.",
    ]
    assert budget_sentences({"a": ("epochs 2 of 9",), "b": ()}, {"a": False, "b": False}) == [
        "At reduced budget (epochs 2 of 9): a."
    ]
    assert budget_sentences({"a": ()}, {"a": False}) == []


def test_a_dotted_key_becomes_words() -> None:
    words = short_cut("data.train_count", "data.train_count 600 of all")
    assert words == "train count 600 of all"
