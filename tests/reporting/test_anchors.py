from __future__ import annotations

import re

from reprise.reporting import anchors


def test_no_two_texts_become_one_place():
    ids = ["B 1", "B_1", "B-1", "B/1", "B.1", "B_20", "Bé1"]
    made = [anchors.claim("a-document", text) for text in ids]
    assert len(set(made)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", anchor) for anchor in made)


def test_parts_stay_apart():
    assert anchors.variant("a", "b-c", "d") != anchors.variant("a-b", "c", "d")
    assert anchors.experiment("a-b", "c") != anchors.experiment("a", "b-c")
