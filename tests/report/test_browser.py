"""The page in a browser: axe finds nothing in either theme, and the claims filter and sort.

Runs where Chromium and Node are installed and ``npm ci`` was run in ``tests/report/browser``.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from itertools import groupby
from pathlib import Path

import pytest

BROWSER = Path(__file__).with_name("browser")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NODE = shutil.which("node")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium"),
    pytest.mark.skipif(not NODE, reason="no Node"),
    pytest.mark.skipif(
        not (BROWSER / "node_modules").is_dir(), reason="run npm ci in tests/report/browser"
    ),
]


@pytest.fixture(scope="module")
def found(rendered):
    command = [NODE, "look.mjs", CHROMIUM, str(rendered.folder / "report.html")]
    made = subprocess.run(
        command, cwd=BROWSER, capture_output=True, text=True, timeout=300, check=False
    )
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(found, theme, width):
    assert found["violations"][f"{theme} {width}"] == []


def test_the_validator_finds_nothing(rendered):
    command = [NODE, "node_modules/html-validate/bin/html-validate.mjs", "--formatter", "json"]
    page = rendered.folder / "report.html"
    made = subprocess.run(
        [*command, "--config", "validate.json", str(page)],
        cwd=BROWSER,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (json.loads(made.stdout), made.returncode) == ([], 0), made.stderr


def test_nothing_is_asked_of_a_network_and_nothing_fails(found):
    assert found["requests"] == [] and found["errors"] == []


def test_no_page_is_wider_than_its_screen(found):
    assert found["wider"] == {"390": 0, "768": 0, "1280": 0}


def test_a_button_shows_the_claims_of_its_verdict(found):
    assert found["pressed"] == "true"
    assert len({claim["verdict"] for claim in found["filtered"]}) == 1
    assert 0 < len(found["filtered"]) < len(found["all"])


def test_words_hide_the_claims_without_them(found):
    assert found["nothing"] == 0


def test_a_link_shows_a_claim_that_was_filtered_away(found):
    assert found["linked"] and found["opened"]


def test_a_head_sorts_by_verdict(found):
    assert found["sort"] == "ascending"
    assert len(list(groupby(found["sorted"]))) == len(set(found["sorted"]))
