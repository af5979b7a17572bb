"""Where a run computes, set up so that equal runs give equal numbers."""

from __future__ import annotations

import os

import torch
import torch.utils.deterministic

from reprise.streams import stream


def prepared(name: str) -> torch.device:
    """The device ``cpu``, ``cuda`` or ``mps``, with one thread and deterministic algorithms.

    Float32 is computed as float32: no TF32. On an accelerator an operation that has no
    deterministic algorithm warns and runs; on the CPU there is none.
    """
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # cuBLAS asks for it
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True, warn_only=name != "cpu")
    torch.utils.deterministic.fill_uninitialized_memory = False  # a check that costs time
    torch.set_float32_matmul_precision("highest")
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = False
    return torch.device(name)


def seed_torch(seed: int, purpose: str, index: int = 0) -> None:
    """Start PyTorch's own random numbers anew, from a stream of this project."""
    torch.manual_seed(int(stream(seed, purpose, index).integers(2**63 - 1)))
