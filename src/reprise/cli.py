"""The command line: one subcommand per stage, plus check, status and explain.

Exit codes: 0 all is well, 1 a stage failed, 2 what was asked for or written is wrong.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; returns the exit code."""
    options = _parser().parse_args(arguments)
    _log_to(options.log)
    from reprise.problems import DocumentError

    try:
        code = options.run(options) or 0
        sys.stdout.flush()
        return code
    except DocumentError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output left, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("stopped; run the same command again to go on", file=sys.stderr)
        return 130
    except Exception as error:
        if not _for_people(error):
            raise
        logging.getLogger("reprise").error("%s", error)
        return 1


def _for_people(error: Exception) -> bool:
    """Errors whose message says what to do; all others are ours and keep their traceback."""
    return type(error).__module__.startswith("reprise.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="reprise", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, run, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        made.set_defaults(run=run)
        made.add_argument("--config", type=Path, default=Path("config.yaml"), metavar="FILE")
        made.add_argument("--scale", choices=("full", "quick", "smoke"), help="in place of config")
        made.add_argument("--log", type=Path, metavar="FILE", help="also write messages here")
        return made

    command("check", _check, "validate the configuration and all documents")
    data = command("data", _data, "download, verify and prepare a data set")
    data.add_argument("dataset")
    train = command("train", _train, "make the record of one run")
    train.add_argument("--spec", type=Path, required=True, nargs="+", metavar="FILE")
    made = train.add_mutually_exclusive_group(required=True)
    made.add_argument("--out", type=Path, metavar="FILE", help="the record of the one run")
    made.add_argument("--together", type=Path, metavar="FILE", help="the mark of several runs")
    for name, run, words in (
        ("collect", _collect, "gather a document's records into tables"),
        ("claims", _claims, "check a document's claims"),
        ("figures", _figures, "draw a document's figures"),
    ):
        stage = command(name, run, words)
        stage.add_argument("document")
        if name == "collect":
            stage.add_argument("--partial", action="store_true", help="from what exists")
    report = command("report", _report, "render the report")
    report.add_argument("--partial", action="store_true", help="from what exists")
    command("pdf", _pdf, "make the PDF of the report that is there")
    status = command("status", _status, "what is done, missing, and how long it will take")
    status.add_argument("--runs", action="store_true", help="one line per run")
    explain = command("explain", _explain, "what a run is, and why it is or is not up to date")
    explain.add_argument("run_id", metavar="RUN", help="an id, or its first part")
    return parser


def _config(options: argparse.Namespace):
    from reprise.config import read_config

    config = read_config(options.config)
    return config.model_copy(update={"scale": options.scale}) if options.scale else config


def _check(options: argparse.Namespace) -> None:
    from reprise.planning import check
    from reprise.reporting.prose import prose_problems
    from reprise.status import overview

    print(overview(check(_config(options), also=prose_problems)))


def _data(options: argparse.Namespace) -> int:
    from reprise.data.prepare import prepare
    from reprise.data.registry import load_datasets
    from reprise.data.sources import mirrors_from
    from reprise.problems import DocumentError, Problem, nearest

    config = _config(options)
    datasets = load_datasets(Path(config.documents_root) / "datasets.yaml")
    if options.dataset not in datasets:
        hint = nearest(options.dataset, datasets)
        raise DocumentError([Problem("data", options.dataset, f"is no known data set; {hint}")])
    stamp = prepare(
        datasets[options.dataset],
        Path(config.data.root),
        mirrors_from(config.data.mirrors, os.environ),
        upstream=config.data.upstream,
    )
    print(f"{options.dataset}: ready ({stamp})")
    return 0


def _train(options: argparse.Namespace) -> None:
    # Set before NumPy is loaded: every run computes with one thread, whatever --cores is.
    os.environ.update(dict.fromkeys(THREAD_VARIABLES, "1"))
    from reprise.training.run import train, train_together

    root = Path(_config(options).data.root)
    if options.together:
        train_together(options.spec, options.together, root)
    else:
        train(options.spec[0], options.out, root)


def _collect(options: argparse.Namespace) -> None:
    from reprise.analysis.stages import collect

    collect(_config(options), options.document, partial=options.partial)


def _claims(options: argparse.Namespace) -> None:
    from reprise.analysis.stages import claims

    claims(_config(options), options.document)


def _figures(options: argparse.Namespace) -> None:
    from reprise.figures.stage import figures

    figures(_config(options), options.document)


def _report(options: argparse.Namespace) -> None:
    from reprise.reporting.stage import report

    report(_config(options), partial=options.partial)


def _pdf(options: argparse.Namespace) -> None:
    from reprise.reporting.stage import pdf

    pdf(_config(options))


def _status(options: argparse.Namespace) -> None:
    from reprise.status import status

    print(status(_config(options), each_run=options.runs))


def _explain(options: argparse.Namespace) -> None:
    from reprise.status import explain_run

    print(explain_run(_config(options), options.run_id))


def _log_to(file: Path | None) -> None:
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        handlers = [logging.FileHandler(file, mode="w", encoding="utf-8")]
    logging.basicConfig(level=logging.INFO, format="%(message)s", handlers=handlers)
