"""Batch normalisation of a fully connected layer, three times: module, function, both.

After ten Kaate (2019), questions 3.1 and 3.2. Each neuron's outputs are brought to mean 0 and
variance 1 over the batch, then scaled by gamma and shifted by beta (Ioffe and Szegedy 2015,
algorithm 1); no running statistics are kept.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

EPS = 1e-5


class BatchNorm(nn.Module):
    """Batch normalisation in tensor operations; autograd finds the gradients."""

    def __init__(self, neurons: int, eps: float = EPS) -> None:
        super().__init__()
        self.neurons, self.eps = neurons, eps
        self.gamma = nn.Parameter(torch.ones(neurons))
        self.beta = nn.Parameter(torch.zeros(neurons))

    def forward(self, x: Tensor) -> Tensor:
        """Normalise a batch (rows, neurons); raises ValueError for another shape."""
        check_shape(x, self.neurons)
        normalised, _ = normalise(x, self.eps)
        return self.gamma * normalised + self.beta


class BatchNormFunction(torch.autograd.Function):
    """The same with a backward pass of its own; call ``apply(x, gamma, beta, eps)``."""

    @staticmethod
    def forward(ctx, x: Tensor, gamma: Tensor, beta: Tensor, eps: float = EPS) -> Tensor:
        check_shape(x, len(gamma))
        normalised, deviation = normalise(x, eps)
        ctx.save_for_backward(normalised, deviation, gamma)
        return gamma * normalised + beta

    @staticmethod
    def backward(ctx, upstream: Tensor) -> tuple[Tensor | None, ...]:
        """The document's formulas (i) to (iii) of question 3.2a, summed over the batch."""
        normalised, deviation, gamma = ctx.saved_tensors
        for_x, for_gamma, for_beta, _ = ctx.needs_input_grad
        dx = dgamma = dbeta = None
        if for_gamma:
            dgamma = (upstream * normalised).sum(0)
        if for_beta:
            dbeta = upstream.sum(0)
        if for_x:
            inner = upstream * gamma
            rows = len(inner)
            shared = inner.sum(0) + normalised * (inner * normalised).sum(0)
            dx = (rows * inner - shared) / (rows * deviation)
        return dx, dgamma, dbeta, None


class FunctionBatchNorm(BatchNorm):
    """A module around the function."""

    def forward(self, x: Tensor) -> Tensor:
        return BatchNormFunction.apply(x, self.gamma, self.beta, self.eps)


MODULES: dict[str, type[BatchNorm]] = {"module": BatchNorm, "function-module": FunctionBatchNorm}

Normalise = Callable[[Tensor, Tensor, Tensor], Tensor]
"""Of a batch, gamma and beta."""


def implementation(check: str, neurons: int, eps: float) -> Normalise:
    """The implementation of that name as a plain function of a batch, gamma and beta."""
    if check == "function":
        return lambda x, gamma, beta: BatchNormFunction.apply(x, gamma, beta, eps)
    module = MODULES[check](neurons, eps)
    return lambda x, gamma, beta: torch.func.functional_call(
        module, {"gamma": gamma, "beta": beta}, (x,)
    )


def normalise(x: Tensor, eps: float) -> tuple[Tensor, Tensor]:
    """Columns with mean 0 and variance 1 over the rows, and sqrt(variance + eps), (neurons,).

    The variance is the batch's own, divided by the number of rows.
    """
    centred = x - x.mean(0)
    deviation = ((centred**2).mean(0) + eps).sqrt()
    return centred / deviation, deviation


def check_shape(x: Tensor, neurons: int) -> None:
    """Raises ValueError unless ``x`` is a batch of rows, one column per neuron."""
    if x.dim() != 2 or x.shape[1] != neurons:
        raise ValueError(
            f"the batch must have shape (rows, {neurons}), but has shape {tuple(x.shape)}"
        )
