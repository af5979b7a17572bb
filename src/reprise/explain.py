"""What a run is and why it is or is not up to date; what a claim's verdict rests on."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable
from typing import Any

from reprise.analysis.verdicts import apply_benjamini_hochberg, claim_verdict
from reprise.analysis.words import NOT_CHECKABLE
from reprise.config import Config
from reprise.documents.lookup import find_claim
from reprise.documents.models.claim import Claim
from reprise.documents.models.claim_seeded import ValueClaim
from reprise.documents.plan import Plan, Run
from reprise.planning import layout_of, make_plan
from reprise.problems import DocumentError, Problem, nearest
from reprise.reporting.build import Build, Json, read_build
from reprise.reporting.claims import parts_of
from reprise.reporting.results import results
from reprise.reporting.seen_in import seen_in
from reprise.search.kept import kept_search
from reprise.search.words import sentence as search_sentence
from reprise.status import healthy_record, state_of

WIDTH = 96


def explain_run(config: Config, name: str) -> str:
    """The resolved spec of a run, its record's state, and what it depends on."""
    plan, layout = make_plan(config), layout_of(config)
    run = _find(plan, name)
    users = [
        f"{slug}/{experiment} ({variant.name})"
        for (slug, experiment), variants in plan.variants.items()
        for variant in variants.values()
        if run in variant.runs
    ]
    lines = [
        run.id,
        f"  state      {state_of(run, layout)}",
        f"  key        {run.key}",
        f"  device     {run.device}, seed {run.seed}",
        f"  used by    {', '.join(users)}",
        f"  record     {layout.record(run.id)}",
        f"  log        {layout.log('train', run.id)}",
    ]
    if run.source:
        lines.append(f"  builds on  {run.source}")
    record = healthy_record(run, layout)
    if record is not None:
        lines.append(f"  took       {record.timing.get('total_seconds', 0):.1f} s")
        lines.append(f"  {record.headline.metric:<10} {record.headline.value}")
    else:
        others = sorted(p.name for p in (layout.base / "runs").glob(f"{_stem(run)}-*"))
        if others:
            lines.append(f"  made for an earlier spec or code: {', '.join(others)}")
    lines.append("  spec")
    lines += [f"    {line}" for line in json.dumps(run.spec, indent=1).splitlines()]
    return "\n".join(lines)


def _find(plan: Plan, name: str) -> Run:
    runs = {run.id: run for run in plan.runs()}
    found = [run for run_id, run in runs.items() if run_id.startswith(name)]
    if name in runs:
        return runs[name]
    if len(found) == 1:
        return found[0]
    words = (
        f"there is no such run at scale {plan.scale}; {nearest(name, runs)}"
        if not found
        else f"{len(found)} runs begin so, the first is {found[0].id}"
    )
    raise DocumentError([Problem("explain", name, words)])


def _stem(run: Run) -> str:
    return run.id.rpartition("-")[0]


def explain_claim(config: Config, name: str) -> str:
    """A claim's verdict, computed from the records that are there, with all that it rests on:
    what the report says of it, and the runs by name."""
    plan, layout = make_plan(config), layout_of(config)
    slug, claim = find_claim(plan, name, asked="explain")
    build = read_build(config, plan, layout)
    found = _checked(build, slug, claim)
    provisional = " (provisional)" if found["provisional"] else ""
    lines = [
        f"{claim.id}  {slug}, {claim.locator}",
        *_wrapped(claim.text),
        f"  {found['verdict']}{provisional} at scale {plan.scale}",
        *_wrapped(found["why"]),
    ]
    if found["cause"]:
        lines += _wrapped(f"cause: {found['cause']['words']}")
    if claim.note:
        lines += _wrapped(f"note: {claim.note}")
    if found["verdict"] != NOT_CHECKABLE:
        lines += _parts(build, claim, found)
    for item in found["explanations"]:
        value = "" if item["key"] is None else f" {item['value']}"
        lines += _wrapped(f"instead, {item['label']}{value}: {item['verdict']}: {item['why']}")
        lines += _runs(item["runs"])
    return "\n".join([*lines, *_searched(build, slug, claim), *_seen_in(build, slug, claim)])


