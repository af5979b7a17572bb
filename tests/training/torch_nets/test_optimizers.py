"""Optimizers by name against PyTorch's plain ones, and their states."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn, optim

from reprise.documents.models.torch_nets import Optimizer, Schedule
from reprise.training.torch_nets.optimizers import load_state, optimizer, set_rate, state_of

PLAIN = {
    "sgd": lambda p: optim.SGD(p, lr=0.02, fused=False),
    "momentum": lambda p: optim.SGD(p, lr=0.02, momentum=0.9, fused=False),
    "adam": lambda p: optim.Adam(p, lr=0.02, fused=False),
    "amsgrad": lambda p: optim.Adam(p, lr=0.02, amsgrad=True, fused=False),
    "adamw": lambda p: optim.AdamW(p, lr=0.02, fused=False),
    "nadam": lambda p: optim.NAdam(p, lr=0.02),
    "adagrad": lambda p: optim.Adagrad(p, lr=0.02),
}


def spec(kind: str, **more: float) -> Optimizer:
    momentum = {"momentum": 0.9} if kind == "momentum" else {}
    return Optimizer(kind=kind, learning_rate=0.02, **momentum, **more)


def module(channels: int = 3) -> nn.Module:
    torch.manual_seed(0)
    parts = nn.Sequential(nn.Conv2d(channels, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(64, 5))
    return parts.to(memory_format=torch.channels_last)


def step(part: nn.Module, update: optim.Optimizer, seed: int, channels: int = 3) -> None:
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(7, channels, 6, 6, generator=generator)
    labels = torch.randint(5, (7,), generator=generator)
    x = x.to(memory_format=torch.channels_last)
    update.zero_grad()
    nn.functional.cross_entropy(part(x), labels).backward()
    update.step()


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("kind", PLAIN)
def test_updates_are_pytorchs_plain_ones(kind: str, channels: int) -> None:
    ours, theirs = module(channels), module(channels)
    one, other = optimizer(spec(kind), ours.parameters()), PLAIN[kind](theirs.parameters())
    for seed in range(5):
        step(ours, one, seed, channels)
        step(theirs, other, seed, channels)
    for mine, plain in zip(ours.parameters(), theirs.parameters(), strict=True):
        torch.testing.assert_close(mine, plain, rtol=1e-4, atol=1e-6)


def test_weight_decay_pulls_to_zero() -> None:
    part = nn.Linear(2, 1)
    update = optimizer(spec("sgd", weight_decay=0.5), part.parameters())
    before = part.weight.detach().clone()
    (part(torch.zeros(1, 2)) * 0).sum().backward()
    update.step()
    torch.testing.assert_close(part.weight.detach(), before * (1 - 0.02 * 0.5))


@pytest.mark.parametrize("kind", PLAIN)
def test_a_state_of_arrays_goes_on_as_if_nothing_had_been(kind: str) -> None:
    whole, broken = module(), module()
    one, first = (optimizer(spec(kind), m.parameters()) for m in (whole, broken))
    for seed in range(3):
        step(whole, one, seed)
        step(broken, first, seed)
    arrays = {name: np.array(a) for name, a in state_of(first).items()}
    resumed = module()
    resumed.load_state_dict(broken.state_dict())
    second = optimizer(spec(kind), resumed.parameters())
    load_state(second, arrays)
    for seed in range(3, 6):
        step(whole, one, seed)
        step(resumed, second, seed)
    for mine, other in zip(whole.parameters(), resumed.parameters(), strict=True):
        assert torch.equal(mine, other)


def test_the_schedule_is_exponential_lrs() -> None:
    part = nn.Linear(2, 1)
    ours, theirs = optimizer(spec("sgd"), part.parameters()), PLAIN["sgd"](part.parameters())
    reference = optim.lr_scheduler.ExponentialLR(theirs, gamma=0.95)
    for epoch in range(30):
        set_rate(ours, spec("sgd"), Schedule(kind="exponential", gamma=0.95), epoch)
        assert ours.param_groups[0]["lr"] == pytest.approx(theirs.param_groups[0]["lr"])
        theirs.step()
        reference.step()
    set_rate(ours, spec("sgd"), None, 7)
    assert ours.param_groups[0]["lr"] == 0.02
