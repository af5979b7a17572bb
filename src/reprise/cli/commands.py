"""What each subcommand does; what it needs is imported when it runs, so that help stays fast."""

from __future__ import annotations

import argparse
import os
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


def check(options: argparse.Namespace) -> None:
    from reprise.planning import check
    from reprise.reporting.problems import content_problems
    from reprise.status import overview

    print(overview(check(_config(options), also=content_problems)))


def data(options: argparse.Namespace) -> int:
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


def train(options: argparse.Namespace) -> None:
    # Set before NumPy is loaded: every run computes with one thread, whatever --cores is.
    os.environ.update(dict.fromkeys(THREAD_VARIABLES, "1"))
    from reprise.training.run import train, train_together

    root = Path(_config(options).data.root)
    if options.together:
        train_together(options.spec, options.together, root)
    else:
        train(options.spec[0], options.out, root)


def collect(options: argparse.Namespace) -> None:
    from reprise.analysis.stages import collect

    collect(*_asked(options), partial=options.partial)


def claims(options: argparse.Namespace) -> None:
    from reprise.analysis.stages import claims

    claims(*_asked(options))


def figures(options: argparse.Namespace) -> None:
    from reprise.figures.stage import figures

    figures(*_asked(options))


def report(options: argparse.Namespace) -> None:
    from reprise.reporting.stage import report

    config = _config(options)
    if options.from_records:
        from reprise.archive.use import from_records

        config = from_records(config, RECORDS)
    report(config, partial=options.partial or options.from_records)


def accept_records(options: argparse.Namespace) -> None:
    from reprise.archive.write import accept_records

    print(accept_records(_config(options), RECORDS, partial=options.partial_ok))


def pdf(options: argparse.Namespace) -> None:
    from reprise.reporting.stage import pdf

    pdf(_config(options))


def status(options: argparse.Namespace) -> None:
    from reprise.status import status

    print(status(_config(options), each_run=options.runs, committed=RECORDS))


def explain(options: argparse.Namespace) -> None:
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


def search(options: argparse.Namespace) -> None:
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


def accept(options: argparse.Namespace) -> None:
    from reprise.comparing.accept import accept

    accept(_config(options), partial_ok=options.partial_ok)


def diff(options: argparse.Namespace) -> int:
    from reprise.files import write_atomically
    from reprise.reporting.diff import diff

    text, changed = diff(options.old, options.new, options.format)
    if options.out:
        write_atomically(options.out, text)
    else:
        print(text, end="")
    return int(changed and options.exit_code)
