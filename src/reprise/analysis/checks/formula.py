"""formula: a printed formula against the derivative or value that it stands for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import Any

from reprise.analysis.checks.exact import exact_part
from reprise.analysis.measurements import Measurements
from reprise.analysis.measures import Values, values
from reprise.analysis.numbers import as_stated, rounded
from reprise.analysis.parts import PartVerdict
from reprise.documents.models.claim_exact import FormulaClaim, FormulaPart
from reprise.documents.models.measure import Measure

NO_VALUE = "its shapes do not fit, or it is not defined"
"""Why a formula may give no finite number: NumPy refuses it, or it divides by zero."""


def check(claim: FormulaClaim, measurements: Measurements, slug: str) -> list[PartVerdict]:
    return [_check(claim, stated, measurements, slug) for stated in claim.parts]


@dataclass(frozen=True)
class _Evidence:
    """What was measured of a formula, where it was asked for."""

    error: Values
    corrected: Values | None
    condition: Values | None
    printed: Values | None
    correct: Values | None
    symbolic: Values | None

    def beside(self) -> list[Values]:
        """All but the error, which alone decides."""
        others = (self.corrected, self.condition, self.printed, self.correct, self.symbolic)
        return [found for found in others if found is not None]


def _evidence(stated: FormulaPart, measurements: Measurements, slug: str) -> _Evidence:
    def of(measure: Measure | None) -> Values | None:
        return None if measure is None else _infinite(values(measurements, slug, measure))

    example = stated.counterexample
    return _Evidence(
        error=of(stated.error),
        corrected=of(stated.corrected.error if stated.corrected else None),
        condition=of(stated.condition.error if stated.condition else None),
        printed=of(example.printed if example else None),
        correct=of(example.correct if example else None),
        symbolic=of(stated.symbolic),
    )


def _check(
    claim: FormulaClaim, stated: FormulaPart, measurements: Measurements, slug: str
) -> PartVerdict:
    evidence = _evidence(stated, measurements, slug)
    return replace(
        exact_part(
            claim,
            stated.label,
            evidence.error,
            _words(stated, evidence, claim.within),
            lambda error: abs(error) <= claim.within,
            beside=evidence.beside(),
        ),
        formula=_formula(stated, evidence, claim.within),
    )


def _words(stated: FormulaPart, evidence: _Evidence, within: float) -> str:
    """The error, and in symbols and under a condition whether the formula holds."""
    if not evidence.error.by_seed:
        return ""
    words = [_error(evidence.error, within)]
    if evidence.symbolic and evidence.symbolic.by_seed:
        held = all(evidence.symbolic.by_seed.values())
        words.append(f"in symbols it {'is' if held else 'is not'} an identity")
    if evidence.condition and evidence.condition.by_seed:
        holds = "it holds" if _rounds(evidence.condition, within) else "nor does it hold"
        words.append(f"{holds} for {stated.condition.holds_for}")
    return "; ".join(words)


def _infinite(found: Values) -> Values:
    """A formula that was computed without a finite result is wrong by more than any rounding."""
    return replace(
        found,
        by_seed=found.by_seed | dict.fromkeys(found.not_finite, inf),
        absent={seed: why for seed, why in found.absent.items() if seed not in found.not_finite},
    )


def _largest(found: Values) -> float:
    return max((abs(error) for error in found.by_seed.values()), default=inf)


def _rounds(found: Values, within: float) -> bool:
    """Whether rounding explains all errors that were measured, of which there are some."""
    return _largest(found) <= within


def _error(found: Values, within: float) -> str:
    largest = _largest(found)
    if largest == inf:
        return f"the printed formula gives no finite number: {NO_VALUE}"
    return f"largest error {_rounded(largest)}, where rounding explains {as_stated(within)}"


def _rounded(error: float) -> str:
    return f"{error:.1e}" if 0 < error < 1e-4 else rounded(error)


def _formula(stated: FormulaPart, evidence: _Evidence, within: float) -> dict[str, Any]:
    """What the report shows of it; an error is None where there is no run."""
    content: dict[str, Any] = {"printed": stated.printed, "error": _shown(evidence.error)}
    if stated.corrected:
        content["corrected"] = stated.corrected.formula
        content["corrected_error"] = _shown(evidence.corrected)
        content["corrected_holds"] = _rounds(evidence.corrected, within)
    if stated.condition and _rounds(evidence.condition, within):
        content["holds_for"] = stated.condition.holds_for
        content["condition_error"] = _shown(evidence.condition)
    if stated.counterexample:
        content["counterexample"] = {
            "at": stated.counterexample.at,
            "printed": _first(evidence.printed),
            "correct": _first(evidence.correct),
        }
    return content


def _shown(found: Values) -> str | None:
    """The largest error over the runs; None where there is no run."""
    if not found.by_seed:
        return None
    largest = _largest(found)
    return f"gives no finite number: {NO_VALUE}" if largest == inf else _rounded(largest)


def _first(found: Values) -> str | None:
    number = next(iter(found.by_seed.values()), None)
    if number is None:
        return None
    return "no value" if number == inf else rounded(number, 4)
