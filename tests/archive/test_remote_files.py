"""WARC files in object storage come into the archive as files of this machine do."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import BadInput
from archive.ingest import IngestOptions, ingest
from archive.intake import note_place
from archive.remote_files import brought_here
from archive.store import Archive
from archive.store.dump import dump
from archive.warc_places import final_name, is_remote

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


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_files_of_a_bucket_are_read_where_they_are(
    bucket: str, demo_warc: Path, demo_folder: Path, tmp_path: Path
) -> None:
    import fsspec

    address = f"{bucket}/there/demo.warc.gz"
    with fsspec.open(address, "wb") as stream:
        stream.write(demo_warc.read_bytes())
    (note,) = brought_here([f"{bucket}/there/*.warc.gz"], tmp_path, in_place=True)
    assert note.read_text() == f"{address}\n"
    ingest([note], into=tmp_path, options=IngestOptions(workers=0, span_bytes=20_000))
    assert list(dump(tmp_path)) == list(dump(demo_folder))
    assert [path.name for path in (tmp_path / "warc").iterdir()] == ["demo.warc.gz.at"]
    with Archive(tmp_path) as archive, Archive(demo_folder) as other:
        article = next(archive.articles())
        assert archive.payload(article.capture.id) == other.payload(article.capture.id)


def test_local_files_can_stay_where_they_are(demo_warc: Path, demo_folder: Path, tmp_path: Path) -> None:
    options = IngestOptions(workers=0, in_place=True)
    ingest([demo_warc], into=tmp_path, options=options)
    assert (tmp_path / "warc" / "demo.warc.gz.at").read_text() == f"{demo_warc.resolve()}\n"
    assert list(dump(tmp_path)) == list(dump(demo_folder))
    assert ingest([tmp_path / "warc"], into=tmp_path, options=options).files_read == 0


def test_notes_of_two_places_of_one_name_are_both_kept(tmp_path: Path) -> None:
    one, other = (note_place("a.warc.gz", f"/data/{n}/a.warc.gz", tmp_path) for n in (1, 2))
    assert one.name == "a.warc.gz.at"
    assert other != one
    assert final_name(other).endswith(".warc.gz")
    assert note_place("a.warc.gz", "/data/2/a.warc.gz", tmp_path) == other


def test_a_file_that_is_not_where_it_was_is_told(tmp_path: Path) -> None:
    note = note_place("a.warc.gz", str(tmp_path / "gone.warc.gz"), tmp_path / "x" / "warc")
    with pytest.raises(BadInput, match="cannot be read") as told:
        ingest([note], into=tmp_path / "x", options=IngestOptions(workers=0))
    assert "gone.warc.gz" in told.value.where


def test_local_paths_pass_as_they_are(tmp_path: Path) -> None:
    assert brought_here(["/data/a.warc.gz"], tmp_path) == [Path("/data/a.warc.gz")]
    assert not is_remote("data/a.warc.gz")


def test_files_by_http_and_file_addresses_are_addresses() -> None:
    assert is_remote("https://a.example/x.warc.gz")
    assert is_remote("file:///data/x.warc.gz")
