"""What tests of every stage share: the demo blog as a WARC file and as an archive folder, made once a run."""

from __future__ import annotations

import importlib.util
import os
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


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """A real S3 server of moto on loopback; gives its address."""
    if not (importlib.util.find_spec("moto") and importlib.util.find_spec("s3fs")):
        pytest.skip("moto and s3fs are not installed")
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@pytest.fixture
def into_bucket(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, bytes], str]:
    """Puts bytes into a bucket: into_bucket("crawl/a.warc.gz", data); gives their address, s3://warcs/….

    The bucket is reached as users reach theirs, by the environment.
    """
    import s3fs
    from fsspec.config import conf, set_conf_env

    for name, value in {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "FSSPEC_S3_ENDPOINT_URL": s3_server,
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setitem(conf, "s3", {})
    set_conf_env(conf, os.environ)
    s3fs.S3FileSystem.clear_instance_cache()
    files = s3fs.S3FileSystem()
    files.makedirs("warcs", exist_ok=True)

    def put(path: str, data: bytes) -> str:
        files.pipe_file(f"warcs/{path}", data)
        files.invalidate_cache()
        return f"s3://warcs/{path}"

    return put
