"""Worker processes give every task's result, and end when there is nobody to work for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from archive.errors import OldfaceError
from archive.parser_pool import ParserPool

WORK = """
import os
from archive.parser_pool import ParserPool
with ParserPool(abs, lambda task, error: 0, workers=2) as pool:
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
    with ParserPool(die_of_seven, given_up, workers=2) as pool:
        results = [result for _, found in pool.map([n, n + 1] for n in range(0, 20, 2)) for result in found]
    assert results == [n if n != 7 else -7 for n in range(20)]


def test_workers_end_when_the_process_they_work_for_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", WORK], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"working\n"
        process.send_signal(signal.SIGKILL)
        # The workers hold the pipe too: it comes to its end when the last of them has.
        assert process.communicate(timeout=60)[0] == b""
