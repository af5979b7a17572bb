"""One run of document T's convolutional network in a process of its own, in one of two ways.

``python cnn_run.py WAY SEED DEVICE WORKERS``; the way is ``float32`` or ``bfloat16``, which train
as a build does, or ``tutorial``: a torchvision data set of images, random crop and flip as
transforms per image, a DataLoader, eager float32 in PyTorch's default layout. Same images, same
epochs, and the test images after each epoch; Reprise evaluates once more in the end, on the
training images too, and that is counted.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms

from reprise.data.arrays import load
from reprise.data.prepare import prepare
from reprise.data.registry import load_datasets
from reprise.data.split import training_rows
from reprise.documents.models.torch_nets import TorchNetsSpec
from reprise.training.checkpoint import Checkpoint
from reprise.training.outcome import Context
from reprise.training.torch_nets.device import prepared
from reprise.training.torch_nets.images import load_images
from reprise.training.torch_nets.loop import Loop
from reprise.training.torch_nets.network import Network
from reprise.training.torch_nets.results import outcome

PROJECT = Path(__file__).resolve().parent.parent
DATASET = "cifar10" if (PROJECT / "data/prepared/cifar10").exists() else "shapes"
TRAIN = 3000 if DATASET == "cifar10" else 2000
TEST = TRAIN // 5  # as many as CIFAR-10 has for its training images
EPOCHS, BATCH = 6, 128
RATE, MOMENTUM, CROP = 0.03, 0.9, 28
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
    counts = {"train_count": TRAIN, "test_count": TEST}
    return TorchNetsSpec.model_validate(
        {
            "engine": "torch_nets",
            "data": {"dataset": DATASET, "scaling": "standard", "mean": MEAN, "std": STD, **counts},
            "augmentation": {"crop": CROP, "flip": 0.5},
            "model": {"layers": LAYERS},
            "optimizer": {"kind": "momentum", "learning_rate": RATE, "momentum": MOMENTUM},
            "training": {"batch_size": BATCH, "epochs": EPOCHS},
            "precision": precision,
        }
    )


def reprise(precision: str, seed: int, device: str, root: Path) -> dict[str, float]:
    """A run as a build makes it: test accuracy, and seconds in the tutorial's own protocol."""
    wanted, place = spec(precision), prepared(device)
    images = load_images(wanted, root, seed, place)
    network = Network(wanted.model, images.image, images.classes, seed, place)
    start = network.summary()
    with tempfile.TemporaryDirectory() as folder:
        context = Context(seed, device, root, Checkpoint(Path(folder) / "checkpoint", "key"))
        loop = Loop(wanted, images, network, context)
        loop.run()
        protocol_seconds = loop.training_seconds + loop.evaluation_seconds  # the last one follows
        metrics = outcome(wanted, images, network, start, loop).metrics
    return {"accuracy": metrics["test_accuracy"], "protocol_seconds": protocol_seconds}


class Images(Dataset):
    """Images one by one, as torchvision's CIFAR10 gives them."""

    def __init__(self, pixels: np.ndarray, labels: np.ndarray, *choice: nn.Module) -> None:
        self.pixels, self.labels = pixels, labels
        normal = (transforms.ToTensor(), transforms.Normalize(MEAN, STD))
        self.transform = transforms.Compose([*choice, *normal])

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, place: int):
        image = Image.fromarray(self.pixels[place])
        return self.transform(image), int(self.labels[place])


def tutorial(seed: int, device: str, root: Path, workers: int) -> dict[str, float]:
    """The same as tutorials write it; workers stay between epochs, which few tutorials do."""
    torch.manual_seed(seed)
    arrays = load(DATASET, root)
    rows, _ = training_rows(spec("float32").data, len(arrays.train_labels), seed)
    chosen = (transforms.RandomCrop(CROP), transforms.RandomHorizontalFlip())
    train_set = Images(arrays.train_images[rows], arrays.train_labels[rows], *chosen)
    middle = transforms.CenterCrop(CROP)
    test_set = Images(arrays.test_images[:TEST], arrays.test_labels[:TEST], middle)
    options = {"batch_size": BATCH, "num_workers": workers, "persistent_workers": workers > 0}
    train_loader = DataLoader(train_set, shuffle=True, **options)
    test_loader = DataLoader(test_set, **options)
    model = tutorial_model().to(device)
    criterion = nn.CrossEntropyLoss()
    update = torch.optim.SGD(model.parameters(), lr=RATE, momentum=MOMENTUM)
    started = time.perf_counter()
    for _ in range(EPOCHS):
        loss_sum, hits = 0.0, 0
        for x, y in train_loader:
            x, y = x.to(device), y.to(device)
            update.zero_grad()
            outputs = model(x)
            loss = criterion(outputs, y)
            loss.backward()
            update.step()
            loss_sum += loss.item()
            hits += (outputs.argmax(1) == y).sum().item()
        model.eval()
        with torch.no_grad():
            right = 0
            for x, y in test_loader:
                right += (model(x.to(device)).argmax(1) == y.to(device)).sum().item()
        model.train()
    return {"accuracy": right / TEST, "protocol_seconds": time.perf_counter() - started}


def tutorial_model() -> nn.Module:
    return nn.Sequential(
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
    )


def core_seconds() -> float:
    """Of this process and of the workers that have ended."""
    used = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main(way: str, seed: int, device: str, workers: int) -> dict[str, float]:
    """Accuracy, and seconds after the imports: of the clock, and of all cores together."""
    with tempfile.TemporaryDirectory() as folder:
        root = PROJECT / "data"
        if DATASET == "shapes":
            root = Path(folder)
            datasets = load_datasets(PROJECT / "documents" / "datasets.yaml")
            prepare(datasets[DATASET], root, [], upstream=False)
        started, used = time.perf_counter(), core_seconds()
        if way == "tutorial":
            found = tutorial(seed, device, root, workers)
        else:
            found = reprise(way, seed, device, root)
        found["core_seconds"] = core_seconds() - used
        found["seconds"] = time.perf_counter() - started
    return found


if __name__ == "__main__":
    way, seed, device, workers = sys.argv[1:]
    json.dump(main(way, int(seed), device, int(workers)), sys.stdout)
