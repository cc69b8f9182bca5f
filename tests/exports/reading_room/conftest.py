"""A reading room that runs, and a real browser to look at it."""

from __future__ import annotations

import gc
import shutil
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from exports.reading_room.serving import make_datasette

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def opened(folder: Path, *, replay: str | None = None, port: int = 0) -> Iterator[str]:
    """The reading room of that folder on a free port of loopback; gives its address without a slash."""
    application = make_datasette(folder, replay=replay).app()
    server = uvicorn.Server(uvicorn.Config(application, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            thread.join(0.02)
            assert thread.is_alive()
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        with warnings.catch_warnings():
            # Datasette leaves the coroutines of pages unawaited that were closed before they were shown whole.
            warnings.filterwarnings("ignore", "coroutine .* was never awaited", RuntimeWarning)
            gc.collect()


@pytest.fixture(scope="module")
def room(demo_folder: Path) -> Iterator[str]:
    """The reading room of the demo archive."""
    with opened(demo_folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium; tests that need it are skipped where there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def open_room() -> Callable[..., AbstractContextManager[str]]:
    """Opens the reading room of a folder: open_room(folder, replay=None)."""
    return opened
