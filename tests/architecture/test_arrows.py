"""The structure holds: imports go one way, heavy libraries stay where they belong."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from toy import PROJECT

SOURCE = PROJECT / "src" / "reprise"

ORDER = [
    {"problems", "strict", "reading", "files", "kept", "digest", "streams", "paths", "devices", ""},
    {"marks"},
    {"alone"},
    {"data"},
    {"documents"},
    {"config"},
    {"training"},
    {"planning", "inputs", "outline", "packed"},
    {"forecast", "versions"},
    {"status", "mending"},
    {"analysis"},
    {"search"},
    {"archive"},
    {"comparing"},
    {"figures"},
    {"reporting"},
    {"explain"},
    {"workflow"},
    {"cli", "__main__"},
]
"""Layers from the first to the last; a module imports from its own layer or an earlier one."""

HOME_OF = {
    "torch": {"training/torch_nets", "training/demonstrations"},
    "torchvision": {"data", "training/torch_nets"},
    "sklearn": {"data", "training/svm", "training/evaluation"},
    "matplotlib": {"figures"},
    "pandas": {"analysis"},
    "typst": {"reporting"},
    "jinja2": {"reporting"},
}


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def imports(file: Path) -> set[str]:
    """Dotted names imported at run time, at any depth."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    skipped = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and getattr(block.test, "id", "") == "TYPE_CHECKING"
        for statement in block.body
        for node in ast.walk(statement)
    }
    names: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def layer(part: str) -> int:
    return next(i for i, parts in enumerate(ORDER) if part in parts)


def part_of(file: Path) -> str:
    first = file.relative_to(SOURCE).parts[0]
    return "" if first == "__init__.py" else first.removesuffix(".py")


@pytest.mark.parametrize("file", modules(), ids=lambda p: str(p.relative_to(SOURCE)))
def test_arrows_go_one_way(file: Path) -> None:
    own = layer(part_of(file))
    for name in imports(file):
        parts = name.split(".")
        if parts[0] != "reprise" or len(parts) < 2:
            continue
        known = any(parts[1] in group for group in ORDER)
        assert not known or layer(parts[1]) <= own, f"{file.name} imports the later {name}"


@pytest.mark.parametrize("library", HOME_OF)
def test_heavy_libraries_stay_at_home(library: str) -> None:
    for file in modules():
        if any(name.split(".")[0] == library for name in imports(file)):
            where = str(file.relative_to(SOURCE).parent)
            assert any(where.startswith(home) for home in HOME_OF[library]), file


def test_every_module_has_a_layer() -> None:
    for file in modules():
        layer(part_of(file))


def test_the_snakefile_stays_short_and_imports_nothing_heavy() -> None:
    assert len((PROJECT / "Snakefile").read_text().splitlines()) <= 60
    code = "import sys, reprise.workflow; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT
    )
    loaded = {name.split(".")[0] for name in result.stdout.split()}
    assert not loaded & {"numpy", "torch", "sklearn", "matplotlib", "pandas", "scipy", "jinja2"}


def test_a_numpy_run_imports_no_torch() -> None:
    code = "import sys, reprise.training.run, reprise.training.numpy_mlp; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = {name.split(".")[0] for name in result.stdout.split()}
    assert not loaded & {"torch", "sklearn", "matplotlib", "pandas"}
