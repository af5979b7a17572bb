"""What two builds are compared by: the block ``comparison`` of a report, and how it is read.

The block holds numbers as numbers, and neither paths nor times: the same build gives the same.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reprise.analysis.words import Verdict
from reprise.problems import DocumentError, Problem
from reprise.strict import Strict

SCHEMA = 1
FILE = "report.json"
RENDER = "render it again with `reprise report`"


class Number(Strict):
    """A metric over ``n`` seeds; ``sd`` (n - 1 in the denominator) is None where n is 1."""

    n: int
    mean: float
    sd: float | None


class VariantNumbers(Strict):
    """The metrics of a variant that has runs; ``cut`` says in words how they fall short."""

    cut: list[str]
    metrics: dict[str, Number]


class ClaimState(Strict):
    """A claim's verdict; ``cut`` where it rests on cut or stand-in runs, ``seeds`` on how many."""

    verdict: Verdict
    provisional: bool
    cut: bool
    seeds: int | None


class DocumentState(Strict):
    """Claims by id, numbers by experiment and variant, and the key of each run by its id."""

    claims: dict[str, ClaimState]
    experiments: dict[str, dict[str, VariantNumbers]]
    runs: dict[str, str]


class Comparison(Strict):
    """All that is compared of one build; ``missing`` counts planned runs without a record."""

    scale: str
    missing: int
    documents: dict[str, DocumentState]

    def as_json(self) -> dict[str, Any]:
        return {"schema": SCHEMA, **self.model_dump(mode="json")}


@dataclass(frozen=True)
class Made:
    """One build as its report tells of it, with the code and the configuration behind it.

    ``changed``: files differed from the commit.
    """

    found: Comparison
    commit: str | None
    changed: bool
    config: dict[str, str]

    @property
    def origin(self) -> str:
        """``quick scale, commit 0123456789ab``."""
        code = f"commit {self.commit[:12]}" if self.commit else "no commit known"
        return f"{self.found.scale} scale, {code}{' with changes' if self.changed else ''}"


def read_made(path: Path) -> Made:
    """A build from its ``report.json``, from an accepted block, or from a folder that holds one.

    Raises
    ------
    DocumentError
        With one line that says what is wrong with the file.
    """
    content = read_content(path)
    block, provenance = content["comparison"], content["provenance"]
    try:
        return Made(
            Comparison.model_validate({k: v for k, v in block.items() if k != "schema"}),
            provenance["code"]["commit"],
            bool(provenance["code"]["changed"]),
            {item["key"]: item["value"] for item in provenance["config"]},
        )
    except (ValidationError, KeyError, TypeError):
        raise _wrong(path, f"is damaged; {RENDER}") from None


def read_content(path: Path) -> dict[str, Any]:
    """The content of a report or an accepted block, once it is sure that it is one of ours."""
    try:
        content = json.loads(_file(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise _wrong(path, f"cannot be read: {error.strerror}") from None
    except ValueError:
        raise _wrong(path, "is not JSON, and so no report") from None
    if not isinstance(content, dict) or not isinstance(content.get("provenance"), dict):
        raise _wrong(path, "is not a report of reprise")
    block = content.get("comparison")
    if not isinstance(block, dict):
        raise _wrong(path, f"is of an earlier version and holds nothing to compare; {RENDER}")
    if block.get("schema") != SCHEMA:
        found = block.get("schema")
        raise _wrong(path, f"has schema {found}, and this version compares {SCHEMA}; {RENDER}")
    return content


def _file(path: Path) -> Path:
    """The file itself, or the report in the folder of a report or of a scale's results."""
    if not path.exists():
        raise _wrong(path, "there is no such file or folder")
    if not path.is_dir():
        return path
    for file in (path / FILE, path / "report" / FILE):
        if file.is_file():
            return file
    raise _wrong(path, f"there is no {FILE} in it, nor in a folder 'report' of it")


def _wrong(path: Path, words: str) -> DocumentError:
    return DocumentError([Problem(str(path), "", words)])
