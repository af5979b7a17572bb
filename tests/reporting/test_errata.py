"""What the report says of an erratum."""

from __future__ import annotations

import pytest

from reprise.analysis.stages import claims
from reprise.reporting.build import read_build
from reprise.reporting.errata import errata
from reprise.reporting.stage import report

ERRATA = """
- id: X-X1
  locator: Table 1
  printed: The accuracy of large batches is 0.990.
  right: It is lower.
  shown_by: X2
  part: large batches, test accuracy
- id: X-X2
  locator: Table 1
  printed: Another thing.
  right: It is not so.
  shown_by: X2
"""


@pytest.fixture(scope="module")
def config(factory, tmp_path_factory):
    root = tmp_path_factory.mktemp("errata")
    config = factory.make_project(root, ("first-2021",))
    (root / "documents" / "first-2021" / "errata.yaml").write_text(ERRATA, encoding="utf-8")
    factory.write_records(config)
    claims(config, "first-2021")
    return config


def test_it_names_the_part_of_the_claim_that_shows_it(config, factory):
    found = errata(read_build(config, *factory.plan_of(config)))
    one, whole = found["documents"][0]["items"]
    assert one["claim"]["id"] == whole["claim"]["id"] == "X2"
    assert one["claim"]["part"] == "large batches, test accuracy"
    assert whole["claim"]["part"] is None


def test_page_and_pdf_say_so(config):
    from pypdf import PdfReader

    page = report(config, partial=True)
    words = "Claim X2</a>, large batches, test accuracy"
    assert page.read_text(encoding="utf-8").count(words) == 1
    pages = PdfReader(page.with_name("report.pdf")).pages
    text = " ".join(" ".join(one.extract_text() for one in pages).split())
    assert text.count("Claim X2, large batches, test accuracy") == 1
