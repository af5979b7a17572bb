"""The README's numbers: what was found, from the report of the committed records.

``make front-page`` writes them between the two marks in ``README.md``.
"""

from __future__ import annotations

import json
from pathlib import Path

from reprise.files import write_atomically
from reprise.reporting.markdown import in_markdown

PROJECT = Path(__file__).resolve().parents[2]
MODEL = PROJECT / "results" / "from-records" / "full" / "report" / "report.json"
BEGIN, END = "<!-- found: written by make front-page -->\n", "<!-- end of found -->\n"


def with_numbers(readme: str, found: str) -> str:
    """The text with what was found between its marks; ValueError where it has none."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError("the README has lost the marks that the numbers stand between")
    return f"{before}{BEGIN}\n{found}\n{END}{after}"


def main() -> None:
    readme = PROJECT / "README.md"
    found = in_markdown(json.loads(MODEL.read_text(encoding="utf-8")))
    write_atomically(readme, with_numbers(readme.read_text(encoding="utf-8"), found))


if __name__ == "__main__":
    main()
