"""Names as patterns: ``{a|b}`` is one of several words, ``{n}`` a number.

A number may have several parts, as in ``gamma_0_5`` and ``parameters_784_100_10``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import product

EVERY_RUN = "total_seconds peak_memory_mb"
"""Timing that every record has."""

DIVERGED = "diverged"
"""A metric that every run has: 1 where its loss stopped being finite."""

NUMBER = re.compile(r"\d+(_\d+)*")
CHOICE = re.compile(r"\{([^{}]*\|[^{}]*)\}")


@dataclass(frozen=True)
class Names:
    """What the records of one kind of run may hold: patterns, with blanks between them.

    A curve is called ``<axis>.<name>``; its full points lie among the arrays under this name.
    """

    metrics: str
    curves: str = ""
    arrays: str = ""
    timing: str = ""

    def patterns(self, what: str) -> tuple[str, ...]:
        """All patterns of ``metric``, ``curve``, ``array`` or ``timing``, choices written out."""
        return _written_out(
            {
                "metric": f"{self.metrics} {DIVERGED}",
                "curve": self.curves,
                "array": f"{self.arrays} {self.curves}",
                "timing": f"{self.timing} {EVERY_RUN}",
            }[what]
        )

    def has(self, what: str, name: str) -> bool:
        """Whether a record can have a metric, curve, array or timing of that name."""
        fixed, open_ = _sorted(self.patterns(what))
        return name in fixed or any(
            matches(pattern, name) for pattern in open_.get(_shape(name), ())
        )

    def near(self, what: str, name: str) -> list[str]:
        """The names that could be meant, with the numbers of the one that was given."""
        numbers = [found[0] for found in NUMBER.finditer(name)]
        return [_filled(pattern, numbers) for pattern in self.patterns(what)]


def matches(pattern: str, name: str) -> bool:
    """Whether a name is one of a pattern without choices."""
    parts = (re.escape(part) for part in pattern.split("{n}"))
    return re.fullmatch(NUMBER.pattern.join(parts), name) is not None


def _filled(pattern: str, numbers: list[str]) -> str:
    """A pattern with these numbers in its open places, or with ``<n>`` where there are too few."""
    first, *rest = pattern.split("{n}")
    places = [*numbers, *["<n>"] * len(rest)]
    return first + "".join(number + part for number, part in zip(places, rest, strict=False))


@cache
def _written_out(patterns: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for p in patterns.split() for one in _choices(p)))


def _choices(pattern: str) -> list[str]:
    parts = CHOICE.split(pattern)
    parts[1::2] = [part.split("|") for part in parts[1::2]]
    parts[0::2] = [[part] for part in parts[0::2]]
    return ["".join(chosen) for chosen in product(*parts)]


@cache
def _sorted(patterns: tuple[str, ...]) -> tuple[frozenset[str], dict[str, list[str]]]:
    """Names without an open place, and the other patterns by their shape."""
    open_: dict[str, list[str]] = {}
    for pattern in patterns:
        if "{n}" in pattern:
            open_.setdefault(_shape(pattern.replace("{n}", "0")), []).append(pattern)
    return frozenset(pattern for pattern in patterns if "{n}" not in pattern), open_


def _shape(name: str) -> str:
    """A name without its numbers: what it has in common with its pattern."""
    return NUMBER.sub("0", name)
