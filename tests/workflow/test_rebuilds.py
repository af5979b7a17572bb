"""Only what changed is trained again; what crashes costs nothing else."""

from __future__ import annotations

import json
import shutil

from workflow_project import Project

EXPERIMENTS = "documents/toy-2020/experiments.yaml"


def build(project: Project, *arguments: str) -> str:
    result = project.snakemake(*arguments)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout + result.stderr


def trained(before: dict[str, int], after: dict[str, int]) -> set[str]:
    return {run for run, when in after.items() if before.get(run) != when}


def test_editing_words_and_claims_trains_nothing(built: Project) -> None:
    before = built.records()
    built.edit(EXPERIMENTS, "A small network", "A very small network")
    built.edit("documents/toy-2020/claims.yaml", "stated: 6370", "stated: 6371")
    built.edit("documents/toy-2020/prose.md", "A toy.", "A toy, indeed.")
    output = build(built)
    assert built.records() == before
    page = (built.results / "report" / "report.html").read_text()
    assert "A very small network" in page
    assert "A toy, indeed." in page
    (claim,) = json.loads((built.results / "claims/toy-2020.json").read_text())["claims"]
    assert "6371" in json.dumps(claim)
    assert "nothing to be done" not in output


def test_one_learning_rate_trains_exactly_its_runs(built: Project) -> None:
    before = built.records()
    built.edit(EXPERIMENTS, "[0.5, 0.25]", "[0.5, 0.125]")
    build(built)
    new = trained(before, built.records())
    assert {run.rpartition("--s")[0] for run in new} == {"toy-2020--sweep--learning-rate-0.125"}
    built.edit(EXPERIMENTS, "[0.5, 0.125]", "[0.5, 0.25]")
    after = built.records()
    build(built)
    assert built.records() == after, "what was trained before is there still"


def test_a_target_rebuilds_one_experiment_only(built: Project) -> None:
    before = built.records()
    built.edit(EXPERIMENTS, "batch_size: 20", "batch_size: 30")
    built.edit(EXPERIMENTS, "[0.5, 0.25]", "[0.5, 0.125]")
    build(built, "toy-2020/base")
    new = trained(before, built.records())
    assert {run.split("--")[1] for run in new} == {"base"}
    page = (built.results / "report" / "report.html").read_text()
    assert "not run" in page


def test_a_deleted_record_is_made_again(built: Project) -> None:
    before = built.records()
    run = next(iter(before))
    (built.results / "runs" / run / "record.json").unlink()
    build(built)
    assert trained(before, built.records()) == {run}


def test_lost_metadata_changes_nothing(built: Project) -> None:
    before = built.records()
    for file in (built.root / ".snakemake").rglob("*"):
        if file.is_file():
            file.unlink()
    build(built)
    assert built.records() == before


def test_two_scales_live_side_by_side(built: Project) -> None:
    before = built.records()
    other = Project(built.root, scale="quick")
    result = other.snakemake("-n")
    assert result.returncode == 0
    assert built.records() == before


CRASHING = """
too-large:
  ledger: [X-E7]
  title: A network that no memory holds
  locator: "7"
  like: base
  change: {model.hidden: [4000000000]}
"""


def test_when_one_run_crashes_the_others_finish_and_the_report_says_so(
    toy_project: Project,
) -> None:
    path = toy_project.root / EXPERIMENTS
    path.write_text(path.read_text() + CRASHING)
    result = toy_project.snakemake()
    assert result.returncode != 0
    assert len(toy_project.records()) == 2
    assert not [run for run in toy_project.records() if "too-large" in run]
    report = json.loads((toy_project.results / "report" / "report.json").read_text())
    assert "too-large" in json.dumps(report)
    page = (toy_project.results / "report" / "report.html").read_text()
    assert "not run" in page
    assert "FAILED" in result.stdout + result.stderr


def test_a_broken_document_stops_before_any_job(toy_project: Project) -> None:
    toy_project.edit(EXPERIMENTS, "epochs: 2", "epocs: 2")
    result = toy_project.snakemake()
    output = result.stdout + result.stderr
    assert result.returncode == 2
    assert "toy-2020/experiments.yaml: experiment base" in output
    assert "did you mean 'epochs'?" in output
    assert "Traceback" not in output
    assert not toy_project.records()


