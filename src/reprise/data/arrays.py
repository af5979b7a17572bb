"""The arrays that runs read: prepared before, verified when they are opened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reprise.data.errors import DataError
from reprise.data.prepared import array_of, fault, mend, read_stamp


@dataclass(frozen=True)
class Arrays:
    """One data set; read-only.

    Images are uint8 (n, height, width) or (n, height, width, 3), pixels 0..255 in C order;
    labels are uint8 (n,).
    """

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray


def load(name: str, root: Path, *, verify: bool = True) -> Arrays:
    """Open the prepared arrays of a data set, mapped into memory so that processes share them.

    ``verify`` compares each file's SHA-256 with the stamp, once per process; sizes and shapes
    are compared always. Raises ``DataError`` that names the file and the command that mends it.
    """
    entries = read_stamp(name, root)["arrays"]
    return Arrays(**{array: _load(name, root, array, entries[array], verify) for array in entries})


def _load(name: str, root: Path, array: str, entry: dict, verify: bool) -> np.ndarray:
    path = array_of(name, root, array)
    reason = fault(path, entry, content=verify)
    if reason is None:
        try:
            content = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
        except (OSError, ValueError) as error:
            reason = f"cannot be read: {error}"
        else:
            if (list(content.shape), str(content.dtype)) == (entry["shape"], entry["dtype"]):
                return content
            reason = f"holds {content.dtype} {content.shape}, not what the stamp beside it says"
    raise DataError(f"{path} {reason}; {mend(name)}")
