"""Where the cores' time of a quick build goes: of the longest that was made in this folder.

It is not made here: ``make report`` does that, on a machine that does nothing else meanwhile.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from cores import cores_time, longest_build, own_seconds, records_of
from measure import report

PROJECT = Path(__file__).resolve().parent.parent
SCALE = "quick"


def by_document(root: Path) -> dict[str, Counter[str]]:
    """Runs, and their seconds of training and evaluation, by document."""
    found: dict[str, Counter[str]] = {}
    for job in longest_build(root, SCALE):
        for record in records_of(root, job):
            of = found.setdefault(record.parent.name.partition("--")[0], Counter())
            of["runs"] += 1
            of["seconds"] += own_seconds(root / record)
    return dict(sorted(found.items()))


def main() -> None:
    report(
        {
            "question": "a quick build of everything",
            "spent": cores_time(PROJECT, SCALE, os.cpu_count() or 1),
            "rows": [{"document": slug, **of} for slug, of in by_document(PROJECT).items()],
        }
    )


if __name__ == "__main__":
    main()
