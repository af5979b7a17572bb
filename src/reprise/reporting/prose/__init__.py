"""The words around the results: Markdown with computed values, and no literal result."""

from __future__ import annotations

from reprise.reporting.prose.check import check_prose

__all__ = ["check_prose"]
