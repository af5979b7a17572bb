"""Where a run computes, set up so that equal runs give equal numbers."""

from __future__ import annotations

import ctypes
import os
import platform

import torch
import torch.utils.deterministic

from reprise.streams import stream

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""Settings of glibc, from its ``malloc.h``."""

KEPT_BYTES, MOST_BYTES = 2**31 - 1, 32 * 2**20
"""Freed memory that a process keeps, and the largest block of that kind: glibc's upper limits."""


def prepared(name: str) -> torch.device:
    """The device ``cpu``, ``cuda`` or ``mps``, with one thread and deterministic algorithms.

    Float32 is computed as float32: no TF32. On an accelerator an operation that has no
    deterministic algorithm warns and runs; on the CPU there is none.
    """
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # cuBLAS asks for it
    _keep_freed_memory()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True, warn_only=name != "cpu")
    torch.utils.deterministic.fill_uninitialized_memory = False  # a check that costs time
    torch.set_float32_matmul_precision("highest")
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = False
    return torch.device(name)


def _keep_freed_memory() -> None:
    """What one batch has freed serves the next, where the C library is glibc.

    It would hand large blocks back to the system, which clears them page by page when the next
    batch asks for the same again: a fifth of the time of a convolutional network.
    """
    if platform.libc_ver()[0] == "glibc":
        library = ctypes.CDLL(None)
        library.mallopt(M_TRIM_THRESHOLD, KEPT_BYTES)
        library.mallopt(M_MMAP_THRESHOLD, MOST_BYTES)


def seed_torch(seed: int, purpose: str, index: int = 0) -> None:
    """Start PyTorch's own random numbers anew, from a stream of this project."""
    torch.manual_seed(int(stream(seed, purpose, index).integers(2**63 - 1)))
