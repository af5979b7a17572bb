"""Reprise trains again what a document says was trained, and reports which of its claims hold."""

__version__ = "0.1.0"
