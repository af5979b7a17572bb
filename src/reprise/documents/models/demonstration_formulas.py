"""Demonstrations of formulas: derivations held against differentiation, shapes of losses."""

from __future__ import annotations

from typing import Literal

from reprise.documents.models import demonstration_options as given
from reprise.documents.models import demonstration_training as training
from reprise.documents.models.demonstration_base import Demonstration


class LossComparison(Demonstration):
    name: Literal["loss-comparison"]
    options: given.LossComparison = given.LossComparison()


class SoftmaxDerivation(Demonstration):
    name: Literal["softmax-derivation"]
    options: given.SoftmaxDerivation = given.SoftmaxDerivation()


class SoftmaxChain(Demonstration):
    name: Literal["softmax-chain"]
    options: given.SoftmaxChain = given.SoftmaxChain()


class DiceDerivation(Demonstration):
    name: Literal["dice-derivation"]
    options: given.DiceDerivation = given.DiceDerivation()


class FocalDerivation(Demonstration):
    name: Literal["focal-derivation"]
    options: given.FocalDerivation = given.FocalDerivation()


class SymbolicLosses(Demonstration):
    name: Literal["symbolic-losses"]
    options: given.SymbolicLosses = given.SymbolicLosses()


class ColumnNetworkDerivation(Demonstration):
    name: Literal["column-network-derivation"]
    options: given.ColumnNetworkDerivation = given.ColumnNetworkDerivation()


class ClassifierDerivation(Demonstration):
    name: Literal["classifier-derivation"]
    options: given.ClassifierDerivation = given.ClassifierDerivation()


class TanhNetworkDerivation(Demonstration):
    name: Literal["tanh-network-derivation"]
    options: given.TanhNetworkDerivation = given.TanhNetworkDerivation()


class LeakyNetworkDerivation(Demonstration):
    name: Literal["leaky-network-derivation"]
    options: given.LeakyNetworkDerivation = given.LeakyNetworkDerivation()


class LossShapes(Demonstration):
    name: Literal["loss-shapes"]
    options: training.LossShapes = training.LossShapes()


FormulaSpec = (
    LossComparison
    | SoftmaxDerivation
    | SoftmaxChain
    | DiceDerivation
    | FocalDerivation
    | SymbolicLosses
    | ColumnNetworkDerivation
    | ClassifierDerivation
    | TanhNetworkDerivation
    | LeakyNetworkDerivation
    | LossShapes
)
