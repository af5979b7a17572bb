"""The loss of a batch of logits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn.functional import logsigmoid

from reprise.training.binary_losses import Logs, cross_entropy, focal, soft_dice

if TYPE_CHECKING:
    from reprise.documents.models.rare_positives import BinaryLoss


def batch_loss(loss: BinaryLoss, logits: Tensor, targets: Tensor) -> Tensor:
    """One number for logits and targets of one shape: a mean, or Dice of all elements together."""
    if loss.kind == "dice":
        return soft_dice(torch.sigmoid(logits), targets, loss.smoothing)
    logs = logs_of(logits)
    if loss.kind == "focal":
        return focal(logs, targets, loss.gamma, torch.exp).mean()
    return cross_entropy(logs, targets).mean()


def mean_cross_entropy(logits: Tensor, targets: Tensor) -> Tensor:
    """The same number for all losses' networks."""
    return cross_entropy(logs_of(logits), targets).mean()


def logs_of(logits: Tensor) -> Logs:
    """log y and log(1-y) of y = 1 / (1 + exp(-z)), finite for every finite z."""
    return Logs(logsigmoid(logits), logsigmoid(-logits))
