"""Names of the places that the page links to; each stands once.

Slugs hold single hyphens only, so the doubled ones keep the parts apart.
"""

from __future__ import annotations

import re

MISSING = "missing-runs"
ERRATA = "errata"
LITERATURE = "literature"
PERFORMANCE = "performance"
PROVENANCE = "provenance"
APPENDIX = "runs"


def chapter(slug: str) -> str:
    return f"document--{slug}"


def section(slug: str, name: str) -> str:
    return f"section--{slug}--{_safe(name.lower().replace(' ', '-'))}"


def claim(slug: str, claim_id: str) -> str:
    return f"claim--{slug}--{_safe(claim_id)}"


def erratum(slug: str, erratum_id: str) -> str:
    return f"erratum--{slug}--{_safe(erratum_id)}"


def cause(name: str) -> str:
    """A list of the claims that fail for one cause."""
    return f"cause--{_safe(name)}"


def literature(entry_id: str) -> str:
    return f"literature--{entry_id}"


def figure(slug: str, figure_id: str) -> str:
    return f"figure--{slug}--{figure_id}"


def experiment(slug: str, name: str) -> str:
    """An experiment's place in the run appendix."""
    return f"experiment--{slug}--{name}"


def variant(slug: str, experiment_name: str, name: str) -> str:
    """A variant's place in the run appendix."""
    return f"runs--{slug}--{experiment_name}--{_safe(name)}"


def run(run_id: str) -> str:
    return f"run-{run_id}"


def _safe(text: str) -> str:
    """Letters, digits, points and hyphens; other bytes as ``_xx``: no two texts become one."""
    return re.sub(
        r"[^A-Za-z0-9.-]",
        lambda match: "".join(f"_{byte:02x}" for byte in match[0].encode()),
        text,
    )
