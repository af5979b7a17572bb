"""One file from one place: whole, verified and in one step, or not at all."""

from __future__ import annotations

import gzip
import hashlib
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reprise.data import download
from reprise.data.download import Downloader, part_of
from reprise.data.errors import Unavailable
from reprise.data.registry import Checked

CONTENT = bytes(range(256)) * 2000


@pytest.fixture
def expected() -> Checked:
    md5, sha = hashlib.md5(CONTENT).hexdigest(), hashlib.sha256(CONTENT).hexdigest()
    return Checked(path="some/file.gz", bytes=len(CONTENT), md5=md5, sha256=sha)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "root" / "some" / "file.gz"


@pytest.fixture
def downloader(no_pauses):
    downloader = Downloader(progress=False)
    yield downloader
    downloader.close()


def refused(downloader, expected, target, location) -> str:
    """The reason why the place does not have the file; nothing is left at the target."""
    with pytest.raises(Unavailable) as caught:
        downloader.fetch(expected, target, location)
    assert not target.exists()
    return str(caught.value)


def test_a_file_comes_from_a_server(server, downloader, expected, target):
    server.files["file.gz"] = CONTENT
    downloader.fetch(expected, target, f"{server.url}/file.gz")
    assert target.read_bytes() == CONTENT
    assert [path.name for path in target.parent.iterdir()] == ["file.gz"]
    assert server.asked == [("file.gz", None)]


def test_a_dropped_connection_goes_on_where_it_broke(server, downloader, expected, target):
    server.files["file.gz"], server.cuts = CONTENT, [100_000, 50_000]
    downloader.fetch(expected, target, f"{server.url}/file.gz")
    assert target.read_bytes() == CONTENT
    assert [wanted for _, wanted in server.asked] == [None, "bytes=100000-", "bytes=150000-"]


def test_a_server_without_ranges_starts_again(server, downloader, expected, target):
    server.files["file.gz"], server.cuts, server.ranges = CONTENT, [100_000], False
    downloader.fetch(expected, target, f"{server.url}/file.gz")
    assert target.read_bytes() == CONTENT
    assert len(server.asked) == 2


def test_an_interrupted_download_is_gone_on_with_by_the_next_call(
    server, downloader, expected, target
):
    server.files["file.gz"], server.cuts = CONTENT, [1000, 1000, 1000]
    reason = refused(downloader, expected, target, f"{server.url}/file.gz")
    assert "dropped" in reason and "3 tries" in reason
    assert part_of(target).read_bytes() == CONTENT[:3000]
    Downloader(progress=False).fetch(expected, target, f"{server.url}/file.gz")
    assert target.read_bytes() == CONTENT
    assert server.asked[-1][1] == "bytes=3000-"


def test_a_killed_download_is_gone_on_with(server, downloader, expected, target):
    server.files["file.gz"], server.cuts = CONTENT, [200_000]
    server.stall.set()
    code = (
        "import sys, json; from pathlib import Path\n"
        "from reprise.data.download import Downloader; from reprise.data.registry import Checked\n"
        "file = Checked(**json.loads(sys.argv[1]))\n"
        "Downloader().fetch(file, Path(sys.argv[2]), sys.argv[3])"
    )
    arguments = [expected.model_dump_json(), str(target), f"{server.url}/file.gz"]
    process = subprocess.Popen([sys.executable, "-c", code, *arguments])
    deadline = time.monotonic() + 60
    while not (part_of(target).exists() and part_of(target).stat().st_size > 100_000):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)
    process.kill()
    process.wait()
    server.stall.clear()
    kept = part_of(target).stat().st_size
    downloader.fetch(expected, target, f"{server.url}/file.gz")
    assert target.read_bytes() == CONTENT
    assert [wanted for _, wanted in server.asked] == [None, f"bytes={kept}-"]


def test_another_place_goes_on_with_what_one_began(server, downloader, expected, target):
    server.files["b/file.gz"] = CONTENT
    target.parent.mkdir(parents=True)
    part_of(target).write_bytes(CONTENT[:400_000])
    downloader.fetch(expected, target, f"{server.url}/b/file.gz")
    assert target.read_bytes() == CONTENT
    assert server.asked == [("b/file.gz", "bytes=400000-")]


