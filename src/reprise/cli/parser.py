"""The subcommands and their options."""

from __future__ import annotations

import argparse
from pathlib import Path

from reprise.cli import commands

ABOUT = "One subcommand per stage, plus check, status, explain, search, diff and accept."


def parser() -> argparse.ArgumentParser:
    """The command line; each subcommand sets ``run``, which takes the options."""
    parser = argparse.ArgumentParser(prog="reprise", description=ABOUT)
    subcommands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, run, words: str) -> argparse.ArgumentParser:
        made = subcommands.add_parser(name, help=words, description=words)
        made.set_defaults(run=run)
        made.add_argument("--config", type=Path, default=Path("config.yaml"), metavar="FILE")
        made.add_argument("--scale", choices=("full", "quick", "smoke"), help="in place of config")
        made.add_argument("--log", type=Path, metavar="FILE", help="also write messages here")
        return made

    command("check", commands.check, "validate the configuration and all documents")
    data = command("data", commands.data, "download, verify and prepare a data set")
    data.add_argument("dataset")
    train = command("train", commands.train, "make the record of one run")
    train.add_argument("--spec", type=Path, required=True, nargs="+", metavar="FILE")
    made = train.add_mutually_exclusive_group(required=True)
    made.add_argument("--out", type=Path, metavar="FILE", help="the record of the one run")
    made.add_argument("--together", type=Path, metavar="FILE", help="the mark of several runs")
    for name, run, words in (
        ("collect", commands.collect, "gather a document's records into tables"),
        ("claims", commands.claims, "check a document's claims"),
        ("figures", commands.figures, "draw a document's figures"),
    ):
        stage = command(name, run, words)
        stage.add_argument("document")
        if name == "collect":
            stage.add_argument("--partial", action="store_true", help="from what exists")
    report = command("report", commands.report, "render the report")
    report.add_argument("--partial", action="store_true", help="from what exists")
    report.add_argument(
        "--from-records", action="store_true", help="from the committed records, without training"
    )
    keep = command(
        "accept-records", commands.accept_records, "keep the records of a build in records/"
    )
    keep.add_argument("--partial-ok", action="store_true", help="also where runs are missing")
    command("pdf", commands.pdf, "make the PDF of the report that is there")
    status = command("status", commands.status, "what is done, missing, and how long it will take")
    status.add_argument("--runs", action="store_true", help="one line per run")
    explain = command(
        "explain", commands.explain, "a run and why it is up to date, or a claim's verdict"
    )
    explain.add_argument("words", nargs="+", metavar="RUN | claim ID", help=commands.EXPLAIN)
    _add_search(command("search", commands.search, "try what else could explain a claim's numbers"))
    accept = command("accept", commands.accept, "make the report that is there the reference")
    accept.add_argument("--partial-ok", action="store_true", help="even if it lacks runs")
    _add_diff(subcommands)
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


def _add_diff(subcommands) -> None:
    """``diff`` compares files: it needs no configuration."""
    words = "what changed between two builds"
    made = subcommands.add_parser("diff", help=words, description=words)
    made.set_defaults(run=commands.diff, log=None)
    for name in ("old", "new"):
        made.add_argument(name, type=Path, metavar=name.upper(), help="a report.json or its folder")
    made.add_argument("--format", choices=("text", "markdown", "html"), default="text")
    made.add_argument("--out", type=Path, metavar="FILE", help="in place of standard output")
    made.add_argument("--exit-code", action="store_true", help="1 where something changed")
