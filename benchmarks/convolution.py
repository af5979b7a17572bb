"""Training of document T's convolutional network: the engine beside the tutorial way.

Per core: one process with one thread. The tutorial way is a torchvision data set of images, random
crop and flip as transforms per image, a DataLoader, eager float32 in PyTorch's default layout.
"""

from __future__ import annotations

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

from functools import partial  # noqa: E402
from typing import Any  # noqa: E402

import numpy as np  # noqa: E402
import torch  # noqa: E402
from measure import in_turns, medians, ratio, report  # noqa: E402
from PIL import Image  # noqa: E402
from torch import nn  # noqa: E402
from torch.utils.data import DataLoader, Dataset  # noqa: E402
from torchvision import transforms  # noqa: E402

from reprise.documents.models.torch_nets import TorchNetsSpec  # noqa: E402
from reprise.training.torch_nets.augmentation import augmented  # noqa: E402
from reprise.training.torch_nets.network import Network  # noqa: E402
from reprise.training.torch_nets.scaling import Standard  # noqa: E402

IMAGES, BATCH, REPETITIONS = 2560, 128, 5
MEAN, STD = (0.491, 0.482, 0.447), (0.202, 0.199, 0.201)
LAYERS = [
    {"conv": 32, "kernel": 5, "padding": 2},
    "relu",
    {"max-pool": 2, "ceil": True},
    {"conv": 64, "kernel": 5, "padding": 2},
    "relu",
    {"max-pool": 2, "ceil": True},
    {"conv": 64, "kernel": 5, "padding": 2},
    "relu",
    {"max-pool": 2, "ceil": True},
    "flatten",
    {"linear": 1000},
    "relu",
    {"linear": "classes"},
]


def spec(precision: str) -> TorchNetsSpec:
    return TorchNetsSpec.model_validate(
        {
            "engine": "torch_nets",
            "data": {"dataset": "cifar10", "scaling": "standard", "mean": MEAN, "std": STD},
            "augmentation": {"crop": 28, "flip": 0.5},
            "model": {"layers": LAYERS},
            "optimizer": {"kind": "momentum", "learning_rate": 0.01, "momentum": 0.9},
            "training": {"batch_size": BATCH, "epochs": 1},
            "precision": precision,
        }
    )


def engine(pixels: torch.Tensor, labels: torch.Tensor, precision: str, device: str) -> Any:
    """A function that trains one epoch as the engine does, all data on the device."""
    wanted, place = spec(precision), torch.device(device)
    network = Network(wanted.model, (3, 28, 28), 10, 0, place)
    scaling = Standard(*(torch.tensor(c, device=place) for c in (MEAN, STD)))
    update = torch.optim.SGD(network.module.parameters(), lr=0.01, momentum=0.9, fused=True)
    pixels, labels = pixels.to(place), labels.to(place)
    autocast = torch.autocast(device, torch.bfloat16, enabled=precision == "bfloat16")

    def epoch() -> None:
        rng = np.random.default_rng(0)
        order = torch.from_numpy(rng.permutation(IMAGES)).to(place)
        for start in range(0, IMAGES, BATCH):
            rows = order[start : start + BATCH]
            images = augmented(pixels.index_select(0, rows), wanted.augmentation, rng)
            x = scaling.after(images.permute(0, 3, 1, 2), network.memory_format)
            with autocast:
                outputs = network.module(x)
            loss = network.losses(outputs, labels[rows]).mean()
            update.zero_grad()
            loss.backward()
            update.step()
        if device == "cuda":
            torch.cuda.synchronize()

    return epoch


class Images(Dataset):
    """Images one by one, as torchvision's CIFAR10 gives them."""

    def __init__(self, pixels: np.ndarray, labels: np.ndarray) -> None:
        self.pixels, self.labels = pixels, labels
        self.transform = transforms.Compose(
            [
                transforms.RandomCrop(28),
                transforms.RandomHorizontalFlip(),
                transforms.ToTensor(),
                transforms.Normalize(MEAN, STD),
            ]
        )

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, place: int):
        image = Image.fromarray(self.pixels[place])
        return self.transform(image), int(self.labels[place])


def tutorial(pixels: np.ndarray, labels: np.ndarray, workers: int, device: str) -> Any:
    """A function that trains one epoch as tutorials do."""
    model = nn.Sequential(
        nn.Conv2d(3, 32, 5, padding=2),
        nn.ReLU(),
        nn.MaxPool2d(2, ceil_mode=True),
        nn.Conv2d(32, 64, 5, padding=2),
        nn.ReLU(),
        nn.MaxPool2d(2, ceil_mode=True),
        nn.Conv2d(64, 64, 5, padding=2),
        nn.ReLU(),
        nn.MaxPool2d(2, ceil_mode=True),
        nn.Flatten(),
        nn.Linear(1024, 1000),
        nn.ReLU(),
        nn.Linear(1000, 10),
    ).to(device)
    update = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    loader = DataLoader(Images(pixels, labels), BATCH, shuffle=True, num_workers=workers)

    def epoch() -> None:
        for x, y in loader:
            loss = nn.functional.cross_entropy(model(x.to(device)), y.to(device))
            update.zero_grad()
            loss.backward()
            update.step()
        if device == "cuda":
            torch.cuda.synchronize()

    return epoch


def main() -> None:
    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    pixels = rng.integers(256, size=(IMAGES, 32, 32, 3), dtype=np.uint8)
    labels = rng.integers(10, size=IMAGES)
    tensors = torch.from_numpy(pixels), torch.from_numpy(labels)
    rows = []
    for device in ("cpu", *(["cuda"] if torch.cuda.is_available() else [])):
        contenders = {
            "reprise, float32": engine(*tensors, "float32", device),
            "reprise, bfloat16": engine(*tensors, "bfloat16", device),
            "tutorial, same process": tutorial(pixels, labels, 0, device),
            "tutorial, one worker": tutorial(pixels, labels, 1, device),
        }
        times = in_turns({k: partial(v) for k, v in contenders.items()}, REPETITIONS)
        found = medians(times)
        rows.append(
            {
                "device": device,
                "images_per_second": {name: IMAGES / seconds for name, seconds in found.items()},
                "reprise_over_tutorial": ratio(times, "tutorial, same process", "reprise, float32"),
                "reprise_over_tutorial_with_worker": ratio(
                    times, "tutorial, one worker", "reprise, float32"
                ),
                "bfloat16_over_float32": ratio(times, "reprise, float32", "reprise, bfloat16"),
            }
        )
    report({"question": "convolutional training, one thread, images per second", "rows": rows})


if __name__ == "__main__":
    main()
