"""What was damaged after it was made: noticed, named, and made again by the same command."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from slow.breaking import finish, results_of
from workflow_project import Project


def flipped(content: bytes) -> bytes:
    """One bit changed, in a digit of a number where there is one late in the file."""
    place = max(content.rfind(b"0."), len(content) // 2) + 2
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "truncated": lambda content: content[: len(content) // 2],
    "emptied": lambda content: b"",
    "flipped": flipped,
}


def run_of(project: Project, experiment: str) -> Path:
    """The folder of an experiment's first run."""
    return sorted(project.results.glob(f"runs/toy-2020--{experiment}--*"))[0]


def assert_repaired(project: Project, undisturbed: Project, output: str, file: Path) -> None:
    assert str(file.relative_to(project.root)) in output
    assert "Traceback" not in output
    assert results_of(project) == results_of(undisturbed)
    assert "nothing to be done" in finish(project)


def test_damaged_records_and_arrays_are_made_again(built: Project, undisturbed: Project) -> None:
    """Each in its own run, all in one build: runs with jobs of their own and runs that share."""
    folders = sorted(built.results.glob("runs/*"))
    cases = [(name, how) for how in DAMAGES for name in ("record.json", "arrays.npz")]
    for first in range(0, len(cases), len(folders)):
        damaged = []
        for folder, (name, how) in zip(folders, cases[first:], strict=False):
            file = folder / name
            file.write_bytes(DAMAGES[how](file.read_bytes()))
            damaged.append(file)
        shown = built.reprise("status", "--scale", "smoke").stdout
        looked = built.snakemake("-n").stderr
        for file in damaged:
            assert f"damaged: {file.relative_to(built.root)}" in shown
            assert str(file.relative_to(built.root)) in looked
        output = finish(built)
        for file in damaged:
            assert_repaired(built, undisturbed, output, file)
            assert (file.parent / "record.json.damaged").exists()


@pytest.mark.parametrize("name", ["record.json", "arrays.npz"])
def test_another_runs_file_is_not_taken_for_ones_own(
    built: Project, undisturbed: Project, name: str
) -> None:
    file, other = run_of(built, "base") / name, run_of(built, "pictures") / name
    shutil.copyfile(other, file)
    output = finish(built)
    assert_repaired(built, undisturbed, output, file)


@pytest.mark.parametrize(
    ("name", "how"),
    [
        *(("train_images.npy", how) for how in ("flipped", "another")),
        ("stamp.json", "emptied"),
    ],
)
def test_damaged_data_are_prepared_again_for_the_next_run(
    built: Project, undisturbed: Project, name: str, how: str
) -> None:
    file = built.root / "data" / "prepared" / "digits" / name
    whole = file.read_bytes()
    if how == "another":
        file.write_bytes((built.root / "data" / "prepared" / "shapes" / name).read_bytes())
    else:
        file.write_bytes(DAMAGES[how](whole))
    assert (
        f"damaged: {file.relative_to(built.root)}"
        in built.reprise("status", "--scale", "smoke").stdout
    )
    (run_of(built, "base") / "record.json").unlink()
    output = finish(built)
    assert file.read_bytes() == whole
    assert_repaired(built, undisturbed, output, file)


def test_data_that_break_while_a_build_runs_are_prepared_again_by_the_next(
    built: Project, undisturbed: Project
) -> None:
    """The run that meets them fails with a line of its own, and takes their stamp away."""
    folder = run_of(built, "longer")
    (folder / "record.json").unlink()
    array = built.root / "data" / "prepared" / "digits" / "test_labels.npy"
    array.write_bytes(array.read_bytes()[:-1])
    slice_ = built.results / "specs" / f"{folder.name}.json"
    arguments = ["--scale", "smoke", "--spec", str(slice_), "--out", str(folder / "record.json")]
    result = built.reprise("train", *arguments)
    assert result.returncode == 1
    assert "test_labels.npy has" in result.stderr and "Traceback" not in result.stderr
    assert not (array.parent / "stamp.json").exists()
    finish(built)
    assert results_of(built) == results_of(undisturbed)


@pytest.mark.parametrize("how", DAMAGES)
def test_damaged_tables_verdicts_and_marks_are_no_obstacle(
    built: Project, undisturbed: Project, how: str
) -> None:
    """Stages after training make their files anew where these are newer than what they rest on."""
    for file in [*built.results.glob("groups/*"), built.results / "plan.json"]:
        file.write_bytes(DAMAGES[how](file.read_bytes()))
    finish(built)
    assert results_of(built) == results_of(undisturbed)
