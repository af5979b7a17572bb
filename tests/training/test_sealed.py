"""JSON with its own checksum: what was changed is noticed, to the bit."""

from __future__ import annotations

import json

import pytest

from reprise.training.sealed import seal, unseal

CONTENT = {"metrics": {"a": 0.125, "b": None, "c": 3}, "id": "ä", "curve": [1, 2.5], "spec": {}}


def test_what_is_sealed_comes_back_and_is_plain_json() -> None:
    text = seal(CONTENT)
    assert unseal(text.encode()) == CONTENT
    assert json.loads(text).keys() == {*CONTENT, "checksum"}


def test_every_changed_bit_is_noticed() -> None:
    whole = seal(CONTENT).encode()
    for place in range(len(whole)):
        for bit in range(8):
            changed = bytearray(whole)
            changed[place] ^= 1 << bit
            try:
                found = unseal(bytes(changed))
            except ValueError:
                continue
            # only a change of the word itself passes: an entry that no record has
            assert set(found) - set(CONTENT), (place, bit)


def test_every_truncation_is_noticed() -> None:
    whole = seal(CONTENT).encode().rstrip(b"\n")
    for length in range(len(whole)):
        with pytest.raises(ValueError):
            unseal(whole[:length])


def test_text_without_a_checksum_is_taken_as_it_is() -> None:
    assert unseal(json.dumps(CONTENT).encode()) == CONTENT


@pytest.mark.parametrize("text", [b"[]", b"1", b'{"checksum": "0"}', b"\xff", b""])
def test_what_is_no_sealed_object_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError):
        unseal(text)
