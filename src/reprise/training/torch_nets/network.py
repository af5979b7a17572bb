"""From layers as data to a PyTorch module."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from reprise.documents.shapes import Shape, Traced, trace
from reprise.streams import stream
from reprise.training.torch_nets.device import seed_torch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reprise.documents.models.layers import Layer, Model

PURPOSE = "initial weights"

KEPT = "kept."
"""Before a parameter's name, where a record keeps it for runs that build on it."""


class Network:
    """A network on a device, its layers traced, its initial weights drawn from the seed.

    Networks with convolutions keep their weights and images with the channels last in memory,
    which is the faster order on CPUs and on tensor cores and changes no shape.
    """

    def __init__(
        self, model: Model, image: Shape, classes: int, seed: int, device: torch.device
    ) -> None:
        layers = model.resolved(classes)
        self.traced = trace(layers, image)
        self.convolutional = model.convolutional
        self.memory_format = torch.channels_last if self.convolutional else torch.contiguous_format
        self.draws = any(layer.kind == "dropout" and layer.p > 0 for layer in layers)
        self.gives_log_probabilities = layers[-1].kind == "log-softmax"
        seed_torch(seed, PURPOSE)
        named = {t.name: _module(layer, t) for layer, t in zip(layers, self.traced, strict=True)}
        self.module = nn.Sequential()
        for name, part in _pooled_first(list(named.items())):
            self.module.add_module(name, part)
        if model.initializer.kind == "normal":
            _draw_normal(self.module, model.initializer.std, seed)
        self.module.to(device=device, memory_format=self.memory_format)

    def losses(self, outputs: Tensor, labels: Tensor) -> Tensor:
        """Cross-entropy of each example, shape (batch,), in float32."""
        loss = functional.nll_loss if self.gives_log_probabilities else functional.cross_entropy
        return loss(outputs.float(), labels, reduction="none")

    def weights(self) -> dict[str, Tensor]:
        """Weights of convolutions and linear layers by layer name, in order."""
        return {
            name: part.weight
            for name, part in self.module.named_children()
            if isinstance(part, nn.Conv2d | nn.Linear)
        }

    def summary(self) -> dict[str, dict[str, float]]:
        """Range, standard deviation and Euclidean norm of each layer's weights."""
        return {name: _summary(w.detach().double()) for name, w in self.on_cpu().items()}

    def on_cpu(self) -> dict[str, Tensor]:
        """Copies of ``weights`` in the computer's own memory."""
        return {name: weight.detach().cpu() for name, weight in self.weights().items()}

    def state(self) -> dict[str, np.ndarray]:
        """Parameters, and the running averages of batch normalisation, by name."""
        return {name: _numpy(v) for name, v in self.module.state_dict().items()}

    def take_over(self, arrays: Mapping[str, np.ndarray]) -> int:
        """Copies kept parameters of another run into those of the same name and shape.

        Returns how many numbers were taken over.
        """
        own, taken = self.state(), 0
        for name, value in own.items():
            kept = arrays.get(KEPT + name)
            if kept is not None and kept.shape == value.shape:
                own[name], taken = kept, taken + kept.size
        if taken:
            self.load(own)
        return taken

    def load(self, state: Mapping[str, np.ndarray]) -> None:
        """Take over a ``state`` in place."""
        self.module.load_state_dict({k: torch.from_numpy(v) for k, v in state.items()})


class _LogSoftmax(nn.Module):
    """Over the classes, in float32 whatever the precision of its input is."""

    def forward(self, x: Tensor) -> Tensor:
        return functional.log_softmax(x, 1, dtype=torch.float32)


class _GlobalAvgPool(nn.Module):
    """Mean over the pixels of each channel; its gradient is deterministic on every device."""

    def forward(self, x: Tensor) -> Tensor:
        return x.mean((2, 3), keepdim=True)


class _Linear(nn.Linear):
    """On a CPU by oneDNN, as PyTorch's convolutions are.

    For float32 products PyTorch takes the BLAS it is built with, mostly Intel's, which has
    half the speed on other makers' processors.
    """

    def forward(self, x: Tensor) -> Tensor:
        device = x.device.type
        if device != "cpu" or x.dtype != torch.float32 or torch.is_autocast_enabled(device):
            return super().forward(x)
        return functional.linear(x.to_mkldnn(), self.weight, self.bias).to_dense()


_PLAIN = {
    "global-avg-pool": _GlobalAvgPool,
    "relu": nn.ReLU,
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "identity": nn.Identity,
    "flatten": nn.Flatten,
    "log-softmax": _LogSoftmax,
}


def _module(layer: Layer, place: Traced) -> nn.Module:
    entering = place.entering[0]
    if layer.kind == "conv":
        return nn.Conv2d(entering, layer.channels, layer.kernel, layer.stride, layer.padding)
    if layer.kind == "linear":
        kind = _Linear if torch.backends.mkldnn.is_available() else nn.Linear
        return kind(entering, layer.units)
    if layer.kind == "max-pool":
        return nn.MaxPool2d(layer.kernel, layer.stride, layer.padding, ceil_mode=layer.ceil)
    if layer.kind == "avg-pool":
        return nn.AvgPool2d(layer.kernel, layer.stride)
    if layer.kind == "batch-norm":
        return (nn.BatchNorm2d if len(place.entering) == 3 else nn.BatchNorm1d)(entering)
    if layer.kind == "dropout":
        return nn.Dropout(layer.p)
    if layer.kind == "leaky-relu":
        return nn.LeakyReLU(layer.slope)
    return _PLAIN[layer.kind]()


def _pooled_first(parts: list[tuple[str, nn.Module]]) -> list[tuple[str, nn.Module]]:
    """ReLU after the max pooling that it stands before: fewer values, and the same.

    Each window's largest value stays its largest, and has the same gradient: none unless it is
    positive.
    """
    parts = parts.copy()
    for place in range(len(parts) - 1):
        if isinstance(parts[place][1], nn.ReLU) and isinstance(parts[place + 1][1], nn.MaxPool2d):
            parts[place : place + 2] = parts[place + 1], parts[place]
    return parts


def _draw_normal(module: nn.Sequential, std: float, seed: int) -> None:
    """Weights from N(0, std^2), zero biases; batch normalisation stays as it is.

    Drawn as the from-scratch engine draws them, in float64 and layer by layer: perceptrons of
    both engines start from the same numbers.
    """
    rng = stream(seed, PURPOSE)
    for part in module:
        if isinstance(part, nn.Conv2d | nn.Linear):
            drawn = rng.normal(0.0, std, tuple(part.weight.shape)).astype(np.float32)
            part.weight.data.copy_(torch.from_numpy(drawn))
            nn.init.zeros_(part.bias)


def _summary(weights: Tensor) -> dict[str, float]:
    return {
        "min": float(weights.min()),
        "max": float(weights.max()),
        "sd": float(weights.std(correction=0)),
        "norm": float(weights.norm()),
    }


def _numpy(tensor: Tensor) -> np.ndarray:
    return np.array(tensor.detach().cpu().numpy(), order="C")
