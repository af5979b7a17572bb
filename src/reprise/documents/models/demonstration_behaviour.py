"""Demonstrations of how gradients, steps, selection and time behave."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from reprise.documents.models import demonstration_networks as networks
from reprise.documents.models import demonstration_options as given
from reprise.documents.models import demonstration_training as training
from reprise.documents.models.demonstration_base import Demonstration, OnImages


class GradientPaths(Demonstration):
    name: Literal["gradient-paths"]
    options: given.GradientPaths = given.GradientPaths()


class GradientNoise(OnImages):
    name: Literal["gradient-noise"]
    options: given.GradientNoise = given.GradientNoise()


class SelectionOnTest(Demonstration):
    name: Literal["selection-on-test"]
    options: training.SelectionOnTest = training.SelectionOnTest()


class GradientCost(Demonstration):
    name: Literal["gradient-cost"]
    options: training.GradientCost = training.GradientCost()


class StepSizes(Demonstration):
    name: Literal["step-sizes"]
    options: training.StepSizes = training.StepSizes()


class PrincipalComponents(Demonstration):
    name: Literal["principal-components"]
    options: training.PrincipalComponents = training.PrincipalComponents()


class ImplementationSpeed(OnImages):
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


class BatchMultiples(Demonstration):
    name: Literal["batch-multiples"]
    options: given.BatchMultiples = given.BatchMultiples()


class BackendTime(OnImages):
    name: Literal["backend-time"]
    options: given.BackendTime = given.BackendTime()


class TimeToAccuracy(Demonstration):
    name: Literal["time-to-accuracy"]
    options: networks.TimeToAccuracy = networks.TimeToAccuracy()


BehaviourSpec = (
    GradientPaths
    | GradientNoise
    | SelectionOnTest
    | GradientCost
    | StepSizes
    | PrincipalComponents
    | ImplementationSpeed
    | BatchMultiples
    | BackendTime
    | TimeToAccuracy
)
