"""Two builds at once in one folder: the second is told so, and leaves."""

from __future__ import annotations

from pathlib import Path

from slow.breaking import finish, kill_group, make_project, results_of, start, trainings, wait_for
from workflow_project import Project


def below(folder: Path) -> dict[str, tuple[int, int]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


def test_the_second_build_leaves_and_touches_nothing(built: Project, tmp_path: Path) -> None:
    (record,) = built.results.glob("runs/*longer*/record.json")
    record.unlink()
    first = start(built)
    try:
        wait_for(lambda: trainings(built))
        built.edit("documents/toy-2020/experiments.yaml", "A small network", "Another title")
        before = below(built.results / "specs") | below(built.results / "plans")
        second = built.snakemake()
        said = [line for line in second.stderr.splitlines() if "another build" in line]
        assert second.returncode == 1
        assert len(said) == 1 and f"(process {first.pid})" in said[0], second.stderr
        assert "Traceback" not in second.stdout + second.stderr
        assert below(built.results / "specs") | below(built.results / "plans") == before
        assert built.snakemake("-n").returncode == 0, "looking is allowed"
        output, _ = first.communicate(timeout=300)
        assert first.returncode == 0, output
    finally:
        kill_group(first)


def test_two_that_start_at_the_same_moment_make_one_build(
    undisturbed: Project, tmp_path: Path
) -> None:
    project = make_project(tmp_path / "project", pdf=False)
    builds = [start(project) for _ in range(3)]
    outputs = [build.communicate(timeout=300)[0] for build in builds]
    codes = sorted(build.returncode for build in builds)
    assert codes == [0, 1, 1], outputs
    assert results_of(project) == results_of(undisturbed)
    assert "nothing to be done" in finish(project)
