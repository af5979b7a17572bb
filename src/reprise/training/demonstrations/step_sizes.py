"""How far optimizers step: momentum, Adam, and a learning rate that follows a schedule."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np
import torch

from reprise.streams import stream
from reprise.training.outcome import Context, Curve, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_training import StepSizes

STEADY = 400
"""Updates after which momentum's sum has settled to rounding, for a momentum up to 0.9."""


def run(options: StepSizes, context: Context) -> Outcome:
    """PyTorch's optimizers on gradients that are given, and Adam on a noisy bowl, in float64.

    Metrics. ``momentum_*``: the size of a step in units of learning rate times gradient, when
    all gradients agree, when their sign alternates, and when one opposes a steady motion.
    ``adam_*``: mean step of all parameters in units of the learning rate, in the first and in
    the last tenth of the updates, their quotient, and the largest step of any parameter.
    ``schedule_*``: learning rates of two trainings of which one gets better and one worse.
    Curve over ``update``: mean and largest step of Adam, in units of the learning rate.
    """
    steps = _adam_steps(options, context.seed)
    mean, largest = steps.mean(axis=1), steps.max(axis=1)
    tenth = max(1, len(mean) // 10)
    first, last = float(mean[:tenth].mean()), float(mean[-tenth:].mean())
    metrics: Metrics = {
        **_momentum(options.momentum),
        "adam_first_update_step": float(mean[0]),
        "adam_first_steps": first,
        "adam_last_steps": last,
        "adam_last_to_first": last / first,
        "adam_largest_step": float(largest.max()),
        **_schedule(options),
    }
    curve = Curve(np.arange(1, len(mean) + 1), {"mean_step": mean, "largest_step": largest})
    return Outcome(metrics, {"update": curve})


def _momentum(momentum: float) -> Metrics:
    agreeing = _steps([1.0] * STEADY, momentum)
    alternating = _steps([(-1.0) ** k for k in range(STEADY)], momentum)
    turned = _steps([1.0] * STEADY + [-1.0], momentum)
    plain = _steps([1.0] * STEADY, 0.0)
    return {
        "momentum_plain_step": plain[-1],
        "momentum_agreeing_step": agreeing[-1],
        "momentum_agreeing_step_error": abs(agreeing[-1] - steady_multiplier(momentum)),
        "momentum_alternating_step": abs(alternating[-1]),
        "momentum_step_before_turn": turned[-2],
        "momentum_step_at_turn": abs(turned[-1]),
        "momentum_turn_to_steady": abs(turned[-1]) / turned[-2],
    }


def steady_multiplier(momentum: float) -> float:
    """1 + g + g^2 + ... = 1 / (1 - g): what agreeing gradients add up to."""
    return 1 / (1 - momentum)


def _steps(gradients: Iterable[float], momentum: float) -> list[float]:
    """Steps down of one weight at learning rate 1, by gradients that are given."""
    weight = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    update = torch.optim.SGD([weight], lr=1.0, momentum=momentum)
    found = []
    for gradient in gradients:
        before = weight.item()
        weight.grad = torch.full_like(weight, gradient)
        update.step()
        found.append(before - weight.item())
    return found


def _adam_steps(options: StepSizes, seed: int) -> np.ndarray:
    """Absolute steps in units of the learning rate, shape (updates, parameters).

    The bowl is sum c_i w_i^2 / 2 with curvatures c from 0.01 to 1; noise is added to each
    gradient, as batches do.
    """
    draw = stream(seed, "noisy bowl")
    curvature = torch.logspace(-2, 0, options.parameters, dtype=torch.float64)
    weight = torch.from_numpy(draw.normal(size=options.parameters)).requires_grad_()
    noise = torch.from_numpy(draw.normal(size=(options.updates, options.parameters)))
    update = torch.optim.Adam([weight], lr=options.learning_rate)
    found = []
    for k in range(options.updates):
        before = weight.detach().clone()
        weight.grad = curvature * before + options.noise * noise[k]
        update.step()
        found.append((weight.detach() - before).abs().numpy() / options.learning_rate)
    return np.array(found)


def _schedule(options: StepSizes) -> Metrics:
    """ExponentialLR behind a loss that falls, and behind one that rises."""
    better, worse = (
        _rates(options, lambda weight, sign=sign: sign * weight**2 / 2) for sign in (1, -1)
    )
    expected = options.learning_rate * options.gamma ** np.arange(options.epochs)
    return {
        "schedule_epochs": options.epochs,
        "schedule_share_falling": float(np.mean(np.diff(better) < 0)),
        "schedule_difference": float(np.abs(better - worse).max()),
        "schedule_error": float(np.abs(better - expected).max()),
    }


def _rates(options: StepSizes, loss: Callable[[torch.Tensor], torch.Tensor]) -> np.ndarray:
    """The learning rate of each epoch; an epoch is one update here."""
    weight = torch.ones(1, dtype=torch.float64, requires_grad=True)
    update = torch.optim.SGD([weight], lr=options.learning_rate)
    schedule = torch.optim.lr_scheduler.ExponentialLR(update, options.gamma)
    rates = []
    for _ in range(options.epochs):
        rates.append(update.param_groups[0]["lr"])
        update.zero_grad()
        loss(weight).sum().backward()
        update.step()
        schedule.step()
    return np.array(rates)
