"""The stage: files, index, and drawing only what changed."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, get_args

import pytest
import yaml
from figures.bench import CONFUSION, CURVES, FIGURES, SLUG, TABLE, Bench
from figures.pictures import NETWORK, PICTURES, with_network

from reprise.config import Config
from reprise.documents.models.figure import Figure
from reprise.figures import stage
from reprise.figures.stage import figures, write_figures
from reprise.problems import DocumentError

KEYS = [
    *("id", "kind", "title", "mirrors", "caption", "words", "svg", "csv", "alt", "table"),
    *("runs", "experiments", "missing", "cut", "stand_in", "digest"),
]


def with_figures(bench: Bench, content: list[dict[str, Any]]) -> Bench:
    """The bench with these figures in its document."""
    (bench.root / SLUG / "figures.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    return Bench(bench.root, bench.layout.results, bench.plan.scale)


def write(bench: Bench) -> list[str]:
    return write_figures(SLUG, bench.measurements(), bench.layout)


def index(bench: Bench) -> dict[str, Any]:
    return json.loads(bench.layout.figure_index(SLUG).read_text(encoding="utf-8"))


def test_index_and_files(full_bench: Bench) -> None:
    content = [{**CURVES, "caption": "Own words.", "mirrors": "Fig. 3"}, TABLE, CONFUSION]
    bench = with_figures(full_bench, content)
    config = Config(documents_root=str(bench.root), results=str(bench.layout.results))
    figures(config, SLUG)
    entries = index(bench)["figures"]
    assert (index(bench)["schema"], index(bench)["document"]) == (1, SLUG)
    assert [entry["id"] for entry in entries] == ["losses", "results", "mistakes"]
    assert all(list(entry) == KEYS for entry in entries)
    assert entries[0]["words"] == "Own words."
    assert entries[0]["mirrors"] == "Fig. 3"
    assert [entry["svg"] for entry in entries] == ["losses.svg", None, "mistakes.svg"]
    assert entries[1]["table"]["rows"][0]["label"] == "base"
    names = {path.name for path in bench.layout.figures(SLUG).iterdir()}
    assert names == {
        "index.json",
        "losses.svg",
        "losses.csv",
        "results.csv",
        "mistakes.svg",
        "mistakes.csv",
    }


def test_an_unchanged_figure_is_not_drawn_again(full_bench: Bench) -> None:
    bench = with_figures(full_bench, FIGURES)
    assert write(bench) == ["losses", "results", "mistakes"]
    before = index(bench)
    assert write(bench) == []
    assert index(bench) == before


def test_a_changed_record_draws_what_shows_it(full_bench: Bench) -> None:
    bench = with_figures(full_bench, FIGURES)
    write(bench)
    bench.write(bench.runs("sweep", "learning-rate-0.25")[0], metrics={"accuracy": 0.5})
    assert write(bench) == ["results"]
    bench.layout.record(bench.runs("base")[0].id).unlink()
    assert write(bench) == ["losses", "results"]


def test_a_changed_description_draws_that_figure(full_bench: Bench) -> None:
    bench = with_figures(full_bench, FIGURES)
    write(bench)
    bench = with_figures(bench, [{**CURVES, "title": "Other"}, TABLE, CONFUSION])
    assert write(bench) == ["losses"]
    assert "Other" in (bench.layout.figures(SLUG) / "losses.svg").read_text(encoding="utf-8")


def test_all_kinds_are_written_once(picture_bench: Bench) -> None:
    bench = with_figures(picture_bench, [*FIGURES, *PICTURES])
    names = [figure["id"] for figure in (*FIGURES, *PICTURES)]
    assert write(bench) == names
    assert write(bench) == []
    drawn = [entry["id"] for entry in index(bench)["figures"] if entry["svg"]]
    assert drawn == [name for name in names if name != "results"]


def test_a_changed_spec_draws_its_network(bench: Bench) -> None:
    bench = with_figures(bench, [NETWORK])
    layers = ["flatten", {"linear": 20}, {"linear": "classes"}]
    assert write(with_network(bench, layers)) == ["network"]
    assert write(bench) == []
    assert write(with_network(bench, ["flatten", {"linear": "classes"}])) == ["network"]


def test_changed_code_draws_everything(full_bench: Bench, monkeypatch) -> None:
    bench = with_figures(full_bench, FIGURES)
    write(bench)
    monkeypatch.setattr(stage, "code_digest", lambda module: "other")
    assert write(bench) == ["losses", "results", "mistakes"]


def test_a_lost_file_is_drawn_again(full_bench: Bench) -> None:
    bench = with_figures(full_bench, FIGURES)
    write(bench)
    (bench.layout.figures(SLUG) / "losses.svg").unlink()
    assert write(bench) == ["losses"]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema": 1, "figures": [{}]}'])
def test_an_unreadable_index_draws_everything(full_bench: Bench, content: str) -> None:
    bench = with_figures(full_bench, [TABLE])
    write(bench)
    bench.layout.figure_index(SLUG).write_text(content)
    assert write(bench) == ["results"]


def test_files_of_figures_that_are_gone_go_too(full_bench: Bench) -> None:
    bench = with_figures(full_bench, FIGURES)
    write(bench)
    bench = with_figures(bench, [TABLE])
    assert write(bench) == []
    names = {path.name for path in bench.layout.figures(SLUG).iterdir()}
    assert names == {"index.json", "results.csv"}


def test_a_figure_whose_records_went_loses_its_drawing(full_bench: Bench) -> None:
    bench = with_figures(full_bench, [CURVES])
    write(bench)
    for run in bench.runs("base"):
        bench.layout.record(run.id).unlink()
    assert write(bench) == ["losses"]
    entry = index(bench)["figures"][0]
    assert entry["svg"] is None
    assert entry["missing"] == ["toy-2020/base"]
    assert not (bench.layout.figures(SLUG) / "losses.svg").exists()


def test_a_document_without_figures_has_an_index(bench: Bench) -> None:
    assert write(bench) == []
    assert index(bench)["figures"] == []


def test_an_unknown_document_is_an_error_for_people(bench: Bench) -> None:
    config = Config(documents_root=str(bench.root), results=str(bench.layout.results))
    with pytest.raises(DocumentError, match="no such document; did you mean"):
        figures(config, "toy-2021")


def test_all_kinds_have_a_drawing() -> None:
    models = get_args(get_args(Figure)[0])
    kinds = {get_args(model.model_fields["kind"].annotation)[0] for model in models}
    assert kinds == set(stage.DRAW)


def test_matplotlib_is_loaded_only_to_draw_and_without_pyplot() -> None:
    code = "import sys, reprise.figures.stage; print('matplotlib' in sys.modules);"
    code += "import reprise.figures.curves_drawing; print('matplotlib.pyplot' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == ["False", "False"]
