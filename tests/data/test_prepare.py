"""From any source to the same verified arrays."""

from __future__ import annotations

import json
import logging
import os
import pickle
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from reprise.data import download
from reprise.data.arrays import load
from reprise.data.errors import DataError
from reprise.data.prepare import prepare
from reprise.data.registry import load_datasets
from reprise.data.sources import mirrors_from

FILE = Path(__file__).parents[2] / "documents" / "datasets.yaml"


pytestmark = pytest.mark.usefixtures("no_pauses")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "root"


def holds(tiny, root: Path) -> bool:
    """Whether the prepared arrays are those that the files were made from."""
    loaded = load(tiny.dataset.name, root)
    return all(
        np.array_equal(getattr(loaded, name), array) and getattr(loaded, name).dtype == np.uint8
        for name, array in tiny.arrays.items()
    )


def origins(tiny, root: Path) -> set[str]:
    text = (root / "prepared" / tiny.dataset.name / "source.json").read_text(encoding="utf-8")
    assert set(json.loads(text)) == {file.read.path for file in tiny.dataset.files}
    return set(json.loads(text).values())


@pytest.mark.parametrize("kind", ["mnist", "cifar10"])
@pytest.mark.parametrize("form", ["packed", "inside"])
@pytest.mark.parametrize("flat", [False, True])
@pytest.mark.parametrize("by", ["folder", "file", "http"])
def test_a_mirror_may_hold_any_form(request, fill, server, root, tmp_path, kind, form, flat, by):
    tiny = request.getfixturevalue(kind)
    files = getattr(tiny, form)
    mirror = fill(tmp_path / "mirror", files, flat=flat)
    server.files = {Path(p).name if flat else p: content for p, content in files.items()}
    address = {"folder": str(mirror), "file": mirror.as_uri(), "http": server.url}[by]
    stamp = prepare(tiny.dataset, root, [address], upstream=False)
    assert stamp == root / "prepared" / tiny.dataset.name / "stamp.json"
    assert holds(tiny, root)
    assert all(address in origin or str(mirror) in origin for origin in origins(tiny, root))


@pytest.mark.parametrize("kind", ["mnist", "cifar10"])
def test_upstream_comes_last_and_holds_what_it_holds(request, fill, server, root, tmp_path, kind):
    """An empty mirror is asked first; of upstream only what upstream has is asked."""
    tiny = request.getfixturevalue(kind)
    server.files = {f"up/{Path(p).name}": content for p, content in tiny.packed.items()}
    dataset = tiny.dataset.model_copy(update={"upstream": (f"{server.url}/up/",)})
    prepare(dataset, root, [f"{server.url}/mirror"])
    assert holds(tiny, root)
    asked = [path for path, _ in server.asked]
    assert [path for path in asked if path.startswith("up/")] == list(server.files)
    assert asked[0].startswith("mirror/")
    assert all(f"upstream {server.url}/up/" in origin for origin in origins(tiny, root))


def test_upstream_is_not_asked_when_it_must_not_be(server, mnist, root):
    server.files = {Path(p).name: content for p, content in mnist.packed.items()}
    dataset = mnist.dataset.model_copy(update={"upstream": (f"{server.url}/",)})
    with pytest.raises(DataError):
        prepare(dataset, root, [], upstream=False)
    assert server.asked == []


@pytest.mark.parametrize("kind", ["mnist", "cifar10"])
@pytest.mark.parametrize("form", ["packed", "inside"])
def test_files_in_the_data_root_are_used_before_any_mirror(request, fill, server, root, kind, form):
    tiny = request.getfixturevalue(kind)
    fill(root, getattr(tiny, form))
    prepare(tiny.dataset, root, [server.url])
    assert holds(tiny, root) and server.asked == []


