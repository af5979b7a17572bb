"""Numbers of the literature beside ours: how far apart, and whether what differs allows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reprise.analysis.measures import Values, values
from reprise.analysis.statistics import Sample, at_most, describe, sampling_error
from reprise.analysis.words import INCONCLUSIVE, NOT_REPRODUCED, NOT_RUN, REPRODUCED
from reprise.documents.literature import load_literature
from reprise.documents.models.literature import Allowed, LiteratureEntry, PrintedShare
from reprise.reporting import anchors
from reprise.reporting.build import Build, Json
from reprise.reporting.names import short_name
from reprise.reporting.numbers import FIRM, THIN, counted, fixed, number, setting, with_spread
from reprise.reporting.words import badge, sentence

WITHIN, OUTSIDE, CUT, MISSING = "within", "outside", "not at this budget", "not run"

LIKE = {WITHIN: REPRODUCED, OUTSIDE: NOT_REPRODUCED, CUT: INCONCLUSIVE, MISSING: NOT_RUN}
"""The verdict whose symbol and colour an outcome has."""

DECIMALS = 2
"""Of a difference in percentage points: one image of ten thousand."""


def literature(build: Build) -> Json:
    """The chapter: a sentence, and a row for each entry whose document is in the build."""
    entries = load_literature(Path(build.config.documents_root))
    rows = [_row(build, entry) for entry in entries if entry.ours.slug in build.plan.documents]
    return {"anchor": anchors.LITERATURE, "sentence": _sentence(rows), "rows": rows}


def outcome(found: Values, accuracy: float, allowed: Allowed) -> str:
    """Whether the mean over seeds is near enough to an accuracy of the literature, 0 to 1.

    A variant whose budget is cut, or that ran on stand-in data, is compared with nothing. A
    training that diverged at its own budget is outside.
    """
    if found.missing:
        return MISSING
    if found.cut or found.stand_in:
        return CUT
    if not found.by_seed:
        return OUTSIDE if found.diverged else MISSING
    points = difference(describe(found.by_seed), accuracy)
    near = at_most(points, allowed.better) and at_most(-points, allowed.worse)
    return WITHIN if near else OUTSIDE


def difference(sample: Sample, accuracy: float) -> float:
    """By how many percentage points our mean accuracy is better; negative where it is worse."""
    return 100 * (sample.mean - accuracy)


def _row(build: Build, entry: LiteratureEntry) -> Json:
    found = values(build.measurements, entry.ours.slug, entry.ours.measure)
    sample = describe(found.by_seed) if found.by_seed else None
    printed, allowed = entry.printed, entry.allowed
    result = outcome(found, printed.accuracy, allowed)
    return {
        "id": entry.id,
        "anchor": anchors.literature(entry.id),
        "setup": entry.setup,
        "source": {
            "authors": f"{entry.source.authors} {entry.source.year}",
            "title": entry.source.title,
            "address": entry.source.address,
        },
        "printed": _printed(printed),
        "sampling": _sampling(printed),
        "uncertainty": entry.uncertainty,
        "ours": _ours(build, found, sample, printed.quantity),
        "difference": _points(difference(sample, printed.accuracy)) if sample else "",
        "outcome": {**badge(LIKE[result]), "name": result},
        "allowed": _allowed(allowed),
        "differs": entry.differs,
        "reason": allowed.reason,
        "cut": sentence(f"cut: {'; '.join(found.cut_words)}") if found.cut_words else "",
        "note": entry.note,
    }


def _ours(build: Build, found: Values, sample: Sample | None, quantity: str) -> Json:
    """Our mean over seeds in the source's quantity, the runs behind it, and whose it is."""
    document = build.plan.documents[found.experiment.partition("/")[0]]
    return {
        "text": _percent(sample, quantity) if sample else "diverged" if found.diverged else NOT_RUN,
        "seeds": counted(sample.n, "seed") if sample else "",
        "anchor": build.anchor_of(found.runs),
        "name": f"{short_name(document.card)}, {found.name.rpartition('/')[2]}",
    }


def _percent(sample: Sample, quantity: str) -> str:
    share = 1 - sample.mean if quantity == "error" else sample.mean
    spread = None if sample.sd is None else 100 * sample.sd
    if not spread:
        return _with_unit(fixed(100 * share, DECIMALS), quantity)
    return _with_unit(with_spread(100 * share, spread), quantity)


def _printed(printed: PrintedShare) -> str:
    about = f"about{FIRM}" if printed.about else ""
    if printed.unit == "percent":
        return about + _with_unit(printed.value, printed.quantity)
    return f"{about}{printed.value} {printed.quantity}"


def _with_unit(text: str, quantity: str) -> str:
    return f"{text}{THIN}% {quantity}"


def _sampling(printed: PrintedShare) -> str:
    """What the test images alone leave open of a printed share: a standard error."""
    error = 100 * sampling_error(printed.accuracy, printed.images)
    return f"±{FIRM}{fixed(error, DECIMALS)} points by {number(printed.images)} test images"


def _points(points: float) -> str:
    text = fixed(abs(points), DECIMALS)
    if float(text) == 0:
        return "equal"
    return f"{text} points {'better' if points > 0 else 'worse'}"


def _allowed(allowed: Allowed) -> str:
    better, worse = (setting(points) for points in (allowed.better, allowed.worse))
    return f"up to {better} points better and {worse} worse"


def _sentence(rows: list[dict[str, Any]]) -> str:
    """How many lie where; empty where there is nothing to compare."""
    if not rows:
        return ""
    named = [row["outcome"]["name"] for row in rows]
    compared = sum(name in (WITHIN, OUTSIDE) for name in named)
    first = f"{counted(len(rows), 'number')} of the literature stand beside ours"
    if len(rows) == 1:
        first = "one number of the literature stands beside ours"
    parts = [
        f"{number(compared)} can be compared at this budget",
        f"{number(named.count(WITHIN))} of these within what the differences allow",
        _outside(rows),
    ]
    if MISSING in named:
        parts.append(f"{number(named.count(MISSING))} not run")
    return sentence(f"{first}: {', '.join(parts)}")


def _outside(rows: list[dict[str, Any]]) -> str:
    """How many lie outside, and of how many of these it is said why."""
    found = [row for row in rows if row["outcome"]["name"] == OUTSIDE]
    noted = sum(bool(row["note"]) for row in found)
    why = f" ({number(noted)} with a note on why)" if noted else ""
    return f"{number(len(found))} outside{why}"
