"""Memory that is used up, told from other errors without loading PyTorch."""

from __future__ import annotations


def is_used_up(error: BaseException) -> bool:
    """NumPy and Python raise ``MemoryError``, PyTorch an error of its own or a ``RuntimeError``."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    return isinstance(error, RuntimeError) and (
        "out of memory" in str(error).lower() or "can't allocate memory" in str(error)
    )


def words(run_id: str, device: str, error: BaseException) -> str:
    """One line: which run, what the library said, and the ways on."""
    said = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
    ways = "run the same command again with --cores 1, so that no other run is beside it"
    if device != "cpu":
        ways += ", end other programs on the device, or set device: cpu in config.yaml"
    where = "this machine" if device == "cpu" else f"the device ({device})"
    return f"{run_id}: the memory of {where} is used up ({said}); {ways}"
