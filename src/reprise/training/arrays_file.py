"""Arrays on disk, byte-identical for equal arrays (NumPy's own archives carry the time)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import numpy as np

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP archive can hold (APPNOTE 4.4.6)."""


def to_bytes(arrays: Mapping[str, np.ndarray]) -> bytes:
    """An ``.npz`` archive, members in the order of their names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in sorted(arrays):
            member = zipfile.ZipInfo(f"{name}.npy", date_time=EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            content = io.BytesIO()
            np.lib.format.write_array(content, np.asarray(arrays[name]), allow_pickle=False)
            archive.writestr(member, content.getvalue())
    return buffer.getvalue()


def from_bytes(content: bytes) -> dict[str, np.ndarray]:
    """The arrays of an archive; raises ``ValueError`` or ``zipfile.BadZipFile`` if damaged."""
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}
