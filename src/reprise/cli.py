"""The command line: one subcommand per stage, plus check, status, explain, search, diff and accept.

Exit codes: 0 all is well, 1 a stage failed, 2 what was asked for or written is wrong. With
``diff --exit-code`` 1 says that something changed.
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

RECORDS = Path("records")
"""Where the committed records lie."""

EXPLAIN = "a run's id or its first part, or the word claim and a claim's id"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; returns the exit code."""
    options = _parser().parse_args(arguments)
    from reprise.problems import DocumentError

    try:
        _log_to(options.log)
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
    report.add_argument(
        "--from-records", action="store_true", help="from the committed records, without training"
    )
    keep = command("accept-records", _accept_records, "keep the records of a build in records/")
    keep.add_argument("--partial-ok", action="store_true", help="also where runs are missing")
    command("pdf", _pdf, "make the PDF of the report that is there")
    status = command("status", _status, "what is done, missing, and how long it will take")
    status.add_argument("--runs", action="store_true", help="one line per run")
    explain = command("explain", _explain, "a run and why it is up to date, or a claim's verdict")
    explain.add_argument("words", nargs="+", metavar="RUN | claim ID", help=EXPLAIN)
    _add_search(command("search", _search, "try what else could explain a claim's numbers"))
    accept = command("accept", _accept, "make the report that is there the reference")
    accept.add_argument("--partial-ok", action="store_true", help="even if it lacks runs")
    _add_diff(commands)
    return parser


def _add_search(search: argparse.ArgumentParser) -> None:
    """How much a search may spend."""
    search.add_argument("claim", metavar="CLAIM", help="a claim's id, or <document>/<id>")
    search.add_argument(
        "--budget", type=_positive, default=30.0, metavar="MINUTES", help="of one core"
    )
    search.add_argument("--pairs", type=_count, default=3, metavar="N", help="pairs at most")
    search.add_argument("--cores", type=_at_least_one, default=1, metavar="N", help="runs at once")
    search.add_argument("--dry-run", action="store_true", help="say what it would train")


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError("must be a number above 0")
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError("must be 0 or more")
    return value


def _at_least_one(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return value


def _add_diff(commands) -> None:
    """``diff`` compares files: it needs no configuration."""
    words = "what changed between two builds"
    made = commands.add_parser("diff", help=words, description=words)
    made.set_defaults(run=_diff, log=None)
    for name in ("old", "new"):
        made.add_argument(name, type=Path, metavar=name.upper(), help="a report.json or its folder")
    made.add_argument("--format", choices=("text", "markdown", "html"), default="text")
    made.add_argument("--out", type=Path, metavar="FILE", help="in place of standard output")
    made.add_argument("--exit-code", action="store_true", help="1 where something changed")


def _config(options: argparse.Namespace):
    from reprise.config import read_config

    config = read_config(options.config)
    return config.model_copy(update={"scale": options.scale}) if options.scale else config


def _asked(options: argparse.Namespace):
    """The configuration, and the document of it that a stage is asked for."""
    from reprise.documents.loading import document_names, unknown_document
    from reprise.problems import DocumentError

    config = _config(options)
    known = config.documents or document_names(Path(config.documents_root))
    if options.document not in known:
        raise DocumentError([unknown_document(options.document, known)])
    return config, options.document


def _check(options: argparse.Namespace) -> None:
    from reprise.planning import check
    from reprise.reporting.problems import content_problems
    from reprise.status import overview

    print(overview(check(_config(options), also=content_problems)))


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

    collect(*_asked(options), partial=options.partial)


def _claims(options: argparse.Namespace) -> None:
    from reprise.analysis.stages import claims

    claims(*_asked(options))


def _figures(options: argparse.Namespace) -> None:
    from reprise.figures.stage import figures

    figures(*_asked(options))


def _report(options: argparse.Namespace) -> None:
    from reprise.reporting.stage import report

    config = _config(options)
    if options.from_records:
        from reprise.archive.use import from_records

        config = from_records(config, RECORDS)
    report(config, partial=options.partial or options.from_records)


def _accept_records(options: argparse.Namespace) -> None:
    from reprise.archive.write import accept_records

    print(accept_records(_config(options), RECORDS, partial=options.partial_ok))


def _pdf(options: argparse.Namespace) -> None:
    from reprise.reporting.stage import pdf

    pdf(_config(options))


def _status(options: argparse.Namespace) -> None:
    from reprise.status import status

    print(status(_config(options), each_run=options.runs))


def _explain(options: argparse.Namespace) -> None:
    from reprise.explain import explain_claim, explain_run
    from reprise.problems import DocumentError, Problem

    match options.words:
        case ["claim", claim_id]:
            print(explain_claim(_config(options), claim_id))
        case [run_id] if run_id != "claim":
            print(explain_run(_config(options), run_id))
        case words:
            asked = " ".join(words)
            raise DocumentError([Problem("explain", asked, f"give {EXPLAIN}")])


def _search(options: argparse.Namespace) -> None:
    from reprise.search.stage import search

    found = search(
        _config(options),
        options.claim,
        minutes=options.budget,
        most_pairs=options.pairs,
        cores=options.cores,
        dry_run=options.dry_run,
        config_file=options.config,
    )
    print(found)


def _accept(options: argparse.Namespace) -> None:
    from reprise.comparing.accept import accept

    accept(_config(options), partial_ok=options.partial_ok)


def _diff(options: argparse.Namespace) -> int:
    from reprise.files import write_atomically
    from reprise.reporting.diff import diff

    text, changed = diff(options.old, options.new, options.format)
    if options.out:
        write_atomically(options.out, text)
    else:
        print(text, end="")
    return int(changed and options.exit_code)


def _log_to(file: Path | None) -> None:
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    if file is not None:
        handlers = [_file_handler(file)]
    logging.basicConfig(level=logging.INFO, format="%(message)s", handlers=handlers)


def _file_handler(file: Path) -> logging.Handler:
    from reprise.problems import DocumentError, Problem

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return logging.FileHandler(file, mode="w", encoding="utf-8")
    except OSError as error:
        words = f"cannot be written: {error.strerror}; name a file"
        raise DocumentError([Problem("--log", str(file), words)]) from None
