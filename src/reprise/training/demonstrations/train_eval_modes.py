"""What changes between training and evaluation besides the update."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from reprise.training.demonstrations.torch_tools import (
    largest_difference,
    parameters,
    random_tensor,
    seeded,
)
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_layers import TrainEvalModes


def run(options: TrainEvalModes, context: Context) -> Outcome:
    """One batch through each layer in both modes; no update is ever made.

    Metrics: the difference between the modes' outputs for a linear layer, the same with dropout
    behind it, and batch normalisation; of dropout the share of zeros, the value and mean of a
    batch of ones, and what it does to the weights; of batch normalisation the mean and variance
    of each channel, and the error of evaluation by running averages.
    """
    seeded(context.seed)
    x = random_tensor(context.seed, "batch", options.examples, options.units)
    plain = torch.nn.Sequential(torch.nn.Linear(options.units, options.units)).double()
    metrics: Metrics = {"plain_mode_difference": _between_modes(plain, x)}
    with torch.no_grad():
        metrics |= _dropout(options, plain[0], x) | _batch_norm(options, context.seed)
    return Outcome(metrics)


def _between_modes(module: torch.nn.Module, x: torch.Tensor) -> float:
    with torch.no_grad():
        return largest_difference(module.train()(x), module.eval()(x))


def _dropout(options: TrainEvalModes, linear: torch.nn.Linear, x: torch.Tensor) -> Metrics:
    dropout = torch.nn.Dropout(options.dropout)
    both = torch.nn.Sequential(linear, dropout)
    before = linear.weight.clone()
    difference = _between_modes(both, x)
    ones = torch.ones_like(x)
    trained, evaluated = dropout.train()(ones), dropout.eval()(ones)
    kept = trained[trained != 0]
    return {
        "dropout_mode_difference": difference,
        "dropout_zero_share": float((trained == 0).double().mean()),
        "dropout_kept_value_min": float(kept.min()),
        "dropout_kept_value_max": float(kept.max()),
        "dropout_mean": float(trained.mean()),
        "dropout_eval_error": largest_difference(evaluated, ones),
        "dropout_parameters": parameters(dropout),
        "dropout_weights_set_to_zero": int((linear.weight == 0).sum()),
        "dropout_weight_change": largest_difference(linear.weight, before),
    }


def _batch_norm(options: TrainEvalModes, seed: int) -> Metrics:
    shape = (options.examples, options.channels, options.size, options.size)
    x = 2 * random_tensor(seed, "images", *shape) + 3
    norm = torch.nn.BatchNorm2d(options.channels).double().train()
    trained = norm(x)
    mean, variance = norm.running_mean, norm.running_var
    expected = (x - mean[:, None, None]) / torch.sqrt(variance[:, None, None] + norm.eps)
    evaluated = norm.eval()(x)
    momentum = norm.momentum
    batch_mean = x.mean(dim=(0, 2, 3))
    return {
        "batch_norm_mode_difference": largest_difference(trained, evaluated),
        "batch_norm_channel_mean": float(trained.mean(dim=(0, 2, 3)).abs().max()),
        "batch_norm_channel_variance_error": largest_difference(
            trained.var(dim=(0, 2, 3), unbiased=False), torch.ones(1)
        ),
        "batch_norm_eval_error": largest_difference(evaluated, expected),
        "batch_norm_running_mean_error": largest_difference(mean, momentum * batch_mean),
        "batch_norm_parameters": parameters(norm),
    }
