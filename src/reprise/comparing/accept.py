"""``reprise accept``: the report that is there becomes what later ones are compared with."""

from __future__ import annotations

import json
from pathlib import Path

from reprise.comparing.model import SCHEMA, read_content, read_made
from reprise.config import Config
from reprise.files import write_atomically
from reprise.planning import layout_of
from reprise.problems import DocumentError, Problem


def accept(config: Config, *, partial_ok: bool = False) -> Path:
    """Write ``records/<scale>/accepted.json``, and print what was accepted.

    Raises
    ------
    DocumentError
        When there is no such report, or runs are missing from it; with ``partial_ok`` a report
        that lacks runs is accepted as well.
    """
    layout = layout_of(config)
    report = layout.report / "report.json"
    made, content = read_made(report), read_content(report)
    if made.found.missing and not partial_ok:
        lacks = f"{made.found.missing} planned runs are missing from it"
        ways = f"make them with `snakemake --config scale={config.scale}`, or give --partial-ok"
        raise DocumentError([Problem(str(report), "", f"{lacks}; {ways}")])
    provenance = {name: content["provenance"][name] for name in ("code", "config")}
    accepted = {"schema": SCHEMA, "provenance": provenance, "comparison": content["comparison"]}
    text = json.dumps(accepted, indent=1, ensure_ascii=False, allow_nan=False)
    write_atomically(layout.accepted, text + "\n")
    print(f"accepted: {layout.accepted} ({made.origin})")
    return layout.accepted
