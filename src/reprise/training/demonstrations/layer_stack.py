"""A network followed layer by layer: sizes, parameters, operations, receptive fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from reprise.training.demonstrations.receptive_fields import corner, measured, recursion
from reprise.training.demonstrations.torch_tools import multiply_adds, parameters, seeded
from reprise.training.outcome import Context, Curve, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_layers import Layer, LayerStack


def run(options: LayerStack, context: Context) -> Outcome:
    """The network is built and an image passed through it; layers are counted from 1.

    Metrics of each layer: ``parameters_layer_<k>``, ``weights_layer_<k>`` (without biases),
    ``multiply_adds_layer_<k>``, ``size_layer_<k>`` (height), ``depth_layer_<k>``; up to the
    first dense layer also the receptive field by recursion, measured with the gradients of a
    unit in the middle of a large image, and of the unit in the corner of this one. Curves: the
    same over ``layer``, with receptive fields over ``window_layer``. ``receptive_field_error``:
    how far recursion and measurement are apart at most. ``takes_other_size``: whether the
    network that was built for ``size`` takes an image of ``other_size``; 1 for yes.
    """
    seeded(context.seed)
    x = torch.zeros(1, options.channels, options.size, options.size)
    rows: list[dict[str, int]] = []
    modules: list[torch.nn.Module] = []
    for layer in options.layers:
        module = _module(layer, x)
        modules.append(module)
        row = {
            "parameters": parameters(module),
            "weights": sum(p.numel() for p in module.parameters() if p.ndim > 1),
            "multiply_adds": multiply_adds(module, x),
        }
        x = module(x).detach()
        rows.append({**row, "size": x.shape[-1] if x.ndim == 4 else 1, "depth": x.shape[1]})
    fields = _fields(options)
    for row, found in zip(rows, fields, strict=False):
        row |= found
    metrics: Metrics = {
        f"{name}_layer_{k}": value
        for k, row in enumerate(rows, start=1)
        for name, value in row.items()
    }
    totals = {name: sum(row[name] for row in rows) for name in ("parameters", "weights")}
    dense = [layer.kind == "dense" for layer in options.layers]
    metrics |= {
        **totals,
        "multiply_adds": sum(row["multiply_adds"] for row in rows),
        "parameters_without_dense_biases": sum(
            row["weights" if flat else "parameters"] for row, flat in zip(rows, dense, strict=True)
        ),
        "inputs": options.channels * options.size**2,
    }
    if fields:
        metrics["receptive_field_error"] = max(
            abs(found["receptive_field"] - found["measured_receptive_field"]) for found in fields
        )
    if options.other_size is not None:
        metrics["takes_other_size"] = int(_takes(modules, options.channels, options.other_size))
    curves = {"layer": _curve(rows)}
    if "jump" in rows[0]:
        curves["window_layer"] = _curve([row for row in rows if "jump" in row])
    return Outcome(metrics, curves)


def _takes(modules: list[torch.nn.Module], channels: int, size: int) -> bool:
    try:
        torch.nn.Sequential(*modules)(torch.zeros(1, channels, size, size))
    except RuntimeError:
        return False
    return True


def _curve(rows: list[dict[str, int]]) -> Curve:
    """What all of the layers have, by layer."""
    shared = [name for name in rows[0] if all(name in row for row in rows)]
    values = {name: np.array([row[name] for row in rows]) for name in shared}
    return Curve(np.arange(1, len(rows) + 1), values)


def _module(layer: Layer, x: torch.Tensor) -> torch.nn.Module:
    """The layer for this input; an activation would change no size and has no parameters."""
    if layer.kind == "convolution":
        return torch.nn.Conv2d(
            x.shape[1], layer.filters, layer.kernel, stride=layer.stride, padding=layer.padding
        )
    if layer.kind == "max-pooling":
        return torch.nn.MaxPool2d(
            layer.kernel, layer.stride, layer.padding, ceil_mode=bool(layer.round_up)
        )
    return torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(x[0].numel(), layer.outputs))


def _fields(options: LayerStack) -> list[dict[str, int]]:
    """Receptive fields of the layers before the first dense one."""
    windows = []
    for layer in options.layers:
        if layer.kind == "dense":
            break
        windows.append((layer.kernel, layer.stride, layer.padding))
    by_recursion = recursion(windows)
    return [
        {
            "receptive_field": field,
            "jump": jump,
            "measured_receptive_field": measured(windows[: k + 1], field),
            "corner_receptive_field": corner(windows[: k + 1], options.size),
        }
        for k, (field, jump) in enumerate(by_recursion)
    ]
