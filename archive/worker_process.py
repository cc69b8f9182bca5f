"""Questions in, answers of worker processes out: started when first needed, kept from one kind of task to the next.

A question is a function and its tasks. A process that does not answer in time, or dies of the question, is ended; the
next question gets a new one.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.reduction import ForkingPickler
from queue import SimpleQueue
from threading import Thread
from typing import Any, Self

__all__ = [
    "FEWEST_BYTES_FOR_WORKERS",
    "WorkerLost",
    "WorkerProcess",
    "WorkerProcesses",
    "answer_of",
    "answer_with",
    "question_of",
    "start_ahead",
]

FEWEST_BYTES_FOR_WORKERS = 16 << 20
"""Below this, starting processes costs more than it gains."""
_PREPARATION_SECONDS = 600.0


class WorkerLost(Exception):
    """A worker process took too long, or ended; the text says which."""


def question_of(function: Callable[[Any], Any], tasks: Sequence[Any]) -> bytes:  # Any: tasks and their results
    """The question what the function gives for each task; it must be importable by name."""
    return bytes(ForkingPickler.dumps((function, tasks)))


def answer_with(results: Sequence[Any], error: Exception | None = None) -> bytes:  # Any: as above
    """The answer that holds the results, or what was raised instead."""
    return bytes(ForkingPickler.dumps((results, error), protocol=5))


def answer_of(answer: bytes) -> list[Any]:  # Any: as above
    """The results that the answer holds, in order of the tasks; what the function raised is raised here."""
    results, error = ForkingPickler.loads(answer)
    if error is not None:
        raise error
    return list(results)


def start_ahead() -> None:
    """Begins to load the parsers for worker processes; returns at once, so that this process can load its own parts."""
    _context()
    forkserver.ensure_running()


def _context() -> ForkServerContext:
    """forkserver: no copy of this process's open database and threads, and the parsers are loaded once for all."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["archive.parsers_at_hand"])
    return context


class WorkerProcess:
    """One process, there from its first question on."""

    def __init__(self) -> None:
        self._process: ForkServerProcess | None = None
        self._connection: Connection | None = None
        self._preparation: bytes | None = None
        """The question that prepared it for those it gets now."""

    def ask(self, question: bytes, *, preparation: bytes | None, seconds: float) -> bytes:
        """The answer, after `preparation` was asked where that has not been; WorkerLost after so many seconds."""
        if self._connection is None:
            self._start()
        if preparation is not None and preparation is not self._preparation:
            answer_of(self._answer(preparation, _PREPARATION_SECONDS))
            self._preparation = preparation
        return self._answer(question, seconds)

    def kill(self) -> None:
        """Ends the process, whatever it does: who waits for its answer has lost it."""
        if self._process is not None:
            self._process.kill()

    def end(self) -> None:
        """Ends the process, for whose answer nobody waits any more."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = self._preparation = None

    def _start(self) -> None:
        context = _context()
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()
        # With this end closed, the end of the process is the end of what comes through the connection.
        theirs.close()
        self._answer(None, _PREPARATION_SECONDS)

    def _answer(self, question: bytes | None, seconds: float) -> bytes:
        """What comes next; with no question, what a process says when it is ready."""
        connection = self._connection
        try:
            if connection is None:
                raise EOFError
            if question is not None:
                connection.send_bytes(question)
            if connection.poll(seconds):
                return connection.recv_bytes()
            lost = WorkerLost("took too long")
        except (EOFError, OSError):
            lost = WorkerLost("ended its process")
        self.end()
        raise lost


class WorkerProcesses:
    """So many processes, lent one by one. To be closed."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._processes = [WorkerProcess() for _ in range(count)]
        self._idle: SimpleQueue[WorkerProcess] = SimpleQueue()
        for process in self._processes:
            self._idle.put(process)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def lent(self) -> Iterator[WorkerProcess]:
        """One that is idle, waited for."""
        process = self._idle.get()
        try:
            yield process
        finally:
            self._idle.put(process)

    def kill(self) -> None:
        """Ends all, whatever they do."""
        for process in self._processes:
            process.kill()

    def close(self) -> None:
        """Ends all that nobody waits for; the next question starts them again."""
        for process in self._processes:
            process.end()


def _work(connection: Connection) -> None:
    """What a worker process does: answers, as long as somebody asks."""
    # An interrupt from the keyboard reaches all processes at once: the one that gives work ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    # What was loaded by now stays to the end: the collector need not look at it again for each page.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    connection.send_bytes(b"ready")
    while (question := _asked(connection)) is not None:
        connection.send_bytes(_answered(*question))


def _asked(connection: Connection) -> tuple[Callable[[Any], Any], Sequence[Any]] | None:  # Any: as above
    try:
        function, tasks = connection.recv()
    except (EOFError, OSError):
        return None
    return function, tasks


def _answered(function: Callable[[Any], Any], tasks: Sequence[Any]) -> bytes:  # Any: as above
    try:
        return answer_with([function(task) for task in tasks])
    except Exception as error:  # noqa: BLE001 - whatever it is, who asked gets to know it
        return answer_with((), error)


def _end_with_parent() -> None:
    """Ends this worker when the process that gives it work is gone: killed, that one cannot say so any more."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
