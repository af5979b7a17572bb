"""What is asked of a build: misspelt targets, broken configurations, and names as folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy import plan_of

from reprise.documents.settings import label
from reprise.workflow import Build

CONFIG = {"scale": "smoke", "device": "cpu"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["toy-2020/bas"], "toy-2020/bas: there is no such target; did you mean 'toy-2020/base'?"),
        (["toy-2002"], "toy-2002: there is no such target; did you mean 'toy-2020'?"),
        (["--cores", "2", "toy-2021/sweep"], "did you mean 'toy-2020/sweep'?"),
    ],
)
def test_a_misspelt_target_has_a_hint(project: Path, capsys, words, told) -> None:
    Build(CONFIG).hint_at_targets(words)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("snakemake: ") and told in line


@pytest.mark.parametrize(
    "words",
    [
        ["toy-2020", "toy-2020/base", "--config", "scale=smoke", "device=cpu"],
        ["all", "--profile", "profiles/default", "documents", "-n", "2", ""],
        ["results/smoke/report/report.html", "elsewhere/toy-2021x"],
    ],
)
def test_what_is_no_misspelt_target_has_none(project: Path, capsys, words) -> None:
    Build(CONFIG).hint_at_targets(words)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"documents": "toy-2020"}, "config: documents: needs a list, not 'toy-2020'; write ["),
        ({"seeds": "x"}, "config: seeds: needs a whole number, not 'x'"),
        ({"scael": "full"}, "unknown key 'scael'; did you mean 'scale'?"),
        ({"documents_root": "nowhere"}, "there is no folder 'nowhere'"),
        ({1: 2}, "unknown key '1'"),
    ],
)
def test_a_build_with_a_broken_configuration_ends_with_2(
    project: Path, capsys, change, told
) -> None:
    with pytest.raises(SystemExit) as stopped:
        Build({**CONFIG, **change})
    assert stopped.value.code == 2
    assert told in capsys.readouterr().err
    assert not Path("results").exists(), "nothing was begun"


@pytest.mark.parametrize("value", ["../../x", "/etc/passwd", "a\\b", "..", "a\nb", "<b>", "$(x)"])
def test_a_value_is_no_path(value: str) -> None:
    name = label("key", value)
    assert name.startswith("key-")
    assert not set(name) & set("/\\\n<>$()\0 ")


def test_the_longest_names_still_make_a_folder(project: Path, refused, replaced) -> None:
    replaced("experiments.yaml", "\nsweep:\n", f"\n{'a' * 60}:\n")
    replaced("experiments.yaml", "optimizer.learning_rate: [0.5, 0.25]", f"model.hidden: [{WIDE}]")
    folder = project / "documents" / "toy-2020"
    folder.rename(folder.with_name("b" * 60))
    (run,) = (r for r in plan_of(project / "documents").runs() if r.experiment != "base")
    (project / run.id).mkdir()
    (project / f".{run.id}.json.12345678").touch()
    assert len(run.id.encode()) <= 240


WIDE = [100] * 23
"""A hidden layer list whose variant has a name just within the limit."""
