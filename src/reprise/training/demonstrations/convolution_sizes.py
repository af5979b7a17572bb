"""The arithmetic of a convolution's output size."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import torch
from torch.nn.functional import conv2d, max_pool2d

from reprise.training.outcome import Context, Metrics, Outcome

if TYPE_CHECKING:
    from reprise.documents.models.demonstration_layers import ConvolutionSizes

FILTERS = 2

EXAMPLE = (8, 3, 2, 0)
"""Size, kernel, stride and padding of the counterexample: a quotient that is not whole."""


def run(options: ConvolutionSizes, context: Context) -> Outcome:
    """All combinations of input size n, kernel k, stride s and padding p whose kernel fits.

    Metrics: how often floor((n-k+2p)/s) + 1 and the same without floor differ from the size
    that PyTorch gives, and by how much at most, and the depth from the number of filters; the
    errors of the formulas for a stride and a padding that keep, or halve, the size; and how
    often the usual choices (s = 1 and p = (k-1)/2 for odd k; pooling by 2 for even n) fail to.
    """
    found = [
        (n, k, s, p)
        for n, k, s, p in product(options.sizes, options.kernels, options.strides, options.paddings)
        if n + 2 * p >= k
    ]
    shapes = [_shape(n, k, s, p) for n, k, s, p in found]
    sizes = [shape[-1] for shape in shapes]
    with_floor, without = (
        [abs(formula(*given) - size) for given, size in zip(found, sizes, strict=True)]
        for formula in (size_with_floor, size_without_floor)
    )
    where_whole = [e for e, g in zip(without, found, strict=True) if _quotient(*g).is_integer()]
    metrics: Metrics = {
        "combinations": len(found),
        "depth_disagreements": sum(shape[1] != FILTERS for shape in shapes),
        **_formulas(options),
        **_usual(options),
    }
    for name, errors in {
        "with_floor": with_floor,
        "without_floor": without,
        "without_floor_where_whole": where_whole,
    }.items():
        metrics[f"disagreements_{name}"] = sum(error != 0 for error in errors)
        metrics[f"size_error_{name}"] = float(max(errors, default=0))
    metrics["size_counterexample_printed"] = size_without_floor(*EXAMPLE)
    metrics["size_counterexample_true"] = _shape(*EXAMPLE)[-1]
    return Outcome(metrics)


def _quotient(n: int, k: int, s: float, p: float) -> float:
    return (n - k + 2 * p) / s


def size_with_floor(n: int, k: int, s: int, p: int) -> int:
    return (n - k + 2 * p) // s + 1


def size_without_floor(n: int, k: int, s: float, p: float) -> float:
    return (n - k + 2 * p) / s + 1


def same_size_stride(n: int, k: int, p: int) -> float:
    return (n - k + 2 * p) / (n - 1)


def same_size_padding(n: int, k: int, s: int) -> float:
    return (s * n - s - n + k) / 2


def half_size_stride(n: int, k: int, p: int) -> float:
    return 2 * (n + 2 * p - k) / (n - 2)


def half_size_padding(n: int, k: int, s: int) -> float:
    return (s * n - 2 * s - 2 * n + 2 * k) / 4


def _shape(n: int, k: int, s: int, p: int) -> torch.Size:
    return conv2d(torch.zeros(1, 1, n, n), torch.zeros(FILTERS, 1, k, k), stride=s, padding=p).shape


def _size(n: int, k: int, s: float, p: float) -> float:
    """What the size would be if strides, paddings and sizes need not be whole."""
    return _quotient(n, k, s, p) + 1


def _formulas(options: ConvolutionSizes) -> Metrics:
    """Stride from padding, and padding from stride, put into the formula without floor."""
    errors: dict[str, list[float]] = {
        f"{aim}_by_{what}_error": [] for aim in ("same_size", "half_size") for what in "sp"
    }
    for n, k, p in product(options.sizes, options.kernels, options.paddings):
        if n > 2 and n - k + 2 * p > 0:
            same, half = same_size_stride(n, k, p), half_size_stride(n, k, p)
            errors["same_size_by_s_error"].append(abs(_size(n, k, same, p) - n))
            errors["half_size_by_s_error"].append(abs(_size(n, k, half, p) - n / 2))
    for n, k, s in product(options.sizes, options.kernels, options.strides):
        same, half = same_size_padding(n, k, s), half_size_padding(n, k, s)
        errors["same_size_by_p_error"].append(abs(_size(n, k, s, same) - n))
        errors["half_size_by_p_error"].append(abs(_size(n, k, s, half) - n / 2))
    return {name: max(values) for name, values in errors.items() if values}


def _usual(options: ConvolutionSizes) -> Metrics:
    odd = [(n, k) for n, k in product(options.sizes, options.kernels) if k % 2 == 1]
    even = [n for n in options.sizes if n % 2 == 0]
    return {
        "same_size_usual_cases": len(odd),
        "same_size_usual_failures": sum(_shape(n, k, 1, (k - 1) // 2)[-1] != n for n, k in odd),
        "half_size_usual_cases": len(even),
        "half_size_usual_failures": sum(
            max_pool2d(torch.zeros(1, 1, n, n), 2, 2).shape[-1] != n // 2 for n in even
        ),
    }
