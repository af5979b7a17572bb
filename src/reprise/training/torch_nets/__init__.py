"""Image classification with PyTorch: a network of layers, on a CPU core or an accelerator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reprise.training.outcome import Context, Outcome
from reprise.training.torch_nets.device import prepared
from reprise.training.torch_nets.images import load_images
from reprise.training.torch_nets.loop import Loop
from reprise.training.torch_nets.network import Network
from reprise.training.torch_nets.results import outcome

if TYPE_CHECKING:
    from reprise.documents.models.torch_nets import TorchNetsSpec


def train(spec: TorchNetsSpec, context: Context) -> Outcome:
    """Train as the spec says, from the last checkpoint where there is one.

    A run that builds on another starts from that one's layers where name and shape are the same.
    """
    device = prepared(context.device)
    images = load_images(spec, context.data_root, context.seed, device)
    network = Network(spec.model, images.image, images.classes, context.seed, device)
    taken = network.take_over(context.source_arrays)
    start = network.summary()
    loop = Loop(spec, images, network, context)
    loop.run()
    return outcome(spec, images, network, start, loop, taken)
