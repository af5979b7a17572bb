"""A project in a folder of its own, and the command line run on it in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import toy

from reprise.cli import main

Refused = Callable[..., list[str]]


@pytest.fixture
def project(documents_root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a configuration and the toy document, and the place where we are."""
    monkeypatch.chdir(documents_root.parent)
    Path("config.yaml").write_text("scale: smoke\ndevice: cpu\n", encoding="utf-8")
    return documents_root.parent


@pytest.fixture
def refused(project: Path, capsys: pytest.CaptureFixture[str]) -> Refused:
    """Runs a subcommand that must fail as something that was written wrongly; its lines."""

    def run(*arguments: str) -> list[str]:
        code = main(arguments or ["check"])
        told = capsys.readouterr()
        assert code == 2, told.err or told.out
        lines = told.err.splitlines()
        for line in lines:
            assert line.isprintable() and len(line) < 400
            for leaked in ("Traceback", "Input should", "pydantic", "Error:", "<class"):
                assert leaked not in line
        assert lines == list(dict.fromkeys(lines)), "each is told once"
        return lines

    return run


@pytest.fixture
def replaced(project: Path) -> Callable[[str, str, str], None]:
    """Puts a mistake into one file of the toy document."""

    def replace(file: str, old: str, new: str) -> None:
        path = project / "documents" / "toy-2020" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


def pytest_make_parametrize_id(val: object) -> str | None:
    """A case is called by its mistake, and not by a number."""
    return val[:40] if isinstance(val, str) and val not in toy.TOY else None
