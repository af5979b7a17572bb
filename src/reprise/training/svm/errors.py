"""The error of this engine."""

from __future__ import annotations


class FitError(Exception):
    """A fit that cannot be made of these data; the message says why and what to do."""