def test_a_stale_lock_of_a_killed_build_is_no_obstacle(built: Project) -> None:
    locks = built.root / ".snakemake" / "locks"
    locks.mkdir(exist_ok=True)
    record = next(iter(built.records()))
    (locks / "0.output.lock").write_text(f"results/smoke/runs/{record}/record.json\n")
    (built.results / "runs" / record / "record.json").unlink()
    build(built)


def test_check_says_what_there_is(toy_project: Project) -> None:
    result = toy_project.reprise("check")
    assert result.returncode == 0
    assert "toy-2020: 2 experiments" in result.stdout


def test_explain_names_users_of_a_shared_run(built: Project) -> None:
    run = next(run for run in built.records() if "base" in run)
    result = built.reprise("explain", run, "--scale", "smoke")
    assert result.returncode == 0
    assert "toy-2020/base (main)" in result.stdout
    assert "toy-2020/sweep (learning-rate-0.5)" in result.stdout
    assert "done" in result.stdout


def test_an_unknown_run_gets_a_hint_and_exit_code_2(toy_project: Project) -> None:
    result = toy_project.reprise("explain", "toy-2020--bose", "--scale", "smoke")
    assert result.returncode == 2
    assert "there is no such run" in result.stderr
    assert "Traceback" not in result.stderr


GROUP = """
together:
  ledger: [X-E8]
  title: Short runs that share a job
  locator: "8"
  like: base
  sweep: {optimizer.learning_rate: [0.0625, 0.03125]}
"""


def test_short_runs_share_a_job_and_keep_their_own_records(built: Project) -> None:
    path = built.root / EXPERIMENTS
    path.write_text(path.read_text() + GROUP)
    before = built.records()
    output = build(built, "toy-2020/together")
    new = trained(before, built.records())
    assert {run.split("--")[2] for run in new} == {"learning-rate-0.0625", "learning-rate-0.03125"}
    assert output.count("done  toy-2020/together") == 2
    (mark,) = (built.results / "groups").glob("toy-2020--together-*.json")
    assert set(json.loads(mark.read_text())) == new
    lost = sorted(new)[0]
    (built.results / "runs" / lost / "record.json").unlink()
    kept = built.records()
    build(built)
    assert trained(kept, built.records()) == {lost}


def test_what_other_jobs_have_done_is_not_started_again(built: Project) -> None:
    """The runs of an experiment, and those of a build, share jobs in other ways."""
    (mark,) = (built.results / "groups").glob("toy-2020-[0-9a-f]*.json")
    for own in (built.results / "groups").glob("toy-2020--*.json"):
        own.unlink()
    table = next((built.results / "tables").rglob("*.csv"))
    assert "1 job: 1 toy-2020/sweep" in build(built, "toy-2020/sweep")
    times = mark.stat().st_mtime_ns, table.stat().st_mtime_ns
    mark.unlink()
    assert "nothing to be done" in build(built)
    assert (mark.stat().st_mtime_ns <= times[0], table.stat().st_mtime_ns) == (True, times[1])


def test_a_failure_stays_a_failure_until_it_is_mended(built: Project) -> None:
    path = built.root / EXPERIMENTS
    whole = path.read_text()
    path.write_text(whole + CRASHING)
    for result in (built.snakemake(), built.snakemake()):
        assert result.returncode != 0
        assert "nothing to be done" not in result.stdout + result.stderr
    path.write_text(whole)
    build(built)


def test_a_damaged_record_is_named_and_made_again(built: Project) -> None:
    before = built.records()
    run = next(iter(before))
    (built.results / "runs" / run / "record.json").write_text("{x")
    assert f"runs/{run}/record.json is damaged" in build(built)
    assert trained(before, built.records()) == {run}


def test_a_finished_record_survives_its_job_starting_again(built: Project) -> None:
    def contents() -> dict[str, bytes]:  # with the times that training took
        return {run: (built.results / "runs" / run / "record.json").read_bytes() for run in runs}

    runs = list(built.records())
    before = contents()
    shutil.rmtree(built.root / ".snakemake")
    (built.root / "data/prepared/digits/stamp.json").touch()
    build(built)
    assert contents() == before
