"""Data that are asked for again are not made again."""

from __future__ import annotations

from reprise.data.latest import Latest


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


def test_a_value_that_could_not_be_made_is_asked_for_again() -> None:
    latest: Latest[int] = Latest()
    for _ in range(2):
        try:
            latest.get("a", lambda: 1 // 0)
        except ZeroDivisionError:
            continue
        raise AssertionError("it was kept")
    assert latest.get("a", lambda: 1) == 1
