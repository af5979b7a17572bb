"""The set-up of a process that trains."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

PAGES = """
import resource, torch
from reprise.training.torch_nets.device import prepared
prepared("cpu")

def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

for batch in range(6):
    if batch == 2:
        before = faults()
    blocks = [torch.ones(4_000_000) for _ in range(4)]
    del blocks
print(faults() - before)
"""
"""Page faults while 64 MB are asked for and given back, four times."""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="needs glibc")
def test_what_a_batch_frees_serves_the_next() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PAGES], stdout=subprocess.PIPE, text=True, check=True
    )
    # of 62 500 pages of 4 kB; where the heap must grow once more, one block has 3 906 of them
    assert int(done.stdout) < 10_000
