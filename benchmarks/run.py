"""Answer every question in a process of its own; write ``results.json`` and ``results.md``.

``python benchmarks/run.py NAME ...`` answers only those, and keeps the others' last answers.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from measure import machine

HERE = Path(__file__).resolve().parent
QUESTIONS = (
    "from_scratch",
    "convolution",
    "orchestration",
    "quick_build",
    "precision",
    "memory",
)
ON_REQUEST = ("quick_build", "precision", "memory")
"""Answered only when named: the first looks at a build that was made, the others' answers are about
results and sizes, which change seldom."""

TARGETS = {
    "from_scratch": "at least 2 times the best peer on the first three networks; at most 1.3 times "
    "the products on all",
    "convolution": "at least 1.5 times the tutorial way",
    "orchestration": "with nothing to do under 3 s at 300 runs and under 30 s at 10 000",
    "quick_build": "about thirty minutes on two cores; at most 10 % of the cores' time outside "
    "training, evaluation and figures",
    "precision": "no verdict changes",
    "memory": "eight side by side take less than 16 GB",
}


def main(names: list[str]) -> int:
    unknown = set(names) - set(QUESTIONS)
    if unknown:
        print(f"no such question: {', '.join(sorted(unknown))}; {', '.join(QUESTIONS)}")
        return 2
    file = HERE / "results.json"
    found: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
    for name in names or [name for name in QUESTIONS if name not in ON_REQUEST]:
        print(f"{name} ...", flush=True)
        command = [sys.executable, str(HERE / f"{name}.py")]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=HERE)
        found[name] = {"machine": machine(), **json.loads(done.stdout)}
    found = {name: found[name] for name in QUESTIONS if name in found}
    file.write_text(json.dumps(found, indent=1) + "\n")
    (HERE / "results.md").write_text(table(found))
    print((HERE / "results.md").read_text())
    return 0


def table(found: dict[str, Any]) -> str:
    """All answers as Markdown, in their order."""
    lines = ["# Results of `make bench`", ""]
    for name, answer in found.items():
        lines += [f"## {answer['question'].capitalize()}", "", _where(answer), ""]
        lines += _ROWS[name](answer)
        lines += ["", f"Target: {TARGETS[name]}.", ""]
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
    words = (
        "Products: the matrix products of an epoch and nothing else, each gradient in a matrix of "
        "its own or added to the weights; the faster of the two is what Reprise is compared with. "
        "Reprise takes its batches from bytes and writes its steps down, as in runs of many "
        "epochs; both are done once for a run and not timed."
    )
    return [*_markdown(head, rows), "", words]


def _convolution(answer: dict[str, Any]) -> list[str]:
    names = list(answer["rows"][0]["images_per_second"])
    ratios = [name for name in answer["rows"][0] if "_over_" in name]
    head = ["device", *names, *(name.replace("_", " ") for name in ratios)]
    rows = [
        [
            row["device"],
            *(
                f"{row['images_per_second'][name]:.0f} ({_accuracy(row['accuracy'][name])})"
                for name in names
            ),
            *(_spread(row[name]) for name in ratios),
        ]
        for row in answer["rows"]
    ]
    whole = answer["machine_as_a_whole"]
    ours, theirs = whole["images_per_second"].values()
    return [
        f"{answer['data']}. Images per core-second (per second on an accelerator), and test "
        "accuracy with its standard deviation over seeds.",
        "",
        *_markdown(head, rows),
        "",
        "Of a run's time, "
        + ", ".join(f"{row['beyond_protocol']:.0%} ({row['device']})" for row in answer["rows"])
        + " goes into loading, and into the last evaluation on training and test images, which the "
        "tutorial does not do.",
        "",
        f"The whole machine, from the first start to the last end of {whole['runs']} runs: "
        f"{ours:.0f} images per second side by side with one thread each, {theirs:.0f} by the "
        "tutorial way one after the other with all threads and two workers; "
        f"{_spread(whole['reprise_over_tutorial'])} times as many.",
    ]


def _accuracy(found: dict[str, float]) -> str:
    return f"{found['mean']:.3f} ± {found['sd']:.3f}"


def _orchestration(answer: dict[str, Any]) -> list[str]:
    head = ["runs", "jobs", "first plan", "plan after an edit", "nothing to do"]
    jobs = {"short": "shared", "long": "one a run"}
    rows = [
        [
            f"{row['runs']}",
            jobs[row["kind"]],
            *(_cost(row[name]) for name in ("first", "edited")),
            _cost(_middle_cost(row["nothing"])),
        ]
        for row in answer["rows"]
    ]
    laws = [
        f"{jobs[kind]}: {law['start']['core']:.2f} + {law['per_run']['core']:.6f} x runs"
        for kind, law in answer["laws"].items()
    ]
    starts = [
        [r["kind"], f"{r['modules']}", _cost({unit: r[unit] for unit in ("wall", "core")})]
        for r in answer["starts"]
    ]
    return [
        "Seconds of wall time, and of one core in brackets. Generated documents and records; a "
        "plan is timed with a dry run.",
        "",
        *_markdown(head, rows),
        "",
        "With nothing to do, the growth law in seconds of one core (least squares): "
        f"{'; '.join(laws)}.",
        "",
        _smoke(answer["smoke"]),
        "",
        "What a job loads before it begins:",
        "",
        *_markdown(["job", "modules", "seconds"], starts),
    ]


def _smoke(smoke: dict[str, Any]) -> str:
    spent = smoke["spent"]
    return (
        f"Smoke build of {smoke['runs']} runs: {_cost(smoke['whole'])}, "
        f"{smoke['wall_over_own']:.2f} times the {smoke['own_seconds']:.0f} s that are the runs' "
        f"own; of {spent['cores']} cores' time {_shares(spent, 0)}. Again with nothing to do: "
        f"{_cost(_middle_cost(smoke['nothing']))}."
    )


def _shares(spent: dict[str, Any], decimals: int) -> str:
    """On what the cores' time of a build was spent."""
    whole = spent["cores"] * spent["wall_seconds"]
    parts = {
        "training, evaluation and figures": "work",
        "loading in training jobs": "loading",
        "other stages": "other_stages",
        "waiting": "waiting",
    }
    return ", ".join(
        f"{spent[f'{name}_seconds'] / whole:.{decimals}%} {words}" for words, name in parts.items()
    )


