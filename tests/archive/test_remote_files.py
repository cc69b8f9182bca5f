"""WARC files in object storage come into the archive as files of this machine do."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import BadInput
from archive.remote_files import brought_here
from archive.warc_places import is_remote

pytest.importorskip("fsspec")


@pytest.fixture(scope="module")
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
def bucket(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A bucket, reached as users reach theirs: by the environment."""
    import s3fs

    for name, value in {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "FSSPEC_S3_ENDPOINT_URL": s3_server,
    }.items():
        monkeypatch.setenv(name, value)
    from fsspec.config import conf, set_conf_env

    monkeypatch.setitem(conf, "s3", {})
    set_conf_env(conf, os.environ)
    s3fs.S3FileSystem.clear_instance_cache()
    s3fs.S3FileSystem(endpoint_url=s3_server, key="testing", secret="testing").makedirs("warcs", exist_ok=True)
    return "s3://warcs"


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_files_of_a_bucket_are_brought_whole_and_once(bucket: str, demo_warc: Path, tmp_path: Path) -> None:
    import fsspec

    with fsspec.open(f"{bucket}/crawl/demo.warc.gz", "wb") as stream:
        stream.write(demo_warc.read_bytes())
    (here,) = brought_here([f"{bucket}/crawl/*.warc.gz"], tmp_path)
    assert here.read_bytes() == demo_warc.read_bytes()
    changed = here.stat().st_mtime_ns
    assert brought_here([f"{bucket}/crawl/*.warc.gz"], tmp_path) == [here]
    assert here.stat().st_mtime_ns == changed


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_an_address_that_names_nothing_is_told(bucket: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        brought_here([f"{bucket}/nothing/*.warc.gz"], tmp_path)


def test_an_unknown_kind_of_storage_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be opened"):
        brought_here(["nowhere://bucket/a.warc.gz"], tmp_path)


def test_local_paths_pass_as_they_are(tmp_path: Path) -> None:
    assert brought_here(["/data/a.warc.gz"], tmp_path) == [Path("/data/a.warc.gz")]
    assert not is_remote("data/a.warc.gz")


def test_files_by_http_and_file_addresses_are_addresses() -> None:
    assert is_remote("https://a.example/x.warc.gz")
    assert is_remote("file:///data/x.warc.gz")
