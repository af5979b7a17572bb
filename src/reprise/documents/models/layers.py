"""A network as data: its layers from the first to the last.

A layer is a word (``relu``) or a map that begins with its word and main value
(``{conv: 32, kernel: 5, padding: 2}``); resolved specs hold the same with the key ``kind``.
In place of a number may stand a name: ``classes``, the number of classes of the data set, or one
of the model's ``values``, so that a sweep or an assumption can change many layers at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    NonNegativeInt,
    PlainSerializer,
    PositiveInt,
    ValidationError,
    WrapValidator,
    model_validator,
)

from reprise.strict import Strict

NAME = re.compile(r"[a-z][a-z0-9_]*")
CLASSES = "classes"


def _or_name(value: Any, check: Any) -> Any:
    return value if isinstance(value, str) and NAME.fullmatch(value) else check(value)


_named = (WrapValidator(_or_name), PlainSerializer(lambda value: value))
Count = Annotated[PositiveInt, *_named]
Margin = Annotated[NonNegativeInt, *_named]
Share = Annotated[float, Field(ge=0, lt=1), *_named]
"""Numbers that may be given as names; once resolved they are numbers."""


class Conv(Strict):
    """Convolution with square filters, zero padding on all sides, and a bias per filter."""

    kind: Literal["conv"]
    channels: Count = Field(description="filters")
    kernel: Count
    stride: Count = 1
    padding: Margin = 0


class MaxPool(Strict):
    """Largest value of square windows."""

    kind: Literal["max-pool"]
    kernel: Count
    stride: Count | None = Field(None, description="none: the kernel's size")
    padding: Margin = Field(0, description="at most half the kernel's size")
    ceil: bool = Field(False, description="windows that reach over the edge count too")


class AvgPool(Strict):
    """Mean of square windows."""

    kind: Literal["avg-pool"]
    kernel: Count
    stride: Count | None = Field(None, description="none: the kernel's size")


class GlobalAvgPool(Strict):
    """Mean of each channel: (channels, height, width) -> (channels, 1, 1)."""

    kind: Literal["global-avg-pool"]


class BatchNorm(Strict):
    """Batch normalisation of each channel, or of each number of a flat input."""

    kind: Literal["batch-norm"]


class Activation(Strict):
    """Applied to each number."""

    kind: Literal["relu", "tanh", "sigmoid", "identity"]


class LeakyRelu(Strict):
    """x above zero, slope * x below."""

    kind: Literal["leaky-relu"]
    slope: Share


class Dropout(Strict):
    """In training each number is set to zero with probability p, the others grow by 1/(1-p)."""

    kind: Literal["dropout"]
    p: Share


class Flatten(Strict):
    """(channels, height, width) -> one row of numbers, in this order."""

    kind: Literal["flatten"]


class Linear(Strict):
    """Every input to every unit, with a bias per unit."""

    kind: Literal["linear"]
    units: Count


class LogSoftmax(Strict):
    """Logarithms of the classes' probabilities; only as the last layer."""

    kind: Literal["log-softmax"]


MAIN_VALUE = {
    "conv": "channels",
    "max-pool": "kernel",
    "avg-pool": "kernel",
    "leaky-relu": "slope",
    "dropout": "p",
    "linear": "units",
}
"""What stands behind a layer's word in the short form."""


def _long_form(value: Any) -> Any:
    if isinstance(value, str):
        return {"kind": value}
    if isinstance(value, Mapping) and value and "kind" not in value:
        word = next((key for key in value if key in MAIN_VALUE), next(iter(value)))
        rest = {key: v for key, v in value.items() if key != word}
        main = {MAIN_VALUE[word]: value[word]} if word in MAIN_VALUE else {}
        return {"kind": word, **main, **rest}
    return value


Layer = Annotated[
    Conv
    | MaxPool
    | AvgPool
    | GlobalAvgPool
    | BatchNorm
    | Activation
    | LeakyRelu
    | Dropout
    | Flatten
    | Linear
    | LogSoftmax,
    Field(discriminator="kind"),
    BeforeValidator(_long_form),
]


class Initializer(Strict):
    """How weights and biases start."""

    kind: Literal["default", "normal"] = Field(
        description="default: PyTorch's own for each layer; normal: weights, with zero biases"
    )
    std: Annotated[float, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _std_goes_with_normal(self) -> Initializer:
        if (self.kind == "normal") != (self.std is not None):
            raise ValueError("a std goes with the initializer 'normal', and only with it")
        return self


class Model(Strict):
    """A network: a list of layers, or in short the widths of a perceptron's hidden layers."""

    layers: list[Layer] | None = Field(None, min_length=1)
    hidden: list[PositiveInt] | None = Field(
        None, min_length=1, description="short for flatten, linear, activation, linear, ..."
    )
    activation: Literal["relu", "tanh", "sigmoid", "identity", "leaky-relu"] | None = Field(
        None, description="between the layers of `hidden`"
    )
    slope: Annotated[float, Field(ge=0, lt=1)] | None = Field(
        None, description="of leaky-relu below zero"
    )
    values: dict[str, int | float] | None = Field(
        None, description="numbers that layers refer to by name"
    )
    initializer: Initializer = Initializer(kind="default")

    @model_validator(mode="after")
    def _one_form(self) -> Model:
        if (self.layers is None) == (self.hidden is None):
            raise ValueError("give either layers or hidden")
        if (self.hidden is None) != (self.activation is None):
            raise ValueError("an activation goes with hidden, and only with it")
        if (self.activation == "leaky-relu") != (self.slope is not None):
            raise ValueError("a slope goes with the activation 'leaky-relu', and only with it")
        return self

    @model_validator(mode="after")
    def _names_are_known_and_used(self) -> Model:
        for name in self.values or {}:
            if not NAME.fullmatch(name) or name == CLASSES:
                raise ValueError(f"values: '{name}' cannot be a name")
        self.resolved(classes=2)
        used = {v for layer in self.layers or () for v in layer.model_dump().values()}
        unused = sorted(set(self.values or {}) - {v for v in used if isinstance(v, str)})
        if unused:
            raise ValueError(f"values: no layer refers to '{unused[0]}'")
        return self

    @property
    def convolutional(self) -> bool:
        """Whether it has a convolution."""
        return any(layer.kind == "conv" for layer in self.layers or ())

    def resolved(self, classes: int) -> list[Layer]:
        """All layers, with numbers in place of names."""
        if self.layers is not None:
            values = {**(self.values or {}), CLASSES: classes}
            return [_with_numbers(i, layer, values) for i, layer in enumerate(self.layers, 1)]
        between: Layer = (
            LeakyRelu(kind="leaky-relu", slope=self.slope)
            if self.activation == "leaky-relu"
            else Activation(kind=self.activation)
        )
        layers: list[Layer] = [Flatten(kind="flatten")]
        for width in self.hidden or ():
            layers += [Linear(kind="linear", units=width), between]
        return [*layers, Linear(kind="linear", units=classes)]


def _with_numbers(position: int, layer: Layer, values: Mapping[str, float]) -> Layer:
    content = layer.model_dump(exclude_none=True)
    place = f"layer {position} ({layer.kind})"
    for key, value in content.items():
        if key == "kind" or not isinstance(value, str):
            continue
        if value not in values:
            known = ", ".join(values)
            raise ValueError(f"{place}: {key} names the value '{value}'; there are {known}")
        content[key] = values[value]
    try:
        return type(layer).model_validate(content)
    except ValidationError as error:
        finding = error.errors()[0]
        raise ValueError(f"{place}: {finding['loc'][-1]}: {finding['msg']}") from None
