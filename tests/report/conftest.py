"""The report of a small project, rendered once by the real stages."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from reprise.config import Config
from reprise.reporting.stage import report

FACTORY = Path(__file__).parents[1] / "reporting" / "factory.py"


@dataclass(frozen=True)
class Rendered:
    config: Config
    folder: Path

    @property
    def html(self) -> str:
        return (self.folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def factory() -> ModuleType:
    """The small project that the tests of ``reprise.reporting`` use."""
    name = "report_factory"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, FACTORY)
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def rendered(factory: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """All of the first document's runs, none of the second's."""
    config = factory.make_project(tmp_path_factory.mktemp("project"))
    factory.write_records(config)
    return Rendered(config, report(config, partial=True).parent)
