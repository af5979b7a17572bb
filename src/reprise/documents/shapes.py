"""What each layer of a network puts out, and what it costs: integer arithmetic, no library.

With n the side of the input, k, s, p kernel, stride and padding (Dumoulin & Visin 2016, 1603.07285,
relationships 6 and 15), and j the distance of two neighbouring outputs in input pixels:

    n' = floor((n + 2p - k) / s) + 1,   r' = r + (k - 1) j,   j' = j s
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reprise.documents.models.layers import Layer

Shape = tuple[int, ...]
"""(channels, height, width), or (numbers,) once flat; without the batch."""


class ShapeError(ValueError):
    """A layer that does not fit what comes before it; one line for people."""


@dataclass(frozen=True)
class Traced:
    """One layer in its place; ``name`` is its kind with its number among those of its kind."""

    name: str
    kind: str
    entering: Shape
    shape: Shape
    weights: int = 0
    biases: int = 0
    macs: int = 0
    """Multiply-accumulates per image of convolutions and linear layers; 0 for all others."""
    receptive_field: int | None = 1
    """Side of the part of the image that an output sees, borders aside; None once flat."""
    jump: int = 1

    @property
    def parameters(self) -> int:
        return self.weights + self.biases


def trace(layers: Sequence[Layer], image: Shape) -> list[Traced]:
    """Follow an image of (channels, height, width) through the layers.

    Raises
    ------
    ShapeError
        That names the first layer that does not fit, by position and kind.
    """
    traced: list[Traced] = []
    seen: dict[str, int] = {}
    before = Traced("", "", image, image)
    for position, layer in enumerate(layers, start=1):
        seen[layer.kind] = seen.get(layer.kind, 0) + 1
        name = f"{layer.kind.replace('-', '_')}{seen[layer.kind]}"
        here = replace(
            before, name=name, kind=layer.kind, entering=before.shape, weights=0, biases=0, macs=0
        )
        try:
            if traced and traced[-1].kind == "log-softmax":
                raise ShapeError("nothing can follow log-softmax")
            before = _through(layer, here)
        except ShapeError as error:
            raise ShapeError(f"layer {position} ({layer.kind}): {error}") from None
        traced.append(before)
    return traced


def _through(layer: Layer, here: Traced) -> Traced:
    if layer.kind == "conv":
        return _conv(layer, here)
    if layer.kind in ("max-pool", "avg-pool"):
        return _pool(layer, here)
    if layer.kind == "global-avg-pool":
        channels, height, width = _image(here)
        reach = here.receptive_field + (max(height, width) - 1) * here.jump
        return replace(here, shape=(channels, 1, 1), receptive_field=reach)
    if layer.kind == "batch-norm":
        return replace(here, weights=here.shape[0], biases=here.shape[0])
    if layer.kind == "flatten":
        return replace(here, shape=(prod(_image(here)),), receptive_field=None)
    if layer.kind == "linear":
        numbers = _row(here)
        weights = numbers * layer.units
        return replace(
            here, shape=(layer.units,), weights=weights, biases=layer.units, macs=weights
        )
    if layer.kind == "log-softmax":
        _row(here)
    return here


def _conv(layer: Layer, here: Traced) -> Traced:
    channels = _image(here)[0]
    moved = _window(layer.kernel, layer.stride, layer.padding, False, here)
    weights = layer.kernel**2 * channels * layer.channels
    _, height, width = moved.shape
    return replace(
        moved,
        shape=(layer.channels, height, width),
        weights=weights,
        biases=layer.channels,
        macs=weights * height * width,
    )


def _pool(layer: Layer, here: Traced) -> Traced:
    _image(here)
    padding = getattr(layer, "padding", 0)
    if 2 * padding > layer.kernel:
        raise ShapeError(f"padding {padding} is more than half of the kernel's {layer.kernel}")
    ceil = getattr(layer, "ceil", False)
    return _window(layer.kernel, layer.stride or layer.kernel, padding, ceil, here)


def _window(kernel: int, stride: int, padding: int, ceil: bool, here: Traced) -> Traced:
    """A square window that slides over the image."""
    channels, *sides = here.shape
    new = [_side(side, kernel, stride, padding, ceil) for side in sides]
    if min(new) < 1:
        raise ShapeError(
            f"a {kernel}x{kernel} window with padding {padding} does not fit "
            f"an input of {sides[0]}x{sides[1]}"
        )
    return replace(
        here,
        shape=(channels, *new),
        receptive_field=here.receptive_field + (kernel - 1) * here.jump,
        jump=here.jump * stride,
    )


def _side(side: int, kernel: int, stride: int, padding: int, ceil: bool) -> int:
    """Positions of the window; with ``ceil`` also one that begins inside and ends outside."""
    room = side + 2 * padding - kernel
    positions = (room + (stride - 1 if ceil else 0)) // stride + 1
    if ceil and (positions - 1) * stride >= side + padding:
        positions -= 1
    return positions


def _image(here: Traced) -> Shape:
    if len(here.entering) != 3:
        raise ShapeError("needs channels of pixels, but its input is flat")
    return here.entering


def _row(here: Traced) -> int:
    if len(here.entering) != 1:
        shape = "x".join(map(str, here.entering))
        raise ShapeError(f"needs a flat input, but gets {shape}; put flatten before it")
    return here.entering[0]