def damage(content: bytes, how: str) -> bytes:
    return {
        "truncated": content[: len(content) // 2],
        "empty": b"",
        "flipped": content[:-9] + bytes([content[-9] ^ 1]) + content[-8:],
        "page": b"<html>Not found</html>",
    }[how]


@pytest.mark.parametrize("how", ["truncated", "empty", "flipped", "page"])
@pytest.mark.parametrize(
    ("kind", "form"),
    [("mnist", "packed"), ("mnist", "inside"), ("cifar10", "inside"), ("cifar10", "packed")],
)
@pytest.mark.parametrize("where", ["root", "mirror"])
def test_damaged_files_are_replaced_from_the_next_source(
    request, fill, root, tmp_path, caplog, how, kind, form, where
):
    tiny = request.getfixturevalue(kind)
    caplog.set_level(logging.INFO, "reprise.data")
    files = dict(getattr(tiny, form))
    path = next(iter(files))
    files[path] = damage(files[path], how)
    bad = fill(root if where == "root" else tmp_path / "bad", files)
    good = fill(tmp_path / "good", getattr(tiny, form))
    prepare(tiny.dataset, root, [str(bad), str(good)], upstream=False)
    assert holds(tiny, root)
    assert (root / path).read_bytes() == getattr(tiny, form)[path]
    assert any(str(good) in origin for origin in origins(tiny, root))
    if where == "root":
        assert f"{root / path} is damaged" in caplog.text
    else:
        assert (bad / path).read_bytes() == files[path]


def silent(server):
    server.stall.set()
    server.cuts = [0] * 99


MISBEHAVIOURS = {
    "slow": lambda server: setattr(server, "drip", 0.02),
    "dropped": lambda server: setattr(server, "cuts", [10] * 99),
    "silent": silent,
    "wrong bytes": lambda server: server.files.update(
        {p: c[::-1] for p, c in server.files.items()}
    ),
    "404": lambda server: server.files.clear(),
    "500": lambda server: setattr(server, "statuses", [500] * 99),
    "a redirect loop": lambda server: setattr(
        server, "redirects", {p: f"/{p}" for p in server.files}
    ),
}


@pytest.mark.parametrize("how", MISBEHAVIOURS)
@pytest.mark.parametrize("kind", ["mnist", "cifar10"])
def test_after_a_server_that_misbehaves_the_next_mirror_serves(
    request, fill, server, root, tmp_path, monkeypatch, kind, how
):
    tiny = request.getfixturevalue(kind)
    monkeypatch.setattr(download, "READ_SECONDS", 0.3)
    monkeypatch.setattr(download, "SLOW_SECONDS", 0.1)
    server.files = dict(tiny.packed)
    MISBEHAVIOURS[how](server)
    good = fill(tmp_path / "good", tiny.packed)
    started = time.monotonic()
    prepare(tiny.dataset, root, [server.url, str(good)], upstream=False)
    assert time.monotonic() - started < 30
    assert server.asked
    assert holds(tiny, root)
    assert not list(root.rglob("*.part"))


def test_a_damaged_archive_that_nothing_replaced_does_not_stay(fill, cifar10, root, tmp_path):
    fill(root, {"tiny.tar.gz": b"damaged", "tiny.tar.gz.part": b"half"})
    prepare(cifar10.dataset, root, [str(fill(tmp_path / "m", cifar10.inside))], upstream=False)
    assert holds(cifar10, root)
    left = {path.name for path in root.iterdir()}
    assert left == {"cifar-10-batches-py", "prepared"}


def test_each_file_may_come_from_another_source(fill, cifar10, root, tmp_path):
    items = list(cifar10.inside.items())
    sources = [str(fill(tmp_path / str(i), dict(items[i::3]))) for i in range(3)]
    prepare(cifar10.dataset, root, sources, upstream=False)
    assert holds(cifar10, root)
    assert origins(cifar10, root) == {f"mirror folder {source}" for source in sources}


def test_when_no_source_is_left_all_that_was_tried_is_listed(fill, server, mnist, root, tmp_path):
    path = next(iter(mnist.packed))
    fill(root, {path: b"damaged"})
    folder = fill(tmp_path / "mirror", {path: b"wrong"})
    server.files[f"up/{Path(path).name}"] = mnist.packed[path][:-1] + b"x"
    dataset = mnist.dataset.model_copy(update={"upstream": (f"{server.url}/up/",)})
    mirrors = [str(folder), "http://me:secret@127.0.0.1:9/none"]
    with pytest.raises(DataError) as caught:
        prepare(dataset, root, mirrors)
    said = str(caught.value)
    assert said.startswith("tiny-mnist: no source is left for MNIST/raw/train-images")
    tried = said.partition("Ways on:")[0]
    size = len(mnist.packed[path])
    assert f"data root {root}: has 7 bytes instead of {size}: {path}" in tried
    assert f"mirror folder {folder}: has 5 bytes instead of {size}: {path}" in tried
    assert f"mirror folder {folder}: no such file: " in tried
    assert "mirror http://127.0.0.1:9/none: no connection" in tried
    assert f"upstream {server.url}/up/: has other content: MD5" in tried
    assert f"upstream {server.url}/up/: HTTP 404 Not Found: train-labels" in tried
    for way in ("run it again", "config.yaml", "REPRISE_MIRROR", "by hand", "scale=smoke"):
        assert way in said.partition("Ways on:")[2]
    assert f"{root / path}  (MD5 {mnist.dataset.files[0].md5})" in said
    assert "secret" not in said
    assert not (root / "prepared" / "tiny-mnist").exists()


def test_a_mirror_that_is_none_is_said_before_anything_is_fetched(server, mnist, root):
    with pytest.raises(DataError, match="'ftp://x' is no mirror"):
        prepare(mnist.dataset, root, [server.url, "ftp://x"])
    assert server.asked == []


def test_preparing_again_does_nothing(fill, mnist, root, server):
    fill(root, mnist.packed)
    folder = prepare(mnist.dataset, root, []).parent
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    for path in (root / "MNIST" / "raw").iterdir():
        path.unlink()  # the source files are not needed any more
    prepare(mnist.dataset, root, [server.url])
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    assert server.asked == []


@pytest.mark.parametrize("kind", ["mnist", "cifar10"])
def test_the_same_data_from_elsewhere_gives_the_same_stamp(request, fill, tmp_path, kind):
    tiny = request.getfixturevalue(kind)
    stamps, arrays = set(), set()
    for form in ("packed", "inside"):
        mirror = fill(tmp_path / f"mirror-{form}", getattr(tiny, form))
        stamp = prepare(tiny.dataset, tmp_path / form, [str(mirror)], upstream=False)
        stamps.add(stamp.read_bytes())
        arrays.add((stamp.parent / "train_images.npy").read_bytes())
    assert len(stamps) == len(arrays) == 1
    assert str(tmp_path) not in stamps.pop().decode()


def test_damaged_arrays_are_made_again(fill, mnist, root):
    fill(root, mnist.packed)
    stamp = prepare(mnist.dataset, root, [])
    before = stamp.read_bytes()
    for name in ("train_labels.npy", "test_images.npy", "stamp.json"):
        path = stamp.parent / name
        path.write_bytes(path.read_bytes()[:-1] + b"~")
        os.utime(path, ns=(1, 1))
        prepare(mnist.dataset, root, [])
        assert holds(mnist, root) and stamp.read_bytes() == before


def test_a_new_description_of_the_data_is_prepared_anew(fill, mnist, cifar10, root):
    fill(root, mnist.packed)
    fill(root, cifar10.inside)
    prepare(mnist.dataset, root, [])
    renamed = cifar10.dataset.model_copy(update={"name": mnist.dataset.name})
    prepare(renamed, root, [])
    assert load(mnist.dataset.name, root).train_images.shape == (10, 32, 32, 3)


def test_files_of_old_torchvisions_are_not_read(fill, mnist, root):
    """torchvision prefers ``processed/*.pt`` to the raw files; those have no checksum."""
    import torch

    processed = root / "MNIST" / "processed"
    processed.mkdir(parents=True)
    wrong = (torch.zeros(7, 5, 4, dtype=torch.uint8), torch.zeros(7, dtype=torch.int64))
    for name in ("training.pt", "test.pt"):
        torch.save(wrong, processed / name)
    fill(root, mnist.packed)
    prepare(mnist.dataset, root, [])
    assert holds(mnist, root)


class Trap:
    """Leaves a file behind where it is unpickled."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self):
        return (Path.touch, (self.marker,))


def test_a_file_with_a_wrong_checksum_is_never_unpickled(fill, cifar10, root, tmp_path):
    marker = tmp_path / "unpickled"
    trap = pickle.dumps(Trap(marker))
    pickle.loads(trap)
    assert marker.exists()  # the trap works
    marker.unlink()
    fill(root, {**cifar10.inside, "cifar-10-batches-py/data_batch_3": trap})
    with pytest.raises(DataError, match="data_batch_3"):
        prepare(cifar10.dataset, root, [], upstream=False)
    assert not marker.exists()


def test_files_that_are_not_as_described_are_refused(fill, mnist, root):
    fill(root, mnist.packed)
    more = mnist.dataset.model_copy(update={"train_count": 8})
    with pytest.raises(DataError, match=r"promises training images of shape \(8, 5, 4\)"):
        prepare(more, root, [])
    few = mnist.dataset.model_copy(update={"class_names": ("0", "1")})
    with pytest.raises(DataError, match="names 2 classes"):
        prepare(few, root, [])
    assert not (root / "prepared" / mnist.dataset.name / "stamp.json").exists()


def test_two_at_once_share_one_download(server, mnist, root):
    server.files = dict(mnist.packed)
    barrier = threading.Barrier(4)

    def one(_):
        barrier.wait()
        return prepare(mnist.dataset, root, [server.url], upstream=False)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(one, range(4)))) == 1
    assert holds(mnist, root)
    assert sorted(path for path, _ in server.asked) == sorted(mnist.packed)


def test_a_data_root_that_cannot_be_written_is_said(mnist, tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(DataError, match="cannot be prepared in"):
        prepare(mnist.dataset, tmp_path / "file", [])


@pytest.mark.parametrize("name", ["digits", "shapes"])
def test_stand_ins_need_no_file(name, root, server):
    dataset = load_datasets(FILE)[name]
    stamp = prepare(dataset, root, [server.url])
    arrays = load(name, root)
    assert arrays.train_images.shape == (dataset.train_count, *dataset.image_shape)
    assert arrays.test_images.shape == (dataset.test_count, *dataset.image_shape)
    assert server.asked == [] and json.loads(stamp.read_text())["files"] == {}


@pytest.mark.skipif(not os.environ.get("REPRISE_MIRROR"), reason="REPRISE_MIRROR is not set")
@pytest.mark.parametrize(
    ("name", "mean", "counts"),
    [
        # Means and counts as they are commonly published: 0.1307 and 0.4734 of 255.
        ("mnist", 0.1307, [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]),
        ("cifar10", 0.4734, [5000] * 10),
    ],
)
def test_the_real_data(root, name, mean, counts):
    dataset = load_datasets(FILE)[name]
    prepare(dataset, root, mirrors_from([], os.environ))
    arrays = load(name, root)
    assert arrays.train_images.mean() / 255 == pytest.approx(mean, abs=1e-4)
    assert np.bincount(arrays.train_labels).tolist() == counts
    assert arrays.train_images.flags.c_contiguous
