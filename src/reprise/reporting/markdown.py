"""What was found, in Markdown: for the front page of a repository, or a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from reprise.comparing.markdown import escaped
from reprise.reporting.build import Json


def in_markdown(made: Json) -> str:
    """The first page of a report, from its content model: counts by document, and findings."""
    return "\n".join(_lines(made["overview"])) + "\n"


def _lines(overview: Json) -> Iterator[str]:
    yield f"**{escaped(overview['sentence'])}**"
    yield ""
    verdicts = [v for v in overview["verdicts"] if _any(overview, v["name"])]
    yield f"| document | claims | {' | '.join(v['name'] for v in verdicts)} |"
    yield "|---|" + "---:|" * (len(verdicts) + 1)
    for row in (*overview["documents"], overview["total"] | {"name": "all"}):
        counts = {c["badge"]["name"]: c["count"] for c in row["counts"]}
        cells = [escaped(row["name"]), row["claims"], *(str(counts[v["name"]]) for v in verdicts)]
        yield f"| {' | '.join(cells)} |"
    yield ""
    for told in overview["causes"]["sentences"] if overview["causes"] else []:
        yield f"{escaped(told)}"
        yield ""
    for finding in overview["findings"]:
        yield f"- *{escaped(finding['lead'])}* ({escaped(finding['document'])}, {finding['id']}). "
        yield f"  {escaped(finding['text'])} {escaped(finding['why'])}{_explained(finding)}"


def _any(overview: Json, verdict: str) -> bool:
    return any(c["count"] for c in overview["total"]["counts"] if c["badge"]["name"] == verdict)


def _explained(finding: Json) -> str:
    found = finding["explained"]
    if found is None:
        return ""
    value = f" ({found['value']})" if found["value"] else ""
    return f" {escaped('With ' + found['label'] + value)}: {escaped(found['why'])}"
