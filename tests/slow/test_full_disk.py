"""No room and no right to write: one clear line, nothing half-written, and then it goes on."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from slow.breaking import finish, leftovers, make_project, results_of
from workflow_project import Project


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, on which 600 kB find room; skipped where none can be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "none", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def on(project: Project, disk: Path) -> None:
    (project.root / "results").symlink_to(disk)


def test_a_full_disk_is_said_and_the_same_command_goes_on(
    undisturbed: Project, tmp_path: Path, small_disk: Path
) -> None:
    project = make_project(tmp_path / "project", pdf=False)
    on(project, small_disk)
    (small_disk / "ballast").write_bytes(b"x" * 500_000)
    result = project.snakemake()
    output = result.stdout + result.stderr
    assert result.returncode == 1
    assert "cannot be written: No space left on device" in output
    assert "Traceback" not in output
    assert not leftovers(project)
    whole = results_of(undisturbed)
    assert all(whole[run] == found for run, found in results_of(project).items())
    (small_disk / "ballast").unlink()
    subprocess.run(["mount", "-o", "remount,size=50m", str(small_disk)], check=True)
    finish(project)
    assert results_of(project) == whole


def test_results_that_cannot_be_written_are_said(
    undisturbed: Project, tmp_path: Path, small_disk: Path
) -> None:
    project = make_project(tmp_path / "project", pdf=False)
    on(project, small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    result = project.snakemake()
    assert result.returncode == 1
    (line,) = [line for line in result.stderr.splitlines() if "cannot be written" in line]
    assert "Read-only file system" in line and "run the same command again" in line
    assert "Traceback" not in result.stdout + result.stderr
    subprocess.run(["mount", "-o", "remount,rw,size=50m", str(small_disk)], check=True)
    finish(project)
    assert results_of(project) == results_of(undisturbed)
