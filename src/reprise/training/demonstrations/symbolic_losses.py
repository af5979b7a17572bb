"""The derivatives of cross-entropy, Dice and focal loss, line by line, as identities in symbols."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sympy

from reprise.training.demonstrations import dice_derivation as dice
from reprise.training.demonstrations import focal_formulas as focal
from reprise.training.demonstrations import softmax_derivation as softmax
from reprise.training.demonstrations.symbols import Symbolic, plain, same
from reprise.training.outcome import Context, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_options import SymbolicLosses

Lines = dict[str, tuple[Any, sympy.Expr]]
"""Name of a line -> its formula, and what it should be."""


def run(options: SymbolicLosses, context: Context) -> Outcome:
    """Metrics ``<line>_holds``: 1 where formula and derivative are the same for all y, t and gamma.

    The formulas are those of the numerical demonstrations; derivatives are taken by sympy.
    """
    y, t, gamma = sympy.symbols("y t gamma", positive=True)
    lines = {**_cross_entropy(y, t), **_dice(y, t), **_focal(y, t, gamma), **_softmax()}
    return Outcome({f"{name}_holds": int(same(*line, by=t)) for name, line in lines.items()})


def _cross_entropy(y: sympy.Symbol, t: sympy.Symbol) -> Lines:
    loss = plain(focal.cross_entropy(Symbolic(y), Symbolic(t)))
    in_y = sympy.diff(loss, y)
    return {
        "cross_entropy_slope": (focal.cross_entropy_slope(Symbolic(y), Symbolic(t)), in_y),
        "cross_entropy_logit_gradient": (
            softmax.logit_gradient(Symbolic(y), Symbolic(t)),
            in_y * y * (1 - y),
        ),
    }


def _dice(y: sympy.Symbol, t: sympy.Symbol) -> Lines:
    a, b = Symbolic(y), Symbolic(t)
    loss = plain(dice.loss(a, b))
    in_y = sympy.diff(loss, y)
    in_z = in_y * y * (1 - y)
    part = dice.overlap(a, b)
    return {
        "dice_first_line": (dice.first_line(a, b), in_y),
        "dice_first_line_corrected": (-dice.first_line(a, b), in_y),
        "dice_second_line": (dice.second_line(a, b), in_z),
        "dice_overlap": (part, 1 - loss),
        "dice_squared_overlap": (dice.by_overlap(a, part), plain(dice.first_line(a, b))),
        "dice_last_line": (dice.last_line(a, part), in_z),
    }


def _focal(y: sympy.Symbol, t: sympy.Symbol, gamma: sympy.Symbol) -> Lines:
    a, b, g = Symbolic(y), Symbolic(t), Symbolic(gamma)
    # a power of 1 - y is computed as exp(gamma log(1-y)), which sympy does not see by itself
    terms = [plain(term(a, b, g)) for term in (focal.first_term, focal.second_term)]
    first, second = (sympy.diff(term.rewrite(sympy.Pow), y) for term in terms)
    printed, corrected = focal.second_term_slope_as_printed, focal.second_term_slope
    return {
        "focal_first_term": (focal.first_term_slope(a, b, g), first),
        "focal_second_term": (printed(a, b, g), second),
        "focal_second_term_corrected": (corrected(a, b, g), second),
        "focal_sum": (focal.first_term_slope(a, b, g) + printed(a, b, g), first + second),
        "focal_sum_corrected": (
            focal.first_term_slope(a, b, g) + corrected(a, b, g),
            first + second,
        ),
        "focal_entropy": (focal.log_by_entropy(a), sympy.log(y)),
        "focal_closed_form": (focal.closed_form(a, b, g), first + second),
    }


def _softmax() -> Lines:
    """For three classes: one entry on the diagonal and one beside it."""
    z = sympy.symbols("z1:4", real=True)
    total = sum(sympy.exp(v) for v in z)
    y = [sympy.exp(v) / total for v in z]
    return {
        "softmax_diagonal": (Symbolic(y[0]) * (1 - Symbolic(y[0])), sympy.diff(y[0], z[0])),
        "softmax_off_diagonal": (-Symbolic(y[0]) * Symbolic(y[1]), sympy.diff(y[0], z[1])),
    }
