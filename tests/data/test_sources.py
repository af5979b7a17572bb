"""Mirrors as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reprise.data.errors import DataError
from reprise.data.sources import Source, mirror_source, mirrors_from, shown


def test_the_environment_comes_before_the_configuration():
    environ = {"REPRISE_MIRROR": " /a, https://b/x ,,/c"}
    assert mirrors_from(["/c", "/d", ""], environ) == ["/a", "https://b/x", "/c", "/d"]
    assert mirrors_from(["/d"], {}) == ["/d"]


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("data sets/here", Path("data sets/here")),
        ("file:///srv/my%20data", Path("/srv/my data")),
        ("file://localhost/srv", Path("/srv")),
        ("~/sets", Path.home() / "sets"),
        ("https://host/x/", "https://host/x/"),
    ],
)
def test_folders_and_addresses_are_mirrors(written, base):
    assert mirror_source(written) == Source(base)


@pytest.mark.parametrize(
    "written", ["ftp://host/x", "s3://bucket", "file://other-host/x", "http://", "http://[x/"]
)
def test_anything_else_is_said_to_be_no_mirror(written):
    with pytest.raises(DataError, match=r"is no mirror.*\n.*REPRISE_MIRROR"):
        mirror_source(written)


def test_a_mirror_may_have_torchvisions_layout_or_one_heap():
    assert Source("http://h/m/").locations("a/b c.gz") == [
        "http://h/m/a/b%20c.gz",
        "http://h/m/b%20c.gz",
    ]
    assert Source(Path("/m")).locations("a/b.gz") == [Path("/m/a/b.gz"), Path("/m/b.gz")]
    assert Source("http://h/m/", is_upstream=True).locations("a/b.gz") == ["http://h/m/b.gz"]


def test_passwords_are_not_shown():
    assert shown("https://me:secret@host/x@y") == "https://host/x@y"
    assert "secret" not in Source("https://me:secret@host/x").label
    with pytest.raises(DataError) as caught:
        mirror_source("ftp://me:secret@host/x")
    assert "secret" not in str(caught.value)
