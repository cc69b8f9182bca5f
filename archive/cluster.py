"""Groups of tasks in, results out, like ParserPool, but on the workers of a Dask scheduler (extra oldface[cluster]).

A worker writes what a group became as a part: one file in a folder that all machines share, written under a draft
name and renamed. Only its name and size travel through the scheduler. A group may be worked on more than once (a
worker died, an answer was lost); its part has one name and one content, so what is read back is there once. Parts
outlive a scheduler that dies: the next run finds them and goes on.
"""

from __future__ import annotations

import hashlib
import logging
import os
import pickle
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from archive.errors import BadInput, MissingExtra, OldfaceError, PageTooLarge, SchedulerGone

__all__ = ["ClusterPool", "PartFormat", "TlsFiles", "connect", "connected"]

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")
_log = logging.getLogger(__name__)

_KEPT_BUSY = 3
"""Groups under way for each worker: one running, one waiting there, one on its way."""
_GROUPS_BETWEEN = 16
"""Groups between two questions to the scheduler, how many workers there are."""
_DEATHS = 3
"""Workers a group may kill before it is cut in two."""


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """What a tls:// scheduler asks of its clients."""

    ca: Path
    cert: Path
    key: Path


@dataclass(frozen=True, slots=True)
class PartFormat(Generic[_Result]):
    """How the results of a group become the bytes of a part, and back. Both must be importable by name."""

    dump: Callable[[list[_Result]], bytes]
    load: Callable[[bytes], list[_Result]]


def connect(
    address: str, *, tls: TlsFiles | None = None, seconds: float = 15.0
) -> Any:  # Any: distributed has no types
    """A client of the scheduler at tcp://HOST:PORT or tls://HOST:PORT; MissingExtra, BadInput or SchedulerGone."""
    try:
        from distributed import Client, Security
    except ImportError as error:
        raise MissingExtra(
            "A scheduler needs the cluster extra", next_step="Install it: pip install 'oldface[cluster]'."
        ) from error
    if not address.startswith(("tcp://", "tls://")):
        raise BadInput(f"{address!r} is no scheduler", next_step="Give it as tcp://HOST:PORT or tls://HOST:PORT.")
    if address.startswith("tls://") and tls is None:
        raise BadInput(
            "A tls:// scheduler needs certificates", next_step="Give --tls-ca, --tls-cert and --tls-key, as PEM files."
        )
    security = (
        Security(  # type: ignore[no-untyped-call]  # distributed is half typed
            tls_ca_file=str(tls.ca), tls_client_cert=str(tls.cert), tls_client_key=str(tls.key), require_encryption=True
        )
        if tls
        else None
    )
    try:
        return Client(  # type: ignore[no-untyped-call]  # distributed is half typed
            address, security=security, timeout=seconds, set_as_default=False
        )
    except (OSError, TimeoutError) as error:
        raise SchedulerGone(
            f"The scheduler at {address} does not answer",
            next_step="Start it with 'dask scheduler --host 127.0.0.1', or correct the address.",
        ) from error


@contextmanager
def connected(
    scheduler: str | None, tls_ca: Path | None, tls_cert: Path | None, tls_key: Path | None
) -> Iterator[Any]:  # Any: distributed has no types
    """A client of that scheduler while the context is open; None without one."""
    if scheduler is None:
        yield None
        return
    client = connect(scheduler, tls=TlsFiles(tls_ca, tls_cert, tls_key) if tls_ca and tls_cert and tls_key else None)
    try:
        yield client
    finally:
        client.close()


