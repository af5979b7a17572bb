"""Cross-entropy, Dice and focal loss against their definitions, in NumPy and in PyTorch."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from reprise.training.binary_losses import cross_entropy, dice, focal, logs, soft_dice

Y = np.linspace(0.02, 0.98, 25)
STEP = 1e-30


@pytest.mark.parametrize("t", [0.0, 0.3, 1.0])
def test_cross_entropy_is_its_definition(t: float) -> None:
    expected = [-t * np.log(y) - (1 - t) * np.log(1 - y) for y in Y]
    np.testing.assert_allclose(cross_entropy(logs(Y), t), expected, rtol=1e-14)


@pytest.mark.parametrize("gamma", [0.0, 0.5, 2.0, 8.0])
def test_focal_loss_is_its_definition(gamma: float) -> None:
    positive = -((1 - Y) ** gamma) * np.log(Y)
    negative = -(Y**gamma) * np.log(1 - Y)
    np.testing.assert_allclose(focal(logs(Y), 1.0, gamma), positive, rtol=1e-12)
    np.testing.assert_allclose(focal(logs(Y), 0.0, gamma), negative, rtol=1e-12)
    np.testing.assert_allclose(focal(logs(Y), 0.25, gamma), 0.25 * positive + 0.75 * negative)


def test_a_gamma_of_0_is_cross_entropy_to_the_last_bit(rng) -> None:
    t = rng.uniform(size=Y.shape)
    np.testing.assert_array_equal(focal(logs(Y), t, 0.0), cross_entropy(logs(Y), t))


def test_gammas_are_broadcast() -> None:
    gammas = np.array([[0.5], [2.0]])
    rows = focal(logs(Y), 1.0, gammas)
    assert rows.shape == (2, len(Y))
    np.testing.assert_array_equal(rows[1], focal(logs(Y), 1.0, 2.0))


def test_dice_of_an_element() -> None:
    assert dice(0.5, 1.0) == pytest.approx(1 / 3)
    assert dice(0.7, 0.0) == 1
    assert dice(1.0, 1.0) == 0


def test_soft_dice_of_a_batch() -> None:
    y, t = np.array([0.9, 0.2, 0.4]), np.array([1.0, 0.0, 1.0])
    assert soft_dice(y, t, 0.0) == pytest.approx(1 - 2 * 1.3 / (1.5 + 2))
    assert soft_dice(y, t, 1.0) == pytest.approx(1 - 3.6 / 4.5)
    assert soft_dice(y, np.zeros(3), 1.0) == pytest.approx(1 - 1 / 2.5)
    assert soft_dice(t, t, 1.0) == 0


def test_soft_dice_of_one_element_is_its_dice() -> None:
    for y in Y:
        assert soft_dice(np.array([y]), np.array([0.6]), 0.0) == pytest.approx(dice(y, 0.6))


LOSSES = {
    "cross-entropy": lambda y, t, log, exp: cross_entropy(logs(y, log), t).sum(),
    "focal-0.5": lambda y, t, log, exp: focal(logs(y, log), t, 0.5, exp).sum(),
    "focal-5": lambda y, t, log, exp: focal(logs(y, log), t, 5.0, exp).sum(),
    "dice": lambda y, t, log, exp: dice(y, t).sum(),
    "soft-dice": lambda y, t, log, exp: soft_dice(y, t, 1.0),
}


@pytest.mark.parametrize("name", LOSSES)
def test_the_complex_step_is_autograd(name: str, rng) -> None:
    loss, t = LOSSES[name], rng.uniform(size=Y.shape)
    steps = Y + 1j * STEP * np.eye(len(Y))
    by_step = [np.imag(loss(row, t, np.log, np.exp)) / STEP for row in steps]
    y = torch.from_numpy(Y).requires_grad_()
    value = loss(y, torch.from_numpy(t), torch.log, torch.exp)
    assert value.item() == pytest.approx(float(loss(Y, t, np.log, np.exp)), rel=1e-14)
    (by_autograd,) = torch.autograd.grad(value, y)
    np.testing.assert_allclose(by_autograd.numpy(), by_step, rtol=1e-11)