@pytest.mark.parametrize("kept", [1000, len(CONTENT), len(CONTENT) + 5])
def test_a_wrong_part_is_thrown_away(server, downloader, expected, target, kept):
    server.files["file.gz"] = CONTENT
    target.parent.mkdir(parents=True)
    part_of(target).write_bytes(b"x" * kept)
    downloader.fetch(expected, target, f"{server.url}/file.gz")
    assert target.read_bytes() == CONTENT
    assert server.asked[-1] == ("file.gz", None)


def test_a_complete_part_needs_no_request(server, downloader, expected, target):
    target.parent.mkdir(parents=True)
    part_of(target).write_bytes(CONTENT)
    downloader.fetch(expected, target, f"{server.url}/file.gz")
    assert target.read_bytes() == CONTENT and server.asked == []


def test_wrong_bytes_are_refused_and_not_kept(server, downloader, expected, target):
    server.files["file.gz"] = CONTENT[:-1] + b"x"
    assert "other content" in refused(downloader, expected, target, f"{server.url}/file.gz")
    assert not part_of(target).exists()


def test_a_file_of_another_size_is_not_even_downloaded(server, downloader, expected, target):
    server.files["file.gz"] = b"<html>Please log in</html>"
    reason = refused(downloader, expected, target, f"{server.url}/file.gz")
    assert reason == f"has 26 bytes instead of {len(CONTENT)}"
    assert not part_of(target).exists()


def test_a_truncated_file_leaves_the_part_of_a_better_place(server, downloader, expected, target):
    server.files["file.gz"] = CONTENT[:5000]
    target.parent.mkdir(parents=True)
    for size in (4000, 6000):  # answered with 206 and with 416
        part_of(target).write_bytes(CONTENT[:size])
        reason = refused(downloader, expected, target, f"{server.url}/file.gz")
        assert reason == f"has 5000 bytes instead of {len(CONTENT)}"
        assert part_of(target).read_bytes() == CONTENT[:size]


def test_without_a_length_a_short_answer_counts_as_dropped(server, downloader, expected, target):
    server.files["file.gz"], server.lengths, server.ranges = CONTENT[:5000], False, False
    reason = refused(downloader, expected, target, f"{server.url}/file.gz")
    assert "ended after 5000" in reason


def test_an_endless_answer_is_cut_off(server, downloader, expected, target):
    server.files["file.gz"], server.lengths = CONTENT * 50, False
    assert "instead of" in refused(downloader, expected, target, f"{server.url}/file.gz")
    assert not part_of(target).exists()


def test_a_server_that_repeats_itself_is_asked_for_the_whole(server, downloader, expected, target):
    server.files["file.gz"], server.statuses = CONTENT, [416]
    target.parent.mkdir(parents=True)
    part_of(target).write_bytes(CONTENT[:10])
    downloader.fetch(expected, target, f"{server.url}/file.gz")
    assert target.read_bytes() == CONTENT
    assert [wanted for _, wanted in server.asked] == ["bytes=10-", None]


def test_a_missing_file_is_asked_for_once(server, downloader, expected, target):
    assert refused(downloader, expected, target, f"{server.url}/no") == "HTTP 404 Not Found"
    assert len(server.asked) == 1


def test_a_server_in_trouble_gets_another_try(server, downloader, expected, target):
    server.files["file.gz"], server.statuses = CONTENT, [503, 500]
    downloader.fetch(expected, target, f"{server.url}/file.gz")
    assert target.read_bytes() == CONTENT


def test_a_server_that_stays_in_trouble_is_not_asked_for_more(server, downloader, expected, target):
    server.statuses = [500] * 9
    reason = refused(downloader, expected, target, f"{server.url}/file.gz")
    assert reason.startswith("HTTP 500")
    assert refused(downloader, expected, target, f"{server.url}/other.gz") == reason
    assert len(server.asked) == 3


def test_no_server_at_all(downloader, expected, target):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        address = f"http://127.0.0.1:{free.getsockname()[1]}/file.gz"
        reason = refused(downloader, expected, target, address)
    assert reason.startswith("no connection") and "refused" in reason


def test_a_silent_server_is_given_up(server, expected, target, monkeypatch):
    monkeypatch.setattr(download, "READ_SECONDS", 0.2)
    monkeypatch.setattr(download, "PAUSES", ())
    server.files["file.gz"], server.cuts = CONTENT, [100_000]
    server.stall.set()
    reason = refused(Downloader(progress=False), expected, target, f"{server.url}/file.gz")
    assert "nothing came for 0.2 s" in reason
    kept = part_of(target).read_bytes()
    assert kept and CONTENT.startswith(kept)


