"""Tasks on several cores: results in order, errors as they are, nothing read twice."""

from __future__ import annotations

import os
from functools import partial

import pytest

from reprise.files import WriteError, write_atomically
from reprise.reporting import side_by_side as module
from reprise.reporting.side_by_side import side_by_side


@pytest.fixture(params=[1, 2], ids=["one core", "two cores"])
def cores(request, monkeypatch) -> int:
    monkeypatch.setattr(module, "_cores", lambda: request.param)
    return request.param


def test_results_come_in_the_order_of_the_tasks(cores):
    assert side_by_side([partial(pow, 2, n) for n in range(7)]) == [2**n for n in range(7)]
    assert side_by_side([]) == []


def test_a_task_sees_what_was_read_and_need_not_be_sent(cores):
    unsendable = {"records": lambda: 3}
    assert side_by_side([lambda: unsendable["records"](), lambda: 4]) == [3, 4]


def test_an_error_of_a_task_is_raised(cores):
    with pytest.raises(ZeroDivisionError):
        side_by_side([lambda: 1, lambda: 1 // 0, lambda: 2])
    assert side_by_side([lambda: 1, lambda: 2]) == [1, 2]


def test_an_error_that_cannot_be_sent_is_raised_as_it_is(cores, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError, match=r"cannot be written: .*run the same command again"):
        side_by_side([lambda: 1, lambda: write_atomically(tmp_path / "file" / "below", "x")])


@pytest.mark.skipif(module._cores() < 2, reason="one core, or no forking")
def test_tasks_run_in_processes_of_their_own():
    assert os.getpid() not in side_by_side([os.getpid, os.getpid])
