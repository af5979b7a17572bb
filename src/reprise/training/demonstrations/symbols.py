"""Formulas written for NumPy, applied to symbols: the same function, no second copy of it."""

from __future__ import annotations

from typing import Any

import sympy


class Symbolic:
    """A symbolic expression that arithmetic and NumPy's log and exp take like a number.

    NumPy calls the method of a function's name on what is no array of numbers.
    """

    __array_priority__ = 1000  # NumPy leaves arithmetic with its numbers to this class

    def __init__(self, expression: sympy.Expr) -> None:
        self.expression = expression

    def __add__(self, other: Any) -> Symbolic:
        return Symbolic(self.expression + plain(other))

    def __radd__(self, other: Any) -> Symbolic:
        return Symbolic(plain(other) + self.expression)

    def __sub__(self, other: Any) -> Symbolic:
        return Symbolic(self.expression - plain(other))

    def __rsub__(self, other: Any) -> Symbolic:
        return Symbolic(plain(other) - self.expression)

    def __mul__(self, other: Any) -> Symbolic:
        return Symbolic(self.expression * plain(other))

    def __rmul__(self, other: Any) -> Symbolic:
        return Symbolic(plain(other) * self.expression)

    def __truediv__(self, other: Any) -> Symbolic:
        return Symbolic(self.expression / plain(other))

    def __rtruediv__(self, other: Any) -> Symbolic:
        return Symbolic(plain(other) / self.expression)

    def __pow__(self, other: Any) -> Symbolic:
        return Symbolic(self.expression ** plain(other))

    def __rpow__(self, other: Any) -> Symbolic:
        return Symbolic(plain(other) ** self.expression)

    def __neg__(self) -> Symbolic:
        return Symbolic(-self.expression)

    def log(self) -> Symbolic:
        return Symbolic(sympy.log(self.expression))

    def exp(self) -> Symbolic:
        return Symbolic(sympy.exp(self.expression))


def plain(value: Any) -> sympy.Expr:
    """The expression of a formula's result, or a number as one."""
    return value.expression if isinstance(value, Symbolic) else sympy.sympify(value)


def same(formula: Any, true: sympy.Expr, by: sympy.Symbol) -> bool:
    """Whether the difference of the two is identically 0, as a whole or by powers of ``by``.

    sympy's simplification can fail to see that it is; then this says no, which a formula that is
    right by its numbers would show as a contradiction.
    """
    difference = plain(formula) - true
    if sympy.simplify(difference) == 0:
        return True
    terms = sympy.collect(sympy.expand(difference), by, evaluate=False)
    return all(sympy.simplify(term) == 0 for term in terms.values())
