"""Answer every question in a process of its own; write ``results.json`` and ``results.md``.

``python benchmarks/run.py [NAME ...]`` answers only those, and keeps the others' last answers.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from measure import machine

HERE = Path(__file__).resolve().parent
QUESTIONS = ("from_scratch", "convolution", "orchestration")


def main(names: list[str]) -> int:
    unknown = set(names) - set(QUESTIONS)
    if unknown:
        print(f"no such question: {', '.join(sorted(unknown))}; {', '.join(QUESTIONS)}")
        return 2
    file = HERE / "results.json"
    found: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
    for name in names or QUESTIONS:
        print(f"{name} ...", flush=True)
        command = [sys.executable, str(HERE / f"{name}.py")]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=HERE)
        found[name] = {"machine": machine(), **json.loads(done.stdout)}
    file.write_text(json.dumps(found, indent=1) + "\n")
    (HERE / "results.md").write_text(table(found))
    print((HERE / "results.md").read_text())
    return 0


def table(found: dict[str, Any]) -> str:
    """All answers as Markdown."""
    lines = ["# Results of `make bench`", ""]
    for name in QUESTIONS:
        if name in found:
            lines += [f"## {found[name]['question'].capitalize()}", "", _where(found[name]), ""]
            lines += _ROWS[name](found[name])
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _where(answer: dict[str, Any]) -> str:
    libraries = ", ".join(f"{n} {v}" for n, v in answer["machine"]["libraries"].items())
    return f"{answer['machine']['processor']}, Python {answer['machine']['python']}, {libraries}"


def _spread(ratio: dict[str, float]) -> str:
    return f"{ratio['median']:.2f} ({ratio['low']:.2f} to {ratio['high']:.2f})"


def _from_scratch(answer: dict[str, Any]) -> list[str]:
    names = list(answer["rows"][0]["seconds_per_epoch"])
    head = ["network", *names, "best peer / reprise", "reprise / products"]
    rows = [
        [
            row["case"],
            *(f"{row['seconds_per_epoch'][name]:.3f}" for name in names),
            f"{_spread(row['best_peer_over_reprise'])}, {row['best_peer']}",
            _spread(row["reprise_over_products"]),
        ]
        for row in answer["rows"]
    ]
    return _markdown(head, rows)


def _convolution(answer: dict[str, Any]) -> list[str]:
    names = list(answer["rows"][0]["images_per_second"])
    ratios = ("reprise_over_tutorial", "reprise_over_tutorial_with_worker", "bfloat16_over_float32")
    head = ["device", *names, *(name.replace("_", " ") for name in ratios)]
    rows = [
        [
            row["device"],
            *(f"{row['images_per_second'][name]:.0f}" for name in names),
            *(_spread(row[name]) for name in ratios),
        ]
        for row in answer["rows"]
    ]
    return _markdown(head, rows)


def _orchestration(answer: dict[str, Any]) -> list[str]:
    head = ["runs", "first build (s)", "nothing to do (s)"]
    rows = [
        [str(r["runs"]), f"{r['first_build_seconds']:.1f}", f"{_middle(r['no_op_seconds']):.2f}"]
        for r in answer["rows"]
    ]
    smoke = answer["smoke"]
    return [
        *_markdown(head, rows),
        "",
        f"With nothing to do, {answer['no_op_milliseconds_per_further_run']:.2f} ms for each "
        "further run.",
        "",
        f"Smoke build of {smoke['runs']} runs: {smoke['wall_seconds']:.0f} s on two cores, "
        f"{smoke['runs_own_seconds']:.0f} s of them the runs' own on one core; again with nothing "
        f"to do {_middle(smoke['no_op_seconds']):.2f} s.",
    ]


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _markdown(head: list[str], rows: list[list[str]]) -> list[str]:
    cells = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(row)} |" for row in cells]


_ROWS = {
    "from_scratch": _from_scratch,
    "convolution": _convolution,
    "orchestration": _orchestration,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
