"""Make every file of a data set lie verified below the data root, from whichever source has it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from reprise.data.download import Downloader, part_of
from reprise.data.errors import DataError, Unavailable
from reprise.data.registry import Checked, Dataset, SourceFile
from reprise.data.sources import ENVIRONMENT, Location, Source, shown
from reprise.data.unpack import gunzip, untar
from reprise.data.verify import fault

log = logging.getLogger("reprise.data")

DATA_ROOT = "data root"


def obtain(
    dataset: Dataset, root: Path, sources: Sequence[Source], downloader: Downloader
) -> dict[str, str]:
    """Look in the data root, then in each source in turn, until all files are there.

    Returns where each file that the reader opens came from. A damaged file in the data root
    is replaced. Raises ``DataError`` that lists all that was tried, and ``OSError`` where the
    data root cannot be written.
    """
    search = _Search(dataset, root, downloader)
    missing = search.look_in_root()
    for source in sources:
        if missing:
            missing = search.look_in(source, missing)
    if missing:
        raise DataError(search.failure(missing))
    search.clean_up()
    return search.origins


class _Search:
    """One search for the files of one data set, with a note of all that was tried."""

    def __init__(self, dataset: Dataset, root: Path, downloader: Downloader) -> None:
        self.dataset = dataset
        self.root = root
        self.downloader = downloader
        self.origins: dict[str, str] = {}
        self.tried: dict[tuple[str, str], list[str]] = {}
        self.damaged: set[Path] = set()

    def look_in_root(self) -> list[SourceFile]:
        """Files that are neither in the data root nor in an archive there."""
        missing = [file for file in self.dataset.files if not self._is_in_root(file)]
        archive = self.dataset.archive
        if missing and archive and self._is_fine(archive):
            missing = self._untar(missing, archive, DATA_ROOT)
        return missing

    def look_in(self, source: Source, missing: Sequence[SourceFile]) -> list[SourceFile]:
        """Fetch what the source has; returns what is still missing."""
        archive = self.dataset.archive
        left = list(missing)
        if not (archive and source.is_upstream):  # upstream has the archive alone
            left = [file for file in missing if not self._take(file, source)]
        if left and archive and self._fetch(archive, source):
            left = self._untar(left, archive, source.label)
        return left

    def clean_up(self) -> None:
        """Remove damaged files that nothing replaced and parts that nothing needs any more."""
        for path in self.damaged:
            log.info("%s: damaged %s removed", self.dataset.name, path)
            path.unlink(missing_ok=True)
        known = [*self.dataset.files, *([self.dataset.archive] if self.dataset.archive else [])]
        for file in [*known, *(file.read for file in self.dataset.files)]:
            part_of(self.root / file.path).unlink(missing_ok=True)

    def failure(self, missing: Sequence[SourceFile]) -> str:
        name, files = self.dataset.name, [file.path for file in missing]
        tried = [f"  {where}: {why}: {', '.join(p)}" for (where, why), p in self.tried.items()]
        by_hand = "\n".join(f"      {self.root / file.path}  (MD5 {file.md5})" for file in missing)
        archive = self.dataset.archive
        if archive:
            by_hand += f"\n    or {self.root / archive.path}  (MD5 {archive.md5})"
        return (
            f"{name}: no source is left for {', '.join(files)}\n"
            "Tried, in this order:\n" + "\n".join(tried) + "\nWays on:\n"
            f"  - run it again later: what was downloaded is kept in {self.root}, "
            "and the download goes on from there\n"
            "  - name a mirror, a folder or an address that holds these files: "
            f"data: mirrors: in config.yaml, or {ENVIRONMENT} in the environment\n"
            f"  - put the files there by hand:\n{by_hand}\n"
            "  - build on the embedded stand-ins, which need no file: --config scale=smoke"
        )

    def _take(self, file: SourceFile, source: Source) -> bool:
        """Fetch one file from the source, as it is distributed or as it is inside."""
        if self._fetch(file, source):
            return self._gunzip(file, source.label)
        if file.extracted and not source.is_upstream and self._fetch(file.extracted, source):
            self.origins[file.extracted.path] = source.label
            return True
        return False

    def _fetch(self, file: Checked, source: Source) -> bool:
        target = self.root / file.path
        for location in source.locations(file.path):
            try:
                self.downloader.fetch(file, target, location)
            except Unavailable as error:
                self._note(source.label, _inside(source, location), str(error))
            else:
                self.damaged.discard(target)
                log.info("%s: %s from %s: verified", self.dataset.name, file.name, source.label)
                return True
        return False

    def _is_in_root(self, file: SourceFile) -> bool:
        if file.extracted and self._is_fine(file.extracted):
            self.origins[file.extracted.path] = DATA_ROOT
            return True
        return self._is_fine(file) and self._gunzip(file, DATA_ROOT)

    def _is_fine(self, file: Checked) -> bool:
        path = self.root / file.path
        reason = fault(path, file)
        if reason is None:
            return True
        self._note(f"{DATA_ROOT} {self.root}", file.path, reason)
        if path.is_file():
            self.damaged.add(path)
            log.warning("%s: %s is damaged (%s): replacing it", self.dataset.name, path, reason)
        return False

    def _gunzip(self, file: SourceFile, origin: str) -> bool:
        """Unpack a verified file where it is packed; True when the reader can open it."""
        if file.extracted:
            try:
                gunzip(self.root / file.path, file.extracted, self.root)
            except Unavailable as error:
                self._note(origin, file.path, str(error))
                return False
            self.damaged.discard(self.root / file.extracted.path)
        self.origins[file.read.path] = origin
        return True

    def _untar(
        self, missing: Sequence[SourceFile], archive: Checked, origin: str
    ) -> list[SourceFile]:
        try:
            untar(self.root / archive.path, missing, self.root)
        except Unavailable as error:
            self._note(origin, archive.path, str(error))
        left = []
        for file in missing:
            if fault(self.root / file.path, file):
                left.append(file)
            else:
                self.origins[file.path] = f"{archive.name} from {origin}"
                self.damaged.discard(self.root / file.path)
        return left

    def _note(self, where: str, path: str, reason: str) -> None:
        self.tried.setdefault((where, reason), []).append(path)


def _inside(source: Source, location: Location) -> str:
    """A location as seen from its source, so that a list of them stays short."""
    return shown(location).removeprefix(shown(source.base).rstrip("/")).lstrip("/")
