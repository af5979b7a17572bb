"""How far a variant was cut below the document's own budget.

A run that two experiments share may be cut for one and whole for the other, so this looks at
the variant's own full spec and not at the run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reprise.documents.engines import SPEC
from reprise.documents.plan import Plan, Variant
from reprise.documents.settings import MISSING, changed, differences, get


@dataclass(frozen=True)
class Cut:
    """A dotted key, what the document has there, and what the run had."""

    key: str
    full: Any
    used: Any

    def __str__(self) -> str:
        if _is_number(self.used) and (_is_number(self.full) or self.full is MISSING):
            whole = "all" if self.full is MISSING else self.full
            if whole == "all" or self.used < whole:
                return f"{self.key} {self.used} of {whole}"
        used, full = (_word(value) for value in (self.used, self.full))
        return f"{self.key} {used} in place of {full}"


def cuts_of(plan: Plan, slug: str, experiment: str, variant: Variant) -> tuple[Cut, ...]:
    """The keys in which a variant's runs differ from the document's own set-up.

    An experiment that builds on another is cut as that one is, too.
    """
    entry = plan.documents[slug].entries[experiment]
    inherited: tuple[Cut, ...] = ()
    if variant.builds_on is not None:
        inherited = cuts_of(plan, slug, entry.experiment.source, variant.builds_on)
    stated = SPEC.validate_python(changed(entry.spec, variant.settings))
    full = stated.model_dump(mode="json", exclude_none=True)
    used = variant.runs[0].spec
    chosen = {"precision"} if variant.precision else set()  # by the configuration, not the scale
    keys = [key for key in differences(full, used) if key not in {"data.dataset", *chosen}]
    own = [Cut(key, get(full, key), get(used, key)) for key in keys]
    return (*inherited, *(cut for cut in own if cut not in inherited))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _word(value: Any) -> str:
    return "none" if value is MISSING else str(value)
