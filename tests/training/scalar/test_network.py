"""The scalar network against NumPy, autograd-free derivatives, and the worked example."""

from __future__ import annotations

import ast
import math
import random

import numpy as np
import pytest
from toy import PROJECT

from reprise.training.scalar.arrays import as_arrays, count
from reprise.training.scalar.epochs import evaluate, train_epoch
from reprise.training.scalar.gradient_check import gradient_error
from reprise.training.scalar.network import (
    Parameters,
    backward,
    cross_entropy,
    descend,
    forward,
    summed_units,
)

SCALAR = PROJECT / "src" / "reprise" / "training" / "scalar"
PURE = ("network.py", "gradient_check.py", "epochs.py")


def network(inputs=2, hidden=3, outputs=2) -> Parameters:
    draw = random.Random(5).gauss
    return Parameters(
        W=[[draw(0, 1) for _ in range(hidden)] for _ in range(inputs)],
        b=[draw(0, 1) for _ in range(hidden)],
        V=[[draw(0, 1) for _ in range(outputs)] for _ in range(hidden)],
        c=[draw(0, 1) for _ in range(outputs)],
    )


@pytest.mark.parametrize("name", PURE)
def test_the_network_uses_python_and_math_alone(name):
    names: set[str] = set()
    for node in ast.walk(ast.parse((SCALAR / name).read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module)
    own = {f"reprise.training.scalar.{other.removesuffix('.py')}" for other in PURE}
    assert names <= own | {"__future__", "math", "collections.abc", "dataclasses"}
    assert names & (own | {"math"})


@pytest.mark.parametrize("summed", [1, 3, 4])
def test_the_forward_pass_is_the_matrix_product_over_the_summed_units(summed):
    p, x = network(5, 4, 3), [0.3, -1.2, 0.7, 2.0, -0.1]
    a = as_arrays(p)
    hidden = 1 / (1 + np.exp(-(np.array(x) @ a["W"] + a["b"])))
    sums = hidden[:summed] @ a["V"][:summed] + a["c"]
    passed = forward(p, x, summed)
    np.testing.assert_allclose(passed.hidden, hidden)
    np.testing.assert_allclose(passed.sums, sums)
    np.testing.assert_allclose(passed.outputs, np.exp(sums) / np.exp(sums).sum())


def test_the_printed_sum_leaves_out_hidden_units():
    p = network(2, 3, 2)
    assert summed_units("as-printed", p) == 2
    assert summed_units("corrected", p) == 3
    assert summed_units("as-printed", network(2, 3, 3)) == 3


@pytest.mark.parametrize("target", [0, 2])
def test_the_backward_pass_belongs_to_the_corrected_forward_pass(target):
    p, x = network(4, 5, 3), [0.5, -1.0, 2.0, 0.1]
    assert gradient_error(p, x, target, summed=5) < 1e-9
    assert gradient_error(p, x, target, summed=3) > 0.01


def test_the_gradient_check_leaves_the_parameters_alone_and_finds_a_wrong_derivative(monkeypatch):
    from reprise.training.scalar import gradient_check

    p, x = network(), [0.5, -1.0]
    before = as_arrays(p)
    gradient_error(p, x, 1, 3)
    for name, values in as_arrays(p).items():
        np.testing.assert_array_equal(values, before[name])

    def wrong(*arguments):
        gradient = backward(*arguments)
        gradient.W[1][2] += 0.01
        return gradient

    monkeypatch.setattr(gradient_check, "backward", wrong)
    assert gradient_error(p, x, 1, 3) == pytest.approx(0.01, rel=1e-4)


def test_names_count_from_one_and_reach_every_number():
    p = network(2, 3, 2)
    names = {name: values[place] for name, values, place in p.named()}
    assert len(names) == count(p) == 17
    assert names["W_2_3"] == p.W[1][2] and names["V_3_1"] == p.V[2][0]
    assert names["b_1"] == p.b[0] and names["c_2"] == p.c[1]


def test_a_step_of_descent_moves_against_the_gradient():
    p, x = network(), [0.5, -1.0]
    before = as_arrays(p)
    passed = forward(p, x, 3)
    gradient = backward(p, x, 0, passed)
    descend(p, gradient, 0.1)
    for name, values in as_arrays(p).items():
        np.testing.assert_allclose(values, before[name] - 0.1 * as_arrays(gradient)[name])
    assert cross_entropy(forward(p, x, 3).outputs, 0) < cross_entropy(passed.outputs, 0)


def test_an_epoch_judges_each_example_before_its_own_update():
    x, labels = [[1.0, 2.0], [1.0, 2.0]], [1, 1]
    p = network()
    first = cross_entropy(forward(p, x[0], 3).outputs, 1)
    loss, accuracy, updates = train_epoch(p, x, labels, 0.5, 3)
    assert 0.5 * first < loss < first
    assert accuracy in (0.0, 0.5, 1.0) and updates == 2
    assert evaluate(p, x, labels, 3)[0] < loss


def test_leaving_the_floats_is_told_and_not_raised():
    p = network()
    p.W[0][0] = -1e6
    loss, accuracy, updates = train_epoch(p, [[0.0, 0.0], [1.0, 0.0]], [0, 1], 0.1, 3)
    assert math.isnan(loss) and math.isnan(accuracy) and updates == 1
    assert math.isnan(evaluate(p, [[1.0, 0.0]], [0], 3)[0])
    assert math.isnan(gradient_error(p, [1.0, 0.0], 0, 3))
