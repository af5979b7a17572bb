"""How the gradients of a training set's batches differ while the weights stand still."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn

from reprise.streams import stream
from reprise.training.torch_nets.rare_positives.examples import Examples
from reprise.training.torch_nets.rare_positives.losses import batch_loss

if TYPE_CHECKING:
    from reprise.documents.models.rare_positives import BinaryLoss


def measure(
    module: nn.Module, loss: BinaryLoss, train: Examples, batch_size: int, seed: int
) -> dict[str, float]:
    """Over one order of the training set in whole batches, the same whenever it is measured.

    ``gradient_norm`` is the mean of the Euclidean norm of the gradient in all weights and biases,
    ``gradient_variation`` its standard deviation (of a sample) over its mean, and
    ``flipped_gradient_share`` the part of all examples' gradients in their logits, taken
    absolutely and added up, that belongs to flipped targets. NaN where there is none.
    """
    order = stream(seed, "measured order").permutation(len(train))
    parameters = list(module.parameters())
    norms, of_flipped, of_all = [], 0.0, 0.0
    for start in range(0, len(train) - batch_size + 1, batch_size):
        rows = torch.from_numpy(order[start : start + batch_size])
        logits = module(train.inputs.index_select(0, rows)).flatten(1)
        value = batch_loss(loss, logits, train.targets[rows])
        in_logits, *in_weights = torch.autograd.grad(value, [logits, *parameters])
        norms.append(float(sum(g.double().square().sum() for g in in_weights)) ** 0.5)
        pulls = in_logits.abs().double()
        of_all += float(pulls.sum())
        of_flipped += float(pulls[train.flipped[rows]].sum())
    mean = float(np.mean(norms))
    known = len(norms) > 1 and mean > 0
    found = {
        "gradient_norm": mean,
        "gradient_variation": float(np.std(norms, ddof=1)) / mean if known else np.nan,
    }
    if train.flipped.any():
        found["flipped_gradient_share"] = of_flipped / of_all if of_all else np.nan
    return found
