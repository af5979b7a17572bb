"""Independent tasks on the cores that there are."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

Task = Callable[[], Any]

_tasks: Sequence[Task] = ()
"""The tasks at hand; a forked process finds them here, where nothing has to be sent to it."""


def side_by_side(tasks: Sequence[Task]) -> list[Any]:
    """What each task returns, in their order; the first error of any is raised.

    A task that fails is run again in this process, so that its error is raised as it is.

    Each runs in a forked process that sees all that this one has read, so that records and plan
    are read once. Only results are sent back, so that what a task changes here is lost. One after
    another where there is one core, or where forking is not safe (anywhere but on Linux).
    """
    global _tasks
    workers = min(len(tasks), _cores())
    if workers < 2:
        return [task() for task in tasks]
    _tasks = tasks
    try:
        with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
            made = list(pool.map(_do, range(len(tasks))))
    finally:
        _tasks = ()
    return [task() if found is None else found[0] for task, found in zip(tasks, made, strict=True)]


def _do(place: int) -> tuple[Any] | None:
    """The result; None where it failed: errors do not travel well, so the task fails again."""
    try:
        return (_tasks[place](),)
    except Exception:
        return None


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