class ClusterPool(Generic[_Task, _Result]):
    """Runs `function` over groups of tasks on a cluster; each group comes back with its results, in order."""

    def __init__(
        self,
        function: Callable[[_Task], _Result],
        give_up: Callable[[_Task, OldfaceError], _Result],
        *,
        client: Any,  # Any: distributed has no types
        parts: Path,
        part_format: PartFormat[_Result],
        initializer: Callable[..., None],
        initial: Sequence[Any],  # Any: what the initializer takes
        initial_name: str,
    ) -> None:
        """`parts` is a folder that every worker sees under the same path; what `function` left there goes when all
        went well.

        `initial_name` tells one `initial` from another: results depend on it, so parts are named by it too.
        """
        self._function = function
        self._give_up = give_up
        self._client = client
        self._parts = parts.absolute()
        self._format = part_format
        self._initializer = initializer
        self._initial = tuple(initial)
        self._shared: Any = None  # Any: a future of distributed
        self._initial_name = initial_name
        self._waiting: deque[tuple[Sequence[_Task], Path, Any]] = deque()  # Any: as above
        self._threads = 1
        self._asked = 0

    def __enter__(self) -> Self:
        self._parts.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for _, _, future in self._waiting:
            if future is not None:
                future.cancel()
        if error is None:
            # Those of another step stay: a run that was stopped in it goes on there.
            for path in self._parts.glob(f"{self._function.__name__}-*.part*"):
                path.unlink(missing_ok=True)
            if not any(self._parts.iterdir()):
                self._parts.rmdir()

    def map(self, groups: Iterator[Sequence[_Task]]) -> Iterator[tuple[Sequence[_Task], list[_Result]]]:
        """Each group with its results; no more groups are under way than keep every worker busy."""
        for group in groups:
            self._waiting.append(self._submitted(group))
            while len(self._waiting) > _KEPT_BUSY * self._worker_count():
                yield self._next()
        while self._waiting:
            yield self._next()

    def _worker_count(self) -> int:
        """Threads of all workers; the scheduler is asked now and then, since workers come and go."""
        self._asked -= 1
        if self._asked < 0:
            try:
                self._threads = max(1, sum(int(threads) for threads in self._client.nthreads().values()))
            except OSError as error:
                raise SchedulerGone("The scheduler went away") from error
            self._asked = _GROUPS_BETWEEN
        return self._threads

    def _submitted(self, tasks: Sequence[_Task]) -> tuple[Sequence[_Task], Path, Any]:  # Any: as above
        part = self._parts / f"{self._function.__name__}-{self._key(tasks)}.part"
        if part.is_file():
            return tasks, part, None
        try:
            if self._shared is None:
                # A task, not scattered data: when the worker that holds it dies, the scheduler makes it again.
                name = hashlib.sha256(self._initial_name.encode()).hexdigest()[:40]
                self._shared = self._client.submit(_kept, self._initial, key=f"oldface-shared-{name}", pure=False)
            future = self._client.submit(
                _work, self._function, list(tasks), str(part), self._format.dump, self._initializer, self._shared,
                self._initial_name, key=f"oldface-{part.stem}", retries=2, pure=False,
            )  # fmt: skip
        except (OSError, TimeoutError, RuntimeError) as error:
            raise SchedulerGone("The scheduler went away") from error
        return tasks, part, future

    def _key(self, tasks: Sequence[_Task]) -> str:
        return hashlib.sha256(self._initial_name.encode() + pickle.dumps(list(tasks), protocol=5)).hexdigest()[:40]

    def _next(self) -> tuple[Sequence[_Task], list[_Result]]:
        from concurrent.futures import CancelledError

        from distributed import KilledWorker

        tasks, part, future = self._waiting.popleft()
        try:
            if future is not None:
                future.result()
            return tasks, self._format.load(part.read_bytes())
        except KilledWorker:
            return tasks, self._halves(tasks)
        except (OSError, TimeoutError, CancelledError) as error:
            raise SchedulerGone("The scheduler or its workers went away") from error

    def _halves(self, tasks: Sequence[_Task]) -> list[_Result]:
        """A group that killed its workers, cut until it is known which task does it; that one is given up."""
        if len(tasks) == 1:
            fault = PageTooLarge(f"Reading the page ended {_DEATHS} workers")
            return [self._give_up(tasks[0], fault)]
        middle = len(tasks) // 2
        held, self._waiting = self._waiting, deque()
        results: list[_Result] = []
        for half in (tasks[:middle], tasks[middle:]):
            self._waiting.append(self._submitted(half))
            results += self._next()[1]
        self._waiting = held
        return results


def _kept(initial: tuple[Any, ...]) -> tuple[Any, ...]:  # Any: what the initializer takes
    """Runs on a worker: what all tasks of a run share, as it was sent."""
    return initial


def _work(
    function: Callable[[Any], Any],  # Any: a task, its result
    tasks: list[Any],  # Any: tasks
    part: str,
    dump: Callable[[list[Any]], bytes],  # Any: results
    initializer: Callable[..., None],
    initial: tuple[Any, ...],  # Any: what the initializer takes
    initial_name: str,
) -> tuple[str, int]:
    """Runs on a worker: the group's results as a part; (name, bytes). The same group gives the same bytes anywhere."""
    if _prepared[0] != initial_name:
        initializer(*initial)
        _prepared[0] = initial_name
    data = dump([function(task) for task in tasks])
    path = Path(part)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.uname().nodename}.{os.getpid()}.draft")
    with draft.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
    return path.name, len(data)


_prepared = [""]
"""Name of what this worker was last prepared with."""
