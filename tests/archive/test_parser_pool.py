"""Worker processes give every task's result, and end when there is nobody to work for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from archive.errors import BadInput, OldfaceError
from archive.parser_pool import ParserPool
from archive.worker_process import WorkerProcesses

WORK = """
import os
from archive.parser_pool import ParserPool
from archive.worker_process import WorkerProcesses
with WorkerProcesses(2) as processes, ParserPool(abs, lambda task, error: 0, processes=processes) as pool:
    for number, _ in enumerate(pool.map([n] for n in range(10**9))):
        if number == 20:
            print("working", flush=True)
"""


def given_up(task: int, error: OldfaceError) -> int:
    """The result of a task that killed its worker."""
    return -task


def die_of_seven(task: int) -> int:
    """Kills its process for one task."""
    if task == 7:
        os._exit(9)
    return task


def test_a_task_that_kills_its_worker_is_given_up_and_the_others_are_done() -> None:
    with WorkerProcesses(2) as processes, ParserPool(die_of_seven, given_up, processes=processes) as pool:
        results = [result for _, found in pool.map([n, n + 1] for n in range(0, 20, 2)) for result in found]
    assert results == [n if n != 7 else -7 for n in range(20)]


def refuse_seven(task: int) -> int:
    """Raises for one task."""
    if task == 7:
        raise BadInput("Seven is no number", where="here", next_step="Take another.")
    return task


def test_what_a_task_raises_is_raised_where_its_result_is_asked_for() -> None:
    with WorkerProcesses(2) as processes, ParserPool(refuse_seven, given_up, processes=processes) as pool:
        groups = pool.map([n] for n in range(5, 20))
        assert next(groups) == ([5], [5])
        assert next(groups) == ([6], [6])
        with pytest.raises(BadInput, match="Seven is no number") as told_of:
            next(groups)
    assert (told_of.value.where, told_of.value.next_step) == ("here", "Take another.")


told: list[str] = [""]


def tell(word: str) -> None:
    """Prepares a process."""
    told[0] = word


def hang_at_seven(task: int) -> int:
    """Never ends for one task."""
    while task == 7:
        signal.pause()
    return task


def test_a_task_that_hangs_is_given_up_and_the_others_are_done() -> None:
    with (
        WorkerProcesses(1) as processes,
        # Preparation loads this module, which is not in the time of a task.
        ParserPool(
            hang_at_seven, given_up, processes=processes, initializer=tell, initial=("",), seconds_per_task=0.5
        ) as pool,
    ):
        results = [result for _, found in pool.map([n, n + 1] for n in range(4, 10, 2)) for result in found]
    assert results == [4, 5, 6, -7, 8, 9]


def word_of(task: int) -> tuple[str, int]:
    """What the process was prepared with, and which one it is."""
    return told[0], os.getpid() * task


def test_a_process_is_kept_for_the_next_pool_and_prepared_for_it() -> None:
    found: dict[str, set[int]] = {}
    with WorkerProcesses(1) as processes:
        for word in ("read", "parse"):
            with ParserPool(word_of, given_word, processes=processes, initializer=tell, initial=(word,)) as pool:
                for _, results in pool.map([1] for _ in range(20)):
                    for said, process in results:
                        found.setdefault(said, set()).add(process)
    assert sorted(found) == ["parse", "read"]
    assert found["read"] == found["parse"]
    assert os.getpid() not in found["read"]


def given_word(_: int, error: OldfaceError) -> tuple[str, int]:
    """Nothing is given up here."""
    raise error


def test_workers_end_when_the_process_they_work_for_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", WORK], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"working\n"
        process.send_signal(signal.SIGKILL)
        # The workers hold the pipe too: it comes to its end when the last of them has.
        assert process.communicate(timeout=60)[0] == b""
