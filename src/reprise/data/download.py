"""Bring one file from a folder or an http(s) server into place, verified."""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import requests
import urllib3.exceptions
from tqdm import tqdm

from reprise.data.errors import Unavailable
from reprise.data.registry import Checked
from reprise.data.sources import Location, shown
from reprise.data.verify import blocks, fault, replacing

log = logging.getLogger("reprise.data")

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
SLOW_SECONDS = 60.0
LEAST_BYTES = 60 * 1024
"""A server that sends less than this within ``SLOW_SECONDS`` counts as dropped."""
PAUSES = (1.0, 4.0)
"""Seconds before each new try after a dropped connection; then the next source is asked."""


def part_of(target: Path) -> Path:
    """The file in which the download of ``target`` grows."""
    return target.with_name(f"{target.name}.part")


class _Dropped(Exception):
    """The connection failed in a way that another try may mend."""


class Downloader:
    """Fetches files one after another; a host that failed once is not asked again.

    ``progress``: show bars; None shows them on a terminal only.
    """

    def __init__(self, *, progress: bool | None = None) -> None:
        self._hidden = None if progress is None else not progress
        self._failed_hosts: dict[str, str] = {}
        self._session = requests.Session()
        # The checksums are those of the files as they lie there, not of a decoded stream.
        self._session.headers["Accept-Encoding"] = "identity"

    def close(self) -> None:
        """Let go of the connections that were kept open."""
        self._session.close()

    def fetch(self, expected: Checked, target: Path, location: Location) -> None:
        """Put the expected file at ``target``, or raise ``Unavailable`` with the reason.

        A download grows in ``<target>.part``, which a later call (with this location or
        another) goes on with. Raises ``OSError`` when ``target`` cannot be written.
        """
        if isinstance(location, Path):
            self._copy(expected, target, location)
        else:
            self._download(expected, target, location)

    def _copy(self, expected: Checked, target: Path, location: Path) -> None:
        if reason := fault(location, expected):
            raise Unavailable(reason)
        with replacing(target) as file, self._bar(expected, 0) as bar:
            _write(blocks(location), file, 0, expected, bar)

    def _download(self, expected: Checked, target: Path, url: str) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = part_of(target)
        resumed = _size(part) > 0
        self._complete(expected, part, url)
        if resumed and fault(part, expected):
            log.info("%s: what was kept of an earlier download is wrong: again", expected.name)
            part.unlink()
            self._complete(expected, part, url)
        if reason := fault(part, expected):
            part.unlink()
            raise Unavailable(reason)
        part.replace(target)

    def _complete(self, expected: Checked, part: Path, url: str) -> None:
        """Bring the part to its full size; raises ``Unavailable`` when the retries are spent."""
        host = urlsplit(url).netloc
        for pause in (*PAUSES, None):
            if _size(part) >= expected.bytes:
                return
            if host in self._failed_hosts:
                raise Unavailable(self._failed_hosts[host])
            try:
                self._stream(expected, part, url, host)
            except _Dropped as error:
                if pause is None:
                    self._failed_hosts[host] = f"{error} ({len(PAUSES) + 1} tries)"
                    raise Unavailable(self._failed_hosts[host]) from None
                log.info("%s from %s: %s; trying again", expected.name, shown(url), error)
                time.sleep(pause)

    def _stream(self, expected: Checked, part: Path, url: str, host: str) -> None:
        """One request, from where the part ends."""
        with self._ask(url, host, _size(part)) as response:
            start = _start(response, expected, part)
            mode = "ab" if start else "wb"
            with part.open(mode) as file, self._bar(expected, start) as bar:
                received = _write(_raw(response), file, start, expected, bar)
                os.fsync(file.fileno())
        if received < expected.bytes:
            raise _Dropped(f"ended after {received} of {expected.bytes} bytes")

    def _ask(self, url: str, host: str, offset: int) -> requests.Response:
        headers = {"Range": f"bytes={offset}-"} if offset else {}
        timeout = (CONNECT_SECONDS, READ_SECONDS)
        try:
            return self._session.get(url, headers=headers, stream=True, timeout=timeout)
        except requests.ReadTimeout:
            raise _Dropped(f"no answer within {READ_SECONDS:g} s") from None
        except requests.ConnectionError as error:
            if reason := _never_connected(error):
                self._failed_hosts[host] = reason
                raise Unavailable(reason) from None
            raise _Dropped("the connection was dropped") from None
        except requests.RequestException as error:  # a redirect loop, an address that is none, ...
            raise Unavailable(f"{type(error).__name__}: {error}") from None

    def _bar(self, expected: Checked, start: int) -> tqdm:
        return tqdm(
            total=expected.bytes,
            initial=start,
            desc=expected.name,
            unit="B",
            unit_scale=True,
            unit_divisor=1024,
            leave=False,
            disable=self._hidden,
        )


