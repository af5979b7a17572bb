"""Engines by name, imported when a run needs them: a NumPy run does not import torch."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reprise.training.outcome import Context, Outcome

ENGINES = {
    "numpy_mlp": "reprise.training.numpy_mlp",
    "evaluation": "reprise.training.evaluation",
}


def engine(name: str) -> Callable[[Any, Context], Outcome]:
    """The engine's ``train(spec, context)``."""
    return import_module(ENGINES[name]).train
