"""Tables and verdicts on disk, and what is said where records are missing."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from analysis.bench import SLUG, Bench
from toy import write_document

from reprise.analysis.stages import CollectError, claims, collect
from reprise.config import Config
from reprise.training.sealed import seal, unseal

EXPERIMENTS = """
    base:
      ledger: [X-E1]
      title: A small network
      locator: "1"
      seeds: 3
      spec:
        engine: numpy_mlp
        data: {dataset: mnist, scaling: unit}
        model:
          hidden: [8]
          activation: sigmoid
          weights: {kind: uniform, scale: 0.5}
          biases: {kind: zeros}
        optimizer: {kind: sgd, learning_rate: 0.5}
        training: {batch_size: 20, epochs: 10}
    """

CLAIMS = """
    - id: X1
      locator: "1"
      text: The accuracy is high.
      kind: bound
      parts:
        - {label: a, of: {experiment: base, metric: accuracy}, relation: above, limit: 0.5}
    """


@pytest.fixture
def small(tmp_path, bench_at) -> tuple[Bench, Config]:
    """One experiment of three seeds, and the configuration of its build."""
    root = tmp_path / "documents"
    write_document(root, SLUG, experiments__yaml=EXPERIMENTS, claims__yaml=CLAIMS)
    bench = bench_at("full")
    return bench, Config(documents_root=str(root), results=str(bench.layout.results))


def test_collect_writes_table_and_summary(small: tuple[Bench, Config]) -> None:
    bench, config = small
    for run, accuracy in zip(bench.runs("base"), [0.1, 0.2, None], strict=True):
        metrics = {"accuracy": accuracy, "parameters": 6370}
        bench.write(run, metrics=metrics, timing={"total_seconds": 1.5}, diverged=not accuracy)
    collect(config, SLUG)
    table = pd.read_csv(bench.layout.table(SLUG))
    assert list(table.columns) == [
        *("document", "experiment", "variant", "seed", "run", "key"),
        *("metric", "value", "cut", "stand_in", "seconds"),
    ]
    assert len(table) == 6 and set(table["seconds"]) == {1.5}
    accuracy = table[table["metric"] == "accuracy"]
    assert list(accuracy["seed"]) == [0, 1, 2]
    assert list(accuracy["value"].dropna()) == [0.1, 0.2]
    summary = pd.read_csv(bench.layout.summary(SLUG)).set_index("metric")
    assert summary.loc["accuracy", "n"] == 2
    assert summary.loc["accuracy", "mean"] == pytest.approx(0.15)
    # t(1, 0.975) = 12.7062; sd = 0.0707107
    assert summary.loc["accuracy", "high"] == pytest.approx(0.15 + 12.7062 * 0.05, rel=1e-5)
    assert summary.loc["parameters", "sd"] == 0
    first = bench.layout.table(SLUG).read_bytes(), bench.layout.summary(SLUG).read_bytes()
    collect(config, SLUG)
    assert first == (bench.layout.table(SLUG).read_bytes(), bench.layout.summary(SLUG).read_bytes())


def test_collect_refuses_what_is_missing_damaged_or_stale(small: tuple[Bench, Config]) -> None:
    bench, config = small
    runs = bench.runs("base")
    bench.metric("base", [0.1, 0.2, None])
    path = bench.layout.record(runs[0].id)
    path.write_text(seal(unseal(path.read_bytes()) | {"key": "0" * 64}))
    (bench.layout.run(runs[1].id) / "arrays.npz").write_bytes(b"")
    with pytest.raises(CollectError) as error:
        collect(config, SLUG)
    text = str(error.value)
    assert "3 records are missing or damaged" in text
    for words in ("of another run", "arrays are not those", "there is no record"):
        assert words in text
    for run in runs[:2]:
        record = bench.layout.record(run.id)
        assert f"mv {record} {record}.damaged" in text
    assert f"mv {bench.layout.record(runs[2].id)}" not in text, "what is missing is not moved"
    assert "rm " not in text, "nothing is lost"
    assert f"snakemake {SLUG} --config scale=full" in text
    assert not bench.layout.table(SLUG).exists()


def test_a_partial_table_leaves_the_damaged_out(small: tuple[Bench, Config]) -> None:
    bench, config = small
    bench.metric("base", [0.1, 0.2])
    (bench.layout.run(bench.runs("base")[1].id) / "arrays.npz").write_bytes(b"")
    collect(config, SLUG, partial=True)
    assert list(pd.read_csv(bench.layout.table(SLUG))["seed"]) == [0]


def test_a_partial_table_of_nothing_has_its_columns(small: tuple[Bench, Config]) -> None:
    bench, config = small
    collect(config, SLUG, partial=True)
    assert list(pd.read_csv(bench.layout.summary(SLUG)).columns)[:5] == [
        *("document", "experiment", "variant", "metric", "n"),
    ]


def test_claims_writes_the_verdicts(small: tuple[Bench, Config]) -> None:
    bench, config = small
    claims(config, SLUG)
    path = bench.layout.verdicts(SLUG)
    assert json.loads(path.read_text())["counts"]["not run"] == 1
    bench.metric("base", [0.9, 0.91, 0.9])
    claims(config, SLUG)
    first = path.read_bytes()
    assert json.loads(first)["claims"][0]["verdict"] == "reproduced"
    claims(config, SLUG)
    assert path.read_bytes() == first


def test_an_unknown_document(small: tuple[Bench, Config]) -> None:
    with pytest.raises(CollectError, match="no document 'nobody-1999'; known are toy-2020"):
        collect(small[1], "nobody-1999")
