"""One data set, from any source to verified arrays: what ``reprise data`` does."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from reprise.data import stamp
from reprise.data.download import Downloader
from reprise.data.errors import DataError
from reprise.data.obtain import DATA_ROOT, obtain
from reprise.data.prepared import ARRAYS, folder_of, stamp_of
from reprise.data.registry import Dataset
from reprise.data.sources import Source, mirror_source
from reprise.data.verify import replacing

log = logging.getLogger("reprise.data")


def prepare(
    dataset: Dataset,
    root: Path,
    mirrors: Sequence[str],
    *,
    upstream: bool = True,
    progress: bool | None = None,
) -> Path:
    """Make the arrays of a data set lie verified below the root; returns the stamp's path.

    Does nothing where they do. Otherwise the source files are taken from the data root, then
    the mirrors in their order (folders, ``file:`` or http(s) addresses), then upstream.
    ``progress`` as for ``Downloader``. Raises ``DataError``.
    """
    sources = [mirror_source(mirror) for mirror in mirrors]
    if upstream:
        sources += [Source(url, is_upstream=True) for url in dataset.upstream]
    try:
        with _lock(dataset.name, root):
            if stamp.is_current(dataset, root):
                log.info("%s: prepared already", dataset.name)
            else:
                _prepare(dataset, root, sources, progress)
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else error
        raise DataError(f"{dataset.name}: cannot be prepared in {root}: {what}") from error
    return stamp_of(dataset.name, root)


def _prepare(
    dataset: Dataset, root: Path, sources: Sequence[Source], progress: bool | None
) -> None:
    from reprise.data.readers import read

    with closing(Downloader(progress=progress)) as downloader:
        origins = obtain(dataset, root, sources, downloader)
    (train_images, train_labels), (test_images, test_labels) = read(dataset, root)
    arrays = dict(zip(ARRAYS, (train_images, train_labels, test_images, test_labels), strict=True))
    _write_origins(dataset.name, root, origins)
    stamp.write(dataset, root, arrays)
    log.info("%s: prepared in %s", dataset.name, folder_of(dataset.name, root))


def _write_origins(name: str, root: Path, origins: dict[str, str]) -> None:
    """Note where the files came from; one that lay in the data root keeps its older note."""
    path = folder_of(name, root) / "source.json"
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        origins |= {file: known[file] for file, at in origins.items() if at == DATA_ROOT}
    except (OSError, ValueError, KeyError, TypeError):
        pass  # the note is for people alone
    with replacing(path) as file:
        file.write((json.dumps(origins, indent=1, sort_keys=True) + "\n").encode())


@contextmanager
def _lock(name: str, root: Path) -> Iterator[None]:
    """One process at a time prepares a data set; the next one finds it done."""
    path = root / "prepared" / f".{name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        log.info("%s: another process prepares it; waiting", name)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
