"""Where files may be had: mirrors (folders and URLs) first, then upstream."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit
from urllib.request import url2pathname

from reprise.data.errors import DataError

ENVIRONMENT = "REPRISE_MIRROR"

Location = Path | str
"""Where one file may lie: a path, or an http(s) URL."""


@dataclass(frozen=True)
class Source:
    """A folder or a base URL that may hold the files of data sets."""

    base: Location
    is_upstream: bool = False

    @property
    def label(self) -> str:
        if self.is_upstream:
            return f"upstream {shown(self.base)}"
        return f"mirror {'folder ' if isinstance(self.base, Path) else ''}{shown(self.base)}"

    def locations(self, path: str) -> list[Location]:
        """Where the source may hold a file: mirrors in torchvision's layout or in one heap."""
        name = path.rsplit("/", 1)[-1]
        inner = [name] if self.is_upstream else list(dict.fromkeys([path, name]))
        if isinstance(self.base, Path):
            return [self.base / part for part in inner]
        return [f"{self.base.rstrip('/')}/{quote(part)}" for part in inner]


def mirrors_from(configured: Sequence[str], environ: Mapping[str, str]) -> list[str]:
    """The mirrors of REPRISE_MIRROR (separated by commas), then those of the configuration."""
    wanted = [*environ.get(ENVIRONMENT, "").split(","), *configured]
    return list(dict.fromkeys(stripped for mirror in wanted if (stripped := mirror.strip())))


def mirror_source(mirror: str) -> Source:
    """A mirror as a user writes it; raises ``DataError`` for what is no folder and no URL."""
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]+:/", mirror):
        return Source(Path(mirror).expanduser())
    with suppress(ValueError):  # raised for an address such as http://[
        parts = urlsplit(mirror)
        if parts.scheme in ("http", "https") and parts.hostname:
            return Source(mirror)
        if parts.scheme == "file" and parts.netloc in ("", "localhost") and parts.path:
            return Source(Path(url2pathname(parts.path)))
    raise DataError(
        f"'{shown(mirror)}' is no mirror: give a folder, a file:/// address or an http(s) address\n"
        f"(data: mirrors: in config.yaml, or {ENVIRONMENT}, where commas separate mirrors)"
    )


def shown(location: Location) -> str:
    """A location for people and logs: without the user name and password of a URL."""
    return str(location) if isinstance(location, Path) else re.sub("//[^/]*@", "//", location)