def test_a_server_that_only_drips_is_given_up(server, expected, target, monkeypatch):
    """Each byte comes in time, and the whole would never come."""
    monkeypatch.setattr(download, "SLOW_SECONDS", 0.2)
    monkeypatch.setattr(download, "PAUSES", (0,))
    server.files["file.gz"], server.drip = CONTENT, 0.005
    started = time.monotonic()
    reason = refused(Downloader(progress=False), expected, target, f"{server.url}/file.gz")
    assert "bytes came in 0.2 s (2 tries)" in reason
    assert time.monotonic() - started < 10
    kept = part_of(target).read_bytes()
    assert kept and CONTENT.startswith(kept)
    assert server.asked[1][1].startswith("bytes="), "the second try goes on with the first's bytes"


def test_a_server_that_never_answers_is_given_up(expected, target, monkeypatch):
    """It takes the connection and says nothing."""
    monkeypatch.setattr(download, "READ_SECONDS", 0.2)
    monkeypatch.setattr(download, "PAUSES", (0,))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/file.gz"
        reason = refused(Downloader(progress=False), expected, target, address)
    assert reason == "no answer within 0.2 s (2 tries)"


def test_redirects_are_followed_but_not_for_ever(server, downloader, expected, target):
    server.redirects = {"round": "/round", "old.gz": "/file.gz"}
    server.files["file.gz"] = CONTENT
    assert "TooManyRedirects" in refused(downloader, expected, target, f"{server.url}/round")
    downloader.fetch(expected, target, f"{server.url}/old.gz")
    assert target.read_bytes() == CONTENT


def test_a_gz_stays_packed_when_the_server_calls_it_an_encoding(server, downloader, tmp_path):
    packed = gzip.compress(CONTENT)
    md5, sha = hashlib.md5(packed).hexdigest(), hashlib.sha256(packed).hexdigest()
    expected = Checked(path="file.gz", bytes=len(packed), md5=md5, sha256=sha)
    server.files["file.gz"], server.headers = packed, {"Content-Encoding": "gzip"}
    downloader.fetch(expected, tmp_path / "file.gz", f"{server.url}/file.gz")
    assert (tmp_path / "file.gz").read_bytes() == packed


def test_a_failed_fetch_leaves_the_old_file(server, downloader, expected, target):
    target.parent.mkdir(parents=True)
    target.write_bytes(b"old")
    server.files["file.gz"] = CONTENT[:-1] + b"x"
    with pytest.raises(Unavailable):
        downloader.fetch(expected, target, f"{server.url}/file.gz")
    assert target.read_bytes() == b"old"


def test_a_folder_is_copied_and_never_changed(downloader, expected, target, tmp_path):
    mirror = tmp_path / "mirror.gz"
    assert refused(downloader, expected, target, mirror) == "no such file"
    assert refused(downloader, expected, target, tmp_path) == "is no file"
    mirror.write_bytes(CONTENT[::-1])
    assert "other content" in refused(downloader, expected, target, mirror)
    mirror.write_bytes(CONTENT)
    downloader.fetch(expected, target, mirror)
    assert target.read_bytes() == mirror.read_bytes() == CONTENT
    assert [path.name for path in target.parent.iterdir()] == ["file.gz"]


def test_a_wrong_file_in_a_folder_keeps_what_was_downloaded(downloader, expected, target, tmp_path):
    target.parent.mkdir(parents=True)
    part_of(target).write_bytes(CONTENT[:77])
    (tmp_path / "mirror.gz").write_bytes(CONTENT[::-1])
    refused(downloader, expected, target, tmp_path / "mirror.gz")
    assert part_of(target).read_bytes() == CONTENT[:77]


@pytest.mark.parametrize(("progress", "seen"), [(True, True), (False, False), (None, False)])
def test_a_bar_shows_the_progress(server, expected, target, capfd, progress, seen):
    """None is for terminals, and this is none."""
    server.files["file.gz"] = CONTENT
    Downloader(progress=progress).fetch(expected, target, f"{server.url}/file.gz")
    assert ("file.gz:" in capfd.readouterr().err) is seen
