"""Tasks in, results out, in the order they were given: worker processes around a pure function.

A task that hangs or kills its worker is found, given up, and the rest goes on.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures.process import BrokenProcessPool
from threading import Thread
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from archive.errors import OldfaceError, PageTooLarge

__all__ = ["ParserPool"]

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")
_Function = Callable[[_Task], _Result]


def _all(function: Callable[[Any], Any], tasks: Sequence[Any]) -> list[Any]:  # Any: tasks and their results
    return [function(task) for task in tasks]


def _start(initializer: Callable[..., None] | None, initial: Sequence[Any]) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    if initializer is not None:
        initializer(*initial)
    # What was loaded by now stays to the end: the collector need not look at it again for each page.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _end_with_parent() -> None:
    """Ends this worker when the process that gives it work is gone: killed, that one cannot say so any more."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class ParserPool(Generic[_Task, _Result]):
    """Runs `function` over groups of tasks; each group comes back with its results, in order."""

    def __init__(
        self,
        function: Callable[[_Task], _Result],
        give_up: Callable[[_Task, OldfaceError], _Result],
        *,
        workers: int,
        initializer: Callable[..., None] | None = None,
        initial: Sequence[Any] = (),  # Any: what the initializer takes
        seconds_per_task: float = 60.0,
    ) -> None:
        """With no workers, all is done in this process. `initializer(*initial)` runs once in each worker, or here."""
        self._function = function
        self._give_up = give_up
        self._workers = workers
        self._initializer = initializer
        self._initial = tuple(initial)
        self._seconds_per_task = seconds_per_task
        self._executor: ProcessPoolExecutor | None = None
        self._waiting: deque[tuple[Sequence[_Task], Future[list[_Result]] | None]] = deque()
        if workers == 0 and initializer is not None:
            initializer(*self._initial)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop(at_once=error is not None)

    def map(self, groups: Iterator[Sequence[_Task]]) -> Iterator[tuple[Sequence[_Task], list[_Result]]]:
        """Each group with its results; no more groups are taken than keep every worker busy."""
        for group in groups:
            self._waiting.append((group, self._submitted(group)))
            while len(self._waiting) > 2 * self._workers + 1:
                yield self._next()
        while self._waiting:
            yield self._next()

    def _next(self) -> tuple[Sequence[_Task], list[_Result]]:
        tasks, future = self._waiting.popleft()
        return tasks, self._result(tasks, future)

    def _submitted(self, tasks: Sequence[_Task]) -> Future[list[_Result]] | None:
        if not tasks or self._workers == 0:
            return None
        try:
            return self._pool().submit(_all, self._function, tasks)
        except BrokenProcessPool:
            self._stop(at_once=True)
            return self._pool().submit(_all, self._function, tasks)

    def _pool(self) -> ProcessPoolExecutor:
        if self._executor is None:
            # forkserver: no copy of this process's open database and threads, and the parsers are imported once.
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["archive.parse_tasks"])
            self._executor = ProcessPoolExecutor(
                self._workers, mp_context=context, initializer=_start, initargs=(self._initializer, self._initial)
            )
        return self._executor

    def _result(self, tasks: Sequence[_Task], future: Future[list[_Result]] | None) -> list[_Result]:
        if future is None:
            return [self._function(task) for task in tasks]
        try:
            return future.result(timeout=self._seconds_per_task * len(tasks))
        except (BrokenProcessPool, FutureTimeout):
            self._stop(at_once=True)
            results = [self._alone(task) for task in tasks]
            self._waiting = deque((group, self._submitted(group)) for group, _ in self._waiting)
            return results

    def _alone(self, task: _Task) -> _Result:
        """The task in a worker of its own, so that it is known which one fails."""
        try:
            return self._pool().submit(self._function, task).result(timeout=self._seconds_per_task)
        except (BrokenProcessPool, FutureTimeout) as error:
            self._stop(at_once=True)
            ended = "ended its process" if isinstance(error, BrokenProcessPool) else "took too long"
            return self._give_up(task, PageTooLarge(f"Reading the page {ended}"))

    def _stop(self, *, at_once: bool) -> None:
        if self._executor is None:
            return
        processes = list((getattr(self._executor, "_processes", None) or {}).values())
        self._executor.shutdown(wait=not at_once, cancel_futures=True)
        if at_once:
            # A worker that hangs does not hear a shutdown.
            for process in processes:
                process.kill()
        self._executor = None
