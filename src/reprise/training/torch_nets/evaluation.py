"""Loss and accuracy of a network on images that it does not learn from."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
import torch

from reprise.training.torch_nets.augmentation import centre_crop
from reprise.training.torch_nets.images import Bytes, Scaling
from reprise.training.torch_nets.network import Network

CPU_BATCH, DEVICE_BATCH = 100, 2000
"""Images per pass: what stays in a core's cache, and what fills an accelerator."""


@dataclass(frozen=True, eq=False)
class Evaluated:
    """Mean cross-entropy, accuracy in [0, 1], and the class that each image is taken for."""

    loss: float
    accuracy: float
    predictions: np.ndarray


class Evaluator:
    """Evaluates a network; batch normalisation and dropout as in use, not as in training."""

    def __init__(
        self, network: Network, scaling: Scaling, crop: int | None, autocast: AbstractContextManager
    ) -> None:
        self.network, self.scaling, self.crop, self.autocast = network, scaling, crop, autocast

    @torch.inference_mode()
    def __call__(self, images: Bytes) -> Evaluated:
        batch = CPU_BATCH if images.labels.device.type == "cpu" else DEVICE_BATCH
        total, predictions = 0.0, []
        self.network.module.eval()
        for start in range(0, len(images), batch):
            part = images.between(start, start + batch)
            with self.autocast:
                outputs = self.network.module(self._entering(part))
            total += float(self.network.losses(outputs, part.labels).sum())
            predictions.append(outputs.argmax(1))
        self.network.module.train()
        found = torch.cat(predictions)
        right = int((found == images.labels).sum())
        return Evaluated(
            total / len(images), right / len(images), found.cpu().numpy().astype(np.uint8)
        )

    def _entering(self, part: Bytes) -> torch.Tensor:
        pixels = centre_crop(self.scaling.before(part.pixels), self.crop)
        return self.scaling.after(pixels.permute(0, 3, 1, 2), self.network.memory_format)
