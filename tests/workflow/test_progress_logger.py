"""The progress display without Snakemake: its forecast, its lines, its screen."""

from __future__ import annotations

import io
import logging
import re
from pathlib import Path

import pytest
from snakemake.settings.types import OutputSettings

from snakemake_logger_plugin_reprise import LogHandler, LogHandlerSettings, lines
from snakemake_logger_plugin_reprise.files import log_tail, read_mapping, read_plan
from snakemake_logger_plugin_reprise.progress import Build, Job, Plan
from snakemake_logger_plugin_reprise.reporter import Options, Reporter
from snakemake_logger_plugin_reprise.screen import ERASE, Screen


def train_job(number: int, started: float = 0.0) -> Job:
    record = Path(f"results/full/runs/r{number}/record.json")
    return Job(number, "train", f"r{number}", started, (record,))


def build_of(trainings: int, cores: int = 1, **others: int) -> Build:
    build = Build(cores=cores)
    build.begin({"train": trainings, **others, "total": 0}, now=0.0)
    return build


def test_forecast_sums_the_plan_over_the_cores() -> None:
    build = build_of(3, cores=2, all=1)
    build.plan = Plan({"r1": 40.0, "r2": 20.0, "r3": 60.0, "r4": 1000.0}, frozenset({"r4"}))
    build.start(train_job(1))
    # 30 s of the running one, 20 + 60 s of the runs without a record, 2 s for `all`
    assert build.seconds_left(10.0) == pytest.approx((30 + 80 + 2) / 2)


def test_forecast_is_never_shorter_than_the_longest_running_job() -> None:
    build = build_of(1, cores=8)
    build.plan = Plan({"r1": 100.0})
    build.start(train_job(1))
    assert build.seconds_left(10.0) == pytest.approx(90)


def test_forecast_scales_with_what_was_measured_but_distrusts_a_single_job() -> None:
    def left(finished: int) -> float:
        build = build_of(finished + 1)
        build.plan = Plan({f"r{i}": 10.0 for i in range(finished + 1)})
        for i in range(finished):
            build.start(train_job(i))
            build.finish(i, 30.0)
        return build.seconds_left(30.0)

    assert left(0) == pytest.approx(10)
    assert left(1) == pytest.approx(10 * (30 + 3 * 10) / (10 + 3 * 10))
    assert 29 < left(200) < 30


def test_forecast_of_a_part_of_the_plan_uses_its_mean() -> None:
    build = build_of(2)
    build.plan = Plan({"r1": 10.0, "r2": 20.0, "r3": 60.0})
    assert build.seconds_left(0.0) == pytest.approx(2 * 30)


def test_forecast_counts_jobs_of_several_runs_as_jobs() -> None:
    runs = {f"r{i}": 6.0 for i in range(12)}
    together = frozenset(f"r{i}" for i in range(10))
    build = build_of(2, train_together=1)
    build.plan = Plan(runs, jobs=((together, 20.0),))
    assert build.seconds_left(0.0) == pytest.approx(20 + 6 + 6)
    records = tuple(Path("full/runs", run, "record.json") for run in sorted(together))
    build.start(Job(1, "train_together", "r0 and 9 more", 0.0, records))
    assert build.seconds_left(5.0) == pytest.approx(15 + 6 + 6)


def test_forecast_without_a_plan_is_the_mean_of_the_finished() -> None:
    build = build_of(3, report=1)
    assert build.seconds_left(0.0) is None
    build.start(train_job(1))
    assert build.seconds_left(1.0) is None
    build.finish(1, 8.0)
    assert build.seconds_left(8.0) == pytest.approx(2 * 8 + 10)


def test_a_job_that_is_tried_again_has_not_failed() -> None:
    build = build_of(1)
    build.start(train_job(1))
    assert build.fail(1) is not None and build.failed
    build.start(train_job(1))
    build.finish(1, 5.0)
    assert not build.failed and build.is_over


RECORD = {
    "run": {"document": "frydrych-2024", "experiment": "mini-batch", "variant": "relu", "seed": 1},
    "status": "finished",
    "headline": {"metric": "test_accuracy", "value": 0.93121},
    "timing": {"total_seconds": 18.23},
}
RUN_ID = "frydrych-2024--mini-batch--relu--s1-0123abcd"


def test_a_finished_run_shows_its_headline() -> None:
    expected = "  done  frydrych-2024/mini-batch  relu  seed 1   test_accuracy 0.9312   18.2 s"
    assert lines.finished_run(RUN_ID, RECORD, 20.0) == expected


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"run": None, "headline": None, "timing": []},
        {"headline": {"metric": "x", "value": "?"}},
    ],
)
def test_a_record_may_lack_anything(record: dict) -> None:
    expected = "  done  frydrych-2024/mini-batch  relu  seed 1   20.0 s"
    assert lines.finished_run(RUN_ID, record, 20.0) == expected
    assert lines.finished_run("other", record, 200.0) == "  done  other   0:03:20"


def test_a_diverged_run_says_so() -> None:
    record = RECORD | {"status": "diverged", "headline": {"metric": "loss", "value": float("nan")}}
    assert "   diverged loss nan   " in lines.finished_run(RUN_ID, record, 1.0)


