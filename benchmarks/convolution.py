"""Training of document T's convolutional network: runs of Reprise beside the tutorial way.

Each run has a process of its own, so that neither way meets the other's settings. Per core, each
has one thread, and what counts are core-seconds: those of the DataLoader's workers too. Of the
whole machine, as many runs as there are cores: side by side, or one after the other with all
threads and two workers.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import torch
from cnn_run import DATASET, EPOCHS, TEST, TRAIN
from measure import in_turns, medians, ratio, report

SEEDS, TURNS, WORKERS = 5, 3, 2
CORES = os.cpu_count() or 1
WAYS = {
    "reprise, float32": ("float32", 0),
    "reprise, bfloat16": ("bfloat16", 0),
    "tutorial, same process": ("tutorial", 0),
    "tutorial, two workers": ("tutorial", WORKERS),
}
OURS, THEIRS, WITH_WORKERS = "reprise, float32", "tutorial, same process", "tutorial, two workers"
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def started(way: str, seed: int, device: str, workers: int, threads: int) -> subprocess.Popen[str]:
    script = str(Path(__file__).with_name("cnn_run.py"))
    return subprocess.Popen(
        [sys.executable, script, way, str(seed), device, str(workers)],
        env=os.environ | dict.fromkeys(THREADS, str(threads)),
        stdout=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str]) -> dict[str, float]:
    output, _ = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return json.loads(output)


def per_core(device: str) -> dict[str, Any]:
    """Every way with the same seeds, in turn."""
    clock = "core_seconds" if device == "cpu" else "seconds"
    found: dict[str, list[dict[str, float]]] = {name: [] for name in WAYS}
    for seed in range(SEEDS):
        for name, (way, workers) in WAYS.items():
            found[name].append(finished(started(way, seed, device, workers, threads=1)))
    times = {name: [run[clock] for run in runs] for name, runs in found.items()}
    protocol = {name: [run["protocol_seconds"] for run in runs] for name, runs in found.items()}
    return {
        "device": device,
        "images_per_second": {n: EPOCHS * TRAIN / s for n, s in medians(times).items()},
        "reprise_over_tutorial": ratio(times, THEIRS, OURS),
        "reprise_over_tutorial_in_its_protocol": ratio(protocol, THEIRS, OURS),
        "reprise_over_tutorial_with_workers": ratio(times, WITH_WORKERS, OURS),
        "bfloat16_over_float32": ratio(times, OURS, "reprise, bfloat16"),
        "beyond_protocol": statistics.median(
            1 - run["protocol_seconds"] / run["seconds"] for run in found[OURS]
        ),
        "accuracy": {
            name: {
                "mean": statistics.mean(run["accuracy"] for run in runs),
                "sd": statistics.stdev(run["accuracy"] for run in runs),
            }
            for name, runs in found.items()
        },
    }


def side_by_side() -> None:
    """As many runs as cores, at once, with one thread each."""
    for process in [started("float32", seed, "cpu", 0, threads=1) for seed in range(CORES)]:
        finished(process)


def one_after_the_other() -> None:
    """As many runs as cores, each with all threads and workers besides."""
    for seed in range(CORES):
        finished(started("tutorial", seed, "cpu", WORKERS, threads=CORES))


def whole_machine() -> dict[str, Any]:
    """Seconds of the clock from the first start to the last end."""
    contenders = {OURS: side_by_side, WITH_WORKERS: one_after_the_other}
    times = in_turns(contenders, TURNS)
    images = CORES * EPOCHS * TRAIN
    return {
        "runs": CORES,
        "images_per_second": {name: images / s for name, s in medians(times).items()},
        "reprise_over_tutorial": ratio(times, WITH_WORKERS, OURS),
    }


def main() -> None:
    devices = ("cpu", *(["cuda"] if torch.cuda.is_available() else []))
    rows = [per_core(device) for device in devices]
    report(
        {
            "question": "convolutional training, images per second with all evaluations",
            "data": f"{TRAIN} images of {DATASET}, {EPOCHS} epochs, {TEST} test images after each",
            "rows": rows,
            "machine_as_a_whole": whole_machine(),
        }
    )


if __name__ == "__main__":
    main()
