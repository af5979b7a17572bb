"""The PDF, opened again and read back."""

from __future__ import annotations

import json

import pytest
from pypdf import PdfReader


@pytest.fixture(scope="module")
def pdf(rendered):
    return PdfReader(rendered.folder / "report.pdf")


@pytest.fixture(scope="module")
def text(pdf):
    pages = " ".join(page.extract_text() for page in pdf.pages)
    return " ".join(pages.replace("\u202f", " ").split())


def outline_titles(items):
    for item in items:
        if isinstance(item, list):
            yield from outline_titles(item)
        else:
            yield item.title


def test_it_has_a_title_a_language_and_tags(pdf):
    assert pdf.metadata.title == "What holds when it is trained again"
    catalog = pdf.trailer["/Root"]
    assert catalog["/Lang"].startswith("en")
    assert catalog["/MarkInfo"]["/Marked"]


def test_the_outline_names_chapters_and_sections(pdf):
    titles = list(outline_titles(pdf.outline))
    assert "2 Third, undated" in [" ".join(title.split()) for title in titles]
    assert {"Claims", "Results", "Missing runs", "Provenance", "All runs"} <= set(titles)


def test_the_findings_stand_before_the_contents(pdf, rendered):
    first = [" ".join(page.extract_text().split()) for page in pdf.pages[:3]]
    findings = next(i for i, text in enumerate(first) if "Most telling" in text)
    contents = next(i for i, text in enumerate(first) if text.startswith("Contents"))
    assert findings < contents


def test_the_causes_stand_on_its_first_pages_and_beside_the_verdicts(text, rendered):
    made = json.loads((rendered.folder / "report.json").read_text(encoding="utf-8"))
    causes = made["overview"]["causes"]
    told = [causes["open"], *(row["label"] for row in causes["rows"])]
    told += [item["words"] for item in causes["against"]]
    told += [sentence for chapter in made["chapters"] for sentence in chapter["because"]]
    told += [c["cause"] for chapter in made["chapters"] for c in chapter["claims"] if c["cause"]]
    assert len(told) > 2
    for words in filter(None, told):
        assert _squeezed(words) in _squeezed(text), words


def _squeezed(text):
    """Without what a line break takes away or adds."""
    return "".join(text.split()).replace("-", "")


def test_a_list_of_runs_is_never_empty(text):
    assert "Runs: ." not in text


def test_fonts_are_embedded(pdf):
    fonts = {}
    for page in pdf.pages:
        for name, font in page["/Resources"].get("/Font", {}).items():
            fonts[name] = font.get_object()
    assert fonts
    for font in fonts.values():
        for descendant in font["/DescendantFonts"]:
            descriptor = descendant.get_object()["/FontDescriptor"]
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_claims_verdicts_and_values_can_be_read(text):
    assert "Batches of 64 give a higher accuracy than batches of 1024." in text
    assert "✗ not reproduced" in text and "· not run" in text
    assert "Budgets are cut where named." in text
    assert "snakemake second/only --cores 2" in text


def test_a_document_s_text_is_text(text):
    assert "Two batch sizes <script>alert(1)</script> & #let x = $y$" in text
    assert "Mini-batches are a <b>good</b> compromise." in text
    assert "claims that hold & $no$ #formula <- here." in text


def test_links_lead_to_places_inside(pdf):
    targets = [
        annotation.get_object()
        for page in pdf.pages
        for annotation in page.get("/Annots", [])
        if annotation.get_object()["/Subtype"] == "/Link"
    ]
    inside = [target["/Dest"] for target in targets if "/Dest" in target]
    named = {str(name) for name in inside if not isinstance(name, list)}
    assert len(inside) > 50 and named and named <= set(pdf.named_destinations)
    outside = [t["/A"]["/URI"] for t in targets if "/A" in t and "/URI" in t["/A"]]
    assert set(outside) == {"https://example.org/course"}


def test_pages_are_numbered_and_headed(pdf):
    for number, page in enumerate(pdf.pages, start=1):
        if number > 1:
            lines = page.extract_text().split()
            assert str(number) in lines and "Reprise" in lines
