"""Seconds per update by batch size."""

from __future__ import annotations

from reprise.training.demonstrations import batch_multiples as module


def test_each_size_has_a_time(demonstrate):
    outcome = demonstrate("batch-multiples", batch_sizes=[2, 3], updates=2, repeats=2)
    assert set(outcome.timing) == {f"seconds_per_10000_updates_batch_{size}" for size in (2, 3)}
    assert outcome.metrics == {"parameters": 7960, "batch_sizes": 2}


def test_sizes_take_turns_and_the_fastest_after_the_first_counts(demonstrate, monkeypatch):
    seen = []

    def seconds(network, x, labels, descent, updates):
        seen.append(len(x))
        return {1: 0.0, 2: 0.0, 3: 0.4, 4: 0.8, 5: 0.6, 6: 0.2}[len(seen)]

    monkeypatch.setattr(module, "_seconds", seconds)
    outcome = demonstrate("batch-multiples", batch_sizes=[2, 3], updates=2, repeats=2)
    assert seen == [2, 3, 2, 3, 2, 3]
    assert outcome.timing == {
        "seconds_per_10000_updates_batch_2": 2000,
        "seconds_per_10000_updates_batch_3": 1000,
    }
