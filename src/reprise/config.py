"""What a user may change: the typed form of ``config.yaml``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, PositiveInt, TypeAdapter, ValidationError

from reprise.problems import DocumentError, Problem, of_validation
from reprise.reading import read_yaml
from reprise.strict import Slug, Strict, Text, read_strictly

ScaleName = Literal["full", "quick", "smoke"]


class DataConfig(Strict):
    """Where the data sets are kept and looked for."""

    root: Text = "data"
    mirrors: list[Text] = Field(default_factory=list)
    upstream: bool = True


class ReportConfig(Strict):
    """What the report is made as."""

    pdf: bool = True


class Config(Strict):
    """All keys of ``config.yaml``, each with the value it has when left out."""

    scale: ScaleName = "full"
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    precision: Literal["bfloat16"] | None = Field(
        None, description="of the arithmetic of convolutional trainings; their specs' own when null"
    )
    seeds: PositiveInt | None = Field(None, description="at most this many seeds")
    strict_versions: bool = Field(
        False, description="runs made with other library versions than the installed are made again"
    )
    documents: list[Slug] = Field(default_factory=list, description="empty: all of them")
    documents_root: Text = "documents"
    results: Text = "results"
    records: Text | None = Field(
        None, description="a folder of committed records to report from, in place of own runs"
    )
    data: DataConfig = DataConfig()
    report: ReportConfig = ReportConfig()


CONFIG: TypeAdapter[Config] = TypeAdapter(Config)


def parse_config(content: Any, name: str = "config.yaml") -> Config:
    """Validate a mapping; raises ``DocumentError`` with one line per problem."""
    try:
        return read_strictly(CONFIG, {} if content is None else content)
    except ValidationError as error:
        raise DocumentError(of_validation(error, CONFIG, name, "")) from None


def expect_config(path: Path) -> None:
    """End with 2, and one line on what is wrong, where a build cannot read its configuration."""
    content, problems = read_yaml(path, path.name)
    if not problems and not isinstance(content, dict):
        found = "is empty" if content is None else "must have keys with values"
        problems = [Problem(path.name, "", f"{found}; write one such as scale: quick")]
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        raise SystemExit(2)


def read_config(path: Path) -> Config:
    """Read a YAML (or JSON) configuration file."""
    content, problems = read_yaml(path, path.name)
    if not path.exists():
        words = f"there is no {path} here; go to the folder of Reprise, or name it with --config"
        problems = [Problem(path.name, "", words)]
    if problems:
        raise DocumentError(problems)
    return parse_config(content, path.name)
