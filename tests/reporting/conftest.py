"""A small project, built once: its documents, records, and the report's content."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from reprise.analysis.stages import claims
from reprise.figures.stage import figures
from reprise.reporting.build import Build, read_build
from reprise.reporting.context import content


@pytest.fixture(scope="session")
def factory() -> ModuleType:
    """``factory.py`` beside this file."""
    name = "report_factory"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("factory.py"))
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def build(factory: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """All of the first document's runs, none of the second's."""
    config = factory.make_project(tmp_path_factory.mktemp("project"))
    factory.write_records(config)
    plan, layout = factory.plan_of(config)
    for slug in plan.documents:
        claims(config, slug)
        figures(config, slug)
    return read_build(config, plan, layout)


@pytest.fixture(scope="session")
def report(build: Build) -> dict:
    return content(build)
