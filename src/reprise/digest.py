"""Identity of code and specs: hashes that change only when a result can change."""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from reprise.kept import Kept

SOURCE = Path(__file__).resolve().parent.parent
PACKAGE = "reprise"

KEPT = Path(__file__).parent / "__pycache__" / "reprise.digests.json"
"""What was read off source files, as Python keeps what it compiled of them; may be lost."""

NOT_FOLLOWED = {
    "reprise.data.arrays",
    *(f"reprise.training.demonstrations.with_{kind}" for kind in ("numpy", "sympy", "torch")),
}
"""Modules that change no result beyond what stands in a run's key by other means: the data's own
checksums, and which demonstration it is."""


def canonical(value: Any) -> str:
    """JSON text that is the same for equal values: sorted keys, no blanks, no NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def code_digest(module: str) -> str:
    """SHA-256 of a module of this package and of all of the package that it imports.

    Taken over the syntax trees without comments, docstrings and blocks under
    ``if TYPE_CHECKING``: editing those changes no digest. Other libraries do not count;
    their versions stand in the records.
    """
    found: dict[str, str] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name], imported = _read(_file(name), name)
            waiting += sorted(imported)
    _kept().save()
    return sha256(canonical(found))


@cache
def _read(file: Path, module: str) -> tuple[str, frozenset[str]]:
    """Digest of one module's tree, and the modules of this package that it imports."""
    source = file.read_bytes()
    found = _kept().find(source)
    if found is None:
        found = _parsed(source, module)
        _kept().keep(source, found)
    digest, names = found
    return digest, frozenset(_own(set(names), module))


@cache
def _kept() -> Kept:
    """What was made of sources before: by this very code in this version of Python."""
    own = Path(__file__).read_text(encoding="utf-8")
    return Kept(KEPT, sys.version, own)


def _parsed(source: bytes, module: str) -> list[Any]:
    """Digest of a source's tree, and all that it imports."""
    tree = _stripped(source)
    return [sha256(canonical(_written(tree))), sorted(_imports(tree, module))]


def _written(node: Any) -> Any:
    """A syntax tree as plain data that is the same in every version of Python.

    ``ast.dump`` writes fields that one version has and another has not, and empty ones or not.
    """
    if isinstance(node, list):
        return [_written(item) for item in node]
    if not isinstance(node, ast.AST):
        return node if isinstance(node, str | int | bool | None) else repr(node)
    fields = {
        name: _written(value)
        for name, value in ast.iter_fields(node)
        if value not in (None, []) and name not in ("kind", "type_ignores", "type_comment")
    }
    return [type(node).__name__, fields]


def _file(module: str) -> Path:
    path = SOURCE.joinpath(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    if not file.is_file():
        raise ModuleNotFoundError(f"no module {module} below {SOURCE}")
    return file


def _is_module(name: str) -> bool:
    path = SOURCE.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def _stripped(source: bytes) -> ast.Module:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        node.body = [s for s in node.body if not _says_nothing(s)] or [ast.Pass()]
    return tree


def _says_nothing(statement: ast.stmt) -> bool:
    """A docstring (or any bare string), or a block that only type checkers read."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return isinstance(statement.value.value, str)
    if isinstance(statement, ast.If) and isinstance(statement.test, ast.Name):
        return statement.test.id == "TYPE_CHECKING"
    return False


def _imports(tree: ast.Module, module: str) -> set[str]:
    """Dotted names that the tree imports, at any depth: modules, and what may be one."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                raise ImportError(f"{module}: relative imports are not followed; name the package")
            base = node.module or ""
            names |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return names


def _own(names: set[str], module: str) -> set[str]:
    """Modules of this package among names, with their parents."""
    own = {name for name in names if name.split(".")[0] == PACKAGE and _is_module(name)}
    return {*own, *_parents(own)} - {module, PACKAGE} - NOT_FOLLOWED


def _parents(modules: set[str]) -> set[str]:
    """The packages around modules: importing one runs their ``__init__`` too."""
    return {
        ".".join(parts[:length])
        for parts in (name.split(".") for name in modules)
        for length in range(1, len(parts))
    }