def _quick_build(answer: dict[str, Any]) -> list[str]:
    spent = answer["spent"]
    whole = sum(row["seconds"] for row in answer["rows"])
    minutes, seconds = divmod(round(spent["wall_seconds"]), 60)
    rows = [
        [
            row["document"],
            f"{row['runs']}",
            f"{row['seconds']:.0f}",
            f"{row['seconds'] / whole:.0%}",
        ]
        for row in answer["rows"]
    ]
    return [
        f"From the start of the first job to the end of the last {minutes} min {seconds} s, "
        f"{spent['jobs']} jobs. Of {spent['cores']} cores' time {_shares(spent, 1)}.",
        "",
        *_markdown(["document", "runs", "seconds of one core", "share"], rows),
    ]


def _cost(cost: dict[str, float]) -> str:
    return f"{cost['wall']:.2f} ({cost['core']:.2f})"


def _middle_cost(costs: list[dict[str, float]]) -> dict[str, float]:
    return {unit: _middle([cost[unit] for cost in costs]) for unit in ("wall", "core")}


def _precision(answer: dict[str, Any]) -> list[str]:
    head = ["experiment", "float32", "bfloat16", "difference", "in deviations of seeds"]
    names = [f"{row['document']}/{row['experiment']}" for row in answer["rows"]]
    rows = [
        [
            name if row["variant"] == "main" else f"{name}, {row['variant']}",
            *(
                f"{row['accuracy'][precision]:.4f} ± {row['standard_deviation'][precision]:.4f}"
                for precision in ("float32", "bfloat16")
            ),
            f"{row['difference']:+.4f} ± {row['half_interval']:.4f}",
            "–"
            if row["difference_in_deviations"] is None
            else f"{row['difference_in_deviations']:+.2f}",
        ]
        for name, row in zip(names, answer["rows"], strict=True)
    ]
    claims = answer["claims"]
    moved = {
        other: [
            f"{claim['claim']} ({claim['verdict']['float32']} to {claim['verdict'][other]})"
            for claim in claims
            if claim["verdict"][other] != claim["verdict"]["float32"]
        ]
        for other in claims[0]["verdict"]
        if other != "float32"
    }
    told = [
        f"{len(names)} in {other}" + (f" ({', '.join(names)})" if names else "")
        for other, names in moved.items()
    ]
    return [
        "Test accuracy, mean and standard deviation over seeds; the difference by seed with its "
        "95 % interval, and in standard deviations of seeds.",
        "",
        *_markdown(head, rows),
        "",
        f"Of the {len(claims)} claims about these experiments, judged as if the cut budget were "
        f"the documents' own, these have another verdict than in float32: {'; '.join(told)}.",
    ]


def _memory(answer: dict[str, Any]) -> list[str]:
    head = ["experiment", "engine", "peak (MB)"]
    rows = [[r["experiment"], r["engine"], f"{r['peak_megabytes']:.0f}"] for r in answer["rows"]]
    return [
        *_markdown(head, rows),
        "",
        f"The eight largest kinds side by side take {answer['eight_largest_gigabytes']:.1f} GB, "
        f"eight runs of the largest kind {answer['eight_of_the_largest_gigabytes']:.1f} GB.",
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
    "quick_build": _quick_build,
    "precision": _precision,
    "memory": _memory,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
