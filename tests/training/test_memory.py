"""Memory that is used up: the run and the ways on, whoever says so."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from reprise.training.memory import is_used_up, words


def numpys_own() -> MemoryError:
    with pytest.raises(MemoryError) as caught:
        np.empty(1 << 50, dtype=np.uint8)
    return caught.value


@pytest.mark.parametrize(
    "error",
    [
        torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB."),
        RuntimeError("MPS backend out of memory (MPS allocated: 9 GB)"),
        RuntimeError("[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory"),
        MemoryError(),
        numpys_own(),
    ],
    ids=["cuda", "mps", "torch on a CPU", "python", "numpy"],
)
def test_every_librarys_way_of_saying_it_is_known(error: Exception) -> None:
    assert is_used_up(error)
    line = words("toy--base", "cuda", error)
    assert line.startswith("toy--base: ") and "\n" not in line
    assert "--cores 1" in line and "device: cpu" in line


@pytest.mark.parametrize("error", [RuntimeError("shapes do not fit"), ValueError("out of memory")])
def test_other_errors_are_not_taken_for_it(error: Exception) -> None:
    assert not is_used_up(error)


def test_on_a_cpu_the_way_on_is_another() -> None:
    assert "device: cpu" not in words("toy--base", "cpu", MemoryError())
