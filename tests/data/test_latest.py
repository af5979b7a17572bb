"""Data that are asked for again are not made again."""

from __future__ import annotations

import weakref

from reprise.data.latest import Latest


class Weak(set):
    """A set that can be referred to weakly."""


def test_the_latest_value_is_kept_and_no_other() -> None:
    made: list[str] = []
    latest: Latest[list[str]] = Latest()

    def get(key: str) -> list[str]:
        return latest.get(key, lambda: made.append(key) or [key])

    first = get("a")
    assert get("a") is first
    assert get("b") == ["b"]
    assert get("a") == ["a"]
    assert get("a") is not first
    assert made == ["a", "b", "a"]


def test_what_was_kept_is_let_go_before_another_is_made() -> None:
    latest: Latest[set[int]] = Latest()
    gone = weakref.ref(latest.get("a", lambda: Weak()))
    assert gone() is not None
    assert latest.get("b", lambda: {gone() is None}) == {True}


def test_a_value_that_could_not_be_made_is_asked_for_again() -> None:
    latest: Latest[int] = Latest()
    for _ in range(2):
        try:
            latest.get("a", lambda: 1 // 0)
        except ZeroDivisionError:
            continue
        raise AssertionError("it was kept")
    assert latest.get("a", lambda: 1) == 1
