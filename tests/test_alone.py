"""Only one process holds a folder, and what a killed one left is stale."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HOLD = """
import sys, time
from pathlib import Path
from reprise.alone import hold
hold(Path(sys.argv[1]))
print("holds", flush=True)
time.sleep(600)
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / ".snakemake"


def test_one_holds_it_and_the_others_leave(folder: Path) -> None:
    first = holder(folder)
    try:
        assert first.stdout.readline() == "holds\n"
        (folder / "locks").mkdir()
        (folder / "locks" / "0.output.lock").write_text("a\n")
        second = holder(folder)
        output, said = second.communicate(timeout=60)
        assert second.returncode == 1 and output == ""
        (line,) = said.splitlines()
        assert f"in {folder.parent} (process {first.pid})" in line
        assert (folder / "locks" / "0.output.lock").exists()
    finally:
        first.kill()
        first.communicate()
    third = holder(folder)
    try:
        assert third.stdout.readline() == "holds\n", "a killed one holds nothing"
        assert not list((folder / "locks").iterdir())
        assert (folder / "reprise.alive").read_text() == f"{third.pid}\n"
    finally:
        third.kill()
        third.communicate()


def test_of_many_at_once_one_gets_it(folder: Path) -> None:
    several = [holder(folder) for _ in range(4)]
    try:
        for _ in range(3):
            left = next(p for p in iter_ended(several))
            several.remove(left)
            assert left.returncode == 1
            left.communicate()
        (last,) = several
        assert last.stdout.readline() == "holds\n"
    finally:
        for process in several:
            process.kill()
            process.communicate()


def iter_ended(processes: list[subprocess.Popen[str]]):
    """Processes in the order in which they end."""
    import time

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        yield from (process for process in processes if process.poll() is not None)
        time.sleep(0.01)
