"""Which records exist, which are missing, which are damaged."""

from __future__ import annotations

from analysis.bench import SLUG, Bench

from reprise.training.sealed import seal, unseal


def test_records_by_seed(bench: Bench) -> None:
    bench.metric("base", [0.5, None, 0.7])
    measurements = bench.measurements()
    records = measurements.records(SLUG, "base", "main")
    assert {seed: record.metrics["accuracy"] for seed, record in records.items()} == {
        0: 0.5,
        2: 0.7,
    }
    missing = [run.seed for run in measurements.missing(SLUG, "base")]
    assert missing == [1, 3, 4, 5]
    assert len(measurements.missing(SLUG)) == len(bench.plan.runs(SLUG)) - 2


def test_a_damaged_record_does_not_exist(bench: Bench) -> None:
    bench.metric("base", [0.5, 0.6])
    run = bench.runs("base")[0]
    bench.layout.record(run.id).write_text("{")
    measurements = bench.measurements()
    assert list(measurements.records(SLUG, "base", "main")) == [1]
    assert [(r.id, "damaged" in words) for r, words in measurements.damaged] == [(run.id, True)]
    assert run in measurements.missing(SLUG, "base")


def test_a_record_of_another_key_does_not_exist(bench: Bench) -> None:
    bench.metric("base", [0.5])
    path = bench.layout.record(bench.runs("base")[0].id)
    path.write_text(seal(unseal(path.read_bytes()) | {"key": "0" * 64}))
    measurements = bench.measurements()
    assert not measurements.records(SLUG, "base", "main")
    assert "another run" in measurements.damaged[0][1]


def test_arrays_are_checked_where_asked_for(bench: Bench) -> None:
    bench.metric("base", [0.5])
    (bench.layout.run(bench.runs("base")[0].id) / "arrays.npz").write_bytes(b"other")
    assert bench.measurements().records(SLUG, "base", "main")
    assert not bench.measurements(check_arrays=True).records(SLUG, "base", "main")


def test_a_run_that_two_experiments_share_is_read_for_both(bench_at) -> None:
    bench = bench_at("quick")
    bench.metric("base", [0.5])
    assert bench.measurements(slugs=[SLUG]).records(SLUG, "short", "main")[0].metrics
