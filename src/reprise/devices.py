"""Which kind of device there is, found out without loading PyTorch."""

from __future__ import annotations

import ctypes
import platform
from functools import cache

from reprise.problems import DocumentError, Problem


def device_kind(wanted: str) -> str:
    """``cpu``, ``cuda`` or ``mps`` for what the configuration asks for; ``auto`` takes a GPU.

    Raises
    ------
    DocumentError
        When the device that is asked for is not here.
    """
    there = {"cpu": True, "cuda": _cuda_devices() > 0, "mps": _has_mps()}
    if wanted == "auto":
        return next((kind for kind in ("cuda", "mps") if there[kind]), "cpu")
    if not there[wanted]:
        words = f"this machine has no {wanted} device; use auto or cpu"
        raise DocumentError([Problem("config", "device", words)])
    return wanted


@cache
def _cuda_devices() -> int:
    """How many devices NVIDIA's driver reports (CUDA Driver API: cuInit, cuDeviceGetCount)."""
    try:
        driver = ctypes.CDLL("libcuda.so.1")
    except OSError:
        return 0
    count = ctypes.c_int(0)
    if driver.cuInit(0) != 0 or driver.cuDeviceGetCount(ctypes.byref(count)) != 0:
        return 0
    return count.value


def _has_mps() -> bool:
    return platform.system() == "Darwin" and platform.machine() == "arm64"
