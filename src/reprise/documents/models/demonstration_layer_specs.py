"""Demonstrations of layers: their sizes, and what networks of them see."""

from __future__ import annotations

from typing import Literal

from reprise.data.registry import Dataset
from reprise.documents.cost import START_SECONDS
from reprise.documents.models import demonstration_layers as layers
from reprise.documents.models import demonstration_networks as networks
from reprise.documents.models import demonstration_options as given
from reprise.documents.models.demonstration_base import Demonstration
from reprise.documents.models.torch_nets import ImageData


class ParameterCount(Demonstration):
    name: Literal["parameter-count"]
    options: given.ParameterCount


class ConvolutionAgainstDense(Demonstration):
    name: Literal["convolution-against-dense"]
    options: layers.ConvolutionAgainstDense = layers.ConvolutionAgainstDense()


class ConvolutionSizes(Demonstration):
    name: Literal["convolution-sizes"]
    options: layers.ConvolutionSizes = layers.ConvolutionSizes()


class LayerStack(Demonstration):
    name: Literal["layer-stack"]
    options: layers.LayerStack


class DenseAsConvolution(Demonstration):
    name: Literal["dense-as-convolution"]
    options: layers.DenseAsConvolution = layers.DenseAsConvolution()


class OtherTestImages(Demonstration):
    name: Literal["other-test-images"]
    data: ImageData
    options: networks.OtherTestImages = networks.OtherTestImages()

    def core_seconds(self, dataset: Dataset | None) -> float:
        """Expected time of one run, in seconds of one core: mostly that of the training."""
        if dataset is None:
            return START_SECONDS + self.options.SECONDS
        return self.options.training(self.data).core_seconds(dataset)


class ShiftRobustness(Demonstration):
    name: Literal["shift-robustness"]
    data: ImageData
    options: networks.ShiftRobustness = networks.ShiftRobustness()

    def core_seconds(self, dataset: Dataset | None) -> float:
        """Expected time of one run, in seconds of one core: mostly that of the training."""
        if dataset is None or not self.options.epochs:
            return START_SECONDS + self.options.SECONDS
        return self.options.training(self.data).core_seconds(dataset)


LayerSpec = (
    ParameterCount
    | ConvolutionAgainstDense
    | ConvolutionSizes
    | LayerStack
    | DenseAsConvolution
    | OtherTestImages
    | ShiftRobustness
)