def test_the_variant_main_goes_without_saying() -> None:
    assert lines.run_parts("a--b--main--s0-0123abcd") == ["a/b", "seed 0"]


def test_the_status_line() -> None:
    build = build_of(120)
    build.plan = Plan({f"r{i}": 10.0 for i in range(120)})
    build.done = 37
    build.start(train_job(1, started=250.0))
    text = lines.status(build, 252.0)
    assert text == "[ 37/120] 30 %  0:04:12 elapsed, about 0:19:58 left  1 running: r1"


def test_the_reason_of_a_dry_run_is_short() -> None:
    reason = (
        "Missing output files: a, b; Params have changed since last execution: before: x now: y"
    )
    short = "missing output files, params have changed since last execution"
    assert lines.short_reason(reason) == short


@pytest.mark.parametrize(
    ("done", "failed", "text"),
    [
        (3, 0, "finished 3 jobs in 0:12:03"),
        (1, 0, "stopped after 1 of 3 jobs; run the same command again to go on"),
        (1, 1, "  FAILED  train  r0\n1 of 3 jobs failed, 1 did not run; the rest is kept"),
    ],
)
def test_the_summary(done: int, failed: int, text: str) -> None:
    build = build_of(3)
    for number in range(failed):
        build.start(train_job(number))
        build.fail(number)
    build.done = done
    assert lines.summary(build, 723.0).startswith(text)


def test_damaged_files_read_as_nothing(tmp_path: Path) -> None:
    record = tmp_path / "full" / "runs" / "r1" / "record.json"
    assert read_plan(record) is None and read_mapping(record) == {}
    record.parent.mkdir(parents=True)
    record.write_bytes(b"\xff{")
    assert read_mapping(record) == {}
    plan = tmp_path / "full" / "plan.json"
    plan.write_text('{"expected_seconds": {"r1": 2, "r2": 3.5, "r3": null}, "jobs": [3]}')
    assert read_plan(record) == Plan({"r1": 2.0, "r2": 3.5}, frozenset({"r1"}))
    plan.write_text(
        '{"expected_seconds": {"r1": 2}, "jobs": [{"runs": ["r1", "r2"], "seconds": 3}]}'
    )
    jobs = ((frozenset({"r1", "r2"}), 3.0),)
    assert read_plan(record) == Plan({"r1": 2.0}, frozenset({"r1"}), jobs)


def test_the_tail_of_a_log_shows_the_last_state_of_a_bar(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    log.write_bytes(b"one\ntwo\r\n10 %\r20 %\r100 %\nBoom\n\n")
    assert log_tail([tmp_path / "none", log], 3) == (log, ["two", "100 %", "Boom"])


def test_an_error_of_the_display_is_said_once_and_hides_no_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    handler = LogHandler(OutputSettings(), LogHandlerSettings())
    odd = logging.makeLogRecord({"event": "job_info", "levelno": logging.INFO, "msg": "odd"})
    bad = logging.makeLogRecord({"event": "job_error", "levelno": logging.ERROR, "msg": "bad"})
    for record in (odd, odd, bad):
        handler.handle(record)
    handler.close()
    handler.close()
    written = capsys.readouterr().err.splitlines()
    assert written[0].startswith("the progress display met an error (AttributeError")
    assert written[1:] == ["bad"]


def test_a_stream_that_is_gone_is_left_alone(tmp_path: Path) -> None:
    stream = (tmp_path / "out").open("w")
    screen = Screen(stream)
    stream.close()
    with pytest.raises(ValueError, match="closed"):
        stream.write("x")
    screen.print("nobody reads this")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    @property
    def last_line(self) -> str:
        return self.getvalue().rsplit("\n", 1)[-1].rsplit(ERASE, 1)[-1]


def job_info(number: int, command: str, log: str, at: float) -> logging.LogRecord:
    fields = {"event": "job_info", "jobid": number, "rule_name": "train", "rule_msg": None}
    fields |= {"output": [f"a/runs/{number:0100}/record.json"], "log": [log], "shellcmd": command}
    return logging.makeLogRecord(fields | {"created": at})


def test_the_status_line_fits_and_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    reporter = Reporter(Screen(terminal), Options(package="/"), stock=str)

    def handle(at: float, **fields: object) -> None:
        reporter.handle(logging.makeLogRecord({**fields, "created": at}))

    handle(1.0, event="run_info", stats={"train": 2, "total": 2})
    reporter.handle(job_info(1, "train > 'a log' 2>&1", "a log", at=2.0))
    assert re.match(r"\[0/2\]  0 %  0:00:01 elapsed  1 running: 00000", terminal.last_line)
    assert len(terminal.last_line) == 79
    # while a job writes to the terminal itself there is no status line
    reporter.handle(job_info(2, "download --log b.log", "b.log", at=3.0))
    assert terminal.last_line == ""
    reporter.tick(4.0)
    assert terminal.last_line == ""
    handle(5.0, event="job_finished", job_id=2)
    assert terminal.last_line.startswith("[1/2] 50 %  0:00:04 elapsed")
    # nothing is left to run, and hooks may print
    handle(6.0, event="job_finished", job_id=1)
    assert terminal.last_line == ""
