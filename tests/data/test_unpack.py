"""Only what is expected comes out of an archive, and it goes only where it is expected."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from pathlib import Path

import pytest

from reprise.data.errors import Unavailable
from reprise.data.registry import Checked
from reprise.data.unpack import gunzip, untar

CONTENT = b"content" * 100


def expected(path: str, content: bytes = CONTENT) -> Checked:
    md5, sha = hashlib.md5(content).hexdigest(), hashlib.sha256(content).hexdigest()
    return Checked(path=path, bytes=len(content), md5=md5, sha256=sha)


def archive(path: Path, members: list[tuple[str, bytes | str]]) -> Path:
    """A .tar.gz; a member with text for content is a symbolic link to that name."""
    with tarfile.open(path, "w:gz") as out:
        for name, content in members:
            member = tarfile.TarInfo(name)
            if isinstance(content, str):
                member.type, member.linkname = tarfile.SYMTYPE, content
                out.addfile(member)
            else:
                member.size = len(content)
                out.addfile(member, io.BytesIO(content))
    return path


def files_below(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}


def test_only_the_expected_members_are_taken(tmp_path):
    members = [("set/a", CONTENT), ("../outside", b"x"), ("/etc/x", b"x"), ("set/more", b"x")]
    packed = archive(tmp_path / "packed.tar.gz", [*members, ("./set/b", CONTENT)])
    untar(packed, [expected("set/a"), expected("set/b")], tmp_path / "root")
    assert files_below(tmp_path / "root") == {"set/a", "set/b"}
    assert files_below(tmp_path) == {"packed.tar.gz", "root/set/a", "root/set/b"}


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        (("set/other", CONTENT), "does not hold set/a"),
        (("set/a", CONTENT[::-1]), "holds another a, which has other content"),
        (("set/a", CONTENT[:-1]), "holds another a, which has 699 bytes"),
        (("set/a", CONTENT * 9), "holds another a, which has 701 bytes"),
        (("set/a", "/etc/passwd"), "does not hold set/a"),
    ],
)
def test_wrong_and_missing_members_are_refused(tmp_path, member, reason):
    packed = archive(tmp_path / "packed.tar.gz", [member])
    with pytest.raises(Unavailable, match=reason):
        untar(packed, [expected("set/a")], tmp_path / "root")
    assert files_below(tmp_path) == {"packed.tar.gz"}


def test_a_gz_is_unpacked(tmp_path):
    (tmp_path / "a.gz").write_bytes(gzip.compress(CONTENT))
    gunzip(tmp_path / "a.gz", expected("set/a"), tmp_path)
    assert (tmp_path / "set" / "a").read_bytes() == CONTENT


@pytest.mark.parametrize(
    "content",
    [b"", b"no gz", gzip.compress(CONTENT)[:-9], gzip.compress(CONTENT * 99), gzip.compress(b"x")],
    ids=["empty", "no gz", "cut short", "too long", "something else"],
)
def test_a_gz_that_holds_something_else_leaves_nothing(tmp_path, content):
    (tmp_path / "a.gz").write_bytes(content)
    with pytest.raises(Unavailable):
        gunzip(tmp_path / "a.gz", expected("set/a"), tmp_path)
    with pytest.raises(Unavailable):
        untar(tmp_path / "a.gz", [expected("set/a")], tmp_path)
    assert files_below(tmp_path) == {"a.gz"}
