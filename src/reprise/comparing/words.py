"""Changes in words, the same for every output."""

from __future__ import annotations

from reprise.analysis.naming import variant_label
from reprise.analysis.numbers import listed, seeds, with_spread
from reprise.analysis.statistics import Sample
from reprise.comparing.differences import Differences, NumberChange, VerdictChange
from reprise.comparing.model import ClaimState, Number

NONE = "–"
NOTHING = "Nothing changed."


def standing(claim: ClaimState) -> str:
    """``reproduced (provisional)``."""
    return f"{claim.verdict} (provisional)" if claim.provisional else claim.verdict


def because(change: VerdictChange, found: Differences) -> str:
    """What differs behind a verdict; said to come of the scale where the scales differ."""
    words = ", ".join(change.because)
    return f"other scale: {words}" if words and found.scales_differ else words


def place(change: NumberChange) -> str:
    """``boczek-2021/final (activation-relu)``."""
    return f"{change.document}/{variant_label(change.experiment, change.variant)}"


def old_and_new(change: NumberChange) -> tuple[str, str]:
    """Both numbers; with all their digits where rounding would make them look the same."""
    texts = _number(change.old), _number(change.new)
    if texts[0] == texts[1]:
        return _in_full(change.old), _in_full(change.new)
    return texts


def _number(number: Number | None) -> str:
    if number is None:
        return NONE
    return with_spread(Sample(number.n, number.mean, number.sd, None, None, 0.95, {}))


def _in_full(number: Number) -> str:
    return f"{number.mean!r} ({seeds(number.n)})"


def how(change: NumberChange) -> str:
    return f"{change.how}, other budget" if change.cut else change.how


def summary(found: Differences) -> str:
    """All that changed, counted, as one sentence."""
    moved = sum(change.how == "moved" for change in found.numbers)
    parts = (
        _counted(len(found.verdicts), "verdict changed", "verdicts changed"),
        _counted(len(found.claims_added), "claim added", "claims added"),
        _counted(len(found.claims_removed), "claim removed", "claims removed"),
        _counted(moved, "number moved beyond seed noise", "numbers moved beyond seed noise"),
        _counted(len(found.numbers) - moved, "further number differs", "further numbers differ"),
        _counted(len(found.runs_added), "run added", "runs added"),
        _counted(len(found.runs_removed), "run removed", "runs removed"),
        _counted(len(found.runs_remade), "run made anew", "runs made anew"),
        _counted(len(found.documents_added), "document added", "documents added"),
        _counted(len(found.documents_removed), "document removed", "documents removed"),
    )
    said = [part for part in parts if part]
    return f"{listed(said, len(said))}." if said else NOTHING


def numbers_compared(found: Differences) -> str:
    """How many numbers were looked at, so that chance can be judged."""
    return (
        f"{_counted(found.compared, 'number', 'numbers') or '0 numbers'} compared, "
        f"{found.within} of them differ within seed noise."
    )


def scales(found: Differences) -> str | None:
    if not found.scales_differ:
        return None
    old, new = found.old.found.scale, found.new.found.scale
    return f"The scales differ: {old} before, {new} now. What comes of that is marked."


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}" if count else ""
