"""PyTorch's optimizers by their names in a spec, and their states as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn, optim

if TYPE_CHECKING:
    from reprise.documents.models.torch_nets import Optimizer, Schedule


def optimizer(spec: Optimizer, parameters: Iterable[nn.Parameter]) -> optim.Optimizer:
    """The optimizer of a spec; one pass over the weights per update where PyTorch has it."""
    options: dict[str, Any] = {"lr": spec.learning_rate}
    if spec.weight_decay is not None:
        options["weight_decay"] = spec.weight_decay
    if spec.kind == "nadam":
        return optim.NAdam(parameters, **options)
    if spec.kind == "adagrad":
        return optim.Adagrad(parameters, **options)
    if spec.kind == "adamw":
        return optim.AdamW(parameters, **options, fused=True)
    if spec.kind in ("adam", "amsgrad"):
        return optim.Adam(parameters, **options, amsgrad=spec.kind == "amsgrad", fused=True)
    return optim.SGD(parameters, **options, momentum=spec.momentum or 0.0, fused=True)


def set_rate(
    update: optim.Optimizer, spec: Optimizer, schedule: Schedule | None, epoch: int
) -> None:
    """The learning rate of an epoch, counted from 0: ExponentialLR in closed form."""
    factor = schedule.gamma**epoch if schedule else 1.0
    for group in update.param_groups:
        group["lr"] = spec.learning_rate * factor


def state_of(update: optim.Optimizer) -> dict[str, np.ndarray]:
    """Moments and counters as ``<parameter's position>.<name>``."""
    return {
        f"{position}.{name}": np.array(value.detach().cpu().numpy(), order="C")
        for position, state in update.state_dict()["state"].items()
        for name, value in state.items()
        if isinstance(value, Tensor)
    }


def load_state(update: optim.Optimizer, arrays: Mapping[str, np.ndarray]) -> None:
    """Take over a ``state_of`` an equal optimizer."""
    parameters = [p for group in update.param_groups for p in group["params"]]
    state: dict[int, dict[str, Tensor]] = {}
    for key, array in arrays.items():
        position, _, name = key.partition(".")
        state.setdefault(int(position), {})[name] = _like(parameters[int(position)], array)
    update.load_state_dict({"state": state, "param_groups": update.state_dict()["param_groups"]})


def _like(parameter: Tensor, array: np.ndarray) -> Tensor:
    """The array in the memory order of its parameter, which fused updates rely on."""
    value = torch.from_numpy(array)
    if value.shape != parameter.shape:
        return value
    return torch.empty_like(parameter, dtype=value.dtype).copy_(value).detach()