def _start(response: requests.Response, expected: Checked, part: Path) -> int:
    """At which byte of the file the answer begins; raises where it cannot be the file."""
    status = response.status_code
    if status == 200:
        _refuse_other_size(response.headers.get("Content-Length", ""), expected)
        return 0
    if status in (206, 416):
        offset = _size(part)
        begin, total = _content_range(response.headers.get("Content-Range", ""))
        _refuse_other_size(total, expected)
        if status == 206 and offset and begin == str(offset):
            return offset
        part.unlink(missing_ok=True)
        raise _Dropped(f"the server cannot go on at byte {offset}")
    if status in (408, 429) or status >= 500:
        raise _Dropped(f"HTTP {status} {response.reason}")
    raise Unavailable(f"HTTP {status} {response.reason}")


def _refuse_other_size(size: str, expected: Checked) -> None:
    if size.isdigit() and int(size) != expected.bytes:
        raise Unavailable(f"has {size} bytes instead of {expected.bytes}")


def _content_range(header: str) -> tuple[str, str]:
    """First byte and total size of a Content-Range header, empty where unknown (RFC 9110 14.4)."""
    match = re.fullmatch(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)", header.strip())
    return (match[1] or "", match[2]) if match else ("", "")


def _raw(response: requests.Response) -> Iterator[bytes]:
    """The body as it is sent, undecoded: a .gz must not be unpacked on the way."""
    came, since = 0, time.monotonic()
    try:
        while block := response.raw.read1(1 << 16, decode_content=False):
            yield block
            came += len(block)
            if time.monotonic() - since >= SLOW_SECONDS:
                if came < LEAST_BYTES:
                    raise _Dropped(f"only {came} bytes came in {SLOW_SECONDS:g} s")
                came, since = 0, time.monotonic()
    except urllib3.exceptions.ReadTimeoutError:
        raise _Dropped(f"nothing came for {READ_SECONDS:g} s") from None
    except urllib3.exceptions.HTTPError:
        raise _Dropped("the connection was dropped") from None


def _write(
    content: Iterator[bytes], file: BinaryIO, start: int, expected: Checked, bar: tqdm
) -> int:
    """Write the content, never more than the expected size; returns where the file then ends."""
    end = start
    for block in content:
        file.write(block)
        bar.update(len(block))
        end += len(block)
        if end > expected.bytes:
            break
    file.flush()
    return end


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _never_connected(error: requests.ConnectionError) -> str | None:
    """Why no connection came about at all, or None where one was there and broke."""
    if isinstance(error, requests.ConnectTimeout):
        return f"no connection within {CONNECT_SECONDS:g} s"
    cause = getattr(error.args[0] if error.args else None, "reason", None)
    if isinstance(error, requests.exceptions.SSLError | requests.exceptions.ProxyError):
        return f"no connection: {cause or error}"
    if isinstance(cause, urllib3.exceptions.NameResolutionError):
        return "the host's name cannot be resolved"
    if isinstance(cause, urllib3.exceptions.NewConnectionError):
        return f"no connection: {str(cause).rsplit(': ', 1)[-1]}"
    return None
