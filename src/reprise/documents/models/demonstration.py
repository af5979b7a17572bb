"""The spec of a demonstration: a count, a derivation, or a small experiment of its own."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from reprise.data.registry import Dataset
from reprise.documents.cost import START_SECONDS
from reprise.documents.models import demonstration_layers as layers
from reprise.documents.models import demonstration_networks as networks
from reprise.documents.models import demonstration_options as given
from reprise.documents.models import demonstration_training as training
from reprise.documents.models.data import DataSpec
from reprise.documents.models.run_spec import RunSpec
from reprise.documents.models.torch_nets import ImageData


class _Demonstration(RunSpec):
    engine: Literal["demonstration"]
    options: given.Options

    @property
    def summary(self) -> str:
        """What the demonstration does, in one sentence for people."""
        return type(self.options).__doc__.splitlines()[0]

    def smoke_changes(self) -> dict[str, Any]:
        """What the smoke scale changes besides the data set and its counts."""
        return dict(self.options.SMOKE)

    def core_seconds(self, dataset: Dataset | None) -> float:
        """Expected time of one run, in seconds of one core."""
        return START_SECONDS + self.options.SECONDS


class _OnImages(_Demonstration):
    data: DataSpec


class GradientPaths(_Demonstration):
    name: Literal["gradient-paths"]
    options: given.GradientPaths = given.GradientPaths()


class GradientNoise(_OnImages):
    name: Literal["gradient-noise"]
    options: given.GradientNoise = given.GradientNoise()


class LossComparison(_Demonstration):
    name: Literal["loss-comparison"]
    options: given.LossComparison = given.LossComparison()


class LossClipping(_Demonstration):
    name: Literal["loss-clipping"]
    options: given.LossClipping = given.LossClipping()


class SoftmaxDerivation(_Demonstration):
    name: Literal["softmax-derivation"]
    options: given.SoftmaxDerivation = given.SoftmaxDerivation()


class SoftmaxChain(_Demonstration):
    name: Literal["softmax-chain"]
    options: given.SoftmaxChain = given.SoftmaxChain()


class DiceDerivation(_Demonstration):
    name: Literal["dice-derivation"]
    options: given.DiceDerivation = given.DiceDerivation()


class FocalDerivation(_Demonstration):
    name: Literal["focal-derivation"]
    options: given.FocalDerivation = given.FocalDerivation()


class SymbolicLosses(_Demonstration):
    name: Literal["symbolic-losses"]
    options: given.SymbolicLosses = given.SymbolicLosses()


class ColumnNetworkDerivation(_Demonstration):
    name: Literal["column-network-derivation"]
    options: given.ColumnNetworkDerivation = given.ColumnNetworkDerivation()


class ClassifierDerivation(_Demonstration):
    name: Literal["classifier-derivation"]
    options: given.ClassifierDerivation = given.ClassifierDerivation()


class TanhNetworkDerivation(_Demonstration):
    name: Literal["tanh-network-derivation"]
    options: given.TanhNetworkDerivation = given.TanhNetworkDerivation()


class LeakyNetworkDerivation(_Demonstration):
    name: Literal["leaky-network-derivation"]
    options: given.LeakyNetworkDerivation = given.LeakyNetworkDerivation()


class ParameterCount(_Demonstration):
    name: Literal["parameter-count"]
    options: given.ParameterCount


class CsvLoader(_OnImages):
    name: Literal["csv-loader"]
    options: given.CsvLoader = given.CsvLoader()

    @model_validator(mode="after")
    def _stored_pixels(self) -> CsvLoader:
        if self.data.scaling != "raw":
            raise ValueError(
                "the demonstration 'csv-loader' writes pixels as stored: scaling is raw"
            )
        return self


class InitialiserCost(_Demonstration):
    name: Literal["initialiser-cost"]
    options: given.InitialiserCost = given.InitialiserCost()


class Heaviside(_Demonstration):
    name: Literal["heaviside"]
    options: given.Heaviside = given.Heaviside()


class IgnoredArguments(_Demonstration):
    name: Literal["ignored-arguments"]
    options: given.IgnoredArguments = given.IgnoredArguments()


class NetworkObject(_Demonstration):
    name: Literal["network-object"]
    options: given.NetworkObject = given.NetworkObject()


class InlineUpdate(_Demonstration):
    name: Literal["inline-update"]
    options: given.InlineUpdate = given.InlineUpdate()


class UpdatePseudocode(_Demonstration):
    name: Literal["update-pseudocode"]
    options: given.UpdatePseudocode = given.UpdatePseudocode()


class ScalarListing(_Demonstration):
    name: Literal["scalar-listing"]
    options: given.ScalarListing = given.ScalarListing()


class BatchedListing(_Demonstration):
    name: Literal["batched-listing"]
    options: given.BatchedListing = given.BatchedListing()


class NumpyAgainstTorch(_OnImages):
    name: Literal["numpy-against-torch"]
    options: given.NumpyAgainstTorch = given.NumpyAgainstTorch()


class ConvolutionAgainstDense(_Demonstration):
    name: Literal["convolution-against-dense"]
    options: layers.ConvolutionAgainstDense = layers.ConvolutionAgainstDense()


class ConvolutionSizes(_Demonstration):
    name: Literal["convolution-sizes"]
    options: layers.ConvolutionSizes = layers.ConvolutionSizes()


class LayerStack(_Demonstration):
    name: Literal["layer-stack"]
    options: layers.LayerStack


class DenseAsConvolution(_Demonstration):
    name: Literal["dense-as-convolution"]
    options: layers.DenseAsConvolution = layers.DenseAsConvolution()


class TrainEvalModes(_Demonstration):
    name: Literal["train-eval-modes"]
    options: layers.TrainEvalModes = layers.TrainEvalModes()


class DataSplits(_OnImages):
    name: Literal["data-splits"]
    options: training.DataSplits = training.DataSplits()

    @model_validator(mode="after")
    def _stored_pixels(self) -> DataSplits:
        if self.data.scaling != "raw":
            raise ValueError(
                "the demonstration 'data-splits' compares pixels as stored: scaling is raw"
            )
        return self


class SelectionOnTest(_Demonstration):
    name: Literal["selection-on-test"]
    options: training.SelectionOnTest = training.SelectionOnTest()


class LossShapes(_Demonstration):
    name: Literal["loss-shapes"]
    options: training.LossShapes = training.LossShapes()


class GradientCost(_Demonstration):
    name: Literal["gradient-cost"]
    options: training.GradientCost = training.GradientCost()


class StepSizes(_Demonstration):
    name: Literal["step-sizes"]
    options: training.StepSizes = training.StepSizes()


class PrincipalComponents(_Demonstration):
    name: Literal["principal-components"]
    options: training.PrincipalComponents = training.PrincipalComponents()


class ImplementationSpeed(_OnImages):
    name: Literal["implementation-speed"]
    options: given.ImplementationSpeed = given.ImplementationSpeed()

    @model_validator(mode="after")
    def _exponentials_in_range(self) -> ImplementationSpeed:
        if self.data.scaling not in ("unit", "standard"):
            raise ValueError(
                "the demonstration 'implementation-speed' computes exponentials in plain Python, "
                "which pixels up to 255 drive out of range: scaling is unit or standard"
            )
        return self


class BatchMultiples(_Demonstration):
    name: Literal["batch-multiples"]
    options: given.BatchMultiples = given.BatchMultiples()


class BackendTime(_OnImages):
    name: Literal["backend-time"]
    options: given.BackendTime = given.BackendTime()


class OtherTestImages(_Demonstration):
    name: Literal["other-test-images"]
    data: ImageData
    options: networks.OtherTestImages = networks.OtherTestImages()

    def core_seconds(self, dataset: Dataset | None) -> float:
        """Expected time of one run, in seconds of one core: mostly that of the training."""
        if dataset is None:
            return START_SECONDS + self.options.SECONDS
        return self.options.training(self.data).core_seconds(dataset)


class ShiftRobustness(_Demonstration):
    name: Literal["shift-robustness"]
    data: ImageData
    options: networks.ShiftRobustness = networks.ShiftRobustness()

    def core_seconds(self, dataset: Dataset | None) -> float:
        """Expected time of one run, in seconds of one core: mostly that of the training."""
        if dataset is None or not self.options.epochs:
            return START_SECONDS + self.options.SECONDS
        return self.options.training(self.data).core_seconds(dataset)


class TimeToAccuracy(_Demonstration):
    name: Literal["time-to-accuracy"]
    options: networks.TimeToAccuracy = networks.TimeToAccuracy()


DemonstrationSpec = Annotated[
    GradientPaths
    | GradientNoise
    | LossComparison
    | LossClipping
    | SoftmaxDerivation
    | SoftmaxChain
    | DiceDerivation
    | FocalDerivation
    | SymbolicLosses
    | ColumnNetworkDerivation
    | ClassifierDerivation
    | TanhNetworkDerivation
    | LeakyNetworkDerivation
    | ParameterCount
    | CsvLoader
    | InitialiserCost
    | Heaviside
    | IgnoredArguments
    | NetworkObject
    | InlineUpdate
    | UpdatePseudocode
    | ScalarListing
    | BatchedListing
    | NumpyAgainstTorch
    | ConvolutionAgainstDense
    | ConvolutionSizes
    | LayerStack
    | DenseAsConvolution
    | TrainEvalModes
    | DataSplits
    | SelectionOnTest
    | LossShapes
    | GradientCost
    | StepSizes
    | PrincipalComponents
    | ImplementationSpeed
    | BatchMultiples
    | BackendTime
    | OtherTestImages
    | ShiftRobustness
    | TimeToAccuracy,
    Field(discriminator="name"),
]
"""One class per demonstration, told apart by ``name``: unknown options are refused."""
