"""The index of committed records, and a plan whose runs are those that were committed.

A committed record was made by the code of its time. It is found again by what was run, not by the
code that ran it: spec, seed, and the same of the run that it builds on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError

from reprise.digest import canonical, sha256
from reprise.documents.plan import Plan, Run, Variant
from reprise.problems import DocumentError, Problem
from reprise.strict import Strict

SCHEMA = 3
"""Version 2 is read as well; its records have their curves in them."""

INDEX = "index.json"

Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Committed(Strict):
    """One committed record: its folder and key, and what was run, whatever code ran it.

    ``sha256`` is the checksum of its ``record.json``, in which those of its curves and arrays
    stand. ``superseded``: another build made the same run again, but records that were built on
    this one are still here.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]*$")]
    key: Hash
    identity: Hash
    sha256: Hash
    superseded: bool = False


class Index(Strict):
    """The committed records, of all scales together: what a run is does not depend on its scale."""

    version: Literal[2, 3] = Field(alias="schema")
    runs: list[Committed] = Field(min_length=1)


def identities(plan: Plan) -> dict[str, str]:
    """What each run of a plan is, whatever code makes it: run id -> hash."""
    runs = {run.id: run for run in plan.runs()}

    def of(run: Run) -> str:
        return identity(run.spec, run.seed, of(runs[run.source]) if run.source else None)

    return {run_id: of(run) for run_id, run in runs.items()}


def identity(spec: Mapping[str, Any], seed: int, source: str | None = None) -> str:
    """What a run is: its spec, its seed, and the same of the run that it builds on."""
    return sha256(canonical({"spec": spec, "seed": seed, "from": source}))


def read_index(folder: Path) -> Index:
    """The index of the committed records.

    Raises
    ------
    DocumentError
        When there is none, or it is not one of this version.
    """
    file = folder / INDEX
    try:
        return Index.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        words = "there are no committed records"
        raise DocumentError([Problem("records", str(file), words)]) from None
    except OSError as error:
        raise DocumentError([Problem("records", str(file), f"cannot be read: {error}")]) from None
    except ValidationError as error:
        found = error.errors()[0]
        place = ".".join(map(str, found["loc"])) or "the file"
        words = f"is no index of this version ({place}); restore it, or accept records again"
        raise DocumentError([Problem("records", str(file), words)]) from None


def adopted(plan: Plan, index: Index) -> Plan:
    """The same plan with the ids and keys of the committed records.

    A run that was not committed keeps its own, and counts as not run.
    """
    own = identities(plan)
    committed = {run.identity: run for run in index.runs if not run.superseded}
    new = {run_id: committed.get(it) for run_id, it in own.items()}
    ids = {run_id: found.id if found else run_id for run_id, found in new.items()}

    def moved(run: Run) -> Run:
        found = new[run.id]
        source = ids[run.source] if run.source else None
        key = found.key if found else run.key
        return replace(run, id=ids[run.id], key=key, source=source)

    def of(variant: Variant) -> Variant:
        builds_on = of(variant.builds_on) if variant.builds_on else None
        return replace(variant, runs=tuple(map(moved, variant.runs)), builds_on=builds_on)

    variants = {
        name: {key: of(variant) for key, variant in made.items()}
        for name, made in plan.variants.items()
    }
    return replace(plan, variants=variants)
