"""What is asked of a build: misspelt targets, broken configurations, and names as folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy import plan_of

from reprise.config import expect_config
from reprise.documents.settings import label
from reprise.workflow import Build

CONFIG = {"scale": "smoke", "device": "cpu"}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["toy-2020/bas"], "toy-2020/bas: there is no such target; did you mean 'toy-2020/base'?"),
        (["toy-2002"], "toy-2002: there is no such target; did you mean 'toy-2020'?"),
        (["--cores", "2", "-n", "toy-2021/sweep"], "did you mean 'toy-2020/sweep'?"),
        (["no-such-experiment"], "no-such-experiment: there is no such target; valid are toy-2020"),
    ],
)
def test_a_misspelt_target_is_refused(project: Path, capsys, asked, told) -> None:
    with pytest.raises(SystemExit) as stopped:
        Build(CONFIG).refuse_unknown(asked)
    assert stopped.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("snakemake: ") and told in line


@pytest.mark.parametrize(
    "asked",
    [
        [],
        ["toy-2020", "toy-2020/base", "--config", "scale=smoke", "device=cpu"],
        ["all", "report", "documents", "--until", "collect", "--cores", "2", ""],
        ["-n", "--profile", "none", "--jobname", "toy-2021"],
        ["results/smoke/report/report.html"],
    ],
)
def test_what_can_be_asked_for_is_not_refused(project: Path, capsys, asked) -> None:
    Build(CONFIG).refuse_unknown(asked)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "config.yaml: the file is missing; it is looked for at "),
        ("", "config.yaml: is empty; write one such as scale: quick"),
        ("- scale\n", "config.yaml: must have keys with values; write one such as scale: quick"),
        ("scale: [\n", "config.yaml: line 2: not valid YAML"),
        ("scale: quick\nscale: full\n", "config.yaml: line 2: the key 'scale' stands twice"),
    ],
)
def test_a_configuration_that_cannot_be_read(project: Path, capsys, content, told) -> None:
    file = project / "config.yaml"
    file.unlink()
    if content is not None:
        file.write_text(content)
    with pytest.raises(SystemExit) as stopped:
        expect_config(file)
    assert stopped.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(told)


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
