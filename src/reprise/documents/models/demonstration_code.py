"""Demonstrations of code: what the documents print, run again."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from reprise.documents.models import demonstration_layers as layers
from reprise.documents.models import demonstration_options as given
from reprise.documents.models import demonstration_training as training
from reprise.documents.models.demonstration_base import Demonstration, OnImages


class LossClipping(Demonstration):
    name: Literal["loss-clipping"]
    options: given.LossClipping = given.LossClipping()


class CsvLoader(OnImages):
    name: Literal["csv-loader"]
    options: given.CsvLoader = given.CsvLoader()

    @model_validator(mode="after")
    def _stored_pixels(self) -> CsvLoader:
        if self.data.scaling != "raw":
            raise ValueError(
                "the demonstration 'csv-loader' writes pixels as stored: scaling is raw"
            )
        return self


class InitialiserCost(Demonstration):
    name: Literal["initialiser-cost"]
    options: given.InitialiserCost = given.InitialiserCost()


class Heaviside(Demonstration):
    name: Literal["heaviside"]
    options: given.Heaviside = given.Heaviside()


class IgnoredArguments(Demonstration):
    name: Literal["ignored-arguments"]
    options: given.IgnoredArguments = given.IgnoredArguments()


class NetworkObject(Demonstration):
    name: Literal["network-object"]
    options: given.NetworkObject = given.NetworkObject()


class InlineUpdate(Demonstration):
    name: Literal["inline-update"]
    options: given.InlineUpdate = given.InlineUpdate()


class UpdatePseudocode(Demonstration):
    name: Literal["update-pseudocode"]
    options: given.UpdatePseudocode = given.UpdatePseudocode()


class ScalarListing(Demonstration):
    name: Literal["scalar-listing"]
    options: given.ScalarListing = given.ScalarListing()


class BatchedListing(Demonstration):
    name: Literal["batched-listing"]
    options: given.BatchedListing = given.BatchedListing()


class NumpyAgainstTorch(OnImages):
    name: Literal["numpy-against-torch"]
    options: given.NumpyAgainstTorch = given.NumpyAgainstTorch()


class TrainEvalModes(Demonstration):
    name: Literal["train-eval-modes"]
    options: layers.TrainEvalModes = layers.TrainEvalModes()


class DataSplits(OnImages):
    name: Literal["data-splits"]
    options: training.DataSplits = training.DataSplits()

    @model_validator(mode="after")
    def _stored_pixels(self) -> DataSplits:
        if self.data.scaling != "raw":
            raise ValueError(
                "the demonstration 'data-splits' compares pixels as stored: scaling is raw"
            )
        return self


CodeSpec = (
    LossClipping
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
    | TrainEvalModes
    | DataSplits
)
