"""What was recorded is shown again by the two players archivists use, without the site: text, images and comments.

ReplayWeb.page comes from the npm registry and runs in a real Chromium. pywb wants old libraries, so it lives in an
environment of its own, made by hand: docs/design/crawl.md says how. Each is skipped where it is not there.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import subprocess
import sys
import tarfile
import threading
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

from archive.package import package_folder
from archive.warc_payload import read_captures
from crawler.demo_blog.server import DemoServer
from crawler.demo_blog.site import demo_site

ARTICLE = "/gov/blog/2014/02/26/vision-mexicos-future"
PYWB = Path(__file__).parents[2] / ".venv-replay" / "bin"
REPLAYWEBPAGE = "replaywebpage@2.4.6"


class Recorded(NamedTuple):
    """The demo blog, crawled, packed, and gone from its server."""

    folder: Path
    wacz: Path
    origin: str


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    folder = tmp_path_factory.mktemp("replay") / "archive"
    with DemoServer(0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        program = "from archive.cli import main; main()"
        command = [sys.executable, "-c", program, "crawl", f"{server.origin}/", "--into", str(folder)]
        run = subprocess.run(
            [*command, "--delay", "0", "--no-ingest"], capture_output=True, text=True, timeout=200, check=False
        )
        server.shutdown()
        thread.join()
        assert run.returncode == 0, run.stderr
        origin = server.origin
    wacz = folder.with_name("demo.wacz")
    package_folder(folder, wacz, now=datetime(2014, 4, 1, tzinfo=UTC))
    return Recorded(folder, wacz, origin)


# --- ReplayWeb.page -------------------------------------------------------------------------------------------------


class RangeHandler(SimpleHTTPRequestHandler):
    """Serves files with Range requests, as a WACZ is read."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        asked = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        if not path.is_file() or asked is None:
            super().do_GET()
            return
        size = path.stat().st_size
        first, last = asked[1], asked[2]
        start = int(first) if first else max(size - int(last), 0)
        end = min(int(last), size - 1) if first and last else size - 1
        with path.open("rb") as file:
            file.seek(start)
            data = file.read(end - start + 1)
        self.send_response(206)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Range", f"bytes {start}-{end}/{size}")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(data)

    def end_headers(self) -> None:
        self.send_header("Accept-Ranges", "bytes")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the framework's name)
        pass


@pytest.fixture
def player(recorded: Recorded, tmp_path: Path) -> Iterator[str]:
    """Address of a page that shows the package in ReplayWeb.page; needs npm and Chromium."""
    if shutil.which("npm") is None or shutil.which("chromium") is None:
        pytest.skip("no npm or no Chromium")
    done = subprocess.run(
        ["npm", "pack", "--silent", REPLAYWEBPAGE],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if done.returncode:
        pytest.skip("the npm registry is out of reach")
    site = tmp_path / "site"
    (site / "replay").mkdir(parents=True)
    with tarfile.open(next(tmp_path.glob("*.tgz"))) as package:
        for name in ("ui.js", "sw.js"):
            source = package.extractfile(f"package/{name}")
            assert source is not None
            (site / "replay" / name).write_bytes(source.read())
    shutil.copyfile(recorded.wacz, site / "demo.wacz")
    (site / "index.html").write_text(
        "<!DOCTYPE html><script src=/replay/ui.js></script><replay-web-page source='/demo.wacz'"
        f" url='{recorded.origin}{ARTICLE}' replayBase='/replay/' embed='replayonly'></replay-web-page>"
    )
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(RangeHandler, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()
        thread.join()


@pytest.mark.npm
@pytest.mark.browser
@pytest.mark.slow
def test_replaywebpage_shows_text_images_and_comments_from_the_package(player):
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(player)
        # the player's frames are replaced while it starts: look again, instead of holding on to the first one
        for _ in range(240):
            shown = page.frame_locator("replay-web-page >> iframe").frame_locator("iframe")
            if len(page.frames) > 2 and shown.get_by_text("Say NO to MEXICO!!!!").count():
                break
            page.wait_for_timeout(250)
        text = shown.locator("body").inner_text()
        widths = shown.locator("img").evaluate_all("images => images.map(image => image.naturalWidth)")
        colour = shown.locator("body").evaluate("body => document.styleSheets.length")
        browser.close()
    assert "A Vision for Mexico’s Future" in text
    assert "is getting a facelift soon" in text
    assert widths
    assert all(widths)
    assert colour > 0


# --- pywb -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def wayback(recorded: Recorded, tmp_path: Path) -> Iterator[str]:
    """Address of the collection in pywb."""
    if not (PYWB / "wayback").exists():
        pytest.skip("pywb is not installed in .venv-replay")
    for arguments in (
        ["init", "demo"],
        ["add", "demo", *map(str, sorted((recorded.folder / "warc").glob("*.warc.gz")))],
    ):
        subprocess.run(
            [str(PYWB / "wb-manager"), *arguments], cwd=tmp_path, check=True, capture_output=True, timeout=120
        )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(PYWB / "wayback"), "-p", str(port), "-b", "127.0.0.1"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:  # it says so when it listens
            if "Starting Gevent Server" in line:
                break
        reader = threading.Thread(target=process.stderr.read, daemon=True)
        reader.start()
        yield f"http://127.0.0.1:{port}/demo"
        process.terminate()
        reader.join(10)


def fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as response:
        return bytes(response.read())


@pytest.mark.slow
def test_pywb_replays_every_address_of_the_site_byte_for_byte(recorded, wayback):
    bodies = {path: answer.body for path, answer in demo_site(recorded.origin).items() if answer.status == 200}
    index = {
        read.capture.target_uri.removeprefix(recorded.origin)
        for warc in (recorded.folder / "warc").glob("*.warc.gz")
        for read in read_captures(warc)
    }
    wanted = sorted(bodies.keys() & index)
    assert len(wanted) > 100
    wrong = [path for path in wanted if fetch(f"{wayback}/2026id_/{recorded.origin}{path}") != bodies[path]]
    assert wrong == []


@pytest.mark.slow
def test_pywb_shows_the_article_with_its_comment(recorded, wayback):
    page = fetch(f"{wayback}/2026mp_/{recorded.origin}{ARTICLE}").decode()
    assert "Say NO to MEXICO!!!!" in page
    assert "A Vision for Mexico’s Future" in page
