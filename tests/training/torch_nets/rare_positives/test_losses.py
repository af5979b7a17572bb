"""Losses of logits: the same numbers as of predictions, finite wherever the logits are."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from reprise.documents.models.rare_positives import BinaryLoss
from reprise.training.binary_losses import cross_entropy, focal, logs, soft_dice
from reprise.training.torch_nets.rare_positives.losses import batch_loss, mean_cross_entropy

Z = np.linspace(-6, 6, 30)
T = (np.arange(30) % 3 == 0).astype(np.float64)
Y = 1 / (1 + np.exp(-Z))
EXPECTED = {
    BinaryLoss(kind="cross-entropy"): cross_entropy(logs(Y), T).mean(),
    BinaryLoss(kind="focal", gamma=0.5): focal(logs(Y), T, 0.5).mean(),
    BinaryLoss(kind="focal", gamma=8): focal(logs(Y), T, 8).mean(),
    BinaryLoss(kind="dice", smoothing=1): soft_dice(Y, T, 1),
}


def gradient(loss: BinaryLoss, z: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
    z = z.clone().requires_grad_()
    return torch.autograd.grad(batch_loss(loss, z, t), z)[0]


@pytest.mark.parametrize("loss", EXPECTED, ids=str)
def test_of_logits_as_of_predictions(loss: BinaryLoss) -> None:
    z, t = torch.from_numpy(Z), torch.from_numpy(T)
    assert float(batch_loss(loss, z, t)) == pytest.approx(EXPECTED[loss], rel=1e-12)
    assert torch.autograd.gradcheck(lambda z: batch_loss(loss, z, t), z.clone().requires_grad_())


@pytest.mark.parametrize("loss", EXPECTED, ids=str)
def test_extreme_logits_have_finite_losses_and_gradients(loss: BinaryLoss) -> None:
    z = torch.tensor([-1e4, -110.0, -20.0, 0.0, 20.0, 110.0, 1e4])
    for t in (torch.zeros(7), torch.ones(7)):
        assert torch.isfinite(batch_loss(loss, z, t))
        assert torch.isfinite(gradient(loss, z, t)).all()


def test_the_gradient_of_cross_entropy_is_the_error() -> None:
    found = gradient(BinaryLoss(kind="cross-entropy"), torch.from_numpy(Z), torch.from_numpy(T))
    np.testing.assert_allclose(len(Z) * found.numpy(), Y - T, atol=1e-15)


def test_a_gamma_of_0_has_the_loss_and_gradient_of_cross_entropy_exactly() -> None:
    z, t = torch.from_numpy(Z).float(), torch.from_numpy(T).float()
    one, other = BinaryLoss(kind="focal", gamma=0), BinaryLoss(kind="cross-entropy")
    assert torch.equal(batch_loss(one, z, t), batch_loss(other, z, t))
    assert torch.equal(gradient(one, z, t), gradient(other, z, t))
    assert torch.equal(mean_cross_entropy(z, t), batch_loss(other, z, t))
