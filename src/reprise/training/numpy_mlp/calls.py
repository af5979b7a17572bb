"""Calls that are written down before they are made.

An update of a small network is some thirty calls of NumPy and BLAS, of a microsecond or less each.
Which function is called on which arrays never changes, but finding that out anew takes Python a
tenth of an update. So what the layers, activations, losses and optimizers do are generators of
calls, `(function, *arguments)`: they are made as they come, or written down once and made often.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Calls = Iterable[tuple[Any, ...]]
"""Functions, each with its arguments, in the order in which they are to be called."""

Written = tuple[Callable[..., Any], tuple[Any, ...]]
"""A function and its arguments."""


def make(calls: Calls) -> None:
    """Makes each call as it comes."""
    for function, *arguments in calls:
        function(*arguments)


def written(calls: Calls) -> list[Written]:
    """The same calls as a list, to be made as often as wanted."""
    return [(function, tuple(arguments)) for function, *arguments in calls]
