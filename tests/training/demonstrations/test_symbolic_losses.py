"""Formulas as identities in symbols: what is right holds, and a mutation of it does not."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

from reprise.documents.models.demonstration_options import SymbolicLosses
from reprise.training.demonstrations import (
    dice_derivation,
    focal_formulas,
    softmax_derivation,
    symbolic_losses,
)
from reprise.training.demonstrations.symbols import Symbolic, plain, same

WRONG = {"dice_first_line", "focal_second_term", "focal_sum"}
"""Lines that the document prints wrongly."""


def holds() -> dict[str, int]:
    metrics = symbolic_losses.run(SymbolicLosses(), None).metrics
    return {name.removesuffix("_holds"): value for name, value in metrics.items()}


@pytest.fixture(scope="module")
def unchanged() -> dict[str, int]:
    return holds()


def test_every_line_but_the_wrong_ones_holds(unchanged) -> None:
    assert {name for name, value in unchanged.items() if not value} == WRONG


@pytest.mark.parametrize(
    ("module", "function", "mutated", "lines"),
    [
        (dice_derivation, "second_line", lambda y, t: 2 * t**2 * y * (1 - y) / (y + t) ** 2,
         ["dice_second_line"]),  # a wrong sign
        (dice_derivation, "by_overlap", lambda y, part: part / (2 * y**2),
         ["dice_squared_overlap"]),  # a dropped square
        (dice_derivation, "last_line", lambda y, part: (y - 1) / y * part**2,
         ["dice_last_line"]),  # a missing factor
        (focal_formulas, "first_term_slope",
         lambda y, t, g: -t * ((1 - y) ** g / y - g * (1 - y) ** g * np.log(y)),
         ["focal_first_term", "focal_sum_corrected"]),  # an exponent one too large
        (focal_formulas, "second_term_slope",
         lambda y, t, g: -(1 - t) * (-(y**g) / (1 - y) + y ** (g - 1) * np.log(1 - y)),
         ["focal_second_term_corrected"]),  # a missing gamma
        (focal_formulas, "cross_entropy_slope", lambda y, t: -t / y - (1 - t) / (1 - y),
         ["cross_entropy_slope"]),
        (softmax_derivation, "logit_gradient", lambda y, t: t - y,
         ["cross_entropy_logit_gradient"]),
    ],
)  # fmt: skip
def test_a_mutation_of_a_right_line_does_not_hold(
    monkeypatch, unchanged, module, function, mutated, lines
) -> None:
    monkeypatch.setattr(module, function, mutated)
    found = holds()
    changed = {name for name in found if found[name] != unchanged[name]}
    assert set(lines) <= changed
    assert all(found[name] == 0 for name in lines)


def test_a_symbol_takes_what_a_number_takes() -> None:
    x = sympy.symbols("x", positive=True)
    formula = 2 / (1 + np.exp(-Symbolic(x))) ** 2 - (3 - Symbolic(x)) * np.log(Symbolic(x)) / 4
    number = float(plain(formula).subs(x, 0.7))
    assert number == pytest.approx(2 / (1 + np.exp(-0.7)) ** 2 - 2.3 * np.log(0.7) / 4)
    assert same(np.float64(2.0) * Symbolic(x), 2.0 * x, by=x)
