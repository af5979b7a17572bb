"""What can go wrong with data, said for people."""

from __future__ import annotations


class DataError(Exception):
    """A data set cannot be had or used; the message says what is wrong and the ways on."""


class Unavailable(Exception):
    """One place does not have one file; the message is a short reason, for a list of reasons."""
