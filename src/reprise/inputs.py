"""All that a plan is made from, as one text: plans made from equal ones are equal."""

from __future__ import annotations

import hashlib
import sys
import sysconfig
from pathlib import Path

from reprise.config import Config
from reprise.devices import device_kind
from reprise.digest import canonical
from reprise.problems import DocumentError

PACKAGE = Path(__file__).resolve().parent


def plan_inputs(config: Config) -> list[Path]:
    """The files that are read for a plan: documents, this package, the index of kept records."""
    root = Path(config.documents_root)
    kept = [Path(config.records, "index.json")] if config.records else []
    found = [*root.glob("*"), *root.glob("*/*"), *PACKAGE.rglob("*.py"), *kept]
    return sorted(path for path in found if path.is_file())


def fingerprint(config: Config) -> bytes | None:
    """Every byte that can change the plan, or the problems that keep it from being made.

    Contents count, not times. None where something cannot be read or is not there: only the
    making of the plan can say what is wrong.
    """
    places = (Path(config.results), Path(config.data.root))
    try:
        files = [(str(path), _hash(path)) for path in plan_inputs(config)]
        device = device_kind(config.device)
        blocked = [[_blocks(p) for p in (place, *place.parents)] for place in places]
    except (OSError, DocumentError):
        return None
    content = {
        "config": config.model_dump(mode="json"),
        "device": device,
        "files": files,
        "in the way": blocked,
        "python": sys.version,
        "libraries": _installed(),
    }
    return canonical(content).encode()


def _blocks(path: Path) -> bool:
    """Whether there is something where a folder is or will be made, and it is none."""
    return not path.is_dir() and (path.is_symlink() or path.exists())


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _installed() -> list[int]:
    """When a library was last put in or taken out: that changes the folder they lie in."""
    folders = {sysconfig.get_path(kind) for kind in ("purelib", "platlib")}
    return [Path(folder).stat().st_mtime_ns for folder in sorted(folders)]
