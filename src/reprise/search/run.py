"""Train what a search needs: ordinary runs, within a budget, each in a process of its own."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Protocol

from reprise.config import Config
from reprise.data.prepare import prepare
from reprise.data.registry import Dataset
from reprise.data.sources import mirrors_from
from reprise.digest import canonical
from reprise.documents.plan import Run
from reprise.files import write_if_changed
from reprise.paths import Layout
from reprise.planning import run_slice
from reprise.search.candidates import STATED
from reprise.search.settings import Setting
from reprise.status import state_of

log = logging.getLogger("reprise.search")


class Trainer(Protocol):
    """Makes records; slices are written before."""

    def ready(self, runs: Sequence[Run]) -> None:
        """Have at hand what the runs need."""

    def train(self, run: Run, layout: Layout) -> None:
        """Make the record of one run; called from several threads at once."""


def missing(settings: Iterable[Setting], layout: Layout) -> list[Run]:
    """The runs without a healthy record, each once."""
    runs = {run.key: run for setting in settings for run in setting.runs}
    return [run for run in runs.values() if state_of(run, layout) != "done"]


def cost(setting: Setting, layout: Layout) -> float:
    """Expected core-seconds of what a setting still needs."""
    return sum(run.expected_seconds for run in missing([setting], layout))


def within_budget(
    settings: Sequence[Setting], seconds: float, layout: Layout
) -> tuple[list[Setting], list[Setting], float]:
    """Those that fit into so many core-seconds, those that do not, and what is left over.

    What is stated comes first, then the cheapest; of equal ones the first. What has its records
    already costs nothing.
    """
    costs = {setting.name: cost(setting, layout) for setting in settings}
    order = sorted(settings, key=lambda s: (s.candidate is not STATED, costs[s.name]))
    taken = set()
    for setting in order:
        if costs[setting.name] <= seconds:
            seconds -= costs[setting.name]
            taken.add(setting.name)
    chosen = [setting for setting in order if setting.name in taken]
    return chosen, [setting for setting in settings if setting.name not in taken], seconds


def train_all(settings: Sequence[Setting], layout: Layout, trainer: Trainer, cores: int) -> None:
    """Make the records that are missing, so many at a time; exclusive runs one at a time.

    A run that fails is told and counts as missing; the others are made.
    """
    runs = missing(settings, layout)
    trainer.ready(runs)
    for run in runs:
        write_if_changed(layout.spec(run.id), canonical(run_slice(run)) + "\n")

    ended = count(1)

    def make(run: Run) -> None:
        trainer.train(run, layout)
        state = "done" if state_of(run, layout) == "done" else "failed, see its log"
        log.info("%d of %d: %s %s", next(ended), len(runs), run.id, state)

    alone = any(run.exclusive for run in runs)
    with ThreadPoolExecutor(1 if alone else cores) as pool:
        list(pool.map(make, runs))


@dataclass(frozen=True)
class Processes:
    """Trains with ``reprise train``, as a build does: a process, one thread and a log for each."""

    config: Config
    config_file: Path
    datasets: Mapping[str, Dataset]

    def ready(self, runs: Sequence[Run]) -> None:
        """Prepare the data sets; does nothing where they lie ready."""
        for name in dict.fromkeys(run.dataset for run in runs if run.dataset):
            mirrors = mirrors_from(self.config.data.mirrors, os.environ)
            root, upstream = Path(self.config.data.root), self.config.data.upstream
            prepare(self.datasets[name], root, mirrors, upstream=upstream)

    def train(self, run: Run, layout: Layout) -> None:
        """What it says goes to its log; whether it failed shows in its record."""
        command = [sys.executable, "-m", "reprise", "train", "--config", str(self.config_file)]
        command += ["--spec", str(layout.spec(run.id)), "--out", str(layout.record(run.id))]
        file = layout.log("train", run.id)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("w") as messages:
            subprocess.run(command, stdout=messages, stderr=subprocess.STDOUT, check=False)
