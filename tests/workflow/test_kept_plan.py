"""A plan is made once, and again as soon as anything that it was made from has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from reprise import inputs
from reprise.workflow import Build

CONFIG = {"scale": "smoke", "device": "cpu"}
EXPERIMENTS = Path("documents/toy-2020/experiments.yaml")


@pytest.fixture
def made(documents_root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A project that was planned once, and where we are; the plans made since."""
    plans: list[str] = []
    original = Build._planned

    def counted(build: Build):
        plans.append(build.layout.scale)
        return original(build)

    monkeypatch.chdir(documents_root.parent)
    Build(CONFIG)
    monkeypatch.setattr(Build, "_planned", counted)
    return plans


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_nothing_changed_and_nothing_is_planned(made: list[str]) -> None:
    first, second = Build(CONFIG), Build(CONFIG)
    assert made == []
    assert first.records() == second.records() != []


def test_the_kept_plan_is_what_would_be_made(made: list[str]) -> None:
    kept = Build(CONFIG)
    for note in Path(".snakemake").glob("reprise.plan.*"):
        note.unlink()
    anew = Build(CONFIG)
    assert made == ["smoke"]
    assert kept.outline == anew.outline
    assert kept.targets() == anew.targets()


def test_another_learning_rate_is_noticed(made: list[str]) -> None:
    before = set(Build(CONFIG).runs)
    edit(EXPERIMENTS, "[0.5, 0.25]", "[0.5, 0.125]")
    after = set(Build(CONFIG).runs)
    assert made == ["smoke"]
    assert {run.split("--")[2] for run in after - before} == {"learning-rate-0.125"}


def test_a_mistake_is_told_each_time(made: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    edit(EXPERIMENTS, "epochs: 2", "epocs: 2")
    for _ in range(2):
        with pytest.raises(SystemExit):
            Build(CONFIG)
        assert "did you mean 'epochs'?" in capsys.readouterr().err


def test_an_edited_engine_is_noticed(
    made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = tmp_path / "package" / "engine.py"
    engine.parent.mkdir()
    engine.write_text("RATE = 1\n")
    monkeypatch.setattr(inputs, "PACKAGE", engine.parent)
    Build(CONFIG)
    Build(CONFIG)
    assert made == ["smoke"]
    engine.write_text("RATE = 2\n")
    Build(CONFIG)
    assert made == ["smoke"] * 2


def test_a_changed_or_lost_slice_is_written_again(made: list[str]) -> None:
    build = Build(CONFIG)
    (first, second, *_) = build.slices(*build.runs.values())
    wanted = Path(first).read_text()
    Path(first).write_text(wanted.replace("0.5", "0.7"))
    Path(second).unlink()
    Build(CONFIG)
    assert Path(first).read_text() == wanted
    assert Path(second).exists()
    assert made == ["smoke"]


@pytest.mark.parametrize("stage", ["collect", "claims", "figures", "report"])
def test_what_a_stage_is_made_by_is_written_again(made: list[str], stage: str) -> None:
    file = Path(Build(CONFIG).stage(stage))
    wanted = file.read_text()
    file.unlink()
    Build(CONFIG)
    assert file.read_text() == wanted


def test_a_damaged_note_counts_as_none(made: list[str]) -> None:
    (note,) = Path(".snakemake").glob("reprise.plan.*")
    note.write_text(note.read_text().replace("toy-2020--base", "toy-2020--bose"))
    build = Build(CONFIG)
    assert made == ["smoke"]
    assert not [run for run in build.runs if "bose" in run]


def test_an_edit_while_it_is_planned_keeps_no_plan(
    made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = EXPERIMENTS.read_text()
    counted = Build._planned

    def edited_meanwhile(build: Build):
        outline = counted(build)
        EXPERIMENTS.write_text(whole)
        return outline

    edit(EXPERIMENTS, "[0.5, 0.25]", "[0.5, 0.125]")
    with monkeypatch.context() as context:
        context.setattr(Build, "_planned", edited_meanwhile)
        Build(CONFIG)
    edit(EXPERIMENTS, "[0.5, 0.25]", "[0.5, 0.125]")
    Build(CONFIG)
    assert made == ["smoke"] * 2, "the plan of other files was not kept for these"


def test_other_settings_have_another_plan(made: list[str]) -> None:
    assert len(Build({**CONFIG, "scale": "full", "seeds": 1}).runs) == 2
    assert len(Build({**CONFIG, "scale": "full", "seeds": 2}).runs) == 4
    assert made == ["full"] * 2
