"""Write the prepared arrays of a data set and their stamp.

The stamp holds no time and no address: preparing the same data again gives the same bytes,
so that nothing is trained again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from reprise.data.errors import DataError
from reprise.data.prepared import (
    ARRAYS,
    FORMAT,
    array_of,
    fault,
    read_stamp,
    sha256_of,
    stamp_of,
)
from reprise.data.registry import Dataset, data_digest
from reprise.data.verify import replacing


def write(dataset: Dataset, root: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Write the arrays, each in one step, and the stamp last. Raises ``OSError``."""
    entries = {}
    for name in ARRAYS:
        path = array_of(dataset.name, root, name)
        with replacing(path) as file:
            np.save(file, np.ascontiguousarray(arrays[name]), allow_pickle=False)
        entries[name] = _entry(path, arrays[name])
    stamp = {
        "format": FORMAT,
        "dataset": dataset.name,
        "data": data_digest(dataset),
        "files": {file.read.path: file.read.sha256 for file in dataset.files},
        "arrays": entries,
    }
    with replacing(stamp_of(dataset.name, root)) as file:
        file.write((json.dumps(stamp, indent=1, sort_keys=True) + "\n").encode())


def _entry(path: Path, array: np.ndarray) -> dict[str, Any]:
    return {
        "sha256": sha256_of(path),
        "bytes": path.stat().st_size,
        "shape": list(array.shape),
        "dtype": str(array.dtype),
    }


def is_current(dataset: Dataset, root: Path) -> bool:
    """Whether all arrays are there, undamaged, and made from this description of the data."""
    try:
        stamp = read_stamp(dataset.name, root)
    except DataError:
        return False
    return stamp.get("data") == data_digest(dataset) and not any(
        fault(array_of(dataset.name, root, name), stamp["arrays"][name], content=True)
        for name in ARRAYS
    )
