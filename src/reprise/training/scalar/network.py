"""A network of one hidden layer in scalars: Python numbers, lists and ``math``, nothing else.

After the listings of Boczek (2021), questions 3 and 4. Names are the assignment's: ``W`` and
``b`` lead to the hidden units, ``V`` and ``c`` to the outputs; ``W[i][j]`` goes from input i to
hidden unit j, and ``V[i][j]`` from hidden unit i to output j.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Vector = list[float]
Matrix = list[Vector]

LEFT_THE_FLOATS = (ArithmeticError, ValueError)
"""What ``math`` raises for an exponential too large or for the logarithm of zero."""


@dataclass
class Parameters:
    """Weights and biases, or the derivatives of the loss with respect to them."""

    W: Matrix
    b: Vector
    V: Matrix
    c: Vector

    def named(self) -> Iterator[tuple[str, Vector, int]]:
        """Each number's name, counted from 1 (``W_1_1``, ``b_1``), its list, and its place."""
        for letter, matrix in (("W", self.W), ("V", self.V)):
            for i, row in enumerate(matrix, start=1):
                for j in range(len(row)):
                    yield f"{letter}_{i}_{j + 1}", row, j
        for letter, vector in (("b", self.b), ("c", self.c)):
            for j in range(len(vector)):
                yield f"{letter}_{j + 1}", vector, j


@dataclass(frozen=True)
class Pass:
    """What a forward pass leaves for the backward pass."""

    hidden: Vector
    sums: Vector
    outputs: Vector


def summed_units(output_sum: str, p: Parameters) -> int:
    """How many hidden units an output sums over.

    ``as-printed``: as many as there are outputs, since the listing's inner loop runs over
    ``range(n_out)``; ``corrected``: all.
    """
    return len(p.c) if output_sum == "as-printed" else len(p.b)


def forward(p: Parameters, x: Sequence[float], summed: int) -> Pass:
    """Sigmoid hidden units, of which the first ``summed`` reach the softmax outputs.

    Raises ArithmeticError where an exponential leaves the range of a float: the listing has no
    guard against it.
    """
    sums = list(p.b)
    for value, row in zip(x, p.W, strict=True):
        for j, weight in enumerate(row):
            sums[j] += value * weight
    hidden = [1.0 / (1.0 + math.exp(-z)) for z in sums]
    sums = list(p.c)
    for i in range(summed):
        value = hidden[i]
        for j, weight in enumerate(p.V[i]):
            sums[j] += value * weight
    exponentials = [math.exp(z) for z in sums]
    total = sum(exponentials)
    return Pass(hidden, sums, [e / total for e in exponentials])


def cross_entropy(outputs: Vector, target: int) -> float:
    """-log of the target's probability; ValueError where that is zero."""
    return -math.log(outputs[target])


def backward(p: Parameters, x: Sequence[float], target: int, passed: Pass) -> Parameters:
    """The derivatives of the loss as printed: those of a sum over all hidden units."""
    delta = list(passed.outputs)
    delta[target] -= 1.0
    dV = [[value * d for d in delta] for value in passed.hidden]
    db = []
    for value, row in zip(passed.hidden, p.V, strict=True):
        back = 0.0
        for weight, d in zip(row, delta, strict=True):
            back += weight * d
        db.append(value * (1.0 - value) * back)
    dW = [[value * d for d in db] for value in x]
    return Parameters(W=dW, b=db, V=dV, c=delta)


def descend(p: Parameters, gradient: Parameters, rate: float) -> None:
    """One step of gradient descent, in place."""
    for rows, changes in ((p.W, gradient.W), (p.V, gradient.V)):
        for row, change in zip(rows, changes, strict=True):
            for j, d in enumerate(change):
                row[j] -= rate * d
    for vector, change in ((p.b, gradient.b), (p.c, gradient.c)):
        for j, d in enumerate(change):
            vector[j] -= rate * d
