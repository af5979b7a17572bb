"""The code digest changes when a result can change, and only then."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from reprise import digest

FILES = {
    "pkg/__init__.py": "",
    "pkg/engine.py": (
        '"""Doc."""\nfrom pkg.maths import double\n\n'
        'def train(x):\n    """Doc."""\n    return double(x)  # why\n'
    ),
    "pkg/maths.py": "def double(x):\n    return 2 * x\n",
    "pkg/other.py": "VALUE = 1\n",
}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(digest, "SOURCE", tmp_path)
    monkeypatch.setattr(digest, "PACKAGE", "pkg")
    monkeypatch.setattr(digest, "KEPT", tmp_path / "kept.json")
    forget()
    return tmp_path / "pkg"


def forget() -> None:
    """As in a new process."""
    for function in (digest.code_digest, digest._read, digest._kept):
        function.cache_clear()


def of_engine() -> str:
    forget()
    return digest.code_digest("pkg.engine")


@pytest.fixture(autouse=True)
def _clear():
    yield
    forget()


@pytest.mark.parametrize(
    ("file", "old", "new", "changes"),
    [
        ("engine.py", "# why", "# because", False),
        ("engine.py", '"""Doc."""', '"""Other words."""', False),
        ("engine.py", "def train", "\n\n\ndef train", False),
        ("other.py", "1", "2", False),
        ("engine.py", "double(x)  #", "double(x) + 1  #", True),
        ("maths.py", "2 * x", "3 * x", True),
    ],
)
def test_edits(package: Path, file: str, old: str, new: str, changes: bool) -> None:
    before = of_engine()
    path = package / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    assert (of_engine() != before) is changes


def test_blocks_for_type_checkers_do_not_count(package: Path) -> None:
    before = of_engine()
    path = package / "engine.py"
    block = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from pkg.other import VALUE\n"
    path.write_text(path.read_text().replace("from pkg.maths", block + "from pkg.maths"))
    with_block = of_engine()
    assert with_block != before  # the import of TYPE_CHECKING itself is code
    (package / "other.py").write_text("VALUE = 3\n")
    assert of_engine() == with_block


def test_relative_imports_are_refused(package: Path) -> None:
    (package / "engine.py").write_text("from .maths import double\n")
    with pytest.raises(ImportError, match="relative"):
        of_engine()


def test_canonical_refuses_nan() -> None:
    with pytest.raises(ValueError):
        digest.canonical({"a": float("nan")})
    assert digest.canonical({"b": 1, "a": [1.5, "x"]}) == '{"a":[1.5,"x"],"b":1}'


def test_the_tree_is_written_the_same_in_every_python() -> None:
    source = "class A:\n    x = 1\n\ndef f(x, *, y=2):\n    return [x + y, 1.5, None, b'z']\n"
    text = digest.canonical(digest._written(ast.parse(source)))
    assert digest.sha256(text)[:16] == "0d0f5319ae1c5044"


def test_the_package_around_a_module_counts() -> None:
    assert "reprise.training" in digest._parents({"reprise.training.numpy_mlp.loop"})


def test_what_was_read_before_is_not_parsed_again(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = of_engine()
    parsed: list[str] = []
    original = digest._parsed

    def counted(source: bytes, module: str) -> list[object]:
        parsed.append(module)
        return original(source, module)

    monkeypatch.setattr(digest, "_parsed", counted)
    assert of_engine() == before
    assert parsed == []
    (package / "maths.py").write_text("def double(x):\n    return x + x\n")
    assert of_engine() != before
    assert parsed == ["pkg.maths"]


def test_kept_readings_give_the_digest_that_none_would(package: Path) -> None:
    kept = of_engine()
    digest.KEPT.unlink()
    assert of_engine() == kept


def test_a_module_that_appears_counts_at_once(package: Path) -> None:
    (package / "engine.py").write_text("from pkg.maths import extra\n")
    before = of_engine()
    (package / "maths.py").unlink()
    (package / "maths").mkdir()
    (package / "maths" / "__init__.py").write_text("")
    without = of_engine()
    (package / "maths" / "extra.py").write_text("VALUE = 1\n")
    assert len({before, without, of_engine()}) == 3
