"""What a user may change: the typed form of ``config.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, PositiveInt, TypeAdapter, ValidationError

from reprise.problems import DocumentError, of_validation
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
    seeds: PositiveInt | None = Field(None, description="at most this many seeds")
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


def read_config(path: Path) -> Config:
    """Read a YAML (or JSON) configuration file."""
    content, problems = read_yaml(path, path.name)
    if problems:
        raise DocumentError(problems)
    return parse_config(content, path.name)
