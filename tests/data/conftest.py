"""Tiny data sets with checksums of their own, and a server that misbehaves on request."""

from __future__ import annotations

import gzip
import hashlib
import io
import pickle
import tarfile
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from reprise.data import download
from reprise.data.registry import Dataset


def checked(path: str, content: bytes) -> dict:
    return {
        "path": path,
        "bytes": len(content),
        "md5": hashlib.md5(content).hexdigest(),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def entry(kind: str, shape: tuple[int, ...], train: int, test: int, **more) -> dict:
    return {
        "name": f"tiny-{kind}",
        "title": "Tiny",
        "licence": "none",
        "citation": "none",
        "kind": kind,
        "image_shape": shape,
        "class_names": [str(digit) for digit in range(10)],
        "train_count": train,
        "test_count": test,
        **more,
    }


def idx(array: np.ndarray) -> bytes:
    """The idx format of MNIST: magic number with type 8 (uint8) and rank, sizes, content."""
    sizes = b"".join(size.to_bytes(4, "big") for size in array.shape)
    return bytes([0, 0, 8, array.ndim]) + sizes + array.tobytes()


class Tiny:
    """A data set with what upstream holds (``files``), the extracted files and the arrays."""

    def __init__(self, dataset: Dataset, packed: dict, inside: dict, arrays: dict) -> None:
        self.dataset = dataset
        self.packed: dict[str, bytes] = packed
        self.inside: dict[str, bytes] = inside
        self.arrays: dict[str, np.ndarray] = arrays


@pytest.fixture(scope="session")
def mnist() -> Tiny:
    random = np.random.default_rng(0)
    arrays, packed, inside, files = {}, {}, {}, []
    for part, prefix, count in (("train", "train", 7), ("test", "t10k", 3)):
        for what, shape in (("images-idx3", (count, 5, 4)), ("labels-idx1", (count,))):
            high = 256 if "images" in what else 10
            array = random.integers(0, high, shape, dtype=np.uint8)
            arrays[f"{part}_{what.split('-')[0]}"] = array
            path = f"MNIST/raw/{prefix}-{what}-ubyte"
            inside[path], packed[f"{path}.gz"] = idx(array), gzip.compress(idx(array), mtime=0)
            file = checked(f"{path}.gz", packed[f"{path}.gz"])
            files.append({**file, "extracted": checked(path, inside[path])})
    dataset = Dataset.model_validate(entry("mnist", (5, 4), 7, 3, files=files))
    return Tiny(dataset, packed, inside, arrays)


@pytest.fixture(scope="session")
def cifar10() -> Tiny:
    random = np.random.default_rng(1)
    folder, inside, batches = "cifar-10-batches-py", {}, []
    for name in [*(f"data_batch_{number}" for number in range(1, 6)), "test_batch"]:
        rows = random.integers(0, 256, (2, 3072), dtype=np.uint8)
        labels = [int(label) for label in random.integers(0, 10, 2)]
        inside[f"{folder}/{name}"] = pickle.dumps({"data": rows, "labels": labels})
        batches.append((rows.reshape(2, 3, 32, 32).transpose(0, 2, 3, 1), labels))
    inside[f"{folder}/batches.meta"] = pickle.dumps({"label_names": list("abcdefghij")})
    archive = tar(inside)
    dataset = Dataset.model_validate(
        entry(
            "cifar10",
            (32, 32, 3),
            10,
            2,
            archive=checked("tiny.tar.gz", archive),
            files=[checked(path, content) for path, content in inside.items()],
        )
    )
    arrays = {
        "train_images": np.concatenate([images for images, _ in batches[:5]]),
        "train_labels": np.concatenate([labels for _, labels in batches[:5]]),
        "test_images": batches[5][0],
        "test_labels": np.array(batches[5][1]),
    }
    return Tiny(dataset, {"tiny.tar.gz": archive}, inside, arrays)


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "PAUSES", (0, 0))


def tar(members: dict[str, bytes], links: dict[str, str] | None = None) -> bytes:
    """A .tar.gz of files and symbolic links."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        for name, target in (links or {}).items():
            member = tarfile.TarInfo(name)
            member.type, member.linkname = tarfile.SYMTYPE, target
            archive.addfile(member)
    return out.getvalue()


@pytest.fixture(scope="session")
def fill() -> Callable[..., Path]:
    """Write files below a folder; ``flat`` puts them all in one heap."""

    def fill(folder: Path, files: dict[str, bytes], *, flat: bool = False) -> Path:
        for path, content in files.items():
            target = folder / (Path(path).name if flat else path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return folder

    return fill


class Server(ThreadingHTTPServer):
    """Serves ``files`` by path; the other attributes make it misbehave."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, bytes] = {}
        self.ranges = True
        self.lengths = True
        self.headers: dict[str, str] = {}
        self.redirects: dict[str, str] = {}
        self.statuses: list[int] = []  # of the next answers, in order
        self.cuts: list[int | None] = []  # of the next answers: drop after so many bytes
        self.drip = 0.0  # seconds between two bytes, in place of all at once
        self.stall = threading.Event()  # set while the server is to send nothing
        self.asked: list[tuple[str, str | None]] = []  # path and Range header of each request

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request, client_address) -> None:
        pass  # a client that hangs up is part of the tests


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, format, *arguments) -> None:
        pass

    def do_GET(self) -> None:
        server, path = self.server, self.path.lstrip("/")
        server.asked.append((path, self.headers.get("Range")))
        if server.statuses and (status := server.statuses.pop(0)) != 200:
            self.send_error(status)
        elif path in server.redirects:
            self.send_response(302)
            self.send_header("Location", server.redirects[path])
            self.end_headers()
        elif path not in server.files:
            self.send_error(404)
        else:
            self._send(server.files[path])

    def _send(self, content: bytes) -> None:
        server, wanted, start = self.server, self.headers.get("Range"), 0
        if wanted and server.ranges:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(content):
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{len(content)}")
                self.end_headers()
                return
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        else:
            self.send_response(200)
        for name, value in server.headers.items():
            self.send_header(name, value)
        if server.lengths:
            self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        cut = server.cuts.pop(0) if server.cuts else None
        rest = content[start:] if cut is None else content[start : start + cut]
        while server.drip and rest:
            self.wfile.write(rest[:1])
            rest = rest[1:]
            threading.Event().wait(server.drip)
        self.wfile.write(rest)
        self.wfile.flush()
        while server.stall.is_set():
            server.stall.wait(0)
            threading.Event().wait(0.01)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.stall.clear()
        server.shutdown()
        thread.join()