def _checked(build: Build, slug: str, claim: Claim) -> Json:
    """The claim's verdict as the report would have it: its tests are one family with those of
    the verdicts that lie there."""
    verdicts = {name: dict(claims) for name, claims in build.verdicts.items()}
    verdicts[slug][claim.id] = claim_verdict(claim, build.measurements, slug)
    corrected = apply_benjamini_hochberg([{"claims": [*c.values()]} for c in verdicts.values()])
    own = dict(zip(verdicts, corrected, strict=True))[slug]
    return next(found for found in own["claims"] if found["id"] == claim.id)


def _parts(build: Build, claim: Claim, found: Json) -> list[str]:
    """The parts, each with its numbers; the reason of an only one stands above already."""
    declared = claim.tolerance.origin if isinstance(claim, ValueClaim) else None
    lines = _wrapped(f"origin of the tolerance: {declared}") if declared else []
    rows = parts_of(build, found, declared)
    for part, row in zip(found["parts"], rows, strict=True):
        why = f": {part['why']}" if len(rows) > 1 else ""
        lines += _wrapped(f"{part['label']}: {part['verdict']}{why}", first="  - ")
        lines += _indented([f"stated: {row['stated']}"] if row["stated"] else [])
        lines += _formula(part["formula"]) if part["formula"] else []
        lines += _indented(
            [_measured(part["quantity"], row["measured"])] if row["measured"] else []
        )
        lines += _indented([f"{line['name']}: {line['text']}" for line in row["statistics"]])
        lines += _runs(part["runs"])
    return lines


def _measured(quantity: str, found: Json) -> str:
    """``accuracy of base: 0.931 ± 0.001 (3 seeds), 0.929 to 0.933 (95 %); seed 0 0.930``."""
    interval = f", {found['interval']}" if found["interval"] else ""
    by_seed = ", ".join(f"seed {one['seed']} {one['text']}" for one in found["by_seed"])
    text = f"{quantity}: {found['text']} ({found['seeds']}){interval}"
    return f"{text}; {by_seed}" if by_seed else text


def _searched(build: Build, slug: str, claim: Claim) -> list[str]:
    """What `reprise search` found for the claim, where it still holds."""
    kept = kept_search(build.plan, build.layout, slug, claim.id)
    if kept is None:
        return []
    lines = [line for found in kept["experiments"] for line in _wrapped(search_sentence(found))]
    return [*lines, f"    all of it in {build.layout.search(slug, claim.id)}"]


def _seen_in(build: Build, slug: str, claim: Claim) -> list[str]:
    """The figures and tables of the report that show what the claim speaks of."""
    chapter = list(build.plan.documents).index(slug) + 1
    found = seen_in(build.plan.documents[slug], claim, results(build, slug, chapter))
    return _wrapped(f"seen in {', '.join(figure['name'] for figure in found)}") if found else []


def _runs(ids: Iterable[str]) -> list[str]:
    return [f"      run {run}" for run in ids]


def _formula(found: dict[str, Any]) -> list[str]:
    """What was measured of a formula, one line each; what no run gave is left out."""
    example = found.get("counterexample") or {}
    words = {key.replace("_", " "): value for key, value in found.items() if value is not example}
    if example and None not in example.values():
        at, printed, correct = (example[key] for key in ("at", "printed", "correct"))
        words["counterexample"] = f"at {at} it gives {printed}, and {correct} is true"
    told = {name: value for name, value in words.items() if value and value is not True}
    return _indented([f"{name}: {value}" for name, value in told.items()])


def _indented(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in _wrapped(text, first="      ")]


def _wrapped(text: str, first: str = "  ") -> list[str]:
    indent = " " * (len(first) + 2)
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=indent)
