"""How far a network's features move when its image is shifted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from reprise.documents.convolutional import CHANNELS
from reprise.training.outcome import Context, Curve, Metrics, Outcome
from reprise.training.torch_nets.images import Images, load_images
from reprise.training.torch_nets.loop import Loop
from reprise.training.torch_nets.network import Network

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_networks import ShiftRobustness
    from reprise.documents.models.torch_nets import ImageData


def run(options: ShiftRobustness, context: Context, data: ImageData) -> Outcome:
    """Features are what the last convolution or pooling gives for a middle part of test images.

    A shift takes the part so many pixels beside the middle, to the four sides, so that no edge
    comes in. ``feature_change_<k>``: mean distance of the features before and after a shift by k
    pixels, for a mean distance of 1 between the features of different images.
    ``feature_change_of_norm_<k>``: the same for a mean norm of 1. Both stand over ``shift`` too.
    ``features``: how many there are. With training: test accuracy of the network as well.
    """
    spec = options.training(data)
    device = torch.device("cpu")
    images = load_images(spec, context.data_root, context.seed, device)
    network = Network(spec.model, images.image, images.classes, context.seed, device)
    metrics: Metrics = {}
    timing: dict[str, float] = {}
    if options.epochs:
        loop = Loop(spec, images, network, context)
        loop.run()
        if loop.diverged:
            return Outcome(metrics, loop.curves.finished(), diverged=True)
        metrics["test_accuracy"] = loop.evaluator(images.test).accuracy
        timing["training_seconds"] = loop.training_seconds
    layers = 2 * len(CHANNELS) + options.pools
    features = {
        shift: list(_features(network, layers, images, shift, max(options.shifts)))
        for shift in (0, *options.shifts)
    }
    (before,) = features.pop(0)
    between = _mean_distance(before, before.roll(1, dims=0))
    norm = float(before.norm(dim=1).mean())
    moved = np.array(
        [np.mean([_mean_distance(before, f) for f in found]) for found in features.values()]
    )
    values = {"feature_change": moved / between, "feature_change_of_norm": moved / norm}
    metrics |= {
        "parameters": sum(layer.parameters for layer in network.traced),
        "features": before.shape[1],
        "test_images": len(before),
        **{
            f"{name}_{shift}": float(v)
            for name, all_ in values.items()
            for shift, v in zip(options.shifts, all_, strict=True)
        },
    }
    return Outcome(metrics, {"shift": Curve(np.array(options.shifts), values)}, timing=timing)


@torch.inference_mode()
def _features(
    network: Network, layers: int, images: Images, shift: int, reach: int
) -> Iterator[Tensor]:
    """Rows of features (images, numbers), for each of the four directions; one for no shift."""
    height, width = images.test.pixels.shape[1:3]
    scaled = images.scaling.after(
        images.scaling.before(images.test.pixels).permute(0, 3, 1, 2), network.memory_format
    )
    directions = ((0, 1), (0, -1), (1, 0), (-1, 0)) if shift else ((0, 0),)
    for down, right in directions:
        top, left = reach + down * shift, reach + right * shift
        part = scaled[:, :, top : top + height - 2 * reach, left : left + width - 2 * reach]
        yield network.module[:layers](part).flatten(1)


def _mean_distance(one: Tensor, other: Tensor) -> float:
    return float((one - other).norm(dim=1).mean())
