"""A trained network on test images that are shifted, rotated or enlarged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import interpolate

from reprise.documents.models.augmentation import Affine
from reprise.documents.shapes import Shape, ShapeError, trace
from reprise.streams import stream
from reprise.training.outcome import Context, Curve, Metrics, Outcome
from reprise.training.torch_nets.augmentation import affine
from reprise.training.torch_nets.images import Bytes, load_images
from reprise.training.torch_nets.loop import Loop
from reprise.training.torch_nets.network import Network
from reprise.training.torch_nets.results import outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_networks import OtherTestImages
    from reprise.documents.models.layers import Layer
    from reprise.documents.models.torch_nets import ImageData

CHUNK = 500
"""Images changed at once: bounds the memory."""

Change = Callable[[Tensor], Tensor]
"""From images (n, height, width, channels) to others."""


def run(options: OtherTestImages, context: Context, data: ImageData) -> Outcome:
    """Trains the network, then evaluates it on changed test images, the same for all runs.

    Beside what a training leaves: ``shifted_accuracy`` (by whole pixels, black from outside),
    ``rotated_accuracy`` (nearest pixels), and for each side ``takes_side_<n>`` (1 for yes) and
    ``accuracy_side_<n>`` of bilinearly enlarged images, which is missing where they are not
    taken. Curve over ``side``: the accuracies of those that are.
    """
    spec = options.training(data)
    device = torch.device("cpu")
    images = load_images(spec, context.data_root, context.seed, device)
    network = Network(spec.model, images.image, images.classes, context.seed, device)
    start, loop = network.summary(), Loop(spec, images, network, context)
    loop.run()
    trained = outcome(spec, images, network, start, loop)
    if trained.diverged:
        return trained
    metrics: Metrics = {
        "shifted_accuracy": accuracy(loop, images.test, shifted(options.shift, images.image[1])),
        "rotated_accuracy": accuracy(loop, images.test, rotated(options.degrees)),
    }
    layers, channels = spec.model.resolved(images.classes), images.image[0]
    taken = {
        side: accuracy(loop, images.test, enlarged(side))
        for side in options.sides
        if takes(layers, images.image, (channels, side, side))
    }
    metrics |= {f"takes_side_{side}": int(side in taken) for side in options.sides}
    metrics |= {f"accuracy_side_{side}": taken.get(side) for side in options.sides}
    curve = Curve(np.array(list(taken)), {"accuracy": np.array(list(taken.values()))})
    return replace(
        trained, metrics=trained.metrics | metrics, curves=trained.curves | {"side": curve}
    )


def accuracy(loop: Loop, images: Bytes, change: Change) -> float:
    """Of the network in use on changed images."""
    right = 0
    for start in range(0, len(images), CHUNK):
        part = images.between(start, start + CHUNK)
        found = loop.evaluator(Bytes(change(part.pixels), part.labels))
        right += int((found.predictions == part.labels.numpy()).sum())
    return right / len(images)


def takes(layers: Sequence[Layer], own: Shape, other: Shape) -> bool:
    """Whether layers built for images of one shape pass on those of another.

    They do where every layer fits and needs as many weights as it has; a fully connected layer
    has one for each number that enters it.
    """
    try:
        needed = trace(layers, other)
    except ShapeError:
        return False
    return [layer.weights for layer in needed] == [layer.weights for layer in trace(layers, own)]


def shifted(pixels: int, side: int) -> Change:
    """By up to so many whole pixels of ``side``, drawn for each image, along both axes."""
    spec, draws = Affine(degrees=0, translate=pixels / side), stream(0, "shifted test images")
    return lambda images: affine(images, spec, draws)


def rotated(degrees: float) -> Change:
    """By an angle of up to so many degrees, drawn for each image."""
    spec, draws = Affine(degrees=degrees), stream(0, "rotated test images")
    return lambda images: affine(images, spec, draws)


def enlarged(side: int) -> Change:
    """The whole image on so many pixels; at its own side it stays as it is."""

    def change(images: Tensor) -> Tensor:
        first = images.permute(0, 3, 1, 2).float()
        size = (side, side)
        return interpolate(first, size, mode="bilinear", align_corners=False).permute(0, 2, 3, 1)

    return change
