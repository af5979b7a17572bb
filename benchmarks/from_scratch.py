"""The NumPy engine beside its peers and beside its own matrix products, on one core."""

from __future__ import annotations

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import warnings  # noqa: E402
from functools import partial  # noqa: E402
from typing import Any, NamedTuple  # noqa: E402

import numpy as np  # noqa: E402
import torch  # noqa: E402
from measure import in_turns, medians, ratio, report  # noqa: E402
from scipy.linalg.blas import sgemm  # noqa: E402
from sklearn.exceptions import ConvergenceWarning  # noqa: E402
from sklearn.neural_network import MLPClassifier  # noqa: E402
from torch.utils.data import DataLoader, TensorDataset  # noqa: E402

from reprise.training.numpy_mlp.images import as_bytes  # noqa: E402
from reprise.training.numpy_mlp.network import SLICE, Network  # noqa: E402
from reprise.training.numpy_mlp.optimizers import optimizer  # noqa: E402
from reprise.training.numpy_mlp.steps import Steps  # noqa: E402

RATE = 0.01
REPETITIONS = 7
PEERS = ("scikit-learn", "torch tensors", "torch DataLoader")
PRODUCTS = ("products", "products into weights")


class Case(NamedTuple):
    """Widths of the network, images of the epoch that is timed, and their batch size."""

    name: str
    widths: tuple[int, ...]
    images: int
    batch: int


CASES = (
    Case("784-10-10, batch 64", (784, 10, 10), 30_000, 64),
    Case("784-100-10, batch 30", (784, 100, 10), 15_000, 30),
    Case("784-300-10, batch 8", (784, 300, 10), 4_000, 8),
    Case("3072-100-10, batch 200", (3072, 100, 10), 10_000, 200),
    Case("784-10-10, full batch", (784, 10, 10), 60_000, 60_000),
)


def contenders(case: Case) -> dict[str, Any]:
    """One epoch of each, on the same images in float32, plain gradient descent, sigmoid."""
    rng = np.random.default_rng(0)
    x = rng.integers(256, size=(case.images, case.widths[0]), dtype=np.uint8).astype(np.float32)
    x *= 1 / 255  # as the images of the documents: bytes, scaled
    y = rng.integers(case.widths[-1], size=case.images)
    return {
        "reprise": _Reprise(case, x, y, rng, _network(case)),
        "scikit-learn": partial(_scikit_learn, _classifier(case), x, y),
        "torch tensors": partial(_torch_tensors, case, *_torch(case, x, y)),
        "torch DataLoader": partial(_torch_loader, case, *_torch(case, x, y)),
        "products": partial(_products, case, x, rng, formed=True),
        "products into weights": partial(_products, case, x, rng, formed=False),
    }


def _network(case: Case) -> Network:
    return Network(
        case.widths,
        activation="sigmoid",
        weights=("uniform", 0.1),
        biases=("zeros", None),
        loss="softmax-cross-entropy",
        rng=np.random.default_rng(1),
    )


class _Reprise:
    """The engine as its training loop uses it: the steps are written down once."""

    def __init__(self, case: Case, x, y, rng, network: Network) -> None:
        self._case, self._x, self._y, self._rng, self._network = case, x, y, rng, network
        self._images, self._update = as_bytes(x, case.batch), optimizer("sgd", RATE)
        self._steps: dict[int, Steps] = {}

    def __call__(self) -> None:
        """One epoch."""
        case = self._case
        if case.batch == case.images:
            self._network.train_step(self._x, self._y, self._update)
            return
        order = self._rng.permutation(case.images)
        whole = case.images - case.images % case.batch
        at_once = case.batch * self._network.steps_at_once(case.batch)
        for start in range(0, whole, at_once):
            self._by(case.batch)(order[start : min(start + at_once, whole)])
        if whole < case.images:
            self._by(case.images - whole)(order[whole:])

    def _by(self, batch: int) -> Steps:
        if batch not in self._steps:
            steps = self._network.steps(self._images, self._y, batch, self._update)
            self._steps[batch] = steps
        return self._steps[batch]


def _classifier(case: Case) -> MLPClassifier:
    return MLPClassifier(
        case.widths[1:-1],
        activation="logistic",
        solver="sgd",
        alpha=0.0,
        momentum=0.0,
        learning_rate_init=RATE,
        batch_size=case.batch,
        random_state=0,
    )


def _scikit_learn(classifier: MLPClassifier, x, y) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        classifier.partial_fit(x, y, classes=np.arange(10))


def _torch(case: Case, x, y):
    layers: list[torch.nn.Module] = []
    for fan_in, width in zip(case.widths, case.widths[1:], strict=False):
        layers += [torch.nn.Linear(fan_in, width), torch.nn.Sigmoid()]
    model = torch.nn.Sequential(*layers[:-1])
    update = torch.optim.SGD(model.parameters(), lr=RATE)
    return torch.from_numpy(x), torch.from_numpy(y), model, update


def _step(model, update, x, y) -> None:
    update.zero_grad()
    torch.nn.functional.cross_entropy(model(x), y).backward()
    update.step()


def _torch_tensors(case: Case, x, y, model, update) -> None:
    if case.batch == case.images:
        _step(model, update, x, y)
        return
    order = torch.randperm(case.images)
    for start in range(0, case.images, case.batch):
        rows = order[start : start + case.batch]
        _step(model, update, x[rows], y[rows])


def _torch_loader(case: Case, x, y, model, update) -> None:
    for images, labels in DataLoader(TensorDataset(x, y), case.batch, shuffle=True):
        _step(model, update, images, labels)


def _products(case: Case, x, rng, *, formed: bool) -> None:
    """The matrix products of an epoch in the layout that suits BLAS best, a large batch in slices.

    Gradients are formed, or added to the weights by the product. What the products are given stays
    as it is, so that no number grows from batch to batch.
    """
    layers = list(zip(case.widths, case.widths[1:], strict=False))
    weights = [rng.random((fan_in, out), dtype=np.float32) for fan_in, out in layers]
    gradients = [np.empty_like(matrix) for matrix in weights]
    size = min(case.batch, SLICE)
    values = [rng.random((size, width), dtype=np.float32) for width in case.widths]
    results = [np.empty_like(v) for v in values]
    for start in range(0, case.images, size):
        batch = min(size, case.images - start)
        entering = [x[start : start + batch], *(v[:batch] for v in values[1:])]
        for place, matrix in enumerate(weights):
            np.dot(entering[place], matrix, out=results[place + 1][:batch])
        for place in range(len(weights) - 1, -1, -1):
            matrix, delta = weights[place], entering[place + 1]
            if place:
                np.dot(delta, matrix.T, out=results[place][:batch])
            if formed:
                np.dot(entering[place].T, delta, out=gradients[place])
            else:
                sgemm(-1e-9, delta.T, entering[place].T, 1.0, matrix.T, 0, 1, 1)


def main() -> None:
    torch.set_num_threads(1)
    rows = []
    for case in CASES:
        times = in_turns(contenders(case), REPETITIONS)
        best, products = (min(names, key=medians(times).get) for names in (PEERS, PRODUCTS))
        rows.append(
            {
                "case": case.name,
                "seconds_per_epoch": {
                    name: value * 60_000 / case.images for name, value in medians(times).items()
                },
                "best_peer": best,
                "best_products": products,
                "best_peer_over_reprise": ratio(times, best, "reprise"),
                "reprise_over_products": ratio(times, "reprise", products),
            }
        )
    report({"question": "from-scratch engine, one core, seconds per 60 000 images", "rows": rows})


if __name__ == "__main__":
    main()
