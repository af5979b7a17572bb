"""The page as a browser would read it: valid, self-contained, every link with its place."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import html5lib
import pytest

from reprise.reporting.html import environment
from reprise.reporting.sources import HTML_TEMPLATES, STYLES

NAMESPACE = "{http://www.w3.org/1999/xhtml}"
LOADING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "link": "href",
    "source": "src",
    "object": "data",
    "use": "href",
    "image": "href",
}


@pytest.fixture(scope="module")
def page(rendered):
    return html5lib.HTMLParser(strict=True).parse(rendered.html)


def elements(page, *names):
    return [e for e in page.iter() if str(e.tag).rpartition("}")[2] in names]


def words(element):
    return " ".join(" ".join(element.itertext()).split())


def by_id(page, name):
    return next(e for e in page.iter() if e.get("id") == name)


def test_it_is_valid_html(page):
    assert page.tag == f"{NAMESPACE}html" and page.get("lang") == "en"


def test_no_id_stands_twice(page):
    counts = Counter(e.get("id") for e in page.iter() if e.get("id"))
    assert [name for name, count in counts.items() if count > 1] == []


def test_every_link_has_its_place(page, rendered):
    ids = {e.get("id") for e in page.iter()}
    links = [e.get("href") for e in elements(page, "a")]
    inside = [unquote(href[1:]) for href in links if href.startswith("#")]
    files = [href for href in links if not href.startswith(("#", "https://"))]
    assert len(inside) > 100 and set(inside) <= ids
    assert files and all((rendered.folder / unquote(name)).is_file() for name in files)


def test_nothing_is_loaded_from_elsewhere(page, rendered):
    for element in page.iter():
        attribute = LOADING.get(str(element.tag).rpartition("}")[2])
        if attribute and element.get(attribute):
            assert element.get(attribute).startswith("#")
    assert not re.search(r"url\((?!\s*['\"]?(#|data:))|@import", rendered.html)


def test_a_document_s_text_is_text(page, rendered):
    assert "<script>alert" not in rendered.html and "<b>good</b>" not in rendered.html
    assert "Two batch sizes <script>alert(1)</script> & #let x = $y$" in words(
        by_id(page, "document--first-2021")
    )
    assert len(elements(page, "script")) == 1


def test_every_measured_number_of_a_claim_links_to_its_runs(page):
    for claim in (e for e in elements(page, "tbody") if e.get("data-verdict")):
        for number in (e for e in claim.iter() if e.get("class") == "number"):
            assert number.get("href").startswith(("#run-", "#runs--"))


def test_a_missing_run_is_shown_as_not_run(page):
    chapter = by_id(page, "document--second")
    assert "Its accuracy: not run ." in words(chapter).replace("not run.", "not run .")
    assert "· not run" in words(by_id(page, "claim--second--Y1"))
    assert "second/only : 3 runs not run." in words(by_id(page, "missing-runs"))


def test_verdicts_are_words_and_not_only_colours(page):
    badges = [e for e in page.iter() if (e.get("class") or "").startswith("badge ")]
    assert badges
    for badge in badges:
        assert words(badge)[2:].replace(" ", "-") == badge.get("class").split()[1]


def test_what_does_not_hold_has_its_cause_beside_the_verdict(page, rendered):
    made = json.loads((rendered.folder / "report.json").read_text(encoding="utf-8"))
    claims = [claim for chapter in made["chapters"] for claim in chapter["claims"]]
    failing = [claim for claim in claims if claim["cause"]]
    assert failing
    for claim in claims:
        row = words(by_id(page, claim["anchor"]))
        assert not claim["cause"] or claim["cause"] in row
    for row in made["overview"]["causes"]["rows"]:
        listed = elements(by_id(page, row["anchor"]), "a")
        assert len(listed) == row["count"] == int(row["listed"].split()[0])
    for chapter in made["chapters"]:
        opening = elements(by_id(page, chapter["anchor"]), "header")[0]
        assert " ".join(chapter["because"]) in words(opening)


def test_headings_are_in_order(page):
    levels = [int(e.tag[-1]) for e in elements(page, "h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_there_are_landmarks_and_a_way_past_the_contents(page):
    assert len(elements(page, "main")) == 1 and len(elements(page, "nav")) == 1
    first = elements(page, "a")[0]
    assert first.get("href") == "#main"


def test_what_scrolls_can_be_reached_by_keyboard_and_has_a_name(page):
    boxes = [e for e in page.iter() if e.get("class") == "box"]
    assert boxes
    assert all(e.get("tabindex") == "0" and e.get("aria-label") for e in boxes)


def test_pictures_say_what_they_show(page):
    pictures = elements(page, "svg")
    ids = {e.get("id"): e for e in page.iter() if e.get("id")}
    assert pictures
    for picture in pictures:
        label = picture.get("aria-label") or words(ids[picture.get("aria-labelledby").split()[-1]])
        assert picture.get("role") == "img" and label


def test_documents_are_called_by_their_authors_and_year(page):
    heads = [e for e in elements(page, "th") if e.get("scope") == "row"]
    assert words(heads[0]).startswith("Author and Böttcher 2021 Two batch sizes")
    assert words(by_id(page, "document--second--title")) == "2 Third, undated"


def test_the_most_telling_findings_lead_to_their_claims(page):
    (section,) = (e for e in page.iter() if e.get("class") == "findings")
    items = [e for e in section.iter() if e.tag == f"{NAMESPACE}li"]
    assert 1 <= len(items) <= 5
    ids = {e.get("id") for e in page.iter()}
    for item in items:
        chapter, place = [e.get("href")[1:] for e in elements(item, "a")]
        assert {chapter, place} <= ids and place.startswith(("claim--", "erratum--"))


def test_claims_carry_what_they_are_filtered_and_sorted_by(page):
    for table in (e for e in elements(page, "table") if "filtered" in e.get("class", "")):
        for claim in elements(table, "tbody"):
            badge = next(e for e in claim.iter() if (e.get("class") or "").startswith("badge "))
            assert claim.get("data-verdict") == badge.get("class").split()[1]
            assert claim.get("id").endswith(f"--{claim.get('data-id')}")
            assert not claim.get("hidden")  # all can be read without the script


def test_runs_link_to_their_files_and_name_those_that_are_not_there(page):
    rows = [e for e in elements(page, "tr") if words(e).startswith("files")]
    assert len(rows) > 3
    made = next(row for row in rows if len(elements(row, "a")))
    assert words(made).startswith("files record full curves and arrays log: not kept here")
    assert [e.get("href").rpartition("/")[2] for e in elements(made, "a")][:2] == [
        "record.json",
        "arrays.npz",
    ]


def test_a_long_list_of_runs_names_three_variants_and_counts_the_others():
    def group(k):
        run = {"seed": 0, "anchor": f"r{k}"}
        return {"label": f"v{k}", "anchor": f"a{k}", "experiment": "here", "runs": [run]}

    trail = environment().get_template("macros.html").module.trail
    text = " ".join(re.sub(r"<[^>]+>", "", trail([group(k) for k in range(30)])).split())
    assert text == "v0 s0, v1 s0, v2 s0 and 27 more"
    assert 'href="#here">27 more' in trail([group(k) for k in range(30)])
    assert "more" not in trail([group(k) for k in range(3)])


def test_figures_link_to_their_numbers(page):
    for figure in elements(page, "figure"):
        if figure.get("class") != "nothing":
            assert any(e.get("href", "").endswith(".csv") for e in elements(figure, "a"))


def test_it_is_small(rendered):
    assert len(rendered.html.encode()) < 10_000_000


def test_the_scale_is_said_at_the_top(page):
    assert "Quick scale. Budgets are cut where named." in words(by_id(page, "overview"))


def test_the_script_is_small():
    assert (HTML_TEMPLATES / "page.js").stat().st_size < 6000


def test_templates_hold_no_literal_result():
    for template in HTML_TEMPLATES.glob("*.html"):
        assert not re.search(r"\d\.\d", template.read_text(encoding="utf-8")), template.name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_on_its_ground(scheme):
    """WCAG 2.2, success criterion 1.4.3: a contrast of 4.5 to 1."""
    colours = _colours()[scheme]
    for name in ("ink", "muted", "link", *_verdict_names()):
        assert _contrast(colours[name], colours["ground"]) >= 4.5, name
        tinted = [
            0.93 * g + 0.07 * c for g, c in zip(colours["ground"], colours[name], strict=True)
        ]
        assert _contrast(colours[name], tinted) >= 4.5, name


def _verdict_names():
    return ("reproduced", "not-reproduced", "inconclusive", "not-checkable", "not-run")


def _colours():
    css = Path(STYLES / "page.css").read_text(encoding="utf-8")
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#\w+);", part)) for part in css.split("@media")[:2]
    )
    as_numbers = {
        scheme: {k: [int(v[i : i + 2], 16) for i in (1, 3, 5)] for k, v in found.items()}
        for scheme, found in (("light", light), ("dark", dark))
    }
    return as_numbers


def _contrast(one, other):
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour):
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (v / 255 for v in colour)
    ]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
