"""Numbers as text, the same for every output: the templates format nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

THIN = "\u202f"
"""Narrow no-break space: groups thousands, and stands between a number and its unit."""

FIRM = "\u00a0"
"""No-break space: a line does not end before or after ±."""

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float | int | None, digits: int = 4) -> str:
    """A number to so many significant digits; whole numbers in full, thousands grouped."""
    if value is None or not math.isfinite(value):
        return "no finite value"
    if float(value).is_integer() and abs(value) < 1e15:
        return _signed(_grouped(f"{int(value)}"))
    if 1e-4 <= abs(value) < 1e6:
        decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
        return _signed(_grouped(f"{value:.{decimals}f}"))
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return _signed(f"{mantissa} × 10{str(int(exponent)).translate(SUPERSCRIPTS)}")


def _grouped(text: str) -> str:
    """Thousands apart from 10 000 on."""
    whole, point, decimals = text.partition(".")
    if len(whole.lstrip("-")) > 4:
        whole = f"{int(whole):,}".replace(",", THIN)
    return whole + point + decimals


def fixed(value: float, decimals: int) -> str:
    """A number with so many decimals."""
    return _signed(f"{value:.{decimals}f}")


def with_spread(mean: float, sd: float | None) -> str:
    """``mean ± sd``: the spread to two significant digits, the mean to the same decimals."""
    if not sd or not math.isfinite(sd):
        return number(mean)
    decimals = 1 - math.floor(math.log10(sd))
    if not 0 <= decimals <= 6:
        return f"{number(mean)}{FIRM}±{FIRM}{number(sd, 2)}"
    return f"{fixed(mean, decimals)}{FIRM}±{FIRM}{fixed(sd, decimals)}"


def duration(seconds: float) -> str:
    """Seconds as people say them."""
    if seconds < 9.95:
        return f"{seconds:.1f}{THIN}s"
    if seconds < 120:
        return f"{seconds:.0f}{THIN}s"
    minutes = round(seconds / 60)
    if minutes < 120:
        return f"{minutes}{THIN}min"
    return f"{minutes // 60}{THIN}h {minutes % 60:02d}{THIN}min"


def setting(value: Any) -> str:
    """A value of a spec, or of an assumption, as words."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return number(value)
    if isinstance(value, float):
        return _signed(repr(value).removesuffix(".0"))
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {setting(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(setting(inner) for inner in value)
    return str(value)


def lines(spec: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """A spec as flat lines: dotted key -> words, in the order of the keys."""
    found: dict[str, str] = {}
    for key, value in sorted(spec.items()):
        if isinstance(value, Mapping):
            found |= lines(value, f"{prefix}{key}.")
        else:
            found[prefix + key] = setting(value)
    return found


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """``1 run``, ``12 runs``."""
    return f"{number(count)} {noun if count == 1 else plural or noun + 's'}"


def _signed(text: str) -> str:
    return text.replace("-", "−")
