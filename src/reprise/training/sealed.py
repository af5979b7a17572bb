"""JSON that carries its own checksum, so that a single changed bit is noticed."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

_SEAL = re.compile(rb',\n "checksum": "([0-9a-f]{64})"\n}\n?\Z')


def seal(content: dict[str, Any]) -> str:
    """JSON text whose last entry is the SHA-256 of all the text before it."""
    text = json.dumps(content, indent=1, allow_nan=False).removesuffix("\n}")
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f'{text},\n "checksum": "{digest}"\n}}\n'


def unseal(text: bytes) -> dict[str, Any]:
    """The content without its checksum.

    Text without a checksum is taken as it is: older records have none, nor have committed ones,
    for which the repository vouches. Raises ``ValueError`` where the two do not agree.
    """
    content = json.loads(text)
    if not isinstance(content, dict):
        raise ValueError("it is no JSON object")
    if "checksum" in content:
        found = _SEAL.search(text)
        if not found or hashlib.sha256(text[: found.start()]).hexdigest().encode() != found[1]:
            raise ValueError("its checksum is not that of its content")
        del content["checksum"]
    return content
