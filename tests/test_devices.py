"""The device of a run follows the configuration and the machine."""

from __future__ import annotations

import pytest

from reprise import devices
from reprise.problems import DocumentError


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch):
    def have(cuda: int = 0, mps: bool = False) -> None:
        monkeypatch.setattr(devices, "_cuda_devices", lambda: cuda)
        monkeypatch.setattr(devices, "_has_mps", lambda: mps)

    return have


def test_auto_takes_a_gpu_where_there_is_one(machine) -> None:
    machine()
    assert devices.device_kind("auto") == "cpu"
    machine(cuda=1)
    assert devices.device_kind("auto") == "cuda"
    machine(mps=True)
    assert devices.device_kind("auto") == "mps"


def test_a_missing_device_is_refused_with_a_remedy(machine) -> None:
    machine()
    with pytest.raises(DocumentError, match="no cuda device; use auto or cpu"):
        devices.device_kind("cuda")
    machine(cuda=2)
    assert devices.device_kind("cuda") == "cuda"
    assert devices.device_kind("cpu") == "cpu"
