"""A copy of the project to build in, with its own documents."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from toy import PROJECT, write_document

PARTS = ("Snakefile", "config.yaml", "workflow", "profiles", "report")


@dataclass(frozen=True)
class Project:
    """A folder in which ``snakemake`` runs as a user would run it."""

    root: Path
    scale: str = "smoke"

    def snakemake(self, *arguments: str, cores: int = 2) -> subprocess.CompletedProcess[str]:
        command = [
            *(sys.executable, "-m", "snakemake"),
            *arguments,
            *("--cores", str(cores), "--config", f"scale={self.scale}"),
        ]
        return self.run(command)

    def reprise(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run([sys.executable, "-m", "reprise", *arguments])

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.root, env=environment(), capture_output=True, text=True, timeout=1800
        )

    @property
    def results(self) -> Path:
        return self.root / "results" / self.scale

    def records(self) -> dict[str, int]:
        """Record files by run id, with the time of their last change."""
        files = self.results.glob("runs/*/record.json")
        return {file.parent.name: file.stat().st_mtime_ns for file in files}

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


def environment() -> dict[str, str]:
    """The caller's, with the interpreter's own folder first and no mirror."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    names = {k: v for k, v in os.environ.items() if k != "REPRISE_MIRROR"}
    return names | {"PATH": path}


def copy_project(root: Path, *, documents: bool) -> Project:
    root.mkdir(parents=True)
    for part in PARTS:
        source = PROJECT / part
        if source.is_dir():
            shutil.copytree(source, root / part)
        else:
            shutil.copy(source, root / part)
    if documents:
        shutil.copytree(PROJECT / "documents", root / "documents")
    else:
        (root / "documents").mkdir()
        shutil.copy(PROJECT / "documents" / "datasets.yaml", root / "documents")
        write_document(root / "documents")
    return Project(root)
