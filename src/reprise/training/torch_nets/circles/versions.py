"""Four ways to write one program: each version leaves more of the work to PyTorch.

After Tosato and Diez (RDFIA, TME 2), sections 1.2.1 to 1.2.4. From the same start and the same
batches all four take the same steps, to rounding.
"""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor, nn

Parameters = dict[str, Tensor]


class Version(Protocol):
    """A network that is trained batch by batch."""

    def logits(self, x: Tensor) -> Tensor:
        """Outputs before the softmax, shape (n, classes)."""

    def step(self, x: Tensor, labels: Tensor) -> None:
        """One update by a batch, labels int64."""

    def parameters(self) -> Parameters:
        """W1, b1, W2, b2, detached from any graph."""


class Manual:
    """Forward and backward pass written out on tensors."""

    def __init__(self, start: Parameters, activation: str, rate: float, reduction: str) -> None:
        self.activation, self.rate, self.reduction = activation, rate, reduction
        self._now = {name: values.clone() for name, values in start.items()}

    def parameters(self) -> Parameters:
        return {name: values.detach() for name, values in self._now.items()}

    def logits(self, x: Tensor) -> Tensor:
        return self._forward(x)[1]

    def _forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        p = self._now
        hidden = x @ p["W1"].T + p["b1"]
        if self.activation == "tanh":
            hidden = hidden.tanh()
        return hidden, hidden @ p["W2"].T + p["b2"]

    def step(self, x: Tensor, labels: Tensor) -> None:
        hidden, logits = self._forward(x)
        delta = softmax(logits) - one_hot(labels, logits)
        if self.reduction == "mean":
            delta = delta / len(x)
        back = delta @ self._now["W2"]
        if self.activation == "tanh":
            back = back * (1 - hidden**2)
        gradient = {"W1": back.T @ x, "b1": back.sum(0), "W2": delta.T @ hidden, "b2": delta.sum(0)}
        for name, values in gradient.items():
            self._now[name] -= self.rate * values


class Autograd(Manual):
    """The forward pass written out, the backward pass by ``torch.autograd``."""

    def __init__(self, start: Parameters, activation: str, rate: float, reduction: str) -> None:
        super().__init__(start, activation, rate, reduction)
        for values in self._now.values():
            values.requires_grad_()

    def step(self, x: Tensor, labels: Tensor) -> None:
        losses = cross_entropy(self.logits(x), labels)
        (losses.mean() if self.reduction == "mean" else losses.sum()).backward()
        with torch.no_grad():
            for values in self._now.values():
                values -= self.rate * values.grad
                values.grad = None


class Layers:
    """The forward pass by ``torch.nn`` layers, the loss by ``CrossEntropyLoss``."""

    def __init__(self, start: Parameters, activation: str, rate: float, reduction: str) -> None:
        (hidden, inputs), outputs = start["W1"].shape, len(start["b2"])
        middle = nn.Tanh() if activation == "tanh" else nn.Identity()
        self.model = nn.Sequential(nn.Linear(inputs, hidden), middle, nn.Linear(hidden, outputs))
        self.model.to(start["W1"].dtype)
        with torch.no_grad():
            for values, first in zip(self.model.parameters(), start.values(), strict=True):
                values.copy_(first)
        self.names = tuple(start)
        self.loss = nn.CrossEntropyLoss(reduction=reduction)
        self.rate = rate

    def parameters(self) -> Parameters:
        values = (v.detach() for v in self.model.parameters())
        return dict(zip(self.names, values, strict=True))

    def logits(self, x: Tensor) -> Tensor:
        return self.model(x)

    def step(self, x: Tensor, labels: Tensor) -> None:
        self.model.zero_grad()
        self.loss(self.model(x), labels).backward()
        with torch.no_grad():
            for values in self.model.parameters():
                values -= self.rate * values.grad


class Optim(Layers):
    """The update by ``torch.optim.SGD`` as well."""

    def __init__(self, start: Parameters, activation: str, rate: float, reduction: str) -> None:
        super().__init__(start, activation, rate, reduction)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=rate)

    def step(self, x: Tensor, labels: Tensor) -> None:
        self.optimizer.zero_grad()
        self.loss(self.model(x), labels).backward()
        self.optimizer.step()


VERSIONS: dict[str, type[Version]] = {
    "manual": Manual,
    "autograd": Autograd,
    "layers": Layers,
    "optim": Optim,
}


def softmax(logits: Tensor) -> Tensor:
    """Row-wise; the maximum is taken off first, which leaves the quotient as it is."""
    exponentials = (logits - logits.amax(1, keepdim=True)).exp()
    return exponentials / exponentials.sum(1, keepdim=True)


def one_hot(labels: Tensor, like: Tensor) -> Tensor:
    """Rows with a 1 at the label, in the shape and type of ``like``."""
    return torch.zeros_like(like).scatter_(1, labels[:, None], 1.0)


def cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    """Each example's loss, -y . logits + log sum exp(logits): equation (8) of the document."""
    return logits.logsumexp(1) - (one_hot(labels, logits) * logits).sum(1)
