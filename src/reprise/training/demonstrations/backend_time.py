"""How long an epoch takes in NumPy, and in PyTorch with one thread, more, or a GPU."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import isqrt
from typing import TYPE_CHECKING

import torch

from reprise.data.split import Part, load_split
from reprise.streams import stream
from reprise.training.numpy_mlp.network import Network
from reprise.training.numpy_mlp.optimizers import optimizer
from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.data import DataSpec
    from reprise.documents.models.demonstration_options import BackendTime

WARM_UP = 3
"""Updates before the clock starts: memory, kernels and thread pools."""


def run(options: BackendTime, context: Context, data: DataSpec) -> Outcome:
    """A perceptron and a small convolutional network, plain gradient descent in float32.

    Times: seconds per epoch over all training images, ``<network>_<backend>_seconds_per_epoch``
    with backends ``numpy`` (perceptron only), ``torch_<n>_threads`` and, where there is one,
    ``torch_gpu``, scaled up from the part of an epoch that is timed. Metrics: what is timed.
    """
    train = load_split(data, context.data_root, context.seed, "float32").train
    widths = [train.images.shape[1], options.hidden, int(train.labels.max()) + 1]
    parts = {
        "perceptron": min(options.perceptron_images, len(train)),
        "convolutional": min(options.convolutional_images, len(train)),
    }
    networks = {"perceptron": _perceptron, "convolutional": _convolutional}
    images = parts["perceptron"]
    seconds = _numpy(options, context, train, widths, images)
    timing = {"perceptron_numpy_seconds_per_epoch": seconds * len(train) / images}
    for name, make in networks.items():
        images = parts[name]
        scale = len(train) / images
        for threads in options.threads:
            torch.set_num_threads(threads)
            seconds = _torch(options, make(widths), train, images, "cpu")
            timing[f"{name}_torch_{threads}_threads_seconds_per_epoch"] = seconds * scale
        torch.set_num_threads(1)
        if torch.cuda.is_available():
            torch.use_deterministic_algorithms(False)  # no result of these updates is kept
            seconds = _torch(options, make(widths), train, images, "cuda")
            timing[f"{name}_torch_gpu_seconds_per_epoch"] = seconds * scale
            torch.use_deterministic_algorithms(True)
    metrics: Metrics = {
        "train_images": len(train),
        "batch_size": options.batch_size,
        "perceptron_parameters": _size(_perceptron(widths)),
        "convolutional_parameters": _size(_convolutional(widths)),
        **{f"{name}_images": images for name, images in parts.items()},
    }
    return Outcome(metrics, timing=timing)


def _perceptron(widths: list[int]) -> torch.nn.Module:
    inputs, hidden, classes = widths
    return torch.nn.Sequential(
        torch.nn.Linear(inputs, hidden), torch.nn.Sigmoid(), torch.nn.Linear(hidden, classes)
    )


def _convolutional(widths: list[int]) -> torch.nn.Module:
    """Two 3x3 convolutions of 32 and 64 filters, each with pooling, then 128 units."""
    pixels, *_, classes = widths
    channels = 1 if isqrt(pixels) ** 2 == pixels else 3
    side = isqrt(pixels // channels)
    return torch.nn.Sequential(
        torch.nn.Unflatten(1, (channels, side, side)),
        torch.nn.Conv2d(channels, 32, 3, padding=1),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(32, 64, 3, padding=1),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(2),
        torch.nn.Flatten(),
        torch.nn.Linear(64 * (side // 4) ** 2, 128),
        torch.nn.ReLU(),
        torch.nn.Linear(128, classes),
    )


def _size(model: torch.nn.Module) -> int:
    return sum(parameter.numel() for parameter in model.parameters())


def _fastest(options: BackendTime, images: int, step: Callable[[slice], None], wait=None) -> float:
    """Seconds for the updates of so many images; the fastest of the repeats."""
    batches = [slice(i, i + options.batch_size) for i in range(0, images, options.batch_size)]
    for rows in batches[:WARM_UP]:
        step(rows)
    seconds = []
    for _ in range(options.repeats):
        started = time.perf_counter()
        for rows in batches:
            step(rows)
        if wait is not None:
            wait()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def _numpy(
    options: BackendTime, context: Context, train: Part, widths: list[int], images: int
) -> float:
    network = Network(
        widths,
        activation="sigmoid",
        weights=("uniform", 0.5),
        biases=("uniform", 0.5),
        loss="softmax-cross-entropy",
        rng=stream(context.seed, "initial weights"),
    )
    update = optimizer("sgd", 0.1)

    def step(rows: slice) -> None:
        network.train_step(train.images[rows], train.labels[rows], update)

    return _fastest(options, images, step)


def _torch(
    options: BackendTime, model: torch.nn.Module, train: Part, images: int, device: str
) -> float:
    """Data and model lie on the device before the clock starts."""
    model = model.to(device)
    x = torch.tensor(train.images[:images]).to(device)
    y = torch.tensor(train.labels[:images]).to(device)
    descent = torch.optim.SGD(model.parameters(), lr=0.1)

    def step(rows: slice) -> None:
        descent.zero_grad()
        torch.nn.functional.cross_entropy(model(x[rows]), y[rows]).backward()
        descent.step()

    wait = torch.cuda.synchronize if device == "cuda" else None
    return _fastest(options, images, step, wait)
