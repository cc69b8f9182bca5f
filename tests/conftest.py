"""What tests of every stage share: the demo blog as a WARC file and as an archive folder, made once a run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.demo_blog.resource import Site
from crawler.demo_blog.site import demo_site

DEMO_ORIGIN = "http://127.0.0.1:8014"
SEED_URL = f"{DEMO_ORIGIN}/gov/blog/2014/02/26/vision-mexicos-future"


def _write_warc(path: Path, site: Site, *, origin: str = DEMO_ORIGIN, date: str = "2014-03-31T12:00:00Z") -> Path:
    """Every answer of a site as response records, as any crawler would have written them."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True, warc_version="1.1")
        for address, answer in site.items():
            headers = [
                ("Content-Type", answer.content_type),
                ("Content-Length", str(len(answer.body))),
                *answer.headers,
            ]
            record = writer.create_warc_record(
                origin + address,
                "response",
                payload=BytesIO(answer.body),
                http_headers=StatusAndHeaders(f"{answer.status} OK", headers, protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Date": date},
            )
            writer.write_record(record)
            record.raw_stream.close()  # a temporary file that warcio makes and leaves open
    return path


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of this suite."""
    parser.addoption(
        "--update-golden", action="store_true", help="write what the golden pages give into their expected.json"
    )


@pytest.fixture(scope="session")
def write_warc() -> Callable[..., Path]:
    """Writes a site as a WARC file: write_warc(path, site, origin=…, date=…)."""
    return _write_warc


@pytest.fixture(scope="session")
def demo_warc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo blog as one WARC file, not written by our own writer."""
    return _write_warc(tmp_path_factory.mktemp("warc") / "demo.warc.gz", demo_site(DEMO_ORIGIN))


@pytest.fixture(scope="session")
def demo_folder(demo_warc: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo blog as an archive folder: shared, so only to be read."""
    from archive.ingest import IngestOptions, ingest

    folder = tmp_path_factory.mktemp("demo") / "archive"
    ingest([demo_warc], into=folder, options=IngestOptions(workers=0))
    return folder


@pytest.fixture
def demo_copy(demo_folder: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the demo archive that a test may change."""
    return shutil.copytree(demo_folder, tmp_path / "archive")
